"""What is short in all of a plan, and how short it is in another: the measure that remedies are judged by."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from optimize.decisions import Decisions
from optimize.figures import Execution, Figures
from optimize.index import Index
from optimize.plan import Plan
from optimize.problem import Problem
from optimize.reasons.advice import Lack, LackRow

T = TypeVar("T")
PLACE, GOODS, MISSION, PROFILE = "place", "goods", "mission", "profile"
Rows = dict[tuple[str, str], int]
"""What is short by (subject, site) of a ``LackRow``."""


def open_rows(problem: Problem, plan: Plan) -> Decisions:
    """The rows of a plan that are not fixed."""
    fixed = problem.adjustment.fixed
    return Decisions(
        assignments=_others(plan.assignments, fixed.assignments),
        deliveries=_others(plan.deliveries, fixed.deliveries),
        trips=_others(plan.trips, fixed.trips),
        postings=_others(plan.postings, fixed.postings),
    )


def _others(rows: tuple[T, ...], fixed: tuple[T, ...]) -> tuple[T, ...]:
    gone = set(fixed)
    return tuple(row for row in rows if row not in gone)


def figures_of(problem: Problem, plan: Plan) -> Figures:
    """The figures of a plan that is at hand as rows."""
    return Figures(Index(problem), Execution(plan.assignments, plan.deliveries, plan.trips, plan.postings))


def short(lack: Lack, figures: Figures) -> int:
    """How much of what ``lack`` names is short in other figures: in its rows, or newly elsewhere instead."""
    rows = _rows(figures, lack.kind).get(lack.subject, {})
    here = sum(rows.get((row.subject, row.site), 0) for row in lack.rows)
    return here + max(0, sum(rows.values()) - here - lack.elsewhere)


def short_in_all(lack: Lack, figures: Figures) -> int:
    """The same where it does not matter which rows get what is still too little for all."""
    return max(0, sum(_rows(figures, lack.kind).get(lack.subject, {}).values()) - lack.elsewhere)


def parts_of(lack: Lack, plan: Plan, without: Iterable[tuple[str, Figures]]) -> tuple[Lack, ...]:
    """The lack's rows by what seems to hold them back: what their shortages name, and the limits without which
    (``without``: class, figures) nothing is short there."""
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in plan.shortages:
        if row.kind == lack.kind:
            held[row.subject, row.site].add(row.cause.code)
    for code, figures in without:
        still = _rows(figures, lack.kind)[lack.subject]
        for part in lack.rows:
            if not still.get((part.subject, part.site)):
                held[part.subject, part.site].add(f"without {code}")
    found: dict[frozenset[str], list[LackRow]] = defaultdict(list)
    for part in lack.rows:
        found[frozenset(held[part.subject, part.site])].append(part)
    groups = sorted(found.values(), key=lambda rows: -sum(row.short for row in rows))
    return tuple(
        lack.model_copy(update={"rows": tuple(rows), "elsewhere": lack.short - sum(row.short for row in rows)})
        for rows in groups
    )


def find_lacks(figures: Figures) -> tuple[Lack, ...]:
    """Everything that is short, in the order of the goals; within a kind as the problem lists it."""
    found = []
    for kind in (PLACE, MISSION, GOODS, PROFILE):
        for subject, rows in _rows(figures, kind).items():
            if any(rows.values()):
                name, unit = _named(figures.index, kind, subject)
                short_rows = (LackRow(subject=row[0], site=row[1], short=units) for row, units in rows.items() if units)
                found.append(Lack(kind=kind, subject=subject, name=name, unit=unit, rows=tuple(short_rows)))
    return tuple(found)


def _rows(figures: Figures, kind: str) -> dict[str, Rows]:
    """What is short by the lack's subject."""
    return {PLACE: _unplaced, GOODS: _goods, MISSION: _missing, PROFILE: _minutes}[kind](figures)


def _unplaced(figures: Figures) -> dict[str, Rows]:
    problem = figures.index.problem
    placed = {row.group for row in figures.execution.assignments if row.arrive_s <= problem.policy.place_by_s}
    return {"": {(row.id, row.location): row.people for row in problem.groups if row.id not in placed}}


def _goods(figures: Figures) -> dict[str, Rows]:
    found: dict[str, Rows] = {item.id: {} for item in figures.index.problem.items}
    for row in figures.needs:
        found[row.item][row.line, row.shelter] = row.required - row.on_time
    return found


def _missing(figures: Figures) -> dict[str, Rows]:
    missing = figures.missing_people()
    return _by_skill(figures, {mission.id: missing[mission.id] for mission in figures.index.problem.missions})


def _minutes(figures: Figures) -> dict[str, Rows]:
    """Whole minutes over the profile, of missions that somebody comes to."""
    over, reached = figures.seconds_over(), {row.mission for row in figures.execution.postings}
    return _by_skill(figures, {name: -(-seconds // 60) for name, seconds in over.items() if name in reached})


def _by_skill(figures: Figures, amounts: dict[str, int]) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(dict)
    for mission in figures.index.problem.missions:
        found[mission.skill][mission.id, mission.location] = amounts.get(mission.id, 0)
    return found


def _named(index: Index, kind: str, subject: str) -> tuple[str, str]:
    if kind == PLACE:
        return "安置床位", "人"
    if kind == GOODS:
        return index.items[subject].name, index.items[subject].unit
    name = next(mission.skill_name for mission in index.problem.missions if mission.skill == subject)
    return name, "人" if kind == MISSION else "分钟"
