"""GeoJSON in and out, with the faults that real files have: crossed rings, swapped axes, the wrong place."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import GeometryCollection, MultiPolygon, mapping, shape
from shapely.geometry.base import BaseGeometry

GeoJson = dict[str, Any]

GRID_DEGREES = 1e-6  # 0.1 m


class LayerFault(ValueError):
    """Something in a layer that its giver must mend: ``field`` says where, ``message`` (Chinese) says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}：{message}")
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Extent:
    """A box in degrees with the name that a message uses for it."""

    name: str
    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def widened(self, degrees: float) -> "Extent":
        return Extent(self.name, self.west - degrees, self.south - degrees, self.east + degrees, self.north + degrees)


CHINA = Extent("中国", 73.0, 3.0, 136.0, 54.0)


def extent_of(name: str, positions: Iterable[tuple[float, float]]) -> Extent:
    """The box around some (lon, lat) positions."""
    lons, lats = zip(*positions, strict=True)
    return Extent(name, min(lons), min(lats), max(lons), max(lats))


def check_position(field: str, lon: float, lat: float, within: Extent = CHINA) -> None:
    """Refuse a point that is no number, has its axes swapped, or lies outside China or ``within``."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise LayerFault(field, "坐标不是有效数字，请重新填写经度和纬度")
    if within.contains(lon, lat):
        return
    if within.contains(lat, lon):
        raise LayerFault(field, f"经纬度疑似填反（{lon:g}, {lat:g}）：应为先经度、后纬度，请对调")
    if not CHINA.contains(lon, lat):
        raise LayerFault(field, f"坐标（{lon:g}, {lat:g}）不在中国范围内，请检查坐标系和小数位")
    raise LayerFault(field, f"坐标（{lon:g}, {lat:g}）不在{within.name}范围内，请检查坐标")


def check_within(field: str, geometry: BaseGeometry, within: Extent = CHINA) -> None:
    """``check_position`` for every vertex; stops at the first one that is wrong."""
    for lon, lat in shapely.get_coordinates(geometry):
        check_position(field, float(lon), float(lat), within)


def read_geometry(field: str, value: Any) -> BaseGeometry:
    """A GeoJSON geometry (or Feature) as a Shapely geometry; anything else is a ``LayerFault``."""
    if isinstance(value, Mapping) and value.get("type") == "Feature":
        value = value.get("geometry")
    if not isinstance(value, Mapping) or "type" not in value:
        raise LayerFault(field, "不是有效的 GeoJSON 图形，请重新绘制或导入")
    try:
        geometry: BaseGeometry = shape(value)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise LayerFault(field, "图形坐标无法识别，请重新绘制或导入") from None
    if geometry.is_empty:
        raise LayerFault(field, "图形为空，请绘制至少一个点、线或面")
    return geometry


def read_collection(field: str, value: Any) -> list[tuple[BaseGeometry, dict[str, Any]]]:
    """Geometry and properties of every feature of a FeatureCollection."""
    if not isinstance(value, Mapping) or not isinstance(value.get("features"), list):
        raise LayerFault(field, "不是 GeoJSON 要素集合（FeatureCollection）")
    return [
        (read_geometry(f"{field}/features/{number}", feature), dict(feature.get("properties") or {}))
        for number, feature in enumerate(value["features"])
    ]


@dataclass(frozen=True)
class Repair:
    """A valid geometry and, when it had to be changed, a Chinese note that says so."""

    geometry: BaseGeometry
    note: str | None = None


def repair_area(field: str, geometry: BaseGeometry) -> Repair:
    """The area as a valid polygon; a crossed ring is mended and noted, a shape without area is refused."""
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise LayerFault(field, "需要一个面（多边形），收到的是点或线")
    valid = geometry if geometry.is_valid else shapely.make_valid(geometry)
    area = _polygons(valid)
    if not shapely.set_precision(area, GRID_DEGREES, mode="pointwise").is_valid:
        area = _polygons(shapely.set_precision(area, GRID_DEGREES))  # rounding would fold a sliver
    if area.is_empty or area.area == 0:
        raise LayerFault(field, "多边形没有面积，请至少绘制三个不在一条直线上的点")
    if geometry.is_valid:
        return Repair(area)
    return Repair(area, f"多边形边界自相交，已自动修复为 {len(shapely.get_parts(area))} 个有效面，请核对范围")


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Only the areal parts: mending may leave lines and points behind."""
    if not isinstance(geometry, GeometryCollection):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else MultiPolygon()


def to_geojson(geometry: BaseGeometry) -> GeoJson:
    """The geometry as GeoJSON, coordinates rounded to 0.1 m."""
    return dict(mapping(shapely.set_precision(geometry, GRID_DEGREES, mode="pointwise")))


def feature(geometry: BaseGeometry, **properties: Any) -> GeoJson:
    return {"type": "Feature", "properties": properties, "geometry": to_geojson(geometry)}


def collection(features: Iterable[GeoJson]) -> GeoJson:
    return {"type": "FeatureCollection", "features": list(features)}
