"""Goods from earlier channels instead of later ones: trucks call at more stores while nothing comes late for it.

Trips that are in time have time left. A further call at a store whose channel comes earlier replaces goods for the same
shelter and line that this or another trip carries from a later channel. The call that saves most channel cost for the
time that it takes comes first; then trucks that stand idle set out on rounds of their own.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from optimize.index import Matrix
from optimize.linear import Reals
from optimize.progress import Control
from optimize.rounds import Board, Entry, Round
from optimize.supply import NEVER

CALLS = 2500
"""Calls that are tried at the standard effort."""
TRIED = 4
"""Stores that are tried for a round before it is left as it is."""
EASY_S = 120
"""Added to the time that a call takes, so that no call is for free."""
LEAST = 1e-6


@dataclass(frozen=True)
class Swap:
    """Units of a pool in place of an entry of a round's cargo."""

    pool: int
    donor: int
    entry: Entry
    units: int


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
        self.persons = [need.persons_per_unit for need in board.needs]
        self.arrive: dict[int, Matrix] = {}
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
            if shelter >= 0 and board.needs[number].line.item in self.item_number:
                self.needs_at[shelter].append(number)
                self.needs_of[shelter, self.item_number[board.needs[number].line.item]].append(number)
        self.carried: dict[int, dict[tuple[int, Entry], int]] = defaultdict(dict)
        for number, timed in board.timed.items():
            for entry, units in timed.round.cargo.items():
                self.carried[entry[1]][number, entry] = units
                self._draw(entry[0], entry[1], units)
        self.source_rank = np.array([supply.rank[pools[0]] for _, pools in sorted(self.pools_at.items())])
        self.place = np.array(freight.place_of_source, dtype=np.intp)
        self.stop_s = np.array([row.stop_s for row in freight.sources])
        self.stock = np.zeros((len(freight.sources), len(self.item_number)))
        for source, pools in self.pools_at.items():
            for pool in pools:
                self.stock[source, self.item_of[pool]] += min(self.left[pool], self._free(pool))
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
        if self.arrive[self.item_of[pool]][self.row[pool], shelter] == NEVER:
            return 0
        floor = self._bound(pool, need)
        return min(self.left[pool], self.spare[floor]) if floor else self.left[pool]

    # -- search

    def run(self) -> None:
        """Better the rounds that there are, then add rounds of trucks that have time, until neither helps."""
        self._better(list(self.board.timed))
        busy = True
        while busy and not self._over():
            busy = False
            for truck in sorted(range(len(self.board.of_truck)), key=self._free_s):
                number = None if self._over() else self._set_out(truck)
                if number is not None:
                    busy = True
                    self._better([number])

    def _over(self) -> bool:
        return self.tried >= self.control.scaled(CALLS) or self.control.stopped()

    def _free_s(self, truck: int) -> int:
        numbers = self.board.of_truck[truck]
        return self.board.timed[numbers[-1]].end_s if numbers else self.board.freight.free_s[truck]

    def _better(self, numbers: Sequence[int]) -> None:
        """Add the best call of all to its round, again and again; scores only fall, so old ones are upper limits."""
        heap = [(-np.inf, number) for number in numbers]
        while heap and not self._over():
            _, number = heappop(heap)
            if number not in self.board.timed:
                continue
            timed, slack = self.board.timed[number], self.board.slack_s(number)
            goals = {
                s: v.leave_s
                for s, v in zip(timed.round.shelters, timed.visits[-len(timed.round.shelters) :], strict=True)
            }
            calls = self._calls(timed.round.truck, timed.from_place, timed.round.sources, goals, slack)
            if calls and heap and -calls[0][0] > heap[0][0]:
                heappush(heap, (-calls[0][0], number))
                continue
            for score, source in calls:
                if self._call(number, timed.round, timed.from_place, goals, source):
                    heappush(heap, (-score, number))
                    break

    def _set_out(self, truck: int) -> int | None:
        """A new round of this truck, if any helps: its number."""
        board, freight = self.board, self.board.freight
        numbers, free_s = board.of_truck[truck], self._free_s(truck)
        place = board.timed[numbers[-1]].visits[-1].place if numbers else freight.base_of[truck]
        found = []
        for shelter in sorted(self.needs_at):
            goal = freight.place_of_shelter[shelter]
            goals = {shelter: free_s + freight.seconds[truck][place][goal] + freight.shelters[shelter].stop_s}
            calls = self._calls(truck, place, (), goals, NEVER)
            found += [(score, source, shelter, goals) for score, source in calls[:1]]
        for _, source, shelter, goals in sorted(found, key=lambda row: row[:3], reverse=True)[:TRIED]:
            number = next(board.ids)
            if self._call(number, Round(truck, (), (shelter,), {}), place, goals, source):
                return number
        return None

    def _calls(
        self, truck: int, start: int, sources: tuple[int, ...], goals: dict[int, int], slack_s: int
    ) -> list[tuple[float, int]]:
        """The most rewarding further calls by estimate: (channel cost saved per second, source)."""
        freight = self.board.freight
        path = [start, *(freight.place_of_source[s] for s in sources), freight.place_of_shelter[next(iter(goals))]]
        ways, here = freight.seconds_of[freight.road_of[truck]], self.place
        legs = ways[path[:-1]][:, here] + ways[here][:, path[1:]].T - ways[path[:-1], path[1:]][:, None]
        extra = legs.min(axis=0) + self.stop_s
        extra[list(sources)] = 0
        gain = np.zeros(len(here))
        for rank, (units, worth) in self._wanted(goals).items():
            rows = self.source_rank == rank
            gain[rows] = np.minimum(self.stock[rows], units) @ worth
        score = np.where((gain > LEAST) & (extra <= slack_s), gain / (extra + EASY_S), 0.0)
        best = np.argsort(-score, kind="stable")[:TRIED]
        return [(float(score[source]), int(source)) for source in best if score[source] > 0]

    def _wanted(self, shelters: dict[int, int]) -> dict[int, tuple[Reals, Reals]]:
        """Per rank and item: units that come from later channels, and the channel cost that one of them saves."""
        ranks = np.unique(self.source_rank).tolist()
        found = {rank: (np.zeros(len(self.item_number)), np.zeros(len(self.item_number))) for rank in ranks}
        for shelter, done_s in shelters.items():
            for need in self.needs_at[shelter]:
                for (_, (pool, _, latest)), units in self.carried[need].items():
                    for rank in ranks:
                        if rank < self.rank[pool] and latest >= done_s:
                            wanted, saved = found[rank]
                            wanted[self.item_of[pool]] += units
                            saved[self.item_of[pool]] += units * self.persons[need] * (self.rank[pool] - rank)
        return {rank: (units, saved / np.maximum(units, 1)) for rank, (units, saved) in found.items() if units.any()}

    # -- one call

    def _call(self, number: int, row: Round, start: int, goals: dict[int, int], source: int) -> bool:
        """Let the round call at the source and take what it can use there."""
        self.tried += 1
        swaps = self._swaps(number, row, goals, source)
        if not swaps:
            return False
        cargo = {number: dict(row.cargo)}
        for swap in swaps:
            pool, need, latest = swap.entry
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
            self.stock[self.board.pool_source[pool], self.item_of[pool]] -= units

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
        for pool in self.pools_at[source]:
            taken = 0
            for own, donor, entry, units in self._replaceable(pool, number, goals):
                units = min(units, self._there(pool, entry[1]) - taken)
                if not own:
                    units = min(units, space_g // board.unit_g[pool], space_cm3 // board.unit_cm3[pool])
                if units <= 0:
                    continue
                if not own:
                    space_g, space_cm3 = space_g - units * board.unit_g[pool], space_cm3 - units * board.unit_cm3[pool]
                taken += units
                found.append(Swap(pool, donor, entry, units))
        return found

    def _replaceable(self, pool: int, number: int, shelters: dict[int, int]) -> list[tuple[bool, int, Entry, int]]:
        """(own cargo, round, entry, units) of later channels that the pool could stand in for, dearest first."""
        rank, item, found = self.rank[pool], self.item_of[pool], []
        for shelter, done_s in shelters.items():
            for need in self.needs_of.get((shelter, item), ()):
                for (carrier, entry), units in self.carried[need].items():
                    if self.rank[entry[0]] > rank and entry[2] >= done_s:
                        saved = self.persons[need] * (self.rank[entry[0]] - rank)
                        found.append((-saved, carrier != number, carrier, entry, units))
        return [(not other, carrier, entry, units) for _, other, carrier, entry, units in sorted(found)]
