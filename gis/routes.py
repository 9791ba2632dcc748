"""One way through the open roads, for drawing, for the driver's paper and for counting who is where."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from shapely.ops import substring

from gis.network import OpenRoads, seconds_and_metres
from gis.pieces import METRES_ROOM, Ints
from gis.snapping import Snap


@dataclass(frozen=True)
class Passage:
    """A stretch of one link, driven from share ``start`` to share ``end`` of it; seconds after setting off."""

    link: str
    start: float
    end: float
    from_s: float
    to_s: float


@dataclass(frozen=True)
class Route:
    """One way: the links that it passes in order and the line to draw, from place to place."""

    seconds: int
    metres: int
    passages: tuple[Passage, ...]
    line: tuple[tuple[float, float], ...]

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(passage.link for passage in self.passages))


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
    return Route(int(seconds[0]), int(metres[0]), _passages(roads, ends[0], edges), _drawn(roads, ends, edges))


def _passages(roads: OpenRoads, origin: Snap, edges: Ints) -> tuple[Passage, ...]:
    """One for each link in a row, its pieces together."""
    found: list[Passage] = []
    clock = roads.connector(origin) // METRES_ROOM
    for (link, start, end), cost in zip(roads.edges.piece[edges].tolist(), roads.edges.cost[edges], strict=True):
        until = clock + cost // METRES_ROOM
        name, before = roads.network.links[int(link)].id, found[-1] if found else None
        if before is not None and before.link == name and before.end == start:
            found[-1] = replace(before, end=end, to_s=float(until) / 1000)
        else:
            found.append(Passage(name, start, end, float(clock) / 1000, float(until) / 1000))
        clock = until
    return tuple(found)


def _drawn(roads: OpenRoads, ends: tuple[Snap, Snap], edges: Ints) -> tuple[tuple[float, float], ...]:
    points = [(ends[0].place.lon, ends[0].place.lat)]
    for link, start, end in roads.edges.piece[edges]:
        line = roads.network.lines_m[int(link)]
        part = substring(line, start, end, normalized=True)
        lon, lat = roads.network.plane.to_degrees(*shapely.get_coordinates(part).T)
        points += [(round(float(x), 6), round(float(y), 6)) for x, y in zip(lon, lat, strict=True)]
    points.append((ends[1].place.lon, ends[1].place.lat))
    return tuple(dict.fromkeys(points)) if len(set(points)) > 1 else tuple(points[:1] * 2)
