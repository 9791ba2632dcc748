"""Shelter assignment against trying everything, and the rules that it keeps."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from optimize.bounds.whole import people_unplaced
from optimize.index import Index
from optimize.people import shelters
from optimize.people.shelters import NOWHERE, Choice, Placing, improve, place_greedily, prepare
from optimize.people.ways import FOOT, WALKS, find_ways
from optimize.problem import Problem
from optimize.progress import Control
from tests.optimize.instances import random_problem, tiny_problem


def placing_of(problem: Problem) -> Placing:
    return prepare(find_ways(Index(problem)))


def allowed(placing: Placing, choice: Choice) -> bool:
    placed = np.flatnonzero(choice != NOWHERE)
    taken = np.bincount(choice[placed], placing.people[placed], len(placing.places))
    special = np.bincount(choice[placed], placing.special[placed], len(placing.places))
    ways = np.isfinite(placing.cost[placed, choice[placed]]).all()
    return bool((taken <= placing.places).all() and (special <= placing.special_places).all() and ways)


def best_of_all(placing: Placing) -> tuple[int, float]:
    options = range(NOWHERE, len(placing.places))
    choices = (np.array(choice) for choice in product(options, repeat=len(placing.people)))
    return min(placing.worth(choice) for choice in choices if allowed(placing, choice))


@pytest.mark.parametrize("case", [(), ("few_places",), ("special_needs",), ("exposed_shelter",), ("late_shelter",)])
@pytest.mark.parametrize("seed", range(4))
def test_the_program_finds_what_trying_everything_finds(seed: int, case: tuple[str, ...]) -> None:
    placing = placing_of(random_problem(seed, groups=5, shelters=3, odd=case))
    greedy = place_greedily(placing)
    found = improve(placing, greedy, Control())
    assert allowed(placing, greedy)
    assert allowed(placing, found)
    people, minutes = best_of_all(placing)
    assert placing.worth(found)[0] == people
    assert placing.worth(found)[1] == pytest.approx(minutes)


@pytest.mark.parametrize("case", [(), ("few_places",), ("special_needs", "few_places"), ("no_buses",)])
@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_unplaced_less_than_the_bound(seed: int, case: tuple[str, ...]) -> None:
    placing = placing_of(random_problem(seed, groups=5, shelters=3, odd=case))
    assert people_unplaced(placing.ways) <= best_of_all(placing)[0]


@pytest.mark.parametrize("seed", range(8))
def test_where_no_seat_is_left_all_who_can_walk_find_a_place(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelters, "SMALL", 0)
    monkeypatch.setattr(shelters, "NEAREST", 1)
    placing = placing_of(random_problem(seed, groups=5, shelters=3, odd=("few_places",)))
    nobody = np.full(len(placing.people), NOWHERE)
    found = improve(placing, nobody, Control(), np.zeros(len(placing.ways.profiles)))
    on_foot = replace(placing, cost=np.where(placing.ways.usable == WALKS, placing.cost, np.inf))
    assert placing.unplaced(found) == best_of_all(on_foot)[0]


def test_who_can_walk_walks_and_nobody_walks_too_far() -> None:
    ways = find_ways(Index(tiny_problem()))
    assert ways.mode(0, 0) == FOOT
    assert ways.on_foot[0, 0] == 1000
    assert ways.mode(1, 0) == "bus"


def test_blocked_pairs_are_not_used() -> None:
    ways = find_ways(Index(tiny_problem()))
    free = place_greedily(prepare(ways))
    blocked = place_greedily(prepare(ways, frozenset({(0, int(free[0]))})))
    assert blocked[0] != free[0]


def test_nobody_and_nowhere_are_answers() -> None:
    assert place_greedily(placing_of(random_problem(1, odd=("nobody",)))).tolist() == []
    assert set(place_greedily(placing_of(random_problem(1, odd=("all_exposed",)))).tolist()) == {NOWHERE}


def test_seat_time_is_kept() -> None:
    placing = placing_of(random_problem(3))
    choice = improve(placing, np.full(len(placing.people), NOWHERE), Control(), seat_s=np.array([200_000.0]))
    assert placing.seat_time(choice)[0] <= 200_000.0
    assert (choice != NOWHERE).any()
