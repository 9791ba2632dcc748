"""People on their way to the shelters: on foot, or by bus, boat … in as many trips as it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from random import Random

import numpy as np

from optimize.goods.flows import Move
from optimize.index import Index
from optimize.people.convoy import Boarding, BusTrip, Convoy, Rides, alighting
from optimize.people.ways import FOOT
from optimize.plan import Action, Trip
from optimize.problem import Problem
from optimize.progress import Control
from optimize.trips.distances import FAR

ROUNDS = 120
"""Changes of the boarding order that are tried at the standard effort while anyone is too late."""
SOONER_ROUNDS = 300
"""Changes that are tried at the standard effort to bring people in sooner."""


@dataclass(frozen=True)
class Journeys:
    """Bus trips and last arrivals by group; ``left_behind`` are moves that cannot be completed by the horizon."""

    trips: list[BusTrip] = field(default_factory=list)
    arrivals: dict[str, int] = field(default_factory=dict)
    left_behind: list[Move] = field(default_factory=list)
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By profile, the groups in the best order that was searched for."""


def walk(problem: Problem, index: Index, moves: Sequence[Move]) -> Journeys:
    """Everyone sets off at once (at ``now_s``); nobody enters a shelter before it is ready."""
    journeys = Journeys()
    for move in moves:
        if move.mode != FOOT:
            continue
        shelter = index.shelters[move.shelter]
        travel = index.seconds(FOOT, index.groups[move.group].location, shelter.location)
        arrive = max(problem.adjustment.now_s + travel, shelter.ready_s)
        if travel < 0 or arrive > problem.horizon_s:
            journeys.left_behind.append(move)
        else:
            journeys.arrivals[move.group] = arrive
    return journeys


def ride(problem: Problem, index: Index, moves: Sequence[Move], control: Control) -> Journeys:
    """The best order of boarding found: fewest people too late to be placed, then earliest, then fewest trips."""
    return _ride(problem, index, moves, lambda order: order.search(control))


def ride_soonest(problem: Problem, index: Index, moves: Sequence[Move], control: Control) -> Journeys:
    """As above, but searched on when nobody is too late: every hour in the water counts, whatever the buses cost."""
    return _ride(problem, index, moves, lambda order: order.search(control, SOONER_ROUNDS, until_in_time=False))


def ride_again(
    problem: Problem,
    index: Index,
    moves: Sequence[Move],
    before: Sequence[Trip],
    control: Control,
    *,
    orders: Mapping[str, Sequence[str]] | None = None,
) -> Journeys:
    """The trips of an earlier plan as far as they still serve, and more of them; others only if fewer are late then.

    ``orders`` are those found for nearly the same moves, to begin with.
    """
    return _ride(problem, index, moves, lambda order: order.again(before, control), orders)


def _ride(
    problem: Problem,
    index: Index,
    moves: Sequence[Move],
    search: "Callable[[_Order], Rides]",
    known: Mapping[str, Sequence[str]] | None = None,
) -> Journeys:
    """By the best order that ``search`` finds, per profile."""
    orders: dict[str, tuple[str, ...]] = {}

    def driven(convoy: Convoy) -> Rides:
        order = _Order(convoy, (known or {}).get(convoy.profile, ()))
        best = search(order)
        orders[convoy.profile] = tuple(convoy.moves[move].group for move in order.found)
        return best

    return replace(by_convoy(problem, index, moves, driven), orders=orders)


def by_convoy(problem: Problem, index: Index, moves: Sequence[Move], drive: Callable[[Convoy], Rides]) -> Journeys:
    """The vehicles of each profile are a convoy of their own; the docks that one takes are not there for the next."""
    journeys, taken = Journeys(), {place: list(spans) for place, spans in index.dock_uses.items()}
    for profile in dict.fromkeys(move.mode for move in moves if move.mode != FOOT):
        convoy = Convoy(problem, index, profile, [move for move in moves if move.mode == profile], taken)
        found = drive(convoy)
        trips = [convoy.trip(ride) for ride in found.rides]
        journeys.trips.extend(trips)
        for place, spans in alighting(trips).items():
            taken.setdefault(place, []).extend(spans)
        journeys.arrivals.update({convoy.moves[move].group: second for move, second in found.arrivals.items()})
        journeys.left_behind.extend(convoy.moves[number] for number in sorted(found.left_behind))
    return journeys


