"""Searching the audit, newest first."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import AuditEntry, AuditLink, Outcome
from app.audit.schemas import AuditPage, AuditRow, AuditState
from app.audit.sealing import GENESIS
from app.kernel.paging import after_key, cut, decode_cursor, encode_cursor

EXPORT_PAGE = 1_000


@dataclass(frozen=True)
class Wanted:
    """What is looked for; everything that is given must hold. ``text`` is sought in names, also the Chinese ones of
    operations, in subjects, details and the rows before and after."""

    actor: str | None = None
    operation: str | None = None
    outcome: Outcome | None = None
    subject_id: str | None = None
    request_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


async def search(
    session: AsyncSession, wanted: Wanted, *, names: Mapping[str, str], after: str | None, limit: int
) -> AuditPage:
    """``names`` are the operations' Chinese names."""
    key = decode_cursor(after, [UUID]) if after else None
    query = after_key(_chosen(wanted, names), [col(AuditEntry.id)], key, limit=limit, descending=True)
    shown, more = cut((await session.execute(query)).all(), limit)
    rows = [_row(entry, position, names) for entry, position in shown]
    return AuditPage(items=rows, next=encode_cursor([rows[-1].id]) if more else None)


async def export(session: AsyncSession, wanted: Wanted, *, names: Mapping[str, str]) -> AsyncIterator[AuditRow]:
    """All that is wanted, newest first, read page by page."""
    after = None
    while True:
        page = await search(session, wanted, names=names, after=after, limit=EXPORT_PAGE)
        for row in page.items:
            yield row
        session.expunge_all()
        if page.next is None:
            return
        after = page.next


async def state(session: AsyncSession) -> AuditState:
    newest = select(AuditLink).order_by(col(AuditLink.position).desc()).limit(1)
    last = (await session.exec(newest)).one_or_none()
    total, oldest = (await session.exec(select(func.count(), func.min(AuditEntry.at)).select_from(AuditEntry))).one()
    sealed = last.position if last else 0
    return AuditState(
        sealed=sealed, unsealed=max(0, total - sealed), head=last.hash if last else GENESIS, oldest=oldest
    )


def _chosen(wanted: Wanted, names: Mapping[str, str]) -> Select[AuditEntry, int]:
    query = sa.select(AuditEntry, col(AuditLink.position)).outerjoin(
        AuditLink, col(AuditLink.entry_id) == col(AuditEntry.id)
    )
    exact = {"actor": wanted.actor, "operation": wanted.operation, "outcome": wanted.outcome}
    exact |= {"subject_id": wanted.subject_id, "request_id": wanted.request_id}
    for name, value in exact.items():
        if value is not None:
            query = query.where(getattr(AuditEntry, name) == value)
    if wanted.since is not None:
        query = query.where(col(AuditEntry.at) >= wanted.since)
    if wanted.until is not None:
        query = query.where(col(AuditEntry.at) < wanted.until)
    if wanted.text:
        query = query.where(_says(wanted.text, names))
    return query


def _says(words: str, names: Mapping[str, str]) -> ColumnElement[bool]:
    """Whether an entry shows these words, or would after its operation is named in Chinese."""
    called = [operation for operation, name in names.items() if words.casefold() in name.casefold()]
    sought = ("actor_name", "actor", "operation", "subject_id", "detail", "before", "after")
    written = (sa.cast(getattr(AuditEntry, name), sa.Text) for name in sought)
    return or_(col(AuditEntry.operation).in_(called), *(one.icontains(words, autoescape=True) for one in written))


def _row(entry: AuditEntry, position: int | None, names: Mapping[str, str]) -> AuditRow:
    found = entry.model_dump() | {"position": position, "operation_name": names.get(entry.operation, "")}
    return AuditRow.model_validate(found)
