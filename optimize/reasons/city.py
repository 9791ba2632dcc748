"""What to ask the upper level for: goods that no own means brings in time."""

from collections.abc import Sequence

from optimize.reasons.advice import CityNeed, Reason, Remedy, StockChange
from optimize.reasons.lacks import GOODS
from optimize.reasons.limits import Changes, Limit, smallest
from optimize.reasons.trials import Trials

OWN = frozenset({"floor", "reserved", "terms", "road", "vehicles", "loading", "receiving", "rule"})
"""Classes that the district can move on its own before it asks."""


def city_needs(trials: Trials, limits: Sequence[Limit], reason: Reason) -> tuple[CityNeed, ...]:
    """The further stock that is still needed beside the best own remedy, in whole packages; for what nothing brings in
    time the plain quantity, unverified, to whatever source would be best."""
    lack = reason.lack
    if lack.kind != GOODS:
        return ()
    own = min((row for row in reason.remedies if OWN.issuperset(row.code.split("+"))), key=_after, default=None)
    left = own.after if own else lack.short
    if not left:
        return ()
    changes = _stock(trials, limits, reason, own)
    wanted = {change.source: change.quantity for change in changes if isinstance(change, StockChange)}
    needs = [_need(trials, lack.subject, quantity, source, verified=True) for source, quantity in wanted.items()]
    rest = left - sum(wanted.values())
    if rest > 0:
        needs.append(_need(trials, lack.subject, rest, _somewhere(limits, wanted), verified=False))
    return tuple(needs)


def _stock(trials: Trials, limits: Sequence[Limit], reason: Reason, own: Remedy | None) -> Changes:
    """The further stock that helps most beside the own remedy."""
    lack, beside = reason.lack, own.changes if own else ()
    best: tuple[Changes, int] = (), own.after if own else lack.short
    for limit in limits:
        if limit.code == "stock" and best[1] and not trials.over:
            left, figures = trials.without(lack, (*beside, *limit.relaxed))
            if left < best[1]:
                changes, after = smallest(trials, lack, limit.sizes(figures), left, beside=beside)
                best = changes[len(beside) :], after
    return best[0]


def _somewhere(limits: Sequence[Limit], wanted: dict[str, int]) -> str | None:
    if wanted:
        return next(iter(wanted))
    places = (change.source for limit in limits for change in limit.relaxed if isinstance(change, StockChange))
    return next(places, None)


def _need(trials: Trials, item: str, quantity: int, source: str | None, *, verified: bool) -> CityNeed:
    package = trials.index.items[item].package
    whole = -(-quantity // package) * package
    return CityNeed(item=item, quantity=whole, source=source, ready_s=0, verified=verified)


def _after(remedy: Remedy) -> int:
    return remedy.after
