"""What vehicles and hours cannot carry goes back to allocation and assignment, until neither improves."""

import pytest

from optimize import planner
from optimize.figures import MAXIMISED
from optimize.plan import Plan
from optimize.problem import Problem, TravelMatrix
from optimize.validate import validate
from tests.optimize.goods import HOUR
from tests.optimize.instances import random_problem
from tests.optimize.tiny import tiny_problem


def solve(problem: Problem, effort: int = 20) -> Plan:
    plan = planner.solve(problem, effort=effort, time_limit=120, seed=1)
    assert validate(problem, plan) == ()
    return plan


def value(plan: Plan, key: str) -> float:
    return next(goal.value for goal in plan.objective if goal.key == key)


def far_by_truck() -> Problem:
    """The village is nearest to s0, which trucks reach after nine hours; s1 has room for all, and goods follow."""
    problem = tiny_problem()
    truck = problem.travel[0]
    seconds = tuple(
        tuple(0 if a == b else 9 * HOUR if "at-s0" in (a, b) else travel for b, travel in zip(places, row, strict=True))
        for places in (truck.destinations,)
        for a, row in zip(truck.origins, truck.seconds, strict=True)
    )
    slow = TravelMatrix.model_validate(truck.model_dump() | {"seconds": seconds})
    shelters = tuple(row.model_copy(update={"indoor_places": 20}) for row in problem.shelters)
    return problem.model_copy(
        update={"travel": (slow, *problem.travel[1:]), "groups": problem.groups[:1], "shelters": shelters}
    )


def test_people_go_where_goods_can_follow_in_time() -> None:
    plan = solve(far_by_truck())
    assert [row.shelter for row in plan.assignments] == ["s1"]
    assert (value(plan, "people_unplaced"), value(plan, "life_critical_unmet")) == (0, 0)


def test_without_feedback_they_would_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner.Run, "feed_back", lambda run, best, *ways: best)
    plan = solve(far_by_truck())
    assert [row.shelter for row in plan.assignments] == ["s0"]
    assert value(plan, "life_critical_unmet") > 0


def test_nothing_goes_back_where_nothing_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(planner, "carried_again", never)
    problem = random_problem(3, tight=0.5, vehicles=14)
    assert value(solve(problem), "life_critical_unmet") == 0


def few_trucks(seed: int) -> Problem:
    """Five trucks for ten shelters."""
    drawn = random_problem(seed, groups=24, shelters=10, sources=8, items=8, vehicles=36, tight=0.8, side_m=40_000)
    trucks = [vehicle for vehicle in drawn.vehicles if vehicle.capacity_g][:5]
    buses = [vehicle for vehicle in drawn.vehicles if vehicle.seats]
    return drawn.model_copy(update={"vehicles": (*trucks, *buses)})


def by_level(plan: Plan) -> tuple[float, ...]:
    """The goals in their order, less being better."""
    return tuple(-goal.value if goal.key in MAXIMISED else goal.value for goal in plan.objective)


@pytest.mark.slow
def test_few_trucks_carry_more_of_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never less than without feedback, which is where feedback begins, and mostly much more."""
    problems = [few_trucks(seed) for seed in (1, 2, 5, 7)]
    fed = [solve(problem) for problem in problems]
    monkeypatch.setattr(planner.Run, "feed_back", lambda run, best, *ways: best)
    unfed = [solve(problem) for problem in problems]
    assert all(by_level(more) <= by_level(less) for more, less in zip(fed, unfed, strict=True))
    unmet = [
        (value(more, "life_critical_unmet"), value(less, "life_critical_unmet"))
        for more, less in zip(fed, unfed, strict=True)
    ]
    assert sum(more < less / 2 for more, less in unmet) >= 3
