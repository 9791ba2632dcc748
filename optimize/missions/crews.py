"""The crews that a mission could have: the teams that serve it together, and how the first of them comes.

There are too many crews to list them all. A table per mission (a knapsack in people, over all members at once for every
way to come first) tells the best crew for given worths of the members, or all crews within a limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimize.missions.postings import Option
from optimize.programs.linear import INFINITY, Reals, Whole

NEVER, PLAINLY = -2, -1


@dataclass(frozen=True)
class Way:
    """How the first comes: ``option`` (its row) leaves at ``depart_s``; late by ``over_s``.

    Without an option a fixed one is first, or nobody comes at all: then ``alone``.
    """

    option: int | None
    depart_s: int
    over_s: int
    alone: bool = False


class Crew(NamedTuple):
    """Numbers: of the site, of its way, and the places of the others among its members."""

    site: int
    way: int
    others: tuple[int, ...]


@dataclass(frozen=True)
class Site:
    """A mission, its ``members`` (rows of options) with the people they give, and its ways.

    ``after[way, member]`` is PLAINLY where the member comes after the first anyway, NEVER where it cannot, else the
    row of the delay that it then needs.
    """

    number: int
    people: int
    severity: int
    members: Whole
    gives: Whole
    ways: Sequence[Way]
    after: NDArray[np.int64]

    @property
    def cells(self) -> int:
        """The size of its table."""
        return len(self.ways) * (len(self.members) + 1) * (self.people + 1)

    def rest(self, options: Sequence[Option]) -> Whole:
        """People still wanted once the first is there, per way."""
        gone = [0 if way.option is None else options[way.option].people for way in self.ways]
        return np.maximum(0, self.people - np.array(gone, dtype=np.int64))

    def crew_of(self, way: int, options: Sequence[int]) -> Crew:
        """The crew of a way and the rows of all its options."""
        places = {int(option): place for place, option in enumerate(self.members)}
        others = (places[option] for option in options if option != self.ways[way].option)
        return Crew(self.number, way, tuple(sorted(others)))


class Table:
    """What the best crews of a site cost, per way, at the given costs of members, ways and people that lack."""

    def __init__(self, site: Site, rest: Whole, member: Reals, way: Reals, lacking: float) -> None:
        self.site, self.rest, self.way, self.member = site, rest, way, member
        wanted = np.arange(site.people + 1)
        costs = np.empty((len(site.members) + 1, len(site.ways), len(wanted)))
        costs[0] = lacking * wanted
        for place, people in enumerate(site.gives.tolist()):
            less = np.maximum(0, wanted - people)
            before = costs[place]
            costs[place + 1] = np.minimum(before, member[:, place, None] + before[:, less])
        self.costs = costs
        self.totals: Reals = way + costs[-1][np.arange(len(site.ways)), rest]

    @property
    def least(self) -> float:
        return float(self.totals.min())

    def best(self, way: int) -> Crew:
        """The best crew with this way."""
        wanted, others = int(self.rest[way]), list[int]()
        for place in range(len(self.site.members) - 1, -1, -1):
            if self.costs[place + 1, way, wanted] < self.costs[place, way, wanted]:
                others.append(place)
                wanted = max(0, wanted - int(self.site.gives[place]))
        return Crew(self.site.number, way, tuple(sorted(others)))

    def within(self, limit: float) -> Iterator[Crew]:
        """All crews that cost no more than ``limit``."""
        for way in np.flatnonzero(self.totals <= limit).tolist():
            costs, member = self.costs[:, way], self.member[way]
            open_ends: list[tuple[int, int, float, tuple[int, ...]]]
            open_ends = [(len(self.site.members), int(self.rest[way]), float(self.way[way]), ())]
            while open_ends:
                place, wanted, spent, others = open_ends.pop()
                if not place:
                    yield Crew(self.site.number, way, others)
                    continue
                place -= 1
                if spent + costs[place, wanted] <= limit:
                    open_ends.append((place, wanted, spent, others))
                more, left = spent + member[place], max(0, wanted - int(self.site.gives[place]))
                if more < INFINITY and more + costs[place, left] <= limit:
                    open_ends.append((place, left, more, (place, *others)))
