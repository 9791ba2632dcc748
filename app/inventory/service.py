"""Commands on stock. Each is one transaction; the caller's session commits, nobody here does."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Person
from app.inventory import previews, reservations, reversals, writing
from app.inventory.drafting import draft
from app.inventory.models import Document, Hold, HoldPurpose, HoldState
from app.inventory.opening import Opening, post_openings
from app.inventory.schemas import (
    DocumentIn,
    HoldIn,
    IncomingLine,
    IssueIn,
    PreviewOut,
    ReversalIn,
    TransferIn,
)
from app.kernel.constraints import explain
from app.kernel.errors import Fault, refuse_if

__all__ = [
    "Opening",
    "hold",
    "post",
    "post_opening",
    "post_openings",
    "preview",
    "preview_reversal",
    "release",
    "reverse",
]

explain(
    {
        "ck_balance_not_negative": "库存不足：同一批物资刚被他人动用，请刷新后重试。",
        "reserved_on_hand": "库存不足：同一批物资刚被他人占用，请刷新后重试。",
        "uq_document_reverses": "这张单据已被红冲。",
        "ledger_append_only": "流水只能追加，不能修改或删除；请用红冲更正。",
        "balance_only_by_ledger": "结存只能由流水改变。",
        "posted_document_frozen": "已过账的单据不能修改；请用红冲更正。",
    }
)


async def preview(session: AsyncSession, *, command: DocumentIn) -> PreviewOut:
    """What posting would do to each balance now; changes and locks nothing."""
    made = await draft(session, command, locking=False, own_hold=_hold_of(command))
    return await previews.show(session, command.kind, made)


async def post(session: AsyncSession, *, actor: Person, command: DocumentIn) -> Document:
    """Post the document; goods of the named hold may be taken, and the hold ends with it."""
    hold_id = _hold_of(command)
    held = await reservations.locked(session, hold_id) if hold_id else None
    if held and held.site_id != command.site_id:
        refuse_if([Fault("/hold_id", f"占用单 {held.number} 属于另一库点")])
    made = await draft(session, command, locking=True, own_hold=hold_id)
    document = await writing.new_document(
        session,
        actor=actor,
        kind=command.kind,
        reason=command.reason,
        site=made.refs.sites[command.site_id],
        occurred_at=made.occurred_at,
        counterpart=command.to_site_id if isinstance(command, TransferIn) else None,
        note=command.note,
    )
    if held:
        await reservations.close(session, actor=actor, held=held, state=HoldState.FULFILLED)
    await writing.write(session, [(document, made.steps)], through_transit=made.through_transit)
    return document


def _hold_of(command: DocumentIn) -> UUID | None:
    return command.hold_id if isinstance(command, IssueIn | TransferIn) else None


async def post_opening(
    session: AsyncSession,
    *,
    actor: Person,
    site_id: UUID,
    lines: Sequence[IncomingLine],
    occurred_at: datetime,
    note: str = "",
    synthetic: bool = False,
) -> Document:
    """The opening balance of one site; use ``post_openings`` for many."""
    [document] = await post_openings(
        session,
        actor=actor,
        openings=[Opening(site_id, lines)],
        occurred_at=occurred_at,
        note=note,
        synthetic=synthetic,
    )
    return document


async def preview_reversal(session: AsyncSession, *, document_id: UUID) -> PreviewOut:
    original, made = await reversals.draft(session, document_id, locking=False)
    return await previews.show(session, original.kind, made)


async def reverse(session: AsyncSession, *, actor: Person, document_id: UUID, command: ReversalIn) -> Document:
    return await reversals.reverse(session, actor=actor, document_id=document_id, note=command.note)


async def hold(
    session: AsyncSession,
    *,
    actor: Person,
    command: HoldIn,
    purpose: HoldPurpose = HoldPurpose.HOLD,
    subject: UUID | None = None,
) -> Hold:
    return await reservations.hold(session, actor=actor, command=command, purpose=purpose, subject=subject)


async def release(session: AsyncSession, *, actor: Person, hold_id: UUID) -> Hold:
    return await reservations.release(session, actor=actor, hold_id=hold_id)
