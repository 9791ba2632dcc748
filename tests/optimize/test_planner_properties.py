"""Whatever the district, the planner's answer passes the validator, repeats, and keeps its word about bounds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimize.plan import Ended, Goal, Plan, Timings
from optimize.planner import solve
from optimize.problem import Problem
from optimize.validate import Violation, validate
from tests.optimize.instances import ODD_CASES, county_problem, problems, random_problem

EFFORT = 10

quick = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """As a list, so that a failing test prints each of them."""
    return list(validate(problem, plan))


def timeless(plan: Plan) -> Plan:
    return plan.model_copy(update={"timings": Timings()})


@quick
@given(problems())
def test_every_plan_is_valid_and_survives_json(problem: Problem) -> None:
    plan = solve(problem, effort=EFFORT)
    assert violations(problem, plan) == []
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert Problem.model_validate_json(problem.model_dump_json()) == problem


@pytest.mark.parametrize("case", ODD_CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_odd_cases_give_valid_plans(case: str, seed: int) -> None:
    problem = random_problem(seed, groups=6, shelters=4, sources=4, items=8, vehicles=6, odd=[case])
    assert violations(problem, solve(problem, effort=EFFORT)) == []


@quick
@given(problems(largest=4), st.integers(0, 3))
def test_same_problem_seed_and_effort_give_the_same_plan(problem: Problem, seed: int) -> None:
    first, second = (solve(problem, effort=EFFORT, seed=seed) for _ in range(2))
    assert timeless(first) == timeless(second)


@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_is_stopped_at_once_still_gives_a_valid_plan(seed: int) -> None:
    problem = random_problem(seed, groups=10, shelters=5)
    plan = solve(problem, stop=lambda: True)
    assert plan.ended is Ended.CANCELLED
    assert violations(problem, plan) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_run_without_time_still_gives_a_valid_plan(seed: int) -> None:
    problem = random_problem(seed, groups=10, shelters=5)
    plan = solve(problem, time_limit=0.0)
    assert plan.ended is Ended.WALL
    assert violations(problem, plan) == []


def no_worse(goal: Goal, than: Goal) -> bool:
    return goal.value >= than.value if goal.maximise else goal.value <= than.value


def outside(value: Goal, bound: Goal) -> bool:
    """Whether a value beats a bound, more than by rounding."""
    if bound.bound is None:
        return False
    beyond = value.value - bound.bound if value.maximise else bound.bound - value.value
    return beyond > 0.051


@pytest.mark.slow
@quick
@given(problems())
def test_no_plan_beats_the_bound_of_another_run(problem: Problem) -> None:
    """A bound holds for all plans that are no worse on the goals before it."""
    plans = [solve(problem, effort=effort, seed=seed) for effort, seed in ((1, 0), (EFFORT, 0), (100, 1))]
    for told in plans:
        for rival in plans:
            for bound, value in zip(told.objective, rival.objective, strict=True):
                assert not outside(value, bound), (bound, value)
                if not no_worse(value, bound):
                    break


def with_more_stock(problem: Problem, factor: int) -> Problem:
    lots = tuple(lot.model_copy(update={"quantity": lot.quantity * factor}) for lot in problem.lots)
    return problem.model_copy(update={"lots": lots})


@quick
@given(problems())
def test_more_stock_never_leaves_more_unmet_where_both_are_proven(problem: Problem) -> None:
    before, after = (solve(row, effort=EFFORT).objective for row in (problem, with_more_stock(problem, 3)))
    assert after[0].value == before[0].value
    if after[2].gap == 0 and before[2].gap == 0:
        assert after[2].value <= before[2].value


@pytest.mark.slow
def test_a_county_is_planned_validly_and_judged_in_moments() -> None:
    problem = county_problem()
    plan = solve(problem, effort=EFFORT, time_limit=60)
    assert violations(problem, plan) == []
