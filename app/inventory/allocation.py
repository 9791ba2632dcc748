"""Which balances to take from: first expiry first, then fewest broken packages, then bin, then age. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.inventory.effects import Key


@dataclass(frozen=True)
class Candidate:
    """A balance that may be taken from, with ``free`` units that nobody has reserved."""

    key: Key
    free: int
    expires_on: date | None
    made_on: date | None
    bin_code: str

    @property
    def order(self) -> tuple[date, str, date, Key]:
        return (self.expires_on or date.max, self.bin_code, self.made_on or date.max, self.key)


def allocate(quantity: int, candidates: Iterable[Candidate], *, package: int = 1) -> list[tuple[Key, int]]:
    """Take ``quantity``, or all there is when that is less; ``package`` base units fill one package."""
    picks: list[tuple[Key, int]] = []
    ordered = sorted((one for one in candidates if one.free > 0), key=lambda one: one.order)
    for _, same_expiry in groupby(ordered, key=lambda one: one.order[0]):
        group = list(same_expiry)
        here = min(quantity, sum(one.free for one in group))
        picks += _whole_packages_first(here, group, package)
        quantity -= here
        if quantity == 0:
            break
    return picks


def _whole_packages_first(quantity: int, group: list[Candidate], package: int) -> list[tuple[Key, int]]:
    """Whole packages, then loose pieces, and a broken package only when the loose ones do not suffice."""
    taken = dict.fromkeys((one.key for one in group), 0)
    for one in group:
        whole = min(quantity, one.free) // package * package
        taken[one.key] += whole
        quantity -= whole
    for loose_only in (True, False):
        for one in group:
            left = one.free - taken[one.key]
            extra = min(quantity, left % package if loose_only else left)
            taken[one.key] += extra
            quantity -= extra
    return [(key, units) for key, units in taken.items() if units]
