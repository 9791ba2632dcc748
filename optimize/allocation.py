"""Which goods go from where to which shelter, in whole units, and from which lots.

``Ledger`` keeps what is still there and still wanted while units are booked; the greedy fill books the best arcs first
and shares a short item evenly; ``booked`` also turns the flows of the linear program into whole units.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from optimize.flows import Flow
from optimize.index import Table
from optimize.linear import Reals, Whole
from optimize.problem import KitLine
from optimize.supply import NEVER, NO_ARRIVAL, Need, Supply

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

    def book(self, pool: int, need: int, most: int) -> int:
        """Book as much as pool, floor and need allow, at most ``most``; returns the units booked."""
        row = self.supply.pools[pool]
        units = min(most, int(self.left[pool]), int(self.wanted[need]))
        floor = self.supply.spare.get((row.source, row.item))
        bound = floor is not None and self.needs[need].shelter not in floor[1]
        if bound:
            units = min(units, self.spare[row.source, row.item])
        if units <= 0:
            return 0
        if bound:
            self.spare[row.source, row.item] -= units
        self.left[pool] -= units
        self.wanted[need] -= units
        self.booked[pool, need] += units
        return units


def fill(ledger: Ledger, *, by_channel: bool = True, arrivals: dict[str, Table] | None = None) -> None:
    """Book what is still wanted: urgent lines first, on time before late, own channels first, then short ways.

    Where an item is too short for all, every shelter first gets its even share.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, need in enumerate(ledger.needs):
        rows[need.line.id].append(row)
    for line in sorted({n.line.id: n.line for n in ledger.needs}.values(), key=_urgency):
        if line.item in ledger.supply.pools_of:
            arrive = arrivals[line.item] if arrivals else ledger.supply.direct_arrivals_s(line.item)
            _fill_line(ledger, np.array(rows[line.id]), arrive, by_channel=by_channel)


def _urgency(line: KitLine) -> tuple[bool, int, int, str]:
    return (not line.life_critical, line.due_s, -line.weight, line.id)


def _fill_line(ledger: Ledger, needs: Whole, arrive: Table, *, by_channel: bool) -> None:
    line = ledger.needs[needs[0]].line
    pools = ledger.supply.pools_of[line.item]
    shelters = np.array([ledger.needs[row].shelter for row in needs])
    drive = ledger.supply.drive_s(pools[:, None], shelters)
    arrive = arrive[:, shelters].astype(np.int64)
    cost = np.where(arrive > line.due_s, LATE + arrive, 0) + drive
    if by_channel:
        cost = cost + ledger.supply.rank[pools][:, None] * PER_RANK
    order = np.argsort(np.where(arrive == NO_ARRIVAL, NEVER, cost), axis=None, kind="stable")
    order = order[: int((arrive != NO_ARRIVAL).sum())]
    wanted, there = int(ledger.wanted[needs].sum()), int(ledger.left[pools].sum())
    if there < wanted:
        share = ledger.wanted[needs] * there // wanted
        _book_in_order(ledger, pools, needs, order, share)
    _book_in_order(ledger, pools, needs, order, ledger.wanted[needs].copy())


def _book_in_order(ledger: Ledger, pools: Whole, needs: Whole, order: Whole, allowance: Whole) -> None:
    """Book along the arcs in this order until nobody may take more."""
    remaining = int(allowance.sum())
    for arc in order:
        if remaining <= 0:
            return
        pool, need = divmod(int(arc), len(needs))
        if allowance[need] > 0 and ledger.left[pools[pool]] > 0:
            units = ledger.book(int(pools[pool]), int(needs[need]), int(allowance[need]))
            allowance[need] -= units
            remaining -= units


def booked(ledger: Ledger, pools: Whole, needs: Whole, units: Reals) -> None:
    """Book fractional flows as whole units: the whole parts first, then the largest fractions."""
    whole = np.floor(units + 1e-6).astype(np.int64)
    for pool, need, quantity in zip(pools.tolist(), needs.tolist(), whole.tolist(), strict=True):
        if quantity:
            ledger.book(pool, need, quantity)
    rest = units - whole
    for arc in np.lexsort((needs, pools, -rest)):
        if rest[arc] <= 1e-6:
            break
        ledger.book(int(pools[arc]), int(needs[arc]), 1)


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
