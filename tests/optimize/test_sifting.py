"""Sifting: as good as the whole program, level after level, and sure of it."""

import numpy as np
import pytest

from optimize.programs.linear import Program, Reals, Whole
from optimize.programs.sifting import Sifting
from optimize.progress import Control

SOURCES, NEEDS = 30, 20


def transport(seed: int) -> tuple[Program, Whole, list[Reals]]:
    """Too little stock for all needs: the program, the need of each column, and unmet units, worst share and cost."""
    random = np.random.default_rng(seed)
    program = Program()
    source, need = (part.ravel() for part in np.meshgrid(range(SOURCES), range(NEEDS), indexing="ij"))
    flow = program.add_columns(SOURCES * NEEDS)
    unmet = program.add_columns(NEEDS)
    share = program.add_columns(1, 0, 1)
    wanted = random.integers(20, 60, NEEDS).astype(float)
    served = program.add_rows(NEEDS, wanted, wanted)
    program.put(served[need], flow, 1.0)
    program.put(served, unmet, 1.0)
    stock = program.add_rows(SOURCES, -np.inf, random.integers(5, 40, SOURCES).astype(float))
    program.put(stock[source], flow, 1.0)
    least = program.add_rows(NEEDS, -np.inf, wanted)
    program.put(least, unmet, 1.0)
    program.put(least, share[0], wanted)
    costs = [np.zeros(program.columns) for _ in range(3)]
    costs[0][unmet] = random.integers(1, 4, NEEDS)
    costs[1][share] = -1.0
    costs[2][flow] = random.uniform(1, 100, len(flow))
    return program, np.concatenate([need, np.arange(NEEDS), [0]]), costs


def sifted(seed: int, per_need: int) -> tuple[Sifting, list[Reals]]:
    program, family, costs = transport(seed)
    core = np.ones(program.columns, dtype=bool)
    core[per_need * NEEDS : SOURCES * NEEDS] = False
    return Sifting(program, core, family), costs


def by_rows(seed: int) -> list[float]:
    """The value of each level, earlier ones held by rows of their own."""
    program, _, costs = transport(seed)
    rows = program.add_rows(len(costs), -np.inf, np.inf)
    for row, cost in zip(rows, costs, strict=True):
        program.put(row, np.flatnonzero(cost), cost[np.flatnonzero(cost)])
    values = []
    for row, cost in zip(rows, costs, strict=True):
        answer = program.solve(cost, Control())
        assert answer.proven
        values.append(answer.value)
        program.set_row(int(row), -np.inf, answer.value)
    return values


@pytest.mark.parametrize("per_need", [0, 2, SOURCES])
@pytest.mark.parametrize("seed", range(4))
def test_levels_are_those_of_the_whole_program(seed: int, per_need: int) -> None:
    program, costs = sifted(seed, per_need)
    for cost in costs:
        answer = program.settle(cost, Control())
        assert answer.proven
        assert answer.bound == answer.value
    assert [float(cost @ answer.x) for cost in costs] == pytest.approx(by_rows(seed), rel=1e-7, abs=1e-6)


def test_every_column_is_priced_though_few_are_in_the_solver() -> None:
    program, costs = sifted(1, 2)
    answer = program.settle(1_000 * costs[0] + costs[2], Control())
    assert program.certificate is not None
    assert program.certificate.priced == program.columns
    assert program.certificate.core < program.columns
    assert program.certificate.least_reduced >= -1e-7
    assert (answer.reduced[answer.x == 0] >= -1e-7).all()


def test_nothing_is_proven_after_a_stop() -> None:
    program, costs = sifted(2, 2)
    assert not program.solve(1_000 * costs[0] + costs[2], Control(stop=lambda: True)).proven
    assert program.certificate is None


def test_bounds_may_change_between_levels() -> None:
    program, costs = sifted(3, 1)
    cost = 1_000 * costs[0] + costs[2]
    before = program.solve(cost, Control())
    used = np.flatnonzero(before.x[: SOURCES * NEEDS] > 0)[:3]
    program.set_bounds(used, 0.0, 0.0)
    assert program.solve(cost, Control()).value > before.value
    program.set_bounds(used, 0.0, np.inf)
    assert program.solve(cost, Control()).value == pytest.approx(before.value)


def test_a_fork_goes_another_way_from_the_same_point() -> None:
    program, costs = sifted(3, 1)
    alone, _ = sifted(3, 1)
    for each in (program, alone):
        each.settle(costs[0], Control())
    fork = program.fork()
    other = -costs[2]
    assert fork.settle(other, Control()).value == pytest.approx(alone.settle(other, Control()).value)
    answers = [program.settle(cost, Control()) for cost in costs[1:]]
    assert [float(cost @ answers[-1].x) for cost in costs] == pytest.approx(by_rows(3), rel=1e-7, abs=1e-6)
