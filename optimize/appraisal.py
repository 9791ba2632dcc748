"""How good the best candidate is, and how much better any could be: goals with bounds, causes, the plan as it is told.

Bounds down to lateness take moments and lead the search (``early``, ``lacking``). Those of channels and cost are found
beside it (``late``) and only told in the end.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.metadata import version

from optimize.bounds.late import LateBounds
from optimize.bounds.whole import early_bounds, open_unplaced, people_unplaced
from optimize.figures import Figures, goals
from optimize.goods.supply import Supply
from optimize.intake.reading import input_hash
from optimize.missions.assignment import MissionResult
from optimize.people.ways import Ways
from optimize.plan import Ended, Goal, Plan, Timings
from optimize.progress import Control
from optimize.reasons.shortage import explain

BOUNDS_S = 1.0
"""Time for the last two bounds even where the search has used all there was."""
LEFT = 0.5
"""They take about as long as the first plan did, and are not begun with less than this part of that left."""
GOODS_GOALS = ("life_critical_unmet", "lowest_on_time_share", "late_person_item_hours")
CLOSE, CLOSE_HOURS = 0.001, 0.05
"""Gaps that are not worth another attempt: in the lowest share, and in late hours per person."""
SOLVER = f"yingcang.optimize, HiGHS {version('highspy')}"


class Appraisal:
    """The candidates of one run, each with the teams that it was measured with."""

    def __init__(self, supply: Supply, ways: Ways, control: Control) -> None:
        self.supply, self.ways, self.control = supply, ways, control
        self.problem = ways.index.whole.problem
        self.input_hash = input_hash(self.problem)
        self.late = LateBounds(supply, ways)
        self.first_s = 0.0
        self._last: tuple[Figures, MissionResult, tuple[Goal, ...]] | None = None
        """The early goals of the last figures that they were asked for, with the missions then."""

    def close(self) -> None:
        self.late.close()

    def reserve(self) -> None:
        """There is a first plan: as much time as it took is kept for the last bounds and causes."""
        self.first_s = self.control.elapsed_s()
        self.control.reserve(self.first_s)

    def early(self, figures: Figures, missions: MissionResult) -> tuple[Goal, ...]:
        """The goals with the bounds that are found at once."""
        if self._last is None or self._last[0] is not figures or self._last[1] is not missions:
            unplaced = self.unplaced if figures.people.unplaced else 0
            bounds = early_bounds(self.supply, self.ways, figures, missions, unplaced)
            self._last = figures, missions, goals(figures.values, bounds)
        return self._last[2]

    def lacking(self, figures: Figures, missions: MissionResult) -> bool:
        """Whether goods could still come notably better."""
        values = {goal.key: goal for goal in self.early(figures, missions)}
        unmet, share, late = (values[key] for key in GOODS_GOALS)
        hours = late.value - (late.bound or 0.0)
        people = sum(group.people for group in self.ways.index.problem.groups)
        return unmet.gap != 0 or (share.gap or 0.0) >= CLOSE or hours >= CLOSE_HOURS * people

    @cached_property
    def unplaced(self) -> int:
        """The fewest people without a place in any plan."""
        return people_unplaced(self.ways)

    @cached_property
    def open_unplaced(self) -> int:
        """Of those who are not on their way."""
        return open_unplaced(self.ways)

    def tell(self, kind: str, known: tuple[Goal, ...]) -> None:
        """Tell the listener how each goal of the best plan stands."""
        for goal in known:
            self.control.report(
                "plan", kind, key=goal.key, level=goal.level, incumbent=goal.value, bound=goal.bound, gap=goal.gap
            )

    def plan(self, figures: Figures, missions: MissionResult, seconds: Mapping[str, float]) -> Plan:
        """The plan with bounds and causes; ``seconds`` by stage, as ``Timings`` names them."""
        objective = self._objective(figures, missions)
        self.control.report("shortages", "start")
        return told(
            self.supply,
            self.ways,
            figures,
            objective,
            input_hash=self.input_hash,
            solver=SOLVER,
            seed=self.control.seed,
            effort=self.control.effort,
            ended=self._ended(objective),
            seconds=lambda: {**seconds, "total_s": self.control.elapsed_s()},
        )

    def _objective(self, figures: Figures, missions: MissionResult) -> tuple[Goal, ...]:
        """The goals with all their bounds."""
        bounds = {goal.key: goal.bound for goal in self.early(figures, missions)}
        # who says stop, or plans again, gets the plan now, without the last two bounds
        finish = self.control.finish(BOUNDS_S)
        adjustment = self.problem.adjustment
        searched = adjustment.before is None or adjustment.unfinished
        if searched and self.control.cut is not Ended.CANCELLED and finish.remaining_s() >= LEFT * self.first_s:
            self.control.report("bounds", "start")
            bounds |= self.late.end(figures, finish)
        found = goals(figures.values, bounds)
        self.tell("bound", found)
        return found

    def _ended(self, objective: tuple[Goal, ...]) -> Ended:
        if self.control.cut or self.control.cut_below:
            return self.control.cut or self.control.cut_below or Ended.WALL
        return Ended.PROVEN if all(goal.gap == 0 for goal in objective) else Ended.EFFORT


def told(
    supply: Supply,
    ways: Ways,
    figures: Figures,
    objective: tuple[Goal, ...],
    *,
    input_hash: str,
    solver: str,
    seed: int = 0,
    effort: int = 1,
    ended: Ended = Ended.EFFORT,
    seconds: Callable[[], Mapping[str, float]] = dict,
) -> Plan:
    """Figures as a plan, with the causes of what is short; ``seconds`` are asked for in the end."""
    done = figures.execution
    return Plan(
        incident=supply.index.whole.problem.incident,
        input_hash=input_hash,
        seed=seed,
        effort=effort,
        ended=ended,
        solver=solver,
        people=figures.people,
        targets=figures.targets,
        assignments=tuple(done.assignments),
        deliveries=tuple(done.deliveries),
        trips=tuple(done.trips),
        postings=tuple(done.postings),
        needs=figures.needs,
        objective=objective,
        shortages=explain(supply, ways, figures),
        timings=Timings(**{name: round(spent, 3) for name, spent in seconds().items()}),
    )
