"""How far one gets in a given time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from gis.network import UNREACHABLE, OpenRoads, seconds_and_metres, travel

_HULL_RATIO = 0.3


@dataclass(frozen=True, eq=False)
class ServiceArea:
    """Seconds from the nearest origin to every node of the network, -1 beyond ``limit_s``."""

    origins: tuple[str, ...]
    limit_s: int
    seconds: NDArray[np.int32]
    area: BaseGeometry

    @property
    def nodes(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.seconds != UNREACHABLE)


def service_area(roads: OpenRoads, origins: Sequence[str], limit_s: int) -> ServiceArea:
    """Nodes within ``limit_s`` of any origin, and a concave hull of them to draw."""
    known = [place for place in origins if place in roads.node_of]
    nodes = len(roads.network.lon)
    seconds = np.full(nodes, UNREACHABLE, dtype=np.int32)
    for place in known:
        cost = dijkstra(roads.graph, indices=[roads.node_of[place]])[0, :nodes]
        here, _ = seconds_and_metres(cost + roads.connector(roads.snaps[place]))
        closer = (here != UNREACHABLE) & (here <= limit_s) & ((seconds == UNREACHABLE) | (here < seconds))
        seconds[closer] = here[closer]
    reached = np.flatnonzero(seconds != UNREACHABLE)
    points = MultiPoint(np.column_stack([roads.network.lon[reached], roads.network.lat[reached]]))
    return ServiceArea(tuple(origins), limit_s, seconds, shapely.concave_hull(points, ratio=_HULL_RATIO))


def nearest_seconds(roads: OpenRoads, origins: Sequence[str], places: Sequence[str]) -> NDArray[np.int32]:
    """Seconds from the nearest origin to each place, -1 where none can get there."""
    if not origins or not places:
        return np.full(len(places), UNREACHABLE, dtype=np.int32)
    seconds = travel(roads, origins, places).seconds
    never = np.iinfo(np.int32).max
    best = np.where(seconds == UNREACHABLE, never, seconds).min(axis=0)
    return np.where(best == never, UNREACHABLE, best).astype(np.int32)


def places_within(roads: OpenRoads, origins: Sequence[str], places: Sequence[str], limit_s: int) -> tuple[str, ...]:
    """Places that some origin reaches within ``limit_s``."""
    seconds = nearest_seconds(roads, origins, places)
    return tuple(p for p, s in zip(places, seconds.tolist(), strict=True) if UNREACHABLE < s <= limit_s)
