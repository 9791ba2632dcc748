"""Travel on open roads: the graph under closures, and matrices of time and distance.

Weights are exact: a link costs ``milliseconds × 2²¹ + metres``, an integer that double precision adds without error,
so one run of Dijkstra's algorithm gives the fastest path, the shortest among equally fast ones, and its metres.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gis.customised import Customised, customised
from gis.hierarchy import hierarchy_of
from gis.pieces import METRES_ROOM, Floats, Ints, Pieces, exact_cost, pieces_of
from gis.roads import Profile, RoadClass, RoadNetwork
from gis.snapping import Snap

UNREACHABLE = -1
_BLOCK = 128
_HIERARCHY_PAYS = 2_000_000
"""Runs of Dijkstra's algorithm times nodes from which a hierarchy is worth building."""


@dataclass(frozen=True)
class Closures:
    """State of the roads: links that nobody may use, links slowed to a share of their speed, and links that carry only
    vehicles up to a weight in kg (people on foot pass those too).
    """

    blocked: frozenset[str] = frozenset()
    slowed: Mapping[str, float] = field(default_factory=dict)
    limited: Mapping[str, int] = field(default_factory=dict)

    def __or__(self, other: "Closures") -> "Closures":
        """Both together: a blocked link stays blocked, the slower factor and the lower limit win."""
        slowed, limited = dict(self.slowed), dict(self.limited)
        for link, factor in other.slowed.items():
            slowed[link] = min(factor, slowed.get(link, 1.0))
        for link, limit_kg in other.limited.items():
            limited[link] = min(limit_kg, limited.get(link, limit_kg))
        return Closures(self.blocked | other.blocked, slowed, limited)

    def barred(self, weight_kg: int) -> frozenset[str]:
        """Links that a traveller of this weight may not use."""
        return self.blocked | {link for link, limit_kg in self.limited.items() if limit_kg < weight_kg}


OPEN = Closures()


@dataclass(frozen=True)
class Matrix:
    """``seconds[i, j]`` and ``metres[i, j]`` from origin i to destination j; -1 where no open road leads."""

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    provenance: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Edges:
    """Directed edges sorted by (tail, head), the cheapest of parallel ones only, none that costs infinitely much.

    ``piece`` is the (link, from share, to share) an edge stands for.
    """

    tail: Ints
    head: Ints
    cost: Floats
    piece: Floats


@dataclass(frozen=True, eq=False)
class OpenRoads:
    """The graph that one profile sees under some closures, with a node for every snapped place."""

    network: RoadNetwork
    profile: Profile
    closures: Closures
    node_of: Mapping[str, int]
    snaps: Mapping[str, Snap]
    pieces: Pieces

    @property
    def size(self) -> int:
        return self.pieces.junctions + len(self.pieces.cuts.link)

    @cached_property
    def edges(self) -> Edges:
        return _edges(self.pieces, self.size)

    @cached_property
    def graph(self) -> csr_array:
        edges = self.edges
        return csr_array((edges.cost, (edges.tail, edges.head)), shape=(self.size, self.size))

    @cached_property
    def customised(self) -> Customised:
        """The network's contraction hierarchy with the costs of these roads."""
        return customised(self.network, self.pieces)

    def edges_of(self, path: Sequence[int]) -> Ints:
        """Edge of each step of a node path."""
        nodes, edges = np.asarray(path, dtype=np.int64), self.edges
        return np.searchsorted(edges.tail * self.size + edges.head, nodes[:-1] * self.size + nodes[1:])

    def connector(self, snapped: Snap) -> float:
        """Cost between a place and its road."""
        speed = self.profile.connector_kmh * self.profile.factor
        return float(exact_cost(np.array([snapped.connector_m]), np.array([speed]))[0]) if snapped.connector_m else 0.0


def _edges(pieces: Pieces, size: int) -> Edges:
    there = np.flatnonzero(pieces.cost < np.inf)
    back = there[pieces.twoway[pieces.link[there]]]
    tail = np.concatenate([pieces.tail[there], pieces.head[back]])
    head = np.concatenate([pieces.head[there], pieces.tail[back]])
    cost = pieces.cost[np.concatenate([there, back])]
    piece = np.concatenate(
        [
            np.column_stack([pieces.link[there], pieces.start[there], pieces.end[there]]),
            np.column_stack([pieces.link[back], pieces.end[back], pieces.start[back]]),
        ]
    )
    order = np.lexsort((cost, head, tail))
    key = tail[order] * size + head[order]
    keep = order[np.concatenate([[True], key[1:] != key[:-1]])] if len(order) else order
    return Edges(tail[keep], head[keep], cost[keep], piece[keep])


def link_kmh(network: RoadNetwork, profile: Profile, closures: Closures) -> Floats:
    """Speed on each link now; 0 where the profile may not go or is too heavy, or the link is blocked."""
    by_class = np.array([profile.kmh.get(road_class, 0.0) * profile.factor for road_class in RoadClass])
    speeds = by_class[network.classes]
    for link, factor in closures.slowed.items():
        if link in network.index:
            speeds[network.index[link]] *= factor
    for link in closures.barred(profile.weight_kg):
        if link in network.index:
            speeds[network.index[link]] = 0.0
    speeds[network.limits_kg < profile.weight_kg] = 0.0
    return speeds


