"""Where boats go: along rivers and over open water, between the shores nearest to the places they serve."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from gis.network import OpenRoads, open_roads
from gis.plane import Plane, plane_of
from gis.roads import WALKING_KMH, Profile, RoadClass, RoadLink, RoadNetwork
from gis.snapping import Place, Snap, snap

BOAT_KMH = 15.0
CARRY_LIMIT_M = 300.0
"""Planning values: pace of a loaded assault boat, and how far goods are carried between the water and a place."""
BOAT = Profile("boat", {RoadClass.WATERWAY: BOAT_KMH}, connector_kmh=WALKING_KMH)

_RIVER_WIDTH_M = 200.0
_RIVER_DETAIL_M = 5.0
_SHORE_DETAIL_M = 20.0
_SHORE_VERTICES = 150
_GRID_M = 0.01
_NODE_M = 1.0

Points = NDArray[np.float64]


def open_water(
    waters: Sequence[BaseGeometry],
    places: Sequence[Place],
    landings: Sequence[Place] = (),
    boat: Profile = BOAT,
    carry_limit_m: float = CARRY_LIMIT_M,
) -> OpenRoads:
    """The water as ways between places, to be asked by ``travel`` and ``route`` like open roads.

    ``waters`` are lines (rivers, ferry routes) and polygons (lakes, flooded land) in WGS84; over a polygon boats go
    straight as far as it is water all the way. Goods are carried from the water to a place within ``carry_limit_m``;
    with ``landings`` boats land nowhere else, and every place is served from its nearest one. Other places are
    unreachable.
    """
    harbours = landings or places
    network = _network(waters, harbours, carry_limit_m)
    snaps = _on_nodes(network, snap(network, harbours, carry_limit_m).snaps)
    if landings:
        snaps = _carried(network, snaps, places, carry_limit_m)
    return open_roads(network, boat, snaps=snaps)


def _on_nodes(network: RoadNetwork, snaps: Mapping[str, Snap]) -> dict[str, Snap]:
    """Snaps moved to a node that is as near as the link: sight lines start there, other links only pass by."""
    link_at = {
        node: (link, share) for link, ends in enumerate(network.ends.tolist()) for share, node in enumerate(ends)
    }
    moved = {}
    for place, snapped in snaps.items():
        x, y = network.plane.to_metres(snapped.place.lon, snapped.place.lat)
        away = np.hypot(*(network.nodes_m - np.array([float(x), float(y)])).T)
        node = int(away.argmin())
        near = away[node] <= snapped.connector_m + _NODE_M
        moved[place] = Snap(snapped.place, *link_at[node], round(float(away[node]))) if near else snapped
    return moved


def _carried(
    network: RoadNetwork, landed: dict[str, Snap], places: Sequence[Place], carry_limit_m: float
) -> dict[str, Snap]:
    """Each place joined to the water through the landing that it is nearest to on foot."""
    quays = list(landed.values())
    if not quays or not places:
        return {}
    quay_x, quay_y = network.plane.to_metres([q.place.lon for q in quays], [q.place.lat for q in quays])
    x, y = network.plane.to_metres([p.lon for p in places], [p.lat for p in places])
    carry = np.hypot(x[:, None] - quay_x, y[:, None] - quay_y) + np.array([quay.connector_m for quay in quays])
    return {
        place.id: Snap(place, quays[nearest].link, quays[nearest].share, round(float(carry[row, nearest])))
        for row, (place, nearest) in enumerate(zip(places, carry.argmin(axis=1).tolist(), strict=True))
        if carry[row, nearest] <= carry_limit_m
    }


def _network(waters: Sequence[BaseGeometry], harbours: Sequence[Place], carry_limit_m: float) -> RoadNetwork:
    coordinates = shapely.get_coordinates(list(waters))
    if not len(coordinates):
        return RoadNetwork("水域", "无", date.min, np.empty(0), np.empty(0), ())
    plane = plane_of(*coordinates.T)
    parts = shapely.get_parts([plane.flatten(water) for water in waters])
    lines = [part.simplify(_RIVER_DETAIL_M) for part in parts if part.geom_type == "LineString"]
    areas = _areas([part for part in parts if part.geom_type == "Polygon"])
    points = shapely.points(*plane.to_metres([h.lon for h in harbours], [h.lat for h in harbours]))
    rings = [_ring(ring, points, carry_limit_m) for area in areas for ring in shapely.get_rings(area)]
    drawn = shapely.union_all([*lines, *_confluences(lines), *rings], grid_size=_GRID_M)
    segments = [_segments(drawn), *(_sight_lines(area, _segments(drawn), points) for area in areas)]
    return _joined(plane, np.concatenate(segments))


def _areas(polygons: list[BaseGeometry]) -> list[BaseGeometry]:
    """Separate water bodies with outlines that are coarse enough to look for sight lines between all their corners."""
    bodies = []
    for body in shapely.get_parts(shapely.union_all(polygons)) if polygons else ():
        detail = _SHORE_DETAIL_M
        coarse = body.simplify(detail)
        while shapely.get_num_coordinates(coarse) > _SHORE_VERTICES and detail < _SHORE_DETAIL_M * 64:
            detail *= 2
            coarse = body.simplify(detail)
        bodies.append(coarse)
    return bodies


def _ring(ring: LineString, points: NDArray[np.object_], carry_limit_m: float) -> LineString:
    """The shore with a vertex wherever somebody lands: at the points that come near it."""
    near = shapely.distance(ring, points) <= carry_limit_m
    vertices = [shapely.Point(xy) for xy in ring.coords[:-1]]
    along = [*shapely.line_locate_point(ring, vertices), *shapely.line_locate_point(ring, points[near])]
    stops = shapely.get_coordinates(shapely.line_interpolate_point(ring, np.unique(along)))
    return LineString([*stops, stops[0]])


def _confluences(lines: Sequence[LineString]) -> list[LineString]:
    """Short links from the ends of rivers to another river that passes within a river's width."""
    spurs = []
    for number, line in enumerate(lines):
        others = [other for place, other in enumerate(lines) if place != number]
        for end in (line.coords[0], line.coords[-1]) if others else ():
            spur = min((shapely.shortest_line(shapely.Point(end), other) for other in others), key=shapely.length)
            if 0 < spur.length <= _RIVER_WIDTH_M:
                start, stop = shapely.get_coordinates(spur)
                beyond = stop + (stop - start) / spur.length  # a metre on, so that the two lines surely cross
                spurs.append(LineString([start, beyond]))
    return spurs


