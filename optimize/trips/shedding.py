"""Time won by rounds that save a call at a store, since the other stores of the round have what it loads there.

Earlier channels first makes trucks call at many stores as long as nothing comes late for it. Where time has become
short, this is taken back call by call, those first that win most time for the fewest units that come from elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optimize.progress import Control
from optimize.trips.collecting import Collecting
from optimize.trips.rounds import Board, Entry, Round


@dataclass(frozen=True)
class Swap:
    """Units of an entry that another pool gives instead."""

    entry: Entry
    pool: int
    units: int


@dataclass(frozen=True)
class Shed:
    """A call that a round could do without, and the seconds that this saves."""

    saved_s: int
    number: int
    source: int
    swaps: tuple[Swap, ...]

    @property
    def units_per_s(self) -> float:
        return sum(swap.units for swap in self.swaps) / self.saved_s


class Shedding(Collecting):
    """Changes of rounds that may be bought with calls that their trucks save."""

    sheds = 0
    """Calls that a truck may save now."""

    def __init__(self, board: Board, control: Control) -> None:
        super().__init__(board, control)
        self.pools_for: dict[tuple[int, int], list[int]] = defaultdict(list)
        """By source and item."""
        for source, pools in self.pools_at.items():
            for pool in pools:
                self.pools_for[source, self.item_of[pool]].append(pool)

    def _replaced(self, changes: dict[int, Round], target: int) -> bool:
        """Put these rounds in place of the old ones; the truck of ``target`` saves calls up to there if it must."""
        board, done = self.board, list[Swap]()
        if board.replace(changes):
            return True
        for shed in self._sheds(changes, target)[: self.sheds]:
            row = changes[shed.number] if shed.number in changes else board.timed[shed.number].round
            swaps = self._instead(row, shed.source)
            if swaps:
                self._exchange(swaps, 1)
                done += swaps
                changes = changes | {shed.number: self._without(row, shed.source, swaps)}
                if board.replace(changes):
                    return True
        self._exchange(done, -1)
        return False

    def _exchange(self, swaps: Sequence[Swap], sign: int) -> None:
        for swap in swaps:
            self._draw(swap.pool, swap.entry[1], sign * swap.units)
            self._draw(swap.entry[0], swap.entry[1], -sign * swap.units)

    def _sheds(self, changes: dict[int, Round], target: int) -> list[Shed]:
        """Those first that save most time for the fewest units."""
        if not self.sheds:
            return []
        board, numbers = self.board, self.board.of_truck[changes[target].truck]
        rounds = {number: board.timed[number].round for number in numbers} | {target: changes[target]}
        upto = list(rounds)[: list(rounds).index(target) + 1]
        found = [shed for number in upto for shed in self._calls_saved(number, changes.get(number, rounds[number]))]
        return sorted(found, key=lambda shed: (shed.units_per_s, shed.number, shed.source))

    def _calls_saved(self, number: int, row: Round) -> Iterator[Shed]:
        if len(row.sources) < 2:  # a single store is not left out, and a round that was handed on has none
            return
        board, freight = self.board, self.board.freight
        seconds, timed = freight.seconds[row.truck], board.timed.get(number)
        places = [freight.place_of_source[source] for source in row.sources]
        path = [timed.from_place if timed else places[0], *places, freight.place_of_shelter[row.shelters[0]]]
        for position, source in enumerate(row.sources):
            a, here, b = path[position : position + 3]
            saved_s = seconds[a][here] + seconds[here][b] - seconds[a][b] + freight.sources[source].stop_s
            swaps = self._instead(row, source) if saved_s > 0 else ()
            if swaps:
                yield Shed(saved_s, number, source, swaps)

    def _instead(self, row: Round, source: int) -> tuple[Swap, ...]:
        """What other stores of the round give for all that it loads at this one; nothing if they have too little."""
        board, found, left = self.board, list[Swap](), 0
        for entry, units in row.cargo.items():
            if board.pool_source[entry[0]] == source and not left:
                left, item = units, self.item_of[entry[0]]
                for other in row.sources if left else ():
                    for pool in self.pools_for.get((other, item), ()) if other != source else ():
                        part = min(left, self._there(pool, entry[1]))
                        if part > 0:
                            found.append(Swap(entry, pool, part))
                            self._exchange(found[-1:], 1)
                            left -= part
        self._exchange(found, -1)
        return () if left else tuple(found)

    def _without(self, row: Round, source: int, swaps: Sequence[Swap]) -> Round:
        cargo = Counter(row.cargo)
        for swap in swaps:
            _, need, latest_s = swap.entry
            cargo[swap.entry] -= swap.units
            cargo[swap.pool, need, min(latest_s, self.board.last_s[swap.pool])] += swap.units
        others = tuple(other for other in row.sources if other != source)
        return self.board.round(row.truck, others, row.shelters, +cargo)
