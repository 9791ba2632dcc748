"""Loads of people for buses, and the tours of the buses that bring in most people: a question to the trip engine.

A load is one trip of a bus, from where people board to their shelter: it takes as long on any bus, which then drives on
to the next one. Leaving people behind costs more than any way. Docks are not looked at, and nobody shares a bus.
"""

from collections.abc import Iterable
from itertools import cycle
from typing import NamedTuple

import numpy as np

from optimize.people.convoy import Boarding, Convoy
from optimize.progress import Control
from optimize.routing import NO_WAY, Client, Depot, Model, Stop, Travel, Vehicle, solve
from optimize.trips.distances import FAR

MOST_LOADS = 1_200
"""Loads that the engine chooses from: those with least time per person."""
FEW, PER_LOAD = 1_000, 3
"""Iterations of the engine at the standard effort: so many, and so many more for each load."""


class Load(NamedTuple):
    """People of one move who board between two moments; ``takes_s`` is until all have alighted."""

    move: int
    people: int
    earliest_s: int
    latest_s: int
    takes_s: int


def most_carried(convoy: Convoy, moves: Iterable[int], control: Control) -> list[Boarding]:
    """Tours with the most people of these moves found, in the order in which they arrive; nobody is too late, docks
    apart."""
    loads = _loads(convoy, moves)
    if not loads:
        return []
    effort = control.scaled(FEW + PER_LOAD * len(loads))
    routes = solve(_model(convoy, loads), seed=control.seed, effort=effort, stop=control.stopped)
    steps = sorted((step.end, route.vehicle, step.number) for route in routes.routes for step in route.tasks())
    return [(bus, ((loads[number].move, loads[number].people),)) for _, bus, number in steps]


def _loads(convoy: Convoy, moves: Iterable[int]) -> list[Load]:
    """Everybody, in loads for the sizes of the buses in turn."""
    loads, sizes, limit_s = list[Load](), cycle(sorted(convoy.seats, reverse=True)), convoy.problem.policy.place_by_s
    for number in moves:
        left = convoy.moves[number].people if convoy.way_s[number] < FAR else 0
        while left:
            people = min(left, next(sizes))
            left -= people
            alights_s = convoy.service_s[people]
            takes_s = convoy.way_s[number] + 2 * alights_s
            earliest_s = max(0, convoy.shelters[number].ready_s + alights_s - takes_s)
            if earliest_s + takes_s <= limit_s:
                loads.append(Load(number, people, earliest_s, limit_s - takes_s, takes_s))
    return sorted(loads, key=lambda load: (load.takes_s / load.people, load.move))[:MOST_LOADS]


def _model(convoy: Convoy, loads: list[Load]) -> Model:
    """Places are where buses stand, then loads: one comes to where they board and goes from where they alight."""
    limit_s, buses = convoy.problem.policy.place_by_s, convoy.buses
    return Model(
        travel=(_travel(convoy, loads),),
        depots=tuple(Depot(place) for place in range(len(buses))),
        vehicles=tuple(
            Vehicle(
                start=number,
                end=None,
                cost_per_distance=0,
                cost_per_duration=1,
                earliest=bus.ready_s,
                latest=max(limit_s, bus.ready_s),
                skills=_skills(convoy, number),
            )
            for number, bus in enumerate(buses)
        ),
        clients=tuple(
            Client(
                Stop(len(buses) + number, load.earliest_s, load.latest_s, load.takes_s),
                prize=load.people * limit_s,
                needs=_needs(convoy, load),
            )
            for number, load in enumerate(loads)
        ),
    )


def _travel(convoy: Convoy, loads: list[Load]) -> Travel:
    leave = [*convoy.base, *(convoy.goal[load.move] for load in loads)]
    board = [convoy.home[load.move] for load in loads]
    seconds = np.zeros((len(leave), len(leave)), dtype=np.int64)
    seconds[:, len(convoy.base) :] = convoy.distances.seconds_of[np.ix_(leave, board)]
    seconds[seconds >= FAR] = NO_WAY
    np.fill_diagonal(seconds, 0)
    return Travel(seconds, np.zeros_like(seconds))


def _skills(convoy: Convoy, bus: int) -> frozenset[str]:
    """Sizes of loads that the bus takes, and the moves that not every bus may take."""
    sizes = (_size(seats) for seats in convoy.seats if seats <= convoy.seats[bus])
    return frozenset((*sizes, *(_move(move) for move in _choosy(convoy) if convoy.may_take[bus][move])))


def _needs(convoy: Convoy, load: Load) -> frozenset[str]:
    size = _size(min(seats for seats in convoy.seats if seats >= load.people))
    return frozenset((size, _move(load.move)) if load.move in _choosy(convoy) else (size,))


def _choosy(convoy: Convoy) -> set[int]:
    return {move for may in convoy.may_take for move, allowed in enumerate(may) if not allowed}


def _size(seats: int) -> str:
    return f"seats {seats}"


def _move(number: int) -> str:
    return f"move {number}"
