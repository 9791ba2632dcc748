"""How good any executable plan could be at most: a valid bound for every goal, taken from relaxations.

Each bound holds for all plans that are no worse on the goals before it. They look at the district as a whole: the
people who can be placed at all, and the goods that could be at any shelter by a given second, wherever they are needed.
Relaxed are vehicle numbers, docks, the split over shelters, and whole units. Ways in the matrices are shortest ways.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimize.figures import Figures
from optimize.linear import Program, Reals, Whole
from optimize.missions import MissionResult
from optimize.problem import CHANNEL_RANK, KitLine
from optimize.progress import Control
from optimize.supply import NEVER, Supply, trucks
from optimize.ways import Ways, buses

ROUNDING = 0.05
SLACK = 1e-6
SMALL, NODES, LARGE = 1_500, 200, 20_000
"""Up to so many pairs groups stay whole in the bound, for so many nodes; beyond the last no program is solved."""


def lower_bounds(
    supply: Supply, ways: Ways, figures: Figures, missions: MissionResult, unplaced: int
) -> dict[str, float | None]:
    """Bounds by goal key: an upper one for the on-time share, lower ones for the rest; ``unplaced`` is the first."""
    district = District(supply, ways, figures)
    return {
        "people_unplaced": unplaced,
        "missions_unmet": missions.bound_unmet,
        "life_critical_unmet": district.life_critical_unmet(),
        "lowest_on_time_share": district.lowest_on_time_share(),
        "late_person_item_hours": district.late_person_item_hours(),
        "assembly_minutes_over": missions.minutes_bound,
        "channel_cost": district.channel_cost(),
        "cost_fen": district.cost_fen(),
    }


def people_unplaced(ways: Ways) -> int:
    """People left over if buses never drove empty; in large problems groups may be split, or even share all places."""
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
    group, shelter = np.nonzero(usable)
    x = program.add_columns(len(group), 0, 1, whole=len(group) <= SMALL)
    u = program.add_columns(len(people), 0, 1)
    once = program.add_rows(len(people), 1, 1)
    program.put(once[group], x, 1.0)
    program.put(once, u, 1.0)
    program.put(program.add_rows(len(places), -np.inf, places)[shelter], x, people[group])
    program.put(program.add_rows(len(care), -np.inf, care)[shelter], x, special[group])
    _seat_row(ways, program, x, group, shelter)
    cost = np.zeros(program.columns)
    cost[u] = people
    answer = program.solve(cost, Control(), nodes=NODES)
    return max(0, math.ceil(answer.bound - SLACK)) if math.isfinite(answer.bound) else 0


def _unplaced_at_large(ways: Ways, usable: NDArray[np.bool_], people: Reals) -> int:
    """Everybody shares all places and all seats, those with the shortest rides first."""
    seats = np.where(ways.usable == 1, 0.0, ways.by_bus + 2.0 * ways.index.boarding_s(1))
    shortest = np.where(usable, seats, np.inf).min(axis=1)
    offered, places = float(_seat_s(ways)), float(sum(s.places for s in ways.index.problem.shelters))
    placed = 0.0
    for group in np.argsort(shortest, kind="stable"):
        if np.isfinite(shortest[group]):
            share = people[group] if shortest[group] == 0 else min(people[group], offered / shortest[group])
            offered -= share * shortest[group]
            placed += share
    return max(0, math.ceil(float(people.sum()) - min(placed, places) - SLACK))


def _seat_s(ways: Ways) -> int:
    """Seconds of all seats between a bus's first possible stop and the limit."""
    policy, homes = ways.index.problem.policy, [row.location for row in ways.index.problem.groups]
    offered = 0
    for bus in buses(ways.index):
        drives = [s for home in homes if (s := ways.index.seconds(bus.profile, bus.location, home)) >= 0]
        if drives:
            offered += bus.seats * max(0, policy.place_by_s - bus.ready_s - min(drives))
    return offered


def _seat_row(ways: Ways, program: Program, x: Whole, group: Whole, shelter: Whole) -> None:
    """A passenger takes a seat for the ride and both stops."""
    people = np.array([row.people for row in ways.index.problem.groups])
    riding = ways.usable[group, shelter] == 2
    taken = people[group] * (ways.by_bus[group, shelter] + 2 * ways.index.boarding_s(1))
    row = program.add_rows(1, -np.inf, _seat_s(ways))
    program.put(row[0], x[riding], taken[riding])


@dataclass(frozen=True)
class Curve:
    """Units of one item that could be at some shelter by each second, each with its channel rank."""

    times: Whole
    units: Whole
    ranks: Whole

    def by(self, second: float) -> int:
        return int(self.units[self.times <= second].sum())


