"""Which goods go from where to which shelter, in whole units, and from which lots.

``Ledger`` keeps what is still there and still wanted while units are booked; the greedy fill books the best arcs first
and shares a short item evenly; ``booked`` also turns the flows of the linear program into whole units.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil

import numpy as np

from optimize.figures import rate
from optimize.goods.flows import Flow
from optimize.goods.supply import NEVER, NO_ARRIVAL, Need, Supply
from optimize.index import Table
from optimize.problem import KitLine
from optimize.programs.linear import Reals, Whole

LATE = 10**12
PER_RANK = 10**8
Booking = dict[tuple[int, int], int]
"""Units by (pool, need)."""


class Ledger:
    """Units left in pools and above floors, units still wanted, and what has been booked."""

    def __init__(self, supply: Supply, needs: Sequence[Need]) -> None:
        self.supply, self.needs = supply, needs
        self.left = supply.quantity.copy()
        self.spare = {key: units for key, (units, _) in supply.spare.items()}
        self.wanted = np.array([need.required for need in needs], dtype=np.int64)
        self.booked: Booking = defaultdict(int)
        self.others: dict[tuple[int, str], int] = defaultdict(int)
        """Units of substitutes by (need, item), those that fixed trips bring included."""
        for number, need in enumerate(needs):
            for item in need.line.items[1:]:
                self.others[number, item] = need.there.get(item, 0)

    def book(self, pool: int, need: int, most: int) -> int:
        """Book as much as pool, floor and need allow, at most ``most`` units of the pool; returns the units booked."""
        row = self.supply.pools[pool]
        own = row.item == self.needs[need].line.item
        wanted = int(self.wanted[need])
        units = min(most, wanted if own else self._enough(need, row.item, wanted), self._there(pool, need))
        if units <= 0:
            return 0
        if self._bound(pool, need):
            self.spare[row.source, row.item] -= units
        self.left[pool] -= units
        self.wanted[need] -= units if own else min(wanted, self._counts(need, row.item, units))
        if not own:
            self.others[need, row.item] += units
        self.booked[pool, need] += units
        return units

    def serve(self, pool: int, need: int, most: int) -> int:
        """Book for at most ``most`` units of the line (one more of a substitute may count for more), none of a
        substitute that would count for nothing; returns the units of the line."""
        item, before = self.supply.pools[pool].item, int(self.wanted[need])
        if item == self.needs[need].line.item:
            return self.book(pool, need, most)
        units = min(self._enough(need, item, min(most, before)), self._there(pool, need))
        counts = self._counts(need, item, units)
        if counts > 0:
            self.book(pool, need, self._enough(need, item, counts))
        return before - int(self.wanted[need])

    def may_swap(self, pool: int, giver: int, taker: int) -> bool:
        """Whether units of a pool may change over from one need to another, as far as floors go."""
        return self._bound(pool, giver) or not self._bound(pool, taker)

    def swap(self, pool: int, giver: int, taker: int, units: int) -> None:
        """Booked units of the own item of both needs change over."""
        row = self.supply.pools[pool]
        if self._bound(pool, giver) and not self._bound(pool, taker):
            self.spare[row.source, row.item] += units
        self.booked[pool, giver] -= units
        self.booked[pool, taker] += units
        self.wanted[giver] += units
        self.wanted[taker] -= units

    def _bound(self, pool: int, need: int) -> bool:
        """Whether a floor holds the pool back from this shelter."""
        floor = self.supply.spare.get((self.supply.pools[pool].source, self.supply.pools[pool].item))
        return floor is not None and self.needs[need].shelter not in floor[1]

    def _there(self, pool: int, need: int) -> int:
        """Units that pool and floor still let go."""
        row, left = self.supply.pools[pool], int(self.left[pool])
        return min(left, self.spare[row.source, row.item]) if self._bound(pool, need) else left

    def _counts(self, need: int, item: str, units: int) -> int:
        """Units of the line for which so many more of a substitute count."""
        share, there = rate(self.needs[need].line, item), self.others[need, item]
        return int((there + units) * share) - int(there * share)

    def _enough(self, need: int, item: str, counts: int) -> int:
        """The fewest units of a substitute that count for so many more of the line."""
        share, there = rate(self.needs[need].line, item), self.others[need, item]
        return ceil((int(there * share) + counts) / share) - there if counts > 0 else 0


def fill(ledger: Ledger, *, by_channel: bool = True, arrivals: dict[str, Table] | None = None) -> None:
    """Book what is still wanted: urgent lines first, on time before late, own channels first, then short ways.

    Where an item is too short for all, every shelter first gets its even share. Substitutes come after the own items
    of all lines.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, need in enumerate(ledger.needs):
        rows[need.line.id].append(row)
    lines = sorted({n.line.id: n.line for n in ledger.needs}.values(), key=_urgency)
    orders = [(line, line.item) for line in lines]
    orders += [(line, item) for line in lines for item in line.items[1:]]
    for line, item in orders:
        if item in ledger.supply.pools_of:
            arrive = arrivals[item] if arrivals else ledger.supply.direct_arrivals_s(item)
            _fill_line(ledger, np.array(rows[line.id]), item, arrive, by_channel=by_channel)


