"""Which group can get to which shelter in time, on foot or by bus, and how long the way is."""

from dataclasses import dataclass

import numpy as np

from optimize.index import Index, Matrix
from optimize.linear import Reals, Whole
from optimize.problem import UNREACHABLE, Group, Vehicle

FOOT, BUS = "foot", "bus"
NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Ways:
    """Group × shelter tables in problem order. ``arrive_s`` is the earliest that any plan could achieve."""

    index: Index
    on_foot: Matrix
    by_bus: Matrix
    bus_at: Matrix
    arrive_s: Matrix
    usable: Matrix
    minutes: Reals

    def mode(self, group: int, shelter: int) -> str:
        return FOOT if self.usable[group, shelter] == 1 else BUS

    def travel_s(self, group: int, shelter: int) -> int:
        table = self.on_foot if self.usable[group, shelter] == 1 else self.by_bus
        return int(table[group, shelter])


def find_ways(index: Index) -> Ways:
    """On foot where the walk is short enough, else by bus where one could be in time; never to exposed shelters."""
    problem, policy = index.problem, index.problem.policy
    homes = [group.location for group in problem.groups]
    safe = [shelter.location for shelter in problem.shelters]
    foot, bus = index.road(FOOT), index.road(BUS)
    on_foot = foot.block(foot.seconds_of, homes, safe)
    by_bus = bus.block(bus.seconds_of, homes, safe)
    bus_at = np.array([earliest_bus_s(index, group) for group in problem.groups], dtype=np.int64)
    ready = np.array([shelter.ready_s for shelter in problem.shelters], dtype=np.int64)
    handling, now_s = index.boarding_s(1), problem.adjustment.now_s
    walk_end = np.maximum(now_s + on_foot, ready)
    ride_end = np.maximum(bus_at[:, None] + handling + by_bus, ready) + handling
    groups, shelters = [group.id for group in problem.groups], [shelter.id for shelter in problem.shelters]
    safe_now = np.array([not shelter.exposed_to for shelter in problem.shelters], dtype=bool)
    safe_now = safe_now & index.rules.sheltering(groups, shelters)
    walks = safe_now & (on_foot != UNREACHABLE) & (on_foot <= policy.walk_limit_s) & (walk_end <= policy.place_by_s)
    rides = safe_now & (by_bus != UNREACHABLE) & (ride_end <= policy.place_by_s)
    rides &= index.rules.riding(buses(index), groups, shelters)
    usable = np.where(walks, 1, np.where(rides, 2, 0))
    arrive = np.where(walks, walk_end, np.where(rides, ride_end, NEVER))
    minutes = np.where(walks, on_foot, by_bus) / 60
    return Ways(index, on_foot, by_bus, bus_at, arrive, usable, minutes)


def shelters_in_reach(ways: Ways) -> Whole:
    """Numbers of the shelters that anybody could be at in time, or is on the way to."""
    settled = np.array([ways.index.settled[shelter.id] > 0 for shelter in ways.index.problem.shelters], dtype=bool)
    return np.flatnonzero((ways.usable > 0).any(axis=0) | settled)


def buses(index: Index) -> list[Vehicle]:
    return [vehicle for vehicle in index.problem.vehicles if vehicle.seats > 0]


def earliest_bus_s(index: Index, group: Group) -> int:
    """When the first bus could stand at a group's place; ``NEVER`` if none gets there."""
    able = (v for v in buses(index) if index.rules.may_board(v.id, group.id))
    rides = ((v.ready_s, index.seconds(v.profile, v.location, group.location)) for v in able)
    return min((ready + drive for ready, drive in rides if drive != UNREACHABLE), default=NEVER)
