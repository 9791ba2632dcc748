"""The bounds of channels and of cost, found in a thread of their own beside the search that settles these two goals.

They hang on the goals before them, which that search keeps. Only the bound of cost has to be brought up to the channels
of the plan found, mostly by prices that are there by then. Solvers leave the interpreter to the search, and what is
found does not depend on how the threads take turns.
"""

import math
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event

from optimize.bounds.goods import SLACK, GoodsBound
from optimize.bounds.haulage import Haulage
from optimize.bounds.rides import RidesBound
from optimize.figures import Figures, fixed_part
from optimize.goods.supply import Supply
from optimize.people.ways import Ways
from optimize.progress import Control

CHANNELS, COST = "channel_cost", "cost_fen"
BEFORE = ("life_critical_unmet", "late_person_item_hours")
"""The goals that are kept."""
NEAR = 1.2
"""The search is expected to end with so many times the least channel cost."""
POLL_S = 0.01


class LateBounds:
    """``prepare`` and ``begin`` start what they can and return at once, ``end`` waits, ``close`` gives up."""

    def __init__(self, supply: Supply, ways: Ways) -> None:
        self.supply, self.ways = supply, ways
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bounds")
        self._haulage: Future[Haulage] | None = None
        self._work: _Work | None = None

    def prepare(self) -> "Future[Haulage]":
        """What is the same for every plan."""
        self._haulage = self._haulage or self._thread.submit(Haulage, self.supply)
        return self._haulage

    def begin(self, figures: Figures, control: Control) -> "_Work":
        """What can be found before channels and cost of the plan are known."""
        haulage = self.prepare()
        if self._work is None or self._work.kept != _kept(figures):
            self._halt()
            self._work = _Work(self.supply, self.ways, figures, control)
            self._work.begun = self._thread.submit(self._work.begin, haulage)
        return self._work

    def end(self, figures: Figures, control: Control) -> dict[str, float | None]:
        """The bounds for this plan; 0 for what ``control`` leaves no time for."""
        if not figures.people.placed:
            return {CHANNELS: 0.0, COST: 0.0}
        work = self.begin(figures, control)
        ended = self._thread.submit(work.end, figures)
        while not ended.done() and not control.stopped():
            wait([ended], timeout=POLL_S)
        if ended.done():
            ended.result()
        else:
            self._halt()
        return work.found

    def close(self) -> None:
        """Nobody waits any longer; what is under way ends within moments."""
        self._halt()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _halt(self) -> None:
        if self._work is not None:
            self._work.halt()


def _kept(figures: Figures) -> tuple[int, tuple[float, ...]]:
    return figures.people.placed, tuple(figures.values[key] for key in BEFORE)


class _Work:
    """The programs for plans with these values of the goals before; ``found`` is valid at any moment."""

    def __init__(self, supply: Supply, ways: Ways, figures: Figures, control: Control) -> None:
        self.supply, self.ways, self.figures, self.kept = supply, ways, figures, _kept(figures)
        self._halted = Event()
        deadline = control.deadline + control.reserved_s
        self.control = Control(effort=control.effort, seed=control.seed, deadline=deadline, stop=self._halted.is_set)
        self.begun: Future[None] | None = None
        self.found: dict[str, float | None] = {CHANNELS: 0.0, COST: 0.0}

    def halt(self) -> None:
        """From another thread; solvers ask at every step."""
        self._halted.set()

    def begin(self, haulage: "Future[Haulage]") -> None:
        settled = Figures(self.figures.index, fixed_part(self.supply.index))
        rides = RidesBound(self.ways)
        self.goods = GoodsBound(self.supply, self.ways, haulage.result(), self.figures, self.control)
        channels = self.goods.channel_cost()
        self.found[CHANNELS] = channels
        placed = self.figures.people.placed - settled.people.placed
        self.others_fen = rides.least_fen(placed, self.control) + settled.values[COST]
        self.goods.haulage_fen(NEAR * channels)

    def end(self, figures: Figures) -> None:
        assert self.begun is not None
        self.begun.result()
        fen = self.goods.haulage_fen(figures.values[CHANNELS]) + self.others_fen
        self.found[COST] = max(0, math.floor(fen - SLACK))
