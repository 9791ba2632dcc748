"""Import of road layers: small files whose right answer is known."""

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pyogrio
import pytest
import shapely
from osmium.osm.mutable import Node, Way
from shapely.geometry import LineString, box

from gis.importing import FieldMapping, Imported, Options, Provenance, Step, VectorSource, import_network
from gis.importing.traits import direction, weight_kg
from gis.layers import CHINA, LayerFault
from gis.network import OPEN, matrix, open_roads, travel
from gis.roads import TRUCK, RoadClass
from gis.routes import route
from gis.snapping import Place, snap

LON, LAT = 108.40, 31.17
SOURCE = Provenance("真实路网", "测试", date(2026, 1, 1), "500154-")


def at(x: float, y: float) -> tuple[float, float]:
    """A point x and y hundredths of a degree from the corner."""
    return LON + x / 100, LAT + y / 100


def road(*points: tuple[float, float], **properties: Any) -> dict[str, Any]:
    line = [at(*point) for point in points]
    properties = {"name": "东路", "highway": "secondary", **properties}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": line}}


def layer(folder: Path, *features: dict[str, Any]) -> Path:
    path = folder / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    return path


def imported(path: Path, **options: Any) -> Imported:
    return import_network(path, SOURCE, Options(least_part_km=0, **options))


def test_a_crossroads_with_a_common_vertex_becomes_a_junction(tmp_path: Path) -> None:
    answer = imported(layer(tmp_path, road((0, 0), (1, 0), (2, 0)), road((1, -1), (1, 0), (1, 1), name="北路")))
    assert len(answer.network.links) == 4
    assert len(answer.network.lon) == 5


def test_pieces_of_one_road_become_one_link_and_a_bridge_stays_its_own(tmp_path: Path) -> None:
    pieces = [road((x, 0), (x + 1, 0), bridge="yes" if x == 2 else "no") for x in range(5)]
    answer = imported(layer(tmp_path, *pieces))
    assert sorted(link.bridge for link in answer.network.links) == [False, False, True]
    assert answer.report.count("并入相邻路段的折段") == 2
    east = next(link for link in answer.network.links if link.bridge)
    assert east.length_m == pytest.approx(954, abs=2)


def test_oneway_is_kept_and_turned(tmp_path: Path) -> None:
    answer = imported(layer(tmp_path, road((0, 0), (1, 0), oneway="-1"), road((1, 0), (2, 0), oneway="yes")))
    ways = {
        (round(answer.network.lon[link.start], 2), round(answer.network.lon[link.end], 2))
        for link in answer.network.links
    }
    assert ways == {(108.41, 108.40), (108.41, 108.42)}
    assert all(link.oneway for link in answer.network.links)


def test_an_end_that_just_misses_is_joined_and_a_far_one_is_not(tmp_path: Path) -> None:
    gap = 3 / 1e5  # some 3 m
    path = layer(tmp_path, road((0, 0), (2, 0)), road((1, gap * 100), (1, 1), name="北路"))
    joined = imported(path, gap_m=5.0)
    assert len(joined.network.links) == 3
    assert joined.report.count("接上的断头或缺口") == 1
    left = imported(path, gap_m=1.0)
    assert len(left.network.links) == 2
    assert left.report.count("与主网不连通的部分（已保留）") == 1


def test_an_end_on_another_road_is_a_junction_without_any_tolerance(tmp_path: Path) -> None:
    answer = imported(layer(tmp_path, road((0, 0), (2, 0)), road((1, 0), (1, 1), name="北路")), gap_m=0.0)
    assert len(answer.network.links) == 3


def test_what_passes_below_a_bridge_is_not_joined_to_it(tmp_path: Path) -> None:
    over = road((0, 0), (2, 0), bridge="yes")
    answer = imported(layer(tmp_path, over, road((1, 0.001), (1, 1), name="桥下路")), gap_m=5.0)
    assert len(answer.network.links) == 2


def test_crossings_without_a_vertex_are_told_and_joined_on_demand(tmp_path: Path) -> None:
    path = layer(tmp_path, road((0, 0), (2, 0)), road((1, -1), (1, 1), name="北路"))
    told = imported(path)
    assert len(told.network.links) == 2
    assert [line.count for line in told.report.of(Step.FOUND) if "相交" in line.text] == [1]
    assert len(imported(path, join_crossings=True).network.links) == 4


def test_a_layer_that_numbers_its_junctions_is_believed(tmp_path: Path) -> None:
    first = road((0, 0), (1, 0), (2, 0), fnode=1, tnode=2)
    other = road((1, -1), (1, 0), (1, 1), fnode=3, tnode=4, name="高架")
    assert len(imported(layer(tmp_path, first, other)).network.links) == 2


