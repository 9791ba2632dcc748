"""Whole persons from whole units: what serves nobody where it is booked serves somebody elsewhere.

A linear program shares a short item to the litre; of three litres a person two are no use to anybody. Such units go to
needs that they complete for one more person, from the same pool, where they come in time as well. Own items only.
"""

from collections import defaultdict
from collections.abc import Mapping

from optimize.figures import required
from optimize.goods.allocation import Ledger
from optimize.index import Table


def to_whole_persons(ledger: Ledger, arrivals: Mapping[str, Table]) -> None:
    """Move booked units until no more persons are served in time by it, the weightiest lines first."""
    shares = _Shares(ledger, arrivals)
    for need in sorted(shares.short, key=shares.order):
        while shares.complete(need):
            pass


class _Shares:
    """Who has how much in time of what is short."""

    def __init__(self, ledger: Ledger, arrivals: Mapping[str, Table]) -> None:
        self.ledger, self.arrivals = ledger, arrivals
        needs = ledger.needs
        self.short = [number for number in range(len(needs)) if ledger.wanted[number] > 0]
        self.units = {n: required(needs[n].line, needs[n].persons) - needs[n].required for n in self.short}
        """In time, what comes anyhow included."""
        self.of_item: dict[str, list[int]] = defaultdict(list)
        for number in self.short:
            self.of_item[needs[number].line.item].append(number)
        self.pools: dict[int, list[int]] = defaultdict(list)
        for (pool, number), units in sorted(ledger.booked.items()):
            if number in self.units and self._in_time(pool, number):
                self.pools[number].append(pool)
                self.units[number] += units

    def _in_time(self, pool: int, number: int) -> bool:
        supply, need = self.ledger.supply, self.ledger.needs[number]
        item = supply.pools[pool].item
        return item == need.line.item and bool(
            self.arrivals[item][supply.row_of[pool], need.shelter] <= need.line.due_s
        )

    def order(self, number: int) -> tuple[bool, int, int, int]:
        line = self.ledger.needs[number].line
        return not line.life_critical, -line.weight, self._lacks(number), number

    def _served(self, number: int) -> int:
        line = self.ledger.needs[number].line
        return self.units[number] * line.people // line.units

    def _lacks(self, number: int) -> int:
        """Units that one more person takes."""
        return required(self.ledger.needs[number].line, self._served(number) + 1) - self.units[number]

    def _spare(self, number: int) -> int:
        """Units that serve nobody."""
        return self.units[number] - required(self.ledger.needs[number].line, self._served(number))

    def complete(self, number: int) -> bool:
        """Bring what one more person lacks, if others have it to spare."""
        lacks, found = self._lacks(number), list[tuple[int, int, int]]()
        if lacks > self.ledger.wanted[number]:
            return False
        for other in self.of_item[self.ledger.needs[number].line.item] if lacks else ():
            spare = self._spare(other) if other != number else 0
            for pool in self.pools[other] if spare > 0 else ():
                if self._in_time(pool, number) and self.ledger.may_swap(pool, other, number):
                    units = min(lacks, spare, self.ledger.booked[pool, other])
                    found.append((pool, other, units))
                    lacks, spare = lacks - units, spare - units
            if not lacks:
                break
        if lacks:
            return False
        for pool, other, units in found:
            self._move(pool, other, number, units)
        return True

    def _move(self, pool: int, giver: int, taker: int, units: int) -> None:
        if not units:
            return
        self.ledger.swap(pool, giver, taker, units)
        self.units[giver] -= units
        self.units[taker] += units
        if pool not in self.pools[taker]:
            self.pools[taker].append(pool)
