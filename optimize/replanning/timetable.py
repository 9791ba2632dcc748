"""All rounds of a board as tables, so that what they could take along is asked of all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from optimize.goods.supply import NEVER
from optimize.programs.linear import Whole
from optimize.trips.distances import FAR
from optimize.trips.rounds import Board, TimedRound

Flags = NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True)
class Passing:
    """Per row of the timetable, what a call at one shelter would mean for the round, docks apart.

    ``calls`` are rounds that call there anyway; others would do so as stop number ``position`` of their shelters.
    ``room_s`` is how long handling may then take until something comes late; below 0 if it does in any case.
    """

    calls: Flags
    position: Whole
    extra_s: Whole
    room_s: Whole


class Timetable:
    """A row per round: where it goes when, and what time and room it has left. Rows not in use never start."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._lay_out()

    def _lay_out(self) -> None:
        """Tables with room to spare, and all rounds of today in them."""
        board, rounds = self.board, [timed.round for timed in self.board.timed.values()]
        rows, trucks = 2 * len(rounds) + 64, len(board.freight.trucks)
        sources = 2 + max((len(row.sources) for row in rounds), default=0)
        shelters = 2 + max((len(row.shelters) for row in rounds), default=0)
        self._unused = list(range(rows))
        self.number = np.full(rows, NOBODY, dtype=np.int64)
        """The id of the round."""
        self.truck = np.full(rows, NOBODY, dtype=np.int64)
        self.start_s = np.full(rows, NEVER, dtype=np.int64)
        self.slack_s, self.won_s, self.space_g, self.space_cm3, self.goals = np.zeros((5, rows), dtype=np.int64)
        """By how much the round may be late from the first stop on, waiting apart; what its truck could win at most by
        then if it left out calls at stores; room aboard; how many shelters."""
        self.sources = np.full((rows, sources), NOBODY, dtype=np.int64)
        self.shelters = np.full((rows, shelters), NOBODY, dtype=np.int64)
        self.path, self.leave_s, self.later_s = np.zeros((3, rows, 1 + shelters), dtype=np.int64)
        """Last source, then shelters: the place, when it is left, and by how much what follows may be late."""
        self.free_s, self.stands = np.zeros((2, trucks), dtype=np.int64)
        """Per truck, when and where it has done all its rounds."""
        for truck in range(trucks):
            self._enter(truck)

    def update(self, trucks: Iterable[int]) -> None:
        """Take up what has become of the rounds of these trucks."""
        for truck in sorted(set(trucks)):
            rows = np.flatnonzero(self.truck == truck)
            self.truck[rows], self.start_s[rows] = NOBODY, NEVER
            self._unused += rows.tolist()
            rounds = [self.board.timed[number].round for number in self.board.of_truck[truck]]
            wide = any(
                len(row.sources) > self.sources.shape[1] or len(row.shelters) > self.shelters.shape[1] for row in rounds
            )
            if wide or len(rounds) > len(self._unused):
                self._lay_out()
                return
            self._enter(truck)

    def _enter(self, truck: int) -> None:
        board, behind_s = self.board, NEVER
        numbers = board.of_truck[truck]
        won_s = list(accumulate(self._most_won_s(board.timed[number]) for number in numbers))
        for number, most_s in zip(reversed(numbers), reversed(won_s), strict=True):
            self.won_s[self._unused[-1]] = most_s
            behind_s = self._write(number, board.timed[number], behind_s)
        last = board.timed[numbers[-1]] if numbers else None
        self.free_s[truck] = last.end_s if last else board.freight.free_s[truck]
        self.stands[truck] = last.visits[-1].place if last else board.freight.base_of[truck]

    def _most_won_s(self, timed: TimedRound) -> int:
        """Seconds of all calls at stores but the one that takes least."""
        row, freight = timed.round, self.board.freight
        if len(row.sources) < 2:
            return 0
        ways, places = freight.seconds[row.truck], [visit.place for visit in timed.visits]
        stops = zip((timed.from_place, *places), places, places[1:], row.sources, strict=False)
        calls = [int(max(0, ways[a][b] + ways[b][c] - ways[a][c])) + freight.sources[n].stop_s for a, b, c, n in stops]
        return sum(calls) - min(calls)

    def _write(self, number: int, timed: TimedRound, behind_s: int) -> int:
        """By how much the round may be late, if the next one of its truck may be so by ``behind_s``."""
        row, done, freight = self._unused.pop(), timed.round, self.board.freight
        loads, goals = len(done.sources), len(done.shelters)
        self.number[row], self.truck[row], self.start_s[row] = number, done.truck, timed.start_s
        self.space_g[row] = freight.capacity_g[done.truck] - done.grams
        self.space_cm3[row] = freight.capacity_cm3[done.truck] - done.cm3
        self.sources[row], self.shelters[row], self.goals[row] = NOBODY, NOBODY, goals
        self.sources[row, :loads], self.shelters[row, :goals] = done.sources, done.shelters
        slack_s = [behind_s]
        for call, visit in zip(reversed(done.calls), reversed(timed.visits), strict=True):
            slack_s.append(min(slack_s[-1], call.latest_s - visit.leave_s))
        slack_s.reverse()
        visits = timed.visits[loads - 1 :]
        self.path[row, : goals + 1] = [visit.place for visit in visits]
        self.leave_s[row, : goals + 1] = [visit.leave_s for visit in visits]
        self.later_s[row, : goals + 1] = slack_s[loads:]
        self.slack_s[row] = slack_s[0]
        return slack_s[0]

    def passing(self, shelter: int, due_s: int) -> Passing:
        """Every round with a call at a shelter, where that is least out of the way."""
        freight, rows, stops = self.board.freight, np.arange(len(self.number)), np.arange(self.path.shape[1])
        here, road, ways = freight.place_of_shelter[shelter], freight.road_of[self.truck][:, None], freight.seconds_of
        to = ways[road, self.path, here].astype(np.int64)
        detour_s = np.full(to.shape, FAR, dtype=np.int64)
        ahead, behind = self.path[:, :-1], self.path[:, 1:]
        detour_s[:, :-1] = to[:, :-1] + ways[road, here, behind] - ways[road, ahead, behind]
        detour_s[stops >= self.goals[:, None]] = FAR
        detour_s[rows, self.goals] = to[rows, self.goals]
        position, site = detour_s.argmin(axis=1), freight.shelters[shelter]
        extra_s = detour_s[rows, position] + site.stop_s
        leave_s = np.maximum(self.leave_s[rows, position] + to[rows, position], site.ready_s) + site.stop_s
        calls = self.shelters == shelter
        stop, calls = calls.argmax(axis=1), calls.any(axis=1)
        leave_s = np.where(calls, self.leave_s[rows, stop + 1], leave_s)
        slack_s = np.where(calls, self.slack_s, self.later_s[rows, position] - extra_s)
        room_s = np.minimum(np.minimum(slack_s, self.slack_s), due_s - leave_s)
        return Passing(calls, position, np.where(calls, 0, extra_s), room_s)
