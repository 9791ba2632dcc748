"""Goals in another order: what becomes of the plan, and what may be asked."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.intake.reading import check
from optimize.plan import Goal, Plan
from optimize.planner import solve
from optimize.problem import GOALS, KitLine, Lot, Problem, Source, Tier
from optimize.validate import validate
from tests.optimize.instances import problems
from tests.optimize.test_planner_properties import no_worse, outside, quick, violations
from tests.optimize.test_vehicles import closed
from tests.optimize.tiny import tiny_problem

FAIR_FIRST = (*GOALS[:2], GOALS[3], GOALS[2], *GOALS[4:])
COST_FIRST = (*GOALS[:6], GOALS[7], GOALS[6])


def ordered(problem: Problem, order: tuple[str, ...]) -> Problem:
    return problem.model_copy(update={"policy": problem.policy.model_copy(update={"goal_order": order})})


def values(problem: Problem) -> dict[str, float]:
    plan = solve(problem, effort=50)
    assert validate(problem, plan) == ()
    assert [goal.key for goal in plan.objective] == list(problem.policy.goals)
    return {goal.key: goal.value for goal in plan.objective}


def scarce_problem() -> Problem:
    """Five tents. 20 people camp at s0, each tent shelters 4 (worth 16); 40 at s1 want one each (worth 1)."""
    problem = tiny_problem()
    line = {"item": "tent", "due_s": 36_000, "life_critical": True, "first_day": True}
    camp = KitLine(id="camp", name="宿营", units=1, people=4, weight=4, outdoor_only=True, **line)
    each = KitLine(id="each", name="每人", units=1, people=1, weight=1, **line)
    groups = (problem.groups[0], problem.groups[1].model_copy(update={"people": 40}))
    places = problem.shelters[1].model_copy(update={"places": 40, "indoor_places": 40})
    return problem.model_copy(
        update={
            "kit": (camp, each),
            "groups": groups,
            "shelters": (problem.shelters[0], places),
            "lots": (Lot(id="l1", source="d0", item="tent", quantity=5),),
            "travel": tuple(closed(row, "at-s1") if row.profile == "foot" else row for row in problem.travel),
        }
    )


def test_fairness_may_come_before_the_total() -> None:
    problem = scarce_problem()
    usual, fair = values(problem), values(ordered(problem, FAIR_FIRST))
    assert (usual["life_critical_unmet"], usual["lowest_on_time_share"]) == (60, 0)
    assert (fair["life_critical_unmet"], fair["lowest_on_time_share"]) == (120, 0.1)


def test_cost_may_come_before_channels() -> None:
    problem = tiny_problem()
    village = Source(
        id="v0", name="村库", tier=Tier.VILLAGE, township="甲镇", location="at-s1", docks=1, stop_s=300,
        handling_s_per_t=300,
    )  # fmt: skip
    lots = (
        problem.lots[0].model_copy(update={"quantity": 60, "expires_s": None}),
        Lot(id="l9", source="v0", item="water", quantity=60),
    )
    problem = problem.model_copy(
        update={
            "sources": (*problem.sources, village),
            "lots": lots,
            "groups": problem.groups[:1],
            "kit": problem.kit[:1],
            "floors": (),
        }
    )
    usual, cheap = values(problem), values(ordered(problem, COST_FIRST))
    assert usual["channel_cost"] == 20 * 1
    assert cheap["channel_cost"] == 20 * 3
    assert cheap["cost_fen"] < usual["cost_fen"]


def legal_orders() -> list[tuple[str, ...]]:
    draw = random.Random(5)
    found: list[tuple[str, ...]] = []
    while len(found) < 12:
        order = (GOALS[0], *draw.sample(GOALS[1:], len(GOALS) - 1))
        if not list(check(ordered(tiny_problem(), order))):
            found.append(order)
    return found


@pytest.mark.slow
@quick
@given(problems(largest=4), st.sampled_from(legal_orders()))
def test_every_order_gives_valid_plans_and_bounds_that_hold(problem: Problem, order: tuple[str, ...]) -> None:
    problem = ordered(problem, order)
    plans = [solve(problem, effort=effort, seed=effort) for effort in (1, 20)]
    for told in plans:
        assert violations(problem, told) == []
        for rival in plans:
            hold(told, rival)


def hold(told: Plan, rival: Plan) -> None:
    pairs: list[tuple[Goal, Goal]] = list(zip(told.objective, rival.objective, strict=True))
    for bound, value in pairs:
        assert not outside(value, bound), (bound, value)
        if not no_worse(value, bound):
            return


@pytest.mark.parametrize(
    "order",
    [
        GOALS[:5],
        (*GOALS[:7], "people_unplaced"),
        (GOALS[1], GOALS[0], *GOALS[2:]),
        (*GOALS[:2], "cost_fen", *GOALS[2:7]),
        (GOALS[0], "assembly_minutes_over", *GOALS[1:5], *GOALS[6:]),
    ],
)
def test_orders_without_sense_are_refused(order: tuple[str, ...]) -> None:
    faults = list(check(ordered(tiny_problem(), order)))
    assert faults
    assert {fault.field for fault in faults} == {"$.policy.goal_order"}
