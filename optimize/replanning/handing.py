"""Units that change over from one round to another, with all that keeps others in time: waiting at docks, calls saved,
least calls on agreements."""

from collections import Counter
from collections.abc import Sequence

from optimize.goods.supply import NEVER, Supply
from optimize.progress import Control
from optimize.replanning.lifts import Lift, Lifting
from optimize.trips.rounds import Board, Entry, Round
from optimize.trips.shedding import Swap


class Calls:
    """Who asks for a least call gets it, or none; ``left`` says what each pool has left."""

    def __init__(self, supply: Supply, left: Sequence[int]) -> None:
        self.quantity, self.left = supply.quantity.tolist(), left
        gone = {row.lot for row in supply.index.problem.adjustment.fixed.deliveries}
        pool_of = {pool.lots[0].id: number for number, pool in enumerate(supply.pools)}
        self.least: dict[int, tuple[int, list[int]]] = {}
        """Least call and pools of the same terms, by pool."""
        for terms in supply.index.problem.terms:
            if terms.minimum and gone.isdisjoint(terms.lots):
                pools = [pool_of[lot] for lot in terms.lots if lot in pool_of]
                self.least |= dict.fromkeys(pools, (terms.minimum, pools))

    def concern(self, swap: Swap) -> bool:
        return swap.pool in self.least or swap.entry[0] in self.least

    def allow(self, swap: Swap) -> bool:
        """Whether nobody is called too little if this were done."""
        if swap.pool == swap.entry[0]:
            return True
        for pool, more in ((swap.pool, swap.units), (swap.entry[0], -swap.units)):
            minimum, pools = self.least.get(pool, (0, ()))
            called = more + sum(self.quantity[row] - self.left[row] for row in pools)
            if 0 < called < minimum:
                return False
        return True


class Handing(Lifting):
    """Lifts carried out, one after the other."""

    moved = 0
    """Units that have found another round."""
    yields = 0
    """Lifts for which others may still be asked to wait."""

    def __init__(self, board: Board, control: Control) -> None:
        super().__init__(board, control)
        self.calls = Calls(board.supply, self.left)

    def _left(self, number: int, entry: Entry) -> int:
        """Units of a cargo that are still late."""
        return self.board.timed[number].round.cargo.get(entry, 0) if number in self.board.timed else 0

    def _move(self, number: int, entry: Entry, left: int, lift: Lift) -> None:
        """As many units as there are and fit, or as there is time for, if that keeps everything in time."""
        board = self.board
        if lift.number >= 0 and lift.number not in board.timed:
            return
        there = NEVER if lift.pool == entry[0] else self._there(lift.pool, entry[1])
        row, own, unit_g, unit_cm3 = self._round(lift), left * (lift.number == number), *self._unit(lift.pool)
        space_g = int(board.freight.capacity_g[row.truck]) - row.grams + own * unit_g
        space_cm3 = int(board.freight.capacity_cm3[row.truck]) - row.cm3 + own * unit_cm3
        units = min(left, there, space_g // unit_g, space_cm3 // unit_cm3)
        source, shelter = board.pool_source[lift.pool], board.need_shelter[entry[1]]
        pace_s = board.freight.sources[source].handling_s_per_t + board.freight.shelters[shelter].handling_s_per_t
        timely = min(units, lift.room_s * 1_000_000 // max(1, unit_g * pace_s))
        for part in dict.fromkeys((units, timely)):
            if part > 0 and self._moved(number, entry, part, lift):
                return

    def _round(self, lift: Lift) -> Round:
        """The lift's round as it is, an empty one if it is yet to be made."""
        return self.board.timed[lift.number].round if lift.number >= 0 else Round(lift.truck, (), (), {})

    def _unit(self, pool: int) -> tuple[int, int]:
        return self.board.unit_g[pool], self.board.unit_cm3[pool]

    def _moved(self, number: int, entry: Entry, units: int, lift: Lift) -> bool:
        board = self.board
        target = lift.number if lift.number >= 0 else next(board.ids)
        changes = self._changes(number, entry, units, lift, target)
        trucks = {change.truck for change in changes.values()} | {board.truck_of(number)}
        changed = (Swap(entry, lift.pool, units),)
        if not self.calls.allow(changed[0]):
            return False
        self._exchange(changed, 1)
        if not self._replaced(changes, target):
            waiting = self._waiting(changes[target], entry) if self.yields > 0 else ()
            self.yields -= 1
            if not waiting or not board.replace(changes, yielding=waiting):
                self._exchange(changed, -1)
                return False
            trucks |= set(waiting)
        self.moved += units
        self.timetable.update(trucks)
        return True

    def _waiting(self, row: Round, entry: Entry) -> list[int]:
        """The trucks that could come to the docks of the shelter after this one, in the order in which they come."""
        board, shelter, found = self.board, self.board.need_shelter[entry[1]], list[tuple[int, int]]()
        for timed in board.timed.values():
            if shelter in timed.round.shelters and timed.round.truck != row.truck:
                visit = timed.visits[len(timed.round.sources) + timed.round.shelters.index(shelter)]
                if visit.start_s < board.needs[entry[1]].line.due_s:
                    found.append((visit.start_s, timed.round.truck))
        return [truck for _, truck in sorted(found)]

    def _instead(self, row: Round, source: int) -> tuple[Swap, ...]:
        """Calls on agreements stay as large as they are."""
        swaps = super()._instead(row, source)
        return () if any(self.calls.concern(swap) for swap in swaps) else swaps

    def _changes(self, number: int, entry: Entry, units: int, lift: Lift, target: int) -> dict[int, Round]:
        """The two rounds once the units have changed over, or the one where they only come sooner."""
        board, before, row = self.board, self.board.timed[number].round, self._round(lift)
        source, shelter = board.pool_source[lift.pool], board.need_shelter[entry[1]]
        sources = self._with(source, row, board.timed[target].from_place) if row.shelters else (source,)
        shelters = row.shelters
        if shelter not in shelters:
            shelters = (*shelters[: lift.position], shelter, *shelters[lift.position :])
        timely = (lift.pool, entry[1], min(entry[2], board.needs[entry[1]].line.due_s, board.last_s[lift.pool]))
        rest = Counter(before.cargo)
        rest[entry] -= units
        aboard = rest if target == number else Counter(row.cargo)
        aboard[timely] += units
        changes = {target: board.round(row.truck, sources, shelters, +aboard)}
        if target != number:
            changes[number] = board.round(before.truck, before.sources, before.shelters, +rest)
        return changes
