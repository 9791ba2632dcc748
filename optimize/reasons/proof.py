"""Remedies carried out and everything planned from nothing: who plans anew after one must not find less than was said.

What a plan taken up again brings is not always what a plan made from nothing brings: between goods that count the same,
and places that want the same, the one chooses as before and the other otherwise, and another seed otherwise again. So
the worst of several plans is named; where a little more to spare makes all of them keep what was told, that is named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from optimize.plan import Plan
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import (
    Change,
    CityNeed,
    DocksChange,
    Lack,
    PlacesChange,
    Reason,
    Reasons,
    Remedy,
    StockChange,
    VehicleChange,
)
from optimize.reasons.city import Request, best_own, in_request, request
from optimize.reasons.lacks import GOODS, short
from optimize.reasons.limits import Changes
from optimize.reasons.remedies import remedy_words
from optimize.reasons.trials import Trials

STAGE = "reasons"
NAMED = 4
"""Remedies that are named for one lack."""
ANEW = 60
"""Remedies planned from nothing at the standard effort."""
PLANS = 4
"""Plans from nothing of one remedy, at most: each has its own seed."""
APART = 1000
"""Between their seeds: far from those that somebody would take next."""
ENOUGH = 3
"""As many of them in which an ampler remedy keeps its word show that it does."""
ROOM_PERCENT = 25, 50
"""What is added to a remedy that is just enough in some plans and not in others."""
Proofs = dict[tuple[Lack, Remedy], Remedy | None]
"""Remedies as they turn out; None for one that brings nothing."""
Asked = tuple[tuple[str, Changes], list[tuple[Lack, Remedy]]]
"""Changes to be planned for a kind of lack, and the remedies that consist of them."""


def named(remedies: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """The most effective first, without those that another of fewer classes, or of the same ones, makes needless."""
    kept: list[Remedy] = []
    for remedy in sorted(remedies, key=lambda row: (row.after, len(_classes(row)))):
        if not any(_needless(remedy, other) for other in kept):
            kept.append(remedy)
    return tuple(kept[:NAMED])


def _needless(remedy: Remedy, other: Remedy) -> bool:
    """Whether another, which leaves no more, does as well with less."""
    same = _classes(other) == _classes(remedy) and other.after == remedy.after
    return same or _classes(other) < _classes(remedy)


def _classes(remedy: Remedy) -> frozenset[str]:
    return frozenset(remedy.code.split("+"))


def prove(problem: Problem, plan: Plan, found: Reasons, control: Control) -> Reasons:
    """The reasons with their remedies proved as far as the effort goes, and ordered anew: first the best of each whole
    lack, and the best by own means; then the request to the city that follows from these; then the others."""
    return _Prover(Trials(problem, plan, control), found).reasons()


class _Prover:
    """What is still to be proved of some reasons, and the proofs so far."""

    def __init__(self, trials: Trials, found: Reasons) -> None:
        self.trials, self.found, self.done = trials, found, 0
        self.proofs: Proofs = {}
        asked: dict[tuple[str, Changes], list[tuple[Lack, Remedy]]] = {}
        for lack, remedy in _in_turn(found.reasons):
            if not remedy.verified:
                asked.setdefault((lack.kind, remedy.changes), []).append((lack, remedy))
        self.asked = list(asked.items())[: trials.control.scaled(ANEW)]
        self.rested = {row.lack: best_own(row) for row in found.reasons}
        """The best own remedy that the request to the city rests on so far."""

    def reasons(self) -> Reasons:
        foremost = {(row.lack, remedy) for row in self.found.reasons for remedy in (*row.remedies[:1], best_own(row))}
        first = [asked for asked in self.asked if not foremost.isdisjoint(asked[1])]
        city = self.found.city
        for asked in (first, [row for row in self.asked if row not in first]):
            self._prove(asked)
            city = tuple(self._city(city))
        told = tuple(_with(self.proofs, reason) for reason in self.found.reasons)
        solves = self.found.solves + self.trials.solves
        return self.found.model_copy(update={"reasons": told, "city": city, "solves": solves})

    def _prove(self, asked: Sequence[Asked]) -> None:
        for (kind, changes), rows in asked:
            self.trials.control.report(STAGE, "incumbent", incumbent=self.done, bound=len(self.asked))
            told = {lack: remedy.after for lack, remedy in rows}
            shown = proved(self.trials, kind, changes, with_room(changes), told)
            if shown is None:
                return
            for lack, remedy in rows:
                self.proofs[lack, remedy] = self._proved(lack, remedy, shown.changes, shown.left[lack])
            self.done += 1

    def _proved(self, lack: Lack, remedy: Remedy, changes: Changes, after: int) -> Remedy | None:
        if after >= remedy.before:
            return None
        text = remedy_words(self.trials.index, lack, changes, after)
        return remedy.model_copy(update={"changes": changes, "after": after, "verified": True, "text": text})

    def _city(self, told: Sequence[CityNeed]) -> Iterator[CityNeed]:
        """What own means turn out to leave is asked for, and planned as well, once the best of them is proved: proofs
        leave no less than was told, so none of the others then leaves less."""
        for before in self.found.reasons:
            if before.lack.kind != GOODS:
                continue
            reason = _with(self.proofs, before)
            had, best = [need for need in told if need.item == before.lack.subject], best_own(reason)
            sure = best is None or best.verified
            done = self.trials.over or not sure or (had and all(need.checked for need in had))
            if best == self.rested[before.lack] and done:
                yield from had
                continue
            self.rested[before.lack] = best
            asked = request(self.trials, reason)
            yield from self._proved_request(asked) if sure else in_request(self.trials, asked, None)

    def _proved_request(self, asked: Request) -> Iterator[CityNeed]:
        """The request with what it leaves short at worst, if there is time to tell."""
        left = None if self.trials.over else asked.before
        if asked.stock:
            figures = self.trials.replanned(GOODS, asked.changes)
            told = {asked.lack: short(asked.lack, figures)} if figures else {}
            ample = asked.ample(with_room(asked.stock))
            shown = proved(self.trials, GOODS, asked.changes, ample, told) if told else None
            left = shown.left[asked.lack] if shown else None
            asked = asked.of(shown.changes) if shown else asked
        yield from in_request(self.trials, asked, left)


class Shown(NamedTuple):
    """Changes, and what several plans leave of each lack at worst once they are made."""

    changes: Changes
    left: dict[Lack, int]


def proved(
    trials: Trials, kind: str, changes: Changes, ample: Iterable[Changes], told: Mapping[Lack, int]
) -> Shown | None:
    """What the changes leave at worst, or the first of the ample ones by which all plans keep to what was told; None
    if there was no time to tell."""
    left = worst(trials, kind, changes, told)
    if left is None:
        return None
    if left != told:
        for more in ample:
            if keeps(trials, kind, more, told):
                return Shown(more, dict(told))
    return Shown(changes, left)


def keeps(trials: Trials, kind: str, changes: Changes, told: Mapping[Lack, int]) -> bool:
    """Whether the changes leave no more than was told: from the plan, and from nothing with several seeds."""
    plans = (trials.anew(kind, changes, seed) for seed in _seeds(trials)[:ENOUGH])
    found = chain((trials.replanned(kind, changes),), plans)
    return all(figures and all(short(lack, figures) <= told[lack] for lack in told) for figures in found)


def _seeds(trials: Trials) -> range:
    return range(trials.plan.seed, trials.plan.seed + APART * PLANS, APART)


def with_room(changes: Changes) -> list[Changes]:
    """The same with more and more to spare; nothing if there can't be more of any of it."""
    ample = (tuple(_with_room(change, percent) for change in changes) for percent in ROOM_PERCENT)
    return [more for more in ample if more != changes]


