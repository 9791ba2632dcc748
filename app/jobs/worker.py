"""The worker: takes jobs from the queue and runs them, each at most once at a time and at most three times in all."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as Delivery
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries

from app.jobs import queue, schedule
from app.jobs.models import Job, JobState
from app.jobs.solver import ChildDied, Solver, Stopped, share
from app.kernel import clock
from app.kernel.database import UNREACHABLE, Database, driver_address
from app.kernel.errors import Problem

log = structlog.get_logger(__name__)

ATTEMPTS = 3
_HEARTBEAT_TIMEOUT = timedelta(seconds=10)
_CANCEL_POLL_S = 0.3
_PROGRESS_EVERY_S = 0.25
_RECONNECT_S = 1.0
_AGAIN_LATER = timedelta(seconds=3)


class Running:
    """One attempt at one job: what its body sees as ``queue.Run``."""

    def __init__(self, job: Job, database: Database) -> None:
        self.job, self.database = job, database
        self._cancelled = False
        self._told: dict[str, Any] = {}
        self._written_at = 0.0
        self._unwritten = False
        self._writing = asyncio.Lock()

    def cancelled(self) -> bool:
        return self._cancelled

    async def progress(self, **told: Any) -> None:
        """Writes at most four times a second, the last of a burst a moment later; a new stage is always written."""
        new_stage = told.get("stage") != self._told.get("stage")
        self._told = {**self._told, **told}
        self._unwritten = True
        if new_stage or asyncio.get_running_loop().time() - self._written_at >= _PROGRESS_EVERY_S:
            await self._write()

    async def _write(self) -> None:
        async with self._writing:
            if self._unwritten:
                self._unwritten, self._written_at = False, asyncio.get_running_loop().time()
                async with self.database.transaction() as session:
                    await queue.note_progress(session, self.job.id, self._told)

    async def watch(self) -> None:
        """Notice that somebody asked to cancel, and write what progress has left unwritten."""
        while not self._cancelled:
            await asyncio.sleep(_CANCEL_POLL_S)
            with contextlib.suppress(*UNREACHABLE):
                await self._write()
                async with self.database.transaction() as session:
                    self._cancelled = (await queue.read(session, self.job.id)).cancel_requested


class Worker:
    """Runs until cancelled; a lost database is waited for."""

    def __init__(
        self, database: Database, *, slots: int = 1, heartbeat_timeout: timedelta = _HEARTBEAT_TIMEOUT
    ) -> None:
        self.database = database
        self.heartbeat_timeout = heartbeat_timeout
        self._slots = asyncio.Semaphore(slots)
        self._manager: QueueManager | None = None
        self._solver = Solver()
        self._stopping = False
        self._address = driver_address(database.url)

    async def run(self) -> None:
        """Work until ``stop`` is called or the task is cancelled."""
        async with self._solver:
            share(self._solver)
            try:
                for module in queue.warm_modules():
                    self._solver.keep_warm(module)
                await self._serve_forever()
            finally:
                share(None)

    def stop(self) -> None:
        """Take no more jobs and end the running one at once: it goes back to the queue, its attempt not counted."""
        self._stopping = True
        if self._manager is not None:
            self._manager.shutdown.set()
        self._solver.interrupt()

    async def _serve_forever(self) -> None:
        while not self._stopping:
            try:
                pool = await asyncpg.create_pool(self._address, min_size=2, max_size=4, timeout=10)
                try:
                    await self._serve(pool)
                finally:
                    pool.terminate()  # closing would wait for connections that nobody gives back any more
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ExceptionGroup, RuntimeError) as error:
                log.warning("worker_interrupted", error=repr(error))
                await asyncio.sleep(_RECONNECT_S)

    async def _serve(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._manager = manager = QueueManager(Queries(AsyncpgPoolDriver(pool)))
        manager.entrypoint(queue.ENTRYPOINT)(self._deliver)
        async with asyncio.TaskGroup() as group:
            tending = group.create_task(schedule.tend(self.database))
            try:
                await manager.run(
                    dequeue_timeout=timedelta(seconds=5),
                    batch_size=1,
                    max_concurrent_tasks=2,  # one runs, one waits at the door; the rest is left to other workers
                    heartbeat_timeout=self.heartbeat_timeout,
                    shutdown_on_listener_failure=True,
                )
            finally:
                tending.cancel()

    async def _deliver(self, delivery: Delivery) -> None:
        assert delivery.payload is not None
        job_id = UUID(delivery.payload.decode())
        async with self._slots:
            try:
                await self._attempt(job_id)
            except (*UNREACHABLE, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("job_interrupted", job=str(job_id), error=repr(error))
                raise RetryRequested(_AGAIN_LATER, "database trouble") from error

    async def _attempt(self, job_id: UUID) -> None:
        """Run the job under an advisory lock of a connection of its own: the lock dies with this worker."""
        connection = await asyncpg.connect(self._address, timeout=10)
        try:
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock_number(job_id)):
                raise RetryRequested(_AGAIN_LATER, "still running elsewhere")
            job = await self._claim(job_id)
            if job is not None:
                await self._work(job)
        finally:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=5)

    async def _claim(self, job_id: UUID) -> Job | None:
        """The job, marked as running; None when it is over, or now fails since its attempts are used up."""
        async with self.database.transaction() as session:
            job = await session.get(Job, job_id, with_for_update=True)
            if job is None or job.state in queue.OVER:
                return None
            if job.cancel_requested:
                _end(job, JobState.CANCELLED)
            elif job.attempts >= ATTEMPTS:
                _end(job, JobState.FAILED, error=f"计算进程 {ATTEMPTS} 次意外结束，已放弃。")
            else:
                job.state, job.attempts = JobState.RUNNING, job.attempts + 1
                job.started_at = job.started_at or clock.now()
            session.add(job)
            await session.flush()
            await queue.tell(session, job)
        return job if job.state == JobState.RUNNING else None

    async def _work(self, job: Job) -> None:
        running = Running(job, self.database)
        watcher = asyncio.create_task(running.watch())
        try:
            state, error, result = await self._outcome(running)
        finally:
            watcher.cancel()
        async with self.database.transaction() as session:
            current = await session.get_one(Job, job.id, with_for_update=True)
            if current.state in queue.OVER:
                return
            _end(current, state, error=error, result=result)
            session.add(current)
            await session.flush()
            await queue.tell(session, current)

    async def _outcome(self, running: Running) -> tuple[JobState, str | None, Mapping[str, Any] | None]:
        body = queue.body_of(running.job.kind)
        if body is None:
            return JobState.FAILED, f"本程序不认识“{running.job.kind}”类任务。", None
        try:
            result = await body(running)
        except Stopped:
            return JobState.CANCELLED, None, None
        except ChildDied as died:
            if self._stopping:
                await self._give_back(running.job)
            if self._stopping or running.job.attempts < ATTEMPTS:
                raise RetryRequested(_AGAIN_LATER, "child died") from died
            return JobState.FAILED, died.detail, None
        except UNREACHABLE:  # before other problems: the job is tried again
            raise
        except Problem as refusal:
            return JobState.FAILED, refusal.detail, None
        except Exception:
            log.exception("job_failed", job=str(running.job.id), kind=running.job.kind)
            return JobState.FAILED, "计算中出现意外错误，已记录在日志中。", None
        return JobState.CANCELLED if running.cancelled() else JobState.DONE, None, result

    async def _give_back(self, job: Job) -> None:
        async with self.database.transaction() as session:
            current = await session.get_one(Job, job.id, with_for_update=True)
            current.state, current.attempts = JobState.QUEUED, current.attempts - 1
            session.add(current)


def _end(job: Job, state: JobState, *, error: str | None = None, result: Mapping[str, Any] | None = None) -> None:
    job.state, job.error, job.finished_at = state, error, clock.now()
    job.result = None if result is None else dict(result)


def lock_number(job_id: UUID) -> int:
    """The advisory lock of a job: its low 63 bits (random in a version 7 UUID)."""
    return job_id.int & (2**63 - 1)