def _urgency(line: KitLine) -> tuple[bool, int, int, str]:
    return (not line.life_critical, line.due_s, -line.weight, line.id)


def _fill_line(ledger: Ledger, needs: Whole, item: str, arrive: Table, *, by_channel: bool) -> None:
    line = ledger.needs[needs[0]].line
    pools = ledger.supply.pools_of[item]
    shelters = np.array([ledger.needs[row].shelter for row in needs])
    drive = ledger.supply.drive_s(pools[:, None], shelters)
    arrive = arrive[:, shelters].astype(np.int64)
    cost = np.where(arrive > line.due_s, LATE + arrive, 0) + drive
    if by_channel:
        cost = cost + ledger.supply.rank[pools][:, None] * PER_RANK
    order = np.argsort(np.where(arrive == NO_ARRIVAL, NEVER, cost), axis=None, kind="stable")
    order = order[: int((arrive != NO_ARRIVAL).sum())]
    share = rate(line, item)
    wanted = int(ledger.wanted[needs].sum())
    there = int(ledger.left[pools].sum()) * share.numerator // share.denominator
    if there < wanted:
        _book_in_order(ledger, pools, needs, order, ledger.wanted[needs] * there // wanted)
    _book_in_order(ledger, pools, needs, order, ledger.wanted[needs].copy())


def _book_in_order(ledger: Ledger, pools: Whole, needs: Whole, order: Whole, allowance: Whole) -> None:
    """Book along the arcs in this order until nobody may take more."""
    remaining = int(allowance.sum())
    for arc in order:
        if remaining <= 0:
            return
        pool, need = divmod(int(arc), len(needs))
        if allowance[need] > 0 and ledger.left[pools[pool]] > 0:
            units = ledger.serve(int(pools[pool]), int(needs[need]), int(allowance[need]))
            allowance[need] -= units
            remaining -= units


def booked(ledger: Ledger, pools: Whole, needs: Whole, units: Reals) -> None:
    """Book fractional flows (in units of the lines) as whole units: whole parts first, then the largest fractions."""
    whole = np.floor(units + 1e-6).astype(np.int64)
    for pool, need, quantity in zip(pools.tolist(), needs.tolist(), whole.tolist(), strict=True):
        if quantity:
            ledger.serve(pool, need, quantity)
    rest = units - whole
    for arc in np.lexsort((needs, pools, -rest)):
        if rest[arc] <= 1e-6:
            break
        ledger.serve(int(pools[arc]), int(needs[arc]), 1)


def flows(ledger: Ledger) -> tuple[Flow, ...]:
    """The bookings as flows of lots: of each pool the first to expire goes to the line that is due first."""
    by_pool: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (pool, need), units in ledger.booked.items():
        by_pool[pool].append((need, units))
    found: list[Flow] = []
    for pool in sorted(by_pool):
        orders = sorted(by_pool[pool], key=lambda row: (ledger.needs[row[0]].line.due_s, row[0]))
        found += _split(ledger, pool, orders)
    return tuple(found)


def _split(ledger: Ledger, pool: int, orders: Iterable[tuple[int, int]]) -> list[Flow]:
    shelters, row = ledger.supply.index.problem.shelters, ledger.supply.pools[pool]
    lots = iter(row.lots)
    lot, left = "", 0
    found = []
    for number, wanted in orders:
        need, units = ledger.needs[number], wanted
        while units:
            if not left:
                first = next(lots)
                lot, left = first.id, first.quantity
            taken = min(units, left)
            found.append(Flow(lot, shelters[need.shelter].id, need.line.id, taken))
            left -= taken
            units -= taken
    return found
