"""Fast look-ups over one problem, built once and shared by the solver's modules (never by the validator)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from optimize.decisions import Decisions, Delivery
from optimize.packed import table
from optimize.problem import UNREACHABLE, Arrival, KitLine, Lot, Problem, TravelMatrix, Vehicle, Withheld
from optimize.replanning.remaining import remaining
from optimize.rules import Rules

Matrix = NDArray[np.int64]
Table = NDArray[np.int32]
Rows = Sequence[Sequence[int]]
"""The same numbers row by row, faster to read one by one."""
SMALL = 1_500
"""Up to so many rows numbers are copied into lists, the fastest to read; larger tables are read where they are."""


def rows_of(table: Matrix | Table) -> Rows:
    """The rows of a table, for loops that look up single numbers."""
    rows: Rows = table.tolist() if len(table) <= SMALL else [memoryview(row) for row in table]
    return rows


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True)
class _Part:
    """One matrix: its numbers as tables, for blocks, and row by row, for single ones."""

    row: Mapping[str, int]
    column: Mapping[str, int]
    seconds: Table
    metres: Table
    seconds_rows: Rows
    metres_rows: Rows


def _part(matrix: TravelMatrix) -> _Part:
    columns = len(matrix.destinations)
    seconds, metres = table(matrix.seconds, columns), table(matrix.metres, columns)
    return _Part(
        {place: i for i, place in enumerate(matrix.origins)},
        {place: j for j, place in enumerate(matrix.destinations)},
        seconds,
        metres,
        matrix.seconds,
        matrix.metres,
    )


class Roads:
    """The travel matrices of one profile; -1 = no way, 0 from a place to itself. Of several that know a way the last
    counts.

    They are not merged: those of districts that hardly touch would be mostly empty together.
    """

    def __init__(self, matrices: Iterable[TravelMatrix]) -> None:
        self._parts = [_part(matrix) for matrix in matrices]
        self._leaving: dict[str, list[_Part]] = defaultdict(list)
        for part in reversed(self._parts):
            for place in part.row:
                self._leaving[place].append(part)
        self.origins = frozenset(self._leaving)
        self.destinations = frozenset(place for part in self._parts for place in part.column)

    def seconds(self, start: str, end: str) -> int:
        if start != end:
            for part in self._leaving.get(start, ()):
                if end in part.column:
                    return part.seconds_rows[part.row[start]][part.column[end]]
        return UNREACHABLE if start != end else 0

    def metres(self, start: str, end: str) -> int:
        if start != end:
            for part in self._leaving.get(start, ()):
                if end in part.column:
                    return part.metres_rows[part.row[start]][part.column[end]]
        return UNREACHABLE if start != end else 0

    def seconds_between(self, starts: Iterable[str], ends: Iterable[str]) -> Table:
        """Start × end, in the given order of places."""
        return self._block([part.seconds for part in self._parts], list(starts), list(ends))

    def metres_between(self, starts: Iterable[str], ends: Iterable[str]) -> Table:
        """Start × end, in the given order of places."""
        return self._block([part.metres for part in self._parts], list(starts), list(ends))

    def _block(self, tables: Iterable[Table], starts: list[str], ends: list[str]) -> Table:
        found: Table = np.full((len(starts), len(ends)), UNREACHABLE, dtype=np.int32)
        for part, entries in zip(self._parts, tables, strict=True):
            rows = [(n, part.row[place]) for n, place in enumerate(starts) if place in part.row]
            columns = [(n, part.column[place]) for n, place in enumerate(ends) if place in part.column]
            if rows and columns:
                (to_row, row), (to_column, column) = zip(*rows, strict=True), zip(*columns, strict=True)
                found[np.ix_(to_row, to_column)] = entries[np.ix_(row, column)]
        at: dict[str, list[int]] = defaultdict(list)
        for n, place in enumerate(ends):
            at[place].append(n)
        for n, place in enumerate(starts):
            found[n, at.get(place, [])] = 0
        return found


def _by_id(rows: Iterable[T]) -> dict[str, T]:
    return {row.id: row for row in rows}


def _roads(problem: Problem) -> dict[str, Roads]:
    profiles = dict.fromkeys(matrix.profile for matrix in problem.travel)
    return {name: Roads(matrix for matrix in problem.travel if matrix.profile == name) for name in profiles}


class Index:
    """Rows by id, lots by source and item, kit lines by item, travel by profile, and what people have ruled.

    ``whole`` is the problem that plans are measured by. The index of what remains of it (``open``) has smaller tables:
    stages that decide look there, and add ``settled`` people and ``arrived`` goods, which fixed rows bring; in the
    whole there are none, since its rows speak for themselves.
    """

    def __init__(self, problem: Problem, whole: "Index | None" = None) -> None:
        self.problem = problem
        self.whole = whole or self
        self.rules: Rules = whole.rules if whole else Rules(problem)
        fixed = problem.adjustment.fixed if whole else Decisions()
        self.fixed_trips = {trip.id for trip in fixed.trips}
        self.settled = Counter[str]()
        """People by shelter."""
        for settled in fixed.assignments:
            self.settled[settled.shelter] += settled.people
        self.arrived: dict[tuple[str, str], list[tuple[int, str, int]]] = defaultdict(list)
        """(second, item, units) by shelter and line."""
        self.brought: tuple[Delivery | Arrival, ...] = (*fixed.deliveries, *problem.arrivals)
        """What comes to shelters whatever is still decided."""
        self.locations = _by_id(problem.locations)
        self.groups = _by_id(problem.groups)
        self.shelters = _by_id(problem.shelters)
        self.items = _by_id(problem.items)
        self.lines = _by_id(problem.kit)
        self.sources = _by_id(problem.sources)
        self.lots = _by_id(problem.lots)
        self.vehicles = _by_id(problem.vehicles)
        self.teams = _by_id(problem.teams)
        self.missions = _by_id(problem.missions)
        for row in self.brought:
            self.arrived[row.shelter, row.line].append((row.arrive_s, self.item_of(row), row.quantity))
        self.lots_at: dict[tuple[str, str], list[Lot]] = defaultdict(list)
        for lot in problem.lots:
            self.lots_at[lot.source, lot.item].append(lot)
        self.lines_of: dict[str, list[KitLine]] = defaultdict(list)
        for line in problem.kit:
            self.lines_of[line.item].append(line)
        self.floors = {(floor.source, floor.item): floor for floor in problem.floors}
        self.withheld: dict[tuple[str, str], Withheld] = {(row.source, row.item): row for row in problem.withheld}
        self.load_until_s = {lot: row.until_s for row in problem.terms if row.until_s is not None for lot in row.lots}
        """By lot under terms that end, when loading must have begun."""
        self.dock_uses: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for use in problem.dock_uses:
            self.dock_uses[use.place].append((use.start_s, use.leave_s))
        self.roads: dict[str, Roads] = whole.roads if whole else _roads(problem)
        self._nowhere = Roads(())

    def item_of(self, row: Delivery | Arrival) -> str:
        """The item of what comes to a shelter; a lot of which all has left is in the whole problem only."""
        return self.whole.lots[row.lot].item if isinstance(row, Delivery) else row.item or self.lines[row.line].item

    def open(self) -> "Index":
        """What is still to be decided; itself if everything is."""
        left = remaining(self.problem)
        return self if left is self.problem else Index(left, self)

    @cached_property
    def carrying(self) -> dict[str, list[Vehicle]]:
        """The vehicles that carry goods, by profile, most capacity first."""
        return self._fleets(lambda vehicle: vehicle.capacity_g if vehicle.capacity_cm3 else 0)

    @cached_property
    def seating(self) -> dict[str, list[Vehicle]]:
        """The vehicles that carry people, by profile, most seats first."""
        return self._fleets(lambda vehicle: vehicle.seats)

    def _fleets(self, room: Callable[[Vehicle], int]) -> dict[str, list[Vehicle]]:
        fleets: dict[str, list[Vehicle]] = defaultdict(list)
        for vehicle in self.problem.vehicles:
            if room(vehicle):
                fleets[vehicle.profile].append(vehicle)
        return dict(sorted(fleets.items(), key=lambda fleet: (-sum(map(room, fleet[1])), fleet[0])))

    def road(self, profile: str) -> Roads:
        """The roads of a profile; a profile without a matrix leads nowhere."""
        return self.roads.get(profile, self._nowhere)

    def seconds(self, profile: str, start: str, end: str) -> int:
        """Travel seconds, -1 = no way, 0 from a place to itself."""
        return self.road(profile).seconds(start, end)

    def metres(self, profile: str, start: str, end: str) -> int:
        """Metres of that way, -1 = no way, 0 from a place to itself."""
        return self.road(profile).metres(start, end)

    def handling_s(self, stop_s: int, handling_s_per_t: int, grams: int) -> int:
        """Service time of a goods stop (contract of ``problem``)."""
        return stop_s + -(-grams * handling_s_per_t // 1_000_000)

    def boarding_s(self, people: int) -> int:
        """Service time of a people stop (contract of ``problem``)."""
        policy = self.problem.policy
        return policy.people_stop_s + people * policy.board_s_per_person
