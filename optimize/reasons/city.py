"""What to ask the upper level for: goods that no own means brings in time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from optimize.goods.supply import Supply
from optimize.reasons.advice import Change, CityNeed, Lack, Reason, Remedy, StockChange
from optimize.reasons.limits import Changes, Limit, smallest
from optimize.reasons.limits_goods import GoodsLimits
from optimize.reasons.trials import Trials

OWN = frozenset({"floor", "reserved", "terms", "road", "vehicles", "loading", "receiving", "rule"})
"""Classes that the district can move on its own before it asks."""
Shares = Counter[tuple[bool, str | None]]
"""Units by whether they come in time, and the source to which they are to come."""


@dataclass(frozen=True)
class Request:
    """The further stock that is needed beside the best own remedy: no more units than are ``before`` short without it.
    ``after`` is what no further stock brings in time, asked for to ``source`` nevertheless."""

    lack: Lack
    own: Changes
    stock: tuple[StockChange, ...]
    before: int
    after: int
    source: str | None

    @property
    def changes(self) -> Changes:
        return (*self.own, *self.stock)

    def of(self, changes: Changes) -> "Request":
        """The same for these changes, the own ones among them."""
        return replace(self, stock=_of_stock(changes[len(self.own) :]))

    def ample(self, more: Iterable[Changes]) -> list[Changes]:
        """Those of the further changes that ask for no more than lacks."""
        return [(*self.own, *row) for row in more if sum(change.quantity for change in _of_stock(row)) <= self.before]


def best_own(reason: Reason) -> Remedy | None:
    """The remedy by own means that leaves least."""
    return min((row for row in reason.remedies if OWN.issuperset(row.code.split("+"))), key=_after, default=None)


def request(trials: Trials, reason: Reason) -> Request:
    """What a lack of goods asks for, as trials show it."""
    lack = reason.lack
    own = best_own(reason)
    beside, before = (own.changes, own.after) if own else ((), lack.short)
    limits = [row for row in GoodsLimits(lack, trials.figures, Supply(trials.index)).found() if row.code == "stock"]
    stock, after = _stock(trials, lack, limits, beside, before)
    return Request(lack, beside, stock, before, after, _somewhere(limits, stock))


def _stock(
    trials: Trials, lack: Lack, limits: Sequence[Limit], beside: Changes, before: int
) -> tuple[tuple[StockChange, ...], int]:
    """The further stock that helps most, and what it leaves."""
    best: tuple[Changes, int] = (), before
    for limit in limits:
        if best[1] and not trials.over:
            left, figures = trials.without(lack, (*beside, *limit.relaxed))
            if left < best[1]:
                sizes = [_up_to(size, before) for size in limit.sizes(figures)]
                changes, after = smallest(trials, lack, sizes, left, beside=beside)
                if after < best[1]:
                    best = changes[len(beside) :], after
    return _of_stock(best[0]), best[1]


def _of_stock(changes: Changes) -> tuple[StockChange, ...]:
    return tuple(change for change in changes if isinstance(change, StockChange))


def _up_to(changes: Changes, most: int) -> Changes:
    """The first of the stock, no more units than that: more may be of use elsewhere, but does not lack."""
    kept: list[Change] = []
    for change in _of_stock(changes):
        units = min(change.quantity, most)
        most -= units
        kept += [change.model_copy(update={"quantity": units})] if units else []
    return tuple(kept)


def _somewhere(limits: Sequence[Limit], stock: Sequence[StockChange]) -> str | None:
    places = (change for limit in limits for change in limit.relaxed if isinstance(change, StockChange))
    return next((change.source for change in (*stock, *places)), None)


def in_request(trials: Trials, asked: Request, left: int | None) -> Iterator[CityNeed]:
    """All that lacks, once, in whole packages: what is sure to come in time, and ``left``, which is asked for without
    that. ``left`` is None as long as nothing is proved: then nobody can tell one from the other."""
    checked, item = left is not None, asked.lack.subject
    shares = _shares(asked, asked.after if left is None else left)
    if not checked:
        shares = sum((Counter({(False, source): units}) for (_, source), units in shares.items()), Counter())
    for (verified, source), quantity in _in_packages(shares, trials.index.items[item].package):
        yield CityNeed(item=item, quantity=quantity, source=source, ready_s=0, verified=verified, checked=checked)


def _shares(asked: Request, after: int) -> Shares:
    """What lacks, by whether and where it comes in time; what no stock brings is asked for where most would help."""
    shares, late, timely = Shares(), min(after, asked.before), max(0, asked.before - after)
    for change in asked.stock if timely else ():
        units = min(change.quantity, timely)
        behind = min(change.quantity - units, late)
        shares += {(True, change.source): units, (False, change.source): behind}
        timely, late = timely - units, late - behind
    return shares + Shares({(False, asked.source): late})


def _in_packages(shares: Shares, package: int) -> list[tuple[tuple[bool, str | None], int]]:
    """No more packages than for all of it together. Those with late units in them count as late."""
    room, found = -(-shares.total() // package), []
    for share in sorted(shares, key=lambda share: share[0]):
        packages = min(room, -(-shares[share] // package))
        room -= packages
        if packages:
            found.append((share, packages * package))
    return found[::-1]


def _after(remedy: Remedy) -> int:
    return remedy.after
