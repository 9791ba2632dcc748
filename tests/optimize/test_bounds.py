"""Bounds of the last goals hold for other plans that keep the goals before them."""

import pytest

from optimize.index import Index
from optimize.plan import Ended, Plan
from optimize.planner import solve
from optimize.replanning.replan import Answered, replan
from optimize.trips.legs import Legs
from optimize.validate import validate
from tests.optimize.instances import random_problem
from tests.optimize.tiny import tiny_problem

LAST = 6
"""The position of the channels' goal; cost follows."""


def key(plan: Plan) -> list[float]:
    return [-goal.value if goal.maximise else goal.value for goal in plan.objective]


@pytest.mark.parametrize("seed", range(12))
def test_no_other_plan_undercuts_a_bound(seed: int) -> None:
    problem = random_problem(seed, groups=4 + seed % 5, shelters=2 + seed % 3, sources=3 + seed % 4)
    plans = [solve(problem, effort=effort, seed=draw) for effort, draw in ((2, 0), (30, 1), (60, 2))]
    for plan in plans:
        for other in plans:
            for level in (LAST, LAST + 1):
                bound = plan.objective[level].bound
                assert bound is not None
                if all(a <= b for a, b in zip(key(other)[:level], key(plan)[:level], strict=True)):
                    assert other.objective[level].value >= bound


def test_costs_of_ways_obey_the_triangle_inequality() -> None:
    problem = random_problem(3, groups=5, shelters=3)
    fleet = [vehicle for vehicle in problem.vehicles if vehicle.capacity_g]
    places = [*(row.location for row in problem.sources), *(row.location for row in problem.shelters)]
    fen = Legs(Index(problem), fleet, places).fen(places, places)
    assert (fen[:, None, :] <= fen[:, :, None] + fen[None, :, :] + 1e-6).all()


def test_who_cancels_gets_a_plan_without_the_bounds_that_take_long() -> None:
    plan = solve(random_problem(2, groups=5, shelters=3), stop=lambda: True)
    assert plan.ended is Ended.CANCELLED
    assert [goal.bound for goal in plan.objective[LAST:]] == [None, None]


def test_people_on_their_way_do_not_make_their_shelter_smaller() -> None:
    """20 people have left for a shelter of 21; one more follows, and one truck serves them all."""
    problem = tiny_problem()
    shelter = problem.shelters[0].model_copy(update={"places": 21})
    groups = (problem.groups[0], problem.groups[0].model_copy(update={"id": "g2", "people": 1, "special": 0}))
    known = problem.model_copy(
        update={"shelters": (shelter,), "kit": problem.kit[:1], "floors": (), "groups": groups[:1], "missions": ()}
    )
    earlier = Answered(known, solve(known, stop=lambda: True))
    question = replan(known.model_copy(update={"groups": groups}), earlier, 1)
    question = question.model_copy(update={"adjustment": question.adjustment.model_copy(update={"before": None})})
    plan = solve(question, effort=5)
    assert plan.people.placed == 21 and plan.objective[LAST - 2].value == 0
    assert validate(question, plan) == ()
