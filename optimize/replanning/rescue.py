"""Goods that would come late taken along by rounds that are in time: few units move, and nothing else becomes later.

What is late leaves its round and is loaded, from the same store or from another, by a round that calls at the shelter
in time or passes by, or by a truck that has time for one more; whatever else a truck carries stays aboard and in time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from optimize.execution import Candidate
from optimize.goods.supply import NEVER, Supply
from optimize.missions.assignment import MissionResult
from optimize.people.ways import Ways
from optimize.progress import Control
from optimize.trips.distances import FAR
from optimize.trips.reworking import reworked
from optimize.trips.rounds import Entry, Round
from optimize.trips.shedding import Shedding, Swap

TRIES = ((24, 0), (8, 4), (40, 8))
"""(rounds tried for goods that are late, those with the smallest detour; calls that a truck may save for them):
the more, the fewer goods are still late."""
PASSES = 2
"""What leaves a round gives it time to take other things along."""
ENTRIES = 10_000
"""Late cargoes that are looked at, at the standard effort: where goods lack for good, most of them find no round."""
STORES = 12
"""Stores per round that are thought of beside those that it calls at, the nearest."""


def rescue(supply: Supply, ways: Ways, candidate: Candidate, missions: MissionResult, control: Control) -> Candidate:
    """The same plan with late goods brought in time as far as trucks that pass by have room and time."""
    return reworked(supply, ways, candidate, missions, lambda board: Rescue(board, control).run())


@dataclass(frozen=True)
class Lift:
    """A round that could take goods of a pool along: its stops then, and the seconds that they take longer; ``number``
    is -1 for a round that is yet to be made."""

    extra_s: int
    number: int
    round: Round
    pool: int
    sources: tuple[int, ...]
    shelters: tuple[int, ...]


class Rescue(Shedding):
    """Late goods, those that most people wait for first."""

    tries = 0
    """Rounds that are tried now."""
    looked_at = 0
    """Late cargoes so far."""
    moved = 0
    """Units that have found another round."""
    slack_s: dict[int, int] | None = None
    """What ``_slack_s`` has found, until a round changes."""

    def run(self) -> None:
        """As trucks have time; then also as they win time."""
        for self.tries, self.sheds in TRIES:
            self._passes()

    def _passes(self) -> None:
        for _ in range(PASSES):
            before = self.moved
            self._hold()
            for _, number, entry in sorted(self._late()):
                if self.looked_at >= self.control.scaled(ENTRIES) or self.control.stopped():
                    return
                self.looked_at += 1
                self._bring(number, entry)
            if self.moved == before:
                return

    def _hold(self) -> None:
        """What has come to be in time stays so."""
        board = self.board
        for number, timed in list(board.timed.items()):
            row, done = timed.round, timed.visits[len(timed.round.sources) :]
            leave_s = {shelter: visit.leave_s for shelter, visit in zip(row.shelters, done, strict=True)}
            cargo = Counter[Entry]()
            for (pool, need, latest_s), units in row.cargo.items():
                due_s = board.needs[need].line.due_s
                timely = leave_s[board.need_shelter[need]] <= due_s
                cargo[pool, need, min(latest_s, due_s) if timely else latest_s] += units
            if cargo != row.cargo:
                board.replace({number: board.round(row.truck, row.sources, row.shelters, cargo)})
        self.slack_s = None

    def _late(self) -> Iterator[tuple[tuple[bool, float], int, Entry]]:
        for number, timed in self.board.timed.items():
            for entry, units in timed.round.cargo.items():
                need = self.board.needs[entry[1]]
                if entry[2] > need.line.due_s:
                    waiting = units * need.persons_per(self.board.supply.pools[entry[0]].item) * need.line.weight
                    yield (not need.line.life_critical, -waiting), number, entry

    def _bring(self, number: int, entry: Entry) -> None:
        board, slack_s = self.board, self._slack_s()
        lacking = sorted(
            (max(0, lift.extra_s - slack_s.get(lift.number, 0)) if lift.number >= 0 else 0, lift.extra_s, n, lift)
            for n, lift in enumerate(self._lifts(number, entry))
        )
        if not self.sheds:
            lacking = [row for row in lacking if not row[0]]
        for *_, lift in lacking[: self.tries]:
            left = board.timed[number].round.cargo.get(entry, 0) if number in board.timed else 0
            if not left:
                return
            self._move(number, entry, left, lift)

    def _slack_s(self) -> dict[int, int]:
        """Seconds by which each round may take longer, waiting apart, before something comes too late."""
        if self.slack_s is not None:
            return self.slack_s
        board, found = self.board, dict[int, int]()
        for numbers in board.of_truck:
            least = NEVER
            for number in reversed(numbers):
                timed = board.timed[number]
                calls = zip(timed.round.calls, timed.visits, strict=True)
                least = min(least, *(call.latest_s - visit.leave_s for call, visit in calls))
                found[number] = least
        self.slack_s = found
        return found

    def _lifts(self, number: int, entry: Entry) -> Iterator[Lift]:
        board, due_s = self.board, self.board.needs[entry[1]].line.due_s
        same = self._pools_of[self.item_of[entry[0]]]
        pools = [pool for pool in same if pool == entry[0] or self._there(pool, entry[1]) > 0]
        if self.sheds:
            late = board.timed[number].round
            yield Lift(0, number, late, entry[0], late.sources, late.shelters)
        shelter = board.need_shelter[entry[1]]
        at: dict[int, list[int]] = defaultdict(list)
        for pool in pools:
            at[board.pool_source[pool]].append(pool)
        for other, timed in board.timed.items():
            if other == number or timed.start_s > due_s:
                continue
            row = timed.round
            calls = shelter in row.shelters
            if calls and timed.visits[len(row.sources) + row.shelters.index(shelter)].leave_s > due_s:
                continue
            goals, detour_s = (row.shelters, 0) if calls else self._passing(row, shelter)
            own = sorted(pool for source in row.sources for pool in at.get(source, ()))
            for pool in own:
                yield Lift(detour_s, other, row, pool, row.sources, goals)
            for extra_s, pool in self._near(row, timed.from_place, pools) if calls and not own else ():
                sources = self._with(board.pool_source[pool], row, timed.from_place)
                yield Lift(extra_s, other, row, pool, sources, goals)
        yield from self._further_rounds(pools, shelter, due_s)

    def _further_rounds(self, pools: list[int], shelter: int, due_s: int) -> Iterator[Lift]:
        """Trucks that could set out once more and be there in time."""
        board, freight = self.board, self.board.freight
        last = [board.timed[numbers[-1]] if numbers else None for numbers in board.of_truck]
        free_s = np.array([row.end_s if row else freight.free_s[n] for n, row in enumerate(last)])[:, None]
        place = np.array([row.visits[-1].place if row else freight.base_of[n] for n, row in enumerate(last)])[:, None]
        source = np.array([board.pool_source[pool] for pool in pools], dtype=np.intp)
        here, goal, road = self.place[source], freight.place_of_shelter[shelter], freight.road_of[:, None]
        loading_s = np.maximum(free_s + freight.seconds_of[road, place, here], np.array(board.ready_s)[pools])
        way_s = loading_s - free_s + self.stop_s[source] + freight.seconds_of[road, here, goal]
        timely = (free_s < due_s) & (free_s + way_s + freight.shelters[shelter].stop_s <= due_s)
        for truck in np.flatnonzero(timely.any(axis=1)).tolist():
            for row in np.argsort(way_s[truck], kind="stable")[:2].tolist():
                if timely[truck, row]:
                    empty = Round(truck, (), (), {})
                    yield Lift(int(way_s[truck, row]), -1, empty, pools[row], (int(source[row]),), (shelter,))

    @cached_property
    def _pools_of(self) -> dict[int, list[int]]:
        """By item."""
        found: dict[int, list[int]] = defaultdict(list)
        for pool, source in enumerate(self.board.pool_source):
            if source >= 0:
                found[self.item_of[pool]].append(pool)
        return found

    def _passing(self, row: Round, shelter: int) -> tuple[tuple[int, ...], int]:
        """The shelters with a further one where it is least out of the way."""
        freight, seconds = self.board.freight, self.board.freight.seconds[row.truck]
        here = freight.place_of_shelter[shelter]
        path = [freight.place_of_source[row.sources[-1]], *(freight.place_of_shelter[s] for s in row.shelters)]
        detours = [(seconds[a][here] + seconds[here][b] - seconds[a][b], n) for n, (a, b) in enumerate(pairwise(path))]
        extra_s, position = min([*detours, (seconds[path[-1]][here], len(path) - 1)])
        stop_s = freight.shelters[shelter].stop_s
        return (*row.shelters[:position], shelter, *row.shelters[position:]), extra_s + stop_s

    def _near(self, row: Round, start: int, pools: list[int]) -> list[tuple[int, int]]:
        """(extra seconds, pool) of the stores that are least out of the round's way."""
        freight, seconds = self.board.freight, self.board.freight.seconds[row.truck]
        path = [start, *(freight.place_of_source[s] for s in row.sources), freight.place_of_shelter[row.shelters[0]]]
        found = []
        for pool in pools:
            source = self.board.pool_source[pool]
            here = freight.place_of_source[source]
            extra_s = min(seconds[a][here] + seconds[here][b] - seconds[a][b] for a, b in pairwise(path))
            if extra_s < FAR // 2:
                found.append((extra_s + freight.sources[source].stop_s, pool))
        return sorted(found)[:STORES]

    def _move(self, number: int, entry: Entry, left: int, lift: Lift) -> None:
        """As many units as there are and fit, if that keeps everything in time."""
        board, row = self.board, lift.round
        if lift.number >= 0 and (lift.number not in board.timed or board.timed[lift.number].round is not row):
            return
        there = NEVER if lift.pool == entry[0] else self._there(lift.pool, entry[1])
        own = left if lift.number == number else 0
        space_g = int(board.freight.capacity_g[row.truck]) - row.grams + own * board.unit_g[entry[0]]
        space_cm3 = int(board.freight.capacity_cm3[row.truck]) - row.cm3 + own * board.unit_cm3[entry[0]]
        units = min(left, there, space_g // board.unit_g[lift.pool], space_cm3 // board.unit_cm3[lift.pool])
        if units <= 0:
            return
        changed = (Swap(entry, lift.pool, units),)
        self._exchange(changed, 1)
        target = lift.number if lift.number >= 0 else next(board.ids)
        if self._replaced(self._changes(number, entry, units, lift, target), target):
            self.moved += units
            self.slack_s = None
        else:
            self._exchange(changed, -1)

    def _changes(self, number: int, entry: Entry, units: int, lift: Lift, target: int) -> dict[int, Round]:
        """The two rounds once the units have changed over, or the one where they only come sooner."""
        board, before = self.board, self.board.timed[number].round
        timely = (lift.pool, entry[1], min(board.needs[entry[1]].line.due_s, board.last_s[lift.pool]))
        rest = Counter(before.cargo)
        rest[entry] -= units
        aboard = rest if target == number else Counter(lift.round.cargo)
        aboard[timely] += units
        changes = {target: board.round(lift.round.truck, lift.sources, lift.shelters, +aboard)}
        if target != number:
            changes[number] = board.round(before.truck, before.sources, before.shelters, +rest)
        return changes
