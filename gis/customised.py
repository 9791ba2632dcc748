"""Costs of a hierarchy under some closures, and matrices from them.

Every place has a label: its cost up to each ancestor in the elimination tree. The cheapest way between two places is
the least sum of their labels over the ancestors that they share, in exact whole numbers, so it is the cost that
Dijkstra's algorithm finds.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gis.hierarchy import Hierarchy, hierarchy_of
from gis.pieces import Pieces
from gis.roads import RoadNetwork

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UP, DOWN = 0, 1
_BLOCK = 1 << 16


@dataclass(frozen=True, eq=False)
class Access:
    """Where nodes of the open roads join the hierarchy: two nodes each, with the costs [UP] to and [DOWN] from them.

    A junction joins at itself; a place on a link at both ends of it, of which one is an ancestor of the other.
    """

    node: Ints
    cost: Floats

    @property
    def lower(self) -> Ints:
        return np.asarray(self.node.min(axis=1))


@dataclass(frozen=True, eq=False)
class Customised:
    """A hierarchy with the costs of its arcs, upwards and downwards, under the closures of some open roads."""

    hierarchy: Hierarchy
    pieces: Pieces
    costs: Floats

    def matrix(self, tails: Ints, heads: Ints) -> Floats:
        """Cheapest cost from every tail to every head, nodes of the open roads; infinite where no way leads."""
        (starts, to_start), (ends, to_end) = (np.unique(nodes, return_inverse=True) for nodes in (tails, heads))
        leave, arrive = self._access(starts), self._access(ends)
        row, column = (np.argsort(self.hierarchy.place[side.lower], kind="stable") for side in (leave, arrive))
        up, down = self._labels(leave, UP)[:, row], self._labels(arrive, DOWN)[:, column]
        least = np.full((len(starts), len(ends)), np.inf)
        for shared in self._shared(leave.lower[row], arrive.lower[column]):
            _relax(least, up, down, shared)
        cost = np.empty_like(least)
        cost[np.ix_(row, column)] = least
        self._along_links(cost, starts, ends)
        return cost[to_start][:, to_end]

    def _access(self, nodes: Ints) -> Access:
        junctions = len(self.hierarchy.rank)
        on_link = nodes >= junctions
        join = np.repeat(self.hierarchy.rank[np.where(on_link, 0, nodes)][:, None], 2, axis=1)
        cost = np.zeros((2, len(nodes), 2))
        cost[:, :, 1] = np.inf
        cuts = nodes[on_link] - junctions
        link = self.pieces.cuts.link[cuts]
        join[on_link] = self.hierarchy.rank[self.pieces.ends[link]]
        back = np.where(self.pieces.twoway[link], 0.0, np.inf)
        before, after = self.pieces.before[cuts], self.pieces.after[cuts]
        cost[UP, on_link] = np.column_stack([before + back, after])
        cost[DOWN, on_link] = np.column_stack([before, after + back])
        return Access(join, cost)

    def _labels(self, access: Access, way: int) -> Floats:
        """Cost between each accessed node and its ancestor of each depth, [depth × nodes]."""
        tree = self.hierarchy
        nodes = _with_ancestors(tree, access.lower)
        at = np.full(len(tree.parent), -1)
        at[nodes] = np.arange(len(nodes))
        depth_of = tree.depth[nodes]
        label = np.full((len(nodes), int(depth_of.max(initial=-1)) + 1), np.inf)
        label[np.arange(len(nodes)), depth_of] = 0.0
        levels = np.searchsorted(depth_of, np.arange(1, label.shape[1] + 1))
        for depth, (start, end) in enumerate(pairwise(levels.tolist()), start=1):
            arcs, first = _arcs_of(tree, nodes[start:end])
            ways = label[at[tree.high[arcs]], :depth]
            ways += self.costs[way, arcs, None]
            label[start:end, :depth] = np.minimum.reduceat(ways, first, axis=0)
        own = label[at[access.node]] + access.cost[way, :, :, None]
        return np.ascontiguousarray(own.min(axis=1).T)

    def _shared(self, tails: Ints, heads: Ints) -> list[tuple[int, ...]]:
        """Chains of common ancestors: (first depth, behind last, first row, behind last, first column, behind last).

        Rows and columns are those of the tails and heads below the chain, both sorted by place.
        """
        tree = self.hierarchy
        common = np.intersect1d(_with_ancestors(tree, tails), _with_ancestors(tree, heads))
        spans = np.column_stack(
            [
                np.searchsorted(tree.place[side], bound[common])
                for side in (tails, heads)
                for bound in (tree.place, tree.place_end)
            ]
        )
        chains, chain_of = np.unique(spans, axis=0, return_inverse=True)
        top, bottom = np.full(len(chains), len(tree.parent)), np.zeros(len(chains), dtype=np.int64)
        np.minimum.at(top, chain_of, tree.depth[common])
        np.maximum.at(bottom, chain_of, tree.depth[common] + 1)
        return [tuple(chain) for chain in np.column_stack([top, bottom, chains]).tolist()]

    def _along_links(self, cost: Floats, starts: Ints, ends: Ints) -> None:
        """Ways that never leave the link on which both places lie."""
        junctions = len(self.hierarchy.rank)
        columns: dict[int, list[int]] = defaultdict(list)
        for column in np.flatnonzero(ends >= junctions).tolist():
            columns[int(self.pieces.cuts.link[ends[column] - junctions])].append(column)
        for row in np.flatnonzero(starts >= junctions).tolist():
            start = int(starts[row]) - junctions
            for column in columns.get(int(self.pieces.cuts.link[start]), ()):
                direct = self.pieces.direct(start, int(ends[column]) - junctions)
                cost[row, column] = min(cost[row, column], direct)


def customised(network: RoadNetwork, pieces: Pieces) -> Customised:
    """Costs of all arcs: those of the links, then those of the ways over lower nodes, from the bottom up."""
    tree = hierarchy_of(network)
    costs = np.full((2, len(tree.high)), np.inf)
    for forward in (True, False):
        usable = (pieces.whole < np.inf) & (tree.link_arc >= 0) & (forward | pieces.twoway)
        ways = np.where(tree.link_up[usable] == forward, UP, DOWN)
        np.minimum.at(costs, (ways, tree.link_arc[usable]), pieces.whole[usable])
    up, down = costs
    for step in tree.steps:
        over = np.minimum.reduceat(down[step.side] + up[step.other], step.first)
        back = np.minimum.reduceat(down[step.other] + up[step.side], step.first)
        up[step.base] = np.minimum(up[step.base], over)
        down[step.base] = np.minimum(down[step.base], back)
    return Customised(tree, pieces, costs)


def _with_ancestors(tree: Hierarchy, nodes: Ints) -> Ints:
    """The nodes and all above them, highest first."""
    found = np.zeros(len(tree.parent), dtype=bool)
    new = np.unique(nodes)
    while len(new):
        found[new] = True
        above = np.unique(tree.parent[new])
        new = above[(above >= 0) & ~found[above]]
    all_found = np.flatnonzero(found)
    return all_found[np.argsort(tree.depth[all_found], kind="stable")]


def _arcs_of(tree: Hierarchy, nodes: Ints) -> tuple[Ints, Ints]:
    """Arcs up from some nodes one after the other, and where those of each node begin."""
    start, count = tree.arcs_from[nodes], tree.arcs_from[nodes + 1] - tree.arcs_from[nodes]
    first = np.cumsum(count) - count
    return np.arange(int(count.sum())) + np.repeat(start - first, count), first


def _relax(least: Floats, up: Floats, down: Floats, chain: tuple[int, ...]) -> None:
    """Lower the costs of all pairs below a chain to those of the ways over it."""
    top, bottom, first_row, row_end, first_column, column_end = chain
    rows = max(1, _BLOCK // (column_end - first_column))
    for row in range(first_row, row_end, rows):
        part = least[row : min(row + rows, row_end), first_column:column_end]
        ways = np.empty_like(part)
        for depth in range(top, bottom):
            np.add(up[depth, row : row + len(part), None], down[depth, first_column:column_end], out=ways)
            np.minimum(part, ways, out=part)
