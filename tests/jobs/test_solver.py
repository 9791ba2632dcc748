"""The solver's child: answers, tells, stops softly, is killed, and leaves nothing behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.jobs import solver as solving
from app.jobs.solver import ChildDied, ChildFailed, Solver, Stopped, run_in_child

TARGETS = "tests.jobs.targets"


@pytest.fixture
async def solver() -> AsyncIterator[Solver]:
    async with Solver() as current:
        yield current


class Told(list[dict[str, Any]]):
    def __call__(self, told: dict[str, Any]) -> None:
        self.append(told)

    async def process(self) -> psutil.Process:
        """The child's process, once it has told its id."""
        async with asyncio.timeout(20):
            while not self:  # noqa: ASYNC110  # filled by a callback
                await asyncio.sleep(0.01)
        return psutil.Process(int(self[0]["text"]))


def never() -> bool:
    return False


def alive(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


async def test_a_task_answers_and_tells_in_order(solver: Solver) -> None:
    told = Told()
    payload = "卷" * 3_000_000  # far more than a pipe holds
    assert await solver.run(f"{TARGETS}:echo", payload, told, never) == payload
    assert [each["stage"] for each in told] == ["first", "second"]


async def test_without_a_worker_a_child_is_made_for_the_call() -> None:
    assert await run_in_child(f"{TARGETS}:echo", "x", Told(), never) == "x"


async def test_a_warm_child_is_replaced_after_use(solver: Solver) -> None:
    solver.keep_warm(TARGETS)
    first, second = Told(), Told()
    for told in (first, second):
        await solver.run(f"{TARGETS}:patient", "", told, lambda seen=told: len(seen) > 3)
    assert first[0]["text"] != second[0]["text"]


async def test_a_cancelled_task_answers_with_its_best_so_far(solver: Solver) -> None:
    told = Told()
    assert await solver.run(f"{TARGETS}:patient", "", told, lambda: len(told) > 3) == "best so far"


async def test_a_task_over_its_time_is_asked_to_stop(solver: Solver) -> None:
    assert await solver.run(f"{TARGETS}:patient", "", Told(), never, time_limit_s=0.5) == "best so far"


async def test_a_task_that_does_not_listen_is_killed(solver: Solver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "SOFT_STOP_S", 0.3)
    told = Told()
    with pytest.raises(Stopped):
        await solver.run(f"{TARGETS}:deaf", "", told, lambda: bool(told))
    assert not psutil.pid_exists(int(told[0]["text"]))


async def test_a_fault_in_the_task_is_told_in_words(solver: Solver) -> None:
    with pytest.raises(ChildFailed, match="算不出来"):
        await solver.run(f"{TARGETS}:broken", "", Told(), never)


async def test_a_dead_child_is_noticed(solver: Solver) -> None:
    with pytest.raises(ChildDied):
        await solver.run(f"{TARGETS}:dead", "", Told(), never)


async def test_too_much_memory_is_refused_to_the_child(solver: Solver) -> None:
    with pytest.raises(ChildFailed, match="内存不足"):
        await solver.run(f"{TARGETS}:greedy", "", Told(), never)


async def test_leaving_early_kills_the_child(solver: Solver) -> None:
    told = Told()
    task = asyncio.create_task(solver.run(f"{TARGETS}:deaf", "", told, never))
    process = await told.process()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not alive(process)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_children_die_with_their_parent(sign: signal.Signals) -> None:
    program = textwrap.dedent(f"""
        import asyncio
        from app.jobs.solver import Solver
        async def main():
            async with Solver() as solver:
                await solver.run("{TARGETS}:deaf", "", lambda told: print(told["text"], flush=True), lambda: False)
        asyncio.run(main())
    """)
    root = Path(__file__).parents[2]
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=root)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    os.kill(parent.pid, sign)
    parent.wait()
    deadline = time.monotonic() + 10
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child)
