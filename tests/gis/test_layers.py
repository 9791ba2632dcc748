"""Layers: what real files get wrong is mended with a note or refused in Chinese words."""

import pytest
from shapely.geometry import LineString, MultiPolygon, Polygon

from gis.layers import (
    LayerFault,
    check_position,
    check_within,
    collection,
    extent_of,
    feature,
    read_collection,
    read_geometry,
    repair_area,
    to_geojson,
)

KAIZHOU = extent_of("开州区", [(107.9, 30.8), (108.9, 31.7)])


def test_a_crossed_ring_becomes_two_areas_with_a_note() -> None:
    repaired = repair_area("area", Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))
    assert isinstance(repaired.geometry, MultiPolygon)
    assert repaired.geometry.is_valid
    assert repaired.geometry.area == pytest.approx(2.0)
    assert repaired.note is not None
    assert "自相交" in repaired.note


def test_a_valid_ring_is_left_alone() -> None:
    square = Polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
    assert repair_area("area", square).geometry is square
    assert repair_area("area", square).note is None


@pytest.mark.parametrize("shape", [LineString([(0, 0), (1, 1)]), Polygon([(0, 0), (1, 1), (2, 2)])])
def test_no_area_is_refused(shape) -> None:
    with pytest.raises(LayerFault, match="area"):
        repair_area("area", shape)


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        (31.17, 108.40, "填反"),
        (2.35, 48.86, "不在中国"),
        (116.4, 39.9, "不在开州区"),
        (float("nan"), 31.0, "不是有效数字"),
    ],
)
def test_wrong_positions_are_named(lon: float, lat: float, words: str) -> None:
    with pytest.raises(LayerFault, match=words) as refusal:
        check_position("lon", lon, lat, KAIZHOU)
    assert refusal.value.field == "lon"


def test_every_vertex_is_checked() -> None:
    check_within("area", LineString([(108.4, 31.1), (108.5, 31.2)]), KAIZHOU)
    with pytest.raises(LayerFault, match="填反"):
        check_within("area", LineString([(108.4, 31.1), (31.2, 108.5)]), KAIZHOU)


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        {},
        {"type": "Nothing"},
        {"type": "Point"},
        {"type": "Polygon", "coordinates": [[1, 2]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Feature", "geometry": None},
        {"type": "LineString", "coordinates": [["a", "b"], ["c", "d"]]},
    ],
)
def test_junk_is_refused_not_crashed_on(value) -> None:
    with pytest.raises(LayerFault):
        read_geometry("area", value)


def test_collection_reads_back_what_it_wrote() -> None:
    line = LineString([(108.4, 31.1), (108.5000001, 31.2)])
    written = collection([feature(line, name="东河")])
    [(read, properties)] = read_collection("rivers", written)
    assert properties == {"name": "东河"}
    assert to_geojson(read)["coordinates"] == ((108.4, 31.1), (108.5, 31.2))
