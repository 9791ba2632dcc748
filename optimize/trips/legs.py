"""What driving from one place to another costs at least, over any stops in between."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse.csgraph import floyd_warshall

from optimize.index import Index
from optimize.problem import Vehicle
from optimize.programs.linear import Reals
from optimize.trips.distances import FAR, Distances

MOST_PLACES = 2_000
"""Beyond, chains of ways are not looked for (that takes the cube of their number), and a way is reckoned to cost 0."""


class Legs:
    """Fen per way between places: the cheapest chain of ways of any of the vehicles, so that detours never cost less.

    Ways in the matrices are the fastest, not the shortest, so metres alone would not obey the triangle inequality.
    """

    def __init__(self, index: Index, fleet: Sequence[Vehicle], places: Iterable[str]) -> None:
        names = list(dict.fromkeys((*(vehicle.location for vehicle in fleet), *places)))
        self.number = {name: row for row, name in enumerate(names)}
        self._fen = _chained(self._cheapest(index, fleet, names)) if len(names) <= MOST_PLACES else None

    @staticmethod
    def _cheapest(index: Index, fleet: Sequence[Vehicle], names: Sequence[str]) -> Reals:
        """Of the direct ways."""
        policy = index.problem.policy
        cheapest: Reals = np.full((len(names), len(names)), np.inf)
        for profile in sorted({vehicle.profile for vehicle in fleet}):
            ways = Distances(index, profile, names)
            fen = ways.seconds_of * (policy.vehicle_hour_fen / 3600) + ways.metres_of * (policy.km_fen / 1000)
            cheapest = np.minimum(cheapest, np.where(ways.seconds_of < FAR, fen, np.inf))
        return cheapest

    def fen(self, starts: Sequence[str], ends: Sequence[str]) -> Reals:
        """Start × end, to be read only; infinite where no way leads."""
        if self._fen is None:
            return np.broadcast_to(0.0, (len(starts), len(ends)))
        rows = np.array([self.number[place] for place in starts], dtype=np.intp)
        columns = np.array([self.number[place] for place in ends], dtype=np.intp)
        return self._fen[np.ix_(rows, columns)]

    def apart(self, places: Sequence[str]) -> tuple[Reals, Reals]:
        """The least from another one of these places to each, and from each to another."""
        if self._fen is None:
            return np.zeros(len(places)), np.zeros(len(places))
        fen = self.fen(places, places)
        np.fill_diagonal(fen, np.inf)
        return fen.min(axis=0), fen.min(axis=1)


def _chained(fen: Reals) -> Reals:
    """The cheapest chains of these ways; places without any way (most, for a boat) are left as they are."""
    ways = np.isfinite(fen)
    used = np.flatnonzero((ways.sum(axis=0) > 1) | (ways.sum(axis=1) > 1))
    if len(used):
        fen[np.ix_(used, used)] = floyd_warshall(fen[np.ix_(used, used)])
    return fen