class District:
    """All shelters that somebody could reach as one place, all pools at their earliest."""

    def __init__(self, supply: Supply, ways: Ways, figures: Figures) -> None:
        self.supply, self.figures = supply, figures
        self.problem = supply.index.problem
        self.reachable = np.flatnonzero((ways.usable > 0).any(axis=0))
        self.placed = figures.people.placed
        self.to_place = figures.people.to_place
        self.curves = {item: self._curve(item) for item in supply.pools_of}
        self.by_item: dict[str, list[KitLine]] = defaultdict(list)
        for line in self.problem.kit:
            self.by_item[line.item].append(line)

    def persons(self, line: KitLine) -> int:
        """Persons who need a line at least, in any plan that places as many people."""
        if not line.outdoor_only:
            return self.placed
        indoor = sum(self.problem.shelters[row].indoor_places for row in self.reachable)
        return max(0, self.placed - indoor)

    def _curve(self, item: str) -> Curve:
        """Earliest arrivals of the units that floors let go; a source with an own area may give all it has."""
        rows = self.supply.pools_of[item]
        grams = self.supply.index.items[item].mass_g
        arrive = self.supply.arrivals_s(item, grams)[:, self.reachable].min(axis=1, initial=NEVER)
        left: dict[int, int] = {}
        for (source, floor_item), (spare, free) in self.supply.spare.items():
            if floor_item == item and not free:
                left[source] = spare
        times, amounts, ranks = list[int](), list[int](), list[int]()
        for row, second in sorted(zip(rows.tolist(), arrive.tolist(), strict=True), key=lambda pair: pair[1]):
            source = int(self.supply.source_of[row])
            quantity = min(int(self.supply.quantity[row]), left.get(source, NEVER))
            if second < NEVER and quantity:
                left[source] = left.get(source, NEVER) - quantity
                times.append(second)
                amounts.append(quantity)
                ranks.append(int(self.supply.rank[row]))
        return Curve(np.array(times, np.int64), np.array(amounts, np.int64), np.array(ranks, np.int64))

    def units_by(self, item: str, second: float) -> int:
        return self.curves[item].by(second) if item in self.curves else 0

    def life_critical_unmet(self) -> int:
        """Weighted persons lacking if every unit went where it counts most, each line by its own deadline."""
        least = 0.0
        for item, lines in self.by_item.items():
            critical = [line for line in lines if line.life_critical]
            least += self._least_lacking(item, critical)
        return math.ceil(least - SLACK)

    def _least_lacking(self, item: str, lines: Sequence[KitLine]) -> float:
        """Nested limits (what is there by each deadline) make greedy by worth per unit the best choice."""
        given: dict[str, float] = {}
        for line in sorted(lines, key=lambda row: -row.weight * row.people / row.units):
            wanted = self.persons(line) * line.units / line.people
            room = min(
                self.units_by(item, due) - sum(given.get(row.id, 0.0) for row in lines if row.due_s <= due)
                for due in {row.due_s for row in lines if row.due_s >= line.due_s}
            )
            given[line.id] = max(0.0, min(wanted, room))
        return sum(line.weight * (self.persons(line) - given[line.id] * line.people / line.units) for line in lines)

    def lowest_on_time_share(self) -> float:
        """The lowest share is at most the mean one; 1 where a shelter could be out of every truck's reach."""
        reached = (self.supply.drive_s[:, self.reachable] >= 0).any(axis=0)
        critical = [line for line in self.problem.kit if line.life_critical]
        if not critical or not self.placed or not reached.all():
            return 1.0
        return min(1.0, math.ceil(self._best_mean(critical) * 10_000 - SLACK) / 10_000)

    def _best_mean(self, lines: Sequence[KitLine]) -> float:
        """The largest mean over all numbers of people in all, and outdoors, that a plan could have."""
        there = {line.id: self.units_by(line.item, line.due_s) * line.people / line.units for line in lines}
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
        total = sum(self._late_person_s(item, lines) for item, lines in self.by_item.items())
        return max(0, math.floor(total / 360 - SLACK)) / 10

    def _late_person_s(self, item: str, lines: Sequence[KitLine]) -> float:
        horizon, first = self.problem.horizon_s, min(line.due_s for line in lines)
        if first >= horizon:
            return 0.0
        arrivals: list[int] = self.curves[item].times.tolist() if item in self.curves else []
        moments = {*(line.due_s for line in lines), *arrivals, first, horizon}
        edges = sorted(moment for moment in moments if first <= moment <= horizon)
        return sum(self._lacking_at(item, lines, a) * (b - a) for a, b in pairwise(edges))

    def _lacking_at(self, item: str, lines: Sequence[KitLine], second: int) -> float:
        left, lacking = float(self.units_by(item, second)), 0.0
        for line in sorted(lines, key=lambda row: -row.weight * row.people / row.units):
            if line.due_s <= second:
                given = min(left, self.persons(line) * line.units / line.people)
                left -= given
                lacking += line.weight * (self.persons(line) - given * line.people / line.units)
        return lacking

    def channel_cost(self) -> float:
        """The lowest channels that could carry what a plan no later than this one must deliver."""
        deliveries = self._deliveries
        cost = np.zeros(deliveries.program.columns)
        cost[deliveries.served] = deliveries.ranks
        return max(0, math.floor(deliveries.least(cost) * 10 - SLACK)) / 10

    def cost_fen(self) -> float:
        """Handling and the fewest, shortest trips for what a plan no later than this one must deliver."""
        deliveries = self._deliveries
        return max(0, math.floor(deliveries.least(deliveries.fen(self.supply)) - SLACK))

    @cached_property
    def _deliveries(self) -> "_Deliveries":
        return _Deliveries(self)


