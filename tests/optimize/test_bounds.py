"""Bounds of the last goals hold for other plans that keep the goals before them."""

import pytest

from optimize.index import Index
from optimize.legs import Legs
from optimize.plan import Ended, Plan
from optimize.planner import solve
from tests.optimize.instances import random_problem

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
    places = [row.location for row in (*problem.sources, *problem.shelters)]
    fen = Legs(Index(problem), fleet, places).fen(places, places)
    assert (fen[:, None, :] <= fen[:, :, None] + fen[None, :, :] + 1e-6).all()


def test_who_cancels_gets_a_plan_without_the_bounds_that_take_long() -> None:
    plan = solve(random_problem(2, groups=5, shelters=3), stop=lambda: True)
    assert plan.ended is Ended.CANCELLED
    assert [goal.bound for goal in plan.objective[LAST:]] == [None, None]
