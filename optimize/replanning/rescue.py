"""Goods that would come late taken along by rounds that are in time: few units move, and nothing else becomes later.

What is late leaves its round and is loaded, from the same store or from another, by a round that calls at the shelter
in time or passes by, or by a truck that has time for one more; whatever else a truck carries stays aboard and in time.
In the end others that can wait give way at the docks of the shelter, and trucks hand other goods on for it.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from optimize.execution import Candidate
from optimize.goods.supply import Supply
from optimize.missions.assignment import MissionResult
from optimize.people.ways import Ways
from optimize.progress import Control
from optimize.replanning.lifts import Lift
from optimize.replanning.relay import Relaying
from optimize.trips.reworking import reworked
from optimize.trips.rounds import Entry

TRIES = ((24, 0), (16, 4), (40, 8))
"""(rounds tried for goods that are late, those with the smallest detour; calls that a truck may save for them):
the more, the fewer goods are still late."""
YIELDS = 8
"""Lifts of a late cargo, the best, for which other trucks are asked to wait at the docks of the shelter."""
ASKED = ((True, 600), (False, 100))
"""For what is life-critical and then for all goods, how often others are asked what they could take along."""
ENTRIES = 10_000
"""Late cargoes that are looked at, at the standard effort: where goods lack for good, most of them find no round."""


def rescue(supply: Supply, ways: Ways, candidate: Candidate, missions: MissionResult, control: Control) -> Candidate:
    """The same plan with late goods brought in time as far as trucks that pass by have room and time."""
    return reworked(supply, ways, candidate, missions, lambda board: Rescue(board, control).run())


class Rescue(Relaying):
    """Late goods, those that most people wait for first."""

    looked_at = 0
    """Late cargoes so far."""
    critical = True
    """Whether only goods that are life-critical are brought in time now."""

    def run(self) -> None:
        """What is life-critical before all else: as trucks have time, as they win time, as they hand other goods on;
        what leaves a round gives it time to take other things along."""
        for self.critical, self.most_asked in ASKED:
            for self.most, self.sheds in TRIES:
                self._all_late(self._bring)
            before, self.asked = -1, 0
            while before < self.moved and self.asked < self.most_asked:
                before = self.moved
                self._all_late(self.relay)
                self.most, self.sheds = TRIES[-1]
                self._all_late(self._bring)

    def _all_late(self, bring: Callable[[int, Entry], None]) -> None:
        self._hold()
        self.look_around()
        self.offers.clear()
        for _, number, entry in sorted(self._late()):
            if self.looked_at >= self.control.scaled(ENTRIES) or self.control.stopped():
                return
            self.looked_at += 1
            bring(number, entry)

    def _hold(self) -> None:
        """What has come to be in time stays so; a first batch that misses its target anyhow may come as late as is
        timely."""
        board, first_s = self.board, self.board.freight.index.problem.policy.first_batch_s
        for number, timed in list(board.timed.items()):
            row, done = timed.round, timed.visits[len(timed.round.sources) :]
            leave_s = {shelter: visit.leave_s for shelter, visit in zip(row.shelters, done, strict=True)}
            cargo = Counter[Entry]()
            for (pool, need, latest_s), units in row.cargo.items():
                timely_s = min(board.needs[need].line.due_s, board.last_s[pool])
                held_s = timely_s if latest_s > first_s else min(latest_s, timely_s)
                cargo[pool, need, held_s if leave_s[board.need_shelter[need]] <= timely_s else latest_s] += units
            if cargo != row.cargo:
                board.replace({number: board.round(row.truck, row.sources, row.shelters, cargo)})

    def _late(self) -> Iterator[tuple[tuple[bool, float], int, Entry]]:
        for number, timed in self.board.timed.items():
            for entry, units in timed.round.cargo.items():
                need = self.board.needs[entry[1]]
                if entry[2] > need.line.due_s and (need.line.life_critical or not self.critical):
                    waiting = units * need.persons_per(self.board.supply.pools[entry[0]].item) * need.line.weight
                    yield (not need.line.life_critical, -waiting), number, entry

    def _bring(self, number: int, entry: Entry) -> None:
        """Whoever can take the goods along does so, one after the other, as much as fits in."""
        if not self._left(number, entry):
            return
        lifts, self.yields = self.lifts(number, entry), YIELDS if self.sheds else 0
        if self.sheds:
            lifts.insert(0, self._sooner(number, entry))
        for lift in lifts:
            left = self._left(number, entry)
            if not left:
                return
            self._move(number, entry, left, lift)

    def _sooner(self, number: int, entry: Entry) -> Lift:
        """The same round, once its truck has won the time."""
        timed = self.board.timed[number]
        done = dict(zip(timed.round.shelters, timed.visits[len(timed.round.sources) :], strict=True))
        late_s = done[self.board.need_shelter[entry[1]]].leave_s - self.board.needs[entry[1]].line.due_s
        return Lift(number, timed.round.truck, entry[0], 0, -late_s)
