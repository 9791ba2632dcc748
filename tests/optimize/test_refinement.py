"""Refining a plan: never later, never from later channels, cheaper; and a change that is refused leaves no trace."""

import gc
from collections.abc import Callable
from functools import partial

import pytest

from optimize.execution import Candidate, allocated, drive, settle
from optimize.goods.allocation import fill
from optimize.goods.freight import Freight
from optimize.goods.supply import Supply, needs_of
from optimize.index import Index
from optimize.missions.assignment import MissionResult
from optimize.people.shelters import place_greedily, prepare
from optimize.people.ways import Ways, find_ways
from optimize.problem import GOALS, Problem
from optimize.progress import Control
from optimize.replanning.rescue import rescue
from optimize.trips.consolidation import Consolidation
from optimize.trips.refinement import refine
from optimize.trips.rounds import Board
from optimize.trips.shortening import Shortening
from tests.optimize.instances import random_problem

NOBODY = MissionResult((), {}, 0, 0.0, 0.0, proven=False)
CHEAP_FIRST = (*GOALS[:6], "cost_fen", "channel_cost")


def district(seed: int) -> Problem:
    return random_problem(seed, groups=14, shelters=6, sources=9, vehicles=9, items=8, tight=0.6, odd=["area_floor"])


def planned(problem: Problem) -> tuple[Supply, Ways, Candidate]:
    """A plain plan: the nearest goods, trips as they come."""
    ways = find_ways(Index(problem))
    supply, placing = Supply(ways.index), prepare(ways)
    settled = settle(ways, placing, place_greedily(placing), Control(effort=1))
    wanted = allocated(supply, settled, partial(fill, by_channel=False))
    return supply, ways, drive(ways, settled, wanted, NOBODY, Control(effort=1))


def board_of(supply: Supply, ways: Ways, candidate: Candidate) -> Board:
    found = candidate.schedule
    others = [trip for trip in found.trips if not trip.peak_g]
    freight = Freight(ways.index.problem, ways.index, candidate.flows, (), others)
    board = Board(freight, supply, needs_of(ways.index, candidate.settled.people_at()))
    board.take(found.trips, found.deliveries)
    return board


@pytest.mark.parametrize("seed", range(6))
def test_refining_is_no_later_and_calls_earlier_channels(seed: int) -> None:
    supply, ways, before = planned(district(seed))
    after = refine(supply, ways, before, NOBODY, Control(effort=30))
    values, former = after.figures.values, before.figures.values
    assert after.figures.key()[:6] <= before.figures.key()[:6]
    assert values["channel_cost"] < former["channel_cost"]


@pytest.mark.parametrize("seed", range(6))
def test_refining_keeps_the_target_of_first_batches(seed: int) -> None:
    """Each township's first life-critical goods come in time for the target, or as soon as before."""
    district_of = district(seed)
    _, _, free = planned(district_of)
    assert free.figures.targets.first_batch_h is not None
    target_s = round(free.figures.targets.first_batch_h * 3600) + 36
    policy = district_of.policy.model_copy(update={"first_batch_s": target_s})
    supply, ways, before = planned(district_of.model_copy(update={"policy": policy}))
    after = refine(supply, ways, before, NOBODY, Control(effort=30)).figures.targets.first_batch_h
    assert after is not None
    assert after * 3600 <= target_s + 36


@pytest.mark.parametrize("seed", range(4))
def test_where_cost_comes_first_refining_is_cheaper_from_the_same_stores(seed: int) -> None:
    problem = district(seed)
    policy = problem.policy.model_copy(update={"goal_order": CHEAP_FIRST})
    supply, ways, before = planned(problem.model_copy(update={"policy": policy}))
    after = refine(supply, ways, before, NOBODY, Control(effort=30))
    assert after.figures.values["cost_fen"] < before.figures.values["cost_fen"]
    assert after.figures.values["channel_cost"] == before.figures.values["channel_cost"]


@pytest.mark.parametrize("seed", range(4))
def test_a_refused_change_leaves_no_trace(seed: int) -> None:
    board = board_of(*planned(district(seed)))
    before, order = dict(board.timed), [list(numbers) for numbers in board.of_truck]
    for number, timed in before.items():
        emptied = board.round(timed.round.truck, (), (), {})
        assert not board.replace({number: emptied}, fen=-1)
        assert board.timed == before
        assert board.of_truck == order
    for number in sorted(before):  # everything can still be taken away and put back where it was
        timed = board.timed[number]
        assert board.replace({number: board.round(timed.round.truck, (), (), {})})
    assert not board.timed


@pytest.mark.parametrize("seed", range(3))
def test_local_changes_and_the_trip_engine_only_save_cost(seed: int) -> None:
    board = board_of(*planned(district(seed)))
    trucks = range(len(board.of_truck))
    first = board.fen_of(trucks)
    Shortening(board, Control()).run()
    second = board.fen_of(trucks)
    Consolidation(board, Control(effort=200)).run()
    assert first > second >= board.fen_of(trucks)


@pytest.mark.parametrize("rework", [refine, rescue])
def test_what_rounds_were_changed_on_is_gone_at_once(rework: Callable[..., Candidate]) -> None:
    """Tables of ten districts are too large to wait until cycles are looked for."""
    supply, ways, before = planned(district(1))
    gc.collect()
    gc.disable()
    try:
        rework(supply, ways, before, NOBODY, Control(effort=30))
        assert not [left for left in gc.get_objects() if isinstance(left, Board | Freight)]
    finally:
        gc.enable()
