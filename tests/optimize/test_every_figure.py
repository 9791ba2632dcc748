"""No figure of a plan is free: whichever number is off by one, whichever row is missing or doubled, it is found."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import About, DockUse, Problem, Rule
from optimize.replanning.replan import Answered, replan
from optimize.validate import validate
from tests.optimize.instances import random_problem, tiny_problem
from tests.optimize.test_arrivals import with_arrivals
from tests.optimize.test_terms import with_terms
from tests.optimize.tiny_plan import tiny_plan

Path = tuple[str | int, ...]

FREE = {"seed", "effort", "timings"}
"""About the run, not about the plan."""

PLANS = ("by hand", "planned again", 3, 5, 8, 13)


@cache
def case(name: str | int) -> tuple[Problem, Plan]:
    if name == "planned again":
        return planned_again()
    if isinstance(name, str):
        return tiny_problem(), tiny_plan()
    problem = random_problem(
        name, groups=6, shelters=3, sources=3, items=5, odd=("special_needs", "late_capacity", "area_floor")
    )
    return problem, solve(problem, effort=10)


def planned_again() -> tuple[Problem, Plan]:
    """Half an hour later: goods on the road, agreements, docks of others, boats, a locked lot."""
    first = random_problem(2, groups=6, shelters=3, sources=3, items=5, odd=("boats", "cut_off_village"))
    problem = with_terms(with_arrivals(first))
    busy = tuple(DockUse(place=row.id, start_s=0, leave_s=3600) for row in problem.sources[:1])
    problem = problem.model_copy(update={"dock_uses": busy})
    lock = Rule(about=About.LOT, subject=problem.lots[0].id, target=problem.shelters[0].id, keep=True)
    question = replan(problem, Answered(problem, solve(problem, effort=10)), 1800, (lock,))
    return question, solve(question, effort=10)


def numbers(value: Any, path: Path = ()) -> Iterator[Path]:
    """Paths of all numbers and truth values below ``value``."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in FREE:
                yield from numbers(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from numbers(inner, (*path, index))
    elif isinstance(value, int | float):
        yield path


def rows(plan: dict[str, Any]) -> Iterator[Path]:
    """Paths of all rows of the plan's tables, stops and cargo included."""
    for table, values in plan.items():
        for index in range(len(values)) if isinstance(values, list) else ():
            yield (table, index)
    for t, trip in enumerate(plan["trips"]):
        for s, stop in enumerate(trip["stops"]):
            yield ("trips", t, "stops", s)
            for part in ("cargo", "passengers"):
                for row in range(len(stop[part])):
                    yield ("trips", t, "stops", s, part, row)


def inside(plan: dict[str, Any], path: Path) -> Any:
    """The container that holds the last step of the path."""
    value: Any = plan
    for step in path[:-1]:
        value = value[step]
    return value


def unnoticed(name: str | int, paths: list[Path], change: Any) -> list[Path]:
    """Paths at which the change leaves a plan that the validator accepts."""
    problem, plan = case(name)
    found = []
    for path in paths:
        damaged = plan.model_dump(mode="json")
        change(inside(damaged, path), path[-1])
        try:
            read = Plan.model_validate(damaged)
        except ValueError:
            continue
        if not validate(problem, read):
            found.append(path)
    return found


def add_one(holder: Any, key: Any) -> None:
    value = holder[key]
    holder[key] = (not value) if isinstance(value, bool) else value + 1


def take_one(holder: Any, key: Any) -> None:
    value = holder[key]
    holder[key] = (not value) if isinstance(value, bool) else value - 1


def leave_out(holder: Any, key: Any) -> None:
    del holder[key]


def double(holder: Any, key: Any) -> None:
    holder.append(holder[key])


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("change", [add_one, take_one])
def test_a_number_off_by_one_is_found(name: str | int, change: Any) -> None:
    _, plan = case(name)
    assert unnoticed(name, list(numbers(plan.model_dump(mode="json"))), change) == []


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("change", [leave_out, double])
def test_a_row_missing_or_doubled_is_found(name: str | int, change: Any) -> None:
    _, plan = case(name)
    assert unnoticed(name, list(rows(plan.model_dump(mode="json"))), change) == []
