"""How many vehicles pass a link in an hour, against what it is meant for, and how often they meet where one lane is."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gis.roads import ONE_LANE, VEHICLES_PER_HOUR, RoadLink, RoadNetwork
from gis.routes import Passage

HOUR_S = 3600


@dataclass(frozen=True)
class Drive:
    """A vehicle under way from one stop to the next: it sets off in second ``start_s``, with or for ``people``."""

    vehicle: str
    people: bool
    start_s: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class LinkLoad:
    """A link in its busiest hour, which begins in second ``from_s``: vehicles that enter it then, by what they carry.

    ``capacity`` is for all of them, in vehicles an hour; ``meetings`` counts pairs of opposite vehicles over all the
    time, where the link has a single lane for both directions.
    """

    link: RoadLink
    from_s: int
    people: int
    goods: int
    capacity: int
    meetings: int

    @property
    def share(self) -> float:
        """Vehicles per capacity; above 1 there are more than the road is meant for."""
        return (self.people + self.goods) / self.capacity

    @property
    def speed_left(self) -> float:
        """Share of the speed that so many vehicles leave each other, by the formula of the Bureau of Public Roads."""
        return float(1 / (1 + 0.15 * self.share**4))


def capacity_of(link: RoadLink) -> int | None:
    """Vehicles an hour, half of them where the link is one direction of a road; None for what is no road."""
    whole = VEHICLES_PER_HOUR.get(link.road_class)
    return whole if whole is None or not link.oneway else max(1, whole // 2)


def link_loads(network: RoadNetwork, drives: Iterable[Drive]) -> tuple[LinkLoad, ...]:
    """Every road that somebody drives, the fullest first."""
    passing: defaultdict[str, list[_Passing]] = defaultdict(list)
    for passed in _passings(drives):
        passing[passed.link].append(passed)
    loads = [_load(network.links[network.index[link]], rows) for link, rows in passing.items() if link in network.index]
    return tuple(sorted((load for load in loads if load), key=lambda load: (-load.share, load.link.id)))


@dataclass(frozen=True)
class _Passing:
    """One vehicle on one link, in seconds of the plan; ``enters``: it does not go on from a stop on this link."""

    vehicle: str
    people: bool
    link: str
    start: float
    end: float
    from_s: float
    to_s: float
    enters: bool

    def at(self, second: float) -> float:
        """Share of the link where it is then."""
        return self.start + (self.end - self.start) * (second - self.from_s) / (self.to_s - self.from_s)

    def meets(self, other: "_Passing") -> bool:
        """Whether it passes one that comes the other way."""
        since, until = max(self.from_s, other.from_s), min(self.to_s, other.to_s)
        if since >= until or (self.end > self.start) == (other.end > other.start):
            return False
        return (self.at(since) - other.at(since)) * (self.at(until) - other.at(until)) <= 0


def _passings(drives: Iterable[Drive]) -> Iterable[_Passing]:
    by_vehicle: defaultdict[str, list[_Passing]] = defaultdict(list)
    for drive in sorted(drives, key=lambda drive: (drive.vehicle, drive.start_s)):
        done = by_vehicle[drive.vehicle]
        for passage in drive.passages:
            goes_on = bool(done) and (done[-1].link, done[-1].end) == (passage.link, passage.start)
            onward = goes_on and (done[-1].end > done[-1].start) == (passage.end > passage.start)
            begin, end = drive.start_s + passage.from_s, drive.start_s + passage.to_s
            done.append(
                _Passing(
                    drive.vehicle,
                    drive.people,
                    passage.link,
                    passage.start,
                    passage.end,
                    begin,
                    end,
                    enters=not onward,
                )
            )
    return [passed for done in by_vehicle.values() for passed in done]


def _load(link: RoadLink, passing: Sequence[_Passing]) -> LinkLoad | None:
    capacity = capacity_of(link)
    if capacity is None:
        return None
    entering = sorted((one for one in passing if one.enters), key=lambda one: one.from_s)
    times = [one.from_s for one in entering]
    ends = [bisect_left(times, begin + HOUR_S) for begin in times]
    first = max(range(len(times)), key=lambda number: (ends[number] - number, -number))
    hour = entering[first : ends[first]]
    people = sum(one.people for one in hour)
    meetings = _meetings(passing) if link.road_class in ONE_LANE and not link.oneway else 0
    return LinkLoad(link, int(times[first]), people, len(hour) - people, capacity, meetings)


def _meetings(passing: Sequence[_Passing]) -> int:
    """Pairs of different vehicles that pass each other."""
    met, under_way = 0, list[_Passing]()
    for one in sorted(passing, key=lambda one: one.from_s):
        under_way = [other for other in under_way if other.to_s > one.from_s]
        met += sum(one.vehicle != other.vehicle and one.meets(other) for other in under_way)
        under_way.append(one)
    return met