def _segments(drawn: BaseGeometry) -> Points:
    """Straight pieces [n × (x, y, x, y)] of linework."""
    pieces = [shapely.get_coordinates(line) for line in shapely.get_parts(drawn)]
    return np.concatenate([np.hstack([piece[:-1], piece[1:]]) for piece in pieces] or [np.empty((0, 4))])


def _sight_lines(area: BaseGeometry, drawn: Points, points: NDArray[np.object_]) -> Points:
    """Straight ways over one water body, between its corners, what flows into it and the places in it."""
    water = area.buffer(2 * _GRID_M)
    shapely.prepare(water)
    inside = points[shapely.contains(area, points)]
    nodes = np.unique(np.vstack([drawn[:, :2], drawn[:, 2:], shapely.get_coordinates(inside)]).round(2), axis=0)
    nodes = nodes[shapely.intersects_xy(water, *nodes.T)]
    first, second = np.triu_indices(len(nodes), 1)
    ways = np.hstack([nodes[first], nodes[second]])
    clear: NDArray[np.bool_] = shapely.covers(water, shapely.linestrings(ways.reshape(-1, 2, 2)))
    kept: Points = ways[clear]
    return kept


def _joined(plane: Plane, segments: Points) -> RoadNetwork:
    """Segments as links; ends at the same centimetre are one node."""
    ends = segments.reshape(-1, 2).round(2)
    nodes, position = np.unique(ends, axis=0, return_inverse=True)
    pairs = np.unique(np.sort(position.reshape(-1, 2), axis=1), axis=0)
    lengths = np.hypot(*(nodes[pairs[:, 0]] - nodes[pairs[:, 1]]).T)
    links = tuple(
        RoadLink(f"w{number}", "水路", start, end, max(1, round(length)), RoadClass.WATERWAY)
        for number, ((start, end), length) in enumerate(zip(pairs.tolist(), lengths.tolist(), strict=True))
        if start != end
    )
    lon, lat = plane.to_degrees(*nodes.T)
    return RoadNetwork("水域", "河流和水面图层", date.min, lon, lat, links)
