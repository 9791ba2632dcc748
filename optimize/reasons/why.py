"""Why a line of the plan is as it is: the same plan adjusted so that this line is otherwise, and what this changes.

Each alternative is what adjusting the plan by its rules gives: whoever asks for it then gets what was said here.
"""

from collections.abc import Callable, Iterator

from optimize.plan import Plan
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Alternative, Question, Why
from optimize.reasons.why_goods import delivery
from optimize.reasons.why_lines import OTHERS, Answer, Line, Lines, OutOfTimeError, goal_changes
from optimize.reasons.why_people import assignment, posting
from optimize.reasons.why_trips import trip

STAGE = "why"
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
        return Why(question=question, text="已经出发，不再调整", grounds=(), alternatives=(), complete=True)
    lines = Lines(problem, plan, control)
    line = _KINDS[question.kind](lines, question)
    found, complete = list[Answer](), True
    try:
        for answer in _tried(lines, line, control):
            found.append(answer)
    except OutOfTimeError:
        complete = False
    found.sort(key=lambda answer: answer.figures.key())
    control.report(STAGE, "end", incumbent=len(found))
    return Why(
        question=question,
        text=line.text,
        grounds=line.grounds,
        alternatives=tuple(_told(lines, answer) for answer in found),
        complete=complete,
    )


def _tried(lines: Lines, line: Line, control: Control) -> Iterator[Answer]:
    """One after the other, the plan unchanged first; tells how many of them are there."""
    control.report(STAGE, "incumbent", incumbent=lines.base is not None, bound=OTHERS + 1)
    for number, answer in enumerate(line.others, start=2):
        control.report(STAGE, "incumbent", incumbent=number, bound=OTHERS + 1)
        yield answer


def _told(lines: Lines, answer: Answer) -> Alternative:
    return Alternative(
        choice=answer.choice,
        name=answer.name,
        goals=goal_changes(lines.base, answer.figures),
        text=answer.words,
        wish=answer.wish,
        rules=answer.rules,
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