class _Order:
    """The search for a good order of the moves."""

    def __init__(self, convoy: Convoy, known: Sequence[str] = ()) -> None:
        self.convoy, self.limit_s = convoy, convoy.problem.policy.place_by_s
        self.people = [move.people for move in convoy.moves]
        seats = max((bus.seats for bus in convoy.buses), default=1)
        ways, people = convoy.way_s, self.people
        trips = [-(-count // seats) for count in people]
        keys = (
            lambda n: (ways[n], n),
            lambda n: (ways[n] * trips[n] / people[n], n),
            lambda n: (-ways[n] * trips[n], n),
        )
        self.drafts = [*(sorted(range(len(people)), key=key) for key in keys), _nearest_first(convoy)]
        self.found: list[int] = []
        """The best order searched for."""
        if known:
            place = {group: number for number, group in enumerate(known)}
            self.drafts.append(sorted(range(len(people)), key=lambda n: place.get(convoy.moves[n].group, len(place))))

    def search(self, control: Control, rounds: int = ROUNDS, *, until_in_time: bool = True) -> Rides:
        """Try some orders, then move single groups within the best one: until nobody is too late, or for all rounds."""
        random = Random(control.seed)
        order = min(self.drafts, key=lambda draft: self._overdue(self.convoy.drive(draft)))
        best = found = self.convoy.drive(order)
        overdue = self._overdue(found)
        for _ in range(control.scaled(rounds)):
            late = self.convoy.too_late(found)
            if len(order) < 2 or (until_in_time and not late) or control.stopped():
                break
            changed = self._changed(order, late, random)
            tried = self.convoy.drive(changed, most_late=None if late else 0)
            if self._overdue(tried) <= overdue:
                order, found, overdue = changed, tried, self._overdue(tried)
                best = min(found, best, key=self.rating)
        self.found = order
        return best

    @staticmethod
    def _changed(order: Sequence[int], late: Sequence[int], random: Random) -> list[int]:
        """Some moves at other places of the order; where any are too late, every other time one of them sooner."""
        changed = list(order)
        if late and random.random() < 0.5:
            at = changed.index(random.choice(late))
            changed.insert(random.randint(0, at), changed.pop(at))
            return changed
        for _ in range(random.randint(1, 3)):
            changed.insert(random.randrange(len(order)), changed.pop(random.randrange(len(order))))
        return changed

    def again(self, before: Sequence[Trip], control: Control) -> Rides:
        """Earlier trips first, then those who are left in one of the first orders; searched anew if anybody is late."""
        first = self._boardings(before)
        kept = min((self.convoy.drive(draft, first) for draft in self.drafts), key=self.rating)
        if not self.rating(kept)[0]:
            return kept
        return min(kept, self.search(control), key=lambda rides: self.rating(rides)[0])

    def _boardings(self, before: Sequence[Trip]) -> list[Boarding]:
        """Trips to the shelters where people are still bound for, in the order in which they take docks."""
        buses = {bus.id: number for number, bus in enumerate(self.convoy.buses)}
        moves = {(move.group, move.shelter): number for number, move in enumerate(self.convoy.moves)}
        found: list[Boarding] = []
        people = [trip for trip in before if trip.stops[-1].action is Action.ALIGHT and trip.vehicle in buses]
        for trip in sorted(people, key=lambda row: (row.stops[-1].start_s, row.id)):
            goal = trip.stops[-1].place
            riders = [row for stop in trip.stops if stop.action is Action.BOARD for row in stop.passengers]
            boarding = ((moves[row.group, goal], row.people) for row in riders if (row.group, goal) in moves)
            found.append((buses[trip.vehicle], tuple(boarding)))
        return found

    def rating(self, rides: Rides) -> tuple[int, int, int, int]:
        behind = sum(self.people[move] for move in rides.left_behind)
        late = sum(self.people[move] for move in self.convoy.too_late(rides))
        waited = sum(self.people[move] * second for move, second in rides.arrivals.items())
        return late, behind, waited, len(rides.rides)

    def _overdue(self, rides: Rides) -> tuple[int, ...]:
        """What leads to fewer people too late: the seconds by which they are, of all together; then the rating."""
        behind = sum(self.people[move] for move in rides.left_behind) * self.convoy.problem.horizon_s
        late = sum(self.people[move] * max(0, end_s - self.limit_s) for move, end_s in rides.arrivals.items())
        return behind + late, *self.rating(rides)


def _nearest_first(convoy: Convoy) -> list[int]:
    """Whichever bus is free next goes where it brings people in with least time per head, its way there included."""
    home, goal = np.array(convoy.home, dtype=np.intp), np.array(convoy.goal, dtype=np.intp)
    way_s, service_s = np.array(convoy.way_s), np.array(convoy.service_s)
    left = np.array([move.people for move in convoy.moves])
    may_take, at = np.array(convoy.may_take, dtype=bool), list(convoy.base)
    order: dict[int, None] = {}
    free = [(bus.ready_s, number) for number, bus in enumerate(convoy.buses)]
    heapify(free)
    while free and left.any():
        now_s, bus = heappop(free)
        aboard = np.minimum(left, convoy.seats[bus])
        takes_s = convoy.distances.seconds_of[at[bus], home] + way_s + 2 * service_s[aboard]
        able = (aboard > 0) & may_take[bus] & (takes_s < FAR)
        if able.any():
            move = int(np.where(able, takes_s / np.maximum(1, aboard), np.inf).argmin())
            order[move] = None
            left[move] -= aboard[move]
            at[bus] = int(goal[move])
            heappush(free, (now_s + int(takes_s[move]), bus))
    return [*order, *(move for move in range(len(left)) if move not in order)]
