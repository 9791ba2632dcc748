"""What the ways of goods cost at least: the same for every plan, so it is worked out before there is one."""

from collections.abc import Sequence

import numpy as np

from optimize.goods.supply import Supply, trucks
from optimize.programs.linear import Reals
from optimize.trips.legs import Legs


class Haulage:
    """Fen of a vehicle's way, by carrier and by whichever vehicle there is; infinite where no way leads."""

    def __init__(self, supply: Supply) -> None:
        problem, index = supply.index.problem, supply.index
        self.fleet = trucks(index)
        self.sources = [row.location for row in problem.sources]
        self.shelters = [row.location for row in problem.shelters]
        places = (*self.sources, *self.shelters)
        legs = [Legs(index, carrier.vehicles, places) for carrier in supply.carriers]
        self.near: list[Reals] = []
        """Per carrier, to each source from the nearest place where one of its vehicles may stand."""
        self.ways: list[Reals] = []
        """Per carrier, source × shelter."""
        for carrier, of in zip(supply.carriers, legs, strict=True):
            stands = [*(vehicle.location for vehicle in carrier.vehicles), *self.shelters]
            self.near.append(of.fen(stands, self.sources).min(axis=0))
            self.ways.append(of.fen(self.sources, self.shelters))
        self._any = legs[0] if len(legs) == 1 else Legs(index, self.fleet, places)

    def visits(self, used: Sequence[int]) -> tuple[Reals, Reals]:
        """Least ways into and on from each of these sources, added up; and into each shelter."""
        sources = [self.sources[row] for row in used]
        starts = [*(vehicle.location for vehicle in self.fleet), *self.shelters]
        out = self._any.fen(sources, self.shelters)
        come, leave = self._any.apart(sources)
        come = np.minimum(come, self._any.fen(starts, sources).min(axis=0))
        return come + np.minimum(leave, out.min(axis=1)), np.minimum(out.min(axis=0), self._any.apart(self.shelters)[0])
