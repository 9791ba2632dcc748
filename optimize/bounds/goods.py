"""Channels and haulage that no plan can undercut while it keeps the goals before them: a linear program.

People are spread over areas (shelters that the same reserve floors leave free); goods flow from pools over channels to
the lines of an area; persons who never get a line are short. Kept are people, places, stock, floors, the earliest
arrival of every pool, and that neither need met too late nor lateness nor channels are worse than in this plan. Relaxed
are docks, the number of vehicles, whole groups, units and trips: haulage counts shares of trips of the largest vehicle
of each profile, handling, and the fewest stops that stock and shelters take.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from optimize.bounds.columns import Area, Brought, Drawn, Served
from optimize.bounds.haulage import Haulage
from optimize.figures import Figures, persons_per
from optimize.goods.supply import NO_ARRIVAL, Supply
from optimize.index import Table
from optimize.people.ways import Ways, shelters_in_reach
from optimize.problem import Item, Vehicle
from optimize.programs.bounding import Bounding
from optimize.programs.linear import Program, Reals, Whole
from optimize.progress import Control

LARGEST = 20_000
"""Beyond so many pairs of group and area people are no longer told apart."""
MOST_ARCS = 4_000
"""Beyond so many pairs of pool and area, an item's pools of one rank and hour are one channel."""
HOUR = 3600
ROUNDING = 0.05
NEARLY = 0.05
"""Share by which the channel cost may differ from the one that prices were found for."""
SLACK = 1e-6


