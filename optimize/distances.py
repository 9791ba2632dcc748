"""Travel between a handful of places as small square tables, for loops that look it up millions of times."""

from collections.abc import Iterable

import numpy as np

from optimize.index import Index, Matrix, Table, rows_of

FAR = 10**9
"""Seconds (or metres) that stand for "no way"; beyond any horizon, and sums of them stay exact."""


class Distances:
    """Distinct locations by number, with seconds and metres between each two of them; 0 from a place to itself.

    No vehicle may drive a way that people have banned, so there is none here.
    """

    def __init__(self, index: Index, profile: str, locations: Iterable[str]) -> None:
        self.locations = list(dict.fromkeys(locations))
        self.number = {location: number for number, location in enumerate(self.locations)}
        road = index.road(profile)
        rows = [n for n, place in enumerate(self.locations) if place in road.row]
        columns = [n for n, place in enumerate(self.locations) if place in road.column]
        picked = np.ix_([road.row[self.locations[n]] for n in rows], [road.column[self.locations[n]] for n in columns])
        self._open = index.rules.driving(self.locations, self.locations)
        self.seconds_of = self._square(rows, columns, road.seconds_of[picked])
        self.metres_of = self._square(rows, columns, road.metres_of[picked])
        self.seconds, self.metres = rows_of(self.seconds_of), rows_of(self.metres_of)

    def _square(self, rows: list[int], columns: list[int], known: Table) -> Matrix:
        square = np.full((len(self.locations), len(self.locations)), FAR, dtype=np.int64)
        square[np.ix_(rows, columns)] = np.where(known < 0, FAR, known)
        square[~self._open] = FAR
        np.fill_diagonal(square, 0)
        return square
