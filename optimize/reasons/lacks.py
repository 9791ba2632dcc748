"""What is short in all of a plan, and how short it is in another: the measure that remedies are judged by."""

from collections import defaultdict
from typing import TypeVar

from optimize.decisions import Decisions
from optimize.figures import Execution, Figures
from optimize.index import Index
from optimize.plan import Plan
from optimize.problem import Problem
from optimize.reasons.advice import Lack

T = TypeVar("T")
PLACE, GOODS, MISSION, PROFILE = "place", "goods", "mission", "profile"


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
    """How much of what ``lack`` names is short in other figures, anywhere."""
    return sum(_parts(figures, lack.kind).get(lack.subject, {}).values())


def find_lacks(figures: Figures) -> tuple[Lack, ...]:
    """Everything that is short, in the order of the goals; within a kind as the problem lists it."""
    found = []
    for kind in (PLACE, MISSION, GOODS, PROFILE):
        for subject, parts in _parts(figures, kind).items():
            if total := sum(parts.values()):
                name, unit = _named(figures.index, kind, subject)
                sites = tuple(site for site, units in parts.items() if units)
                found.append(Lack(kind=kind, subject=subject, name=name, unit=unit, short=total, sites=sites))
    return tuple(found)


def _parts(figures: Figures, kind: str) -> dict[str, dict[str, int]]:
    """Short units by subject and site."""
    return {PLACE: _unplaced, GOODS: _goods, MISSION: _missing, PROFILE: _minutes}[kind](figures)


def _unplaced(figures: Figures) -> dict[str, dict[str, int]]:
    limit = figures.index.problem.policy.place_by_s
    placed = {row.group for row in figures.execution.assignments if row.arrive_s <= limit}
    at: dict[str, int] = defaultdict(int)
    for group in figures.index.problem.groups:
        if group.id not in placed:
            at[group.location] += group.people
    return {"": at}


def _goods(figures: Figures) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {item.id: defaultdict(int) for item in figures.index.problem.items}
    for row in figures.needs:
        found[row.item][row.shelter] += row.required - row.on_time
    return found


def _missing(figures: Figures) -> dict[str, dict[str, int]]:
    missing = figures.missing_people()
    return _by_skill(figures, {mission.id: missing[mission.id] for mission in figures.index.problem.missions})


def _minutes(figures: Figures) -> dict[str, dict[str, int]]:
    """Whole minutes over the profile, of missions that somebody comes to."""
    over, reached = figures.seconds_over(), {row.mission for row in figures.execution.postings}
    return _by_skill(figures, {name: -(-seconds // 60) for name, seconds in over.items() if name in reached})


def _by_skill(figures: Figures, amounts: dict[str, int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for mission in figures.index.problem.missions:
        found[mission.skill][mission.location] += amounts.get(mission.id, 0)
    return found


def _named(index: Index, kind: str, subject: str) -> tuple[str, str]:
    if kind == PLACE:
        return "安置床位", "人"
    if kind == GOODS:
        return index.items[subject].name, index.items[subject].unit
    name = next(mission.skill_name for mission in index.problem.missions if mission.skill == subject)
    return name, "人" if kind == MISSION else "分钟"
