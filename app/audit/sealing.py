"""The chain over the audit: rows are sealed in batches within seconds, outside the acts' own transactions.

A chain head inside every act would make all acts wait for each other. What commits late joins later links; what turns
up with a time long before the last seal is not sealed, and the proof names it as put in afterwards.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import insert, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import COLUMNS, AuditEntry, AuditLink
from app.kernel import clock
from app.kernel.database import UNREACHABLE, Database

log = structlog.get_logger(__name__)

Result = TypeVar("Result")

EVERY_S = 2.0
BATCH = 2_000
LATE = timedelta(minutes=5)
"""A transaction that stays idle is ended after two minutes, so no honest row comes later than this."""

GENESIS = "0" * 64
_LOCK = 0x59_43_41_55
"""One sealer at a time, whoever runs it."""


def link_hash(before: str, entry: Mapping[str, Any]) -> str:
    """The hash of the link that follows ``before`` and seals ``entry`` (all columns)."""
    written = json.dumps(dict(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written)
    return hashlib.sha256(f"{before}\n{written}".encode()).hexdigest()


def _written(value: object) -> str:
    return value.astimezone(clock.SHANGHAI).isoformat() if isinstance(value, datetime) else str(value)


async def seal(session: AsyncSession) -> int:
    """Link the rows that are not linked yet, oldest first; returns how many. Another sealer at work: none."""
    if not (await session.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK})).scalar_one():
        return 0
    newest = select(AuditLink).order_by(col(AuditLink.position).desc()).limit(1)
    last = (await session.exec(newest)).one_or_none()
    waiting = (
        select(*COLUMNS)
        .where(~select(AuditLink.position).where(AuditLink.entry_id == AuditEntry.id).exists())
        .order_by(col(AuditEntry.id))
        .limit(BATCH)
    )
    if last is not None:
        waiting = waiting.where(col(AuditEntry.at) > last.sealed_at - LATE)
    found = (await session.execute(waiting)).mappings().all()
    if not found:
        return 0
    position, hash_ = (last.position, last.hash) if last else (0, GENESIS)
    now, links = clock.now(), []
    for entry in found:
        position, hash_ = position + 1, link_hash(hash_, dict(entry))
        links.append({"position": position, "entry_id": entry["id"], "hash": hash_, "sealed_at": now})
    await session.execute(insert(AuditLink), links)
    log.info("audit_sealed", position=position, hash=hash_)  # a head kept outside the database shows a cut tail
    return len(links)


async def keep_sealing(database: Database) -> None:
    """Runs beside the web server and the worker until cancelled."""
    while True:
        await seal_all(database)
        await asyncio.sleep(EVERY_S)


async def seal_all(database: Database) -> None:
    """Seal whatever waits; where the database does not answer it waits on."""
    try:
        full = True
        while full:
            async with database.transaction() as session:
                full = await seal(session) == BATCH
    except UNREACHABLE as error:
        log.warning("sealing_interrupted", error=repr(error))


def then_sealed(work: Callable[[Database], Awaitable[Result]]) -> Callable[[Database], Awaitable[Result]]:
    """The work of a command; what it put on record is sealed before the command ends, whatever became of it."""

    async def run(database: Database) -> Result:
        try:
            return await work(database)
        finally:
            await seal_all(database)

    return run
