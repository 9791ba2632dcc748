"""Files as they come from other offices: several layers, other encodings, packed, cut short, empty."""

import gzip
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pyogrio
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from gis.importing import Imported, Step, VectorSource, read_waters
from gis.layers import LayerFault
from gis.roads import RoadClass
from tests.gis.test_importing import at, imported

EAST = LineString([at(0, 0), at(1, 0)])
WORDS = {"名称": "滨江路", "等级": "省道"}


@pytest.fixture(autouse=True)
def no_warning_reaches_the_user() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def layer(path: Path, *shapes: BaseGeometry, words: dict[str, str] = WORDS, **options: Any) -> Path:
    """A layer of these shapes, each with the same words."""
    kinds = {shape.geom_type + (" Z" if shape.has_z else "") for shape in shapes} or {"LineString"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            path,
            geometry=np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
            field_data=[np.array([word] * len(shapes), dtype=object) for word in words.values()],
            fields=list(words),
            geometry_type=kinds.pop(),
            crs="EPSG:4326",
            **options,
        )
    return path


def undeclared(folder: Path, encoding: str, name: str = "road") -> Path:
    """A shapefile that does not say in which encoding its words are."""
    path = layer(folder / f"{name}.shp", EAST, encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[29] = 0  # the language of the table
    table.write_bytes(content)
    return path


def refusal(path: Path, **options: Any) -> str:
    with pytest.raises(LayerFault) as refused:
        imported(path, **options)
    return refused.value.message


def named(answer: Imported) -> list[tuple[str, RoadClass]]:
    return [(link.name, link.road_class) for link in answer.network.links]


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = layer(tmp_path / "district.gpkg", Point(at(0, 0)), layer="村")
    layer(path, EAST, layer="公路", append=True)
    assert refusal(path) == "「district.gpkg」有 2 个图层：村、公路；请用 --layer 指明要导入哪一个"
    assert "没有图层「道路」，现有图层：村、公路" in refusal(path, vector=VectorSource(layer="道路"))
    assert named(imported(path, vector=VectorSource(layer="公路"))) == [("滨江路", RoadClass.CLASS_2)]


def test_a_table_without_geometry_is_no_second_layer(tmp_path: Path) -> None:
    path = layer(tmp_path / "roads.gpkg", EAST)
    table = np.array(["red"], dtype=object)
    pyogrio.raw.write(path, None, [table], ["style"], layer="layer_styles", append=True, geometry_type=None, crs=None)
    assert len(imported(path).network.links) == 1


@pytest.mark.parametrize(("encoding", "taken"), [("GBK", "GB18030"), ("UTF-8", "UTF-8")])
def test_an_encoding_that_the_file_does_not_state_is_found_and_told(tmp_path: Path, encoding: str, taken: str) -> None:
    answer = imported(undeclared(tmp_path, encoding))
    assert named(answer) == [("滨江路", RoadClass.CLASS_2)]
    [told] = answer.report.of(Step.FOUND)
    assert taken in told.text and "--encoding" in told.text


def test_a_wrong_statement_of_the_encoding_is_not_believed(tmp_path: Path) -> None:
    path = undeclared(tmp_path, "GBK")
    path.with_suffix(".cpg").write_text("UTF-8")
    assert named(imported(path)) == [("滨江路", RoadClass.CLASS_2)]
    assert "不是 UTF-8 编码" in refusal(path, vector=VectorSource(encoding="UTF-8"))
    assert "没有文字编码「国标」" in refusal(path, vector=VectorSource(encoding="国标"))


def test_a_zip_from_windows_is_read_with_its_chinese_names(tmp_path: Path) -> None:
    path = tmp_path / "道路.zip"
    with ZipFile(path, "w") as pack:
        for name in ("AAAA", "BBBB"):
            for part in undeclared(tmp_path, "GBK", name).parent.glob(f"{name}.*"):
                pack.write(part, f"CCCC/{part.name}")
    content = path.read_bytes()
    for placeholder, word in ((b"AAAA", "公路"), (b"BBBB", "水系"), (b"CCCC", "开州")):
        content = content.replace(placeholder, word.encode("gbk"))
    path.write_bytes(content)
    assert "有 2 个图层：公路、水系" in refusal(path)
    assert named(imported(path, vector=VectorSource(layer="公路"))) == [("滨江路", RoadClass.CLASS_2)]
    waters, _ = read_waters(path, VectorSource(layer="水系"))
    assert [name for name, _ in waters] == ["滨江路"]


def test_heights_are_dropped_and_parts_become_roads_of_their_own(tmp_path: Path) -> None:
    high = LineString([(*at(0, 0), 300.0), (*at(1, 0), 310.0)])
    assert imported(layer(tmp_path / "high.gpkg", high)).network.links[0].length_m == pytest.approx(954, abs=2)
    parts = MultiLineString([EAST, LineString([at(0, 1), at(1, 1)])])
    assert len(imported(layer(tmp_path / "parts.gpkg", parts)).network.links) == 2


def test_layers_without_a_road_say_what_they_hold(tmp_path: Path) -> None:
    assert "图层「empty」是空的" in refusal(layer(tmp_path / "empty.gpkg"))
    areas = layer(tmp_path / "areas.shp", box(*at(0, 0), *at(1, 1)), encoding="UTF-8")
    assert "没有线形的要素：1" in refusal(areas)
    table_lost = layer(tmp_path / "lost.shp", EAST, encoding="UTF-8")
    table_lost.with_suffix(".dbf").unlink()
    assert ".dbf" in refusal(table_lost)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.osm.pbf", b"no layer", "不是 OSM PBF 数据"),
        ("x.osm.pbf", b"<!DOCTYPE html><title>404", "是网页而不是地图数据"),
        ("x.geojson", b"", "是空文件"),
        ("x.geojson", b'{"type": "FeatureCollection",\n "features": [{', "第 2 行第 16 个字符处不是合法的 JSON"),
        ("x.geojson", b'{"a": 1}', "不是 GeoJSON 要素集合"),
        ("x.geojson.gz", gzip.compress(json.dumps(list(range(2000))).encode())[:-200], "压缩包不完整"),
        ("x.gpkg", b"no layer", "不是 GeoPackage 数据"),
        ("x.gpkg", b"SQLite format 3\0" + b"x" * 500, "内容不完整或已损坏"),
        ("x.shp", b"no layer", "不是 Shapefile 数据"),
        ("x.shp", b"\x00\x00\x27\x0a" + bytes(96), "缺少同名的 .shx、.dbf 文件"),
        ("x.zip", b"no layer", "不是 zip 压缩包"),
        ("x.dwg", b"", "看不出「x.dwg」的格式"),
    ],
)
def test_a_broken_file_is_one_chinese_sentence(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = refusal(path)
    assert words in message and name in message
    outside = message.partition("（")[0]
    assert not {"error", "open", "driver", "failed"} & set(outside.lower().split())
