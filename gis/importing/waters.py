"""Rivers, ferry routes, lakes and reservoirs of an OSM extract or a vector layer: where boats can go."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from shapely.geometry.base import BaseGeometry

from gis.importing.fields import KNOWN_AS
from gis.importing.report import ImportReport, Step
from gis.importing.vector import VectorSource, projection, readable
from gis.layers import CHINA, LayerFault, check_within

UNNAMED = "未命名水域"
_OSM = (
    ("lines", "waterway IN ('river', 'canal')"),
    ("lines", """other_tags LIKE '%"route"=>"ferry"%'"""),
    ("multipolygons", "natural = 'water'"),
)
"""Layers of an OSM extract as GDAL shows them, and what in them carries boats."""
_WATER = ("LineString", "Polygon")

Named = list[tuple[str, BaseGeometry]]


def read_waters(path: Path, source: VectorSource, area: BaseGeometry | None = None) -> tuple[Named, ImportReport]:
    """Names and lines or polygons in WGS84, clipped to ``area``; points and what is broken is dropped and counted."""
    report = ImportReport()
    try:
        found = [one for layer, where in _parts(path, source) for one in _read(path, source, layer, where, report)]
    except (DataSourceError, DataLayerError, FieldError, UnicodeDecodeError) as error:
        raise LayerFault("file", f"无法读取水系图层：{error}") from None
    kept = [(name, part) for name, shape in found for part in _clipped(shape, area)]
    if not kept:
        raise LayerFault("file", "图层中没有河流、航线或水面；请核对文件和范围")
    for name, shape in kept:
        check_within(f"file「{name}」", shape, CHINA)
    report.add(Step.RESULT, "河流和航线", sum(shape.geom_type == "LineString" for _, shape in kept))
    report.add(Step.RESULT, "水面", sum(shape.geom_type == "Polygon" for _, shape in kept))
    return kept, report


def _parts(path: Path, source: VectorSource) -> list[tuple[str | None, str | None]]:
    if path.suffix in (".pbf", ".osm"):
        return [*_OSM]
    return [(source.layer, None)]


def _read(
    path: Path, source: VectorSource, layer: str | None, where: str | None, report: ImportReport
) -> Iterator[tuple[str, BaseGeometry]]:
    meta, _, wkb, values = pyogrio.raw.read(
        readable(path), layer=layer, where=where, encoding=source.encoding, force_2d=True
    )
    names = _names(source, dict(zip(meta["fields"].tolist(), values, strict=True)), len(wkb))
    to_wgs84 = projection(meta["crs"], source.datum, report)
    report.add(Step.READ, "图层要素", len(wkb))
    for name, shape in zip(names, shapely.from_wkb(wkb), strict=True):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type in _WATER] if shape else []
        if not parts:
            report.add(Step.DROPPED, "既不是线也不是面的要素")
        yield from ((name, shapely.make_valid(shapely.transform(part, to_wgs84))) for part in parts)


def _names(source: VectorSource, columns: dict[str, NDArray[np.object_]], count: int) -> list[str]:
    wanted = source.mapping.fields.get("name")
    if wanted is not None and wanted not in columns:
        raise LayerFault("map", f"图层没有字段「{wanted}」，现有字段：{'、'.join(columns)}")
    known = [column for column in columns if column.lower() in KNOWN_AS["name"]]
    column = wanted or (known[0] if known else None)
    return [str(name or UNNAMED) for name in columns[column]] if column else [UNNAMED] * count


def _clipped(shape: BaseGeometry, area: BaseGeometry | None) -> list[BaseGeometry]:
    inside = shape if area is None else shapely.intersection(shape, area)
    return [part for part in shapely.get_parts(inside) if part.geom_type in _WATER and not part.is_empty]
