"""Travel between a handful of places as small square tables, for loops that look it up millions of times."""

from collections.abc import Iterable
from functools import cached_property

from optimize.index import Index, Rows, Table, rows_of
from optimize.rules import Flags

FAR = 10**9
"""Seconds (or metres) that stand for "no way"; beyond any horizon, and the sum of two is exact in 32 bits."""


class Distances:
    """Distinct locations by number, with seconds and metres between each two of them; 0 from a place to itself.

    No vehicle may drive a way that people have banned, so there is none here.
    """

    def __init__(self, index: Index, profile: str, locations: Iterable[str]) -> None:
        self.locations = list(dict.fromkeys(locations))
        self.number = {location: number for number, location in enumerate(self.locations)}
        road = index.road(profile)
        closed = ~index.rules.driving(self.locations, self.locations)
        self.seconds_of, self.metres_of = (
            _far(between(self.locations, self.locations), closed)
            for between in (road.seconds_between, road.metres_between)
        )

    @cached_property
    def seconds(self) -> Rows:
        return rows_of(self.seconds_of)

    @cached_property
    def metres(self) -> Rows:
        """Read where they are, since they are looked up far less often than seconds."""
        return [memoryview(row) for row in self.metres_of]


def _far(known: Table, closed: Flags) -> Table:
    known[(known < 0) | (known > FAR) | closed] = FAR
    return known
