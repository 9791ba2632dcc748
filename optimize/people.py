"""People on their way to the shelters: on foot, or by bus in as many trips as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from optimize.convoy import PROFILE, BusTrip, Convoy, Rides
from optimize.flows import Move
from optimize.index import Index
from optimize.problem import Problem
from optimize.progress import Control

ROUNDS = 120
"""Changes of the boarding order that are tried at the standard effort while anyone is too late."""
CHEAP_ROUNDS = 300
"""Changes that are tried at the standard effort to save cost."""
THRIFT = (0.5, 0.8, 1.0)
"""Up to which part of the time limit buses are chosen for what they cost rather than for when they come."""
NEW_LIMIT = 0.2


@dataclass(frozen=True)
class Journeys:
    """Bus trips and last arrivals by group; ``left_behind`` are moves that cannot be completed by the horizon."""

    trips: list[BusTrip] = field(default_factory=list)
    arrivals: dict[str, int] = field(default_factory=dict)
    left_behind: list[Move] = field(default_factory=list)


def walk(problem: Problem, index: Index, moves: Sequence[Move]) -> Journeys:
    """Everyone sets off at once; nobody enters a shelter before it is ready."""
    journeys = Journeys()
    for move in moves:
        if move.mode == PROFILE:
            continue
        shelter = index.shelters[move.shelter]
        travel = index.seconds("foot", index.groups[move.group].location, shelter.location)
        arrive = max(travel, shelter.ready_s)
        if travel < 0 or arrive > problem.horizon_s:
            journeys.left_behind.append(move)
        else:
            journeys.arrivals[move.group] = arrive
    return journeys


def ride(problem: Problem, index: Index, moves: Sequence[Move], control: Control) -> Journeys:
    """The best order of boarding found: fewest people too late to be placed, then earliest, then fewest trips."""
    wanted = [move for move in moves if move.mode == PROFILE]
    convoy = Convoy(problem, index, wanted)
    return _journeys(convoy, _Order(convoy, problem.policy.place_by_s).search(control))


def ride_cheaply(problem: Problem, index: Index, moves: Sequence[Move], control: Control) -> Journeys | None:
    """The cheapest bus trips found that bring everybody in time; None if none are found."""
    convoy = Convoy(problem, index, [move for move in moves if move.mode == PROFILE])
    best = _Order(convoy, problem.policy.place_by_s).search_cheapest(control)
    return _journeys(convoy, best) if best else None


def _journeys(convoy: Convoy, best: Rides) -> Journeys:
    wanted = convoy.moves
    return Journeys(
        trips=[convoy.trip(found) for found in best.rides],
        arrivals={wanted[move].group: second for move, second in best.arrivals.items()},
        left_behind=[move for number, move in enumerate(wanted) if number in best.left_behind],
    )


class _Order:
    """The search for a good order of the moves."""

    def __init__(self, convoy: Convoy, limit_s: int) -> None:
        self.convoy, self.limit_s = convoy, limit_s
        self.people = [move.people for move in convoy.moves]
        seats = max((bus.seats for bus in convoy.buses), default=1)
        ways, people = convoy.way_s, self.people
        trips = [-(-count // seats) for count in people]
        keys = (
            lambda n: (ways[n], n),
            lambda n: (ways[n] * trips[n] / people[n], n),
            lambda n: (-ways[n] * trips[n], n),
        )
        self.drafts = [sorted(range(len(people)), key=key) for key in keys]

    def search(self, control: Control) -> Rides:
        """Try some orders, then move single groups to other places of the best order while anyone is too late."""
        random = Random(control.seed)
        order = min(self.drafts, key=lambda draft: self.rating(self.convoy.drive(draft)))
        best = self.convoy.drive(order)
        rating = self.rating(best)
        for _ in range(control.scaled(ROUNDS)):
            if not rating[0] or len(order) < 2 or control.stopped():
                break
            changed = list(order)
            for _ in range(random.randint(1, 3)):
                changed.insert(random.randrange(len(order)), changed.pop(random.randrange(len(order))))
            found = self.convoy.drive(changed)
            found_rating = self.rating(found)
            if found_rating <= rating:
                order, best, rating = changed, found, found_rating
        return best

    def search_cheapest(self, control: Control) -> Rides | None:
        """As above, by cost: each round changes the order, and how long buses may be chosen for what they cost."""
        random, found = Random(control.seed), list[tuple[tuple[float, ...], list[int], int, Rides]]()
        for draft in self.drafts:
            for part in THRIFT:
                until = int(part * self.limit_s)
                rides = self.convoy.drive(draft, until)
                found.append((self._worth(rides), draft, until, rides))
        worth, order, until, best = min(found, key=lambda row: row[0])
        for _ in range(control.scaled(CHEAP_ROUNDS) if len(order) > 1 else 0):
            if control.stopped():
                break
            changed, limit = list(order), until
            for _ in range(random.randint(1, 3)):
                changed.insert(random.randrange(len(order)), changed.pop(random.randrange(len(order))))
            if random.random() < NEW_LIMIT:
                limit = int(random.uniform(*THRIFT[::2]) * self.limit_s)
            rides = self.convoy.drive(changed, limit)
            if (rated := self._worth(rides)) <= worth:
                worth, order, until, best = rated, changed, limit, rides
        return best if not worth[0] else None

    def _worth(self, rides: Rides) -> tuple[float, ...]:
        return self.rating(rides)[0], self.convoy.fen(rides)

    def rating(self, rides: Rides) -> tuple[int, int, int, int]:
        behind = sum(self.people[move] for move in rides.left_behind)
        late = sum(self.people[move] for move, second in rides.arrivals.items() if second > self.limit_s)
        waited = sum(self.people[move] * second for move, second in rides.arrivals.items())
        return behind + late, behind, waited, len(rides.rides)
