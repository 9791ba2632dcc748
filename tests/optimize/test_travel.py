"""The least travel of teams: reached, proven, and never at the cost of people missing or lateness."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pytest

from optimize.index import Index
from optimize.missions.assignment import _Search, assign
from optimize.missions.postings import Option
from optimize.missions.travel import Travel
from optimize.problem import Problem
from optimize.progress import Control, Event
from tests.optimize.instances import random_problem

EXACT = 1e-6


def choices(options: Sequence[Option]) -> Iterator[list[Option]]:
    """Every choice in which no team is at two places at once; fixed options are always in it."""
    if not options:
        yield []
        return
    first, *more = options
    for rest in choices(more):
        if not first.fixed:
            yield rest
        if not any(first.team is other.team and first.clashes(other) for other in rest):
            yield [first, *rest]


def search(seed: int, *, fixed: bool = False) -> _Search:
    problem = random_problem(seed, groups=3, teams=5, missions=3, side_m=40_000)
    found = _Search(problem, Index(problem), Control())
    while len(found.options) > 12:
        found.options.pop()
    if fixed and found.options:
        far = max(found.options, key=lambda o: o.over_s)
        found.options[far.number] = replace(far, fixed=True)
    return found


@pytest.mark.parametrize("fixed", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_the_least_travel_is_what_trying_every_choice_finds(seed: int, fixed: bool) -> None:
    found = search(seed, fixed=fixed)
    every = [(found._costs(chosen), chosen) for chosen in choices(found.options)]
    missing, late, least = min(costs for costs, _ in every)
    worst = max((row for row in every if row[0][:2] == (missing, late)), key=lambda row: row[0])
    travel = Travel(found.problem, found.index, found.options, missing, late)
    answer = travel.solve(worst[1], Control(), nodes=200)
    assert answer.bound == pytest.approx(least, abs=1)
    assert answer.bound <= least + EXACT
    assert found._costs(answer.chosen) == (missing, late, least)


@pytest.mark.parametrize("seed", range(10))
def test_crews_of_a_choice_cost_what_the_choice_costs(seed: int) -> None:
    found = search(seed)
    for chosen in islice(choices(found.options), 0, None, 7):
        missing, late, cost = found._costs(chosen)
        travel = Travel(found.problem, found.index, found.options, missing, late)
        crews = travel.crews_of(chosen)
        assert sum(travel.cost_of(crew) for crew in crews) == cost
        assert sum(travel.sites[crew.site].severity * travel.lacking(crew) for crew in crews) == missing
        assert sum(travel.sites[crew.site].ways[crew.way].over_s for crew in crews) == late


def scarce(seed: int) -> Problem:
    """Missions that ask for more people than most teams have."""
    problem = random_problem(seed, teams=20, missions=10, side_m=40_000)
    harder = tuple(row.model_copy(update={"people": 3 * row.people}) for row in problem.missions)
    return problem.model_copy(update={"missions": harder})


@pytest.mark.parametrize("seed", range(4))
def test_all_three_levels_are_proven_where_teams_are_scarce(seed: int) -> None:
    problem, ends = scarce(seed), list[Event]()
    result = assign(problem, Index(problem), Control(progress=lambda e: ends.append(e) if e.kind == "end" else None))
    assert result.proven
    assert ends[-1].level == 3
    assert [event.incumbent for event in ends] == [event.bound for event in ends]
