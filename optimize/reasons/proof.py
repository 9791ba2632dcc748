"""Remedies carried out and everything planned from nothing: who plans anew after one must not find less than was said.

What a plan taken up again brings is not always what a plan made from nothing brings: between goods that count the same,
and places that want the same, the one chooses as before and the other otherwise. So the worse of the two is named.
"""

from collections.abc import Iterable, Iterator, Sequence

from optimize.plan import Plan
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Change, Lack, Reason, Reasons, Remedy
from optimize.reasons.lacks import short
from optimize.reasons.remedies import remedy_words
from optimize.reasons.trials import Trials

STAGE = "reasons"
NAMED = 4
"""Remedies that are named for one lack."""
ANEW = 60
"""Plans made from nothing at the standard effort."""
Proofs = dict[tuple[Lack, Remedy], Remedy | None]
"""Remedies as they turn out; None for one that brings nothing."""


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
    """The reasons with their remedies proved, best remedies first, as far as the effort goes; then in a new order."""
    trials = Trials(problem, plan, control)
    asked: dict[tuple[str, tuple[Change, ...]], list[tuple[Lack, Remedy]]] = {}
    for lack, remedy in _in_turn(found.reasons):
        if not remedy.verified:
            asked.setdefault((lack.kind, remedy.changes), []).append((lack, remedy))
    proofs: Proofs = {}
    for number, ((kind, changes), rows) in enumerate(list(asked.items())[: control.scaled(ANEW)]):
        control.report(STAGE, "incumbent", incumbent=number, bound=len(asked))
        figures = None if control.stopped() else trials.anew(kind, changes)
        if figures is None:
            break
        proofs |= {row: _proved(trials, *row, short(row[0], figures)) for row in rows}
    reasons = tuple(_with(proofs, reason) for reason in found.reasons)
    return found.model_copy(update={"reasons": reasons, "solves": found.solves + trials.solves})


def _in_turn(reasons: Sequence[Reason]) -> Iterator[tuple[Lack, Remedy]]:
    """The best remedy of each lack, then the second best; parts afterwards."""
    for rank in range(NAMED):
        yield from ((row.lack, row.remedies[rank]) for row in reasons if rank < len(row.remedies))
    parts = [part for row in reasons for part in row.parts]
    if parts:
        yield from _in_turn(parts)


def _proved(trials: Trials, lack: Lack, remedy: Remedy, left: int) -> Remedy | None:
    after = max(left, remedy.after)
    if after >= remedy.before:
        return None
    text = remedy_words(trials.index, lack, remedy.changes, after)
    return remedy.model_copy(update={"after": after, "verified": True, "text": text})


def _with(proofs: Proofs, reason: Reason) -> Reason:
    """The reason with what was proved, sure remedies first."""
    found = (proofs.get((reason.lack, remedy), remedy) for remedy in reason.remedies)
    remedies = named(remedy for remedy in found if remedy)
    parts = tuple(_with(proofs, part) for part in reason.parts)
    return reason.model_copy(update={"remedies": tuple(sorted(remedies, key=_unsure)), "parts": parts})


def _unsure(remedy: Remedy) -> bool:
    return not remedy.verified
