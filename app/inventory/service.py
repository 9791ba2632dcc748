"""Commands on stock. Each is one transaction; the caller's session commits, nobody here does."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.inventory import previews, reservations, reversals, writing
from app.inventory.asked import command_of
from app.inventory.checking import unknown_site
from app.inventory.drafting import Draft, draft
from app.inventory.models import Document, DocumentState, Hold, HoldPurpose, HoldState
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
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, refuse_if
from app.sites.service import require_at

__all__ = [
    "Opening",
    "drop_submitted",
    "hold",
    "outlook",
    "post",
    "post_opening",
    "post_openings",
    "post_submitted",
    "preview",
    "preview_reversal",
    "release",
    "reverse",
    "submit",
]

explain(
    {
        "ck_balance_not_negative": "库存不足：同一批物资刚被他人动用，请刷新后重试。",
        "reserved_on_hand": "库存不足：同一批物资刚被他人占用，请刷新后重试。",
        "uq_document_reverses": "这张单据已被红冲。",
        "ledger_append_only": "流水只能追加，不能修改或删除；请用红冲更正。",
        "balance_only_by_ledger": "结存只能由流水改变。",
        "posted_document_frozen": "已过账的单据不能修改；请用红冲更正。",
        "submitted_document_waits": "待审批的单据不能修改；请撤回后重新提交。",
        "uq_document_mends": "这张单据已修改后重新提交。",
        "ck_document_author_never_approves": "经办人不能审批自己的单据。",
    }
)


async def preview(session: AsyncSession, *, actor: Actor, command: DocumentIn) -> PreviewOut:
    """What posting would do to each balance now; changes and locks nothing."""
    await require_at(session, actor=actor, sites=[command.site_id], missing=unknown_site())
    return await _outlook(session, command)


async def outlook(session: AsyncSession, *, document_id: UUID) -> PreviewOut:
    """The same for a document that waits for somebody else; the caller says who may see it."""
    document = (await session.exec(select(Document).where(Document.id == document_id))).one()
    return await _outlook(session, command_of(document))


async def _outlook(session: AsyncSession, command: DocumentIn) -> PreviewOut:
    made = await draft(session, command, locking=False, own_hold=_hold_of(command))
    return await previews.show(session, command.kind, made)


async def post(session: AsyncSession, *, actor: Actor, command: DocumentIn) -> Document:
    """Post the document; goods of the named hold may be taken, and the hold ends with it.

    The receiving end of a transfer need not be the actor's.
    """
    await require_at(session, actor=actor, sites=[command.site_id], missing=unknown_site())
    held = await _held(session, actor, command)
    made = await draft(session, command, locking=True, own_hold=_hold_of(command))
    document = await _document(session, actor, command, made, DocumentState.POSTED)
    if held:
        await reservations.close(session, actor=actor, held=held, state=HoldState.FULFILLED)
    await writing.write(session, [(document, made.steps)], through_transit=made.through_transit)
    return document


async def submit(session: AsyncSession, *, actor: Actor, command: DocumentIn) -> Document:
    """Number the document and let it wait for approval: it could be posted now, but moves nothing yet."""
    await require_at(session, actor=actor, sites=[command.site_id], missing=unknown_site())
    await _held(session, actor, command)
    made = await draft(session, command, locking=False, own_hold=_hold_of(command))
    document = await _document(session, actor, command, made, DocumentState.SUBMITTED)
    session.add(document)
    await session.flush()
    await writing.tell(session, document.id, _sites_of(command))
    return document


async def post_submitted(session: AsyncSession, *, actor: Actor, document_id: UUID) -> Document:
    """Post what waited, as it was asked for, under the stock of now; the approver signs beside the author."""
    document = await _submitted(session, document_id)
    command = command_of(document)
    await require_at(session, actor=actor, sites=[command.site_id], missing=unknown_site())
    held = await _held(session, actor, command)
    made = await draft(session, command, locking=True, own_hold=_hold_of(command))
    if held:
        await reservations.close(session, actor=actor, held=held, state=HoldState.FULFILLED)
    document.state, document.approved_by = DocumentState.POSTED, actor.code
    document.occurred_at, document.recorded_at = made.occurred_at, max(clock.now(), made.occurred_at)
    document.version += 1
    await writing.write(session, [(document, made.steps)], through_transit=made.through_transit)
    return document


async def drop_submitted(session: AsyncSession, *, document_id: UUID, state: DocumentState) -> Document:
    """A document that waited ends refused or withdrawn; its number stays, and its author may mend it."""
    document = await _submitted(session, document_id)
    document.state, document.version = state, document.version + 1
    session.add(document)
    await session.flush()
    await writing.tell(session, document.id, _sites_of(command_of(document)))
    return document


async def _submitted(session: AsyncSession, document_id: UUID) -> Document:
    query = select(Document).where(Document.id == document_id).with_for_update(key_share=True)
    document = (await session.exec(query)).one()
    if document.state is not DocumentState.SUBMITTED:
        raise Conflict(f"{document.number} 为“{document.state.label}”，已不在等待审批")
    return document


async def _document(
    session: AsyncSession, actor: Actor, command: DocumentIn, made: Draft, state: DocumentState
) -> Document:
    return await writing.new_document(
        session,
        actor=actor,
        kind=command.kind,
        reason=command.reason,
        site=made.refs.sites[command.site_id],
        occurred_at=made.occurred_at,
        counterpart=command.to_site_id if isinstance(command, TransferIn) else None,
        note=command.note,
        mends=await _mended(session, actor, command),
        command=command.model_dump(mode="json") if state is DocumentState.SUBMITTED else None,
        state=state,
    )


async def _mended(session: AsyncSession, actor: Actor, command: DocumentIn) -> UUID | None:
    """The document that this one takes the place of: its author's own, of the same site and kind, not yet replaced."""
    if command.mends is None:
        return None
    earlier = await session.get(Document, command.mends, with_for_update={"key_share": True})
    if earlier is None or (earlier.kind, earlier.site_id, earlier.actor) != (command.kind, command.site_id, actor.code):
        refuse_if([Fault("/mends", "只能修改本人在这个库点提交的同类单据")])
    assert earlier is not None
    if earlier.state not in (DocumentState.REFUSED, DocumentState.WITHDRAWN):
        raise Conflict(f"{earlier.number} 为“{earlier.state.label}”，不能修改后重新提交。")
    return earlier.id


