"""Goods that come whatever the plan does: small cases with known answers, and every figure with them."""

import random

from hypothesis import given

from optimize.intake.reading import check
from optimize.plan import Goal
from optimize.planner import solve
from optimize.problem import Arrival, Problem
from optimize.validate import validate
from tests.optimize.instances import problems
from tests.optimize.test_goal_order import hold
from tests.optimize.test_planner_properties import quick, violations
from tests.optimize.tiny import tiny_problem


def arriving(*rows: tuple[str, str, int, int]) -> Problem:
    """Only g0 (20 people) and s0 (all outdoors): 60 L and 5 tents wanted; 120 L and 10 tents in the depot."""
    problem = tiny_problem()
    arrivals = tuple(Arrival(shelter=s, line=line, quantity=q, arrive_s=at) for s, line, q, at in rows)
    return problem.model_copy(
        update={
            "groups": problem.groups[:1],
            "shelters": problem.shelters[:1],
            "kit": tuple(line for line in problem.kit if line.id in ("water-1", "tent-1")),
            "floors": (),
            "missions": (),
            "arrivals": arrivals,
        }
    )


def solved(problem: Problem) -> tuple[dict[str, int], dict[str, Goal]]:
    """Units delivered by line, and the goals."""
    assert list(check(problem)) == []
    plan = solve(problem, effort=20)
    assert validate(problem, plan) == ()
    units: dict[str, int] = {}
    for row in plan.deliveries:
        units[row.line] = units.get(row.line, 0) + row.quantity
    return units, {goal.key: goal for goal in plan.objective}


def test_only_what_arrivals_leave_is_sent() -> None:
    units, goals = solved(arriving(("s0", "water-1", 36, 0), ("s0", "tent-1", 4, 7200)))
    assert units == {"water-1": 24, "tent-1": 1}
    assert goals["life_critical_unmet"].value == 0


def test_arrivals_may_be_all_there_is_and_more() -> None:
    units, goals = solved(arriving(("s0", "water-1", 70, 3600), ("s0", "tent-1", 5, 1800)))
    assert units == {}
    assert goals["cost_fen"].value == goals["channel_cost"].value == 0
    assert goals["life_critical_unmet"].value == 0


def test_late_arrivals_are_late() -> None:
    hours = 7 * 3600
    _, goals = solved(arriving(("s0", "water-1", 60, hours)).model_copy(update={"lots": ()}))
    assert goals["life_critical_unmet"].value == 20 * 5 + 20 * 4
    assert goals["late_person_item_hours"].value == 20 * 5 * 1 + 20 * 4 * (72 - 9)


def test_what_arrives_after_the_horizon_is_late_and_lacking_no_more() -> None:
    problem = arriving(("s0", "water-1", 60, 80 * 3600)).model_copy(update={"lots": ()})
    _, goals = solved(problem)
    assert goals["late_person_item_hours"].value == 20 * 5 * (72 - 6) + 20 * 4 * (72 - 9)


def test_targets_count_what_arrives() -> None:
    problem = arriving(("s0", "water-1", 60, 1800), ("s0", "tent-1", 9, 3600)).model_copy(update={"lots": ()})
    targets = solve(problem, effort=5).targets
    assert (targets.first_batch_h, targets.basic_needs_h) == (0.5, 2.0)


def with_arrivals(problem: Problem) -> Problem:
    draw = random.Random(problem.incident)
    rows = tuple(
        Arrival(
            shelter=shelter.id, line=line.id, quantity=draw.randint(1, 80), arrive_s=draw.choice((0, 3600, 40_000)),
        )
        for shelter in problem.shelters
        for line in problem.kit
        if draw.random() < 0.4
    )  # fmt: skip
    return problem.model_copy(update={"arrivals": rows})


@quick
@given(problems(largest=4))
def test_every_plan_counts_them_and_its_bounds_hold(problem: Problem) -> None:
    problem = with_arrivals(problem)
    plans = [solve(problem, effort=effort, seed=effort) for effort in (1, 20)]
    for told in plans:
        assert violations(problem, told) == []
        for rival in plans:
            hold(told, rival)
