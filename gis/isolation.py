"""Who is cut off, and by which closed links."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gis.network import Closures, OpenRoads, open_roads
from gis.pieces import Floats
from gis.roads import Profile, RoadNetwork
from gis.snapping import Snap

_TOLL = float(2**48)
"""Extra cost of a closed link: 37 hours of driving, so that the fewest closed links win over any way round."""


@dataclass(frozen=True)
class Isolation:
    """A place that nobody can drive to: ``links`` must be reopened (fewest first); empty if there never was a road."""

    place: str
    links: tuple[str, ...]


def isolated(
    network: RoadNetwork, profile: Profile, closures: Closures, anchors: Sequence[Snap], places: Sequence[Snap]
) -> tuple[Isolation, ...]:
    """Places that no anchor can reach, each with the closed links on its easiest way back to an anchor.

    Easiest = fewest closed links to reopen, then fastest.
    """
    snaps = {snapped.place.id: snapped for snapped in (*anchors, *places)}
    now = open_roads(network, profile, closures, snaps)
    starts = sorted({now.node_of[anchor.place.id] for anchor in anchors})
    reached = np.isfinite(dijkstra(now.graph, indices=starts, min_only=True)) if starts else np.zeros(now.size, bool)
    cut_off = [place for place in places if not reached[now.node_of[place.place.id]]]
    if not cut_off or not starts:
        return tuple(Isolation(place.place.id, ()) for place in cut_off)
    whole = open_roads(network, profile, Closures(slowed=closures.slowed), snaps)
    barred = closures.barred(profile.weight_kg)
    closed = np.array([link.id in barred for link in network.links])
    toll = np.where(closed[whole.edges.piece[:, 0].astype(np.int64)], _TOLL, 0.0)
    graph = csr_array((whole.edges.cost + toll, (whole.edges.tail, whole.edges.head)), shape=(whole.size, whole.size))
    cost, before, _ = dijkstra(graph, directed=True, indices=starts, min_only=True, return_predecessors=True)
    return tuple(_cut(whole, barred, cost, before, place) for place in cut_off)


def _cut(whole: OpenRoads, barred: frozenset[str], cost: Floats, before: NDArray[np.int32], place: Snap) -> Isolation:
    node = whole.node_of[place.place.id]
    if not np.isfinite(cost[node]):
        return Isolation(place.place.id, ())
    path = [node]
    while before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    links = [whole.network.links[int(whole.edges.piece[edge, 0])].id for edge in whole.edges_of(path[::-1])]
    return Isolation(place.place.id, tuple(dict.fromkeys(link for link in links if link in barred)))
