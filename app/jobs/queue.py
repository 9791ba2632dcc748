"""The port to the queue: jobs are rows of ours, delivered by PgQueuer, and commit with what asked for them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from uuid import UUID

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.jobs.models import Job, JobState
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.errors import Conflict, NotFound
from app.kernel.events import publish

ENTRYPOINT = "job"
TOPIC = "job"
OVER = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class Run(Protocol):
    """What a job's body may use while it runs."""

    job: Job
    database: Database

    def cancelled(self) -> bool:
        """Whether somebody asked to stop: end soon, with the best result so far or none."""

    async def progress(self, **told: Any) -> None:
        """Tell how far it is: ``stage``, ``fraction`` (0 to 1), ``text`` and what else the page shows."""


Body = Callable[[Run], Awaitable[Mapping[str, Any] | None]]
"""The work of a kind of job. Its result is stored; a ``Problem`` it raises ends the job with that sentence."""

_bodies: dict[str, Body] = {}
_warm: set[str] = set()


def register(kind: str, body: Body, *, solves_in: str | None = None) -> None:
    """Say what does the jobs of a kind; called once, when the room is imported.

    ``solves_in`` names the module whose function the body runs in a child, so that workers keep one warm.
    """
    _bodies[kind] = body
    _warm.update({solves_in} if solves_in else ())


def body_of(kind: str) -> Body | None:
    return _bodies.get(kind)


def warm_modules() -> frozenset[str]:
    return frozenset(_warm)


async def enqueue(
    session: AsyncSession,
    kind: str,
    payload: Mapping[str, Any],
    *,
    requested_by: str,
    division: str | None = None,
) -> Job:
    """Queue a job in the session's transaction: it exists exactly if that commits.

    ``division``: where the plans lie that it is about; without one it is the affair of who asked for it.
    """
    job = Job(kind=kind, payload=dict(payload), requested_by=requested_by, division=division, created_at=clock.now())
    session.add(job)
    await session.flush()  # SQLAlchemy begins lazily: only now does the driver's connection hold a transaction
    await deliver(session, job.id)
    await tell(session, job)
    return job


async def deliver(session: AsyncSession, job_id: UUID) -> None:
    """Hand the job to PgQueuer on the session's own connection; a job already waiting there stays single."""
    raw = await (await session.connection()).get_raw_connection()
    assert raw.driver_connection is not None
    queries = Queries(AsyncpgDriver(raw.driver_connection))
    await queries.enqueue([ENTRYPOINT], [str(job_id).encode()], [0], dedupe_key=[str(job_id)], on_conflict="skip")


async def read(session: AsyncSession, job_id: UUID) -> Job:
    job = await session.get(Job, job_id)
    if job is None:
        raise NotFound("没有这个任务。")
    return job


async def cancel(session: AsyncSession, job_id: UUID) -> Job:
    """A waiting job ends at once; a running one is asked to stop. A job that is over is refused."""
    found = await session.get(Job, job_id, with_for_update=True)
    if found is None:
        raise NotFound("没有这个任务。")
    if found.state in OVER:
        raise Conflict(f"任务已结束（{found.state.label}），不能取消。")
    found.cancel_requested = True
    if found.state == JobState.QUEUED:
        found.state, found.finished_at = JobState.CANCELLED, clock.now()
    session.add(found)
    await session.flush()
    await tell(session, found)
    return found


async def tell(session: AsyncSession, job: Job) -> None:
    """Announce the job's state when the transaction commits."""
    told = {"id": str(job.id), "kind": job.kind, "state": job.state.value, "progress": job.progress}
    places = [(job.division, None)] if job.division else None
    await publish(session, TOPIC, told, places=places, people=[job.requested_by])


async def note_progress(session: AsyncSession, job_id: UUID, told: dict[str, Any]) -> None:
    await session.execute(update(Job).where(col(Job.id) == job_id).values(progress=told))
    job = await read(session, job_id)
    await tell(session, job)
