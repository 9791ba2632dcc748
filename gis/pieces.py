"""Links cut at the places that join them: what every piece costs, from the link's start to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.roads import RoadNetwork
from gis.snapping import Snap

METRES_ROOM = float(2**21)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def exact_cost(metres: NDArray[Any], kmh: NDArray[Any]) -> Floats:
    """Exact integer weight of driving ``metres`` at ``kmh``, at least one millisecond; infinite at 0 km/h."""
    with np.errstate(divide="ignore", invalid="ignore"):
        milliseconds = np.maximum(np.rint(metres * 3600.0 / kmh), 1.0)
    return np.where(kmh > 0, milliseconds * METRES_ROOM + np.rint(metres), np.inf)


@dataclass(frozen=True, eq=False)
class Cuts:
    """Points inside links, sorted by (link, share); the first on its link has ``turn`` 0, the next 1."""

    link: Ints
    share: Floats
    turn: Ints
    last: NDArray[np.bool_]

    @property
    def places(self) -> list[tuple[int, float]]:
        """(link, share) of each cut."""
        return list(zip(self.link.tolist(), self.share.tolist(), strict=True))

    @classmethod
    def at(cls, snaps: Iterable[Snap]) -> "Cuts":
        points = sorted({(snap.link, snap.share) for snap in snaps if 0.0 < snap.share < 1.0})
        link = np.array([number for number, _ in points], dtype=np.int64)
        first = np.searchsorted(link, link)
        return cls(
            link,
            np.array([share for _, share in points]),
            np.arange(len(link)) - first,
            np.searchsorted(link, link, side="right") == np.arange(1, len(link) + 1),
        )


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of all links in link order, each from ``tail`` (at ``start`` of the link) to ``head`` (at ``end``).

    Node ``junctions + k`` is the k-th cut. A piece of a closed link costs infinitely much.
    """

    junctions: int
    cuts: Cuts
    twoway: NDArray[np.bool_]
    ends: Ints
    link: Ints
    tail: Ints
    head: Ints
    start: Floats
    end: Floats
    cost: Floats

    @cached_property
    def whole(self) -> Floats:
        """Cost of every link from end to end, the sum of its pieces."""
        return np.asarray(np.bincount(self.link, self.cost, minlength=len(self.ends)), dtype=np.float64)

    @cached_property
    def before(self) -> Floats:
        """Cost from the start of its link to each cut."""
        into = np.empty(len(self.cuts.link))
        ends_in_cut = self.head >= self.junctions
        into[self.head[ends_in_cut] - self.junctions] = self.cost[ends_in_cut]
        for turn in range(1, int(self.cuts.turn.max(initial=0)) + 1):
            here = np.flatnonzero(self.cuts.turn == turn)
            into[here] += into[here - 1]
        return into

    @cached_property
    def after(self) -> Floats:
        """Cost from each cut to the end of its link."""
        whole = self.whole[self.cuts.link]
        return np.where(whole < np.inf, whole - np.where(whole < np.inf, self.before, 0.0), np.inf)

    def direct(self, start: int, end: int) -> float:
        """Cost from one cut to another one of the same link, along the link."""
        if start == end:
            return 0.0
        forward = end > start
        if self.whole[self.cuts.link[start]] == np.inf or not (forward or self.twoway[self.cuts.link[start]]):
            return float("inf")
        return float(abs(self.before[end] - self.before[start]))


def pieces_of(network: RoadNetwork, snaps: Iterable[Snap], kmh: Floats) -> Pieces:
    """The pieces at these speeds per link; 0 km/h closes a link."""
    junctions, ends, cuts = len(network.lon), network.ends, Cuts.at(snaps)
    count, first, last = len(cuts.link), cuts.turn == 0, cuts.last
    node = junctions + np.arange(count)
    uncut = np.setdiff1d(np.arange(len(ends)), cuts.link)
    link = np.concatenate([uncut, cuts.link, cuts.link[last]])
    tail = np.concatenate([ends[uncut, 0], np.where(first, ends[cuts.link, 0], node - 1), node[last]])
    head = np.concatenate([ends[uncut, 1], node, ends[cuts.link[last], 1]])
    start = np.concatenate([np.zeros(len(uncut)), np.where(first, 0.0, np.roll(cuts.share, 1)), cuts.share[last]])
    end = np.concatenate([np.ones(len(uncut)), cuts.share, np.ones(int(last.sum()))])
    order = np.lexsort((start, link))
    link, tail, head, start, end = (column[order] for column in (link, tail, head, start, end))
    cost = exact_cost(np.rint(network.lengths_m[link] * (end - start)), kmh[link])
    return Pieces(junctions, cuts, ~network.oneways, ends, link, tail, head, start, end, cost)
