"""How a run is limited, stopped and watched.

``effort`` is a work limit: every loop and every solver call derives its own limit from it (100 is the standard
amount), so the same problem, seed and effort give the same plan. The deadline is only a safety stop; a soft stop asks
politely. Both end the run with the best valid plan so far, and ``cut`` remembers which of them it was.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from optimize.plan import Ended

STANDARD_EFFORT = 100


@dataclass(frozen=True)
class Event:
    """One step of a run: ``kind`` is start, incumbent, bound or end; ``t_s`` counts from the start of the run.

    With ``key`` the figures are those of this goal of the executed plan, else of something that a stage works on.
    """

    t_s: float
    stage: str
    level: int | None
    incumbent: float | None
    bound: float | None
    gap: float | None
    kind: str
    key: str | None = None


class Control:
    """Limits and progress of one run. ``deadline`` is on the clock of ``time.monotonic``."""

    def __init__(
        self,
        *,
        effort: int = STANDARD_EFFORT,
        seed: int = 0,
        deadline: float = float("inf"),
        stop: Callable[[], bool] | None = None,
        progress: Callable[[Event], None] | None = None,
        parent: "Control | None" = None,
    ) -> None:
        self.effort = effort
        self.seed = seed
        self.deadline = deadline
        self.started: float = parent.started if parent else time.monotonic()
        self.reserved_s = 0.0
        self.cut: Ended | None = None
        self.cut_below: Ended | None = None
        self._stop = stop
        self._progress = progress
        self._parent = parent
        self._answered = False

    def share(self, fraction: float, *, effort: int | None = None) -> "Control":
        """A control for one stage that may use this part of the time that is left; a cut there is a cut of the run."""
        deadline = time.monotonic() + self.remaining_s() * fraction
        return Control(
            effort=effort or self.effort,
            seed=self.seed,
            deadline=min(self.deadline, deadline),
            stop=self._stop,
            progress=self._progress,
            parent=self,
        )

    def scaled(self, standard: int, least: int = 1) -> int:
        """A limit that is ``standard`` at the standard effort and grows with it."""
        return max(least, standard * self.effort // STANDARD_EFFORT)

    def elapsed_s(self) -> float:
        return time.monotonic() - self.started

    def remaining_s(self) -> float:
        return max(0.0, self.deadline - time.monotonic())

    def reserve(self, seconds: float) -> None:
        """Keep so much for what follows the search, bounds and reasons, though at most a third of what is left."""
        self.reserved_s = min(seconds, self.remaining_s() / 3)
        self.deadline -= self.reserved_s

    def finish(self, least_s: float) -> "Control":
        """A control for what follows the search: it may use what was reserved, and so long in any case."""
        deadline = max(self.deadline + self.reserved_s, time.monotonic() + least_s)
        return Control(effort=self.effort, seed=self.seed, deadline=deadline, stop=self._stop, parent=self)

    def stopped(self) -> bool:
        """True once the run should end here; remembers why."""
        if self._stop is not None and self._stop():
            self._mark(Ended.CANCELLED)
        elif time.monotonic() >= self.deadline:
            self._mark(Ended.WALL)
        return self.cut is not None

    def answer(self) -> None:
        """From now on there is a plan, so that any step may be cut short and come to nothing."""
        self._answered = True

    @property
    def answered(self) -> bool:
        return self._answered or (self._parent is not None and self._parent.answered)

    def emit(self, event: Event) -> None:
        if self._progress is not None:
            self._progress(event)

    def report(
        self,
        stage: str,
        kind: str,
        *,
        level: int | None = None,
        incumbent: float | None = None,
        bound: float | None = None,
        gap: float | None = None,
        key: str | None = None,
    ) -> None:
        """Emit an event stamped with the time since the start."""
        self.emit(Event(round(self.elapsed_s(), 3), stage, level, incumbent, bound, gap, kind, key))

    def _mark(self, ended: Ended) -> None:
        """Remember the cut here and, as a cut of a part, in all controls above: there it does not end the run."""
        self.cut = ended
        above = self._parent
        while above is not None:
            above.cut_below = ended
            above = above._parent
