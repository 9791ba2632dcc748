"""What excess load, lateness and excess distance cost while the search passes through forbidden ground."""

from statistics import fmean
from typing import Any

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.PenaltyManager import PenaltyManager

FIRST, LAST, LONGER = 50, 500, 1.2
"""Candidates between two adjustments: few at first, each time more, then so many."""
DEARER, CHEAPER = 1.5, 0.9
WANTED_FEASIBLE, TOLERANCE = 0.65, 0.05
RANGE = 1e5
"""How far a penalty may leave the scale of the data, up and down."""
LARGEST = 1e12
"""Penalty times excess must stay within 64 bits."""


class Penalties(PenaltyManager):
    """One penalty per kind of excess, starting at the scale of the data: an excess as large as a typical task costs as
    much as a typical way. Each adapts until about two thirds of the candidates keep its rule. (The
    manager that comes with PyVRP starts every kind at 50,000, whatever its unit.)
    """

    def __init__(self, data: pyvrp.ProblemData) -> None:
        scale = _scale(data)
        dearest = max([0, *(c.prize for c in data.clients()), *(s.prize for s in data.shipments())])
        self._least = np.maximum(scale / RANGE, 1e-6)
        self._most = np.minimum(np.maximum(scale * RANGE, dearest), LARGEST)  # no task is worth breaking a rule
        self._now = np.clip(scale, self._least, self._most)
        self._seen: list[list[int]] = [[] for _ in scale]
        self._periods = [float(FIRST) for _ in scale]

    def cost_evaluator(self) -> pyvrp.CostEvaluator:
        return _evaluator(self._now)

    def max_cost_evaluator(self) -> pyvrp.CostEvaluator:
        return _evaluator(self._most)

    def register(self, solution: pyvrp.Solution) -> None:
        """Take note of a candidate's excesses."""
        kinds = (*solution.excess_load(), solution.time_warp(), solution.excess_distance())
        for kind, excess in enumerate(kinds):
            self._seen[kind].append(excess)
            if len(self._seen[kind]) >= self._periods[kind]:
                self._adjust(kind, fmean(excess == 0 for excess in self._seen[kind]))
                self._seen[kind].clear()
                self._periods[kind] = min(LAST, LONGER * self._periods[kind])

    def _adjust(self, kind: int, feasible: float) -> None:
        if abs(feasible - WANTED_FEASIBLE) >= TOLERANCE:
            factor = DEARER if feasible < WANTED_FEASIBLE else CHEAPER
            self._now[kind] = np.clip(self._now[kind] * factor, self._least[kind], self._most[kind])


def _evaluator(penalties: NDArray[np.float64]) -> pyvrp.CostEvaluator:
    *loads, late, far = penalties.tolist()
    return pyvrp.CostEvaluator(loads, late, far)


def _scale(data: pyvrp.ProblemData) -> NDArray[np.float64]:
    """Cost of a typical way per unit of a typical load (each dimension), duration and distance."""
    ways = [_typical(data.distance_matrix(profile)) for profile in range(data.num_profiles)]
    times = [_typical(data.duration_matrix(profile)) for profile in range(data.num_profiles)]
    types = data.vehicle_types()
    cost = fmean(v.unit_distance_cost * ways[v.profile] + v.unit_duration_cost * times[v.profile] for v in types)
    loads = [[max(pair) for pair in zip(c.delivery, c.pickup, strict=True)] for c in data.clients()]
    loads += [s.amount for s in data.shipments()]
    typical = [fmean(rows) for rows in zip(*loads, strict=True)]
    units = [*typical, fmean(times), fmean(ways)]
    return np.array([max(cost, 1.0) / max(unit, 1.0) for unit in units])


def _typical(matrix: Any) -> float:
    """The median way; the ends, of which closed roads are one, do not count."""
    return max(1.0, float(np.median(matrix)))
