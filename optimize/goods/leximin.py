"""Allocation by linear programming, goal after goal: a level is solved, then all that would worsen it is fixed.

Columns are arcs (pool → need) that arrive on time or late by estimate, and per need the units short at the deadline and
unmet for good. All arcs are priced, but few are ever in the solver (``sifting``).
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from optimize.figures import LEVELS, rate
from optimize.goods.allocation import Ledger, booked, fill
from optimize.goods.rounding import to_whole_persons
from optimize.goods.supply import NEVER, NO_ARRIVAL, Need, Supply
from optimize.index import Table
from optimize.problem import Shelter, Source
from optimize.programs.linear import Answer, Program, Reals, Whole
from optimize.programs.sifting import Sifting
from optimize.progress import Control

Flags = NDArray[np.bool_]

STAGE = "allocation"
ARC_LIMIT = 1_500_000
"""Up to so many arcs all are looked at; beyond, per need the best by channel, by way and by size of the pool."""
CANDIDATES = 20
NEAREST, LARGEST = 16, 8
"""Arcs of each need that the solver starts with: those that bring goods soonest, and those from the most stock."""
FAIR_ROUNDS = 3
VISIT_DETOUR_S = 600
"""Detour that a further stop is reckoned to take."""
FACE = 1e-7
BY_CHANNEL = ("channel_cost", "cost_fen")
"""The goals that an order of channels weighs against each other."""
OTHER_HOURS = 0.01
"""Hauling that a substitute is reckoned to cost beside its own, per person: the own item comes first."""


class Channels(Enum):
    """What the order of channels is worth against haulage, once nothing comes later for it."""

    FIRST = "first"
    MIXED = "mixed"
    LAST = "last"


@dataclass(frozen=True)
class Arcs:
    """Possible flows, in units of the needs' lines: pool and need numbers, the seconds by which they are late by
    estimate, the units of the pool that one unit takes, and whether they are of a substitute."""

    pool: Whole
    need: Whole
    late_s: Whole
    takes: Reals
    other: Flags

    @property
    def on_time(self) -> Flags:
        return np.asarray(self.late_s == 0)


def find_arcs(supply: Supply, needs: Sequence[Need], arrivals: Mapping[str, Table]) -> Arcs:
    """All arcs, or the promising ones where there are too many."""
    pairs = [(row, item) for row, need in enumerate(needs) for item in need.line.items if item in supply.pools_of]
    few = sum(len(supply.pools_of[item]) for _, item in pairs) > ARC_LIMIT
    parts = [_arcs_of(supply, row, needs[row], item, arrivals[item], few=few) for row, item in pairs]
    parts = [part for part in parts if len(part[0])]
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Arcs(none, none, none, np.zeros(0), np.zeros(0, dtype=bool))
    pool, need, late, takes, other = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Arcs(pool, need, late, takes, other)


def _arcs_of(
    supply: Supply, row: int, need: Need, item: str, arrivals: Table, *, few: bool
) -> tuple[Whole, Whole, Whole, Reals, Flags]:
    pools = supply.pools_of[item]
    arrive = arrivals[:, need.shelter].astype(np.int64)
    keep = np.flatnonzero(arrive != NO_ARRIVAL)
    late = np.maximum(0, arrive - need.line.due_s)
    if few and len(keep) > 3 * CANDIDATES:
        rank, size = supply.rank[pools], supply.quantity[pools]
        orders = ((arrive, rank, late > 0), (arrive,), (arrive, -size))
        best = [keep[np.lexsort(tuple(key[keep] for key in order))][:CANDIDATES] for order in orders]
        keep = np.unique(np.concatenate(best))
    takes, other = np.full(len(keep), float(1 / rate(need.line, item))), np.full(len(keep), item != need.line.item)
    return pools[keep], np.full(len(keep), row), late[keep], takes, other


class Allocation:
    """The program for one set of needs. ``fleet`` scales the trucks' working time that the on-time arcs may use."""

    def __init__(self, supply: Supply, needs: Sequence[Need], arcs: Arcs, fleet: float) -> None:
        self.supply, self.needs, self.arcs = supply, needs, arcs
        self.problem = supply.index.problem
        self.worth = np.array([need.line.weight * need.persons_per_unit for need in needs])
        self.critical = np.array([need.line.life_critical for need in needs], dtype=bool)
        self.due = np.array([need.line.due_s for need in needs], dtype=np.int64)
        self.wanted = np.array([need.required for need in needs], dtype=float)
        items = [supply.index.items[pool.item] for pool in supply.pools]
        self.grams = np.array([item.mass_g for item in items], dtype=float)[arcs.pool] * arcs.takes
        self.cm3 = np.array([item.volume_cm3 for item in items], dtype=float)[arcs.pool] * arcs.takes
        self.shelter = np.array([need.shelter for need in needs], dtype=np.int64)
        self.carrier = supply.carrier(arcs.pool, self.shelter[arcs.need])
        self.drive_s = supply.drive_s(arcs.pool, self.shelter[arcs.need])
        self.program = Program()
        self.flow = self.program.add_columns(len(arcs.pool))
        self.short = self.program.add_columns(len(needs), 0, self.wanted)
        self.unmet = self.program.add_columns(len(needs), 0, self.wanted)
        self._balance()
        self._stock()
        self._docks()
        self._fleet(fleet)
        self._fairness()
        self.parting: Descent | None = None
        """Where orders of channels part."""

    def _balance(self) -> None:
        program, arcs, due = self.program, self.arcs, self.arcs.on_time
        on_time = program.add_rows(len(self.needs), self.wanted, self.wanted)
        program.put(on_time[arcs.need[due]], self.flow[due], 1.0)
        program.put(on_time, self.short, 1.0)
        in_all = program.add_rows(len(self.needs), 0, 0)
        program.put(in_all[arcs.need[~due]], self.flow[~due], 1.0)
        program.put(in_all, self.unmet, 1.0)
        program.put(in_all, self.short, -1.0)

    def _stock(self) -> None:
        pools = self.program.add_rows(len(self.supply.pools), -np.inf, self.supply.quantity)
        self.program.put(pools[self.arcs.pool], self.flow, self.arcs.takes)
        self._floors()

    def _floors(self) -> None:
        """What a floor lets go, to shelters outside its own area."""
        by_pool, shelter = np.argsort(self.arcs.pool, kind="stable"), self.shelter[self.arcs.need]
        starts = np.searchsorted(self.arcs.pool[by_pool], np.arange(len(self.supply.pools) + 1))
        for (source, item), (units, free) in self.supply.spare.items():
            pools = self.supply.pools_of.get(item, np.zeros(0, dtype=np.int64))
            here = pools[self.supply.source_of[pools] == source]
            arcs = np.concatenate([by_pool[:0], *(by_pool[starts[pool] : starts[pool + 1]] for pool in here)])
            bound = arcs[~np.isin(shelter[arcs], list(free))]
            if len(bound):
                self.program.put(self.program.add_rows(1, -np.inf, units)[0], self.flow[bound], self.arcs.takes[bound])

    def _docks(self) -> None:
        """Handling of what is due by a deadline fits into the docks' time until then, at sources and shelters."""
        grams = self.grams / 1e6
        first = np.where(self.supply.truck_at < NEVER, self.supply.truck_at, 0)
        source = self.supply.source_of[self.arcs.pool]
        sides = (
            (source, [(s, first[i]) for i, s in enumerate(self.problem.sources)]),
            (self.shelter[self.arcs.need], [(s, s.ready_s) for s in self.problem.shelters]),
        )
        for due in np.unique(self.due):
            timely = self.arcs.on_time & (self.due[self.arcs.need] <= due)
            for place, docks in sides:
                room = np.array([self._free_dock_s(site, int(start), int(due)) / 3600 for site, start in docks])
                pace = np.array([site.handling_s_per_t for site, _ in docks]) / 3600
                rows = self.program.add_rows(len(docks), -np.inf, room)
                self.program.put(rows[place[timely]], self.flow[timely], (grams * pace[place])[timely])

    def _free_dock_s(self, site: Source | Shelter, start_s: int, due_s: int) -> int:
        """Dock-seconds of a place between two moments that nobody else takes."""
        uses = self.supply.index.dock_uses.get(site.id, ())
        taken = sum(max(0, min(leave, due_s) - max(begin, start_s)) for begin, leave in uses)
        return max(0, site.docks * max(0, due_s - start_s) - taken)

    def _fleet(self, scale: float) -> None:
        """Hours of each carrier's vehicles for what is due by a deadline fit into their time until then."""
        hours = self.truck_hours() + self.visit_hours()
        for due in np.unique(self.due):
            timely = self.arcs.on_time & (self.due[self.arcs.need] <= due)
            for number, carrier in enumerate(self.supply.carriers):
                there = sum(max(0, int(due) - vehicle.ready_s) for vehicle in carrier.vehicles) / 3600
                row = self.program.add_rows(1, -np.inf, scale * there)
                mine = timely & (self.carrier == number)
                self.program.put(row[0], self.flow[mine], hours[mine])

    def truck_hours(self) -> Reals:
        """Hours of a carrier's average vehicle per unit and arc: there and back, handling, by weight or volume."""
        fleets = [carrier.vehicles for carrier in self.supply.carriers]
        mean_g = np.array([np.mean([v.capacity_g for v in fleet]) for fleet in fleets])[self.carrier]
        mean_cm3 = np.array([np.mean([v.capacity_cm3 for v in fleet]) for fleet in fleets])[self.carrier]
        need = self.arcs.need
        loads = np.maximum(self.grams / mean_g, self.cm3 / mean_cm3)
        source, shelter, drive = self.supply.source_of[self.arcs.pool], self.shelter[need], self.drive_s
        origins, ends = self.problem.sources, self.problem.shelters
        stops = np.array([s.stop_s for s in origins])[source] + np.array([s.stop_s for s in ends])[shelter]
        per_t = np.array([s.handling_s_per_t for s in origins])[source]
        per_t = per_t + np.array([s.handling_s_per_t for s in ends])[shelter]
        return np.asarray(loads * (2 * drive + stops) / 3600 + self.grams / 1e6 * per_t / 3600)

    def visit_hours(self) -> Reals:
        """Hours per unit and arc that calling at a source takes beside, shared out over the stock there."""
        stop_s = np.array([s.stop_s for s in self.problem.sources])[self.supply.source_of[self.arcs.pool]]
        hours = (stop_s + VISIT_DETOUR_S) / 3600 / self.supply.quantity[self.arcs.pool] * self.arcs.takes
        return np.asarray(hours)

    def _fairness(self) -> None:
        """loss[shelter] = weighted persons lacking on time; loss + whole·share <= whole for every shelter in reach."""
        rows = np.flatnonzero(self.critical & self.supply.reached[self.shelter])
        self.fair, place = np.unique(self.shelter[rows], return_inverse=True)
        persons = np.array([need.persons for need in self.needs], dtype=float)
        weight = np.array([need.line.weight for need in self.needs], dtype=float)
        self.whole = np.bincount(place, (weight * persons)[rows], len(self.fair))
        self.loss = self.program.add_columns(len(self.fair), 0, np.inf)
        self.share = self.program.add_columns(1, 0, 1)
        losses = self.program.add_rows(len(self.fair), 0, 0)
        self.program.put(losses, self.loss, -1.0)
        self.program.put(losses[place], self.short[rows], self.worth[rows])
        self.lowest = self.program.add_rows(len(self.fair), -np.inf, self.whole)
        self.program.put(self.lowest, self.loss, 1.0)
        self.program.put(self.lowest, self.share[0], self.whole)

    def sifted(self) -> Sifting:
        """The program, starting with the arcs of each need that come soonest and those from the most stock, and with
        all columns that are no arcs."""
        pool, need = self.arcs.pool, self.arcs.need
        core, family = np.ones(self.program.columns, dtype=bool), np.zeros(self.program.columns, dtype=np.int64)
        core[self.flow], family[self.flow] = False, need
        for keys, most in (((self.drive_s, self.arcs.late_s), NEAREST), ((-self.supply.quantity[pool],), LARGEST)):
            order = np.lexsort((*keys, need))
            place = np.arange(len(order)) - np.searchsorted(need[order], need[order])
            core[self.flow[order[place < most]]] = True
        return Sifting(self.program, core, family)

    def solve(self, control: Control, channels: Channels) -> Reals | None:
        """Units per arc after all levels; None if not even the first was solved in time.

        Levels that come before the order of channels matters are solved once for all orders.
        """
        levels = self.levels(channels)
        alike = len(list(takewhile(lambda level: level[0] not in BY_CHANNEL, levels)))
        if self.parting is None:
            self.parting = Descent(self, self.sifted())
            self.parting.go(levels[:alike], control)
        here = self.parting
        self.parting = here.fork() if here.proven else None
        here.go(levels[alike:], control)
        return here.units

    def levels(self, channels: Channels) -> list[tuple[str, Reals]]:
        """Goals of goods with their cost per column, in the order of the policy; the last two as ``channels`` says."""
        blank = np.zeros(self.program.columns)
        unmet, fair, late, channel, haul = (blank.copy() for _ in range(5))
        unmet[self.short] = np.where(self.critical, self.worth, 0.0)
        fair[self.share] = -1.0
        late[self.flow] = self.worth[self.arcs.need] * self.arcs.late_s / 3600
        late[self.unmet] = self.worth * np.maximum(0, self.problem.horizon_s - self.due) / 3600 + self.worth
        per_unit = np.array([need.persons_per_unit for need in self.needs])
        channel[self.flow] = self.supply.rank[self.arcs.pool] * per_unit[self.arcs.need]
        haul[self.flow] = (
            self.truck_hours() + self.visit_hours() + OTHER_HOURS * per_unit[self.arcs.need] * self.arcs.other
        )
        costs = {"life_critical_unmet": unmet, "lowest_on_time_share": fair, "late_person_item_hours": late}
        if channels is Channels.FIRST:
            costs |= {"channel_cost": channel, "cost_fen": haul}
        elif channels is Channels.MIXED:
            costs["channel_cost"] = channel / max(1e-9, channel.mean()) + haul / max(1e-9, haul.mean())
        else:
            costs["cost_fen"] = haul
        return [(key, costs[key]) for key in self.problem.policy.goals if key in costs]


