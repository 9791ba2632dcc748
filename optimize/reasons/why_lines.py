"""What all questions about lines of a plan share: the plan at hand, its figures, and how goals change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from optimize.figures import NAMES, Figures, executed, levels
from optimize.goods.supply import Supply
from optimize.plan import Plan
from optimize.problem import Problem, Rule
from optimize.progress import Control
from optimize.reasons.advice import GoalChange
from optimize.reasons.lacks import figures_of, open_rows
from optimize.replanning.resume import Doubt, Goods, Otherwise, People

OTHERS = 3
"""Alternatives that are tried."""


class Lines:
    """One plan, ready for questions."""

    def __init__(self, problem: Problem, plan: Plan, control: Control) -> None:
        self.problem, self.plan = problem, plan
        self.control = control
        self.before, self.figures = open_rows(problem, plan), figures_of(problem, plan)
        self.index = self.figures.index
        self.open = self.index.open()

    def ruled(self, *rules: Rule) -> "Lines":
        """The same plan where these rules hold as well."""
        adjustment = self.problem.adjustment
        more = adjustment.model_copy(update={"rules": (*adjustment.rules, *rules)})
        return Lines(self.problem.model_copy(update={"adjustment": more}), self.plan, self.control)

    def goods(self, people: People | None = None) -> Goods:
        return Goods(Supply(self.open), self.before, people or People.of(self.before))

    def again(self, goods: Goods, doubt: Doubt = lambda _: False, otherwise: Otherwise | None = None) -> Figures:
        """Only what is in doubt or to be otherwise is timed anew; measured together with what is fixed."""
        return executed(self.open, goods.again(None, doubt, otherwise).execution)


@dataclass(frozen=True)
class Answer:
    """Another choice; ``figures`` makes the plan with it. ``words`` say what would be done."""

    choice: str
    name: str
    words: str
    figures: Callable[[], Figures]


def as_made(figures: Figures) -> Callable[[], Figures]:
    """For a plan that is there already."""
    return lambda: figures


@dataclass(frozen=True)
class Line:
    """The chosen line in words, what speaks for it, the figures to compare with, and other choices."""

    text: str
    grounds: tuple[str, ...]
    base: Figures
    others: Iterable[Answer]


def goal_changes(before: Figures, after: Figures) -> tuple[GoalChange, ...]:
    """The goals that differ, in their order."""
    level = levels(before.values)
    return tuple(
        GoalChange(level=level[key], key=key, name=NAMES[key], before=value, after=after.values[key])
        for key, value in before.values.items()
        if after.values[key] != value
    )