async def _held(session: AsyncSession, actor: Actor, command: DocumentIn) -> Hold | None:
    """The hold whose goods are taken, locked."""
    hold_id = _hold_of(command)
    held = await reservations.locked(session, hold_id, actor=actor) if hold_id else None
    if held and held.site_id != command.site_id:
        refuse_if([Fault("/hold_id", f"占用单 {held.number} 属于另一库点")])
    return held


def _sites_of(command: DocumentIn) -> set[UUID]:
    return {command.site_id} | ({command.to_site_id} if isinstance(command, TransferIn) else set())


def _hold_of(command: DocumentIn) -> UUID | None:
    return command.hold_id if isinstance(command, IssueIn | TransferIn) else None


async def post_opening(
    session: AsyncSession,
    *,
    actor: Actor,
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


async def preview_reversal(session: AsyncSession, *, actor: Actor, document_id: UUID) -> PreviewOut:
    original, made = await reversals.draft(session, document_id, actor=actor, locking=False)
    return await previews.show(session, original.kind, made)


async def reverse(session: AsyncSession, *, actor: Actor, document_id: UUID, command: ReversalIn) -> Document:
    return await reversals.reverse(session, actor=actor, document_id=document_id, note=command.note)


async def hold(
    session: AsyncSession,
    *,
    actor: Actor,
    command: HoldIn,
    purpose: HoldPurpose = HoldPurpose.HOLD,
    subject: UUID | None = None,
) -> Hold:
    return await reservations.hold(session, actor=actor, command=command, purpose=purpose, subject=subject)


async def release(session: AsyncSession, *, actor: Actor, hold_id: UUID) -> Hold:
    return await reservations.release(session, actor=actor, hold_id=hold_id)
