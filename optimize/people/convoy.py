"""Buses that take groups to their shelters, one trip after the other, in a given order of the groups.

A bus is any vehicle with seats: a boat is one, with ways of its own.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from optimize.goods.flows import Move
from optimize.index import Index
from optimize.plan import Action, Passengers, Stop, Trip
from optimize.problem import Problem
from optimize.trips.distances import FAR, Distances
from optimize.trips.docks import Docks, Span

MAX_GROUPS = 4
"""The most groups that share a bus."""


@dataclass(frozen=True, slots=True)
class BusTrip:
    vehicle: str
    from_location: str
    start_s: int
    stops: tuple[Stop, ...]
    metres: int

    @property
    def end_s(self) -> int:
        return self.stops[-1].leave_s


def standing(trips: Iterable[BusTrip | Trip]) -> dict[str, tuple[str, int]]:
    """Where each vehicle stands after the last of these trips, and from when."""
    in_order = sorted(trips, key=lambda trip: trip.end_s)
    return {trip.vehicle: (trip.stops[-1].location, trip.end_s) for trip in in_order}


def alighting(trips: Iterable[BusTrip | Trip]) -> dict[str, list[Span]]:
    """When these trips take a dock, by shelter."""
    found: dict[str, list[Span]] = defaultdict(list)
    for trip in trips:
        for stop in trip.stops:
            if stop.action is Action.ALIGHT:
                found[stop.place].append((stop.start_s, stop.leave_s))
    return found


Boarding = tuple[int, tuple[tuple[int, int], ...]]
"""A bus, and (move, people) to board in order."""


@dataclass(frozen=True, slots=True)
class Ride:
    """A bus trip as numbers: (move, people) to board in order, when it sets off from where, when all have alighted."""

    bus: int
    from_place: int
    start_s: int
    boarding: tuple[tuple[int, int], ...]
    end_s: int


@dataclass
class Rides:
    """What a convoy does: its trips, the last arrival of each move, and the moves that cannot be completed in time."""

    rides: list[Ride] = field(default_factory=list)
    arrivals: dict[int, int] = field(default_factory=dict)
    left_behind: set[int] = field(default_factory=set)


class Convoy:
    """The buses of one profile and the moves that want them; ``drive`` tries an order of the moves.

    ``taken`` are the docks of shelters that others take.
    """

    def __init__(
        self,
        problem: Problem,
        index: Index,
        profile: str,
        moves: Sequence[Move],
        taken: Mapping[str, Sequence[Span]] | None = None,
    ) -> None:
        self.problem, self.index, self.profile, self.moves = problem, index, profile, moves
        self.taken = index.dock_uses if taken is None else taken
        self.buses = index.seating.get(profile, [])
        homes = [index.groups[move.group].location for move in moves]
        self.shelters = [index.shelters[move.shelter] for move in moves]
        bases, goals = [bus.location for bus in self.buses], [shelter.location for shelter in self.shelters]
        self.distances = Distances(index, profile, (*bases, *homes, *goals))
        number = self.distances.number
        self.base = [number[base] for base in bases]
        self.home = [number[home] for home in homes]
        self.goal = [number[goal] for goal in goals]
        self.way_s = [self.distances.seconds[a][b] for a, b in zip(self.home, self.goal, strict=True)]
        self.toward_s = [self.distances.seconds_of[:, home].tolist() for home in self.home]
        """Per move, from each place to where it boards."""
        self.seats = [bus.seats for bus in self.buses]
        self.may_take = [
            [
                index.rules.may_board(bus.id, move.group) and index.rules.may_serve(bus.id, move.shelter)
                for move in moves
            ]
            for bus in self.buses
        ]
        """Bus × move: whether people let this bus carry that group."""
        self.service_s = [
            index.boarding_s(people) for people in range(max((b.seats for b in self.buses), default=0) + 1)
        ]

    def drive(self, order: Sequence[int], first: Sequence[Boarding] = (), most_late: int | None = None) -> Rides:
        """Move everyone in this order; whoever would be too late stays, and the rest is done again without them.

        The trips that come ``first`` are driven as far as somebody wants them and they are in time. Once more people
        than ``most_late`` are too late to be placed, or stay, the rest is left out.
        """
        staying: set[int] = set()
        while True:
            there = most_late if most_late is None else most_late - sum(self.moves[move].people for move in staying)
            run = _Run(self, [move for move in order if move not in staying], first, there)
            rides = run.rides
            if not rides.left_behind or run.over:
                staying |= rides.left_behind
                rides.left_behind = staying
                return rides
            staying |= rides.left_behind

    def too_late(self, rides: Rides) -> list[int]:
        """The moves that are there too late for a place, or never."""
        limit_s = self.problem.policy.place_by_s
        return [*sorted(rides.left_behind), *(move for move, end_s in rides.arrivals.items() if end_s > limit_s)]

    def trip(self, ride: Ride) -> BusTrip:
        """The ride with all its stops."""
        now, at, stops, metres = ride.start_s, ride.from_place, list[Stop](), 0
        for move, people in ride.boarding:
            metres += self.distances.metres(at, self.home[move])
            now, at = now + self.distances.seconds[at][self.home[move]], self.home[move]
            riders = (Passengers(group=self.moves[move].group, people=people),)
            stops.append(self._stop(Action.BOARD, self.moves[move].group, at, (now, now), riders))
            now = stops[-1].leave_s
        last = ride.boarding[0][0]
        goal, shelter = self.goal[last], self.shelters[last]
        arrive = now + self.distances.seconds[at][goal]
        everyone = tuple(Passengers(group=self.moves[move].group, people=people) for move, people in ride.boarding)
        start = ride.end_s - self.service_s[sum(people for _, people in ride.boarding)]
        stops.append(self._stop(Action.ALIGHT, shelter.id, goal, (arrive, start), everyone))
        bus = self.buses[ride.bus]
        begin = self.distances.locations[ride.from_place]
        return BusTrip(bus.id, begin, ride.start_s, tuple(stops), metres + self.distances.metres(at, goal))

    def _stop(
        self, action: Action, place: str, at: int, times: tuple[int, int], riders: tuple[Passengers, ...]
    ) -> Stop:
        arrive, start = times
        return Stop(
            action=action,
            place=place,
            location=self.distances.locations[at],
            arrive_s=arrive,
            start_s=start,
            leave_s=start + self.service_s[sum(rider.people for rider in riders)],
            passengers=riders,
        )


class _Run:
    """One try: who is left, where and when each bus is free, and which docks are taken."""

    def __init__(
        self, convoy: Convoy, order: Sequence[int], first: Sequence[Boarding], most_late: int | None = None
    ) -> None:
        self.convoy, self.rides, self.most_late = convoy, Rides(), most_late
        self.late: set[int] = set()
        """Moves that are too late to be placed, or stay."""
        self.over = False
        """Whether these are more people than wanted; then the rest is left out."""
        self.limit_s = convoy.problem.policy.place_by_s
        self.seconds = convoy.distances.seconds
        self.free_s = [bus.ready_s for bus in convoy.buses]
        self.at = list(convoy.base)
        self.docks: dict[str, Docks] = {}
        self.left = {move: convoy.moves[move].people for move in order}
        self.bound_for: dict[str, list[int]] = {}
        for move in order:
            self.bound_for.setdefault(convoy.moves[move].shelter, []).append(move)
        self.spare = dict(self.left)
        """People beyond those that the given trips carry."""
        for _, boarding in first:
            for move, people in boarding:
                self.spare[move] = self.spare.get(move, 0) - people
        for bus, boarding in first:
            self._drive_again(bus, boarding)
        for move in order:
            while move in self.left and not self.over:
                self._serve(move)

    def _drive_again(self, bus: int, boarding: Sequence[tuple[int, int]]) -> None:
        """A given trip with those who still want it, and with more of them while seats are free."""
        people = {move: min(count, self.left[move]) for move, count in boarding if move in self.left}
        people = {move: count for move, count in people.items() if self.convoy.may_take[bus][move]}
        free = self.convoy.buses[bus].seats - sum(people.values())
        for move in people:
            more = max(0, min(free, self.spare[move], self.left[move] - people[move]))
            people[move], free = people[move] + more, free - more
            self.spare[move] -= more
        if people and free >= 0:
            ride = self._ride(bus, self._with_others(bus, list(people.items()), free))
            if ride.end_s <= self.convoy.problem.horizon_s:
                self._take(ride)

    def _with_others(self, bus: int, boarding: list[tuple[int, int]], free: int) -> list[tuple[int, int]]:
        """Whoever no given trip carries takes the free seats, if they lie on the way."""
        waiting = {move for move, people in self.spare.items() if people > 0 and move in self.left}
        while free and len(boarding) < MAX_GROUPS:
            found = self._on_the_way(bus, boarding, waiting)
            if found is None:
                break
            position, other = found
            more = min(free, self.spare[other])
            boarding.insert(position, (other, more))
            free -= more
            self.spare[other] -= more
        return boarding

    def _serve(self, move: int) -> None:
        bus = self._choose(move)
        ride = None if bus is None else self._ride(bus, self._boarding(bus, move))
        if ride is None or ride.end_s > self.convoy.problem.horizon_s:
            self.rides.left_behind.add(move)
            del self.left[move]
            self._too_late(move)
            return
        self._take(ride)

    def _take(self, ride: Ride) -> None:
        self.rides.rides.append(ride)
        service_s = self.convoy.service_s[sum(people for _, people in ride.boarding)]
        self._docks(ride.boarding[0][0]).book(ride.end_s - service_s, service_s)
        self.free_s[ride.bus], self.at[ride.bus] = ride.end_s, self.convoy.goal[ride.boarding[0][0]]
        for rider, people in ride.boarding:
            self.left[rider] -= people
            if not self.left[rider]:
                del self.left[rider]
            self.rides.arrivals[rider] = max(ride.end_s, self.rides.arrivals.get(rider, 0))
            if ride.end_s > self.limit_s:
                self._too_late(rider)

    def _too_late(self, move: int) -> None:
        self.late.add(move)
        people = sum(self.convoy.moves[row].people for row in self.late)
        self.over = self.most_late is not None and people > self.most_late

    def _choose(self, move: int) -> int | None:
        """The bus that brings these people in soonest, further trips and empty seats counted."""
        convoy, left = self.convoy, self.left[move]
        way, toward, best, choice = convoy.way_s[move], convoy.toward_s[move], float(FAR), None
        rides: dict[int, tuple[int, float, float]] = {}
        """By seats: the way and both stops, further trips, and the share of seats left empty, weighed."""
        for seats in set(convoy.seats):
            aboard = min(seats, left)
            rides[seats] = (
                way + 2 * convoy.service_s[aboard], (left / aboard - 1) * way, 0.3 * (1 - aboard / seats)
            )  # fmt: skip
        for number, free in enumerate(self.free_s):
            if free + way >= best or not convoy.may_take[number][move]:
                continue
            approach = toward[self.at[number]]
            ride_s, further_s, empty = rides[convoy.seats[number]]
            score = free + approach + ride_s + further_s + empty * (approach + way)
            if score < best:
                best, choice = score, number
        return choice

    def _boarding(self, bus: int, move: int) -> list[tuple[int, int]]:
        """Who boards, in order: ``move`` and, while seats are free, others for the same shelter who lie on the way."""
        seats = self.convoy.buses[bus].seats
        boarding = [(move, min(seats, self.left[move]))]
        seats -= boarding[0][1]
        while seats and len(boarding) < MAX_GROUPS:
            found = self._on_the_way(bus, boarding, self.left)
            if found is None:
                break
            position, other = found
            boarding.insert(position, (other, min(seats, self.left[other])))
            seats -= boarding[position][1]
        return boarding

    def _on_the_way(self, bus: int, boarding: list[tuple[int, int]], waiting: Container[int]) -> tuple[int, int] | None:
        """(position, move) of the smallest detour, where it is less than half of that group's own way."""
        convoy, aboard = self.convoy, {move for move, _ in boarding}
        path = [self.at[bus], *(convoy.home[move] for move, _ in boarding), convoy.goal[boarding[0][0]]]
        best, found = float(FAR), None
        for other in self.bound_for[convoy.moves[boarding[0][0]].shelter]:
            if other in aboard or other not in waiting or not convoy.may_take[bus][other]:
                continue
            via, worth = convoy.home[other], convoy.way_s[other] / 2
            for position in range(len(path) - 1):
                a, b = path[position], path[position + 1]
                detour = self.seconds[a][via] + self.seconds[via][b] - self.seconds[a][b]
                if detour < worth and detour < best:
                    best, found = detour, (position, other)
        return found

    def _ride(self, bus: int, boarding: list[tuple[int, int]]) -> Ride:
        convoy = self.convoy
        now, at = self.free_s[bus], self.at[bus]
        for move, people in boarding:
            now += self.seconds[at][convoy.home[move]] + convoy.service_s[people]
            at = convoy.home[move]
        last = boarding[0][0]
        now = max(now + self.seconds[at][convoy.goal[last]], convoy.shelters[last].ready_s)
        service_s = convoy.service_s[sum(people for _, people in boarding)]
        end = self._docks(last).earliest(now, service_s) + service_s
        return Ride(bus, self.at[bus], self.free_s[bus], tuple(boarding), end)

    def _docks(self, move: int) -> Docks:
        shelter = self.convoy.shelters[move]
        if shelter.id not in self.docks:
            self.docks[shelter.id] = Docks(shelter.docks, self.convoy.taken.get(shelter.id, ()))
        return self.docks[shelter.id]
