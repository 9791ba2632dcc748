"""Proof that the audit is whole: every link is worked out again, and every row must have its link."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import COLUMNS, AuditEntry, AuditLink
from app.audit.sealing import GENESIS, LATE, link_hash
from app.kernel import clock

PAGE = 2_000
GUARDS = {
    "audit_entry": {"audit_only_grows", "audit_never_emptied"},
    "audit_link": {"audit_only_grows", "audit_never_emptied"},
}


@dataclass(frozen=True)
class Breach:
    """One thing that is wrong; ``position`` in the chain where there is one."""

    position: int | None
    entry_id: UUID | None
    text: str


@dataclass
class Proof:
    """``sealed`` rows were checked, ``unsealed`` wait for their link (the oldest since ``unsealed_s`` seconds)."""

    sealed: int = 0
    unsealed: int = 0
    unsealed_s: float = 0.0
    head: str = GENESIS
    breaches: list[Breach] = field(default_factory=list)


async def prove(session: AsyncSession, *, known_head: tuple[int, str] | None = None) -> Proof:
    """All breaches in the order of the chain. ``known_head`` = a (position, hash) that was kept elsewhere."""
    proof = Proof()
    expected, batch, before_batch = 1, None, None
    async for link, entry in _links(session):
        if link.position != expected:
            gone = f"{expected} 至 {link.position - 1}" if link.position - 1 > expected else str(expected)
            proof.breaches.append(Breach(expected, None, f"链上缺第 {gone} 环"))
        if link.sealed_at != batch:
            batch, before_batch = link.sealed_at, batch
        wrong = _wrong(link, entry, proof.head if link.position == expected else None, before_batch)
        if wrong is None and known_head is not None and known_head[0] == link.position:
            wrong = None if known_head[1] == link.hash else f"第 {link.position} 环与另存的链头不同"
        if wrong is not None:
            proof.breaches.append(Breach(link.position, link.entry_id, wrong))
        proof.sealed, proof.head, expected = proof.sealed + 1, link.hash, link.position + 1
    if known_head is not None and known_head[0] >= expected:
        words = f"链在第 {expected - 1} 环中断，另存的链头是第 {known_head[0]} 环"
        proof.breaches.append(Breach(expected, None, words))
    await _loose(session, proof)
    proof.breaches += await _unguarded(session)
    return proof


def _wrong(
    link: AuditLink, entry: Mapping[str, Any] | None, before: str | None, before_batch: datetime | None
) -> str | None:
    """What is wrong with one link. ``before`` = the hash it follows, None when that link is missing; ``before_batch``
    = when the batch before it was sealed. A broken link's own hash is believed for the next, so each one is named."""
    named = f"第 {link.position} 行（{link.entry_id}）"
    if entry is None:
        return f"{named}已被删除"
    if before is not None and link_hash(before, entry) != link.hash:
        return f"{named}或它的链环被改动"
    if before_batch is not None and entry["at"] <= before_batch - LATE:
        return f"{named}是事后插入的"
    return None


async def _links(session: AsyncSession) -> AsyncIterator[tuple[AuditLink, Mapping[str, Any] | None]]:
    """Links in order, each with its entry or none where that is gone."""
    position = 0
    while True:
        links = select(AuditLink).where(col(AuditLink.position) > position).order_by(col(AuditLink.position))
        page = (await session.exec(links.limit(PAGE))).all()
        if not page:
            return
        wanted = select(*COLUMNS).where(col(AuditEntry.id).in_([link.entry_id for link in page]))
        entries = {row["id"]: dict(row) for row in (await session.execute(wanted)).mappings()}
        for link in page:
            yield link, entries.get(link.entry_id)
        position = page[-1].position
        session.expunge_all()


async def _loose(session: AsyncSession, proof: Proof) -> None:
    """Rows without a link: young ones wait, old ones were put in after their time had been sealed."""
    last = (await session.exec(select(func.max(AuditLink.sealed_at)))).one()
    rows = await session.exec(
        select(AuditEntry.id, AuditEntry.at)
        .where(~select(AuditLink.position).where(AuditLink.entry_id == AuditEntry.id).exists())
        .order_by(col(AuditEntry.id))
    )
    for entry_id, at in rows:
        if last is not None and at <= last - LATE:
            told = at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
            proof.breaches.append(Breach(None, entry_id, f"行 {entry_id}（{told}）是事后插入的"))
        else:
            proof.unsealed += 1
            proof.unsealed_s = max(proof.unsealed_s, (clock.now() - at).total_seconds())


async def _unguarded(session: AsyncSession) -> list[Breach]:
    found = await session.execute(
        text("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'O' AND NOT tgisinternal")
    )
    on = {(table, name) for table, name in found}
    return [
        Breach(None, None, f"表 {table} 的保护（{guard}）已被关闭")
        for table, guards in GUARDS.items()
        for guard in sorted(guards)
        if (table, guard) not in on
    ]