def _with_room(change: Change, percent: int) -> Change:
    def more(amount: int) -> int:
        return amount + -(-amount * percent // 100)

    match change:
        case StockChange(reserved=False):
            return change.model_copy(update={"quantity": more(change.quantity)})
        case PlacesChange():
            return change.model_copy(update={"places": more(change.places), "special": more(change.special)})
        case VehicleChange():
            return change.model_copy(update={"count": more(change.count)})
        case DocksChange():
            return change.model_copy(update={"docks": more(change.docks)})
    return change


def worst(trials: Trials, kind: str, changes: Changes, told: Mapping[Lack, int]) -> dict[Lack, int] | None:
    """What plans from nothing leave of each lack at worst, no less than was told; None if there was no time.

    Where plans differ, as much again is counted: the next one may differ as well. One seed more is tried until it
    shows nothing worse, or until nothing would come of what was told.
    """
    left, found = dict(told), dict[Lack, list[int]]()
    for number, seed in enumerate(_seeds(trials)):
        figures = None if trials.control.stopped() else trials.anew(kind, changes, seed)
        if figures is None:
            return None
        for lack in left:
            found.setdefault(lack, []).append(short(lack, figures))
        as_told = number > 0 and all(found[lack][-1] <= left[lack] for lack in left)
        left = {lack: max(told[lack], 2 * max(found[lack]) - min(found[lack])) for lack in left}
        if as_told or all(left[lack] >= lack.short for lack in left):
            break
    return left


def _in_turn(reasons: Sequence[Reason]) -> Iterator[tuple[Lack, Remedy]]:
    """The best remedy of each lack, then the second best; parts afterwards."""
    for rank in range(NAMED):
        yield from ((row.lack, row.remedies[rank]) for row in reasons if rank < len(row.remedies))
    parts = [part for row in reasons for part in row.parts]
    if parts:
        yield from _in_turn(parts)


def _with(proofs: Proofs, reason: Reason) -> Reason:
    """The reason with what was proved, sure remedies first."""
    found = (proofs.get((reason.lack, remedy), remedy) for remedy in reason.remedies)
    remedies = named(remedy for remedy in found if remedy)
    parts = tuple(_with(proofs, part) for part in reason.parts)
    return reason.model_copy(update={"remedies": tuple(sorted(remedies, key=_unsure)), "parts": parts})


def _unsure(remedy: Remedy) -> bool:
    return not remedy.verified
