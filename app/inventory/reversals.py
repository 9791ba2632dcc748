"""Reversal (红冲): the mirror image of a posted document, as a document of its own."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.inventory import references, writing
from app.inventory.books import Step, settle
from app.inventory.drafting import Draft, open_books
from app.inventory.effects import Key, effect_of, in_transit
from app.inventory.models import Document, DocumentState, LedgerEntry
from app.kernel import clock
from app.kernel.errors import Conflict, NotFound
from app.sites.models import VIRTUAL_SITES, SiteKind
from app.sites.service import require_at


async def draft(session: AsyncSession, document_id: UUID, *, actor: Actor, locking: bool) -> tuple[Document, Draft]:
    """Both ends of a transfer are asked for the right: goods leave the one and come back to the other.

    Raises ``NotFound``, or ``Conflict`` when the document cannot be reversed or its goods have moved on.
    """
    query = select(Document).where(Document.id == document_id)
    found = (await session.exec(query.with_for_update(key_share=True) if locking else query)).one_or_none()
    missing = NotFound("没有这张单据")
    if found is None:
        raise missing
    ends = filter(None, (found.site_id, found.counterpart_id))
    await require_at(session, actor=actor, sites=ends, missing=missing)
    if found.reverses is not None:
        raise Conflict(f"{found.number} 本身是红冲单，不能再红冲")
    if found.state is not DocumentState.POSTED:
        raise Conflict(f"{found.number} 为“{found.state.label}”，只有已过账的单据可以红冲")
    steps = [
        Step(step.line, step.quantity, step.target, step.source) for step in reversed(await _steps(session, found))
    ]
    refs = await references.read(
        session,
        sites={end.site for step in steps for end in step[2:]},
        items={step.source.item for step in steps},
        lots={step.source.lot for step in steps},
    )
    through_transit = _through_transit(found)
    keys = {end for step in steps for end in _ends(step, through_transit)}
    books = await open_books(session, keys, refs, locking=locking)
    before = dict(books.on_hand)
    faults = settle(books, steps)
    if faults:
        raise Conflict(f"{found.number} 的物资已被动用或占用，不能红冲；请先红冲其后的单据", faults)
    return found, Draft(clock.now(), through_transit, steps, before, books, refs)


def _through_transit(document: Document) -> bool:
    effect = effect_of(document.kind, document.reason)
    return effect is not None and effect.through_transit


def _ends(step: Step, through_transit: bool) -> set[Key]:
    return {step.source, step.target} | ({in_transit(step.source)} if through_transit else set())


async def _steps(session: AsyncSession, document: Document) -> list[Step]:
    """What the document's lines did, the road left out."""
    road = VIRTUAL_SITES[SiteKind.TRANSIT]
    sources: dict[int, Key] = {}
    targets: dict[int, tuple[int, Key]] = {}
    entries = await session.exec(
        select(LedgerEntry).where(LedgerEntry.document_id == document.id).order_by(col(LedgerEntry.line))
    )
    for entry in entries:
        goods = (entry.item_id, entry.lot_id, entry.owner)
        if entry.from_site_id != road:
            sources[entry.line] = Key(entry.from_site_id, entry.from_bin_id, *goods, entry.from_condition)
        if entry.to_site_id != road:
            target = Key(entry.to_site_id, entry.to_bin_id, *goods, entry.to_condition)
            targets[entry.line] = (entry.quantity, target)
    return [Step(line, quantity, sources[line], target) for line, (quantity, target) in targets.items()]


async def reverse(session: AsyncSession, *, actor: Actor, document_id: UUID, note: str) -> Document:
    original, made = await draft(session, document_id, actor=actor, locking=True)
    reversal = await writing.new_document(
        session,
        actor=actor,
        kind=original.kind,
        reason=original.reason,
        site=made.refs.sites[original.site_id],
        occurred_at=made.occurred_at,
        counterpart=original.counterpart_id,
        note=note,
        reverses=original.id,
    )
    original.state, original.version = DocumentState.REVERSED, original.version + 1
    session.add(original)
    await session.flush()
    await writing.write(session, [(reversal, made.steps)], through_transit=made.through_transit)
    return reversal
