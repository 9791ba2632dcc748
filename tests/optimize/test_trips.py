"""Trips: small cases by hand, rules on random districts, and that effort helps."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from optimize.goods.flows import Flow, Move, Schedule
from optimize.goods.freight import Freight
from optimize.index import Index
from optimize.people.journeys import Journeys, ride, ride_soonest
from optimize.plan import Action
from optimize.problem import Problem
from optimize.progress import Control
from optimize.trips.docks import Docks
from optimize.trips.haulage import Style
from optimize.trips.improvement import rebuild
from optimize.trips.rating import Judge
from optimize.trips.scheduling import schedule
from tests.optimize.demands import figures, nearest_flows, nearest_moves, violations
from tests.optimize.instances import county_problem, problems, random_problem
from tests.optimize.tiny import tiny_problem

HOUR = 3600


def scheduled(problem: Problem, *, effort: int = 10, seed: int = 0) -> tuple[Index, tuple[Move, ...], Schedule]:
    index = Index(problem)
    moves = nearest_moves(problem, index)
    flows = nearest_flows(problem, index, moves)
    return index, moves, schedule(problem, index, flows, moves, Control(effort=effort, seed=seed))


def test_one_truck_load_is_timed_to_the_second() -> None:
    problem = tiny_problem()
    found = schedule(problem, Index(problem), [Flow("l0", "s0", "water-1", 60)], [], Control(effort=1))
    (trip,) = found.trips
    load, unload = trip.stops
    grams = 60 * 1040
    loading, unloading = 300 + -(-grams * 300 // 1_000_000), 300 + -(-grams * 900 // 1_000_000)
    assert (trip.start_s, load.arrive_s, load.leave_s) == (600, 600, 600 + loading)
    assert unload.arrive_s == 600 + loading + 1000
    assert trip.end_s == unload.leave_s == unload.arrive_s + unloading
    assert (trip.metres, trip.peak_g, trip.peak_cm3) == (8000, grams, 60 * 1700)
    assert [(row.quantity, row.arrive_s) for row in found.deliveries] == [(60, trip.end_s)]


def test_one_truck_serves_two_shelters_on_one_way() -> None:
    problem = tiny_problem()
    flows = [Flow("l0", "s0", "water-1", 60), Flow("l0", "s1", "water-1", 60)]
    found = schedule(problem, Index(problem), flows, [], Control(effort=100))
    (trip,) = found.trips
    assert [stop.place for stop in trip.stops] == ["d0", "s0", "s1"]
    assert trip.metres == 16_000


def test_a_big_flow_takes_several_trips_of_whole_packages() -> None:
    problem = tiny_problem()
    lot = problem.lots[0].model_copy(update={"quantity": 5000, "expires_s": None})
    problem = problem.model_copy(update={"lots": (lot, *problem.lots[1:])})
    found = schedule(problem, Index(problem), [Flow("l0", "s0", "water-1", 5000)], [], Control(effort=10))
    carried = sorted(
        stop.cargo[0].quantity for trip in found.trips for stop in trip.stops if stop.action is Action.LOAD
    )
    assert sum(carried) == 5000
    assert len(carried) == 3
    assert [quantity % 24 for quantity in carried].count(0) == 2


def test_a_group_bigger_than_the_bus_takes_two_trips() -> None:
    problem = tiny_problem()
    bus = problem.vehicles[1].model_copy(update={"seats": 20})
    problem = problem.model_copy(update={"vehicles": (problem.vehicles[0], bus)})
    found = schedule(problem, Index(problem), [], [Move("g1", "s1", 30, "bus")], Control())
    seated = [stop.passengers[0].people for trip in found.trips for stop in trip.stops if stop.action is Action.ALIGHT]
    assert seated == [20, 10]
    assert found.arrivals == {"g1": found.trips[-1].end_s}


def test_small_groups_for_one_shelter_share_a_bus() -> None:
    problem = tiny_problem()
    bus = problem.vehicles[1].model_copy(update={"location": "at-g1"})
    problem = problem.model_copy(update={"vehicles": (problem.vehicles[0], bus)})
    moves = [Move("g0", "s0", 15, "bus"), Move("g1", "s0", 30, "bus")]
    found = schedule(problem, Index(problem), [], moves, Control())
    (trip,) = found.trips
    assert [stop.place for stop in trip.stops] == ["g1", "g0", "s0"]


def test_walkers_wait_for_the_shelter() -> None:
    problem = tiny_problem()
    late = problem.shelters[0].model_copy(update={"ready_s": 2 * HOUR})
    problem = problem.model_copy(update={"shelters": (late, problem.shelters[1])})
    found = schedule(problem, Index(problem), [], [Move("g0", "s0", 20, "foot")], Control())
    assert found.arrivals == {"g0": 2 * HOUR}
    assert not found.trips


def test_without_vehicles_everything_is_named() -> None:
    problem = tiny_problem().model_copy(update={"vehicles": ()})
    flow, move = Flow("l0", "s0", "water-1", 60), Move("g1", "s1", 30, "bus")
    found = schedule(problem, Index(problem), [flow], [move], Control())
    assert (found.trips, found.undelivered, found.unmoved) == ((), (flow,), (move,))


def test_goods_that_would_expire_on_the_way_stay() -> None:
    problem = tiny_problem()
    lot = problem.lots[0].model_copy(update={"expires_s": 1200})
    problem = problem.model_copy(update={"lots": (lot, *problem.lots[1:])})
    flows = [Flow("l0", "s0", "water-1", 60), Flow("l1", "s0", "tent-1", 5)]
    found = schedule(problem, Index(problem), flows, [], Control())
    assert found.undelivered == (flows[0],)
    assert [row.lot for row in found.deliveries] == ["l1"]


def test_docks_fill_gaps_and_never_overlap() -> None:
    docks = Docks(1)
    docks.book(100, 50)
    docks.book(200, 50)
    assert docks.earliest(0, 100) == 0
    assert docks.earliest(90, 50) == 150
    assert docks.earliest(90, 51) == 250
    with pytest.raises(ValueError, match="dock"):
        docks.book(120, 10)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_every_schedule_keeps_the_rules_and_accounts_for_everything(problem: Problem) -> None:
    index, moves, found = scheduled(problem)
    assert violations(index, moves, found) == []
    wanted: Counter[tuple[str, str, str]] = Counter()
    for flow in nearest_flows(problem, index, moves):
        wanted[flow.lot, flow.shelter, flow.line] += flow.quantity
    for row in found.deliveries:
        wanted[row.lot, row.shelter, row.line] -= row.quantity
    for flow in found.undelivered:
        wanted[flow.lot, flow.shelter, flow.line] -= flow.quantity
    assert not any(wanted.values())
    assert found.arrivals.keys() | {move.group for move in found.unmoved} == {move.group for move in moves}


@pytest.mark.parametrize("seed", range(6))
def test_the_search_rates_trips_as_the_plan_does(seed: int) -> None:
    problem = random_problem(seed, groups=14, shelters=6, sources=5, vehicles=9, items=8, odd=["no_buses"])
    index = Index(problem)
    moves = [move for move in nearest_moves(problem, index) if move.mode == "foot"]
    flows = nearest_flows(problem, index, moves)
    freight = Freight(problem, index, flows)
    critical, losses, late_s, fen = Judge(problem, freight, moves).rate(rebuild(freight, (), Style()))
    values = figures(index, moves, schedule(problem, index, flows, moves, Control(stop=lambda: True))).values
    assert critical == values["life_critical_unmet"]
    assert round(1 - max(losses, default=0.0), 4) == values["lowest_on_time_share"]
    assert round(late_s / 3600, 1) == values["late_person_item_hours"]
    assert fen == values["cost_fen"]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_county_is_scheduled_by_the_rules(seed: int) -> None:
    index, moves, found = scheduled(county_problem(seed, tight=1.0), effort=20)
    assert violations(index, moves, found) == []
    assert not found.unmoved


@pytest.mark.parametrize("seed", range(4))
def test_more_effort_is_never_worse(seed: int) -> None:
    problem = random_problem(seed, groups=14, shelters=6, sources=5, vehicles=9, items=8, tight=0.9)
    ratings = []
    for effort in (1, 10, 60):
        index, moves, found = scheduled(problem, effort=effort)
        values = figures(index, moves, found).values
        ratings.append((values["life_critical_unmet"], -values["lowest_on_time_share"]))
    assert ratings == sorted(ratings, reverse=True)


def test_the_same_seed_and_effort_repeat() -> None:
    problem = random_problem(7, groups=14, shelters=6, sources=5, vehicles=9, items=8)
    _, _, first = scheduled(problem, effort=30, seed=3)
    _, _, second = scheduled(problem, effort=30, seed=3)
    assert first == second


def test_a_stopped_run_still_carries_everything() -> None:
    problem = random_problem(7, groups=14, shelters=6, sources=5, vehicles=9, items=8)
    index = Index(problem)
    moves = nearest_moves(problem, index)
    flows = nearest_flows(problem, index, moves)
    found = schedule(problem, index, flows, moves, Control(stop=lambda: True))
    assert violations(index, moves, found) == []
    assert found.undelivered == ()


def test_people_are_brought_in_sooner_though_all_are_in_time() -> None:
    problem = random_problem(7, groups=14, shelters=4, vehicles=8)
    index = Index(problem)
    moves = [move for move in nearest_moves(problem, index) if move.mode == "bus"]
    people = {move.group: move.people for move in moves}

    def waited(journeys: Journeys) -> int:
        assert not journeys.left_behind
        return sum(people[group] * second for group, second in journeys.arrivals.items())

    control = Control(effort=100)
    assert len(moves) > 3
    assert waited(ride_soonest(problem, index, moves, control)) < waited(ride(problem, index, moves, control))
