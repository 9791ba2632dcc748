"""Vehicles by link and hour, and meetings on roads with one lane, with answers known by hand."""

from collections.abc import Iterable

import pytest

from gis.network import OPEN, OpenRoads, open_roads
from gis.roads import TRUCK
from gis.routes import route
from gis.snapping import Place, snap
from gis.traffic import Drive, LinkLoad, link_loads
from tests.gis.networks import link, network, place, two_banks

NODES = [place(str(n), x, y) for n, (x, y) in enumerate([(0, 0), (1, 0), (2, 0), (3, 0), (1.5, 1), (4, 0)])]
LEAF_S = 360
"""What a truck needs for the one-lane leaf."""


def roads(*places: Place) -> OpenRoads:
    net = two_banks()
    return open_roads(net, TRUCK, OPEN, snap(net, [*NODES, *places]).require())


def drive(start_s: int, origin: str, destination: str, vehicle: str = "", *, people: bool = False) -> Drive:
    way = route(GROUND, origin, destination)
    assert way is not None
    return Drive(vehicle or f"from {origin} at {start_s}", people, start_s, way.passages)


GROUND = roads(place("mid", 0.5, 0), place("yard", 3.6, 0))


def load_of(name: str, drives: Iterable[Drive]) -> LinkLoad:
    return next(load for load in link_loads(GROUND.network, drives) if load.link.id == name)


def test_a_way_says_when_it_is_on_which_link() -> None:
    way = route(GROUND, "0", "3")
    assert way is not None
    assert [(one.link, one.start, one.end, one.from_s, one.to_s) for one in way.passages] == [
        ("town", 0, 1, 0, 360),
        ("bridge", 0, 1, 360, 540),
        ("bank", 0, 1, 540, 900),
    ]
    back = route(GROUND, "3", "2")
    assert back is not None
    assert [(one.start, one.end) for one in back.passages] == [(1, 0)]


def test_the_busiest_hour_is_any_sixty_minutes() -> None:
    starts = [0, 3000, 4000, 5000, 6600]
    load = load_of("town", [drive(start, "0", "3", people=start == 5000) for start in starts])
    assert (load.from_s, load.people, load.goods) == (3000, 1, 2)
    assert (load.capacity, load.share) == (300, 3 / 300)


def test_both_directions_share_a_road() -> None:
    load = load_of("bridge", [drive(0, "0", "3"), drive(0, "3", "0")])
    assert (load.goods, load.meetings) == (2, 0)


def test_a_vehicle_that_stops_on_a_link_passes_it_once() -> None:
    halves = [drive(0, "0", "mid", "truck"), drive(900, "mid", "1", "truck")]
    assert load_of("town", halves).goods == 1
    assert load_of("town", [*halves, drive(1800, "1", "0", "truck")]).goods == 2


def test_opposite_vehicles_meet_where_there_is_one_lane() -> None:
    up, behind = drive(0, "3", "5"), drive(60, "3", "5", "behind")
    assert load_of("leaf", [up, behind]).meetings == 0
    assert load_of("leaf", [up, drive(LEAF_S // 2, "5", "3")]).meetings == 1
    assert load_of("leaf", [up, behind, drive(LEAF_S // 2, "5", "3")]).meetings == 2
    assert load_of("leaf", [up, drive(LEAF_S, "5", "3")]).meetings == 0


def test_who_turns_before_the_other_comes_is_not_met() -> None:
    out = drive(0, "3", "yard", "bus")
    assert load_of("leaf", [out, drive(0, "5", "3")]).meetings == 1
    assert load_of("leaf", [out, drive(LEAF_S // 4, "5", "3")]).meetings == 0
    assert load_of("leaf", [out, drive(LEAF_S // 2, "yard", "3", "bus")]).meetings == 0


def test_a_village_road_is_full_before_any_other_and_comes_first() -> None:
    drives = [drive(150 * number, "1", "5", people=True) for number in range(24)]
    first, *others = link_loads(GROUND.network, drives)
    assert (first.link.id, first.people, first.capacity, first.share) == ("leaf", 24, 20, 1.2)
    assert [other.link.id for other in others] == ["bank", "bridge"]
    assert all(other.share < 0.1 for other in others)
    assert first.speed_left == pytest.approx(1 / (1 + 0.15 * 1.2**4))
    assert all(0.99 < other.speed_left < 1 for other in others)


def test_one_direction_of_a_road_has_half_its_capacity_and_water_has_none() -> None:
    net = network([(0, 0), (1, 0), (2, 0)], [link("down", 0, 1, oneway=True), link("river", 1, 2, kind="waterway")])
    ground = open_roads(net, TRUCK, OPEN, snap(net, [place("a", 0, 0), place("b", 1, 0)]).require())
    way = route(ground, "a", "b")
    assert way is not None
    [load] = link_loads(net, [Drive("truck", False, 0, way.passages)])
    assert load.capacity == 150