class Descent:
    """The way down the levels: the face of the program that is left, and the units of the last level solved."""

    def __init__(self, of: Allocation, sifting: Sifting) -> None:
        self.of, self.sifting = of, sifting
        self.units: Reals | None = None
        self.ended, self.proven = False, True

    def fork(self) -> "Descent":
        """The same way so far, to go on from there in another way."""
        twin = copy(self)
        twin.sifting = self.sifting.fork()
        return twin

    def go(self, levels: Iterable[tuple[str, Reals]], control: Control) -> None:
        """Solve the next levels, until one is not solved in time."""
        for key, cost in levels:
            if self.ended:
                return
            answer = self.sifting.settle(cost, control)
            self.ended, self.proven = not answer.found, self.proven and answer.proven
            if answer.found:
                self.units = answer.x[self.of.flow]
                if answer.proven:
                    control.report(STAGE, "end", level=LEVELS[key], incumbent=answer.value, bound=answer.bound)
                if key == "lowest_on_time_share":
                    self._leximin(answer, control)

    def _leximin(self, answer: Answer, control: Control) -> None:
        """The shelters that hold the lowest share back keep theirs; the others go on, a few rounds."""
        of = self.of
        open_rows = np.ones(len(of.fair), dtype=bool)
        cost = np.zeros(of.program.columns)
        cost[of.share] = -1.0
        for _ in range(FAIR_ROUNDS):
            share = float(answer.x[of.share[0]])
            held = open_rows & (np.abs(answer.prices[of.lowest]) > FACE)
            if not held.any() or share >= 1 - FACE or control.stopped():
                break
            for row in np.flatnonzero(held):
                most = of.whole[row] * (1 - share) + 1e-6
                self.sifting.set_bounds(of.loss[row : row + 1], 0.0, most)
                self.sifting.set_row(int(of.lowest[row]), -np.inf, np.inf)
            open_rows &= ~held
            self.sifting.set_bounds(of.share, 0.0, 1.0)
            answer = self.sifting.solve(cost, control)
            if not answer.proven:
                self.proven = False
                return
            self.units = answer.x[of.flow]
            self.sifting.stay(answer)
        self.sifting.set_bounds(of.share, float(answer.x[of.share[0]]) - FACE, 1.0)


