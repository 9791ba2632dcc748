"""Which group can get to which shelter in time, on foot or in a vehicle, and how long the way is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimize.index import Index, Matrix
from optimize.problem import UNREACHABLE, Vehicle
from optimize.programs.linear import Reals, Whole

FOOT = "foot"
WALKS, RIDES = 1, 2
NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Ways:
    """Group × shelter tables in problem order; ``usable`` tells who could be where in time, and how.

    ``rider`` numbers the profile in ``profiles`` that a group would ride with, and ``ride_s`` is its way: the profile
    with most seats that could be in time, else with any way at all. ``least_ride_s`` is the shortest over all profiles
    that could be in time, ``ride_at`` when any of their vehicles could first stand at a group's place.
    """

    index: Index
    profiles: tuple[str, ...]
    on_foot: Matrix
    rider: Matrix
    ride_s: Matrix
    least_ride_s: Matrix
    ride_at: Whole
    usable: Matrix
    minutes: Reals

    def mode(self, group: int, shelter: int) -> str:
        return FOOT if self.usable[group, shelter] == WALKS else self.profiles[self.rider[group, shelter]]


@dataclass(frozen=True)
class Rides:
    """Group × shelter tables of one profile: the way, whether its vehicles could be in time, and when any could first
    stand at a group's place."""

    way_s: Matrix
    in_time: NDArray[np.bool_]
    at_s: Whole


def find_ways(index: Index) -> Ways:
    """On foot where the walk is short enough, else by the vehicles that could be in time; never to exposed shelters."""
    problem, policy = index.problem, index.problem.policy
    homes = [group.location for group in problem.groups]
    safe = [shelter.location for shelter in problem.shelters]
    foot = index.road(FOOT)
    on_foot = foot.seconds_between(homes, safe).astype(np.int64)
    ready = np.array([shelter.ready_s for shelter in problem.shelters], dtype=np.int64)
    walk_end = np.maximum(problem.adjustment.now_s + on_foot, ready)
    groups, shelters = [group.id for group in problem.groups], [shelter.id for shelter in problem.shelters]
    safe_now = np.array([not shelter.exposed_to for shelter in problem.shelters], dtype=bool)
    safe_now = safe_now & index.rules.sheltering(groups, shelters)
    walks = safe_now & (on_foot != UNREACHABLE) & (on_foot <= policy.walk_limit_s) & (walk_end <= policy.place_by_s)
    rides = find_rides(index)
    rider, ride_s, least_s = (np.full(on_foot.shape, value, dtype=np.int64) for value in (0, UNREACHABLE, NEVER))
    ride_at, riding = np.full(len(homes), NEVER, dtype=np.int64), np.zeros(on_foot.shape, dtype=bool)
    for possible in ([row.way_s != UNREACHABLE for row in rides], [row.in_time for row in rides]):
        for number, row in reversed(list(enumerate(rides))):
            rider, ride_s = np.where(possible[number], number, rider), np.where(possible[number], row.way_s, ride_s)
    for row in rides:
        least_s = np.where(row.in_time, np.minimum(least_s, row.way_s), least_s)
        ride_at, riding = np.minimum(ride_at, row.at_s), riding | (safe_now & row.in_time)
    return Ways(
        index=index,
        profiles=tuple(index.seating),
        on_foot=on_foot,
        rider=rider,
        ride_s=ride_s,
        least_ride_s=least_s,
        ride_at=ride_at,
        usable=np.where(walks, WALKS, np.where(riding, RIDES, 0)),
        minutes=np.where(walks, on_foot, ride_s) / 60,
    )


def find_rides(index: Index) -> list[Rides]:
    """The tables of every profile with seats, in the order of ``Ways.profiles``."""
    ready = np.array([shelter.ready_s for shelter in index.problem.shelters], dtype=np.int64)
    return [_rides(index, vehicles, ready) for vehicles in index.seating.values()]


def _rides(index: Index, vehicles: list[Vehicle], ready: Whole) -> Rides:
    road, handling, rules = index.road(vehicles[0].profile), index.boarding_s(1), index.rules
    groups, shelters = index.problem.groups, index.problem.shelters
    homes, safe = [group.location for group in groups], [row.location for row in shelters]
    way = road.seconds_between(homes, safe).astype(np.int64)
    first = [
        earliest_s(index, [v for v in vehicles if rules.may_board(v.id, group.id)], group.location) for group in groups
    ]
    at = np.array(first, dtype=np.int64)
    end = np.maximum(at[:, None] + handling + way, ready) + handling
    in_time = (way != UNREACHABLE) & (end <= index.problem.policy.place_by_s)
    in_time &= rules.riding(vehicles, [group.id for group in groups], [shelter.id for shelter in shelters])
    return Rides(way, in_time, at)


def shelters_in_reach(ways: Ways) -> Whole:
    """Numbers of the shelters that anybody could be at in time, or is on the way to."""
    settled = np.array([ways.index.settled[shelter.id] > 0 for shelter in ways.index.problem.shelters], dtype=bool)
    return np.flatnonzero((ways.usable > 0).any(axis=0) | settled)


def buses(index: Index) -> list[Vehicle]:
    """All vehicles that carry people, whatever they move on."""
    return [vehicle for vehicles in index.seating.values() for vehicle in vehicles]


def earliest_s(index: Index, vehicles: list[Vehicle], place: str) -> int:
    """When the first of the vehicles could stand at a place; ``NEVER`` if none gets there."""
    drives = ((vehicle.ready_s, index.seconds(vehicle.profile, vehicle.location, place)) for vehicle in vehicles)
    return min((ready + drive for ready, drive in drives if drive != UNREACHABLE), default=NEVER)
