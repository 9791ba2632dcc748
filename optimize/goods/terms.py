"""What agreements and production ask of whoever draws on them: at least so many units, or none.

Until when lots may be loaded, and which shelters they may go to, is asked lot by lot (``rules``, ``supply``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from optimize.goods.allocation import Ledger
from optimize.goods.supply import NO_ARRIVAL, Need, Supply
from optimize.index import Index
from optimize.plan import Delivery
from optimize.problem import KitLine, Terms


def called_too_little(index: Index, units: Mapping[str, int]) -> list[Terms]:
    """Terms of which less than the least call, but something, would be drawn. What has left already has been called."""
    gone = {row.lot for row in index.problem.adjustment.fixed.deliveries}
    found = []
    for terms in index.problem.terms:
        drawn = sum(units.get(lot, 0) for lot in terms.lots)
        if 0 < drawn < terms.minimum and not gone.intersection(terms.lots):
            found.append(terms)
    return found


def drawn_from(deliveries: Iterable[Delivery]) -> Counter[str]:
    """Units by lot."""
    units: Counter[str] = Counter()
    for row in deliveries:
        units[row.lot] += row.quantity
    return units


def allocated_within(supply: Supply, needs: Sequence[Need], allocate: Callable[[Ledger], None]) -> Ledger:
    """A ledger in which every call is large enough: small ones are raised where the need is there, else left out."""
    raised, barred = list[Terms](), set[str]()
    while True:
        ledger = _ledger(supply, needs, raised, barred)
        allocate(ledger)
        units: Counter[str] = Counter()
        for (pool, _), quantity in ledger.booked.items():
            for lot in supply.pools[pool].lots:  # lots under terms are pools of their own
                units[lot.id] += quantity
        short = called_too_little(supply.index, units)
        if not short:
            return ledger
        for terms in short:
            if terms not in raised and _most(supply, needs, terms) >= terms.minimum:
                raised.append(terms)
            else:
                barred.update(terms.lots)


def _ledger(supply: Supply, needs: Sequence[Need], raised: Sequence[Terms], barred: set[str]) -> Ledger:
    """A fresh ledger with the least calls of raised terms booked, and nothing left in what is barred."""
    ledger = Ledger(supply, needs)
    for number, pool in enumerate(supply.pools):
        if pool.lots[0].id in barred:
            ledger.left[number] = 0
    for terms in raised:
        if barred.isdisjoint(terms.lots):
            _book_least(ledger, terms)
    return ledger


def _pools(supply: Supply, terms: Terms) -> list[int]:
    lots = set(terms.lots)
    return [number for number, pool in enumerate(supply.pools) if pool.lots[0].id in lots]


def _book_least(ledger: Ledger, terms: Terms) -> None:
    """Book the least call: urgent needs first, in time before late, what comes sooner first."""
    supply, left = ledger.supply, terms.minimum
    for pool in _pools(supply, terms):
        arrive = supply.direct_arrivals_s(supply.pools[pool].item)[supply.row_of[pool]]
        rows = [n for n, need in enumerate(ledger.needs) if supply.pools[pool].item in need.line.items]
        rows = [row for row in rows if arrive[ledger.needs[row].shelter] != NO_ARRIVAL]
        urgency = {row: _urgency(ledger.needs[row].line, int(arrive[ledger.needs[row].shelter])) for row in rows}
        for row in sorted(rows, key=urgency.__getitem__):
            left -= ledger.book(pool, row, left)


def _urgency(line: KitLine, arrive_s: int) -> tuple[bool, bool, int, int]:
    return arrive_s > line.due_s, not line.life_critical, line.due_s, arrive_s


def _most(supply: Supply, needs: Sequence[Need], terms: Terms) -> int:
    """Units that could be booked of these terms at most."""
    ledger = Ledger(supply, needs)
    _book_least(ledger, terms)
    lots = set(_pools(supply, terms))
    return sum(units for (pool, _), units in ledger.booked.items() if pool in lots)
