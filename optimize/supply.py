"""The goods that may be taken, the needs of one shelter assignment, and when goods could be where, as arrays.

Lots of one (source, item) that are ready at the same time and outlive the horizon are one pool; others, and those that
people have ruled on, are pools of their own. Pools are split into lots, first expiry first, only at the very end.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimize.figures import needing, required
from optimize.index import Index, Matrix
from optimize.linear import Whole
from optimize.problem import CHANNEL_RANK, UNREACHABLE, KitLine, Lot, Vehicle
from optimize.rules import Flags

TRUCK = "truck"
NEVER = np.iinfo(np.int64).max // 4
TYPICAL_LOAD_G = 1_500_000
"""Load whose handling times stand for an ordinary goods stop in estimates."""


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
    """A line at a shelter: persons and units."""

    shelter: int
    line: KitLine
    persons: int
    required: int

    @property
    def persons_per_unit(self) -> float:
        return self.line.people / self.line.units


def trucks(index: Index) -> list[Vehicle]:
    return [v for v in index.problem.vehicles if v.capacity_g > 0 and v.capacity_cm3 > 0]


def earliest_truck_s(index: Index) -> Whole:
    """Per source, when the first truck could stand there; ``NEVER`` if none gets there."""
    fleet = trucks(index)
    first = [
        min(
            (
                vehicle.ready_s + drive_s
                for vehicle in fleet
                if (drive_s := index.seconds(vehicle.profile, vehicle.location, source.location)) != UNREACHABLE
                and index.rules.may_load(vehicle.id, source.id)
            ),
            default=NEVER,
        )
        for source in index.problem.sources
    ]
    return np.array(first, dtype=np.int64)


class Supply:
    """Pools, channel ranks and earliest arrivals: the part that does not depend on who goes where."""

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
        road = index.road(TRUCK)
        starts = [source.location for source in problem.sources]
        ends = [shelter.location for shelter in problem.shelters]
        self.drive_s = road.block(road.seconds_of, starts, ends)
        self.truck_at = earliest_truck_s(index)

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

    def arrivals_s(self, item: str, load_g: int = TYPICAL_LOAD_G) -> Matrix:
        """Pool × shelter: when a load of that size could be unloaded at the earliest; ``NEVER`` where it cannot be."""
        problem, rows = self.index.problem, self.pools_of[item]
        ready = np.array([self.pools[row].ready_s for row in rows], dtype=np.int64)
        expires = np.array([self.pools[row].expires_s for row in rows], dtype=np.int64)
        sources = [problem.sources[self.pools[row].source] for row in rows]
        loading = np.array([self.index.handling_s(s.stop_s, s.handling_s_per_t, load_g) for s in sources])
        unloading = np.array([self.index.handling_s(s.stop_s, s.handling_s_per_t, load_g) for s in problem.shelters])
        open_s = np.array([shelter.ready_s for shelter in problem.shelters], dtype=np.int64)
        drive = self.drive_s[self.source_of[rows]]
        leave = np.maximum(ready, self.truck_at[self.source_of[rows]]) + loading
        arrive = np.maximum(leave[:, None] + drive, open_s[None, :]) + unloading[None, :]
        good = (drive != UNREACHABLE) & (arrive <= np.minimum(expires, problem.horizon_s)[:, None])
        return np.where(good & self.allowed[rows], arrive, NEVER)

    def direct_arrivals_s(self, item: str) -> Matrix:
        """As above for trucks that drive straight from the source; what a banned way leaves open by a further stop is
        no plan, but no bound may deny it."""
        return np.where(self._straight[self.source_of[self.pools_of[item]]], self.arrivals_s(item), NEVER)

    @cached_property
    def allowed(self) -> Flags:
        """Pool × shelter: whether the goods may go there, on a vehicle that may."""
        problem, rules = self.index.problem, self.index.rules
        sources, shelters = [row.id for row in problem.sources], [row.id for row in problem.shelters]
        carried = rules.carrying(trucks(self.index), sources, shelters)
        return np.asarray(rules.sending([pool.lots[0] for pool in self.pools], shelters) & carried[self.source_of])

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
                brought = sum(units for _, units in index.arrived.get((shelter.id, line.id), ()))
                found.append(Need(number, line, persons, max(0, required(line, persons) - brought)))
    return tuple(found)


def _grouped(pools: Sequence[Pool]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, pool in enumerate(pools):
        rows[pool.item].append(row)
    return rows


def _expiry(lot: Lot) -> tuple[int, str]:
    return (NEVER if lot.expires_s is None else lot.expires_s, lot.id)
