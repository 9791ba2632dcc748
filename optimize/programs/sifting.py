"""Large linear programs by sifting: solved over a few columns, all others priced, those that would help added.

The answer is optimal over every column, and says so: ``least_reduced`` is the least reduced cost of all columns, those
never added included. Levels follow each other by staying on the optimal face (``stay``), not by objective rows.
"""

from copy import copy
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.programs.linear import INFINITY, Answer, Program, Reals, Whole
from optimize.progress import Control

Flags = NDArray[np.bool_]
PRICE = 1e-7
"""A reduced cost below minus this makes a column worth adding, one beyond it keeps a column still; costs are at most
about 1."""
AT_ONCE = 6
"""Columns of one family that are added at a time."""


@dataclass(frozen=True)
class Certificate:
    """What proves an answer: the least reduced cost over all columns that may still move, and how many were priced."""

    least_reduced: float
    priced: int
    core: int
    rounds: int


class Sifting:
    """A program of which only the columns of ``core`` are in the solver at first; all others rest at 0.

    Columns outside the core must have 0 as their lower bound, and the core must have a solution. Of a ``family`` only a
    few columns are added at a time. ``certificate`` is that of the last proven answer.
    """

    def __init__(self, program: Program, core: Flags, family: Whole) -> None:
        arrays = program.arrays(by_column=True)
        self.matrix = arrays.matrix
        self.lower, self.upper = arrays.lower, arrays.upper
        self.columns, self.rows = program.columns, program.rows
        self.family = family
        self.inside = np.flatnonzero(core)
        self.alive = ~core & (self.upper > 0)
        self.certificate: Certificate | None = None
        self.solver = _Solver(self, _model(self, arrays.row_lower, arrays.row_upper))

    def fork(self) -> "Sifting":
        """The same program at the same point, to go on from there in another way."""
        twin = copy(self)
        twin.lower, twin.upper, twin.alive = self.lower.copy(), self.upper.copy(), self.alive.copy()
        twin.solver = _Solver(twin, self.solver.highs.getLp())
        twin.solver.highs.setBasis(self.solver.highs.getBasis())
        return twin

    def set_bounds(self, columns: Whole, lower: ArrayLike, upper: ArrayLike) -> None:
        """Tighten or relax columns between two solves."""
        self.lower[columns], self.upper[columns] = lower, upper
        self.alive[columns] &= self.upper[columns] > 0
        self.solver.bound(np.flatnonzero(np.isin(self.inside, columns)))

    def set_row(self, row: int, lower: float, upper: float) -> None:
        self.solver.highs.changeRowBounds(int(row), lower, upper)

    def stay(self, answer: Answer) -> None:
        """Stay on the optimal face of an answer: columns with a reduced cost keep still, rows with a price tight."""
        still = np.abs(answer.reduced) > PRICE
        self.lower[still] = self.upper[still] = answer.x[still]
        self.alive[still] = False
        self.solver.bound(np.flatnonzero(still[self.inside]))
        rows = np.flatnonzero(np.abs(answer.prices) > PRICE)
        self.solver.hold(rows, answer.activity[rows])

    def settle(self, cost: Reals, control: Control) -> Answer:
        """Solve a level and, once it is proven, stay on its optimal face; value and bound in the units of ``cost``."""
        scale = float(np.abs(cost).max()) or 1.0
        answer = self.solve(cost / scale, control)
        if answer.proven:
            self.stay(answer)
        return replace(answer, value=answer.value * scale, bound=answer.bound * scale)

    def solve(self, cost: Reals, control: Control) -> Answer:
        """Minimise over all columns; ``proven`` only when no column is left that would help."""
        self.solver.charge(cost[self.inside])
        rounds = 0
        while True:
            rounds += 1
            answer = self.solver.run(cost, control)
            if not answer.proven:
                return answer
            reduced = cost - self.matrix.T @ answer.prices
            reduced[self.inside] = answer.reduced[self.inside]
            outside = np.flatnonzero(self.alive)
            helpful = outside[reduced[outside] < -PRICE]
            if not len(helpful):
                least = float(min(reduced[outside].min(initial=0.0), _least_inside(answer, self)))
                self.certificate = Certificate(least, self.columns, len(self.inside), rounds)
                return Answer(True, True, answer.x, answer.value, answer.value, reduced, answer.prices, answer.activity)
            self._admit(self._best(helpful, reduced[helpful]), cost)

    def _best(self, columns: Whole, reduced: Reals) -> Whole:
        """Of each family the few columns with the least reduced costs, in order of their numbers."""
        family = self.family[columns]
        order = np.lexsort((reduced, family))
        place = np.arange(len(order)) - np.searchsorted(family[order], family[order])
        return np.sort(columns[order[place < AT_ONCE]])

    def _admit(self, columns: Whole, cost: Reals) -> None:
        self.alive[columns] = False
        self.inside = np.concatenate([self.inside, columns])
        self.solver.add(columns, cost[columns])


