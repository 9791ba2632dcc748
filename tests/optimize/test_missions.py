"""Missions: who is sent, how many, when, and what is claimed about it."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimize.index import Index
from optimize.missions.assignment import MissionResult, _Search, assign, find_options, keep
from optimize.missions.exchanging import exchanged
from optimize.missions.postings import Option
from optimize.missions.reposting import repost
from optimize.plan import Posting
from optimize.problem import MissionNeed, Problem, Team, TravelMatrix
from optimize.progress import Control
from optimize.replanning.resettle import costs_of
from tests.optimize.exhaustive import best_missions
from tests.optimize.instances import random_problem
from tests.optimize.tiny import tiny_problem

HOUR = 3600


def posted(problem: Problem, **limits: int) -> MissionResult:
    return assign(problem, Index(problem), Control(**limits))


def with_teams(*, teams: tuple[Team, ...] | None = None, missions: tuple[MissionNeed, ...] | None = None) -> Problem:
    problem = tiny_problem()
    return problem.model_copy(
        update={"teams": problem.teams if teams is None else teams, "missions": missions or problem.missions}
    )


def weighted(problem: Problem, result: MissionResult) -> int:
    return sum(mission.severity * result.unmet[mission.id] for mission in problem.missions)


def test_one_team_gives_what_home_cover_leaves() -> None:
    result = posted(tiny_problem())
    assert result.postings == (
        Posting(mission="n0", team="m0", people=6, depart_s=420, arrive_s=2420, within_profile=False),
    )
    assert (result.unmet, result.bound_unmet) == ({"n0": 2}, 4)
    assert (result.minutes_over, result.minutes_bound) == (20.3, 20.3)
    assert result.proven


def test_nobody_is_sent_without_the_skill() -> None:
    (team,) = tiny_problem().teams
    result = posted(with_teams(teams=(team.model_copy(update={"skills": ("medical",)}),)))
    assert (result.postings, result.unmet, result.proven) == ((), {"n0": 8}, True)


def test_nobody_arrives_when_it_is_over() -> None:
    (mission,) = tiny_problem().missions
    result = posted(with_teams(missions=(mission.model_copy(update={"until_s": 2420}),)))
    assert result.postings == ()


def test_a_team_arrives_when_the_mission_begins_at_the_earliest() -> None:
    (mission,) = tiny_problem().missions
    result = posted(with_teams(missions=(mission.model_copy(update={"from_s": 2 * HOUR}),)))
    (row,) = result.postings
    assert (row.depart_s, row.arrive_s, row.within_profile) == (2 * HOUR - 2000, 2 * HOUR, True)


def test_the_graver_mission_gets_the_team() -> None:
    (mission,) = tiny_problem().missions
    grave = mission.model_copy(update={"id": "n1", "severity": 3})
    result = posted(with_teams(missions=(mission, grave)))
    assert [row.mission for row in result.postings] == ["n1"]
    assert result.unmet == {"n0": 8, "n1": 2}


def test_a_team_comes_home_between_two_missions() -> None:
    (mission,) = tiny_problem().missions
    first = mission.model_copy(update={"until_s": HOUR})
    second = mission.model_copy(update={"id": "n1", "until_s": 4 * HOUR})
    result = posted(with_teams(missions=(first, second)))
    assert [(row.mission, row.depart_s, row.arrive_s) for row in result.postings] == [
        ("n0", 420, 2420),
        ("n1", HOUR + 2000, HOUR + 4000),
    ]


def test_no_more_people_than_a_mission_wants() -> None:
    (team,) = tiny_problem().teams
    other = team.model_copy(update={"id": "m1"})
    result = posted(with_teams(teams=(team, other)))
    assert sorted(row.people for row in result.postings) == [2, 6]


def test_no_missions_and_no_teams_are_fine() -> None:
    assert posted(tiny_problem().model_copy(update={"missions": ()})) == MissionResult((), {}, 0, 0.0, 0.0, proven=True)
    result = posted(with_teams(teams=()))
    assert (result.unmet, result.bound_unmet, result.proven) == ({"n0": 8}, 16, True)
    assert result.minutes_over == result.minutes_bound == (4 * HOUR - 2400) / 60


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), teams=st.integers(1, 3), missions=st.integers(1, 4), side_m=st.integers(4, 80))
def test_proven_means_that_trying_everything_finds_nothing_better(
    seed: int, teams: int, missions: int, side_m: int
) -> None:
    problem = random_problem(seed, groups=3, teams=teams, missions=missions, side_m=side_m * 1000)
    result = posted(problem)
    unmet, over_s = best_missions(problem)
    assert result.bound_unmet <= unmet <= weighted(problem, result)
    if result.proven:
        assert (weighted(problem, result), result.minutes_over) == (unmet, round(over_s / 60, 1))


@pytest.mark.parametrize("seed", range(3))
def test_bounds_hold_and_results_repeat_at_county_size(seed: int) -> None:
    problem = random_problem(seed, teams=40, missions=20, side_m=40_000)
    first, second = posted(problem, seed=5), posted(problem, seed=5)
    assert first == second
    assert first.bound_unmet <= weighted(problem, first)
    assert first.minutes_bound <= first.minutes_over


@pytest.mark.parametrize("seed", range(3))
def test_another_team_never_leaves_more_unmet(seed: int) -> None:
    problem = random_problem(seed, teams=6, missions=6, side_m=30_000)
    fewer = problem.model_copy(update={"teams": problem.teams[:-1]})
    more, less = posted(problem), posted(fewer)
    assert more.proven
    assert weighted(problem, more) <= weighted(problem, less)


def test_a_stopped_run_posts_the_greedy_answer() -> None:
    problem = random_problem(1, teams=6, missions=4)
    result = assign(problem, Index(problem), Control(stop=lambda: True))
    assert result.postings
    assert result.bound_unmet == 0


def test_posting_again_only_improves_and_never_doubles_a_team() -> None:
    problem = random_problem(2, teams=14, missions=20, side_m=40_000)
    search = _Search(problem, Index(problem), Control()).drafted()
    found = repost(problem.missions, search.options, [], search._costs, Control())
    assert search._costs(found) < search._costs([])
    assert not any(a.clashes(b) for a, b in combinations(found, 2) if a.team is b.team)


def test_a_team_serves_the_place_where_it_is_before_it_goes_past_another() -> None:
    """Both missions are in time either way; 40 minutes of travel crosswise, none if each team stays."""
    problem = tiny_problem()
    (team,), (mission,) = problem.teams, problem.missions
    here, there = team.location, mission.location
    teams = (team, team.model_copy(update={"id": "m1", "location": there}))
    missions = tuple(
        mission.model_copy(update={"id": f"n{n}", "location": at, "people": 6, "from_s": HOUR})
        for n, at in enumerate((here, there))
    )
    apart = ((0, 1200), (1200, 0))
    light = TravelMatrix(
        profile="light", origins=(here, there), destinations=(here, there), seconds=apart, metres=apart
    )
    travel = (*problem.travel, light)
    problem = problem.model_copy(update={"teams": teams, "missions": missions, "travel": travel})
    options = {(row.team.id, row.mission.id): row for row in find_options(problem, Index(problem))}
    crosswise = [options["m0", "n1"], options["m1", "n0"]]
    costs = costs_of(Index(problem))
    assert costs(crosswise)[:2] == (0, 0)
    found = exchanged(list(options.values()), crosswise, costs, Control())
    assert {(row.team.id, row.mission.id) for row in found} == {("m0", "n0"), ("m1", "n1")}
    assert {(row.team, row.mission) for row in posted(problem).postings} == {("m0", "n0"), ("m1", "n1")}


def test_exchanged_postings_are_never_worse() -> None:
    for seed in range(6):
        problem = random_problem(seed, groups=8, teams=8, missions=10, side_m=30_000.0)
        search = _Search(problem, Index(problem), Control()).drafted()
        found = exchanged(search.options, search.chosen, search._costs, Control())
        assert search._costs(found) <= search._costs(search.chosen)


def poorly_posted(problem: Problem, index: Index) -> list[Posting]:
    """Whoever is latest goes, until nobody is free."""
    chosen: list[Option] = []
    for option in sorted(find_options(problem, index), key=lambda o: (-o.over_s, o.number)):
        if not any(option.team is other.team and option.clashes(other) for other in chosen):
            chosen.append(option)
    return [
        Posting(mission=o.mission.id, team=o.team.id, people=1, depart_s=0, arrive_s=0, within_profile=False)
        for o in chosen
    ]


@pytest.mark.parametrize("seed", range(3))
def test_poor_postings_are_kept_only_as_far_as_the_best_ones_allow(seed: int) -> None:
    """Planned again they end as good as from nothing, with no more of them changed."""
    problem = random_problem(seed, groups=10, teams=40, missions=30, side_m=60_000)
    index = Index(problem)
    before = poorly_posted(problem, index)
    known = {(row.team, row.mission) for row in before}
    fresh, kept = assign(problem, index, Control()), keep(problem, index, before, Control(effort=10))
    assert fresh.proven
    assert (weighted(problem, kept), kept.minutes_over) == (weighted(problem, fresh), fresh.minutes_over)
    assert others(kept, known) <= others(fresh, known)


@pytest.mark.parametrize("seed", range(3))
def test_the_fewest_postings_change(seed: int) -> None:
    """A team is no longer posted: sending it again, or another one in its place, is as good as it can be."""
    problem = random_problem(seed, groups=10, teams=40, missions=30, side_m=60_000)
    index = Index(problem)
    fresh = assign(problem, index, Control())
    before = fresh.postings[1:]
    kept = keep(problem, index, before, Control(effort=10))
    assert (weighted(problem, kept), kept.minutes_over) == (weighted(problem, fresh), fresh.minutes_over)
    assert others(kept, {(row.team, row.mission) for row in before}) == 1


def others(result: MissionResult, known: set[tuple[str, str]]) -> int:
    """Postings that were not known."""
    return sum((row.team, row.mission) not in known for row in result.postings)
