"""Linear and mixed-integer programs for HiGHS, built from whole arrays and solved reproducibly on one thread."""

from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.progress import Control

Reals = NDArray[np.float64]
Whole = NDArray[np.int64]
INFINITY = float("inf")
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Answer:
    """``proven`` means optimal; ``found`` that ``x`` is feasible. ``bound`` is valid for the minimum in any case."""

    found: bool
    proven: bool
    x: Reals
    value: float
    bound: float
    reduced: Reals
    prices: Reals
    activity: Reals


@dataclass
class Program:
    """Columns and rows collected as arrays. ``solve`` minimises; it may be called again with another cost."""

    _lower: list[Reals] = field(default_factory=list)
    _upper: list[Reals] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _row_lower: list[Reals] = field(default_factory=list)
    _row_upper: list[Reals] = field(default_factory=list)
    _entries: list[tuple[Whole, Whole, Reals]] = field(default_factory=list)
    columns: int = 0
    rows: int = 0
    _highs: highspy.Highs | None = None
    _control: Control | None = None

    def add_columns(
        self, count: int, lower: ArrayLike = 0.0, upper: ArrayLike = INFINITY, *, whole: bool = False
    ) -> Whole:
        """New columns; returns their numbers."""
        self._lower.append(np.broadcast_to(np.asarray(lower, float), count))
        self._upper.append(np.broadcast_to(np.asarray(upper, float), count))
        self._whole.append(np.full(count, whole))
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def add_rows(self, count: int, lower: ArrayLike, upper: ArrayLike) -> Whole:
        """New rows lower <= a·x <= upper; returns their numbers."""
        self._row_lower.append(np.broadcast_to(np.asarray(lower, float), count))
        self._row_upper.append(np.broadcast_to(np.asarray(upper, float), count))
        self.rows += count
        return np.arange(self.rows - count, self.rows)

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Coefficients, one per (row, column); equal positions add up."""
        row, column, value = np.broadcast_arrays(rows, columns, np.asarray(values, float))
        self._entries.append((row.ravel(), column.ravel(), value.ravel()))

    def set_bounds(self, columns: Whole, lower: ArrayLike, upper: ArrayLike) -> None:
        """Tighten or relax columns between two solves."""
        low = np.ascontiguousarray(np.broadcast_to(np.asarray(lower, float), len(columns)))
        high = np.ascontiguousarray(np.broadcast_to(np.asarray(upper, float), len(columns)))
        self._built().changeColsBounds(len(columns), columns.astype(np.int32), low, high)

    def set_row(self, row: int, lower: float, upper: float) -> None:
        self._built().changeRowBounds(int(row), lower, upper)

    def stay(self, answer: Answer) -> None:
        """Stay on the optimal face of an answer: columns with a reduced cost keep still, rows with a price tight."""
        columns = np.flatnonzero(np.abs(answer.reduced) > TOLERANCE)
        self.set_bounds(columns, answer.x[columns], answer.x[columns])
        for row in np.flatnonzero(np.abs(answer.prices) > TOLERANCE).tolist():
            self.set_row(row, answer.activity[row], answer.activity[row])

    def solve(
        self, cost: Reals, control: Control, *, nodes: int = 1, start: Reals | None = None, relative_gap: float = 0.0
    ) -> Answer:
        """Minimise; ends at the optimum, after ``nodes`` branch-and-bound nodes, or when ``control`` says stop."""
        highs = self._built()
        self._control = control
        every = np.arange(self.columns, dtype=np.int32)
        highs.changeColsCost(self.columns, every, np.ascontiguousarray(cost, dtype=float))
        highs.setOptionValue("time_limit", highs.getRunTime() + max(0.01, min(1e6, control.remaining_s())))
        highs.setOptionValue("mip_max_nodes", nodes)
        highs.setOptionValue("mip_rel_gap", relative_gap)
        highs.setOptionValue("random_seed", control.seed % 2**31)
        if start is not None:
            highs.setSolution(self.columns, every, np.ascontiguousarray(start, dtype=float))
        highs.run()
        return self._answer(highs, cost)

    def _answer(self, highs: highspy.Highs, cost: Reals) -> Answer:
        info, solution = highs.getInfo(), highs.getSolution()
        proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        x = np.array(solution.col_value, float) if found else np.zeros(self.columns)
        value = float(cost @ x) if found else INFINITY
        if any(part.any() for part in self._whole):
            bound = float(info.mip_dual_bound)
        else:
            bound = value if proven else -INFINITY
        duals = np.array(solution.row_dual, float) if solution.dual_valid else np.zeros(self.rows)
        reduced = np.array(solution.col_dual, float) if solution.dual_valid else np.zeros(self.columns)
        activity = np.array(solution.row_value, float) if found else np.zeros(self.rows)
        return Answer(found, proven, x, value, bound, reduced, duals, activity)

    def _built(self) -> highspy.Highs:
        if self._highs is None:
            self._highs = highspy.Highs()
            self._highs.setOptionValue("output_flag", False)
            self._highs.setOptionValue("threads", 1)
            self._highs.setOptionValue("parallel", "off")
            self._highs.passModel(self._model())
            self._highs.cbMipInterrupt.subscribe(_interrupt, self)
            self._highs.cbSimplexInterrupt.subscribe(_interrupt, self)
        return self._highs

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, self.rows
        model.col_cost_ = np.zeros(self.columns)
        model.col_lower_ = np.concatenate(self._lower) if self._lower else np.zeros(0)
        model.col_upper_ = np.concatenate(self._upper) if self._upper else np.zeros(0)
        model.row_lower_ = np.concatenate(self._row_lower) if self._row_lower else np.zeros(0)
        model.row_upper_ = np.concatenate(self._row_upper) if self._row_upper else np.zeros(0)
        whole = np.concatenate(self._whole) if self._whole else np.zeros(0, bool)
        if whole.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[flag] for flag in whole.tolist()]
        start, index, value = self._row_wise()
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = start, index, value
        return model

    def _row_wise(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Reals]:
        from scipy.sparse import coo_array

        rows, columns, values = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        matrix = coo_array((values, (rows, columns)), shape=(self.rows, self.columns)).tocsr()
        matrix.sum_duplicates()
        return matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data


def _interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
    """Pass a soft stop on to a running solve; the flag outlives a solve, so it is cleared as well."""
    control = event.user_data._control
    event.interrupt(control is not None and control.stopped())
