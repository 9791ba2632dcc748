"""People on their way to the shelters: on foot, or by bus in as many trips as it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from optimize.flows import Move
from optimize.index import Index
from optimize.plan import Action, Passengers, Stop
from optimize.problem import Problem, Vehicle

PROFILE = "bus"
MAX_GROUPS = 4
"""The most groups that share a bus."""


@dataclass(frozen=True, slots=True)
class BusTrip:
    vehicle: str
    from_location: str
    start_s: int
    stops: tuple[Stop, ...]

    @property
    def end_s(self) -> int:
        return self.stops[-1].leave_s


@dataclass(frozen=True)
class Rides:
    """Bus trips and last arrivals; ``left_behind`` are moves that cannot be completed by the horizon."""

    trips: list[BusTrip] = field(default_factory=list)
    arrivals: dict[str, int] = field(default_factory=dict)
    left_behind: list[Move] = field(default_factory=list)


def walk(problem: Problem, index: Index, moves: Sequence[Move]) -> Rides:
    """Everyone sets off at once; nobody enters a shelter before it is ready."""
    rides = Rides()
    for move in moves:
        if move.mode == PROFILE:
            continue
        shelter = index.shelters[move.shelter]
        travel = index.seconds("foot", index.groups[move.group].location, shelter.location)
        arrive = max(travel, shelter.ready_s)
        if travel < 0 or arrive > problem.horizon_s:
            rides.left_behind.append(move)
        else:
            rides.arrivals[move.group] = arrive
    return rides


def ride(problem: Problem, index: Index, moves: Sequence[Move]) -> Rides:
    """The best of a few orders of boarding: fewest people too late to be placed, then earliest, then fewest trips."""
    buses = [vehicle for vehicle in problem.vehicles if vehicle.profile == PROFILE and vehicle.seats]
    wanted = [move for move in moves if move.mode == PROFILE]
    people = {move.group: move.people for move in wanted}
    limit = problem.policy.place_by_s

    def rating(rides: Rides) -> tuple[int, int, int, int]:
        behind = sum(move.people for move in rides.left_behind)
        late = sum(people[group] for group, at in rides.arrivals.items() if at > limit)
        return behind + late, behind, sum(people[g] * at for g, at in rides.arrivals.items()), len(rides.trips)

    orders: tuple[Callable[[int, int], float], ...] = (
        lambda left, way: -left * way,
        lambda left, way: -way,
        lambda left, way: -left,
        lambda left, way: way,
    )
    return min((_ride_all(problem, index, buses, wanted, order) for order in orders), key=rating)


def _ride_all(
    problem: Problem, index: Index, buses: list[Vehicle], moves: list[Move], order: Callable[[int, int], float]
) -> Rides:
    """Move everyone; whoever would be too late stays out, and the rest is done again without them."""
    staying: list[Move] = []
    while True:
        convoy = _Convoy(problem, index, buses, [move for move in moves if move not in staying], order)
        behind = convoy.run()
        if not behind:
            return Rides(convoy.trips, convoy.arrivals, staying)
        staying += behind


class _Convoy:
    """Buses taking trips one after the other until nobody is left who can be moved."""

    def __init__(
        self,
        problem: Problem,
        index: Index,
        buses: list[Vehicle],
        moves: list[Move],
        order: Callable[[int, int], float],
    ) -> None:
        self.problem, self.index, self.buses, self.order = problem, index, buses, order
        self.free_s = [bus.ready_s for bus in buses]
        self.at = [bus.location for bus in buses]
        self.moves = {move.group: move for move in moves}
        self.left = {move.group: move.people for move in moves}
        self.way_s = {
            move.group: index.seconds(PROFILE, self._location(move.group), index.shelters[move.shelter].location)
            for move in moves
        }
        self.trips: list[BusTrip] = []
        self.arrivals: dict[str, int] = {}

    def run(self) -> list[Move]:
        """Moves that no bus can make in time; empty when all are done."""
        behind: list[Move] = []
        while self.left:
            group = min(self.left, key=lambda g: (self.order(self.left[g], self._way_s(self.moves[g])), g))
            bus = self._choose(self.moves[group])
            if bus is None:
                behind.append(self.moves[group])
                del self.left[group]
                continue
            trip = self._drive(bus, self._fill(bus, group), self.moves[group].shelter)
            if trip.end_s > self.problem.horizon_s:
                behind.append(self.moves[group])
                del self.left[group]
                continue
            self._commit(bus, trip)
        return behind

    def _location(self, group: str) -> str:
        return self.index.groups[group].location

    def _way_s(self, move: Move) -> int:
        return self.way_s[move.group]

    def _choose(self, move: Move) -> int | None:
        """The bus that brings these people in soonest, further trips and empty seats counted."""
        way, best, choice = self._way_s(move), float("inf"), None
        if way < 0:
            return None
        for number, bus in enumerate(self.buses):
            approach = self.index.seconds(PROFILE, self.at[number], self._location(move.group))
            if approach < 0:
                continue
            aboard = min(bus.seats, self.left[move.group])
            trips = self.left[move.group] / aboard
            done = self.free_s[number] + approach + way + 2 * self.index.boarding_s(aboard)
            score = done + (trips - 1) * way + 0.3 * (1 - aboard / bus.seats) * (approach + way)
            if score < best:
                best, choice = score, number
        return choice

    def _fill(self, bus: int, group: str) -> list[tuple[str, int]]:
        """Groups to board in order: the first one last, others bound for the same shelter who lie on the way before."""
        seats = self.buses[bus].seats - min(self.buses[bus].seats, self.left[group])
        boarding = [(group, min(self.buses[bus].seats, self.left[group]))]
        while seats and len(boarding) < MAX_GROUPS:
            found = self._on_the_way(bus, boarding)
            if found is None:
                break
            other, position = found
            aboard = min(seats, self.left[other])
            boarding.insert(position, (other, aboard))
            seats -= aboard
        return boarding

    def _on_the_way(self, bus: int, boarding: list[tuple[str, int]]) -> tuple[str, int] | None:
        """The group whose detour costs least, where it costs less than half of its own way, and its position."""
        shelter = self.moves[boarding[0][0]].shelter
        path = [self.at[bus], *(self._location(g) for g, _ in boarding), self.index.shelters[shelter].location]
        best: tuple[float, str, int] | None = None
        for other, left in self.left.items():
            if self.moves[other].shelter != shelter or any(other == g for g, _ in boarding) or not left:
                continue
            for position in range(len(path) - 1):
                detour = self._detour(path[position], self._location(other), path[position + 1])
                worth = self._way_s(self.moves[other]) / 2
                if detour is not None and detour < worth and (best is None or (detour, other) < best[:2]):
                    best = (detour, other, position)
        return None if best is None else (best[1], best[2])

    def _detour(self, before: str, via: str, after: str) -> int | None:
        there = self.index.seconds(PROFILE, before, via)
        on = self.index.seconds(PROFILE, via, after)
        if there < 0 or on < 0:
            return None
        return there + on - self.index.seconds(PROFILE, before, after)

    def _drive(self, bus: int, boarding: list[tuple[str, int]], shelter_id: str) -> BusTrip:
        now, at = self.free_s[bus], self.at[bus]
        stops: list[Stop] = []
        for group, people in boarding:
            here = self._location(group)
            now += self.index.seconds(PROFILE, at, here)
            leave = now + self.index.boarding_s(people)
            boarded = (Passengers(group=group, people=people),)
            stops.append(_stop(Action.BOARD, group, here, (now, now, leave), boarded))
            now, at = leave, here
        shelter = self.index.shelters[shelter_id]
        arrive = now + self.index.seconds(PROFILE, at, shelter.location)
        start = max(arrive, shelter.ready_s)
        leave = start + self.index.boarding_s(sum(people for _, people in boarding))
        riders = tuple(Passengers(group=group, people=people) for group, people in boarding)
        stops.append(_stop(Action.ALIGHT, shelter_id, shelter.location, (arrive, start, leave), riders))
        return BusTrip(self.buses[bus].id, self.at[bus], self.free_s[bus], tuple(stops))

    def _commit(self, bus: int, trip: BusTrip) -> None:
        self.trips.append(trip)
        self.free_s[bus], self.at[bus] = trip.end_s, trip.stops[-1].location
        for riders in trip.stops[-1].passengers:
            self.left[riders.group] -= riders.people
            if not self.left[riders.group]:
                del self.left[riders.group]
            self.arrivals[riders.group] = max(trip.end_s, self.arrivals.get(riders.group, 0))


def _stop(
    action: Action, place: str, location: str, times: tuple[int, int, int], riders: tuple[Passengers, ...]
) -> Stop:
    arrive, start, leave = times
    return Stop(
        action=action, place=place, location=location, arrive_s=arrive, start_s=start, leave_s=leave, passengers=riders
    )
