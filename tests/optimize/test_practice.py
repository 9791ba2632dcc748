"""Nearest-source practice: executable like any plan, measured like any plan, and no better than planning."""

import pytest

from optimize.plan import Plan
from optimize.planner import solve
from optimize.practice import nearest_source
from optimize.validate import validate
from tests.optimize.instances import ODD_CASES, random_problem, tiny_problem


def test_the_practice_on_paper() -> None:
    problem = tiny_problem()
    plan = nearest_source(problem)
    assert validate(problem, plan) == ()
    assert all(goal.bound is None for goal in plan.objective)


@pytest.mark.parametrize("case", ODD_CASES)
def test_the_validator_accepts_it(case: str) -> None:
    problem = random_problem(4, items=6, odd=(case,))
    assert validate(problem, nearest_source(problem)) == ()


@pytest.mark.parametrize("seed", range(3))
def test_planning_is_never_worse(seed: int) -> None:
    problem = random_problem(seed, groups=8, shelters=4, sources=5, items=6, tight=1.3)
    ours, theirs = solve(problem, seed=1), nearest_source(problem)

    def key(plan: Plan) -> list[float]:
        return [-goal.value if goal.maximise else goal.value for goal in plan.objective]

    assert key(ours) <= key(theirs)


def test_shelters_that_call_last_get_what_is_left() -> None:
    problem = random_problem(5, groups=8, shelters=4, sources=1, items=1, vehicles=20, tight=2.5)
    plan = nearest_source(problem)
    lacking = [row.unmet / row.required for row in plan.needs if row.line == "water-1"]
    assert lacking[0] == 0
    assert lacking == sorted(lacking)
