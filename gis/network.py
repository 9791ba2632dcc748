"""Travel on open roads: the graph under closures, and matrices of time and distance.

Weights are exact: a link costs ``milliseconds × 2²¹ + metres``, an integer that double precision adds without error,
so one run of Dijkstra's algorithm gives the fastest path, the shortest among equally fast ones, and its metres.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gis.roads import Profile, RoadNetwork
from gis.snapping import Snap

UNREACHABLE = -1
_METRES_ROOM = float(2**21)
_BLOCK = 128

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


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
class OpenRoads:
    """The graph that one profile sees under some closures, with a node for every snapped place.

    ``tail``, ``head``, ``cost`` and ``piece`` describe directed edges sorted by (tail, head), the cheapest of parallel
    ones only; ``piece`` is the (link, from share, to share) an edge stands for.
    """

    network: RoadNetwork
    profile: Profile
    closures: Closures
    node_of: Mapping[str, int]
    snaps: Mapping[str, Snap]
    tail: Ints
    head: Ints
    cost: Floats
    piece: NDArray[np.float64]
    size: int

    @property
    def graph(self) -> csr_array:
        return csr_array((self.cost, (self.tail, self.head)), shape=(self.size, self.size))

    def edges_of(self, path: Sequence[int]) -> Ints:
        """Edge of each step of a node path."""
        nodes = np.asarray(path, dtype=np.int64)
        return np.searchsorted(self.tail * self.size + self.head, nodes[:-1] * self.size + nodes[1:])

    def connector(self, snapped: Snap) -> float:
        """Cost between a place and its road."""
        speed = self.profile.connector_kmh * self.profile.factor
        return _cost(np.array([snapped.connector_m]), np.array([speed]))[0] if snapped.connector_m else 0.0


def _cost(metres: NDArray[Any], kmh: NDArray[Any]) -> Floats:
    """Exact integer weight of driving ``metres`` at ``kmh``, at least one millisecond."""
    milliseconds = np.maximum(np.rint(metres * 3600.0 / kmh), 1.0)
    return np.asarray(milliseconds * _METRES_ROOM + np.rint(metres))


def link_kmh(network: RoadNetwork, profile: Profile, closures: Closures) -> Floats:
    """Speed on each link now; 0 where the profile may not go or is too heavy, or the link is blocked."""
    speeds = np.array([profile.kmh.get(link.road_class, 0.0) * profile.factor for link in network.links])
    for link, factor in closures.slowed.items():
        if link in network.index:
            speeds[network.index[link]] *= factor
    for link in closures.barred(profile.weight_kg):
        if link in network.index:
            speeds[network.index[link]] = 0.0
    speeds[network.limits_kg < profile.weight_kg] = 0.0
    return speeds


def _pieces(network: RoadNetwork, snaps: Iterable[Snap]) -> tuple[Floats, dict[str, int], int]:
    """Links cut at the snapped points: rows (tail, head, link, from share, to share), node per place, node count."""
    node_of: dict[str, int] = {}
    cuts: dict[int, dict[float, int]] = {}
    size = len(network.lon)
    for snapped in snaps:
        ends = network.ends[snapped.link]
        if snapped.share in (0.0, 1.0):
            node_of[snapped.place.id] = int(ends[int(snapped.share)])
            continue
        on_link = cuts.setdefault(snapped.link, {})
        if snapped.share not in on_link:
            on_link[snapped.share] = size
            size += 1
        node_of[snapped.place.id] = on_link[snapped.share]
    rows: list[tuple[float, ...]] = []
    for link, (start, end) in enumerate(network.ends.tolist()):
        stops = [(0.0, start), *sorted(cuts.get(link, {}).items()), (1.0, end)]
        for (share, node), (next_share, next_node) in pairwise(stops):
            rows.append((node, next_node, link, share, next_share))
    return np.array(rows, dtype=np.float64).reshape(-1, 5), node_of, size


def open_roads(
    network: RoadNetwork, profile: Profile, closures: Closures = OPEN, snaps: Mapping[str, Snap] | None = None
) -> OpenRoads:
    """Build the graph once; matrices and routes are asked of it."""
    snaps = dict(snaps or {})
    rows, node_of, size = _pieces(network, snaps.values())
    link = rows[:, 2].astype(np.int64)
    speeds = link_kmh(network, profile, closures)[link] if len(rows) else np.zeros(0)
    usable = speeds > 0
    rows, link, speeds = rows[usable], link[usable], speeds[usable]
    cost = _cost(np.rint(network.lengths_m[link] * (rows[:, 4] - rows[:, 3])), speeds)
    twoway = np.array([not network.links[number].oneway for number in link.tolist()], dtype=bool)
    back = rows[twoway][:, [1, 0, 2, 4, 3]]
    edges, costs = np.vstack([rows, back]), np.concatenate([cost, cost[twoway]])
    tail, head = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64)
    order = np.lexsort((costs, head, tail))
    key = tail[order] * size + head[order]
    keep = order[np.concatenate([[True], key[1:] != key[:-1]])] if len(order) else order
    return OpenRoads(
        network, profile, closures, node_of, snaps, tail[keep], head[keep], costs[keep], edges[keep][:, 2:], size
    )


def seconds_and_metres(cost: Floats) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Seconds and metres of exact weights; seconds are rounded up, infinite cost is ``UNREACHABLE``."""
    reached = np.isfinite(cost)
    whole = np.where(reached, cost, 0.0)
    milliseconds = np.floor(whole / _METRES_ROOM)
    metres = whole - milliseconds * _METRES_ROOM
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
    """Cheapest cost from every tail to every head; runs from the side that has fewer nodes."""
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
        "engine": "scipy-dijkstra",
    }
