"""Which goods still go as an earlier plan sent them: a linear program that changes as little as the needs allow.

Needs are met as well and as soon as any allocation does that takes no more of the vehicles' time than the earlier one
took; among those allocations the one is found that redirects the fewest persons' goods.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from optimize.goods.allocation import Ledger, booked, fill
from optimize.goods.leximin import Allocation, Arcs, Channels, find_arcs
from optimize.goods.supply import Need, Supply
from optimize.programs.linear import Reals, Whole
from optimize.progress import Control
from optimize.replanning.resume import Doubt, Goods

LEAST_FLEET = 0.2
"""The share of the vehicles' time that goods may take at least."""
HAUL = 1e-3
"""What an hour of hauling counts against redirecting a person's goods: enough to choose among equals."""
Units = Mapping[tuple[int, int], int]
"""By (pool, need)."""


class Keeping:
    """The program for one set of needs: every arc, and once more those of the earlier plan, as far as it used them."""

    def __init__(self, supply: Supply, needs: Sequence[Need], before: Units) -> None:
        self.supply, self.needs = supply, needs
        items = sorted({item for need in needs for item in need.line.items} & supply.pools_of.keys())
        arcs = find_arcs(supply, needs, {item: supply.direct_arrivals_s(item) for item in items})
        key = arcs.pool * len(needs) + arcs.need
        order = np.argsort(key, kind="stable")
        wanted = np.array([pool * len(needs) + need for pool, need in before], dtype=np.int64)
        found = np.minimum(np.searchsorted(key, wanted, sorter=order), len(key) - 1)
        there = key[order[found]] == wanted if len(key) else np.zeros(len(wanted), dtype=bool)
        self.again = order[found[there]]
        self.most = np.array(list(before.values()), dtype=float)[there] / arcs.takes[self.again]
        self.fresh = len(arcs.pool)
        columns = (arcs.pool, arcs.need, arcs.late_s, arcs.takes, arcs.other)
        self.arcs = Arcs(*(np.concatenate([row, row[self.again]]) for row in columns))

    def units(self, control: Control) -> tuple[Reals, Reals] | None:
        """(units of every arc that are new, units of the earlier plan's arcs that stay); None if not solved in time."""
        program = Allocation(self.supply, self.needs, self.arcs, self._fleet())
        sifting = program.sifted()
        sifting.set_bounds(program.flow[self.fresh :], 0.0, self.most)
        persons = np.array([need.persons_per_unit for need in self.needs])[self.arcs.need]
        change = np.zeros(program.program.columns)
        change[program.flow] = HAUL * (program.truck_hours() + program.visit_hours())
        change[program.flow[: self.fresh]] += persons[: self.fresh]
        best: Reals | None = None
        for cost in (*(cost for _, cost in program.levels(Channels.LAST)[:3]), change):
            answer = sifting.settle(cost, control)
            if not answer.found:
                break
            best = answer.x[program.flow]
        return None if best is None else (best[: self.fresh], best[self.fresh :])

    def _fleet(self) -> float:
        """The share of the vehicles' time that the earlier plan's arcs take, as far as they are in time."""
        program = Allocation(self.supply, self.needs, self.arcs, 1.0)
        hours = (program.truck_hours() + program.visit_hours())[self.fresh :] * self.most
        timely, due = self.arcs.on_time[self.fresh :], program.due[self.arcs.need[self.fresh :]]
        carrier = program.carrier[self.fresh :]
        shares = [LEAST_FLEET]
        for moment in np.unique(program.due):
            for number, row in enumerate(self.supply.carriers):
                there = sum(max(0, int(moment) - vehicle.ready_s) for vehicle in row.vehicles) / 3600
                taken = float(hours[timely & (due <= moment) & (carrier == number)].sum())
                shares.append(taken / there if there else 0.0)
        return max(shares)


class KeptGoods(Goods):
    """The goods of an earlier plan taken up again: none redirected at first, then those that the program says."""

    answer: tuple[Reals, Reals] | None = None

    def redirect(self, lost: Doubt, control: Control) -> None:
        """Ask the program; goods that are ``lost`` go elsewhere in any case."""
        self.moved = {}
        ledger = Ledger(self.supply, self.needs)
        self._keep(ledger, lost)
        self.keeping = Keeping(self.supply, self.needs, dict(ledger.booked))
        self.answer = self.keeping.units(control)

    def ledger(self) -> Ledger:
        if self.answer is None:
            return super().ledger()
        arcs, again = self.keeping.arcs, self.keeping.again
        pairs = zip(arcs.pool[again].tolist(), arcs.need[again].tolist(), strict=True)
        stays = np.floor(self.answer[1] * arcs.takes[again] + 0.5).astype(np.int64).tolist()
        return _Allowed(self.supply, self.needs, dict(zip(pairs, stays, strict=True)))

    def allocate(self, ledger: Ledger) -> None:
        if isinstance(ledger, _Allowed) and self.answer is not None:
            ledger.allowed = None
            fresh: Whole = np.arange(self.keeping.fresh)
            booked(ledger, self.keeping.arcs.pool[fresh], self.keeping.arcs.need[fresh], self.answer[0])
        fill(ledger, by_channel=False)


class _Allowed(Ledger):
    """Books at first only what the program keeps."""

    def __init__(self, supply: Supply, needs: Sequence[Need], allowed: dict[tuple[int, int], int]) -> None:
        super().__init__(supply, needs)
        self.allowed: dict[tuple[int, int], int] | None = allowed

    def book(self, pool: int, need: int, most: int) -> int:
        if self.allowed is None:
            return super().book(pool, need, most)
        units = super().book(pool, need, min(most, self.allowed.get((pool, need), 0)))
        if units:
            self.allowed[pool, need] -= units
        return units