class Allocator:
    """Books by program where trucks may use a share ``fleet`` of their time; the last program is kept, since other
    orders of channels for the same needs begin with the same levels."""

    def __init__(self, supply: Supply, fleet: float) -> None:
        self.supply, self.fleet = supply, fleet
        self.needs: Sequence[Need] = ()
        self.arcs = find_arcs(supply, (), {})
        self.program: Allocation | None = None
        self.units: dict[Channels, Reals | None] = {}

    def book(self, ledger: Ledger, control: Control, channels: Channels) -> None:
        """Book the program's answer in whole units, then whatever can still be had for what is still wanted."""
        supply, needs = self.supply, ledger.needs
        items = {item for need in needs for item in need.line.items} & supply.pools_of.keys()
        arrivals = {item: supply.direct_arrivals_s(item) for item in sorted(items)}
        if needs != self.needs:
            self.needs, self.units, self.arcs = needs, {}, find_arcs(supply, needs, arrivals)
            self.program = Allocation(supply, needs, self.arcs, self.fleet) if len(self.arcs.pool) else None
        if self.program is not None and channels not in self.units:
            self.units[channels] = self.program.solve(control, channels)
        units = self.units.get(channels)
        if units is not None:
            booked(ledger, self.arcs.pool, self.arcs.need, units)
            to_whole_persons(ledger, arrivals)
        order = supply.index.problem.policy.goals
        fill(
            ledger,
            by_channel=channels is Channels.FIRST and order.index("channel_cost") < order.index("cost_fen"),
            arrivals=arrivals,
        )
