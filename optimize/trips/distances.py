"""Travel between a handful of places as small square tables, for loops that look it up millions of times."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from optimize.index import Index, Rows, Table, rows_of
from optimize.problem import UNREACHABLE

FAR = 10**9
"""Seconds (or metres) that stand for "no way"; beyond any horizon, and the sum of two is exact in 32 bits."""


class Distances:
    """Distinct locations by number, with seconds and metres between each two of them; 0 from a place to itself.

    No vehicle may drive a way that people have banned, so there is none here.
    """

    def __init__(self, index: Index, profile: str, locations: Iterable[str]) -> None:
        self.locations = list(dict.fromkeys(locations))
        self.number = {location: number for number, location in enumerate(self.locations)}
        self._rules, self._road = index.rules, index.road(profile)
        self.seconds_of = self._open(self._road.seconds_between(self.locations, self.locations))

    @cached_property
    def seconds(self) -> Rows:
        return rows_of(self.seconds_of)

    @cached_property
    def metres_of(self) -> Table:
        """A table as large as that of seconds, which hardly anybody needs whole."""
        return self._open(self._road.metres_between(self.locations, self.locations))

    def metres(self, start: int, end: int) -> int:
        """From one place to another, by their numbers."""
        found = self._road.metres(self.locations[start], self.locations[end])
        return found if found != UNREACHABLE else FAR

    def _open(self, known: Table) -> Table:
        known[known < 0] = FAR
        np.minimum(known, FAR, out=known)
        if self._rules.any_way:
            known[~self._rules.driving(self.locations, self.locations)] = FAR
        return known
