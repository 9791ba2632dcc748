"""Lower bounds of large linear programs: prices of the rows by the interior-point method, and what they prove.

Its steps are few and alike at any size, where the simplex method goes astray. Prices prove a bound whether or not they
are optimal, and for other limits of the rows too: what the limits come to at these prices, and the least that each
column adds. So nothing depends on tolerances, and what is stopped early proves less, never too much.
"""

import highspy
import numpy as np

from optimize.programs.linear import Program, Reals
from optimize.progress import Control

MOST_STEPS = 300
"""Several times as many as programs of districts take; beyond, nothing is proven."""


class Bounding:
    """A program whose columns all have limits: ``prices`` solves it for a cost, ``least`` tells what prices prove."""

    def __init__(self, program: Program) -> None:
        self.rows = program.rows
        arrays = program.arrays()
        self.lower, self.upper, self.matrix = arrays.lower, arrays.upper, arrays.matrix
        self.row_lower, self.row_upper = arrays.row_lower, arrays.row_upper
        self.control: Control | None = None
        self.highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off")):
            self.highs.setOptionValue(name, value)
        for name, value in (("solver", "ipx"), ("run_crossover", "off"), ("ipm_iteration_limit", MOST_STEPS)):
            self.highs.setOptionValue(name, value)
        self.highs.passModel(program.model())
        self.highs.cbIpmInterrupt.subscribe(_interrupt, self)

    def limit(self, row: int, upper: float) -> None:
        self.row_upper[row] = upper
        self.highs.changeRowBounds(row, float(self.row_lower[row]), upper)

    def prices(self, cost: Reals, control: Control) -> Reals:
        """Those that prove most at these limits; none where ``control`` says stop or steps do not suffice."""
        if control.stopped():
            return np.zeros(self.rows)
        self.control = control
        scale = float(np.abs(cost).max()) or 1.0
        self.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), np.ascontiguousarray(cost / scale))
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.01, min(1e6, control.remaining_s())))
        self.highs.run()
        solution = self.highs.getSolution()
        return np.array(solution.row_dual, float) * scale if solution.dual_valid else np.zeros(self.rows)

    def least(self, cost: Reals, prices: Reals) -> float:
        """What no point of the program can undercut."""
        prices = np.where(np.isfinite(np.where(prices > 0, self.row_lower, self.row_upper)), prices, 0.0)
        rows = np.where(prices > 0, self.row_lower, np.where(prices < 0, self.row_upper, 0.0))
        reduced = cost - self.matrix.T @ prices
        columns = np.where(reduced > 0, self.lower, self.upper)
        return float(prices @ rows + reduced @ columns)


def _interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
    control = event.user_data.control
    event.interrupt(control is not None and control.stopped())