def _grid(least: float, most: float, breaks: Iterable[float]) -> list[float]:
    return sorted({point for point in (least, most, *breaks) if least <= point <= most})


class _Deliveries:
    """Persons served by (line, rank), persons never served, and trips, of all plans no later than this one."""

    def __init__(self, district: District) -> None:
        self.district, self.program = district, Program()
        rows = [
            (line, rank)
            for line in district.problem.kit
            for rank in sorted(set(CHANNEL_RANK.values()))
            if line.item in district.curves and (district.curves[line.item].ranks == rank).any()
        ]
        self.lines = [line for line, _ in rows]
        self.ranks = np.array([rank for _, rank in rows], dtype=float)
        self.served = self.program.add_columns(len(rows))
        self.trips = self.program.add_columns(1)
        self._serve(rows)
        self._load()

    def _serve(self, rows: list[tuple[KitLine, int]]) -> None:
        district, program, kit = self.district, self.program, self.district.problem.kit
        unmet = program.add_columns(len(kit))
        number = {line.id: row for row, line in enumerate(kit)}
        needed = program.add_rows(len(kit), [district.persons(line) for line in kit], np.inf)
        program.put(needed, unmet, 1.0)
        for column, (line, _) in zip(self.served, rows, strict=True):
            program.put(needed[number[line.id]], column, 1.0)
        hours = [line.weight * max(0, district.problem.horizon_s - line.due_s) / 3600 for line in kit]
        late = program.add_rows(1, -np.inf, district.figures.values["late_person_item_hours"] + ROUNDING)
        program.put(late[0], unmet, hours)
        for item, curve in district.curves.items():
            for rank in sorted(set(curve.ranks.tolist())):
                stock = program.add_rows(1, -np.inf, float(curve.units[curve.ranks == rank].sum()))
                for column, (line, line_rank) in zip(self.served, rows, strict=True):
                    if line.item == item and line_rank == rank:
                        program.put(stock[0], column, line.units / line.people)

    def _load(self) -> None:
        """At least as many trips as full loads of the largest truck."""
        items = self.district.supply.index.items
        fleet = trucks(self.district.supply.index)
        rows = self.program.add_rows(2, -np.inf, 0)
        self.program.put(rows, self.trips[0], -1.0)
        for column, line in zip(self.served, self.lines, strict=True):
            units = line.units / line.people
            self.program.put(rows[0], column, units * items[line.item].mass_g / max(v.capacity_g for v in fleet))
            self.program.put(rows[1], column, units * items[line.item].volume_cm3 / max(v.capacity_cm3 for v in fleet))

    def fen(self, supply: Supply) -> Reals:
        problem, policy = supply.index.problem, supply.index.problem.policy
        cost = np.zeros(self.program.columns)
        per_t = min(s.handling_s_per_t for s in problem.sources) + min(s.handling_s_per_t for s in problem.shelters)
        for column, line in zip(self.served, self.lines, strict=True):
            grams = supply.index.items[line.item].mass_g * line.units / line.people
            cost[column] = grams * per_t / 1_000_000 * policy.vehicle_hour_fen / 3600
        reached = supply.drive_s[supply.drive_s >= 0]
        metres = supply.index.road("truck").metres_of
        drive = int(reached.min()) if reached.size else 0
        way = int(metres[metres >= 0].min()) if (metres >= 0).any() else 0
        stops = min(s.stop_s for s in problem.sources) + min(s.stop_s for s in problem.shelters)
        cost[self.trips] = (drive + stops) * policy.vehicle_hour_fen / 3600 + way * policy.km_fen / 1000
        return cost

    def least(self, cost: Reals) -> float:
        if not self.lines:
            return 0.0
        answer = self.program.solve(cost, Control())
        return max(0.0, answer.bound) if answer.proven else 0.0
