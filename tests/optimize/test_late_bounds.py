"""The last two bounds are found in a thread beside the search, which leaves nothing behind."""

import threading
from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import integers

from optimize.bounds import late
from optimize.bounds.goods import GoodsBound
from optimize.figures import Figures
from optimize.plan import Ended
from optimize.planner import solve
from optimize.programs.bounding import Bounding
from optimize.programs.linear import Program, Reals
from optimize.progress import Control, Event
from tests.optimize.instances import random_problem


def at_work() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("bounds")]


def assignment(size: int) -> tuple[Program, Reals]:
    """Everybody one task of a square of costs."""
    program = Program()
    columns = program.add_columns(size * size, 0, 1).reshape(size, size)
    program.put(program.add_rows(size, 1, 1)[:, None], columns, 1.0)
    program.put(program.add_rows(size, 1, 1), columns, 1.0)
    return program, np.random.default_rng(1).random(size * size)


def test_prices_prove_the_optimum() -> None:
    program, cost = assignment(30)
    bounding = Bounding(program)
    optimum = program.solve(cost, Control()).value
    assert bounding.least(cost, bounding.prices(cost, Control())) == pytest.approx(optimum, rel=1e-6)


@given(seed=integers(0, 1000))
def test_whatever_prices_are_they_prove_too_little_rather_than_too_much(seed: int) -> None:
    program, cost = assignment(6)
    optimum = program.solve(cost, Control()).value
    prices = np.random.default_rng(seed).normal(size=program.rows)
    assert Bounding(program).least(cost, prices) <= optimum + 1e-9


def test_prices_prove_a_bound_for_other_limits_too() -> None:
    program, cost = assignment(12)
    dear = np.random.default_rng(2).random(program.columns) < 0.5
    row = int(program.add_rows(1, -np.inf, np.inf)[0])
    program.put(row, np.arange(program.columns), dear)
    bounding = Bounding(program)
    bounding.limit(row, 4.0)
    prices = bounding.prices(cost, Control())
    for most in (2.0, 3.0, 4.0, 12.0):
        bounding.limit(row, most)
        program.set_row(row, -np.inf, most)
        optimum = program.solve(cost, Control()).value
        assert bounding.least(cost, prices) <= optimum + 1e-6
        assert bounding.least(cost, bounding.prices(cost, Control())) == pytest.approx(optimum, rel=1e-6)


def test_a_solve_ends_soon_after_a_stop_and_proves_no_more_than_it_may() -> None:
    program, cost = assignment(100)
    asked = count()
    bounding = Bounding(program)
    prices = bounding.prices(cost, Control(stop=lambda: next(asked) > 3))
    assert next(asked) < 20
    assert bounding.least(cost, prices) <= bounding.least(cost, bounding.prices(cost, Control())) + 1e-6


def test_a_solve_does_not_begin_after_a_stop() -> None:
    program, cost = assignment(5)
    assert not Bounding(program).prices(cost, Control(stop=lambda: True)).any()


def test_bounds_are_the_same_when_begun_at_the_end_only(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(5, groups=5, shelters=3, sources=4)
    plan = solve(problem, effort=20)
    begin = late.LateBounds.begin

    def begin_late(self: late.LateBounds, figures: Figures, control: Control) -> object:
        return begin(self, figures, control) if control.reserved_s == 0 else None

    monkeypatch.setattr(late.LateBounds, "begin", begin_late)
    assert solve(problem, effort=20).objective == plan.objective


def test_a_stop_while_bounds_are_awaited_leaves_no_thread_behind() -> None:
    stopped = threading.Event()

    def listen(event: Event) -> None:
        if event.stage == "bounds":
            stopped.set()

    plan = solve(random_problem(3, groups=6, shelters=3), progress=listen, stop=stopped.is_set)
    assert plan.ended in (Ended.CANCELLED, Ended.PROVEN, Ended.EFFORT)
    for thread in at_work():
        thread.join(timeout=30)
    assert not at_work()


def test_what_goes_wrong_in_the_thread_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> float:
        raise ValueError("no such row")

    monkeypatch.setattr(GoodsBound, "channel_cost", fail)
    with pytest.raises(ValueError, match="no such row"):
        solve(random_problem(3, groups=4, shelters=3), effort=5)
    for thread in at_work():
        thread.join(timeout=30)
    assert not at_work()
