"""Pieces of the schematic base map: an outline without a boundary file, fewer vertices, trips as lines."""

from collections.abc import Sequence
from itertools import pairwise

import shapely
from shapely.geometry import LineString, MultiPoint
from shapely.geometry.base import BaseGeometry

from gis.layers import GeoJson, feature
from gis.network import OpenRoads
from gis.plane import plane_of
from gis.roads import RoadNetwork
from gis.routes import route

OUTLINE_NOTE = "示意轮廓：由乡镇驻地位置推算，不是行政区域界线"
_HULL_RATIO = 0.45


def schematic_outline(positions: Sequence[tuple[float, float]], margin_m: float = 4000.0) -> BaseGeometry:
    """A rounded hull around some (lon, lat) positions. It is no boundary; show ``OUTLINE_NOTE`` with it."""
    plane = plane_of(*zip(*positions, strict=True))
    points = plane.flatten(MultiPoint(list(positions)))
    hull = shapely.concave_hull(points, ratio=_HULL_RATIO).buffer(margin_m * 2).buffer(-margin_m)
    return plane.unflatten(shapely.simplify(hull, margin_m / 40))


def simplified(geometry: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    """The geometry with fewer vertices, none moved by more than about ``tolerance_m``."""
    coordinates = shapely.get_coordinates(geometry)
    plane = plane_of(coordinates[:, 0], coordinates[:, 1])
    return plane.unflatten(shapely.simplify(plane.flatten(geometry), tolerance_m))


def road_features(network: RoadNetwork) -> list[GeoJson]:
    """Every link as a line feature with what a map style and a click need."""
    return [
        feature(
            LineString(network.line_of(link)),
            id=link.id,
            name=link.name,
            road_class=link.road_class.value,
            length_m=link.length_m,
            bridge=link.bridge,
            river=link.river,
        )
        for link in network.links
    ]


def trip_line(roads: OpenRoads, stops: Sequence[str]) -> LineString | None:
    """The road line of a trip through snapped places, in order; None if some leg has no open way."""
    points: list[tuple[float, float]] = []
    for origin, destination in pairwise(stops):
        way = route(roads, origin, destination)
        if way is None:
            return None
        points += way.line if not points else way.line[1:]
    return LineString(points) if len(points) > 1 else None
