"""The goods to be carried, in small integers: parcels between numbered sources and shelters, and their vehicles.

A truck is any vehicle that carries goods: a boat, a motorcycle or a drone is one, with ways of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimize.goods.flows import Flow
from optimize.index import Index, Table
from optimize.people.convoy import BusTrip, alighting, standing
from optimize.plan import Trip
from optimize.problem import Problem, Shelter, Source, Vehicle
from optimize.trips.distances import Distances
from optimize.trips.docks import Docks

Leg = tuple[int, int, int]
"""(source, shelter, ready_s): parcels that can travel together, places by their numbers in ``Freight``."""
Handled = list[tuple[int, int]]
"""(parcel, quantity) pairs, parcels by their numbers: what a stop handles."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One flow with what its carrying depends on. ``rank`` orders parcels: due first, life-critical first."""

    flow: Flow
    source: int
    shelter: int
    item: str
    unit_g: int
    unit_cm3: int
    package: int
    ready_s: int
    load_until_s: int
    until_s: int
    due_s: int
    rank: int

    @property
    def leg(self) -> Leg:
        return self.source, self.shelter, self.ready_s


class Freight:
    """What the goods' trips are made from; never changed after it is built.

    ``stores`` are sources that trips may call at beside those that the flows come from. ``people`` are the trips that
    bring people: their vehicles are free afterwards, and the docks that they take are not there for goods.
    """

    def __init__(
        self,
        problem: Problem,
        index: Index,
        flows: Sequence[Flow],
        stores: Collection[str] = frozenset(),
        people: Sequence[BusTrip | Trip] = (),
    ) -> None:
        self.index = index
        self.horizon_s = problem.horizon_s
        self.trucks: list[Vehicle] = [row for row in problem.vehicles if row.capacity_g and row.capacity_cm3]
        left = standing(people)
        starts = [left.get(truck.id, (truck.location, truck.ready_s)) for truck in self.trucks]
        self.alighting = alighting(people)
        self.free_s = [second for _, second in starts]
        self.capacity_g = np.array([truck.capacity_g for truck in self.trucks], dtype=np.int64)
        self.capacity_cm3 = np.array([truck.capacity_cm3 for truck in self.trucks], dtype=np.int64)
        senders, receivers = {index.lots[flow.lot].source for flow in flows}, {flow.shelter for flow in flows}
        self.sources: list[Source] = [row for row in problem.sources if row.id in senders or row.id in stores]
        self.shelters: list[Shelter] = [shelter for shelter in problem.shelters if shelter.id in receivers]
        self.parcels = self._parcels(flows)
        self.wanted_cm3 = [0] * len(self.shelters)
        for parcel in self.parcels:
            self.wanted_cm3[parcel.shelter] += parcel.unit_cm3 * parcel.flow.quantity
        self.by_rank = sorted(range(len(self.parcels)), key=lambda number: (self.parcels[number].rank, number))
        self._lay_roads([place for place, _ in starts])
        self._allow()

    def _allow(self) -> None:
        """Truck × source and truck × shelter: where people let each truck go."""
        rules = self.index.rules
        self.may_load = rules.loading(self.trucks, [row.id for row in self.sources])
        self.may_unload = rules.serving(self.trucks, [row.id for row in self.shelters])

    def _parcels(self, flows: Sequence[Flow]) -> list[Parcel]:
        index = self.index
        source_of = {source.id: n for n, source in enumerate(self.sources)}
        shelter_of = {shelter.id: n for n, shelter in enumerate(self.shelters)}
        urgency = sorted({(line.due_s, not line.life_critical) for line in index.lines.values()})
        rank_of = {key: rank for rank, key in enumerate(urgency)}
        parcels = []
        for flow in flows:
            lot, line = index.lots[flow.lot], index.lines[flow.line]
            item = index.items[lot.item]
            until = self.horizon_s if lot.expires_s is None else min(lot.expires_s, self.horizon_s)
            parcels.append(
                Parcel(
                    flow=flow,
                    source=source_of[lot.source],
                    shelter=shelter_of[flow.shelter],
                    item=lot.item,
                    unit_g=item.mass_g,
                    unit_cm3=item.volume_cm3,
                    package=item.package,
                    ready_s=lot.ready_s,
                    load_until_s=index.load_until_s.get(lot.id, self.horizon_s),
                    until_s=until,
                    due_s=line.due_s,
                    rank=rank_of[line.due_s, not line.life_critical],
                )
            )
        return parcels

    def _lay_roads(self, starts: Sequence[str]) -> None:
        """Travel between all places that matter, by their numbers in ``locations``, for each truck its own."""
        rows: list[Source | Shelter] = [*self.sources, *self.shelters]
        self.locations = list(dict.fromkeys((*starts, *(row.location for row in rows))))
        self.number = number = {location: n for n, location in enumerate(self.locations)}
        self.base_of = [number[start] for start in starts]
        self.place_of_source = [number[source.location] for source in self.sources]
        self.place_of_shelter = [number[shelter.location] for shelter in self.shelters]
        self.profiles = list(dict.fromkeys(truck.profile for truck in self.trucks))
        roads = [Distances(self.index, profile, self.locations) for profile in self.profiles]
        road = {profile: n for n, profile in enumerate(self.profiles)}
        self.road_of = np.array([road[truck.profile] for truck in self.trucks], dtype=np.intp)
        """Per truck, the first index of ``seconds_of``."""
        self.seconds_of = _stacked([ways.seconds_of for ways in roads])
        self.seconds = [roads[n].seconds for n in self.road_of]
        self.metres = [roads[n].metres for n in self.road_of]
        """Per truck, from one place to another."""

    def docks(self, place: Source | Shelter) -> Docks:
        """The calendar of a place before any goods are handled there."""
        return Docks(place.docks, (*self.index.dock_uses.get(place.id, ()), *self.alighting.get(place.id, ())))

    def grams(self, handled: Handled) -> int:
        return sum(self.parcels[parcel].unit_g * quantity for parcel, quantity in handled)

    def cm3(self, handled: Handled) -> int:
        return sum(self.parcels[parcel].unit_cm3 * quantity for parcel, quantity in handled)

    def tour_metres(self, truck: int, start: int, stops: Sequence[int]) -> int:
        """Metres of a truck from a place over the stops in their order."""
        metres = self.metres[truck]
        return sum(metres(a, b) for a, b in pairwise((start, *stops)))

    def metres_among(self, places: Sequence[int]) -> list[Table]:
        """Between some of the places, as first index of ``seconds_of``."""
        names = [self.locations[place] for place in places]
        return [Distances(self.index, profile, names).metres_of for profile in self.profiles]

    def loading_s(self, source: int, grams: int) -> int:
        row = self.sources[source]
        return self.index.handling_s(row.stop_s, row.handling_s_per_t, grams)

    def unloading_s(self, shelter: int, grams: int) -> int:
        row = self.shelters[shelter]
        return self.index.handling_s(row.stop_s, row.handling_s_per_t, grams)


def _stacked(tables: list[Table]) -> Table:
    """The tables under one first index; a single one is not copied, as it may be large."""
    return tables[0][None] if len(tables) == 1 else np.array(tables)
