"""Nested dissection of a road network by inertial flow: a few junctions part it into halves, then quarters, and so on.

Schild and Sommer, "On balanced separators in road networks" (2015): in four directions the fewest links are sought that
part the first fifth of the junctions from the last; the best cut for its balance wins. Small parts are cut straight.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_bipartite_matching, maximum_flow

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Points = NDArray[np.float64]

_DIRECTIONS = np.array([(np.cos(angle), np.sin(angle)) for angle in np.arange(4) * np.pi / 4])
_END_SHARE = 0.2
_STRAIGHT, _WHOLE = 100, 8
"""Parts of fewer nodes are cut by a straight line; parts of no more nodes than ``_WHOLE`` are left whole."""


def dissection(points: Points, ends: Ints) -> Ints:
    """Rank of every node, separators above what they separate. ``points`` [n × 2] in metres, ``ends`` [m × 2]."""
    separators: list[Ints] = []
    local = np.empty(len(points), dtype=np.int64)
    parts = [(np.arange(len(points)), ends[ends[:, 0] != ends[:, 1]])]
    while parts:
        nodes, links = parts.pop()
        if len(nodes) <= _WHOLE or not len(links):
            separators.append(nodes)
            continue
        local[nodes] = np.arange(len(nodes))
        beyond = _best_cut(points[nodes], local[links])
        border = _border(beyond, local[links])
        separators.append(nodes[border])
        for side in (beyond & ~border, ~beyond & ~border):
            parts.append((nodes[side], links[side[local[links]].all(axis=1)]))
    rank = np.empty(len(points), dtype=np.int64)
    rank[np.concatenate(separators)] = np.arange(len(points))[::-1]
    return rank


def _best_cut(points: Points, links: Ints) -> Bools:
    """Which nodes lie beyond the cut that has few links for the size of its smaller side."""
    cut = _straight_cut if len(points) < _STRAIGHT else _flow_cut
    cuts = [cut(points @ direction, links) for direction in _DIRECTIONS]
    return min(cuts, key=lambda cut: _cost(cut[0], int(cut[1].sum()), len(points)))[1]


def _cost(links: Any, beyond: Any, nodes: int) -> Any:
    return (links + 1) / np.minimum(beyond, nodes - beyond) ** 0.5


def _straight_cut(along: Points, links: Ints) -> tuple[int, Bools]:
    """The best place to cut across a direction, not in its first or last fifth."""
    place = np.empty(len(along), dtype=np.int64)
    place[np.argsort(along, kind="stable")] = np.arange(len(along))
    first, last = np.sort(place[links], axis=1).T
    crossing = np.cumsum(np.bincount(first, minlength=len(along)) - np.bincount(last, minlength=len(along)))
    ends = max(1, int(len(along) * _END_SHARE))
    places = np.arange(ends, len(along) - ends + 1)
    best = int(places[_cost(crossing[places - 1], len(along) - places, len(along)).argmin()])
    return int(crossing[best - 1]), place >= best


def _flow_cut(along: Points, links: Ints) -> tuple[int, Bools]:
    """The fewest links between the first and the last nodes along a direction, and the nodes beyond them."""
    ends = max(1, int(len(along) * _END_SHARE))
    order = np.argsort(along, kind="stable")
    name = np.arange(len(along)) + 2
    name[order[:ends]], name[order[-ends:]] = 0, 1
    pairs = name[links]
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    both = np.vstack([pairs, pairs[:, ::-1]]).T
    size = len(along) + 2
    graph = csr_array((np.ones(both.shape[1], dtype=np.int32), tuple(both)), shape=(size, size))
    graph.sum_duplicates()
    flow = maximum_flow(graph, 0, 1)
    free = graph - flow.flow
    free.data[:] = free.data > 0
    free.eliminate_zeros()
    near = _reached(free, 0)[name]
    far = _reached(csr_array(free.T), 1)[name]
    halved = abs(2 * int(far.sum()) - len(along)) < abs(2 * int(near.sum()) - len(along))
    return int(flow.flow_value), far if halved else ~near


def _reached(graph: csr_array, start: int) -> Bools:
    reached = np.zeros(graph.shape[0], dtype=bool)
    reached[breadth_first_order(graph, start, return_predecessors=False)] = True
    return reached


def _border(beyond: Bools, links: Ints) -> Bools:
    """The fewest nodes that touch every link of the cut (a minimum vertex cover, by Kőnig's theorem)."""
    cut = links[beyond[links[:, 0]] != beyond[links[:, 1]]]
    cut = np.where(beyond[cut[:, :1]], cut[:, ::-1], cut)
    border = np.zeros(len(beyond), dtype=bool)
    if not len(cut):
        return border
    (near, tail), (far, head) = (np.unique(side, return_inverse=True) for side in cut.T)
    graph = csr_array((np.ones(len(cut), dtype=np.int8), (tail, head)), shape=(len(near), len(far)))
    graph.sum_duplicates()
    match_of = maximum_bipartite_matching(graph, perm_type="column")
    met_near, met_far = _alternating(graph, match_of)
    border[near[~met_near]] = True
    border[far[met_far]] = True
    return border


def _alternating(graph: csr_array, match_of: NDArray[Any]) -> tuple[Bools, Bools]:
    """Rows and columns on alternating paths from the unmatched rows."""
    row_of = np.full(graph.shape[1], -1)
    matched = np.flatnonzero(match_of >= 0)
    row_of[match_of[matched]] = matched
    met_rows, met_columns = match_of < 0, np.zeros(graph.shape[1], dtype=bool)
    todo = np.flatnonzero(met_rows).tolist()
    while todo:
        row = todo.pop()
        for column in graph.indices[graph.indptr[row] : graph.indptr[row + 1]].tolist():
            if not met_columns[column]:
                met_columns[column] = True
                other = int(row_of[column])
                if other >= 0 and not met_rows[other]:
                    met_rows[other] = True
                    todo.append(other)
    return met_rows, met_columns
