"""The missions' program: its bounds hold, its answers cost what plans cost, and what has left stays."""

from dataclasses import replace
from itertools import pairwise

import pytest

from optimize.index import Index
from optimize.missions.assignment import _Search
from optimize.missions.chains import Chains
from optimize.missions.postings import Option, late_cost, missing_cost, timetable
from optimize.problem import Problem
from optimize.progress import Control
from tests.optimize.exhaustive import best_missions
from tests.optimize.instances import random_problem

SEEDS = range(8)


def search(seed: int, *, one_limit: bool = False) -> _Search:
    problem = random_problem(seed, groups=3, teams=4, missions=4, side_m=40_000)
    if one_limit:
        problem = problem.model_copy(update={"assembly": problem.assembly[-1:]})
    return _Search(problem, Index(problem), Control()).drafted()


def program(found: _Search) -> Chains:
    missing, late, _ = found._costs(found.chosen)
    chains = Chains(found.problem, found.index, found.options, latest_s=late)
    chains.hold(missing)
    return chains


@pytest.mark.parametrize("seed", SEEDS)
def test_a_choice_costs_in_the_program_what_it_costs_in_a_plan(seed: int) -> None:
    found = search(seed)
    chains = program(found)
    point = chains.point(found.chosen)
    assert chains.unmet_cost @ point == missing_cost(found.problem, found.chosen)
    assert chains.over_cost @ point == late_cost(found.problem, found.index, found.chosen)


@pytest.mark.parametrize("one_limit", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_holds_and_is_reached(seed: int, one_limit: bool) -> None:
    found = search(seed, one_limit=one_limit)
    best = best_missions(found.problem)
    missing, late, _ = found._costs(found.chosen)
    assert missing == best[0]
    chains = program(found)
    answer = chains.solve(chains.over_cost, late, found.chosen, Control(), nodes=200)
    assert answer.bound <= best[1] + 0.01
    assert late_cost(found.problem, found.index, answer.chosen) == best[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_teams_are_home_between_missions(seed: int) -> None:
    found = search(seed)
    chains, late = program(found), found._costs(found.chosen)[1]
    answer = chains.solve(chains.over_cost, late, found.chosen, Control(), nodes=200)
    departs = timetable(answer.chosen)
    for team in {option.team.id for option in answer.chosen}:
        ways = sorted((o for o in answer.chosen if o.team.id == team), key=lambda o: o.mission.until_s)
        assert all(before.home_s <= departs[after] for before, after in pairwise(ways))


def fixed_problem() -> Problem:
    """Two teams; the farther one has left for the only mission."""
    return random_problem(3, groups=3, teams=4, missions=2, side_m=30_000)


def test_what_has_left_stays_and_counts() -> None:
    problem = fixed_problem()
    free = _Search(problem, Index(problem), Control()).drafted()
    option = max(free.options, key=lambda o: o.over_s)
    fixed = [o if o is not option else _as_fixed(o) for o in free.options]
    chains = Chains(problem, free.index, fixed, latest_s=10**6)
    late = late_cost(problem, free.index, fixed[:0])
    answer = chains.solve(chains.over_cost, late, [fixed[option.number]], Control(), nodes=50)
    assert fixed[option.number] in answer.chosen
    assert chains.over_cost @ chains.point(answer.chosen) == late_cost(problem, free.index, answer.chosen)


def _as_fixed(option: Option) -> Option:
    return replace(option, fixed=True)
