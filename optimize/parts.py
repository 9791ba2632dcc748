"""What ``planner.solve`` would find, without bounds and shortages, or only its people or its teams."""

from contextlib import closing

from optimize.figures import Execution, Figures, executed
from optimize.index import Index
from optimize.missions.assignment import assign, keep
from optimize.planner import QUICK, Run
from optimize.problem import Problem
from optimize.progress import Control
from optimize.replanning.warm import known


def best_figures(problem: Problem, control: Control) -> Figures:
    """What the plan that ``solve`` finds is worth, without its bounds and shortages."""
    with closing(Run(problem, control)) as run:
        return run.search().figures


def best_postings(problem: Problem, control: Control) -> Figures:
    """The teams of that plan alone: what is decided of people and goods does not touch them."""
    index, before = Index(problem), problem.adjustment.before
    if before is None:
        found = assign(problem, index, control)
    else:
        quick = control.share(1.0, effort=max(1, control.effort // QUICK))
        found = keep(problem, index, known(index.open(), before).postings, quick)
    return executed(index.open(), Execution(postings=found.postings))


def best_people(problem: Problem, control: Control) -> Figures:
    """The people of that plan alone: goods only get what way and docks they leave."""
    with closing(Run(problem, control)) as run:
        return run.people()
