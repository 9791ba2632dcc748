"""Goods from earlier channels instead of later ones: trucks call at more stores while nothing comes late for it.

Trips that are in time have time left. A further call at a store whose channel comes earlier replaces goods for the same
shelter and line that this or another trip carries from a later channel. The call that saves most channel cost for the
time that it takes comes first; then trucks that stand idle set out on rounds of their own.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np

from optimize.goods.supply import NO_ARRIVAL
from optimize.index import Table
from optimize.progress import Control
from optimize.trips.rounds import Board, Entry, Round
from optimize.trips.worth import Carried, Worth

CALLS = 9000
"""Calls that are tried at the standard effort."""
TRIED = 4
"""Stores that are tried for a round, or to set out for a shelter, before it is left as it is."""
NEAREST = 8
"""Shelters, nearest to where a truck stands, for which it may set out."""
EASY_S = 120
"""Added to the time that a call takes, so that no call is for free."""
LEAST = 1e-6
ROUND, TRUCK = -1, -2
"""What is proposed if not that a truck sets out for a shelter: one more call of a round, or a look around."""


@dataclass(frozen=True)
class Swap:
    """Units of a pool in place of an entry of a round's cargo."""

    pool: int
    donor: int
    entry: Entry
    units: int


@dataclass(frozen=True)
class Further:
    """A further call: by how much channel cost per second it is worth it, of which round, where that starts.

    ``goals`` are the round's shelters, with the second at which it leaves them if nothing had to be handled there.
    """

    score: float
    number: int
    round: Round
    start: int
    goals: dict[int, int]
    source: int


