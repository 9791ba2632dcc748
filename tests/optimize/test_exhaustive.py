"""Tiny districts: what the planner calls proven is what trying everything finds."""

import random

import pytest

from optimize.index import Index
from optimize.missions import assign
from optimize.problem import Problem
from optimize.progress import Control
from tests.optimize.exhaustive import best_missions
from tests.optimize.instances import random_problem

MISSION_ODD = ("no_skill", "far_mission", "no_profile", "cut_off_village")


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
