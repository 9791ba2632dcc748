"""Tiny districts: what the planner calls proven is what trying everything finds."""

import random

import pytest

from optimize.index import Index
from optimize.missions.assignment import assign
from optimize.plan import Goal
from optimize.planner import solve
from optimize.problem import Problem
from optimize.progress import Control
from optimize.validate import validate
from tests.optimize.exhaustive import AMPLE_ODD, ample_problem, best, best_missions
from tests.optimize.instances import random_problem

MISSION_ODD = ("no_skill", "far_mission", "no_profile", "cut_off_village", "boats")


def rescue_problem(seed: int) -> Problem:
    draw = random.Random(seed)
    return random_problem(
        seed,
        groups=3,
        teams=draw.randint(1, 3),
        missions=draw.randint(1, 3),
        odd=draw.sample(MISSION_ODD, draw.randint(0, 2)),
        side_m=draw.choice((4000, 16_000, 60_000)),
    )


@pytest.mark.parametrize("seed", range(80))
def test_missions_are_as_good_as_trying_every_posting(seed: int) -> None:
    problem = rescue_problem(seed)
    result = assign(problem, Index(problem), Control())
    unmet = sum(mission.severity * result.unmet[mission.id] for mission in problem.missions)
    least_unmet, least_over_s = best_missions(problem)
    assert (unmet, result.minutes_over) == (least_unmet, round(least_over_s / 60, 1))
    assert result.proven
    assert (result.bound_unmet, result.minutes_bound) == (unmet, result.minutes_over)


def exact_values(problem: Problem) -> dict[str, float]:
    """The goals that do not depend on trips, in their order."""
    unplaced, critical, share = best(problem)
    return {
        "people_unplaced": unplaced,
        "missions_unmet": best_missions(problem)[0],
        "life_critical_unmet": critical,
        "lowest_on_time_share": round(float(share), 4),
    }


def better(value: float, than: float, goal: Goal) -> bool:
    """Better by more than a rounding step."""
    return value > than + 1e-4 if goal.maximise else value < than - 1e-4


@pytest.mark.parametrize("seed", range(60))
def test_values_and_bounds_enclose_what_trying_everything_finds(seed: int) -> None:
    """Down to the first level that is not solved to the end, which says so by its gap."""
    draw = random.Random(seed)
    problem = ample_problem(seed, draw.sample(AMPLE_ODD, draw.randint(0, 2)))
    plan = solve(problem, effort=20)
    assert validate(problem, plan) == ()
    goals = {goal.key: goal for goal in plan.objective}
    for key, exact in exact_values(problem).items():
        goal = goals[key]
        assert not better(goal.value, exact, goal), goal
        assert goal.bound is not None
        assert not better(exact, goal.bound, goal), goal
        if key in {"people_unplaced", "missions_unmet"}:
            assert goal.value == exact
        if better(exact, goal.value, goal):
            assert goal.gap
            break