class Collecting:
    """One search: what is left in the stores, and which rounds carry what for whom."""

    def __init__(self, board: Board, control: Control) -> None:
        self.board, self.control = board, control
        supply, freight = board.supply, board.freight
        self.rank, self.floors = supply.rank.tolist(), supply.spare
        self.left: list[int] = supply.quantity.tolist()
        self.spare = {key: units for key, (units, _) in supply.spare.items()}
        self.item_number = {item: number for number, item in enumerate(supply.pools_of)}
        self.item_of = [self.item_number[pool.item] for pool in supply.pools]
        self.persons = [
            {self.item_number[i]: need.persons_per(i) for i in need.line.items if i in self.item_number}
            for need in board.needs
        ]
        """Per need, the persons whom a unit of each item serves."""
        self.arrive: dict[int, Table] = {}
        self.row = [0] * len(supply.pools)
        for item, rows in supply.pools_of.items():
            self.arrive[self.item_number[item]] = supply.arrivals_s(item)
            for row, pool in enumerate(rows.tolist()):
                self.row[pool] = row
        self.pools_at: dict[int, list[int]] = defaultdict(list)
        for pool, source in enumerate(board.pool_source):
            if source >= 0:
                self.pools_at[source].append(pool)
        self.needs_at: dict[int, list[int]] = defaultdict(list)
        self.needs_of: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, shelter in enumerate(board.need_shelter):
            if shelter >= 0 and self.persons[number]:
                self.needs_at[shelter].append(number)
                for kind in self.persons[number]:
                    self.needs_of[shelter, kind].append(number)
        self.carried: dict[int, dict[tuple[int, Entry], int]] = defaultdict(dict)
        for number, timed in board.timed.items():
            for entry, units in timed.round.cargo.items():
                self.carried[entry[1]][number, entry] = units
                self._draw(entry[0], entry[1], units)
        self.place = np.array(freight.place_of_source, dtype=np.intp)
        self.stop_s = np.array([row.stop_s for row in freight.sources])
        stock = np.zeros((len(freight.sources), len(self.item_number)))
        for source, pools in self.pools_at.items():
            for pool in pools:
                stock[source, self.item_of[pool]] += min(self.left[pool], self._free(pool))
        ranks = np.array([self.rank[self.pools_at[n][0]] for n in range(len(freight.sources))], dtype=np.int64)
        self.worth = Worth(stock, ranks)
        self.tried = 0

    # -- stock

    def _bound(self, pool: int, need: int) -> tuple[int, str] | None:
        """The floor that binds this pool for this need, if any."""
        row = self.board.supply.pools[pool]
        floor = self.floors.get((row.source, row.item))
        return (row.source, row.item) if floor and self.board.needs[need].shelter not in floor[1] else None

    def _free(self, pool: int) -> int:
        """Units above the floor, if there is one."""
        row = self.board.supply.pools[pool]
        return self.spare.get((row.source, row.item), self.left[pool])

    def _draw(self, pool: int, need: int, units: int) -> None:
        self.left[pool] -= units
        floor = self._bound(pool, need)
        if floor:
            self.spare[floor] -= units

    def _there(self, pool: int, need: int) -> int:
        """Units that the pool may still give to this need."""
        shelter = self.board.needs[need].shelter
        if self.arrive[self.item_of[pool]][self.row[pool], shelter] == NO_ARRIVAL:
            return 0
        floor = self._bound(pool, need)
        return min(self.left[pool], self.spare[floor]) if floor else self.left[pool]

    # -- search

    def run(self) -> None:
        """The best call of all again and again: one more of a round, or the first of a round of its own.

        Scores only fall, so old ones are upper limits.
        """
        heap = [(-np.inf, number, ROUND, 0) for number in self.board.timed]
        heap += [(-np.inf, truck, TRUCK, 0) for truck in range(len(self.board.of_truck))]
        heapify(heap)
        while heap and not self._over():
            key, number, goal, rounds = heappop(heap)
            if goal == TRUCK:
                rounds = len(self.board.of_truck[number])
                for shelter in self._around(number):
                    heappush(heap, (key, number, shelter, rounds))
                continue
            calls = self._further_calls(number) if goal == ROUND else self._first_calls(number, goal, rounds)
            if calls and heap and -calls[0].score > heap[0][0]:
                heappush(heap, (-calls[0].score, number, goal, rounds))
                continue
            for call in calls:
                if self._make(call):
                    heappush(heap, (-call.score, number, ROUND if goal == ROUND else TRUCK, 0))
                    if goal != ROUND:
                        heappush(heap, (-np.inf, call.number, ROUND, 0))
                    break

    def _over(self) -> bool:
        return self.tried >= self.control.scaled(CALLS) or self.control.stopped()

    def _further_calls(self, number: int) -> list[Further]:
        """The most rewarding ones of a round by estimate, without queues and handling."""
        timed = self.board.timed.get(number)
        if timed is None:
            return []
        row, freight = timed.round, self.board.freight
        last = timed.visits[-len(row.shelters) :]
        goals = {shelter: visit.leave_s for shelter, visit in zip(row.shelters, last, strict=True)}
        goal = freight.place_of_shelter[row.shelters[0]]
        path = np.array([timed.from_place, *(freight.place_of_source[s] for s in row.sources), goal])[:, None]
        gain = self.worth.gain(goals, self._carried_to)
        stores = np.flatnonzero(gain > LEAST)
        ways, here = freight.seconds_of[freight.road_of[row.truck]], self.place[stores]
        legs = ways[path[:-1], here] + ways[here, path[1:]] - ways[path[:-1], path[1:]]
        called = np.zeros(len(self.place), dtype=bool)
        called[list(row.sources)] = True
        extra = np.where(called[stores], 0, legs.min(axis=0) + self.stop_s[stores])
        score = np.where(extra <= self.board.slack_s(number), gain[stores] / (extra + EASY_S), 0.0)
        return [
            Further(float(score[n]), number, row, timed.from_place, _later(goals, int(extra[n])), int(stores[n]))
            for n in np.argsort(-score, kind="stable")[:TRIED]
            if score[n] > 0
        ]

    def _stands(self, truck: int) -> tuple[int, int]:
        """Where, and from when, once it has driven all its rounds."""
        numbers, freight = self.board.of_truck[truck], self.board.freight
        last = self.board.timed[numbers[-1]] if numbers else None
        return (last.visits[-1].place, last.end_s) if last else (freight.base_of[truck], freight.free_s[truck])

    def _around(self, truck: int) -> list[int]:
        """The shelters for which it may set out."""
        places, seconds = self.board.freight.place_of_shelter, self.board.freight.seconds[truck][self._stands(truck)[0]]
        return sorted(self.needs_at, key=lambda shelter: (seconds[places[shelter]], shelter))[:NEAREST]

    def _first_calls(self, truck: int, shelter: int, rounds: int) -> list[Further]:
        """The best further rounds of one call for this shelter, unless the truck has set out since."""
        board, freight = self.board, self.board.freight
        if len(board.of_truck[truck]) != rounds:
            return []
        place, free_s = self._stands(truck)
        goal, stop_s = freight.place_of_shelter[shelter], freight.shelters[shelter].stop_s
        ways = freight.seconds_of[freight.road_of[truck]]
        gain = self.worth.gain({shelter: free_s + int(ways[place, goal]) + stop_s}, self._carried_to)
        takes = ways[place, self.place] + (ways[self.place, goal] + self.stop_s + stop_s)
        score = gain / (takes + EASY_S)
        return [
            Further(
                float(score[source]), next(board.ids), Round(truck, (), (shelter,), {}), place,
                {shelter: free_s + int(takes[source])}, int(source),
            )
            for source in np.argsort(-score, kind="stable")[:TRIED]
            if gain[source] > LEAST
        ]  # fmt: skip

    def _carried_to(self, shelter: int) -> Iterator[Carried]:
        for need in self.needs_at[shelter]:
            for (_, (pool, _, latest)), units in self.carried[need].items():
                item = self.item_of[pool]
                yield latest, self.rank[pool], item, units, units * self.persons[need][item]

    # -- one call

    def _make(self, call: Further) -> bool:
        """Let the round call at the source and take what it can use there."""
        self.tried += 1
        number, row, start, goals, source = call.number, call.round, call.start, call.goals, call.source
        swaps = self._swaps(number, row, goals, source)
        if not swaps:
            return False
        cargo = {number: dict(row.cargo)}
        for swap in swaps:
            _, need, latest = swap.entry
            donor = cargo.setdefault(swap.donor, {})
            if swap.donor != number and not donor:
                donor.update(self.board.timed[swap.donor].round.cargo)
            donor[swap.entry] -= swap.units
            latest = min(latest, self.board.last_s[swap.pool])
            entry = (swap.pool, need, latest)
            cargo[number][entry] = cargo[number].get(entry, 0) + swap.units
        changes = {}
        for other, units in cargo.items():
            before = row if other == number else self.board.timed[other].round
            sources = self._with(source, row, start) if other == number else before.sources
            held = {entry: count for entry, count in units.items() if count}
            changes[other] = self.board.round(before.truck, sources, before.shelters, held)
        if not self.board.replace(changes):
            return False
        for other, units in cargo.items():
            for entry, count in units.items():
                self.worth.change(self.board.need_shelter[entry[1]])
                if count:
                    self.carried[entry[1]][other, entry] = count
                else:
                    del self.carried[entry[1]][other, entry]
        for swap in swaps:
            self._take(swap)
        return True

    def _take(self, swap: Swap) -> None:
        for pool, units in ((swap.pool, swap.units), (swap.entry[0], -swap.units)):
            self._draw(pool, swap.entry[1], units)
            self.worth.take(self.board.pool_source[pool], self.item_of[pool], units)

    def _with(self, source: int, row: Round, start: int) -> tuple[int, ...]:
        """The sources with a further one where it is least out of the way."""
        if source in row.sources:
            return row.sources
        freight, seconds = self.board.freight, self.board.freight.seconds[row.truck]
        here = freight.place_of_source[source]
        path = [start, *(freight.place_of_source[s] for s in row.sources), freight.place_of_shelter[row.shelters[0]]]
        detours = [
            (seconds[a][here] + seconds[here][b] - seconds[a][b], position)
            for position, (a, b) in enumerate(pairwise(path))
        ]
        _, position = min(detours)
        return (*row.sources[:position], source, *row.sources[position:])

    def _swaps(self, number: int, row: Round, goals: dict[int, int], source: int) -> list[Swap]:
        """What to take from the source, and which goods of later channels stay where they are instead."""
        board, found = self.board, list[Swap]()
        space_g = int(board.freight.capacity_g[row.truck]) - row.grams
        space_cm3 = int(board.freight.capacity_cm3[row.truck]) - row.cm3
        given: dict[tuple[int, Entry], int] = defaultdict(int)
        for pool in self.pools_at[source]:
            taken, unit_g, unit_cm3 = 0, board.unit_g[pool], board.unit_cm3[pool]
            for own, donor, entry, held in self._replaceable(pool, number, goals):
                room = held if own else min(space_g // unit_g, space_cm3 // unit_cm3)
                units = min(held - given[donor, entry], room, self._there(pool, entry[1]) - taken)
                if units <= 0:
                    continue
                if not own:
                    space_g, space_cm3 = space_g - units * unit_g, space_cm3 - units * unit_cm3
                taken += units
                given[donor, entry] += units
                found.append(Swap(pool, donor, entry, units))
        return found

    def _replaceable(self, pool: int, number: int, shelters: dict[int, int]) -> list[tuple[bool, int, Entry, int]]:
        """(own cargo, round, entry, units) of later channels that the pool could stand in for, dearest first."""
        rank, item, found = self.rank[pool], self.item_of[pool], []
        for shelter, done_s in shelters.items():
            for need in self.needs_of.get((shelter, item), ()):
                for (carrier, entry), units in self.carried[need].items():
                    if self.rank[entry[0]] > rank and entry[2] >= done_s and self.item_of[entry[0]] == item:
                        saved = self.persons[need][item] * (self.rank[entry[0]] - rank)
                        found.append((-saved, carrier != number, carrier, entry, units))
        return [(not other, carrier, entry, units) for _, other, carrier, entry, units in sorted(found)]


def _later(goals: dict[int, int], extra_s: int) -> dict[int, int]:
    return {shelter: done_s + extra_s for shelter, done_s in goals.items()}
