"""What all questions about lines of a plan share: the plan at hand, what adjusting it gives, and how goals change."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from optimize.figures import NAMES, Figures, levels
from optimize.parts import best_figures
from optimize.plan import Plan
from optimize.problem import Problem, Rule
from optimize.progress import Control
from optimize.reasons.advice import GoalChange
from optimize.reasons.lacks import figures_of, open_rows
from optimize.replanning.replan import Answered, replan

OTHERS = 3
"""Alternatives that are tried."""


class OutOfTimeError(Exception):
    """There was no time to plan again; half a search would tell too high a price."""


class Lines:
    """One plan, ready for questions."""

    def __init__(self, problem: Problem, plan: Plan, control: Control) -> None:
        self.problem, self.plan = problem, plan
        self.control = control
        self.before, self.figures = open_rows(problem, plan), figures_of(problem, plan)
        self.index = self.figures.index
        self.open = self.index.open()

    @cached_property
    def base(self) -> Figures:
        """What is compared with: the plan adjusted by nothing, so that only the change tells."""
        return min(self.figures, self.adjusted(()), key=lambda figures: figures.key())

    def adjusted(self, rules: Sequence[Rule]) -> Figures:
        """What an adjustment of the plan by these rules gives: the same question, asked with the same effort and seed.
        Of a plan that somebody stopped it can give more, by the search that then follows.

        ``OutOfTimeError`` if it was cut short.
        """
        adjustment, answered = self.problem.adjustment, Answered(self.problem, self.plan)
        asked = replan(self.problem, answered, adjustment.now_s, (*adjustment.rules, *rules))
        asked = asked.model_copy(update={"adjustment": asked.adjustment.model_copy(update={"unfinished": False})})
        above = self.control
        control = Control(effort=self.plan.effort, seed=self.plan.seed, deadline=above.deadline, stop=above.stopped)
        figures = best_figures(asked, control)
        if control.cut or control.cut_below:
            raise OutOfTimeError
        return figures


@dataclass(frozen=True)
class Answer:
    """Another choice: the plan adjusted by ``rules``. ``words`` say what would be done, ``wish`` what is asked for."""

    choice: str
    name: str
    words: str
    wish: str
    rules: tuple[Rule, ...]
    figures: Figures


@dataclass(frozen=True)
class Line:
    """The chosen line in words, what speaks for it, and other choices, each planned when it is asked for."""

    text: str
    grounds: tuple[str, ...]
    others: Iterable[Answer]


Shares = Callable[[Figures], Counter[str]]
"""How much of what a line does each source, vehicle or team does in some figures."""


@dataclass(frozen=True)
class Chain:
    """The next best, then the next best without that one, …: whoever does what a line does is ruled out in turn.

    ``rules`` forbid so many of them; ``words`` say who steps in instead, in order of their part, or that nobody does;
    ``wish`` says what is forbidden. ``name`` is what all of them are.
    """

    name: str
    names: Callable[[str], str]
    shares: Shares
    rules: Callable[[Collection[str]], tuple[Rule, ...]]
    words: Callable[[Figures, Sequence[str], Sequence[str]], str]
    wish: Callable[[Sequence[str]], str]

    def answers(self, lines: Lines, first: str, most: int = OTHERS) -> Iterator[Answer]:
        out = [first]
        for _ in range(most):
            rules = self.rules(out)
            figures = lines.adjusted(rules)
            more = stepping_in(self.shares(lines.base), self.shares(figures), out)
            choice, name = (more[0], self.names(more[0])) if more else ("", self.name)
            yield Answer(choice, name, self.words(figures, more, out), self.wish(out), rules, figures)
            if not more:
                return
            out.append(more[0])


def stepping_in(before: Counter[str], after: Counter[str], out: Collection[str]) -> list[str]:
    """Those who do more than before, who does most more first."""
    more = {name: part - before[name] for name, part in after.items() if part > before[name] and name not in out}
    return sorted(more, key=lambda name: (-more[name], name))


def goal_changes(before: Figures, after: Figures) -> tuple[GoalChange, ...]:
    """The goals that differ, in their order."""
    level = levels(before.values)
    return tuple(
        GoalChange(level=level[key], key=key, name=NAMES[key], before=value, after=after.values[key])
        for key, value in before.values.items()
        if after.values[key] != value
    )
