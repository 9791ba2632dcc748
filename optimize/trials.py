"""Changed problems planned again from one plan, as many as the effort allows."""

from collections.abc import Sequence

from optimize.advice import Change, Lack
from optimize.decisions import Decisions
from optimize.figures import Execution, Figures
from optimize.index import Index
from optimize.lacks import GOODS, MISSION, PLACE, PROFILE, decisions_of, figures_of, short
from optimize.missions import assign
from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import Problem
from optimize.progress import Control
from optimize.remedies import changed
from optimize.resettle import people_again, teams_again
from optimize.resume import People, goods_again

SOLVES = 300
"""Plans taken up again at the standard effort."""
EFFORT = 4
"""The effort of each of them."""
PAIRS = 600_000
"""Pairs of source and shelter, added up over the plans made from nothing at the standard effort: five of a district."""
LEAST_PAIRS = 5_000


class Trials:
    """What changes would do to a plan. ``over`` once the effort is used up or somebody says stop."""

    def __init__(self, problem: Problem, plan: Plan, control: Control) -> None:
        self.problem, self.control = problem, control
        self.before: Decisions = decisions_of(plan)
        self.plan, self.figures = plan, figures_of(problem, plan)
        self.index = self.figures.index
        self.most, self.solves = control.scaled(SOLVES), 0
        pairs = max(LEAST_PAIRS, len(problem.sources) * len(problem.shelters))
        self.plans_left = control.scaled(PAIRS) // pairs

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
            return goods_again(index, self.before, People.of(self.before), control, frozenset({lack.subject}))
        if lack.kind == PLACE:
            people = people_again(index, self.before, control)
            return Figures(index, Execution(people.assignments, (), (), self.before.postings))
        postings = teams_again(index, self.before.postings, control)
        return Figures(index, Execution(self.before.assignments, (), (), postings))

    def planned(self, lack: Lack, changes: Sequence[Change]) -> int | None:
        """What is still short if all is planned from nothing, as the plan was; None if that cannot be afforded."""
        problem = changed(self.problem, changes)
        if lack.kind in (MISSION, PROFILE):
            index = Index(problem)
            teams = assign(problem, index, self.control.share(1.0, effort=self.plan.effort))
            figures = Figures(index, Execution(self.before.assignments, (), (), teams.postings))
        elif self.plans_left:
            self.plans_left -= 1
            again = solve(
                problem,
                effort=self.plan.effort,
                time_limit=self.control.remaining_s(),
                seed=self.plan.seed,
                stop=self.control.stopped,
            )
            figures = figures_of(problem, again)
        else:
            return None
        self.solves += 1
        return None if self.control.stopped() else short(lack, figures)
