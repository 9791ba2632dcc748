"""Import of water layers: small files whose right answer is known."""

import json
from pathlib import Path
from typing import Any

import osmium
import pytest
from osmium.osm.mutable import Node, Way
from shapely.geometry import LineString, Polygon, box, mapping

from gis.importing import FieldMapping, VectorSource, read_waters
from gis.layers import LayerFault
from tests.gis.test_importing import at

RIVER = LineString([at(0, 0), at(4, 0)])
LAKE = Polygon([at(1, -1), at(2, -1), at(2, 1), at(1, 1)])


def layer(folder: Path, *shapes: Any) -> Path:
    features = [
        {"type": "Feature", "properties": {"河名": f"水{number}", "name": None}, "geometry": mapping(shape)}
        for number, shape in enumerate(shapes)
    ]
    path = folder / "water.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    return path


def test_lines_and_areas_keep_their_names_and_points_are_dropped(tmp_path: Path) -> None:
    path = layer(tmp_path, RIVER, LAKE, RIVER.centroid)
    waters, report = read_waters(path, VectorSource(FieldMapping({"name": "河名"})))
    assert [(name, shape.geom_type) for name, shape in waters] == [("水0", "LineString"), ("水1", "Polygon")]
    assert waters[0][1].equals_exact(RIVER, 1e-9) and report.count("既不是线也不是面的要素") == 1
    assert {name for name, _ in read_waters(path, VectorSource())[0]} == {"未命名水域"}


def test_an_area_clips(tmp_path: Path) -> None:
    [(_, west)], _ = read_waters(layer(tmp_path, RIVER, LAKE), VectorSource(), box(*at(-1, -2), *at(0.5, 2)))
    assert west.length == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("shapes", "words"),
    [((RIVER.centroid,), "没有河流"), ((LineString([(31, 108), (31, 109)]),), "填反")],
)
def test_no_water_and_swapped_axes_are_refused(tmp_path: Path, shapes: tuple[Any, ...], words: str) -> None:
    with pytest.raises(LayerFault, match=words):
        read_waters(layer(tmp_path, *shapes), VectorSource())


def test_of_an_osm_extract_rivers_ferries_and_lakes_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number, place in enumerate([(0, 0), (2, 0), (2, 1), (0, 1)], start=1):
            writer.add_node(Node(id=number, location=at(*place)))
        for number, nodes, tags in (
            (1, [1, 2], {"waterway": "river", "name": "东河"}),
            (2, [2, 3], {"route": "ferry", "name": "渡口"}),
            (3, [3, 4], {"highway": "primary", "name": "公路"}),
            (4, [1, 2, 3, 4, 1], {"natural": "water", "name": "水库"}),
            (5, [1, 4], {"waterway": "ditch"}),
        ):
            writer.add_way(Way(id=number, nodes=nodes, tags=tags))
    waters, _ = read_waters(path, VectorSource())
    assert sorted(name for name, _ in waters) == ["东河", "水库", "渡口"]
