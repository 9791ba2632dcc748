"""One way through the open roads, for drawing and for the driver's paper."""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from shapely.ops import substring

from gis.network import OpenRoads, seconds_and_metres
from gis.pieces import Ints
from gis.snapping import Snap


@dataclass(frozen=True)
class Route:
    """One way: the links in order and the line to draw, from place to place."""

    seconds: int
    metres: int
    links: tuple[str, ...]
    line: tuple[tuple[float, float], ...]


def route(roads: OpenRoads, origin: str, destination: str) -> Route | None:
    """The way that the matrix figures stand for; None where there is none."""
    if origin not in roads.node_of or destination not in roads.node_of:
        return None
    first, last = roads.node_of[origin], roads.node_of[destination]
    costs, befores = dijkstra(roads.graph, directed=True, indices=[first], return_predecessors=True)
    cost, before = costs[0], befores[0]
    if not np.isfinite(cost[last]):
        return None
    path = [last]
    while path[-1] != first:
        path.append(int(before[path[-1]]))
    path.reverse()
    ends = (roads.snaps[origin], roads.snaps[destination])
    seconds, metres = seconds_and_metres(np.array([cost[last] + sum(roads.connector(end) for end in ends)]))
    edges = roads.edges_of(path)
    links = tuple(dict.fromkeys(roads.network.links[int(roads.edges.piece[edge, 0])].id for edge in edges))
    return Route(int(seconds[0]), int(metres[0]), links, _drawn(roads, ends, edges))


def _drawn(roads: OpenRoads, ends: tuple[Snap, Snap], edges: Ints) -> tuple[tuple[float, float], ...]:
    points = [(ends[0].place.lon, ends[0].place.lat)]
    for link, start, end in roads.edges.piece[edges]:
        line = roads.network.lines_m[int(link)]
        part = substring(line, start, end, normalized=True)
        lon, lat = roads.network.plane.to_degrees(*shapely.get_coordinates(part).T)
        points += [(round(float(x), 6), round(float(y), 6)) for x, y in zip(lon, lat, strict=True)]
    points.append((ends[1].place.lon, ends[1].place.lat))
    return tuple(dict.fromkeys(points)) if len(set(points)) > 1 else tuple(points[:1] * 2)