class GoodsBound:
    """One program, solved for channels and for haulage.

    Of ``figures`` only people placed, need met too late and lateness count.
    """

    def __init__(self, supply: Supply, ways: Ways, haulage: Haulage, figures: Figures, control: Control) -> None:
        self.supply, self.ways, self.figures, self.control = supply, ways, figures, control
        self.problem, self.kit = supply.index.problem, supply.index.problem.kit
        self.haulage, self.fleet = haulage, haulage.fleet
        self.program = Program()
        self.sets = sorted({free for _, free in supply.spare.values() if free}, key=sorted)
        self.areas = self._areas()
        self.settled = [self._settled(area) for area in self.areas]
        shelters = self.problem.shelters
        self.places = np.array([sum(shelters[s].places for s in area.shelters) for area in self.areas], dtype=float)
        self.places += self.settled
        self.people = self.program.add_columns(len(self.areas), 0, self.places)
        self.outdoors = self.program.add_columns(len(self.areas), 0, self.places)
        short = self.program.add_columns(len(self.kit) * len(self.areas), 0, np.tile(self.places, len(self.kit)))
        self.short = short.reshape(len(self.kit), len(self.areas))
        self.served: list[Served] = []
        self.drawn: list[Drawn] = []
        self._spread_people()
        self.brought = self._goods_on_the_way()
        self._supply_goods()
        if self.fleet and self.served:
            self._count_stops()
            self._drive()
        self._keep_goals()
        self.bounding = Bounding(self.program)
        self.priced_at = np.inf

    # -- people

    def _areas(self) -> list[Area]:
        members: dict[frozenset[int], list[int]] = defaultdict(list)
        for shelter in shelters_in_reach(self.ways).tolist():
            members[frozenset(n for n, free in enumerate(self.sets) if shelter in free)].append(shelter)
        return [Area(np.array(rows), free) for free, rows in members.items()]

    def _spread_people(self) -> None:
        """Everybody placed is in an area that they reach in time and that has places for them."""
        program, shelters = self.program, self.problem.shelters
        indoor = [sum(shelters[s].indoor_places for s in area.shelters) for area in self.areas]
        outdoors = program.add_rows(len(indoor), [-float(count) for count in indoor], np.inf)
        program.put(outdoors, self.outdoors, 1.0)
        program.put(outdoors, self.people, -1.0)
        program.put(program.add_rows(1, self.figures.people.placed, np.inf)[0], self.people, 1.0)
        near = np.array([(self.ways.usable[:, area.shelters] > 0).any(axis=1) for area in self.areas]).T
        group, area = np.nonzero(near) if near.size else (np.zeros(0, int), np.zeros(0, int))
        if len(group) > LARGEST:
            return
        people = np.array([row.people for row in self.problem.groups], dtype=float)
        share = program.add_columns(len(group), 0, 1)
        program.put(program.add_rows(len(people), -np.inf, 1)[group], share, 1.0)
        there = program.add_rows(len(self.areas), [-float(count) for count in self.settled], np.inf)
        program.put(there, self.people, -1.0)
        program.put(there[area], share, people[group])

    def _settled(self, area: Area) -> int:
        """People of fixed rows."""
        return sum(self.supply.index.settled[self.problem.shelters[shelter].id] for shelter in area.shelters)

    # -- goods

    def _supply_goods(self) -> None:
        needed = self.program.add_rows(len(self.kit) * len(self.areas), 0, np.inf).reshape(
            len(self.kit), len(self.areas)
        )
        for number, line in enumerate(self.kit):
            self.program.put(needed[number], self.short[number], 1.0)
            self.program.put(needed[number], self.outdoors if line.outdoor_only else self.people, -1.0)
        columns: list[int] = []
        for item, rows in self.supply.pools_of.items():
            columns += self._supply_item(item, rows)
        self.column = np.array(columns, dtype=np.int64)
        lines = np.array([row.line for row in self.served], dtype=np.intp)
        areas = np.array([row.area for row in self.served], dtype=np.intp)
        self.program.put(needed[lines, areas], self.column, 1.0)
        for brought in self.brought:
            self.program.put(needed[brought.line, brought.area], brought.column, 1.0)

    def _goods_on_the_way(self) -> list[Brought]:
        """What comes whatever is decided costs no more than it has cost already."""
        line_of = {line.id: number for number, line in enumerate(self.kit)}
        area_of = {self.problem.shelters[s].id: number for number, area in enumerate(self.areas) for s in area.shelters}
        found = []
        for row in self.supply.index.brought:
            line = self.kit[line_of[row.line]]
            if row.shelter in area_of:
                persons = row.quantity * persons_per(line, self.supply.index.item_of(row))
                column = int(self.program.add_columns(1, 0, float(persons))[0])
                late_s = max(0, row.arrive_s - line.due_s)
                found.append(Brought(column, line_of[row.line], area_of[row.shelter], late_s))
        return found

    def _supply_item(self, item: str, rows: Whole) -> list[int]:
        """Columns for persons served, and for units drawn from each pool: freely, or for a floor's own area."""
        program, supply = self.program, self.supply
        arrive = supply.earliest_s(item)
        by_area = np.array([arrive[:, area.shelters].min(axis=1) for area in self.areas]).T
        merged = len(rows) * len(self.areas) > MOST_ARCS
        drawn: list[tuple[int, int, int]] = []
        """(number of the pool, manner, source)"""
        channels: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        limits: dict[int, list[int]] = defaultdict(list)
        for number, pool in enumerate(rows.tolist()):
            source = int(supply.source_of[pool])
            for free in self._manners(source, item):
                earliest = by_area[number, self._open(free)].min(initial=NO_ARRIVAL)
                if earliest == NO_ARRIVAL:
                    continue
                key = (int(supply.rank[pool]), int(earliest) // HOUR) if merged else (-1, number)
                channels[free, *key].append(len(drawn))
                if free < 0 and (source, item) in supply.spare:
                    limits[source].append(len(drawn))
                drawn.append((number, free, source))
        numbers = [number for number, _, _ in drawn]
        quantity = supply.quantity[rows].astype(float)
        columns = program.add_columns(len(drawn), 0, quantity[numbers])
        program.put(program.add_rows(len(rows), -np.inf, quantity)[numbers], columns, 1.0)
        self.drawn += [Drawn(column, int(rows[n]), merged) for column, n in zip(columns.tolist(), numbers, strict=True)]
        for source, those in limits.items():
            row = program.add_rows(1, -np.inf, supply.spare[source, item][0])[0]
            program.put(row, columns[those], 1.0)
        return self._serve(item, rows, by_area, {key: columns[those] for key, those in channels.items()})

    def _manners(self, source: int, item: str) -> list[int]:
        """-1 stands for anywhere, other numbers for the set of shelters that a floor leaves free."""
        free = self.supply.spare.get((source, item), (0, frozenset()))[1]
        return [-1, self.sets.index(free)] if free else [-1]

    def _open(self, free: int) -> list[int]:
        return [number for number, area in enumerate(self.areas) if free < 0 or free in area.free]

    def _serve(self, item: str, rows: Whole, by_area: Table, channels: dict[tuple[int, int, int], Whole]) -> list[int]:
        program, supply = self.program, self.supply
        there = program.add_rows(len(channels), -np.inf, 0)
        for row, drawn in zip(there, channels.values(), strict=True):
            program.put(row, drawn, -1.0)
        lines = [number for number, line in enumerate(self.kit) if item in line.items]
        served: list[Served] = []
        over: list[int] = []
        """The row of each one's channel."""
        for row, (free, rank, key) in zip(there.tolist(), channels, strict=True):
            pool = -1 if rank >= 0 else int(rows[key])
            source, of = (-1, rank) if pool < 0 else (int(supply.source_of[pool]), int(supply.rank[pool]))
            for area in self._open(free):
                arrive = key * HOUR if pool < 0 else int(by_area[key, area])
                if arrive < NO_ARRIVAL:
                    lates = ((line, max(0, arrive - self.kit[line].due_s)) for line in lines)
                    served += [Served(line, item, area, late_s, of, source) for line, late_s in lates]
                    over += [row] * len(lines)
        takes = {line: float(1 / persons_per(self.kit[line], item)) for line in lines}
        self.served += served
        found = program.add_columns(len(served), 0, self.places[[row.area for row in served]])
        program.put(over, found, [takes[row.line] for row in served])
        return [*found.tolist()]

    # -- goals

    def _keep_goals(self) -> None:
        """Neither need met too late nor lateness above this plan's; the row of channels is closed later."""
        size, horizon = self.program.columns, self.problem.horizon_s
        critical, late, self.channel = np.zeros(size), np.zeros(size), np.zeros(size)
        for number, line in enumerate(self.kit):
            late[self.short[number]] = line.weight * max(0, horizon - line.due_s) / 3600
            critical[self.short[number]] = line.weight * line.life_critical
        for column, row in zip(self.column, self.served, strict=True):
            line = self.kit[row.line]
            late[column] = line.weight * min(row.late_s, max(0, horizon - line.due_s)) / 3600
            critical[column] = line.weight * (line.life_critical and row.late_s > 0)
            self.channel[column] = row.rank
        for brought in self.brought:
            line = self.kit[brought.line]
            late[brought.column] = line.weight * min(brought.late_s, max(0, horizon - line.due_s)) / 3600
            critical[brought.column] = line.weight * (line.life_critical and brought.late_s > 0)
        values = self.figures.values
        self._row(critical, values["life_critical_unmet"])
        self._row(late, values["late_person_item_hours"] + ROUNDING)
        self.channel_row = self._row(self.channel, np.inf)

    def _row(self, cost: Reals, most: float) -> int:
        row = int(self.program.add_rows(1, -np.inf, most)[0])
        columns = np.flatnonzero(cost)
        self.program.put(row, columns, cost[columns])
        return row

    def channel_cost(self) -> float:
        """Least channel cost of plans that are no later."""
        return max(0, math.floor((self.called + self._least(self.channel)) * 10 - SLACK)) / 10

    @cached_property
    def called(self) -> float:
        """Channel cost of what fixed trips bring."""
        return sum(self.figures.ranked(row) for row in self.problem.adjustment.fixed.deliveries)

    def haulage_fen(self, channel_cost: float) -> float:
        """Least fen of goods trips of plans with no more channel cost, if that comes before cost.

        Prices found for nearly that channel cost prove nearly as much, at once.
        """
        if not self.fleet or not self.served:
            return 0.0
        order = self.problem.policy.goals
        if order.index("channel_cost") < order.index("cost_fen"):
            self.bounding.limit(self.channel_row, channel_cost - self.called + ROUNDING)
        if abs(channel_cost - self.priced_at) > NEARLY * channel_cost:
            self.priced_at, self.prices = channel_cost, self.bounding.prices(self._service_fen, self.control)
        return max(0.0, self.bounding.least(self._service_fen, self.prices))

    def _least(self, cost: Reals) -> float:
        return max(0.0, self.bounding.least(cost, self.bounding.prices(cost, self.control))) if self.served else 0.0

    # -- haulage

    def _count_stops(self) -> None:
        """A source is visited once per full truck and once for its whole stock; a shelter once per full truck, and at
        least once where people are if nobody may go short."""
        program = self.program
        pools = np.array([row.pool for row in self.drawn], dtype=np.int64)
        columns = np.array([row.column for row in self.drawn], dtype=np.int64)
        source, area = self.supply.source_of[pools], np.array([row.area for row in self.served], dtype=np.int64)
        self._weigh(pools)
        stock = (self.drawn_loads * self.supply.quantity[pools]).max(axis=0)
        self.loads = program.add_columns(
            len(self.problem.sources), 0, 1 + np.bincount(source, stock, len(self.problem.sources))
        )
        self.unloads = program.add_columns(len(self.areas), 0, self.places * (1 + self._load_per_person()))
        out = program.add_rows(2 * len(self.loads), 0, np.inf).reshape(2, -1)
        into = program.add_rows(2 * len(self.areas), 0, np.inf).reshape(2, -1)
        program.put(out, np.stack((self.loads, self.loads)), 1.0)
        program.put(into, np.stack((self.unloads, self.unloads)), 1.0)
        program.put(out[:, source], columns, -self.drawn_loads)
        at_once = program.add_rows(len(pools), 0, np.inf)
        program.put(at_once, self.loads[source], 1.0)
        program.put(at_once, columns, -1.0 / self.supply.quantity[pools])
        program.put(into[:, area], self.column, -self.served_loads)
        if self.figures.values["late_person_item_hours"] == 0 and self._everyone_needs():
            settled = self.supply.index.settled
            rooms = [row.places + settled[row.id] for row in self.problem.shelters]
            most = [max(1, *(rooms[s] for s in area.shelters)) for area in self.areas]
            used = program.add_rows(len(most), 0, np.inf)
            program.put(used, self.unloads, most)
            program.put(used, self.people, -1.0)

    def _weigh(self, pools: Whole) -> None:
        """Loads of the largest truck, by weight and by volume: of what is drawn, and of what persons are served."""
        items, most = self.supply.index.items, _largest(self.fleet)
        self.drawn_loads = _loads([items[self.supply.pools[pool].item] for pool in pools], *most)
        pairs = {(row.line, row.item) for row in self.served}
        takes = {(line, item): float(1 / persons_per(self.kit[line], item)) for line, item in pairs}
        self.units = np.array([takes[row.line, row.item] for row in self.served])
        self.served_loads = _loads([items[row.item] for row in self.served], *most) * self.units

    def _load_per_person(self) -> float:
        """What somebody who gets everything takes at most."""
        most = np.zeros(len(self.kit))
        np.maximum.at(most, [row.line for row in self.served], self.served_loads.max(axis=0))
        return float(most.sum())

    def _everyone_needs(self) -> bool:
        """Whether lateness tells if somebody, wherever they are, gets nothing."""
        if self.brought:
            return False  # somebody may live on what is on the way
        return any(line.due_s + 3600 < self.problem.horizon_s and not line.outdoor_only for line in self.kit)

    def _ways(self, measure: int) -> tuple[Reals, Reals]:
        """Fen per load of the largest vehicle, by whichever carries it most cheaply: to each source from the nearest
        place where a vehicle may stand, and from source to area."""
        most = _largest(self.fleet)[measure]
        approach = np.full(len(self.problem.sources), np.inf)
        by_area = np.full((len(self.problem.sources), len(self.areas)), np.inf)
        for carrier, near, ways in zip(self.supply.carriers, self.haulage.near, self._by_area, strict=True):
            trips = most / _largest(carrier.vehicles)[measure]
            approach, by_area = np.minimum(approach, trips * near), np.minimum(by_area, trips * ways)
        return _finite(approach), _finite(by_area)

    @cached_property
    def _by_area(self) -> list[Reals]:
        """Per carrier, from source to area."""
        return [np.array([ways[:, area.shelters].min(axis=1) for area in self.areas]).T for ways in self.haulage.ways]

    def _drive(self) -> None:
        """Driving costs no less than trips shared out by weight, or by volume, or than the least ways to all stops, or
        than all trips to any one source."""
        out = [near + ways.min(axis=1) for near, ways in zip(self.haulage.near, self._by_area, strict=True)]
        used = sorted({int(self.supply.source_of[row.pool]) for row in self.drawn})
        there = _finite(np.min(out, axis=0)[used])
        costs, most = (self._shared_fen(0), self._shared_fen(1), self._visits_fen()), self.program.upper
        dearest = max(*(float(cost @ most) for cost in costs), *(there * most[self.loads[used]]))
        self.driving = int(self.program.add_columns(1, 0, dearest)[0])
        for row, cost in zip(self.program.add_rows(len(costs), -np.inf, 0), costs, strict=True):
            columns = np.flatnonzero(cost)
            self.program.put(row, columns, cost[columns])
            self.program.put(row, self.driving, -1.0)
        single = self.program.add_rows(len(used), -np.inf, 0)
        self.program.put(single, self.loads[used], there)
        self.program.put(single, self.driving, -1.0)

    def _shared_fen(self, measure: int) -> Reals:
        """Each trip's way shared out among its goods by weight (0) or by volume (1)."""
        approach, by_area = self._ways(measure)
        cost = np.zeros(self.program.columns)
        for number, row in enumerate(self.drawn):
            source = int(self.supply.source_of[row.pool])
            way = approach[source] + (by_area[source].min() if row.merged else 0.0)
            cost[row.column] = self.drawn_loads[measure, number] * way
        for number, served in enumerate(self.served):
            way = by_area[served.source, served.area] if served.source >= 0 else 0.0
            cost[self.column[number]] = self.served_loads[measure, number] * way
        return cost

    def _visits_fen(self) -> Reals:
        """Half of the least way to each stop, and half of the least way on from each source: every way counts once."""
        used = sorted({int(self.supply.source_of[row.pool]) for row in self.drawn})
        through, into = self.haulage.visits(used)
        cost = np.zeros(self.program.columns)
        cost[self.loads[used]] = _finite(through) / 2
        cost[self.unloads] = [float(_finite(into[area.shelters].min())) / 2 for area in self.areas]
        return cost

    @cached_property
    def _service_fen(self) -> Reals:
        """Handling and stops, and driving."""
        sources, shelters, cost = self.problem.sources, self.problem.shelters, np.zeros(self.program.columns)
        second = self.problem.policy.vehicle_hour_fen / 3600
        for row in self.drawn:
            grams = self.supply.index.items[self.supply.pools[row.pool].item].mass_g
            pace = sources[int(self.supply.source_of[row.pool])].handling_s_per_t
            cost[row.column] = grams * pace / 1e6 * second
        for number, served in enumerate(self.served):
            item = self.supply.index.items[served.item]
            pace = min(shelters[s].handling_s_per_t for s in self.areas[served.area].shelters) / 1e6 * second
            cost[self.column[number]] = self.units[number] * item.mass_g * pace
        cost[self.loads] = np.array([row.stop_s for row in sources]) * second
        cost[self.unloads] = np.array([min(shelters[s].stop_s for s in row.shelters) for row in self.areas]) * second
        cost[self.driving] = 1.0
        return cost


def _finite(fen: Reals) -> Reals:
    return np.where(np.isfinite(fen), fen, 0.0)


def _largest(vehicles: Sequence[Vehicle]) -> tuple[int, int]:
    """The most grams, and the most cm³, that one of the vehicles carries."""
    return (
        max((vehicle.capacity_g for vehicle in vehicles), default=1),
        max((vehicle.capacity_cm3 for vehicle in vehicles), default=1),
    )


def _loads(items: list[Item], most_g: int, most_cm3: int) -> Reals:
    """Part of the largest truck that a unit fills: by weight, by volume."""
    grams, cm3 = [item.mass_g / most_g for item in items], [item.volume_cm3 / most_cm3 for item in items]
    return np.array([grams, cm3], dtype=float)
