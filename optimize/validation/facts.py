"""Plain look-ups over one problem and one plan, made for checking only."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Protocol, TypeVar

from optimize.plan import Delivery, Plan, Stop, Trip
from optimize.problem import UNREACHABLE, Arrival, Item, KitLine, Problem, TravelMatrix


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Row = TypeVar("_Row", bound=_Named)
_Hashed = TypeVar("_Hashed", bound=Hashable)


def by_id(rows: Iterable[_Row]) -> dict[str, _Row]:
    return {row.id: row for row in rows}


def _without(rows: tuple[_Hashed, ...], fixed: Iterable[_Hashed]) -> tuple[_Hashed, ...]:
    """The rows that are not fixed; fixed ones have happened, so nothing that has changed since is held against them."""
    known = frozenset(fixed)
    return tuple(row for row in rows if row not in known)


class Ways:
    """Travel of one profile: seconds and metres between two locations, -1 = no way, 0 from a place to itself."""

    def __init__(self, matrices: Iterable[TravelMatrix]) -> None:
        self._tables = [
            (
                {place: i for i, place in enumerate(matrix.origins)},
                {place: j for j, place in enumerate(matrix.destinations)},
                matrix,
            )
            for matrix in matrices
        ]

    def between(self, start: str, end: str) -> tuple[int, int]:
        if start == end:
            return 0, 0
        for rows, columns, matrix in reversed(self._tables):
            if start in rows and end in columns:
                i, j = rows[start], columns[end]
                return matrix.seconds[i][j], matrix.metres[i][j]
        return UNREACHABLE, UNREACHABLE


class Facts:
    """Rows by id, ways by profile, and what the assignments alone decide: how many people each line serves."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.locations = by_id(problem.locations)
        self.groups = by_id(problem.groups)
        self.shelters = by_id(problem.shelters)
        self.items = by_id(problem.items)
        self.lines = by_id(problem.kit)
        self.sources = by_id(problem.sources)
        self.lots = by_id(problem.lots)
        self.vehicles = by_id(problem.vehicles)
        self.teams = by_id(problem.teams)
        self.missions = by_id(problem.missions)
        self.trips = by_id(plan.trips)
        self.in_time = {row.group for row in plan.assignments if row.arrive_s <= problem.policy.place_by_s}
        self.shelter_of = {row.group: row.shelter for row in plan.assignments}
        fixed = problem.adjustment.fixed
        self.open_trips = _without(plan.trips, fixed.trips)
        self.open_assignments = _without(plan.assignments, fixed.assignments)
        self.open_postings = _without(plan.postings, fixed.postings)
        self._ways = {
            profile: Ways(matrix for matrix in problem.travel if matrix.profile == profile)
            for profile in {matrix.profile for matrix in problem.travel}
        }
        self.deliveries_of: dict[str, list[Delivery]] = defaultdict(list)
        self.delivered: dict[tuple[str, str], list[Delivery | Arrival]] = defaultdict(list)
        for row in plan.deliveries:
            self.deliveries_of[row.trip].append(row)
            self.delivered[row.shelter, row.line].append(row)
        for arrival in problem.arrivals:
            self.delivered[arrival.shelter, arrival.line].append(arrival)
        self.people_at: dict[str, int] = {}
        for group, shelter in self.shelter_of.items():
            if group in self.groups:
                self.people_at[shelter] = self.people_at.get(shelter, 0) + self.groups[group].people

    def way(self, profile: str, start: str, end: str) -> tuple[int, int]:
        """(seconds, metres); (-1, -1) where the profile knows no way."""
        ways = self._ways.get(profile)
        if ways is None:
            return (0, 0) if start == end else (UNREACHABLE, UNREACHABLE)
        return ways.between(start, end)

    def item_of(self, lot: str) -> Item:
        return self.items[self.lots[lot].item]

    def served(self, shelter: str, line: KitLine) -> int:
        """P of the contract: the people whom this line serves at this shelter."""
        people = self.people_at.get(shelter, 0)
        return max(0, people - self.shelters[shelter].indoor_places) if line.outdoor_only else people

    def required(self, shelter: str, line: KitLine) -> int:
        return ceil_div(self.served(shelter, line) * line.units, line.people)

    def counts(self, line: KitLine, rows: Iterable[Delivery | Arrival]) -> int:
        """Units of the line for which the rows count: its own one by one, each substitute by its own total."""
        total: Counter[str] = Counter()
        for row in rows:
            total[self.lots[row.lot].item if isinstance(row, Delivery) else row.item or line.item] += row.quantity
        return total[line.item] + sum(total[row.item] * row.replaces // row.units for row in line.substitutes)

    def lacking(self, shelter: str, line: KitLine, quantity: int) -> int:
        """Persons without this line when ``quantity`` units are there."""
        return max(0, self.served(shelter, line) - quantity * line.people // line.units)

    def grams(self, stop: Stop) -> int:
        return sum(cargo.quantity * self.item_of(cargo.lot).mass_g for cargo in stop.cargo)

    def volume(self, stop: Stop) -> int:
        return sum(cargo.quantity * self.item_of(cargo.lot).volume_cm3 for cargo in stop.cargo)

    def cost_fen(self, trip: Trip) -> int:
        policy = self.problem.policy
        hours_fen = ceil_div((trip.end_s - trip.start_s) * policy.vehicle_hour_fen, 3600)
        return hours_fen + ceil_div(trip.metres * policy.km_fen, 1000)


def ceil_div(dividend: int, divisor: int) -> int:
    """Rounded up, exact for every size of integer."""
    return -(-dividend // divisor)