def test_doubles_and_small_parts_are_dropped_and_named(tmp_path: Path) -> None:
    path = layer(tmp_path, road((0, 0), (2, 0)), road((2, 0), (0, 0)), road((5, 5), (5.1, 5), name="孤路"))
    answer = import_network(path, SOURCE, Options(least_part_km=1.0))
    assert len(answer.network.links) == 1
    dropped = {line.text: line.count for line in answer.report.of(Step.DROPPED)}
    assert dropped == {"重复的路线": 1, "与主网不连通且不足 1 公里的部分": 1}


def test_clip_keeps_the_segment_that_leaves_the_area(tmp_path: Path) -> None:
    path = layer(tmp_path, road(*[(x, 0) for x in range(6)]))
    answer = imported(path, area=box(*at(-0.5, -1), *at(2.5, 1)))
    assert answer.network.lon.max() == pytest.approx(LON + 0.03)


def test_fields_are_mapped_by_name_and_limits_are_read(tmp_path: Path) -> None:
    odd = road((0, 0), (1, 0), name="", 路名="滨河路", 技术等级="三级公路", 限载="12吨", bidir=0, highway="")
    mapping = FieldMapping({"name": "路名", "class": "技术等级", "max_weight": "限载", "oneway": "!bidir"})
    [link] = imported(layer(tmp_path, odd), vector=VectorSource(mapping)).network.links
    assert (link.name, link.road_class, link.limit_kg, link.oneway) == ("滨河路", RoadClass.CLASS_3, 12_000, True)


def test_unknown_classes_and_fields_are_refused_by_name(tmp_path: Path) -> None:
    path = layer(tmp_path, road((0, 0), (1, 0), highway="spaceway"))
    with pytest.raises(LayerFault, match="spaceway×1"):
        imported(path)
    rest = VectorSource(FieldMapping(classes={"*": RoadClass.CLASS_4}))
    assert imported(path, vector=rest).network.links[0].road_class is RoadClass.CLASS_4
    with pytest.raises(LayerFault, match=r"没有「lanes」这一项.*没有字段「路名」.*没有字段「bidir」"):
        imported(path, vector=VectorSource(FieldMapping({"lanes": "车道", "name": "路名", "oneway": "!bidir"})))


@pytest.mark.parametrize("suffix", ["shp", "gpkg"])
def test_shapefile_and_geopackage_in_metres_on_the_chinese_grid(tmp_path: Path, suffix: str) -> None:
    from pyproj import Transformer

    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:4545", always_xy=True)
    line = LineString([to_grid.transform(*at(0, 0)), to_grid.transform(*at(1, 0))])
    path = tmp_path / f"roads.{suffix}"
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(line)]),
        field_data=[np.array(["滨江路"], dtype=object), np.array(["省道"], dtype=object)],
        fields=["name", "class"],
        geometry_type="LineString",
        crs="EPSG:4545",
        encoding="GBK" if suffix == "shp" else "UTF-8",
    )
    [link] = imported(path).network.links
    assert (link.name, link.road_class) == ("滨江路", RoadClass.CLASS_2)
    assert link.length_m == pytest.approx(954, abs=2)


def test_a_layer_in_gcj02_is_moved_and_one_elsewhere_is_refused(tmp_path: Path) -> None:
    path = layer(tmp_path, road((0, 0), (1, 0)))
    moved = imported(path, vector=VectorSource(datum="gcj02")).network
    assert 300 < np.hypot(*(moved.nodes_m[0] - moved.plane.to_metres(*at(0, 0)))) < 800
    swapped = {**road((0, 0), (1, 0))}
    swapped["geometry"] = {"type": "LineString", "coordinates": [[LAT, LON], [LAT, LON + 0.01]]}
    with pytest.raises(LayerFault, match="填反"):
        imported(layer(tmp_path, swapped), within=CHINA)


def test_a_road_that_did_not_move_keeps_its_id(tmp_path: Path) -> None:
    before = imported(layer(tmp_path, road((0, 0), (1, 0))))
    after = imported(layer(tmp_path, road((5, 5), (6, 5), name="新路"), road((1, 0), (0, 0), name="改名路")))
    assert before.network.links[0].id in after.network.index


def osm(folder: Path) -> Path:
    """Two crossing streets, a tunnel, a bridge with a limit, a one-way roundabout arm, a footway, a way cut short."""
    path = folder / "town.osm.pbf"
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, place in enumerate([(0, 0), (1, 0), (2, 0), (1, 1), (1, -1), (3, 0), (4, 0)], start=1):
            writer.add_node(Node(id=number, location=at(*place)))
        for number, nodes, tags in (
            (1, [1, 2, 3], {"highway": "primary", "name": "人民路"}),
            (2, [4, 2, 5], {"highway": "residential", "ref": "Y001"}),
            (3, [3, 6], {"highway": "primary", "bridge": "viaduct", "maxweight": "20", "name": "人民路"}),
            (4, [6, 7, 99], {"highway": "motorway", "tunnel": "yes"}),
            (5, [4, 5], {"highway": "footway"}),
            (6, [5, 1], {"highway": "service", "access": "private"}),
        ):
            writer.add_way(Way(id=number, nodes=nodes, tags=tags))
    return path


