"""The last two bounds are found in a thread beside the search, which leaves nothing behind."""

import threading

import numpy as np
import pytest

from optimize.bounds import late
from optimize.figures import Figures
from optimize.plan import Ended
from optimize.planner import solve
from optimize.programs.linear import Program
from optimize.progress import Control, Event
from tests.optimize.instances import random_problem


def at_work() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("bounds")]


def test_a_quiet_solve_ends_when_another_thread_interrupts_it() -> None:
    random, size = np.random.default_rng(1), 300
    program = Program(quiet=True)
    columns = program.add_columns(size * size).reshape(size, size)
    program.put(program.add_rows(size, 1, 1)[:, None], columns, 1.0)
    program.put(program.add_rows(size, 1, 1), columns, 1.0)
    answers = []
    cost = random.random(size * size)
    solving = threading.Thread(target=lambda: answers.append(program.solve(cost, Control())))
    solving.start()
    while solving.is_alive():
        program.interrupt()
        solving.join(timeout=0.01)
    assert not answers[0].proven


def test_a_quiet_solve_does_not_begin_after_a_stop() -> None:
    program = Program(quiet=True)
    program.add_columns(2)
    program.put(program.add_rows(1, 1, np.inf)[0], [0, 1], 1.0)
    assert not program.solve(np.ones(2), Control(stop=lambda: True)).proven
    assert program.solve(np.ones(2), Control()).proven


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

    monkeypatch.setattr(late.GoodsBound, "channel_cost", fail)
    with pytest.raises(ValueError, match="no such row"):
        solve(random_problem(3, groups=4, shelters=3), effort=5)
    for thread in at_work():
        thread.join(timeout=30)
    assert not at_work()
