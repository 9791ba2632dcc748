"""Two incidents share one pool: no unit, dock, place, seat or person is booked twice."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from optimize import planner
from optimize.intake.reading import check
from optimize.plan import Action, Plan
from optimize.problem import DockUse, Problem
from optimize.several import Booked, left_over
from optimize.validate import validate
from tests.optimize.instances import random_problem
from tests.optimize.tiny import tiny_problem


def solve(problem: Problem) -> Plan:
    plan = planner.solve(problem, effort=10, time_limit=60, seed=1)
    assert validate(problem, plan) == ()
    return plan


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_booked_twice(seed: int) -> None:
    first = random_problem(seed, tight=1.3)
    plan = solve(first)
    second = first.model_copy(update={"issued_at": first.issued_at + timedelta(hours=1), "incident": "second"})
    question = left_over(second, [Booked(first, plan)])
    assert list(check(Problem.model_validate(question.model_dump()))) == []
    other = solve(question)

    units = Counter[str]()
    places = Counter[str]()
    for row in (*plan.deliveries, *other.deliveries):
        units[row.lot] += row.quantity
    for assigned in (*plan.assignments, *other.assignments):
        places[assigned.shelter] += assigned.people
    assert all(units[lot.id] <= lot.quantity for lot in first.lots)
    assert all(places[shelter.id] <= shelter.places for shelter in first.shelters)

    services: dict[str, list[tuple[int, int]]] = {}
    journeys: dict[str, list[tuple[int, int]]] = {}
    for shift_s, made in ((0, plan), (3600, other)):
        for trip in made.trips:
            journeys.setdefault(trip.vehicle, []).append((trip.start_s + shift_s, trip.end_s + shift_s))
            for stop in trip.stops:
                if stop.action in (Action.LOAD, Action.UNLOAD):
                    steps = services.setdefault(stop.place, [])
                    steps += [(stop.start_s + shift_s, 1), (stop.leave_s + shift_s, -1)]
    assert all(a[1] <= b[0] for spans in journeys.values() for a, b in pairwise(sorted(spans)))
    docks = {row.id: row.docks for row in first.sources} | {row.id: row.docks for row in first.shelters}
    for place, steps in services.items():
        busy = 0
        for _, change in sorted(steps):
            busy += change
            assert busy <= docks[place]


def test_a_floor_still_holds_for_both_plans_together() -> None:
    """120 L of water in one depot, 20 must stay: the second incident finds none but is told why."""
    first = tiny_problem()
    plan = solve(first)
    question = left_over(first.model_copy(update={"incident": "second"}), [Booked(first, plan)])
    water = first.items[0].id
    taken = sum(row.quantity for row in plan.deliveries if row.line == first.kit[0].id)
    assert taken == 100
    assert sum(lot.quantity for lot in question.lots if lot.item == water) == 20
    other = solve(question)
    assert not any(row.line == first.kit[0].id for row in other.deliveries)
    assert [row.reserved for row in question.withheld if row.item == water] == [
        100 + sum(row.reserved for row in first.withheld if row.item == water)
    ]


def test_trucks_wait_for_a_dock_that_another_plan_takes() -> None:
    free = tiny_problem()
    taken = free.model_copy(update={"dock_uses": (DockUse(place="d0", start_s=0, leave_s=7200),)})
    loads = [stop for trip in solve(taken).trips for stop in trip.stops if stop.action is Action.LOAD]
    assert min(stop.start_s for stop in loads) == 7200
    plan = solve(free)
    assert "docks_taken" in {violation.code for violation in validate(taken, plan)}


def test_no_more_docks_are_taken_than_there_are() -> None:
    """Whoever else is at the depot's only dock: together with an earlier plan's trucks it is taken, not overbooked."""
    first = tiny_problem()
    booked = Booked(first, solve(first))
    others = first.model_copy(update={"dock_uses": (DockUse(place="d0", start_s=0, leave_s=7200),)})
    question = left_over(others, [booked])
    assert list(check(question)) == []
    assert [use.leave_s for use in question.dock_uses if use.place == "d0"] == [7200]
    assert sum(use.place == "s0" for use in question.dock_uses) == sum(
        stop.place == "s0" for trip in booked.plan.trips for stop in trip.stops if stop.action is Action.UNLOAD
    )


def test_uses_of_docks_are_checked_at_once() -> None:
    bad = tiny_problem().model_copy(
        update={
            "dock_uses": (
                DockUse(place="nowhere", start_s=0, leave_s=10),
                DockUse(place="d0", start_s=10, leave_s=10),
                DockUse(place="s0", start_s=0, leave_s=10),
                DockUse(place="s0", start_s=5, leave_s=15),
            )
        }
    )
    assert [fault.field for fault in check(bad)] == [
        "$.dock_uses[0].place",
        "$.dock_uses[1].leave_s",
        "$.dock_uses",
    ]


def test_incidents_of_equal_priority_share_what_the_later_would_go_without() -> None:
    """100 L of water may go. In order, 20 people get all they need and 13 of the other 30 theirs; as equals, planned as
    one, 33 are served as well, but nobody's shelter is left with so little."""
    whole = tiny_problem()
    first, second = (
        whole.model_copy(update={"groups": (group,), "shelters": (shelter,)})
        for group, shelter in zip(whole.groups, whole.shelters, strict=True)
    )
    plan = solve(first)
    after = solve(left_over(second, [Booked(first, plan)]))
    together = solve(whole)

    def served(made: Plan) -> list[int]:
        litres = Counter[str]()
        for row in made.deliveries:
            litres[row.shelter] += row.quantity if row.line == whole.kit[0].id else 0
        return [litres[shelter] // 3 for shelter in sorted(litres)]

    assert (served(plan), served(after)) == ([20], [13])
    assert sum(served(together)) == 33 and served(together)[1] > 13
