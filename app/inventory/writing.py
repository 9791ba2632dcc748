"""From a checked draft to rows: document, lines, entries, and the event that tells of them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.inventory import ledger
from app.inventory.books import Step
from app.inventory.effects import NUMBER_PREFIX, Movement, movements
from app.inventory.models import Document, DocumentKind, DocumentLine, DocumentState, Reason
from app.kernel import clock
from app.kernel.events import publish
from app.kernel.ids import uuid7
from app.kernel.numbers import next_number
from app.sites.models import Site

REVERSAL_PREFIX = "HC"


async def new_document(
    session: AsyncSession,
    *,
    actor: Actor,
    kind: DocumentKind,
    reason: Reason,
    site: Site,
    occurred_at: Any,
    counterpart: UUID | None = None,
    note: str = "",
    reverses: UUID | None = None,
    mends: UUID | None = None,
    command: dict[str, Any] | None = None,
    state: DocumentState = DocumentState.POSTED,
) -> Document:
    """A document with the next number of its site; take it after all locks."""
    prefix = REVERSAL_PREFIX if reverses else NUMBER_PREFIX[kind]
    return Document(
        id=uuid7(),
        number=await next_number(session, site_code=site.code, kind=prefix, prefix=prefix),
        kind=kind,
        reason=reason,
        state=state,
        site_id=site.id,
        counterpart_id=counterpart,
        occurred_at=occurred_at,
        recorded_at=max(clock.now(), occurred_at),
        actor=actor.code,
        note=note,
        reverses=reverses,
        mends=mends,
        command=command,
    )


def line_row(document: Document, number: int, step: Step) -> dict[str, Any]:
    source, target = step.source, step.target
    return {
        "document_id": document.id,
        "number": number,
        "item_id": source.item,
        "lot_id": source.lot,
        "bin_id": source.bin if source.site == document.site_id else target.bin,
        "to_bin_id": target.bin if source.site == document.site_id else None,
        "condition": source.condition if source.site == document.site_id else target.condition,
        "to_condition": target.condition,
        "quantity": step.quantity,
    }


async def write(
    session: AsyncSession, written: Sequence[tuple[Document, Sequence[Step]]], *, through_transit: bool = False
) -> None:
    """Insert documents with their lines and entries; line numbers count the steps, entries refer to them."""
    session.add_all([document for document, _ in written])
    await session.flush()
    numbered = [(document, number, step) for document, steps in written for number, step in enumerate(steps, start=1)]
    await session.execute(insert(DocumentLine), [line_row(*row) for row in numbered])
    await ledger.write(session, _entries(numbered, through_transit))
    await tell(session, written[0][0].id, {end.site for _, _, step in numbered for end in step[2:]}, len(written))


async def tell(session: AsyncSession, document_id: UUID, touched: Iterable[UUID], documents: int = 1) -> None:
    """Of the physical sites that were touched; the virtual ones stand nowhere."""
    query = select(Site.division, Site.id).where(col(Site.id).in_(set(touched)), col(Site.division).is_not(None))
    places = (await session.exec(query.order_by(col(Site.id)))).all()
    told = {"id": document_id, "documents": documents, "sites": [str(site) for _, site in places]}
    await publish(session, "stock", told, places=places)


def _entries(numbered: Iterable[tuple[Document, int, Step]], through_transit: bool) -> list[tuple[Document, Movement]]:
    return [
        (document, movement)
        for document, number, step in numbered
        for movement in movements(number, step.quantity, step.source, step.target, through_transit=through_transit)
    ]
