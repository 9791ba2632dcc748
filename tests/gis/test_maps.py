"""Service areas and drawn pieces."""

from shapely.geometry import Point

from gis.network import OPEN, open_roads
from gis.render import road_features, schematic_outline, simplified, trip_line
from gis.roads import TRUCK
from gis.service_area import nearest_seconds, places_within, service_area
from gis.snapping import snap
from tests.gis.networks import LAT, LON, STEP, two_banks
from tests.gis.test_network import NODES


def graph():
    roads = two_banks()
    return open_roads(roads, TRUCK, OPEN, snap(roads, NODES).require())


def test_service_area_holds_what_is_reached_in_time() -> None:
    area = service_area(graph(), ["0"], 600)
    assert area.nodes.tolist() == [0, 1, 2]
    assert area.seconds.tolist() == [0, 360, 540, -1, -1, -1]


def test_the_nearest_origin_counts() -> None:
    assert nearest_seconds(graph(), ["0", "5"], ["1", "3"]).tolist() == [360, 360]
    assert places_within(graph(), ["0"], [p.id for p in NODES], 360) == ("0", "1")
    assert nearest_seconds(graph(), [], ["1"]).tolist() == [-1]


def test_outline_surrounds_every_position() -> None:
    positions = [(108.0, 31.0), (108.5, 31.3), (108.2, 31.6), (108.9, 31.1)]
    outline = schematic_outline(positions)
    assert outline.is_valid
    assert all(outline.contains(Point(position)) for position in positions)
    assert len(simplified(outline, 3000).exterior.coords) < len(outline.exterior.coords)


def test_trip_follows_the_roads_through_its_stops() -> None:
    line = trip_line(graph(), ["0", "4", "3"])
    assert line is not None
    assert line.coords[0] == (LON, LAT)
    assert Point(LON + 1.5 * STEP, LAT + STEP).distance(line) < 1e-5
    assert trip_line(graph(), ["0"]) is None


def test_road_features_carry_what_a_click_needs() -> None:
    bridge = road_features(two_banks())[1]["properties"]
    assert bridge == {
        "id": "bridge",
        "name": "bridge路",
        "road_class": "class_3",
        "length_m": 1600,
        "bridge": True,
        "river": "东河",
    }
