"""Linear and mixed-integer programs for HiGHS, built from whole arrays and solved reproducibly on one thread."""

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.progress import Control

Reals = NDArray[np.float64]
Whole = NDArray[np.int64]
INFINITY = float("inf")


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


@dataclass(frozen=True)
class Arrays:
    """A program without its cost: row_lower <= matrix·x <= row_upper, lower <= x <= upper."""

    lower: Reals
    upper: Reals
    row_lower: Reals
    row_upper: Reals
    matrix: Any


@dataclass
class Program:
    """Columns and rows collected as arrays. ``solve`` minimises; it may be called again with another cost."""

    _lower: list[Reals] = field(default_factory=list)
    _upper: list[Reals] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _row_lower: list[Reals] = field(default_factory=list)
    _row_upper: list[Reals] = field(default_factory=list)
    _entries: list[tuple[NDArray[np.int32], NDArray[np.int32], Reals]] = field(default_factory=list)
    columns: int = 0
    rows: int = 0
    _highs: highspy.Highs | None = None
    _control: Control | None = None

    @property
    def upper(self) -> Reals:
        """Limits of the columns so far."""
        return _joined(self._upper)

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
        self._entries.append((row.ravel().astype(np.int32), column.ravel().astype(np.int32), value.ravel()))

    def set_bounds(self, columns: Whole, lower: ArrayLike, upper: ArrayLike) -> None:
        """Tighten or relax columns between two solves."""
        low = np.ascontiguousarray(np.broadcast_to(np.asarray(lower, float), len(columns)))
        high = np.ascontiguousarray(np.broadcast_to(np.asarray(upper, float), len(columns)))
        self._built().changeColsBounds(len(columns), columns.astype(np.int32), low, high)

    def set_row(self, row: int, lower: float, upper: float) -> None:
        self._built().changeRowBounds(int(row), lower, upper)

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
            self._highs.passModel(self.model())
            self._highs.cbMipInterrupt.subscribe(_interrupt, self)
            self._highs.cbSimplexInterrupt.subscribe(_interrupt, self)
        return self._highs

    def part(self, columns: Whole, *, whole: bool) -> "Program":
        """The program of some of the columns, the others at 0, with all bounds as they are now."""
        few, now, program = self.arrays(by_column=True).matrix[:, columns].tocoo(), self._built().getLp(), Program()
        program.add_columns(
            len(columns), np.array(now.col_lower_)[columns], np.array(now.col_upper_)[columns], whole=whole
        )
        program.add_rows(self.rows, np.array(now.row_lower_), np.array(now.row_upper_))
        program.put(few.row, few.col, few.data)
        return program

    def arrays(self, *, by_column: bool = False) -> Arrays:
        """All bounds and coefficients; the matrix by rows or by columns."""
        from scipy.sparse import csc_array, csr_array

        rows, columns, values = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        kind = csc_array if by_column else csr_array
        matrix = kind((values, (rows, columns)), shape=(self.rows, self.columns))
        matrix.sum_duplicates()
        lower, upper = _joined(self._lower), _joined(self._upper)
        return Arrays(lower, upper, _joined(self._row_lower), _joined(self._row_upper), matrix)

    def model(self) -> highspy.HighsLp:
        """As HiGHS takes it, without cost."""
        arrays = self.arrays()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, self.rows
        model.col_cost_ = np.zeros(self.columns)
        model.col_lower_, model.col_upper_ = arrays.lower, arrays.upper
        model.row_lower_, model.row_upper_ = arrays.row_lower, arrays.row_upper
        whole = np.concatenate(self._whole) if self._whole else np.zeros(0, bool)
        if whole.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[flag] for flag in whole.tolist()]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = arrays.matrix.indptr.astype(np.int32)
        model.a_matrix_.index_ = arrays.matrix.indices.astype(np.int32)
        model.a_matrix_.value_ = arrays.matrix.data
        return model


def _joined(parts: list[Reals]) -> Reals:
    return np.concatenate(parts) if parts else np.zeros(0)


def _interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
    """Pass a soft stop on to a running solve; the flag outlives a solve, so it is cleared as well."""
    control = event.user_data._control
    event.interrupt(control is not None and control.stopped())
