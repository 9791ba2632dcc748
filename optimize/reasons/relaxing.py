"""Why things are short and what would help: each class of limits relaxed alone, each remedy planned again in full.

The plan's own shortages (``shortage``) say at once what binds by inspection; this takes its time and is sure.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from optimize.figures import Figures
from optimize.goods.supply import Supply
from optimize.intake.reading import input_hash
from optimize.plan import Ended, Plan
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Binding, CityNeed, Lack, Reason, Reasons, Remedy
from optimize.reasons.city import in_request, request
from optimize.reasons.lacks import GOODS, PLACE, find_lacks, parts_of, short
from optimize.reasons.limits import Changes, Limit, smallest
from optimize.reasons.limits_goods import GoodsLimits
from optimize.reasons.limits_people import place_limits, team_limits
from optimize.reasons.prices import prices
from optimize.reasons.proof import STAGE, named, prove
from optimize.reasons.remedies import remedy_words
from optimize.reasons.trials import Trials
from optimize.reasons.words import cause_words

TOGETHER = 3
"""Classes that one remedy may move together."""
STEPS = 2
"""What is told of each lack: once it is looked into, and once its rows are."""


def reasons(problem: Problem, plan: Plan, control: Control) -> Reasons:
    """All that can be said of what a plan lacks, its remedies proved as far as the effort goes."""
    return prove(problem, plan, first_reasons(problem, plan, control), control)


def first_reasons(problem: Problem, plan: Plan, control: Control) -> Reasons:
    """The same with nothing proved yet: what binds each lack and what can be done, biggest goals first, as far as the
    effort goes; then the same of the rows of each lack that are held back by different things."""
    trials = Trials(problem, plan, control)
    lacks = find_lacks(trials.figures)
    found, city = dict[Lack, Reason](), list[CityNeed]()
    parts: dict[Lack, tuple[Lack, ...]] = {}
    control.report(STAGE, "start", incumbent=0, bound=STEPS * len(lacks))
    for lack in lacks:
        if trials.over:
            break
        search = _Search(trials, lack)
        found[lack] = search.reason()
        if lack.kind == GOODS:
            city += in_request(trials, request(trials, found[lack]), None)
        parts[lack] = parts_of(lack, plan, ((limit.code, figures) for limit, _, figures in search.relaxed))
        control.report(STAGE, "incumbent", incumbent=len(found), bound=STEPS * len(lacks))
    apart = 0
    for lack, whole in found.items():
        if trials.over:
            break
        told = _apart(trials, parts[lack])
        if told is None:
            break
        found[lack] = whole.model_copy(update={"parts": told})
        apart += 1
        control.report(STAGE, "incumbent", incumbent=len(lacks) + apart, bound=STEPS * len(lacks))
    return Reasons(
        input_hash=input_hash(problem),
        ended=control.cut or Ended.EFFORT,
        reasons=tuple(found.values()),
        prices=prices(trials),
        city=tuple(city),
        solves=trials.solves,
        left=len(lacks) - apart,
    )


def _apart(trials: Trials, parts: Sequence[Lack]) -> tuple[Reason, ...] | None:
    """The reasons of the parts, those that the same classes hold back as one; nothing if that is all of them, None if
    there was no time to tell."""
    held: dict[frozenset[str], list[_Search]] = defaultdict(list)
    for part in parts if len(parts) > 1 else ():
        search = _Search(trials, part)
        held[frozenset(search.causes())].append(search)
    if trials.over:
        return None
    if len(held) < 2:
        return ()
    return tuple(_as_one(trials, searches).reason() for searches in held.values())


def _as_one(trials: Trials, searches: "Sequence[_Search]") -> "_Search":
    if len(searches) == 1:
        return searches[0]
    first, rows = searches[0].lack, tuple(row for search in searches for row in search.lack.rows)
    elsewhere = first.elsewhere + first.short - sum(row.short for row in rows)
    return _Search(trials, first.model_copy(update={"rows": rows, "elsewhere": elsewhere}))


class _Search:
    """The limits of one lack, tried one by one, then together."""

    def __init__(self, trials: Trials, lack: Lack) -> None:
        self.trials, self.lack, self.index = trials, lack, trials.index
        self.limits = tuple(self._limits())
        again = trials.unchanged(lack.kind)
        self.base = min(trials.without(lack, ())[0], short(lack, again) if again else lack.short)
        self.remedies: list[Remedy] = []

    def _limits(self) -> Iterable[Limit]:
        figures = self.trials.figures
        if self.lack.kind == GOODS:
            return GoodsLimits(self.lack, figures, Supply(self.index)).found()
        return place_limits(self.lack, figures) if self.lack.kind == PLACE else team_limits(self.lack, figures)

    @cached_property
    def relaxed(self) -> list[tuple[Limit, int, Figures]]:
        """The limits that bind, each with what is short without it and the figures that show it."""
        found = []
        for limit in self.limits:
            if not self.trials.over:
                left, figures = self.trials.without(self.lack, limit.relaxed)
                if left < self.base:
                    found.append((limit, left, figures))
        return found

    def causes(self) -> dict[str, int]:
        """What is short without each class that binds."""
        after: dict[str, int] = {}
        for limit, left, _ in self.relaxed:
            after[limit.code] = min(left, after.get(limit.code, left))
        return after

    def reason(self) -> Reason:
        """Causes by what they leave short; remedies likewise, those of own means before further stock."""
        tried = []
        for limit, left, figures in self.relaxed:
            if not self.trials.over:
                changes, after = smallest(self.trials, self.lack, limit.sizes(figures), left)
                if changes and after < self.base:
                    tried.append(self._remedy(limit.code, changes, after))
        for remedy in named(tried):
            self._keep(remedy)
        self._together()
        remedies, without = named(self.remedies), self.causes()
        for remedy in remedies:
            if remedy.code in without:
                without[remedy.code] = min(without[remedy.code], remedy.after)
        causes = [
            Binding(code=code, after=left, text=cause_words(self.lack, code, left)) for code, left in without.items()
        ]
        return Reason(lack=self.lack, causes=tuple(sorted(causes, key=lambda row: row.after)), remedies=remedies)

    def _remedy(self, code: str, changes: Changes, after: int) -> Remedy:
        text = remedy_words(self.index, self.lack, changes, after)
        return Remedy(code=code, changes=changes, before=self.lack.short, after=after, verified=False, text=text)

    def _keep(self, tried: Remedy) -> None:
        """A remedy with what all planned again from the plan shows of it, unless that is nothing."""
        figures = self.trials.replanned(self.lack.kind, tried.changes)
        after = short(self.lack, figures) if figures else tried.after
        if after < self.base:
            self.remedies.append(tried if after == tried.after else self._remedy(tried.code, tried.changes, after))

    def _together(self) -> None:
        """Where no class alone is enough, add to the best remedy what helps most beside it."""
        for _ in range(TOGETHER - 1):
            best = min(self.remedies, key=lambda row: row.after, default=None)
            if self.trials.over or (best is not None and not best.after):
                return
            pairs = self._beside(best) if best else self._pairs()
            found = min(pairs, key=lambda row: row[0], default=None)
            if found is None or found[0] >= (best.after if best else self.base):
                return
            left, code, before, sizes = found
            changes, after = smallest(self.trials, self.lack, sizes, left, beside=before)
            if after >= (best.after if best else self.base):
                return
            self._keep(self._remedy(code, changes, after))

    def _beside(self, best: Remedy) -> "Iterable[tuple[int, str, Changes, Sequence[Changes]]]":
        for limit in self.limits:
            if self.trials.over or limit.code in best.code.split("+"):
                continue
            left, figures = self.trials.without(self.lack, (*best.changes, *limit.relaxed))
            if left < best.after:
                yield left, f"{best.code}+{limit.code}", best.changes, limit.sizes(figures)

    def _pairs(self) -> "Iterable[tuple[int, str, Changes, Sequence[Changes]]]":
        """Two classes at once, for lacks that no single one reduces."""
        for number, first in enumerate(self.limits):
            for second in self.limits[number + 1 :]:
                if self.trials.over or first.code == second.code:
                    continue
                left, figures = self.trials.without(self.lack, (*first.relaxed, *second.relaxed))
                if left < self.base:
                    least = first.sizes(figures)[-1]
                    yield left, f"{first.code}+{second.code}", least, second.sizes(figures)
