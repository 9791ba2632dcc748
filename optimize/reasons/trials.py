"""Changed problems planned again from one plan, as many as the effort allows."""

from collections.abc import Iterator, Sequence

from optimize.decisions import Decisions, Delivery
from optimize.figures import Execution, Figures, executed
from optimize.goods.supply import Supply
from optimize.index import Index
from optimize.parts import best_figures, best_people, best_postings
from optimize.plan import Plan
from optimize.planner import QUICK
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Change, Lack
from optimize.reasons.lacks import GOODS, MISSION, PLACE, PROFILE, figures_of, open_rows, short
from optimize.reasons.remedies import changed
from optimize.replanning.resettle import people_again, teams_again
from optimize.replanning.resume import Goods, People

SOLVES = 300
"""Plans taken up again at the standard effort."""
EFFORT = 4
"""The effort of each of them."""
LEAST = 10
"""The effort of full plans is that of the plan's quick steps, but no less than this: another seed changes more than
further effort does."""
BEST = {PLACE: best_people, MISSION: best_postings, PROFILE: best_postings}
"""The part of a plan that lacks of a kind hang on; goods hang on all of it."""


class Trials:
    """What changes would do to a plan. ``over`` once the effort is used up or somebody says stop."""

    def __init__(self, problem: Problem, plan: Plan, control: Control) -> None:
        self.problem, self.control = problem, control
        self.before: Decisions = open_rows(problem, plan)
        self.plan, self.figures = plan, figures_of(problem, plan)
        self.index = self.figures.index
        self.most, self.solves = control.scaled(SOLVES), 0
        self._unchanged: dict[str, Figures | None] = {}

    @property
    def over(self) -> bool:
        return self.solves >= self.most or self.control.stopped()

    def without(self, lack: Lack, changes: Sequence[Change]) -> tuple[int, Figures]:
        """What is still short of ``lack`` once the changes are made, and the figures that show it."""
        figures = self.again(lack, changed(self.problem, changes))
        return short(lack, figures), figures

    def again(self, lack: Lack, problem: Problem) -> Figures:
        """The plan taken up again on another problem, as far as the lack is concerned."""
        self.solves += 1
        index, control = Index(problem), self.control.share(1.0, effort=EFFORT)
        if lack.kind == GOODS:
            return min(self._goods(lack, index, control), key=lambda figures: (short(lack, figures), figures.key()))
        if lack.kind == PLACE:
            people = people_again(index.open(), self.before, control)
            return executed(index, Execution(people.assignments, (), (), self.before.postings))
        postings = teams_again(index, self.plan.postings, control)
        return Figures(index, Execution(self.plan.assignments, (), (), postings))

    def _goods(self, lack: Lack, index: Index, control: Control) -> Iterator[Figures]:
        """Only what was short is decided anew, or also what came late of the lack; for it first where it is a part."""
        rows = {(row.subject, row.site) for row in lack.rows}
        goods = Goods(Supply(index.open()), self.before, People.of(self.before), rows if lack.elsewhere else ())

        def late(row: Delivery) -> bool:
            return (row.line, row.shelter) in rows and row.arrive_s > index.lines[row.line].due_s

        yield executed(index, goods.again(control, lambda _: False).execution)
        if any(map(late, self.before.deliveries)):
            yield executed(index, goods.again(control, late).execution)

    def unchanged(self, kind: str) -> Figures | None:
        """What planning again from the plan brings on its own."""
        if kind not in self._unchanged:
            self._unchanged[kind] = self.replanned(kind, ())
        return self._unchanged[kind]

    def replanned(self, kind: str, changes: Sequence[Change]) -> Figures | None:
        """All that lacks of a kind hang on planned again from the plan once the changes are made; None if there was no
        time."""
        return self._planned(kind, changes, self.before, self.plan.seed)

    def anew(self, kind: str, changes: Sequence[Change], seed: int) -> Figures | None:
        """The same from nothing, as if there had been no plan."""
        return self._planned(kind, changes, None, seed)

    def _planned(self, kind: str, changes: Sequence[Change], before: Decisions | None, seed: int) -> Figures | None:
        self.solves += 1
        problem, control = changed(self.problem, changes), self.control
        adjustment = problem.adjustment.model_copy(update={"before": before, "unfinished": False})
        effort = min(self.plan.effort, max(LEAST, self.plan.effort // QUICK))
        control = Control(effort=effort, seed=seed, deadline=control.deadline, stop=control.stopped)
        best = BEST.get(kind, best_figures)
        figures = best(problem.model_copy(update={"adjustment": adjustment}), control)
        return None if control.cut or control.cut_below else figures
