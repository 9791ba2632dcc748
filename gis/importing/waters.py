"""Rivers, ferry routes, lakes and reservoirs of an OSM extract or a vector layer: where boats can go."""

from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.importing.fields import KNOWN_AS
from gis.importing.opening import OpenLayer, decoded, open_layer, readable
from gis.importing.report import ImportReport, Step
from gis.importing.vector import VectorSource, projection
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
    with readable(path):
        found = [one for opened, where in _parts(path, source) for one in _read(opened, source, where, report)]
    kept = [(name, part) for name, shape in found for part in _clipped(shape, area)]
    if not kept:
        raise LayerFault("file", "图层中没有河流、航线或水面；请核对文件和范围")
    for name, shape in kept:
        check_within(f"file「{name}」", shape, CHINA)
    report.add(Step.RESULT, "河流和航线", sum(shape.geom_type == "LineString" for _, shape in kept))
    report.add(Step.RESULT, "水面", sum(shape.geom_type == "Polygon" for _, shape in kept))
    return kept, report


def _parts(path: Path, source: VectorSource) -> list[tuple[OpenLayer, str | None]]:
    if path.suffix in (".pbf", ".osm"):
        return [(OpenLayer(str(path), layer, layer), where) for layer, where in _OSM]
    return [(open_layer(path, source.layer), None)]


def _read(opened: OpenLayer, source: VectorSource, where: str | None, report: ImportReport) -> Named:
    def read(encoding: str | None, own: ImportReport) -> Named:
        meta, _, wkb, values = pyogrio.raw.read(
            opened.where, layer=opened.layer, where=where, encoding=encoding, force_2d=True
        )
        names = _names(source, dict(zip(meta["fields"].tolist(), values, strict=True)), len(wkb))
        to_wgs84 = projection(meta["crs"], source.datum, own)
        own.add(Step.READ, "图层要素", len(wkb))
        found: Named = []
        for name, shape in zip(names, shapely.from_wkb(wkb), strict=True):
            parts = [part for part in shapely.get_parts(shape) if part.geom_type in _WATER] if shape else []
            if not parts:
                own.add(Step.DROPPED, "既不是线也不是面的要素")
            found += ((name, shapely.make_valid(shapely.transform(part, to_wgs84))) for part in parts)
        return found

    return decoded(opened, source.encoding, report, read)


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
