"""How good any executable plan could be at most: a valid bound for every goal, taken from relaxations.

Each bound holds for all plans, whatever their assignment, that are no worse on the goals before it. Down to lateness
they look at the district as a whole: the people who can be placed at all, and the goods that could be at any shelter by
a given second, wherever they are needed. Channels and cost, which suppose that as many people are placed and served as
in this plan, are linear programs of their own (``late``). Relaxed are vehicle numbers, docks, whole units and, above,
the split over shelters. Ways in the matrices are the fastest.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimize.figures import Figures
from optimize.goods.kinds import Kind, kinds
from optimize.goods.supply import NEVER, NO_ARRIVAL, Supply
from optimize.index import Matrix
from optimize.missions.assignment import MissionResult
from optimize.people.ways import RIDES, WALKS, Ways, buses, find_rides, shelters_in_reach
from optimize.problem import KitLine, Vehicle
from optimize.programs.linear import Program, Reals, Whole
from optimize.progress import Control

SLACK = 1e-6
SMALL, NODES, LARGE = 1_500, 200, 200_000
"""Up to so many pairs groups stay whole in the bound, for so many nodes; beyond the last no program is solved."""


def early_bounds(
    supply: Supply, ways: Ways, figures: Figures, missions: MissionResult, unplaced: int
) -> dict[str, float | None]:
    """Bounds by goal key, of all but the last two: an upper one for the on-time share, lower ones for the rest."""
    district = District(supply, ways, figures)
    return {
        "people_unplaced": unplaced,
        "missions_unmet": missions.bound_unmet,
        "life_critical_unmet": district.life_critical_unmet(),
        "lowest_on_time_share": district.lowest_on_time_share(),
        "late_person_item_hours": district.late_person_item_hours(),
        "assembly_minutes_over": missions.minutes_bound,
    }


def people_unplaced(ways: Ways) -> int:
    """People left over if buses never drove empty; in large problems groups may be split, or even share all places.

    Those who are on their way count only if they will be late.
    """
    limit_s = ways.index.problem.policy.place_by_s
    fixed = ways.index.problem.adjustment.fixed.assignments
    return open_unplaced(ways) + sum(row.people for row in fixed if row.arrive_s > limit_s)


def open_unplaced(ways: Ways) -> int:
    """Of those who are not on their way."""
    problem = ways.index.problem
    people = np.array([group.people for group in problem.groups], dtype=float)
    special = np.array([group.special for group in problem.groups], dtype=float)
    program = Program()
    places = np.array([row.places for row in problem.shelters], dtype=float)
    care = np.array([row.special_places for row in problem.shelters], dtype=float)
    fits = (people[:, None] <= places) & (special[:, None] <= care)
    usable = (ways.usable > 0) & fits
    if usable.sum() > LARGE:
        return _unplaced_at_large(ways, usable, people)
    options = _Options.of(ways, usable)
    group, shelter = options.group, options.shelter
    x = program.add_columns(len(group), 0, 1, whole=len(group) <= SMALL)
    u = program.add_columns(len(people), 0, 1)
    once = program.add_rows(len(people), 1, 1)
    program.put(once[group], x, 1.0)
    program.put(once, u, 1.0)
    program.put(program.add_rows(len(places), -np.inf, places)[shelter], x, people[group])
    program.put(program.add_rows(len(care), -np.inf, care)[shelter], x, special[group])
    _seat_rows(ways, program, x, options)
    cost = np.zeros(program.columns)
    cost[u] = people
    answer = program.solve(cost, Control(), nodes=NODES)
    return max(0, math.ceil(answer.bound - SLACK)) if math.isfinite(answer.bound) else 0


ON_FOOT = -1


@dataclass(frozen=True)
class _Options:
    """Every way of a group to a place, on foot or with a profile (by number): a group rides in one profile."""

    group: Whole
    shelter: Whole
    fleet: Whole

    @classmethod
    def of(cls, ways: Ways, usable: NDArray[np.bool_]) -> "_Options":
        possible = {ON_FOOT: ways.usable == WALKS}
        for number, rides in enumerate(find_rides(ways.index)):
            possible[number] = rides.in_time & (ways.usable == RIDES)
        pairs = np.hstack(
            [[*np.nonzero(usable & table), np.full((usable & table).sum(), n)] for n, table in possible.items()]
        )
        return cls(*pairs.astype(np.int64))


def _unplaced_at_large(ways: Ways, usable: NDArray[np.bool_], people: Reals) -> int:
    """Everybody shares all places and all seats, those with the shortest rides first."""
    taken = _taken_s(ways, ways.index.seating, ways.least_ride_s)
    shortest = np.where(usable, np.where(ways.usable == WALKS, 0.0, taken), np.inf).min(axis=1)
    offered = float(_seat_s(ways, buses(ways.index)))
    places = float(sum(s.places for s in ways.index.problem.shelters))
    placed = 0.0
    for group in np.argsort(shortest, kind="stable"):
        if np.isfinite(shortest[group]):
            share = people[group] if shortest[group] == 0 else min(people[group], offered / shortest[group])
            offered -= share * shortest[group]
            placed += share
    return max(0, math.ceil(float(people.sum()) - min(placed, places) - SLACK))


def _seat_s(ways: Ways, vehicles: Iterable[Vehicle]) -> int:
    """Seconds of all seats from when a vehicle is ready until the limit."""
    place_by_s = ways.index.problem.policy.place_by_s
    return sum(vehicle.seats * max(0, place_by_s - vehicle.ready_s) for vehicle in vehicles)


def _taken_s(ways: Ways, fleets: Mapping[str, Sequence[Vehicle]], ride_s: Matrix) -> Reals:
    """Group × shelter: seconds of a seat that a passenger of these fleets, by profile, takes at least.

    A trip lasts for its way to them, from where the vehicle stands at first or has brought others, for the ride, and
    for both stops of all who are aboard, seats left empty included.
    """
    index = ways.index
    homes = [row.location for row in index.problem.groups]
    goals = _brought_to(ways)
    approach_s = np.full(len(homes), np.inf)
    for profile, fleet in fleets.items():
        way_s = index.road(profile).seconds_between([*(vehicle.location for vehicle in fleet), *goals], homes)
        approach_s = np.minimum(approach_s, np.where(way_s >= 0, way_s, np.inf).min(axis=0))
    seats = min((vehicle.seats for fleet in fleets.values() for vehicle in fleet), default=1)
    stops_s = 2 * index.boarding_s(seats)
    return np.asarray(np.where(np.isfinite(approach_s), approach_s, 0.0)[:, None] + ride_s + stops_s)


def _brought_to(ways: Ways) -> list[str]:
    """Where trips may end: shelters that take somebody, and any at all where trips are under way."""
    shelters = ways.index.problem.shelters
    if ways.index.problem.adjustment.fixed.trips:
        return [row.location for row in shelters]
    return [shelters[number].location for number in shelters_in_reach(ways)]


def _seat_rows(ways: Ways, program: Program, x: Whole, options: _Options) -> None:
    """Those who ride share the time of the seats of their profile."""
    people = np.array([row.people for row in ways.index.problem.groups])
    fleets = zip(ways.index.seating.items(), find_rides(ways.index), strict=True)
    for number, ((profile, vehicles), rides) in enumerate(fleets):
        riding = options.fleet == number
        group, shelter = options.group[riding], options.shelter[riding]
        row = program.add_rows(1, -np.inf, _seat_s(ways, vehicles))
        taken_s = _taken_s(ways, {profile: vehicles}, rides.way_s)[group, shelter]
        program.put(row[0], x[riding], people[group] * taken_s)


@dataclass(frozen=True)
class Curve:
    """Units of a kind of goods that could be at some shelter by each second."""

    times: Whole
    units: Whole

    def by(self, second: float) -> int:
        return int(self.units[self.times <= second].sum())


class District:
    """All shelters that somebody could reach as one place, all pools at their earliest."""

    def __init__(self, supply: Supply, ways: Ways, figures: Figures) -> None:
        self.supply, self.figures = supply, figures
        self.problem = supply.index.problem
        self.reachable = shelters_in_reach(ways)
        self.placed = figures.people.placed
        self.to_place = figures.people.to_place
        self.kinds = kinds(self.problem.kit)
        self.brought: dict[str, list[tuple[int, int]]] = defaultdict(list)
        """What comes whatever is decided, by item: when how much, to whomever."""
        for row in supply.index.brought:
            self.brought[supply.index.item_of(row)].append((row.arrive_s, row.quantity))
        self.curves = {kind: self._curve(kind) for kind in self.kinds}

    def persons(self, line: KitLine) -> int:
        """Persons who need a line at least, in any plan that places as many people."""
        if not line.outdoor_only:
            return self.placed
        indoor = sum(self.problem.shelters[row].indoor_places for row in self.reachable)
        return max(0, self.placed - int(indoor))

    def _curve(self, kind: Kind) -> Curve:
        """Earliest arrivals of the units of all its items."""
        parts = [self._arriving(item, units) for item, units in kind.items.items()]
        return Curve(*(np.array([n for part in parts for n in part[side]], np.int64) for side in (0, 1)))

    def _arriving(self, item: str, each: int) -> tuple[list[int], list[int]]:
        """When how many units could come that floors let go; a source with an own area may give all it has."""
        rows = self.supply.pools_of.get(item, np.zeros(0, np.int64))
        arrive = np.zeros(0, np.int64)
        if len(rows):
            arrive = self.supply.soonest_s(item, self.reachable)
        left: dict[int, int] = {}
        for (source, floor_item), (spare, free) in self.supply.spare.items():
            if floor_item == item and not free:
                left[source] = spare
        times = [second for second, _ in self.brought[item]]
        amounts = [quantity for _, quantity in self.brought[item]]
        for row, second in sorted(zip(rows.tolist(), arrive.tolist(), strict=True), key=lambda pair: pair[1]):
            source = int(self.supply.source_of[row])
            quantity = min(int(self.supply.quantity[row]), left.get(source, NEVER))
            if second < NO_ARRIVAL and quantity:
                left[source] = left.get(source, NEVER) - quantity
                times.append(second)
                amounts.append(quantity)
        return times, [amount * each for amount in amounts]

    def life_critical_unmet(self) -> int:
        """Weighted persons lacking if every unit went where it counts most, each line by its own deadline."""
        least = 0.0
        for kind in self.kinds:
            least += self._least_lacking(kind)
        return math.ceil(least - SLACK)

    def _least_lacking(self, kind: Kind) -> float:
        """Nested limits (what is there by each deadline) make greedy by worth per unit the best choice."""
        given: dict[str, float] = {}
        lines = [line for line in kind.by_worth() if line.life_critical]
        for line in lines:
            wanted = kind.units(line, self.persons(line))
            room = min(
                self.curves[kind].by(due) - sum(given.get(row.id, 0.0) for row in lines if row.due_s <= due)
                for due in {row.due_s for row in lines if row.due_s >= line.due_s}
            )
            given[line.id] = max(0.0, min(wanted, room))
        return sum(
            line.weight * (self.persons(line) - kind.persons(line, given[line.id]))
            for line in kind.lines
            if line.life_critical
        )

    def lowest_on_time_share(self) -> float:
        """The lowest share is at most the mean one; 1 where a shelter could be out of every vehicle's reach."""
        reached = self.supply.reached[self.reachable]
        critical = [line for line in self.problem.kit if line.life_critical]
        if not critical or not self.placed or not reached.all():
            return 1.0
        return min(1.0, math.ceil(self._best_mean(critical) * 10_000 - SLACK) / 10_000)

    def _best_mean(self, lines: Sequence[KitLine]) -> float:
        """The largest mean over all numbers of people in all, and outdoors, that a plan could have."""
        there = {
            line.id: kind.persons(line, self.curves[kind].by(line.due_s)) for kind in self.kinds for line in kind.lines
        }
        there = {line.id: there[line.id] for line in lines}
        everyone = _grid(self.placed, self.to_place, there.values())
        least_outdoor = min((self.persons(line) for line in lines if line.outdoor_only), default=0)
        best = 0.0
        for people in everyone:
            for outdoor in _grid(least_outdoor, self.to_place, there.values()):
                need = {line.id: outdoor if line.outdoor_only else people for line in lines}
                whole = sum(line.weight * need[line.id] for line in lines)
                met = sum(line.weight * min(need[line.id], there[line.id]) for line in lines)
                best = max(best, met / whole if whole else 1.0)
        return best

    def late_person_item_hours(self) -> float:
        """At each moment, the least weighted lack among the lines then due, integrated to the horizon."""
        total = sum(map(self._late_person_s, self.kinds))
        return max(0, math.floor(total / 360 - SLACK)) / 10

    def _late_person_s(self, kind: Kind) -> float:
        horizon, first = self.problem.horizon_s, min(line.due_s for line in kind.lines)
        if first >= horizon:
            return 0.0
        arrivals: list[int] = self.curves[kind].times.tolist()
        moments = {*(line.due_s for line in kind.lines), *arrivals, first, horizon}
        edges = sorted(moment for moment in moments if first <= moment <= horizon)
        return sum(self._lacking_at(kind, a) * (b - a) for a, b in pairwise(edges))

    def _lacking_at(self, kind: Kind, second: int) -> float:
        left, lacking = float(self.curves[kind].by(second)), 0.0
        for line in kind.by_worth():
            if line.due_s <= second:
                given = min(left, kind.units(line, self.persons(line)))
                left -= given
                lacking += line.weight * (self.persons(line) - kind.persons(line, given))
        return lacking


def _grid(least: float, most: float, breaks: Iterable[float]) -> list[float]:
    return sorted({point for point in (least, most, *breaks) if least <= point <= most})
