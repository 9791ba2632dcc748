"""Long computations in a child process: kept warm, one task each, stopped softly, then killed."""

import asyncio
import contextlib
import inspect
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog

import app
from app.kernel.errors import Problem

log = structlog.get_logger(__name__)

SOFT_STOP_S = 15.0
"""How long a child may take to end with its best result after it was asked to stop."""

_LINE_LIMIT_BYTES = 512 * 1024 * 1024
_MEMORY_BYTES = 6 * 1024**3

OnProgress = Callable[[dict[str, Any]], Awaitable[None] | None]


class ChildFailed(Problem):
    """The computation itself failed."""

    status, kind, title = 500, "computation-failed", "计算失败"


class ChildDied(Problem):
    """The child process ended without an answer (killed, out of memory); the same task may be tried again."""

    status, kind, title = 503, "computation-died", "计算进程意外结束"


class Stopped(Problem):
    """The task was cancelled and had no result yet, or did not stop in time and was killed."""

    status, kind, title = 409, "computation-stopped", "计算已取消"


class _Child:
    """One process, its two pipes, and the promise that closing it leaves nothing behind."""

    def __init__(self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: int) -> None:
        self.process, self.reader, self.writer = process, reader, writer

    @classmethod
    async def spawn(cls, module: str, memory_bytes: int) -> "_Child":
        from_us, to_child = os.pipe()
        from_child, to_us = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "app.jobs.child"),
                *map(str, (from_us, to_us, os.getpid(), memory_bytes, module)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                pass_fds=(from_us, to_us),
                cwd=Path(app.__file__).parent.parent,
                start_new_session=True,
            )
        finally:
            os.close(from_us)
            os.close(to_us)
        reader = asyncio.StreamReader(limit=_LINE_LIMIT_BYTES)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(from_child, "rb", buffering=0)
        )
        return cls(process, reader, to_child)

    async def send(self, message: dict[str, Any]) -> None:
        line = json.dumps(message, ensure_ascii=False).encode() + b"\n"
        with contextlib.suppress(BrokenPipeError):
            await asyncio.to_thread(_write_all, self.writer, line)

    async def heard(self) -> dict[str, Any] | None:
        """The next message, or None when the child is gone."""
        line = await self.reader.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    async def close(self) -> None:
        self.kill()
        with contextlib.suppress(OSError):
            os.close(self.writer)
        await self.process.wait()


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class Solver:
    """Runs tasks in children; for each module kept warm one child waits with everything imported."""

    def __init__(self, *, memory_bytes: int = _MEMORY_BYTES) -> None:
        self.memory_bytes = memory_bytes
        self._waiting: dict[str, asyncio.Task[_Child]] = {}
        self._kept: set[str] = set()
        self._busy: set[_Child] = set()

    async def __aenter__(self) -> "Solver":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._kept.clear()
        for spawned in self._waiting.values():
            with contextlib.suppress(Exception, asyncio.CancelledError):
                await (await spawned).close()
        self._waiting.clear()

    def keep_warm(self, module: str) -> None:
        """Have a child ready for ``module``, and another one after each use."""
        self._kept.add(module)
        self.prepare(module)

    def interrupt(self) -> None:
        """Kill what runs; whoever waits for it gets ``ChildDied``."""
        self._kept.clear()
        for child in self._busy:
            child.kill()

    def prepare(self, module: str) -> None:
        """Have a child ready for ``module`` once."""
        if module not in self._waiting:
            self._waiting[module] = asyncio.create_task(_Child.spawn(module, self.memory_bytes))

    async def run(
        self,
        target: str,
        payload: str,
        on_progress: OnProgress,
        cancelled: Callable[[], bool],
        *,
        time_limit_s: float | None = None,
    ) -> str:
        """Run ``target`` (``module:function``) on ``payload``; returns what it returns.

        A cancelled task, or one over ``time_limit_s``, is asked to stop and may still answer with its best so far;
        after ``SOFT_STOP_S`` more it is killed. Raises ``Stopped``, ``ChildFailed`` or ``ChildDied``.
        """
        module, function = target.split(":")
        self.prepare(module)
        child = await self._waiting.pop(module)
        watcher = None
        self._busy.add(child)
        try:
            await child.send({"function": function, "payload": payload})
            watcher = asyncio.create_task(_watch(child, cancelled, time_limit_s))
            return await _answer(child, on_progress, cancelled)
        finally:
            if watcher is not None:
                watcher.cancel()
            self._busy.discard(child)
            await child.close()
            if module in self._kept:
                self.prepare(module)


async def _watch(child: _Child, cancelled: Callable[[], bool], time_limit_s: float | None) -> None:
    """Ask the child to stop when its time is up or it is cancelled; kill it when it does not."""
    loop = asyncio.get_running_loop()
    deadline = None if time_limit_s is None else loop.time() + time_limit_s
    while not cancelled() and (deadline is None or loop.time() < deadline):  # noqa: ASYNC110  # nothing signals these
        await asyncio.sleep(0.1)
    await child.send({"stop": True})
    await asyncio.sleep(SOFT_STOP_S)
    log.warning("child_killed", pid=child.process.pid)
    child.kill()


async def _answer(child: _Child, on_progress: OnProgress, cancelled: Callable[[], bool]) -> str:
    while (message := await child.heard()) is not None:
        if "progress" in message:
            told = on_progress(message["progress"])
            if inspect.isawaitable(told):
                await told
        elif "result" in message:
            result: str = message["result"]
            return result
        elif "error" in message:
            log.error("child_failed", traceback=message.get("traceback"))
            raise ChildFailed(f"计算失败：{message['error']}")
    if cancelled():
        raise Stopped("计算已取消。")
    raise ChildDied("计算进程意外结束（可能内存不足或被系统终止）。")


_shared: Solver | None = None


def share(solver: Solver | None) -> None:
    """Make ``solver`` the one that ``run_in_child`` uses in this process (the worker's)."""
    global _shared  # noqa: PLW0603  # one worker, one set of warm children in a process
    _shared = solver


async def run_in_child(
    target: str,
    payload: str,
    on_progress: OnProgress,
    cancelled: Callable[[], bool],
    *,
    time_limit_s: float | None = None,
) -> str:
    """``Solver.run`` on the worker's solver, or on one made for this call where no worker runs (commands)."""
    if _shared is not None:
        return await _shared.run(target, payload, on_progress, cancelled, time_limit_s=time_limit_s)
    async with Solver() as single:
        return await single.run(target, payload, on_progress, cancelled, time_limit_s=time_limit_s)


@contextlib.asynccontextmanager
async def getting_ready(module: str) -> AsyncIterator[None]:
    """A child gets ready for ``module`` while its task is still being prepared; a worker has one anyway."""
    if _shared is not None:
        yield
        return
    async with Solver() as single:
        single.prepare(module)
        share(single)
        try:
            yield
        finally:
            share(None)