def test_osm_tags_become_classes_bridges_tunnels_and_limits(tmp_path: Path) -> None:
    answer = imported(osm(tmp_path))
    links = answer.network.links
    assert len(links) == 6
    bridge = next(link for link in links if link.bridge)
    assert (bridge.limit_kg, bridge.road_class) == (20_000, RoadClass.CLASS_2)
    tunnel = next(link for link in links if link.tunnel)
    assert (tunnel.oneway, tunnel.road_class) == (True, RoadClass.EXPRESSWAY)
    assert answer.report.count("数据中缺少坐标的折点") == 1
    assert answer.report.count("非机动车道路或在建道路") == 1
    assert answer.report.count("禁止社会车辆通行的道路") == 1


def test_osm_ways_may_be_drawn_against_their_traffic_and_reversible_ones_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ways.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number in (1, 2, 3):
            writer.add_node(Node(id=number, location=at(number, 0)))
        writer.add_way(Way(id=1, nodes=[1, 2], tags={"highway": "primary", "name": "反画路", "oneway": "-1"}))
        writer.add_way(Way(id=2, nodes=[2, 3], tags={"highway": "primary", "name": "潮汐路", "oneway": "reversible"}))
    answer = imported(path)
    links = {link.name: link for link in answer.network.links}
    against = links["反画路"]
    assert against.oneway and answer.network.lon[against.start] > answer.network.lon[against.end]
    assert not links["潮汐路"].oneway
    [told] = [line for line in answer.report.of(Step.FOUND) if "单行方向" in line.text]
    assert (told.count, told.examples) == (1, ("reversible",))


@pytest.mark.parametrize("gap_m", [0.0, 2.0])
def test_a_tunnel_under_a_street_is_not_joined_to_it(tmp_path: Path, gap_m: float) -> None:
    """Its pieces meet, and its last one ends, less than a step from the street above; OSM nodes keep them apart."""
    path = tmp_path / "under.osm.pbf"
    below = 1e-4  # some 0.1 m
    with osmium.SimpleWriter(str(path)) as writer:
        for number, place in enumerate([(0, 0), (3, 0), (1, -1), (1, below), (1, 1), (2, 1), (2, below)], start=1):
            writer.add_node(Node(id=number, location=at(*place)))
        writer.add_way(Way(id=1, nodes=[1, 2], tags={"highway": "primary", "name": "街"}))
        for number, nodes in ((2, [3, 4]), (3, [4, 5]), (4, [5, 6, 7])):
            writer.add_way(Way(id=number, nodes=nodes, tags={"highway": "service", "tunnel": "yes", "name": "隧道"}))
    links = imported(path, gap_m=gap_m).network.links
    assert sorted(link.name for link in links) == ["街", "隧道"]


def test_an_imported_town_routes_and_clips(tmp_path: Path) -> None:
    town = imported(osm(tmp_path)).network
    snaps = list(snap(town, [Place("a", "a", *at(0, 0)), Place("b", "b", *at(3, 0))]).require().values())
    assert matrix(town, TRUCK, OPEN, snaps, snaps).metres[0, 1] == pytest.approx(3 * 954, abs=5)
    west = imported(osm(tmp_path), area=box(*at(-1, -2), *at(0.5, 2)))
    assert [link.name for link in west.network.links] == ["人民路"]


def test_words_of_direction_and_weight() -> None:
    words = {"yes": 1, "F": 1, "T": -1, "B": 0, "-1": -1, "双向": 0, "": 0, "?": None, "reversible": None}
    assert {word: direction(word) for word in words} == words
    assert [weight_kg(word) for word in ("3.5", "12 t", "7500kg", "15吨", "none")] == [3500, 12000, 7500, 15000, None]


def test_a_route_is_drawn_as_long_as_it_is_driven(tmp_path: Path) -> None:
    waves = [(x / 10, 0.2 * np.sin(x / 3)) for x in range(61)]
    answer = imported(layer(tmp_path, road(*waves), road((3, -3), waves[30], (3, 3), name="北路")), simplify_m=0.5)
    ends = [(0.0, 0.0), waves[-1], (3.0, 3.0), waves[45]]
    places = [Place(str(n), "", *at(*end)) for n, end in enumerate(ends)]
    roads = open_roads(answer.network, TRUCK, OPEN, snap(answer.network, places).require())
    driven = travel(roads, list("0123"), list("0123")).metres
    for start, end in combinations(range(4), 2):
        way = route(roads, str(start), str(end))
        assert way is not None and way.metres == driven[start, end]
        line = answer.network.plane.flatten(LineString(way.line))
        assert line.length == pytest.approx(way.metres, rel=2e-3)
