"""Late goods brought in time by trucks that first hand something on: a call that others can make as well is left to
them, and the time and room won take the late goods along.

What is handed on stays in time. If the late goods do not come in time for it, everything is as before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from optimize.goods.supply import NEVER
from optimize.progress import Control
from optimize.replanning.handing import Handing
from optimize.replanning.lifts import Lift
from optimize.trips.rounds import Board, Entry, TimedRound

TARGETS = 12
"""Rounds that are tried for a late cargo, those that lack least time."""
GIVEN = 12
"""Calls of a truck that are handed on for it, one after the other."""
STORES = 5
"""Stores per such round that are looked at to find them."""
OFFERS = 8
"""Lifts that are tried for each cargo of such a call."""
SHEDS = 8
"""Calls at stores that the truck may save besides."""


@dataclass(frozen=True)
class Given:
    """A call that a truck would hand on, with what it handles there, and the seconds that this saves."""

    saved_s: int
    number: int
    cargo: tuple[Entry, ...]


@dataclass(frozen=True)
class Standing:
    """How everything stood before an attempt."""

    timed: dict[int, TimedRound]
    of_truck: list[list[int]]
    left: list[int]
    spare: dict[tuple[int, str], int]
    moved: int


class Relaying(Handing):
    """Chains of two: late goods go with a truck that hands other goods on."""

    asked = 0
    """How often others have been asked."""
    most_asked = 0

    def __init__(self, board: Board, control: Control) -> None:
        super().__init__(board, control)
        self.offers: dict[tuple[int, Entry], list[Lift]] = {}
        """Who could take cargoes along, as rounds stand."""

    def relay(self, number: int, entry: Entry) -> None:
        """Bring a late cargo in time, or as much of it as can be."""
        for lift in self._targets(number, entry) if self._left(number, entry) else ():
            if self.asked >= self.most_asked or self.control.stopped() or not self._left(number, entry):
                return
            if lift.number in self.board.timed:
                self._make_room(number, entry, lift)

    def _targets(self, number: int, entry: Entry) -> list[Lift]:
        """Rounds that could take the goods along if they had the time, from the store that takes least of it."""
        self.most, self.otherwise_s = STORES * TARGETS, NEVER
        lifts = self.lifts(number, entry)
        self.otherwise_s = 0
        best: dict[int, Lift] = {}
        for lift in lifts:
            if lift.number >= 0:
                best.setdefault(lift.number, lift)
        return list(best.values())[:TARGETS]

    def _make_room(self, number: int, entry: Entry, lift: Lift) -> None:
        """Hand on calls of the lift's truck until it can take the goods along; else nothing has changed."""
        before, units = self._standing(), self._left(number, entry)
        for given in self._given(lift, self.board.need_shelter[entry[1]])[:GIVEN]:
            here = self._standing()
            if not self._handed_on(given, lift.truck):
                self._go_back(here)
                continue
            self.sheds, self.yields = SHEDS, 1
            there = lift if lift.number in self.board.timed else replace(lift, number=-1, position=0)
            self._move(number, entry, self._left(number, entry), there)
            if not self._left(number, entry):
                break
        if self._left(number, entry) < units:
            self.offers.clear()
        else:
            self._go_back(before)

    def _given(self, lift: Lift, shelter: int) -> list[Given]:
        """Calls of a truck up to a round: those first that save time enough, and of these those that handle least."""
        numbers = self.board.of_truck[lift.truck]
        upto = numbers[: numbers.index(lift.number) + 1]
        found = [given for number in upto for given in self._calls_of(number, lift.number, shelter)]
        return sorted(found, key=lambda row: (row.saved_s < -lift.room_s, len(row.cargo), -row.saved_s, row.number))

    def _calls_of(self, number: int, target: int, shelter: int) -> Iterator[Given]:
        """The calls of a round; of the target those that it can do without if it goes to the shelter."""
        board, timed = self.board, self.board.timed[number]
        row, seconds = timed.round, self.board.freight.seconds[timed.round.truck]
        path = [timed.from_place, *(call.place for call in row.calls)]
        for position, call in enumerate(row.calls):
            a, here, b = path[position], path[position + 1], (path[position + 2 :] or path[position + 1 :])[0]
            needed = len(row.sources) < 2 if call.load else call.site == shelter
            if number == target and needed:
                continue
            saved_s = call.duration_s + seconds[a][here] + seconds[here][b] - seconds[a][b]
            yield Given(saved_s, number, tuple(e for e in row.cargo if board.handled(e, call)))

    def _handed_on(self, given: Given, truck: int) -> bool:
        """Whether others have taken along all that the truck handles at the call."""
        for entry in given.cargo:
            for lift in self._offered(given.number, entry):
                left = self._left(given.number, entry)
                if left and lift.truck != truck:
                    self.sheds, self.yields = 0, 0
                    self._move(given.number, entry, left, lift)
            if self._left(given.number, entry):
                return False
        return True

    def _offered(self, number: int, entry: Entry) -> list[Lift]:
        if (number, entry) not in self.offers:
            self.asked += 1
            self.most, self.sheds = OFFERS, 0
            self.offers[number, entry] = self.lifts(number, entry)
        return self.offers[number, entry]

    def _standing(self) -> Standing:
        board = self.board
        of_truck = [list(numbers) for numbers in board.of_truck]
        return Standing(dict(board.timed), of_truck, list(self.left), dict(self.spare), self.moved)

    def _go_back(self, before: Standing) -> None:
        trucks = self.board.go_back(before.timed, before.of_truck)
        self.left[:], self.stock[:] = before.left, before.left
        self.spare, self.moved = dict(before.spare), before.moved
        self.timetable.update(trucks)
