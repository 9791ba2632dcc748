"""Where buses are short: who rides is decided together with the tours, so that most people are in safety in time.

The trip engine chooses whom the buses bring in (``loads``); groups that it does not bring in whole make room for
others, and it chooses again. The tours are driven on exact docks, and whoever is left takes what seats and time there
still are.
"""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from optimize.people.convoy import Boarding, Convoy, Rides
from optimize.people.journeys import Journeys, by_convoy
from optimize.people.loads import most_carried
from optimize.people.shelters import NOWHERE, Choice, Placing, moves_of, place_greedily
from optimize.people.ways import RIDES
from optimize.programs.linear import Reals, Whole
from optimize.progress import Control
from optimize.trips.distances import FAR

SHARES = (1.0, 1.3, 1.7, np.inf)
"""Who is hoped for at first: groups with least seat time per person, for so many times the seat time in use."""
ROUNDS = 3
"""Choices of groups that are tried from each beginning, each from the one before."""
HOPEFUL = 0.5
"""The part of those not brought in whole who are tried again, those first of whom most were."""
FILLED = 60
"""Groups left over that are tried for seats still free, at the standard effort."""
LITTLE, EPSILON = 1e-3, 1e-9


class Tours(NamedTuple):
    """Who goes where, and how those come there who ride; nobody comes too late."""

    choice: Choice
    rides: Journeys


def shuttled(placing: Placing, choice: Choice, control: Control) -> Tours:
    """Whoever walks in ``choice`` keeps the shelter; the buses bring in as many of the others as they can."""
    groups = np.arange(len(choice))
    riding = (choice == NOWHERE) | (placing.ways.usable[groups, choice] == RIDES)
    walking = np.where(riding, NOWHERE, choice)
    seat_s, in_use_s = _least_seat_s(placing), float(placing.seat_time(choice).sum())
    order = groups[riding][np.argsort((seat_s / placing.people)[riding], kind="stable")]
    best, begun = Tours(walking, Journeys()), set[int]()
    for share in SHARES:
        most = 1 + int(np.searchsorted(np.cumsum(seat_s[order]), share * in_use_s))
        if control.stopped() or min(most, len(order)) in begun:
            continue
        begun.add(min(most, len(order)))
        for found in _rounds(placing, walking, np.sort(order[:most]), control):
            best = min(best, found, key=lambda tours: placing.unplaced(tours.choice))
    return best


def _least_seat_s(placing: Placing) -> Reals:
    """Per group, the seconds of seats that it takes at least."""
    able = np.isfinite(placing.cost) & (placing.ways.usable == RIDES)
    return np.asarray(np.where(able, placing.seat_s, float(FAR)).min(axis=1, initial=float(FAR)))


def _rounds(placing: Placing, walking: Choice, hopeful: Whole, control: Control) -> Iterator[Tours]:
    """Tours for the hopeful, then for fewer and fewer of them, as long as that helps."""
    near, least = _near(placing), math.inf
    for _ in range(ROUNDS):
        goals = place_greedily(near, place_greedily(near, walking, only=hopeful.tolist()))
        found, part = _tours(placing, goals, set(hopeful.tolist()), control)
        yield found
        if control.stopped() or placing.unplaced(found.choice) >= least:
            break
        least, behind = placing.unplaced(found.choice), hopeful[part[hopeful] < 1]
        again = behind[np.argsort(-part[behind], kind="stable")][: int(HOPEFUL * len(behind))]
        hopeful = np.union1d(np.setdiff1d(hopeful, behind), again)


def _near(placing: Placing) -> Placing:
    """Where seat time is all that counts: villages need not stay together."""
    cost = np.where(np.isfinite(placing.cost), placing.seat_s + LITTLE * placing.cost, np.inf)
    return replace(placing, cost=cost, village=np.arange(len(placing.people)))


def _tours(placing: Placing, goals: Choice, hopeful: Container[int], control: Control) -> tuple[Tours, Reals]:
    """The tours to these goals, for the hopeful first, and which part of each group the engine took along."""
    problem, choice, part = placing.ways.index.problem, goals.copy(), np.zeros(len(goals))
    number = {group.id: row for row, group in enumerate(problem.groups)}

    def driven(convoy: Convoy) -> Rides:
        group = [number[move.group] for move in convoy.moves]
        wanted = [move for move, row in enumerate(group) if row in hopeful]
        loads = most_carried(convoy, wanted, control)
        for _, riders in loads:
            for move, people in riders:
                part[group[move]] += people / convoy.moves[move].people
        whole = [move for move in wanted if part[group[move]] > 1 - EPSILON]
        rides = _filled(convoy, _in_time(convoy, whole, loads), control)
        choice[[row for move, row in enumerate(group) if move not in rides.arrivals]] = NOWHERE
        return rides

    rides = by_convoy(problem, placing.ways.index, moves_of(placing.ways, goals), driven)
    return Tours(choice, rides), part


def _in_time(convoy: Convoy, moves: Sequence[int], first: Sequence[Boarding]) -> Rides:
    """Those of the moves who are all in time when the others stay, the latest ones first."""
    moves = list(moves)
    while True:
        rides = convoy.drive(moves, first)
        late = convoy.too_late(rides)
        if not late:
            return rides
        late.sort(key=lambda move: rides.arrivals.get(move, FAR), reverse=True)
        moves = [move for move in moves if move not in late[: -(-len(late) // 2)]]


def _filled(convoy: Convoy, rides: Rides, control: Control) -> Rides:
    """With whoever else gets a seat in time, those first who take least time."""
    left = [move for move in range(len(convoy.moves)) if move not in rides.arrivals]
    left.sort(key=lambda move: (convoy.way_s[move], -convoy.moves[move].people))
    for move in left[: control.scaled(FILLED)]:
        if control.stopped():
            break
        first = [(ride.bus, ride.boarding) for ride in rides.rides]
        tried = convoy.drive([*rides.arrivals, move], first, most_late=0)
        if not convoy.too_late(tried):
            rides = tried
    return rides
