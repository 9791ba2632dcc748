"""What is done from time to time, whoever asks: lost jobs are delivered again, old stored answers deleted."""

import asyncio

import structlog
from sqlalchemy import text

from app.jobs import queue
from app.kernel.database import UNREACHABLE, Database
from app.kernel.idempotency import forget_old

log = structlog.get_logger(__name__)

EVERY_S = 60.0

_UNDELIVERED = text(
    """
    SELECT job.id FROM job
    WHERE job.state IN ('queued', 'running') AND NOT EXISTS (
        SELECT FROM pgqueuer q
        WHERE q.status IN ('queued', 'picked') AND q.dedupe_key = job.id::text
    )
    ORDER BY job.id LIMIT 100
    """
)


async def tend(database: Database) -> None:
    """Runs beside a worker until cancelled."""
    while True:
        try:
            await redeliver(database)
            async with database.transaction() as session:
                await forget_old(session)
        except UNREACHABLE as error:
            log.warning("schedule_interrupted", error=repr(error))
        await asyncio.sleep(EVERY_S)


async def redeliver(database: Database) -> int:
    """Hand over again the jobs that are not over but no longer in the queue; returns how many."""
    async with database.transaction() as session:
        lost = (await session.execute(_UNDELIVERED)).scalars().all()
        for job_id in lost:
            await queue.deliver(session, job_id)
    return len(lost)
