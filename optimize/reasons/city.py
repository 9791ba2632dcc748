"""What to ask the upper level for: goods that no own means brings in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from optimize.goods.supply import Supply
from optimize.reasons.advice import CityNeed, Lack, Reason, Remedy, StockChange
from optimize.reasons.limits import Changes, Limit, smallest
from optimize.reasons.limits_goods import GoodsLimits
from optimize.reasons.trials import Trials

OWN = frozenset({"floor", "reserved", "terms", "road", "vehicles", "loading", "receiving", "rule"})
"""Classes that the district can move on its own before it asks."""


@dataclass(frozen=True)
class Request:
    """The further stock that is needed beside the best own remedy. ``before`` is short without it; ``after`` is what
    no further stock brings in time, asked for to ``source`` nevertheless."""

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
        stock = tuple(change for change in changes[len(self.own) :] if isinstance(change, StockChange))
        return replace(self, stock=stock)


def own_means(reason: Reason) -> list[Remedy]:
    return [row for row in reason.remedies if OWN.issuperset(row.code.split("+"))]


def request(trials: Trials, reason: Reason) -> Request:
    """What a lack of goods asks for, as trials show it."""
    lack = reason.lack
    own = min(own_means(reason), key=_after, default=None)
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
                changes, after = smallest(trials, lack, limit.sizes(figures), left, beside=beside)
                best = changes[len(beside) :], after
    return tuple(change for change in best[0] if isinstance(change, StockChange)), best[1]


def _somewhere(limits: Sequence[Limit], stock: Sequence[StockChange]) -> str | None:
    places = (change for limit in limits for change in limit.relaxed if isinstance(change, StockChange))
    return next((change.source for change in (*stock, *places)), None)


def in_request(trials: Trials, asked: Request, left: int | None) -> Iterator[CityNeed]:
    """The request in whole packages: what plans show to come in time, and what they leave (``left``), which is asked
    for without that. ``left`` is None as long as nothing is proved."""
    checked, after = left is not None, asked.after if left is None else left
    brings = after < asked.before
    rest = after if brings else asked.before
    for change in asked.stock if brings else ():
        yield _need(trials, asked, change.quantity, change.source, verified=checked, checked=checked)
    if rest:
        yield _need(trials, asked, rest, asked.source, verified=False, checked=checked)


def _need(
    trials: Trials, asked: Request, quantity: int, source: str | None, *, verified: bool, checked: bool
) -> CityNeed:
    item = asked.lack.subject
    package = trials.index.items[item].package
    whole = -(-quantity // package) * package
    return CityNeed(item=item, quantity=whole, source=source, ready_s=0, verified=verified, checked=checked)


def _after(remedy: Remedy) -> int:
    return remedy.after
