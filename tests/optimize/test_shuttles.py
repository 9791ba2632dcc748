"""Most people in safety where buses are short: against trying every tour, and the rules that tours keep."""

from collections.abc import Iterator
from contextlib import closing
from itertools import cycle

import pytest

from optimize.execution import settle, shuttle, squeeze
from optimize.index import Index
from optimize.people.shelters import place_greedily, prepare
from optimize.people.ways import find_ways
from optimize.planner import Run, solve
from optimize.problem import About, Problem, Rule
from optimize.progress import Control
from optimize.validate import validate
from tests.optimize.instances import random_problem

SEATS = (40, 19)


def few_buses(seed: int, *, buses: int, hours: float, groups: int, sizes: tuple[int, int], walk_s: int = 0) -> Problem:
    """Wide country, and buses that cannot bring everybody in by then."""
    problem = random_problem(seed, groups=groups, shelters=3, sizes=sizes, side_m=40_000, vehicles=12)
    policy = problem.policy.model_copy(update={"place_by_s": int(hours * 3600), "walk_limit_s": walk_s})
    trucks, with_seats = (
        [vehicle for vehicle in problem.vehicles if bool(vehicle.seats) is seated] for seated in (False, True)
    )
    some = [
        bus.model_copy(update={"seats": seats}) for bus, seats in zip(with_seats[:buses], cycle(SEATS), strict=False)
    ]
    return problem.model_copy(update={"policy": policy, "vehicles": (*trucks, *some)})


def tours(problem: Problem) -> Iterator[int]:
    """The people whom the one bus brings in on each tour that is in time, a group at a time."""
    index, bus = Index(problem), next(vehicle for vehicle in problem.vehicles if vehicle.seats)
    safe = [shelter for shelter in problem.shelters if not shelter.exposed_to]

    def further(now: int, at: str, left: frozenset[str], room: dict[str, tuple[int, int]], done: int) -> Iterator[int]:
        yield done
        for group in (index.groups[name] for name in sorted(left)):
            board = now + index.seconds(bus.profile, at, group.location) + index.boarding_s(group.people)
            for shelter in safe:
                way = index.seconds(bus.profile, group.location, shelter.location)
                end = max(board + way, shelter.ready_s) + index.boarding_s(group.people)
                places, care = room[shelter.id]
                if way < 0 or end > problem.policy.place_by_s or places < group.people or care < group.special:
                    continue
                rest = room | {shelter.id: (places - group.people, care - group.special)}
                yield from further(end, shelter.location, left - {group.id}, rest, done + group.people)

    room = {shelter.id: (shelter.places, shelter.special_places) for shelter in safe}
    yield from further(bus.ready_s, bus.location, frozenset(index.groups), room, 0)


@pytest.mark.parametrize("seed", range(8))
def test_one_bus_brings_in_as_many_as_the_best_of_all_tours(seed: int) -> None:
    problem = few_buses(seed, buses=1, hours=3, groups=5, sizes=(10, 40))
    with closing(Run(problem, Control(seed=seed))) as run:
        people = run.people().people
    assert people.placed >= max(tours(problem))


def test_tours_bring_in_more_than_single_groups_squeezed_in() -> None:
    gained = []
    for seed in range(3):
        ways = find_ways(Index(few_buses(seed, buses=3, hours=8, groups=24, sizes=(20, 120), walk_s=3600)))
        placing, control = prepare(ways), Control(seed=seed, effort=20)
        before = squeeze(ways, placing, settle(ways, placing, place_greedily(placing), control), control, 6)
        after = shuttle(ways, placing, before, control)
        gained.append(placing.unplaced(before.choice) - placing.unplaced(after.choice))
    assert min(gained) >= 0
    assert sum(gained) > 100


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_brings_in_all_of_them_and_is_valid(seed: int) -> None:
    problem = few_buses(seed, buses=3, hours=8, groups=14, sizes=(20, 120), walk_s=3600)
    with closing(Run(problem, Control(seed=seed, effort=20))) as run:
        people = run.people().people
    plan = solve(problem, seed=seed, effort=20)
    assert plan.people == people
    assert people.unplaced
    assert validate(problem, plan) == ()


@pytest.mark.parametrize("seed", range(4))
def test_a_bus_takes_nobody_whom_it_may_not(seed: int) -> None:
    free = few_buses(seed, buses=2, hours=4, groups=10, sizes=(20, 80))
    buses = [vehicle.id for vehicle in free.vehicles if vehicle.seats]
    rules = tuple(
        Rule(about=About.VEHICLE, subject=buses[number % 2], target=group.id, keep=False)
        for number, group in enumerate(free.groups)
    )
    problem = free.model_copy(update={"adjustment": free.adjustment.model_copy(update={"rules": rules})})
    plan = solve(problem, seed=seed, effort=20)
    assert plan.people.unplaced
    assert plan.people.placed
    assert validate(problem, plan) == ()
