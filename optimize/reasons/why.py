"""Why a line of the plan is as it is: the same plan with that line made otherwise, and what this changes.

Each alternative is an executed plan: the choice is put in place of the chosen one, everything that hangs on it is timed
and, where something is left over, decided anew.
"""

from collections.abc import Callable, Iterator

from optimize.plan import Plan
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Alternative, Question, Why
from optimize.reasons.why_goods import delivery, trip
from optimize.reasons.why_lines import Line, Lines, goal_changes
from optimize.reasons.why_people import assignment, posting
from optimize.reasons.words import goals_words

STAGE = "why"
EFFORT = 30
"""The effort of each plan that is tried."""
_KINDS: dict[str, Callable[[Lines, Question], Line]] = {
    "assignment": assignment,
    "delivery": delivery,
    "trip": trip,
    "posting": posting,
}


def why(problem: Problem, plan: Plan, question: Question, control: Control) -> Why:
    """What was chosen, what speaks for it, and the next best choices by the goals; ``KeyError`` if it is no line."""
    control.report(STAGE, "start")
    if _gone(problem, question):
        return Why(question=question, text="已经出发，不再调整", grounds=(), alternatives=())
    line = _KINDS[question.kind](Lines(problem, plan, control.share(1.0, effort=EFFORT)), question)
    found = sorted(_tried(line, control), key=lambda row: row[0])
    control.report(STAGE, "end", incumbent=len(found))
    return Why(question=question, text=line.text, grounds=line.grounds, alternatives=tuple(row for _, row in found))


def _tried(line: Line, control: Control) -> Iterator[tuple[tuple[float, ...], Alternative]]:
    for answer in line.others:
        if control.stopped():
            return
        figures = answer.figures()
        changes = goal_changes(line.base, figures)
        yield (
            figures.key(),
            Alternative(
                choice=answer.choice, name=answer.name, goals=changes, text=f"{answer.words}：{goals_words(changes)}"
            ),
        )


def _gone(problem: Problem, question: Question) -> bool:
    """Whether the line is fixed: it has left already."""
    fixed = problem.adjustment.fixed
    asked = (question.subject, question.target) if question.kind in ("delivery", "posting") else (question.subject,)
    rows: dict[str, list[tuple[str, ...]]] = {
        "assignment": [(row.group,) for row in fixed.assignments],
        "delivery": [(row.lot, row.shelter) for row in fixed.deliveries],
        "trip": [(row.id,) for row in fixed.trips],
        "posting": [(row.team, row.mission) for row in fixed.postings],
    }
    return asked in rows[question.kind]