def open_roads(
    network: RoadNetwork, profile: Profile, closures: Closures = OPEN, snaps: Mapping[str, Snap] | None = None
) -> OpenRoads:
    """Build the graph once; matrices and routes are asked of it."""
    snaps = dict(snaps or {})
    pieces = pieces_of(network, snaps.values(), link_kmh(network, profile, closures))
    cut = {at: pieces.junctions + number for number, at in enumerate(pieces.cuts.places)}
    node_of = {
        place: cut[one.link, one.share] if 0.0 < one.share < 1.0 else int(network.ends[one.link][int(one.share)])
        for place, one in snaps.items()
    }
    return OpenRoads(network, profile, closures, node_of, snaps, pieces)


def seconds_and_metres(cost: Floats) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Seconds and metres of exact weights; seconds are rounded up, infinite cost is ``UNREACHABLE``."""
    reached = np.isfinite(cost)
    whole = np.where(reached, cost, 0.0)
    milliseconds = np.floor(whole / METRES_ROOM)
    metres = whole - milliseconds * METRES_ROOM
    seconds = np.where(reached, np.ceil(milliseconds / 1000.0), UNREACHABLE).astype(np.int32)
    return seconds, np.where(reached, metres, UNREACHABLE).astype(np.int32)


def travel(roads: OpenRoads, origins: Sequence[str], destinations: Sequence[str]) -> Matrix:
    """Matrix between snapped places, by id; a place that is not snapped is unreachable."""
    cost = np.full((len(origins), len(destinations)), np.inf)
    rows, tails = _nodes(roads, origins)
    columns, heads = _nodes(roads, destinations)
    cost[np.ix_(rows, columns)] = _costs(roads, tails, heads)
    cost += _connectors(roads, origins)[:, None] + _connectors(roads, destinations)
    position = {place: number for number, place in enumerate(destinations)}
    for number, place in enumerate(origins):
        if place in position:
            cost[number, position[place]] = 0.0
    seconds, metres = seconds_and_metres(cost)
    return Matrix(tuple(origins), tuple(destinations), seconds, metres, provenance(roads))


def _nodes(roads: OpenRoads, places: Sequence[str]) -> tuple[list[int], Ints]:
    """Positions of the snapped places, and the node of each."""
    known = [number for number, place in enumerate(places) if place in roads.node_of]
    return known, np.array([roads.node_of[places[number]] for number in known], dtype=np.int64)


def _connectors(roads: OpenRoads, places: Sequence[str]) -> Floats:
    return np.array([roads.connector(roads.snaps[p]) if p in roads.snaps else np.inf for p in places])


def _costs(roads: OpenRoads, tails: Ints, heads: Ints) -> Floats:
    """Cheapest cost from every tail to every head, by whichever way is faster; both find the same costs."""
    search = min(len(tails), len(heads)) * roads.size
    if search < _HIERARCHY_PAYS or hierarchy_of(roads.network).triangles > search:
        return searched(roads, tails, heads)
    return roads.customised.matrix(tails, heads)


def searched(roads: OpenRoads, tails: Ints, heads: Ints) -> Floats:
    """The costs by Dijkstra's algorithm from the side that has fewer nodes."""
    if len(heads) < len(tails):
        return _runs(roads.graph.T.tocsr(), heads, tails).T
    return _runs(roads.graph, tails, heads)


def _runs(graph: csr_array, starts: Ints, ends: Ints) -> Floats:
    """One run of Dijkstra's algorithm per distinct start; blocks bound the memory."""
    distinct, position = np.unique(starts, return_inverse=True)
    blocks = [
        dijkstra(graph, indices=distinct[first : first + _BLOCK])[:, ends] for first in range(0, len(distinct), _BLOCK)
    ]
    return np.concatenate(blocks)[position] if blocks else np.empty((0, len(ends)))


def matrix(
    network: RoadNetwork, profile: Profile, closures: Closures, origins: Sequence[Snap], destinations: Sequence[Snap]
) -> Matrix:
    """Seconds and metres from every origin to every destination on the open roads."""
    snaps = {snapped.place.id: snapped for snapped in (*origins, *destinations)}
    roads = open_roads(network, profile, closures, snaps)
    return travel(roads, [o.place.id for o in origins], [d.place.id for d in destinations])


def provenance(roads: OpenRoads) -> dict[str, Any]:
    """What a matrix rests on: layer, profile and road state, with a digest to compare two of them."""
    network, closures = roads.network, roads.closures
    state = repr((sorted(closures.blocked), sorted(closures.slowed.items()), sorted(closures.limited.items())))
    return {
        "layer": network.name,
        "source": network.source,
        "as_of": network.as_of.isoformat(),
        "version": network.version,
        "profile": roads.profile.to_json(),
        "blocked": len(closures.blocked),
        "slowed": len(closures.slowed),
        "limited": len(closures.limited),
        "closures_sha256": sha256(state.encode()).hexdigest(),
    }
