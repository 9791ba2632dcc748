"""Hazard polygons: read, mended, checked against the district, and what lies inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from app.kernel.errors import Fault
from gis.layers import Extent, LayerFault, check_within, read_geometry, repair_area, to_geojson

MARGIN_DEGREES = 0.1
"""Villages are points: an area may lie this far outside their box (some 10 km) and still concern the district."""


@dataclass(frozen=True)
class ReadArea:
    """A valid area; ``note`` says how it was mended, if it was."""

    name: str
    shape: BaseGeometry
    note: str = ""

    @property
    def geometry(self) -> dict[str, Any]:
        return to_geojson(self.shape)


def read_area(pointer: str, name: str, geometry: dict[str, Any], district: Extent | None) -> ReadArea:
    """One area; raises ``LayerFault`` when it is no polygon, has its axes swapped, or misses the district."""
    shape = read_geometry(pointer, geometry)
    check_within(pointer, shape)
    repaired = repair_area(pointer, shape)
    if district is not None and not _near(district).intersects(repaired.geometry):
        raise LayerFault(pointer, f"范围不在{district.name}内，请检查坐标或所选区县")
    return ReadArea(name, repaired.geometry, repaired.note or "")


def _near(district: Extent) -> BaseGeometry:
    wide = district.widened(MARGIN_DEGREES)
    return box(wide.west, wide.south, wide.east, wide.north)


def read_areas(
    areas: Sequence[tuple[str, dict[str, Any]]], district: Extent | None, under: str = "/areas"
) -> tuple[list[ReadArea], list[Fault]]:
    """Every (name, GeoJSON) as an area, and the faults of those that are none."""
    read, faults = [], []
    for number, (name, geometry) in enumerate(areas):
        try:
            read.append(read_area(f"{under}/{number}/geometry", name, geometry, district))
        except LayerFault as fault:
            faults.append(Fault(fault.field, fault.message))
    return read, faults


def inside(areas: Sequence[ReadArea], points: Sequence[tuple[float, float] | None]) -> list[bool]:
    """Which (lon, lat) points lie in or on any area; a missing point lies in none."""
    if not areas:
        return [False] * len(points)
    whole = shapely.union_all([area.shape for area in areas])
    shapely.prepare(whole)
    return [point is not None and bool(shapely.intersects(whole, Point(point))) for point in points]
