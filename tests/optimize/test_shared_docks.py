"""Buses and trucks take turns at the docks of a shelter, people first."""

import pytest

from optimize import planner
from optimize.plan import Action, Plan
from optimize.practice import nearest_source
from optimize.problem import DockUse, Problem
from optimize.validate import Code, problem_hash, validate
from tests.optimize.instances import random_problem
from tests.optimize.tiny import tiny_problem
from tests.optimize.tiny_plan import tiny_plan


def one_dock(**changes: object) -> Problem:
    problem = tiny_problem()
    shelters = tuple(row.model_copy(update={"docks": 1}) for row in problem.shelters)
    return problem.model_copy(update={"shelters": shelters, **changes})


def solve(problem: Problem) -> Plan:
    plan = planner.solve(problem, effort=20, time_limit=60, seed=1)
    assert validate(problem, plan) == ()
    return plan


def services(plan: Plan, place: str) -> list[tuple[Action, int, int]]:
    found = [(stop.action, stop.start_s, stop.leave_s) for trip in plan.trips for stop in trip.stops]
    places = [stop.place for trip in plan.trips for stop in trip.stops]
    return sorted((row for row, at in zip(found, places, strict=True) if at == place), key=lambda row: row[1])


def test_a_bus_and_a_truck_at_one_dock_are_too_many() -> None:
    """The bus lets people alight at s1 from 4390 to 4780, the truck unloads there from 3793 to 4465."""
    problem = one_dock()
    plan = tiny_plan().model_copy(update={"input_hash": problem_hash(problem)})
    assert {row.code for row in validate(problem, plan)} == {Code.DOCKS}


def test_the_truck_gives_way_to_the_bus() -> None:
    """With one dock the bus keeps its time, and the truck is done before 4390 or begins at 4780."""
    stops = services(solve(one_dock()), "s1")
    assert [row for row in stops if row[0] is Action.ALIGHT] == [(Action.ALIGHT, 4390, 4780)]
    assert all(end <= 4390 or start >= 4780 for action, start, end in stops if action is Action.UNLOAD)


def test_two_buses_take_turns() -> None:
    """Two buses with half the seats would both alight at once; the second waits for the first."""
    problem = one_dock()
    bus = problem.vehicles[1].model_copy(update={"seats": 15})
    both = (problem.vehicles[0], bus, bus.model_copy(update={"id": "b1"}))
    plan = solve(problem.model_copy(update={"vehicles": both}))
    alighting = [(start, end) for action, start, end in services(plan, "s1") if action is Action.ALIGHT]
    assert len(alighting) == 2
    assert alighting[0][1] == alighting[1][0]


def test_a_bus_waits_for_a_dock_that_somebody_else_takes() -> None:
    plan = solve(one_dock(dock_uses=(DockUse(place="s1", start_s=0, leave_s=6000),)))
    assert min(start for _, start, _ in services(plan, "s1")) == 6000


@pytest.mark.parametrize("seed", range(6))
def test_everybody_takes_turns_in_any_district(seed: int) -> None:
    drawn = random_problem(seed, groups=8, shelters=2, vehicles=9, tight=1.1, odd=("boats",))
    shelters = tuple(row.model_copy(update={"docks": 1}) for row in drawn.shelters)
    problem = drawn.model_copy(update={"shelters": shelters})
    solve(problem)
    assert validate(problem, nearest_source(problem)) == ()
