"""Reading documents and the ledger's flow, newest first, by keyset pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Person, Scope
from app.catalog.models import Item
from app.catalog.packages import in_packages
from app.catalog.queries import packages_of
from app.divisions.queries import under
from app.inventory.asked import asked_lines, moved_nothing
from app.inventory.models import Document, DocumentKind, DocumentLine, DocumentState, LedgerEntry, Lot
from app.inventory.schemas import (
    DocumentDetail,
    DocumentLineOut,
    DocumentList,
    DocumentRow,
    EntryList,
    EntryOut,
)
from app.kernel.errors import NotFound
from app.kernel.names import Named
from app.kernel.paging import after_key, cut, decode_cursor, encode_cursor
from app.sites.models import Bin, Site

_Here = aliased(Site)
_There = aliased(Site)
_From = aliased(Site)
_To = aliased(Site)
_ToBin = aliased(Bin)
_Author = aliased(Person)
_Approver = aliased(Person)


def _rows(scope: Scope) -> Any:
    """Documents with the names of their ends and persons; one end within the scope is enough."""
    return (
        sa.select(Document, col(_Here.name), col(_There.name), col(_Author.name), col(_Approver.name))
        .join(_Here, col(_Here.id) == col(Document.site_id))
        .join(_Author, col(_Author.code) == col(Document.actor))
        .outerjoin(_Approver, col(_Approver.code) == col(Document.approved_by))
        .outerjoin(_There, col(_There.id) == col(Document.counterpart_id))
        .where(or_(*(scope.within(col(end.division), col(end.id)) for end in (_Here, _There))))
    )


def _row(found: Document, here: str, there: str | None, author: str, approver: str | None) -> dict[str, Any]:
    names = {"site_name": here, "counterpart_name": there, "actor_name": author, "approved_by_name": approver}
    return {**found.model_dump(), **names}


async def documents(
    session: AsyncSession,
    *,
    scope: Scope,
    kind: DocumentKind | None,
    state: DocumentState | None,
    site_id: UUID | None,
    after: str | None,
    limit: int,
) -> DocumentList:
    query = _rows(scope)
    if kind:
        query = query.where(col(Document.kind) == kind)
    if state:
        query = query.where(col(Document.state) == state)
    if site_id:
        query = query.where(or_(col(Document.site_id) == site_id, col(Document.counterpart_id) == site_id))
    key = decode_cursor(after, [UUID]) if after else None
    found = (await session.execute(after_key(query, [col(Document.id)], key, limit=limit, descending=True))).all()
    page, more = cut(found, limit)
    return DocumentList(
        items=[DocumentRow.model_validate(_row(*row)) for row in page],
        next=encode_cursor([page[-1][0].id]) if more else None,
    )


async def findable(session: AsyncSession, scope: Scope, number: str, *, limit: int) -> list[Named]:
    """The newest documents whose number holds ``number``, with their kind and site."""
    query = _rows(scope).where(col(Document.number).icontains(number, autoescape=True))
    rows = (await session.execute(query.order_by(col(Document.id).desc()).limit(limit))).all()
    return [Named(str(row.id), row.number, row.number, f"{row.kind.label} {here}") for row, here, *_ in rows]


async def document(session: AsyncSession, document_id: UUID, *, scope: Scope) -> DocumentDetail:
    found = (await session.execute(_rows(scope).where(col(Document.id) == document_id))).one_or_none()
    if found is None:
        raise NotFound("没有这张单据")
    asked = moved_nothing(found[0])
    entries = await session.execute(
        _entry_rows().where(col(LedgerEntry.document_id) == document_id).order_by(col(LedgerEntry.id))
    )
    return DocumentDetail.model_validate(
        {
            **_row(*found),
            "lines": await (asked_lines(session, found[0]) if asked else _lines(session, document_id)),
            "entries": [_entry(*row) for row in entries],
            "reversed_by": await _following(session, col(Document.reverses) == document_id),
            "mended_by": await _following(session, col(Document.mends) == document_id),
        }
    )


async def _following(session: AsyncSession, refers: ColumnElement[bool]) -> UUID | None:
    """The one document that refers to another so."""
    return (await session.exec(select(Document.id).where(refers))).one_or_none()


async def _lines(session: AsyncSession, document_id: UUID) -> list[DocumentLineOut]:
    query = (
        sa.select(DocumentLine, Item, Lot, col(Bin.code), col(_ToBin.code))
        .join(Item, col(Item.id) == col(DocumentLine.item_id))
        .join(Lot, col(Lot.id) == col(DocumentLine.lot_id))
        .join(Bin, col(Bin.id) == col(DocumentLine.bin_id))
        .outerjoin(_ToBin, col(_ToBin.id) == col(DocumentLine.to_bin_id))
        .where(col(DocumentLine.document_id) == document_id)
        .order_by(col(DocumentLine.number))
    )
    found = (await session.execute(query)).all()
    packages = await packages_of(session, {row[1].id for row in found})
    return [
        DocumentLineOut(
            number=line.number,
            item_id=item.id,
            item_name=item.name,
            unit=item.unit,
            lot_id=lot.id,
            lot_no=lot.lot_no,
            expires_on=lot.expires_on,
            bin_code=bin_code,
            condition=line.condition,
            to_bin_code=to_bin_code,
            to_condition=line.to_condition,
            quantity=line.quantity,
            quantity_text=in_packages(line.quantity, item.unit, packages.get(item.id, ())),
        )
        for line, item, lot, bin_code, to_bin_code in found
    ]


def _entry_rows() -> Any:
    return (
        sa.select(
            LedgerEntry, col(Document.number), col(Document.kind), col(Item.name), col(Item.unit), col(Lot.lot_no)
        )
        .add_columns(col(_From.name), col(_To.name))
        .join(Document, col(Document.id) == col(LedgerEntry.document_id))
        .join(Item, col(Item.id) == col(LedgerEntry.item_id))
        .join(Lot, col(Lot.id) == col(LedgerEntry.lot_id))
        .join(_From, col(_From.id) == col(LedgerEntry.from_site_id))
        .join(_To, col(_To.id) == col(LedgerEntry.to_site_id))
    )


def _entry(entry: LedgerEntry, *names: Any) -> EntryOut:
    keys = ("document_number", "kind", "item_name", "unit", "lot_no", "from_site_name", "to_site_name")
    return EntryOut.model_validate({**entry.model_dump(), **dict(zip(keys, names, strict=True))})


async def ledger(
    session: AsyncSession,
    *,
    scope: Scope,
    site_id: UUID | None,
    item_id: UUID | None,
    lot_id: UUID | None,
    after: str | None,
    limit: int,
) -> EntryList:
    """Entries with an end within the scope, in the order in which they were recorded, newest first."""
    ends = or_(*(scope.within(col(end.division), col(end.id)) for end in (_From, _To)))
    query = _entry_rows().where(ends)
    if site_id:
        query = query.where(or_(col(LedgerEntry.from_site_id) == site_id, col(LedgerEntry.to_site_id) == site_id))
    if item_id:
        query = query.where(col(LedgerEntry.item_id) == item_id)
    if lot_id:
        query = query.where(col(LedgerEntry.lot_id) == lot_id)
    key = decode_cursor(after, [UUID]) if after else None
    found = (await session.execute(after_key(query, [col(LedgerEntry.id)], key, limit=limit, descending=True))).all()
    page, more = cut(found, limit)
    return EntryList(
        items=[_entry(*row) for row in page],
        next=encode_cursor([page[-1][0].id]) if more else None,
    )


async def last_recorded(session: AsyncSession, district: str) -> datetime | None:
    """When the books of the district's sites were last written: the age of what a plan takes for granted."""
    latest = (
        sa.select(sa.func.max(col(Document.recorded_at)))
        .join(Site, col(Site.id) == col(Document.site_id))
        .where(under(col(Site.division), district))
    )
    return (await session.execute(latest)).scalar_one_or_none()
