"""The goods that may be taken, the needs of one shelter assignment, and when goods could be where, as arrays.

Lots of one (source, item) that are ready at the same time and outlive the horizon are one pool; others, and those that
people have ruled on, are pools of their own. Pools are split into lots, first expiry first, only at the very end.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimize.figures import counted, needing, persons_per, required
from optimize.index import Index, Matrix, Table
from optimize.people.ways import NEVER
from optimize.problem import CHANNEL_RANK, UNREACHABLE, Item, KitLine, Lot, Shelter, Source, Vehicle
from optimize.programs.linear import Whole
from optimize.rules import Flags

__all__ = ["NEVER", "NO_ARRIVAL", "Carrier", "Need", "Pool", "Supply", "needs_of", "trucks"]

TYPICAL_LOAD_G = 1_500_000
"""Load whose handling times stand for an ordinary goods stop in estimates."""
NO_ARRIVAL = int(np.iinfo(np.int32).max)
"""In tables of arrivals, which are 32-bit since there are many: never."""


@dataclass(frozen=True)
class Pool:
    """Goods of one (source, item) that planning need not tell apart; lots in order of expiry."""

    source: int
    item: str
    ready_s: int
    expires_s: int
    quantity: int
    lots: tuple[Lot, ...]


@dataclass(frozen=True)
class Need:
    """A line at a shelter: persons and units; ``there`` are units of substitutes that fixed trips bring."""

    shelter: int
    line: KitLine
    persons: int
    required: int
    there: Mapping[str, int] = field(default_factory=dict)

    @property
    def persons_per_unit(self) -> float:
        return self.line.people / self.line.units

    def persons_per(self, item: str) -> float:
        return float(persons_per(self.line, item))


def trucks(index: Index) -> list[Vehicle]:
    """All vehicles that carry goods, whatever they move on."""
    return [vehicle for vehicles in index.carrying.values() for vehicle in vehicles]


class Carrier:
    """The vehicles of one profile that carry goods, and their ways."""

    def __init__(self, index: Index, profile: str, vehicles: list[Vehicle]) -> None:
        problem, road = index.problem, index.road(profile)
        sources = [source.location for source in problem.sources]
        way_s = road.seconds_between([vehicle.location for vehicle in vehicles], sources).astype(np.int64)
        gets_there = (way_s != UNREACHABLE) & index.rules.loading(vehicles, [source.id for source in problem.sources])
        free_s = np.array([vehicle.ready_s for vehicle in vehicles], dtype=np.int64)[:, None]
        self.vehicles = vehicles
        self.load_g = min(TYPICAL_LOAD_G, max(vehicle.capacity_g for vehicle in vehicles))
        self.at_s: Whole = np.where(gets_there, free_s + way_s, NEVER).min(axis=0, initial=NEVER)
        """Per source, when the first vehicle could stand there; ``NEVER`` if none gets there."""
        self.drive_s = road.seconds_between(sources, [shelter.location for shelter in problem.shelters])
        """Source × shelter, -1 = no way."""
        self.allowed = index.rules.carrying(
            vehicles, [source.id for source in problem.sources], [shelter.id for shelter in problem.shelters]
        )
        """Source × shelter: whether one of the vehicles may load here and unload there."""

    def holds(self, item: Item) -> bool:
        """Whether a unit fits into one of the vehicles."""
        return any(v.capacity_g >= item.mass_g and v.capacity_cm3 >= item.volume_cm3 for v in self.vehicles)


class Supply:
    """Pools, channel ranks and earliest arrivals: the part that does not depend on who goes where.

    Of several carriers that reach a shelter from a source, estimates suppose the one with most capacity.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        problem = index.problem
        self.source_number = {source.id: i for i, source in enumerate(problem.sources)}
        self.shelter_number = {shelter.id: j for j, shelter in enumerate(problem.shelters)}
        self.pools = self._pools()
        self.pools_of: dict[str, Whole] = {
            item: np.array(rows, dtype=np.int64) for item, rows in _grouped(self.pools).items()
        }
        self.quantity = np.array([pool.quantity for pool in self.pools], dtype=np.int64)
        self.source_of = np.array([pool.source for pool in self.pools], dtype=np.int64)
        self.rank = np.array([CHANNEL_RANK[problem.sources[p.source].tier] for p in self.pools], dtype=np.int64)
        self.carriers = [Carrier(index, profile, vehicles) for profile, vehicles in index.carrying.items()]
        self.reached = np.zeros(len(problem.shelters), dtype=bool)
        """Shelters to which some carrier leads from some source."""
        for carrier in self.carriers:
            self.reached |= (carrier.drive_s != UNREACHABLE).any(axis=0)
        self.fits = {
            item.id: tuple(n for n, carrier in enumerate(self.carriers) if carrier.holds(item))
            for item in problem.items
        }
        """Per item, the numbers of the carriers that hold a unit."""
        self._kinds = {fit: number for number, fit in enumerate(dict.fromkeys(self.fits.values()))}
        self.kind_of = np.array([self._kinds[self.fits[pool.item]] for pool in self.pools], dtype=np.int64)
        """Per pool, the number of what fits its units, the first index of ``_carrier`` and ``_drive_s``."""
        self._soonest: dict[tuple[str, bytes], Whole] = {}
        self._arrivals: dict[str, Table] = {}
        self._at_s = [self._first_at_s(fit) for fit in self._kinds]
        reach = [self._reach(fit) for fit in self._kinds]
        self._carrier = np.array([carrier for carrier, _ in reach])
        self._drive_s = np.array([drive for _, drive in reach])

    def _reach(self, fit: tuple[int, ...]) -> tuple[NDArray[np.int16], Table]:
        """Source × shelter: the number of the first carrier that gets there, and its way; -1 where there is none."""
        shape = len(self.index.problem.sources), len(self.index.problem.shelters)
        number, drive = np.full(shape, -1, dtype=np.int16), np.full(shape, UNREACHABLE, dtype=np.int32)
        for there in (False, True):
            for row in reversed(fit):
                carrier = self.carriers[row]
                able = (carrier.at_s < NEVER)[:, None] & carrier.allowed
                leads = (carrier.drive_s != UNREACHABLE) & (able | (not there))
                number[leads], drive[leads] = row, carrier.drive_s[leads]
        return number, drive

    def carrier(self, pools: Whole, shelters: Whole) -> Whole:
        """The carrier supposed for each (pool, shelter), -1 where there is none; the arguments broadcast."""
        return self._carrier[self.kind_of[pools], self.source_of[pools], shelters].astype(np.int64)

    def drive_s(self, pools: Whole, shelters: Whole) -> Whole:
        """The way of that carrier, -1 where there is none."""
        return self._drive_s[self.kind_of[pools], self.source_of[pools], shelters].astype(np.int64)

    def drives_s(self, item: str) -> Table:
        """Source × shelter: the same for any goods of an item."""
        return np.asarray(self._drive_s[self._kinds[self.fits[item]]])

    @cached_property
    def truck_at(self) -> Whole:
        """Per source, when the first vehicle for goods could stand there; ``NEVER`` if none gets there."""
        return self._first_at_s(tuple(range(len(self.carriers))))

    def at_s(self, item: str) -> Whole:
        """Per source, when the first vehicle that holds the item could stand there; ``NEVER`` if none gets there."""
        return self._at_s[self._kinds[self.fits[item]]]

    def _first_at_s(self, fit: tuple[int, ...]) -> Whole:
        none = np.full(len(self.index.problem.sources), NEVER, dtype=np.int64)
        return np.asarray(np.min([none, *(self.carriers[number].at_s for number in fit)], axis=0))

    def _pools(self) -> tuple[Pool, ...]:
        horizon = self.index.problem.horizon_s
        members: dict[tuple[int, str, int, int, str], list[Lot]] = defaultdict(list)
        for lot in self.index.problem.lots:
            lasting = lot.expires_s is None or lot.expires_s >= horizon
            expires = NEVER if lasting else int(lot.expires_s or 0)
            ruled = lot.id if lot.id in self.index.rules.ruled_lots else ""
            members[self.source_number[lot.source], lot.item, lot.ready_s, expires, ruled].append(lot)
        return tuple(
            Pool(*key[:4], sum(lot.quantity for lot in lots), tuple(sorted(lots, key=_expiry)))
            for key, lots in sorted(members.items())
        )

    def arrivals_s(self, item: str) -> Table:
        """Pool × shelter: when an ordinary load could be unloaded by the supposed carrier; ``NO_ARRIVAL`` if never."""
        if item not in self._arrivals:
            rows, shelters = self.pools_of[item], np.arange(len(self.index.problem.shelters))
            found = self._nobody(rows)
            for number in self.fits[item]:
                chosen = self._carrier[self.kind_of[rows][:, None], self.source_of[rows][:, None], shelters] == number
                if chosen.any():
                    carrier = self.carriers[number]
                    found[chosen] = self._arrivals_s(rows, carrier, carrier.load_g)[chosen]
            self._arrivals[item] = found
        return self._arrivals[item]

    def earliest_s(self, item: str) -> Table:
        """Pool × shelter: before this second no plan could have unloaded a unit; ``NO_ARRIVAL`` where none ever can."""
        rows, grams = self.pools_of[item], self.index.items[item].mass_g
        found = self._nobody(rows)
        for number in self.fits[item]:
            np.minimum(found, self._arrivals_s(rows, self.carriers[number], grams), out=found)
        return found

    def soonest_s(self, item: str, shelters: Whole) -> Whole:
        """Per pool, ``earliest_s`` at the shelter that it reaches first; kept, since bounds ask over and over."""
        key = item, shelters.tobytes()
        if key not in self._soonest:
            self._soonest[key] = self.earliest_s(item)[:, shelters].min(axis=1, initial=NO_ARRIVAL)
        return self._soonest[key]

    def _nobody(self, rows: Whole) -> Table:
        return np.full((len(rows), len(self.index.problem.shelters)), NO_ARRIVAL, dtype=np.int32)

    def _arrivals_s(self, rows: Whole, carrier: Carrier, load_g: int) -> Table:
        """When such a load could be unloaded; a lot that would expire by then may still go alone, as light as it is."""
        problem, source = self.index.problem, self.source_of[rows]
        expires = np.array([self.pools[row].expires_s for row in rows], dtype=np.int64)
        unit_g = np.array([self.index.items[self.pools[row].item].mass_g for row in rows], dtype=np.int64)
        begin = np.maximum(self.ready_s[rows], carrier.at_s[source])
        load = np.full(len(rows), load_g, dtype=np.int64)
        arrive, end = self._unloaded_s(source, carrier, begin, load), np.minimum(expires, problem.horizon_s)[:, None]
        in_time, alone = arrive <= end, np.minimum(load, unit_g * self.quantity[rows])
        if ((expires < NEVER) & (alone < load)).any():
            in_time |= (expires < NEVER)[:, None] & (self._unloaded_s(source, carrier, begin, alone) <= end)
        good = in_time & (carrier.drive_s[source] != UNREACHABLE)
        good &= carrier.allowed[source] & self.allowed[rows]
        good &= (begin <= self.load_until_s[rows])[:, None]
        return np.where(good, np.minimum(arrive, NO_ARRIVAL), NO_ARRIVAL).astype(np.int32)

    def _unloaded_s(self, source: Whole, carrier: Carrier, begin: Whole, load_g: Whole) -> Matrix:
        """Pool × shelter: loading begins at ``begin``, unloading when the shelter is ready, of so many grams each."""
        problem = self.index.problem
        origins, ends = problem.sources, problem.shelters

        def service_s(places: Sequence[Source] | Sequence[Shelter]) -> tuple[Whole, Whole]:
            stops = np.array([place.stop_s for place in places], dtype=np.int64)
            return stops, np.array([place.handling_s_per_t for place in places], dtype=np.int64)

        load_stop, load_pace = service_s(origins)
        unload_stop, unload_pace = service_s(ends)
        leave = begin + load_stop[source] - (-load_g * load_pace[source] // 1_000_000)
        ready = np.array([shelter.ready_s for shelter in ends], dtype=np.int64)
        there = np.maximum(leave[:, None] + carrier.drive_s[source], ready)
        return np.asarray(there + unload_stop - (-load_g[:, None] * unload_pace // 1_000_000))

    def direct_arrivals_s(self, item: str) -> Table:
        """``arrivals_s`` of vehicles that go straight from the source; what a banned way leaves open by a further stop
        is no plan, but no bound may deny it."""
        arrive = self.arrivals_s(item)
        if not self.index.rules.any_way:
            return arrive
        return np.where(self._straight[self.source_of[self.pools_of[item]]], arrive, np.int32(NO_ARRIVAL))

    @cached_property
    def load_until_s(self) -> Whole:
        """Per pool, when loading must have begun."""
        until = self.index.load_until_s
        return np.array([until.get(pool.lots[0].id, NEVER) for pool in self.pools], dtype=np.int64)

    @cached_property
    def ready_s(self) -> Whole:
        """Per pool, when loading may begin."""
        return np.array([pool.ready_s for pool in self.pools], dtype=np.int64)

    @cached_property
    def row_of(self) -> dict[int, int]:
        """Per pool, its row in the tables of its item."""
        return {pool: row for rows in self.pools_of.values() for row, pool in enumerate(rows.tolist())}

    @cached_property
    def allowed(self) -> Flags:
        """Pool × shelter: whether the goods may go there."""
        shelters = [shelter.id for shelter in self.index.problem.shelters]
        return self.index.rules.sending([pool.lots[0] for pool in self.pools], shelters)

    @cached_property
    def _straight(self) -> Flags:
        problem = self.index.problem
        starts, ends = [row.location for row in problem.sources], [row.location for row in problem.shelters]
        return self.index.rules.driving(starts, ends)

    @cached_property
    def spare(self) -> Mapping[tuple[int, str], tuple[int, frozenset[int]]]:
        """Per (source, item) with a floor: the units that may go anywhere, and the shelters that it does not bind."""
        held: dict[tuple[int, str], int] = defaultdict(int)
        for pool in self.pools:
            held[pool.source, pool.item] += pool.quantity
        return {
            (source, floor.item): (
                max(0, held[source, floor.item] - floor.quantity),
                frozenset(self.shelter_number[shelter] for shelter in floor.free_shelters),
            )
            for floor in self.index.problem.floors
            for source in (self.source_number[floor.source],)
        }


def needs_of(index: Index, people_at: Mapping[str, int]) -> tuple[Need, ...]:
    """The lines that the people of each shelter need, by shelter and kit order, those who are settled included.

    ``required`` is less what fixed trips bring.
    """
    found = []
    for number, shelter in enumerate(index.problem.shelters):
        people = people_at.get(shelter.id, 0) + index.settled[shelter.id]
        for line in index.problem.kit:
            persons = needing(line, shelter, people)
            if persons:
                rows = index.arrived.get((shelter.id, line.id), ())
                brought = sum(units for _, units in counted(line, rows))
                there = Counter[str]()
                for _, item, units in rows:
                    there[item] += units
                found.append(Need(number, line, persons, max(0, required(line, persons) - brought), there))
    return tuple(found)


def _grouped(pools: Sequence[Pool]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, pool in enumerate(pools):
        rows[pool.item].append(row)
    return rows


def _expiry(lot: Lot) -> tuple[int, str]:
    return (NEVER if lot.expires_s is None else lot.expires_s, lot.id)
