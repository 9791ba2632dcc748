"""The linear program behind the bound: visits and arcs of each kind of trip, priced in as needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import ArrayLike

from optimize.routing.cuts import Cut
from optimize.routing.model import Whole
from optimize.routing.relaxation import Kind, Reals, Relaxation

NEAR = 8
"""Arcs into and out of each node to begin with."""
ADDED = 4
"""Arcs per node that one round of pricing may add."""
PRICINGS = 60
EXACT = 1e-7
DEAR = 1000.0
"""Cost of what must not be, in typical arcs."""


@dataclass(frozen=True)
class Fraction:
    """A fractional solution: the flow from node to node and into each node, over all kinds; ``bound`` is valid."""

    bound: float
    between: Reals
    visits: Reals


class Master:
    """Columns: visits y[k,j], trips out o[k,j] and home h[k,i], arcs x[k,i,j]. Costs are told in units of ``_unit``.

    Rows: what enters a node is its visits, what leaves it too; each unit is visited; vehicles and shifts suffice;
    the trips carry what there is; cuts.
    """

    def __init__(self, relaxed: Relaxation, remaining_s: Callable[[], float]) -> None:
        self._relaxed, self._kinds, self._nodes = relaxed, relaxed.kinds, relaxed.nodes
        self._remaining_s = remaining_s
        finite = np.concatenate([kind.arcs[np.isfinite(kind.arcs)] for kind in self._kinds])
        self._unit = max(1.0, float(np.median(finite))) if finite.size else 1.0
        self._arc = np.zeros((4, 0), dtype=np.int64)
        self._have = np.zeros((len(self._kinds), self._nodes, self._nodes), bool)
        self._inside, self._per_kind = np.zeros((0, self._nodes), bool), np.zeros((0, len(self._kinds)))
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._shifts: dict[int, int] = {}
        self._add_nodes()
        self._add_limits()
        self._first_cut = int(self._highs.getNumRow())
        self._price_in(
            [np.where(np.isfinite(kind.arcs), kind.arcs / self._unit - DEAR, 0.0) for kind in self._kinds], NEAR
        )

    def solve(self) -> Fraction | None:
        """The best fractional solution once no arc is missing; None if time ran out before."""
        bound = -np.inf
        for _ in range(PRICINGS):
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.01, self._remaining_s()))
            self._highs.run()
            if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            missing = self._reduced(np.array(self._highs.getSolution().row_dual))
            worst = np.minimum(0.0, np.min([prices.min(axis=0) for prices in missing], axis=0))
            if not (self._relaxed.often & (worst < -EXACT)).any():
                value = self._highs.getInfo().objective_function_value + float(worst.sum())
                bound = max(bound, value * self._unit + self._relaxed.prizes)
            if worst.min() > -EXACT:
                break
            self._price_in(missing, ADDED)
        return self._fraction(bound)

    def add(self, cuts: Sequence[Cut]) -> None:
        """Entries into each set; where capacities differ, also what the entering trips can carry."""
        for cut in cuts:
            self._add_cut(cut.nodes, np.ones(len(self._kinds)), cut.entries)
            for dimension in self._uneven:
                weight = self._weight(cut.nodes, dimension)
                capacity = np.array([kind.capacity[dimension] for kind in self._kinds])
                if weight > 0:
                    self._add_cut(cut.nodes, capacity / capacity.max(), weight / capacity.max())

    @cached_property
    def _uneven(self) -> list[int]:
        """Dimensions in which some trips carry more than others."""
        capacities = np.array([kind.capacity for kind in self._kinds])
        return [d for d in range(capacities.shape[1]) if len(set(capacities[:, d].tolist())) > 1]

    def _weight(self, nodes: tuple[int, ...], dimension: int) -> float:
        within = set(nodes)
        rows = zip(self._relaxed.units, self._relaxed.weights[:, dimension].tolist(), strict=True)
        return float(sum(weight for unit, weight in rows if within.issuperset(unit)))

    def _columns(self, block: int, kind: int) -> Whole:
        """Visits (block 0), trips out (1) or trips home (2) of one kind, by node."""
        first = (block * len(self._kinds) + kind) * self._nodes
        return np.arange(first, first + self._nodes)

    def _add_nodes(self) -> None:
        """Columns of visits and ends of trips with the rows that tie them to arcs, which come later."""
        kinds, nodes = len(self._kinds), self._nodes
        rows = 2 * kinds * nodes
        zeros = np.zeros(rows)
        self._highs.addRows(rows, zeros, zeros, 0, np.zeros(rows, np.int32), np.zeros(0, np.int32), np.zeros(0))
        for number in range(kinds):
            entered = np.arange(number * nodes, (number + 1) * nodes)
            index = np.column_stack([entered, kinds * nodes + entered]).ravel()
            self._put(-self._relaxed.saved / self._unit, np.ones(nodes), 2, index, -np.ones(2 * nodes))
        for first, ends in ((0, [k.leaving for k in self._kinds]), (kinds * nodes, [k.returning for k in self._kinds])):
            for number, cost in enumerate(ends):
                entered = first + number * nodes + np.arange(nodes)
                open_ = np.isfinite(cost)
                self._put(np.where(open_, cost, 0.0) / self._unit, open_, 1, entered, np.ones(nodes))

    def _put(self, cost: Reals, most: ArrayLike, entries: int, index: Whole, values: Reals) -> None:
        """Columns with equally many entries each; ``most`` 0 closes one, anything else is no limit."""
        count = len(cost)
        upper = np.where(np.asarray(most, float) > 0, highspy.kHighsInf, 0.0)
        starts = np.arange(count, dtype=np.int32) * entries
        self._highs.addCols(
            count, cost.astype(float), np.zeros(count), upper, len(index), starts, index.astype(np.int32), values
        )

    def _row(self, low: float, high: float, columns: ArrayLike, values: ArrayLike) -> int:
        index = np.asarray(columns, np.int32)
        weights = np.ascontiguousarray(np.broadcast_to(np.asarray(values, float), index.shape))
        self._highs.addRow(low, high, len(index), index, weights)
        return int(self._highs.getNumRow()) - 1

    def _slack(self, row: int, sign: float) -> None:
        """A dear way out, so that there is always an answer; it can only lower the bound."""
        self._put(np.array([DEAR]), np.ones(1), 1, np.array([row]), np.array([sign]))

    def _add_limits(self) -> None:
        """Units are visited; vehicles, their shifts and what they carry are limited."""
        relaxed, every = self._relaxed, range(len(self._kinds))
        for unit in relaxed.units:
            least = relaxed.visits[unit[0]] if len(unit) == 1 else 1.0
            most = highspy.kHighsInf if relaxed.often[list(unit)].any() else least
            row = self._row(least, most, np.concatenate([self._columns(0, k)[list(unit)] for k in every]), 1.0)
            self._slack(row, 1.0)
        for choice in relaxed.choices:
            self._row(0.0, 1.0, np.concatenate([self._columns(0, k)[list(choice)] for k in every]), 1.0)
        for number, kind in enumerate(self._kinds):
            if np.isfinite(kind.limit):
                self._slack(self._row(-highspy.kHighsInf, kind.limit, self._columns(1, number), 1.0), -1.0)
            if np.isfinite(kind.shift) and kind.shift > 0:
                self._shifts[number] = self._shift_row(number, kind)
                self._slack(self._shifts[number], -1.0)
        out = np.concatenate([self._columns(1, k) for k in every])
        for dimension, weight in enumerate(relaxed.weights.sum(axis=0).tolist() if relaxed.units else ()):
            capacity = np.array([kind.capacity[dimension] for kind in self._kinds])
            if weight > 0 and capacity.max() > 0:
                share = np.repeat(capacity / capacity.max(), self._nodes)
                self._slack(self._row(weight / capacity.max(), highspy.kHighsInf, out, share), 1.0)

    def _shift_row(self, number: int, kind: Kind) -> int:
        """All the time of a kind's trips fits into their shifts; arcs join this row as they come."""
        columns = np.concatenate([self._columns(1, number), self._columns(2, number)])
        away, home = kind.busy_leaving / kind.shift - 1.0, kind.busy_returning / kind.shift
        return self._row(-highspy.kHighsInf, 0.0, columns, np.concatenate([away, home]))

    def _reduced(self, duals: Reals) -> list[Reals]:
        """Reduced costs of the arcs that are not there yet; 0 for those that are, or never can be."""
        kinds, nodes = len(self._kinds), self._nodes
        entered, left = duals[: 2 * kinds * nodes].reshape(2, kinds, nodes)
        inside = self._inside.astype(float)
        prices = []
        for number, kind in enumerate(self._kinds):
            worth = duals[self._first_cut :][: len(inside)] * self._per_kind[:, number]
            used = inside.any(axis=1) & (worth != 0)
            reduced = kind.arcs / self._unit - entered[number][None, :] - left[number][:, None]
            reduced = reduced + (inside[used].T * worth[used]) @ inside[used]
            if number in self._shifts:
                reduced = reduced - duals[self._shifts[number]] * kind.busy / kind.shift
            prices.append(np.where(self._have[number] | ~np.isfinite(kind.arcs), 0.0, reduced))
        return prices

    def _price_in(self, prices: list[Reals], most: int) -> None:
        """Add the arcs that pay most, up to so many out of and into each node."""
        for number, reduced in enumerate(prices):
            wanted = np.zeros_like(self._have[number])
            for axis in (0, 1):
                order = np.argsort(reduced, axis=axis, kind="stable").take(range(min(most, self._nodes)), axis=axis)
                np.put_along_axis(wanted, order, True, axis=axis)
            here, there = np.nonzero(wanted & (reduced < -EXACT))
            self._add_arcs(number, here, there)

    def _add_arcs(self, number: int, here: Whole, there: Whole) -> None:
        if not len(here):
            return
        kind, kinds, nodes = self._kinds[number], len(self._kinds), self._nodes
        rows = [number * nodes + there, (kinds + number) * nodes + here]
        values = [np.ones(len(here)), np.ones(len(here))]
        if number in self._shifts:
            rows.append(np.full(len(here), self._shifts[number]))
            values.append(kind.busy[here, there] / kind.shift)
        position = [np.arange(len(here))] * len(rows)
        cut, arc = np.nonzero(self._inside[:, here] & self._inside[:, there])
        rows.append(self._first_cut + cut)
        values.append(-self._per_kind[cut, number])
        position.append(arc)
        order = np.argsort(np.concatenate(position), kind="stable")
        where, index = np.concatenate(position)[order], np.concatenate(rows)[order].astype(np.int32)
        starts = np.searchsorted(where, np.arange(len(here))).astype(np.int32)
        self._highs.addCols(
            len(here),
            np.ascontiguousarray(kind.arcs[here, there] / self._unit),
            np.zeros(len(here)),
            np.full(len(here), highspy.kHighsInf),
            len(index),
            starts,
            index,
            np.concatenate(values)[order],
        )
        self._have[number, here, there] = True
        first = int(self._highs.getNumCol()) - len(here)
        new = np.vstack([np.full(len(here), number), here, there, np.arange(first, first + len(here))])
        self._arc = np.hstack([self._arc, new])

    def _add_cut(self, nodes: tuple[int, ...], per_kind: Reals, least: float) -> None:
        """Visits less the flow inside is what enters; each kind counts by its share."""
        inside = np.zeros(self._nodes, bool)
        inside[list(nodes)] = True
        kind, here, there, column = self._arc
        arcs = np.flatnonzero(inside[here] & inside[there])
        visits = [self._columns(0, number)[inside] for number in range(len(self._kinds))]
        columns = np.concatenate([*visits, column[arcs]])
        values = np.concatenate([np.repeat(per_kind, len(nodes)), -per_kind[kind[arcs]]])
        self._row(least, highspy.kHighsInf, columns, values)
        self._inside, self._per_kind = np.vstack([self._inside, inside]), np.vstack([self._per_kind, per_kind])

    def _fraction(self, bound: float) -> Fraction:
        x = np.array(self._highs.getSolution().col_value)
        _, here, there, column = self._arc
        between = np.zeros((self._nodes, self._nodes))
        np.add.at(between, (here, there), x[column])
        visits = sum((x[self._columns(0, number)] for number in range(len(self._kinds))), np.zeros(self._nodes))
        return Fraction(bound, between, visits)
