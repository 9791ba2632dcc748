"""Legs of boats, drones and motorcycles whose answers are known by hand."""

import pytest
from shapely.geometry import LineString, Polygon, box

from gis.legs import Flight, air_matrix
from gis.network import OPEN, UNREACHABLE, OpenRoads, matrix, travel
from gis.roads import MOTORCYCLE, TEAM, TRUCK
from gis.routes import route
from gis.snapping import Place, snap
from gis.water import open_water
from tests.gis.networks import LAT, LON, STEP, link, network, place

EAST_M = 953.0
"""Metres of one step (0.01 degree) eastwards at this latitude."""
NORTH_M = 1108.8


def river(*points: tuple[float, float]) -> LineString:
    return LineString([(LON + x * STEP, LAT + y * STEP) for x, y in points])


def lake(*points: tuple[float, float]) -> Polygon:
    return Polygon([(LON + x * STEP, LAT + y * STEP) for x, y in points])


def metres(water: OpenRoads, start: str, end: str) -> int:
    return int(travel(water, [start], [end]).metres[0, 0])


def test_a_boat_follows_the_river_and_goods_are_carried_from_the_shore() -> None:
    places = [place("a", 0, 0.1), place("b", 3, -0.2)]
    water = open_water([river((-1, 0), (2, 0), (2, -2), (3, -2), (3, 0))], places)
    assert metres(water, "a", "b") == pytest.approx(3 * EAST_M + (0.1 + 2 + 1.8) * NORTH_M, rel=2e-3)
    seconds = int(travel(water, ["a"], ["b"]).seconds[0, 0])
    assert seconds == pytest.approx((3 * EAST_M + 3.8 * NORTH_M) * 3.6 / 15 + 0.1 * NORTH_M * 3.6 / 3, rel=2e-3)


def test_a_place_far_from_the_water_has_no_boat() -> None:
    water = open_water([river((0, 0), (3, 0))], [place("near", 1, 0), place("far", 2, 0.5)])
    assert metres(water, "near", "far") == UNREACHABLE


def test_rivers_meet_across_a_small_gap_and_where_they_cross() -> None:
    waters = [river((0, 0), (4, 0)), river((1, 1), (1, 0.1)), river((3, 1), (3, -1))]
    water = open_water(waters, [place("one", 1, 1), place("two", 3, -1)])
    assert metres(water, "one", "two") == pytest.approx(2 * EAST_M + 2 * NORTH_M, rel=2e-3)


def test_over_open_water_boats_go_straight_and_around_land() -> None:
    bay = lake((0, 0), (4, 0), (4, 3), (3, 3), (3, 1), (1, 1), (1, 3), (0, 3))
    water = open_water([bay], [place("west", 0.5, 2), place("east", 3.5, 2), place("south", 3.5, 0.5)])
    around = 2 * ((0.5 * EAST_M) ** 2 + NORTH_M**2) ** 0.5 + 2 * EAST_M
    assert metres(water, "west", "east") == pytest.approx(around, rel=2e-3)
    assert metres(water, "east", "south") == pytest.approx(1.5 * NORTH_M, rel=2e-3)


def test_a_river_runs_into_a_lake_and_a_place_on_the_shore_starts_there() -> None:
    waters = [box(LON, LAT, LON + 2 * STEP, LAT + 2 * STEP), river((-2, 1), (0.5, 1))]
    water = open_water(waters, [place("up", -2, 1), place("shore", 2.1, 1)])
    assert metres(water, "up", "shore") == pytest.approx(4.1 * EAST_M, rel=2e-3)
    way = route(water, "up", "shore")
    assert way is not None
    assert way.line[-1] == pytest.approx((LON + 2.1 * STEP, LAT + STEP))


def test_with_landings_boats_land_nowhere_else() -> None:
    places = [place("village", 1, 0.1), place("depot", 3.1, 0.1)]
    quays = [place("west quay", 0.9, 0), place("east quay", 3, 0)]
    water = open_water([river((0, 0), (4, 0))], places, quays)
    carried = ((0.1 * EAST_M) ** 2 + (0.1 * NORTH_M) ** 2) ** 0.5
    assert metres(water, "village", "depot") == pytest.approx(2.1 * EAST_M + 2 * carried, rel=3e-3)
    away = open_water([river((0, 0), (4, 0))], places, [quays[1]])
    assert metres(away, "village", "depot") == UNREACHABLE


def test_without_water_or_places_nobody_goes_anywhere() -> None:
    assert metres(open_water([], [place("a", 0, 0), place("b", 1, 0)]), "a", "b") == UNREACHABLE
    assert travel(open_water([river((0, 0), (1, 0))], []), [], []).seconds.shape == (0, 0)


def test_drones_fly_straight_within_reach_of_a_base() -> None:
    base, near, far, beyond = place("base", 0, 0), place("near", 3, 4), place("far", 15, 0), place("beyond", 20, 0)
    flights = air_matrix([base, near], [near, far, beyond], [base])
    assert flights.metres[0, 0] == pytest.approx(((3 * EAST_M) ** 2 + (4 * NORTH_M) ** 2) ** 0.5, rel=2e-3)
    assert flights.seconds[0, 0] == -(-int(flights.metres[0, 0]) * 3.6 // 60)
    assert flights.metres[0, 1] == pytest.approx(15 * EAST_M, rel=2e-3)
    assert flights.seconds[:, 2].tolist() == [UNREACHABLE, UNREACHABLE]
    assert air_matrix([near], [far], [base], Flight(radius_m=14_000)).seconds.tolist() == [[UNREACHABLE]]
    assert air_matrix([base], [near], []).seconds.tolist() == [[UNREACHABLE]]


def test_a_leg_longer_than_the_radius_is_not_flown() -> None:
    west, base, east = (Place(name, name, LON + x * STEP, LAT) for name, x in [("w", -12), ("b", 0), ("e", 12)])
    flights = air_matrix([west], [base, east], [base])
    assert flights.seconds[0, 0] > 0
    assert flights.seconds[0, 1] == UNREACHABLE


def test_motorcycles_pass_where_heavier_vehicles_may_not() -> None:
    path = network([(0, 0), (1, 0)], [link("path", 0, 1, 1500, "village", limit_kg=500)])
    snaps = list(snap(path, [place("a", 0, 0), place("b", 1, 0)]).require().values())
    reached = [matrix(path, who, OPEN, snaps, snaps).seconds[0, 1] for who in (TRUCK, TEAM, MOTORCYCLE)]
    assert reached == [UNREACHABLE, UNREACHABLE, 360]