def _least_inside(answer: Answer, program: Sifting) -> float:
    """The least reduced cost of a column of the core that could still grow."""
    rows = program.inside
    free = rows[answer.x[rows] < program.upper[rows] - 1e-9]
    return float(answer.reduced[free].min(initial=0.0))


def _model(of: Sifting, row_lower: Reals, row_upper: Reals) -> highspy.HighsLp:
    """The core for HiGHS, no costs yet."""
    core = of.matrix[:, of.inside]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(of.inside), of.rows
    model.col_cost_ = np.zeros(len(of.inside))
    model.col_lower_, model.col_upper_ = of.lower[of.inside], of.upper[of.inside]
    model.row_lower_, model.row_upper_ = row_lower, row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = core.indptr.astype(np.int32)
    model.a_matrix_.index_ = core.indices.astype(np.int32)
    model.a_matrix_.value_ = core.data
    return model


class _Solver:
    """The core in HiGHS; its columns are numbered as in ``Sifting.inside``."""

    def __init__(self, of: Sifting, model: highspy.HighsLp) -> None:
        self.of = of
        self.highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("simplex_strategy", 4)):
            self.highs.setOptionValue(name, value)
        self.highs.passModel(model)
        self.control: Control | None = None
        self.highs.cbSimplexInterrupt.subscribe(_interrupt, self)

    def charge(self, cost: Reals) -> None:
        self.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), np.ascontiguousarray(cost))

    def bound(self, positions: Whole) -> None:
        columns = self.of.inside[positions]
        self.highs.changeColsBounds(
            len(positions), positions.astype(np.int32), self.of.lower[columns], self.of.upper[columns]
        )

    def hold(self, rows: Whole, activity: Reals) -> None:
        for row, value in zip(rows.tolist(), activity.tolist(), strict=True):
            self.highs.changeRowBounds(row, value, value)

    def add(self, columns: Whole, cost: Reals) -> None:
        part = self.of.matrix[:, columns]
        self.highs.addCols(
            len(columns), np.ascontiguousarray(cost), self.of.lower[columns], self.of.upper[columns], part.nnz,
            part.indptr[:-1].astype(np.int32), part.indices.astype(np.int32), part.data,
        )  # fmt: skip

    def run(self, cost: Reals, control: Control) -> Answer:
        self.control = control
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.01, min(1e6, control.remaining_s())))
        self.highs.run()
        info, solution = self.highs.getInfo(), self.highs.getSolution()
        proven = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        x, reduced = np.zeros(self.of.columns), np.zeros(self.of.columns)
        if found:
            x[self.of.inside] = solution.col_value
        if solution.dual_valid:
            reduced[self.of.inside] = solution.col_dual
        prices = np.array(solution.row_dual, float) if solution.dual_valid else np.zeros(self.of.rows)
        activity = np.array(solution.row_value, float) if found else np.zeros(self.of.rows)
        return Answer(found, proven, x, float(cost @ x) if found else INFINITY, -INFINITY, reduced, prices, activity)


def _interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
    control = event.user_data.control
    event.interrupt(control is not None and control.stopped())
