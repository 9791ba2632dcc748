"""A customisable contraction hierarchy of a road network: what does not change when roads close.

Dibbelt, Strasser and Wagner, "Customizable contraction hierarchies" (2016): junctions are contracted in the order of a
nested dissection whatever the links cost, so closures only ask for new costs (``gis.customised``). Nodes are named by
rank. Every arc leads from its lower end up; the lowest arc of a node leads to its parent in the elimination tree, in
which all upward ways from a node meet its ancestors only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gis.dissection import dissection
from gis.roads import RoadNetwork

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Step:
    """Triangles of one height: ``side`` (v, x) and ``other`` (v, y) below the arcs ``base`` (x, y), x < y.

    Triangles of ``base[i]`` start at ``first[i]``.
    """

    side: Ints
    other: Ints
    base: Ints
    first: Ints


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """``arcs_from[v]`` is the first arc of node v; ``link_arc`` the arc of each link, -1 for a loop.

    ``link_up``: the link's start is the lower end. ``place`` is the position in a depth-first walk from the roots, so
    that a node and all below it are at [``place``, ``place_end``).
    """

    rank: Ints
    high: Ints
    arcs_from: Ints
    parent: Ints
    depth: Ints
    place: Ints
    place_end: Ints
    link_arc: Ints
    link_up: NDArray[np.bool_]

    @cached_property
    def triangles(self) -> int:
        """How many ways over a lower node there are: the work of a customisation."""
        degrees = np.diff(self.arcs_from)
        return int((degrees * (degrees - 1) // 2).sum())

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All triangles, by the height of the arcs that they may shorten: those below are settled by then."""
        return _steps(self.high, self.arcs_from, _heights(self.parent))


_built: WeakKeyDictionary[RoadNetwork, Hierarchy] = WeakKeyDictionary()


def hierarchy_of(network: RoadNetwork) -> Hierarchy:
    """The network's hierarchy, built when it is first asked for."""
    if network not in _built:
        _built[network] = _build(network)
    return _built[network]


def _build(network: RoadNetwork) -> Hierarchy:
    rank = dissection(network.nodes_m, network.ends)
    ends = rank[network.ends]
    up = _contract(len(rank), ends)
    degrees = np.array([len(above) for above in up], dtype=np.int64)
    arcs_from = np.concatenate([[0], np.cumsum(degrees)])
    high = np.fromiter((node for above in up for node in above), np.int64, int(arcs_from[-1]))
    low = np.repeat(np.arange(len(up)), degrees)
    parent = np.where(degrees > 0, np.append(high, -1)[arcs_from[:-1]], -1)
    key = low * len(up) + high
    place, place_end = _places(parent)
    link_arc = np.searchsorted(key, ends.min(axis=1) * len(up) + ends.max(axis=1))
    return Hierarchy(
        rank=rank,
        high=high,
        arcs_from=arcs_from,
        parent=parent,
        depth=_depths(parent),
        place=place,
        place_end=place_end,
        link_arc=np.where(ends[:, 0] == ends[:, 1], -1, link_arc),
        link_up=ends[:, 0] < ends[:, 1],
    )


def _contract(size: int, ends: Ints) -> list[list[int]]:
    """Upward neighbours of every node once all below it are contracted, in order."""
    above: list[set[int]] = [set() for _ in range(size)]
    for low, high in np.sort(ends, axis=1).tolist():
        if low != high:
            above[low].add(high)
    for neighbours in above:
        if neighbours:
            parent = min(neighbours)
            above[parent] |= neighbours
            above[parent].discard(parent)
    return [sorted(neighbours) for neighbours in above]


def _depths(parent: Ints) -> Ints:
    depth = [0] * len(parent)
    for node, above in reversed(list(enumerate(parent.tolist()))):
        if above >= 0:
            depth[node] = depth[above] + 1
    return np.array(depth, dtype=np.int64)


def _heights(parent: Ints) -> Ints:
    height = [0] * len(parent)
    for node, above in enumerate(parent.tolist()):
        if above >= 0:
            height[above] = max(height[above], height[node] + 1)
    return np.array(height, dtype=np.int64)


def _places(parent: Ints) -> tuple[Ints, Ints]:
    """Positions in which every node is followed by all the nodes below it, and where these end."""
    below = [1] * len(parent)
    for node, above in enumerate(parent.tolist()):
        if above >= 0:
            below[above] += below[node]
    place, roots = [0] * len(parent), 0
    free = [0] * len(parent)
    for node, above in reversed(list(enumerate(parent.tolist()))):
        if above < 0:
            place[node], roots = roots, roots + below[node]
        else:
            place[node] = free[above]
            free[above] += below[node]
        free[node] = place[node] + 1
    return np.array(place, dtype=np.int64), np.array(place, dtype=np.int64) + np.array(below, dtype=np.int64)


def _steps(high: Ints, arcs_from: Ints, heights: Ints) -> tuple[Step, ...]:
    size = len(heights)
    low = np.repeat(np.arange(size), np.diff(arcs_from))
    side, other = _pairs(arcs_from)
    base = np.searchsorted(low * size + high, high[side] * size + high[other])
    height = heights[low[base]]
    order = np.lexsort((base, height))
    side, other, base = side[order], other[order], base[order]
    ranges = np.unique(np.append(np.searchsorted(height[order], np.arange(heights.max(initial=0) + 1)), len(base)))
    return tuple(_step(side[start:end], other[start:end], base[start:end]) for start, end in pairwise(ranges.tolist()))


def _step(side: Ints, other: Ints, base: Ints) -> Step:
    arcs, first = np.unique(base, return_index=True)
    return Step(side, other, arcs, first)


def _pairs(arcs_from: Ints) -> tuple[Ints, Ints]:
    """Every pair of arcs with the same lower end."""
    degrees = np.diff(arcs_from)
    pairs: list[Sequence[Ints]] = [(np.empty(0, dtype=np.int64),) * 2]
    for degree in np.unique(degrees[degrees > 1]).tolist():
        first, second = np.triu_indices(degree, 1)
        starts = arcs_from[:-1][degrees == degree, None]
        pairs.append(((starts + first).ravel(), (starts + second).ravel()))
    return np.concatenate([side for side, _ in pairs]), np.concatenate([other for _, other in pairs])
