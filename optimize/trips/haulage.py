"""Fill trucks one after the other: the neediest shelter first, the truck that suits, then whatever lies on its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace
from itertools import pairwise

import numpy as np

from optimize.goods.freight import Freight, Handled, Leg
from optimize.progress import Control
from optimize.trips.distances import FAR
from optimize.trips.pool import Pool
from optimize.trips.tours import TimedTour, Timeline, Tour

NEARLY_FULL = 0.93
"""A truck this full (share of weight or volume) looks for no more stops."""


@dataclass(frozen=True)
class Style:
    """How trucks are chosen and filled.

    ``split`` and ``waste`` weigh a further trip and empty space when a truck is chosen, ``shy`` is added to the score
    of a truck in seconds. ``eager`` multiplies the need of a shelter. ``detour`` is the share of a trip of its own that
    a stop on the way may cost; ``loads`` and ``unloads`` are the most stops.
    """

    split: float = 0.5
    waste: float = 0.5
    detour: float = 0.8
    loads: int = 6
    unloads: int = 4
    shy: Sequence[float] = ()
    eager: Mapping[int, float] = field(default_factory=dict)


ALONE = Style(loads=1, unloads=1)


def fill(timeline: Timeline, pool: Pool, style: Style, control: Control | None = None) -> None:
    """Commit tours until nothing is left that a truck can bring in time to be of use, or ``control`` says stop."""
    needs = _Needs(pool, style)
    while pool.open and not (control and control.stopped()):
        leg = needs.neediest()
        truck = _suitable(timeline, pool, leg, style)
        if truck is None:
            pool.give_up(pool.open[leg][0])
            continue
        timed = timeline.preview(_Packing(timeline, pool, truck, leg, style).tour())
        if too_late(pool.freight, timed):
            timed = timeline.preview(_Packing(timeline, pool, truck, leg, ALONE).tour())
            late = too_late(pool.freight, timed)
            for parcel in late:
                pool.give_up(parcel)
            if late:
                continue
        timeline.commit(timed)
        for _, handled in timed.tour.unloads:
            for parcel, quantity in handled:
                pool.take(parcel, quantity)


class _Needs:
    """Legs by need: the most urgent goods first; among them the shelter that has least, and the most for it.

    What trucks take makes other legs for the same shelter less needy, never more, so an old key is at most too low.
    """

    def __init__(self, pool: Pool, style: Style) -> None:
        self.pool, self.style = pool, style
        self.queue = [self._key(leg) for leg in pool.open]
        heapify(self.queue)

    def neediest(self) -> Leg:
        while True:
            *_, leg = key = self.queue[0]
            if leg not in self.pool.open:
                heappop(self.queue)
            elif (now := self._key(leg)) == key:
                return leg
            else:
                heapreplace(self.queue, now)

    def _key(self, leg: Leg) -> tuple[int, float, int, Leg]:
        pool, freight = self.pool, self.pool.freight
        waiting = pool.due_at[leg[1]] / freight.wanted_cm3[leg[1]] * self.style.eager.get(leg[1], 1.0)
        return freight.parcels[pool.open[leg][0]].rank, -waiting, -pool.cm3[leg], leg


def _suitable(timeline: Timeline, pool: Pool, leg: Leg, style: Style) -> int | None:
    """The truck that finishes early, needs few further trips and wastes little space; None where none can do it."""
    freight, (source, shelter, ready_s) = pool.freight, leg
    if not freight.trucks:
        return None
    here, there = freight.place_of_source[source], freight.place_of_shelter[shelter]
    seed = freight.parcels[pool.open[leg][0]]
    approach = freight.seconds_of[freight.road_of, timeline.at, here]
    way = freight.seconds_of[:, here, there][freight.road_of]
    fits = (freight.capacity_g >= seed.unit_g) & (freight.capacity_cm3 >= seed.unit_cm3)
    fits &= (approach < FAR) & (way < FAR)
    fits &= freight.may_load[:, source] & freight.may_unload[:, shelter]
    if not fits.any():
        return None
    arrive = np.maximum(np.array(timeline.free_s) + approach, ready_s)
    start = np.maximum(
        arrive, timeline.source_docks[source].earliest(int(arrive[fits].min()), freight.loading_s(source, 0))
    )
    part = np.minimum(1.0, np.minimum(freight.capacity_g / pool.grams[leg], freight.capacity_cm3 / pool.cm3[leg]))
    full = part * np.maximum(pool.grams[leg] / freight.capacity_g, pool.cm3[leg] / freight.capacity_cm3)
    service = part * (freight.loading_s(source, pool.grams[leg]) + freight.unloading_s(shelter, pool.grams[leg]))
    score = start + way + service + style.split * (1 / part - 1) * 2 * way
    score += style.waste * (1 - full) * (approach + way + service)
    if style.shy:
        score += np.array(style.shy)
    return int(np.where(fits, score, np.inf).argmin())


def too_late(freight: Freight, timed: TimedTour) -> list[int]:
    """Parcels that would be loaded after their terms end, or unloaded after their expiry or the horizon."""
    late = [
        parcel
        for visit, (_, handled) in zip(timed.visits, timed.tour.loads, strict=False)
        for parcel, _ in handled
        if visit.start_s > freight.parcels[parcel].load_until_s
    ]
    return late + [
        parcel
        for position, (_, handled) in enumerate(timed.tour.unloads)
        for parcel, _ in handled
        if timed.unloaded_s(position) > freight.parcels[parcel].until_s and parcel not in late
    ]


class _Packing:
    """One truck being filled: its stops so far, its space left, and an estimate of when it is done."""

    def __init__(self, timeline: Timeline, pool: Pool, truck: int, seed: Leg, style: Style) -> None:
        self.freight, self.pool, self.style, self.truck = pool.freight, pool, style, truck
        self.space_g = int(self.freight.capacity_g[truck])
        self.space_cm3 = int(self.freight.capacity_cm3[truck])
        self.begin = timeline.at[truck]
        self.seconds: list[list[int]] = self.freight.seconds[truck]
        self.sources, self.shelters = [seed[0]], [seed[1]]
        self.loaded: dict[Leg, Handled] = {}
        here, there = self.freight.place_of_source[seed[0]], self.freight.place_of_shelter[seed[1]]
        self.load_s = max(timeline.free_s[truck] + self.seconds[self.begin][here], seed[2])
        self.done_s = self.load_s + self.seconds[here][there]
        self.due_s = FAR
        self._take(seed)

    def tour(self) -> Tour:
        """Add legs on the way while they save time, then write the stops down."""
        tried: set[Leg] = set(self.loaded)
        while self._roomy():
            best = max(((self._saving(leg), leg) for leg in self._candidates() - tried), default=(0, None))
            saving, leg = best
            if leg is None or saving <= 0:
                break
            tried.add(leg)
            self._add(leg)
        return Tour(
            self.truck,
            [(s, [row for leg, rows in self.loaded.items() if leg[0] == s for row in rows]) for s in self.sources],
            [(d, [row for leg, rows in self.loaded.items() if leg[1] == d for row in rows]) for d in self.shelters],
        )

    def _roomy(self) -> bool:
        truck, spare = self.freight.trucks[self.truck], 1 - NEARLY_FULL
        return self.space_g > spare * truck.capacity_g and self.space_cm3 > spare * truck.capacity_cm3

    def _candidates(self) -> set[Leg]:
        legs: set[Leg] = set()
        for source in self.sources:
            legs |= self.pool.legs_from[source]
        for shelter in self.shelters:
            legs |= self.pool.legs_to[shelter]
        return legs

    def _extra(self, leg: Leg) -> tuple[int, int, int]:
        """(seconds more, position among the sources, among the shelters); a position of -1 = already a stop."""
        freight, (source, shelter, ready_s) = self.freight, leg
        if not (freight.may_load[self.truck, source] and freight.may_unload[self.truck, shelter]):
            return FAR, -1, -1
        extra, load_at, unload_at = max(0, ready_s - self.load_s), -1, -1
        if source not in self.sources:
            if len(self.sources) >= self.style.loads:
                return FAR, -1, -1
            path = [
                self.begin,
                *(freight.place_of_source[s] for s in self.sources),
                freight.place_of_shelter[self.shelters[0]],
            ]
            detour, load_at = _insertion(self.seconds, path, freight.place_of_source[source], open_end=False)
            extra += detour + freight.sources[source].stop_s
        if shelter not in self.shelters:
            if len(self.shelters) >= self.style.unloads:
                return FAR, -1, -1
            path = [freight.place_of_source[self.sources[-1]], *(freight.place_of_shelter[d] for d in self.shelters)]
            detour, unload_at = _insertion(self.seconds, path, freight.place_of_shelter[shelter], open_end=True)
            extra += detour + freight.shelters[shelter].stop_s
        return extra, load_at, unload_at

    def _saving(self, leg: Leg) -> float:
        """Seconds saved against a trip of its own; negative where it would make goods late."""
        freight, (source, shelter, _) = self.freight, leg
        extra, _, _ = self._extra(leg)
        here, there = freight.place_of_source[source], freight.place_of_shelter[shelter]
        alone = 2 * self.seconds[here][there] + freight.sources[source].stop_s + freight.shelters[shelter].stop_s
        if extra >= FAR or (self.done_s <= self.due_s < self.done_s + extra):
            return -1.0
        return self.style.detour * alone - extra

    def _add(self, leg: Leg) -> None:
        extra, load_at, unload_at = self._extra(leg)
        if not self._take(leg):
            return
        self.done_s += extra
        if load_at >= 0:
            self.sources.insert(load_at, leg[0])
        if unload_at >= 0:
            self.shelters.insert(unload_at, leg[1])

    def _take(self, leg: Leg) -> bool:
        """Load what fits of a leg, in whole packages where a parcel must be split."""
        handled: Handled = []
        for number in self.pool.open[leg]:
            parcel = self.freight.parcels[number]
            quantity = min(self.pool.left[number], self.space_g // parcel.unit_g, self.space_cm3 // parcel.unit_cm3)
            if self.pool.left[number] > quantity >= parcel.package:
                quantity -= quantity % parcel.package
            if not quantity:
                continue
            handled.append((number, quantity))
            self.space_g -= quantity * parcel.unit_g
            self.space_cm3 -= quantity * parcel.unit_cm3
            self.due_s = min(self.due_s, parcel.due_s, parcel.until_s)
        if handled:
            self.loaded[leg] = handled
            grams = self.freight.grams(handled)
            self.done_s += self.freight.loading_s(leg[0], grams) + self.freight.unloading_s(leg[1], grams)
        return bool(handled)


def _insertion(seconds: list[list[int]], path: list[int], place: int, *, open_end: bool) -> tuple[int, int]:
    """(detour, position) of the cheapest visit to ``place`` between two places of the path, or after an open end."""
    best = (seconds[path[-1]][place], len(path) - 1) if open_end else (FAR, -1)
    for position, (a, b) in enumerate(pairwise(path)):
        detour = seconds[a][place] + seconds[place][b] - seconds[a][b]
        if detour < best[0]:
            best = detour, position
    return best
