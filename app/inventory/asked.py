"""The lines of a document that has moved nothing, as they were asked for: lots may be new, or not named at all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from app.catalog.packages import Package, in_packages
from app.catalog.queries import packages_of
from app.inventory.checking import AnyLine, condition_of
from app.inventory.drafting import references_of
from app.inventory.models import Document, DocumentState
from app.inventory.references import References
from app.inventory.schemas import (
    ConditionLine,
    DocumentIn,
    DocumentLineOut,
    IncomingLine,
    MoveLine,
    OutgoingLine,
)

_COMMAND: TypeAdapter[DocumentIn] = TypeAdapter(DocumentIn)


class Batch(NamedTuple):
    """Which goods a line names: an item, and a lot unless the first to expire will do."""

    item: UUID
    lot: UUID | None
    lot_no: str | None
    expires_on: date | None


def moved_nothing(document: Document) -> bool:
    """It waits, or was sent back or taken back: what it says is what was asked for."""
    return document.state in (DocumentState.SUBMITTED, DocumentState.REFUSED, DocumentState.WITHDRAWN)


def command_of(document: Document) -> DocumentIn:
    """What a document that had to wait was submitted with."""
    assert document.command is not None
    return _COMMAND.validate_python(document.command)


async def asked_lines(session: AsyncSession, document: Document) -> list[DocumentLineOut]:
    command = command_of(document)
    refs = await references_of(session, command)
    packages = await packages_of(session, set(refs.items))
    lines: Sequence[AnyLine] = command.lines
    return [_shown(number, line, refs, packages) for number, line in enumerate(lines, start=1)]


def _shown(
    number: int, line: AnyLine, refs: References, packages: Mapping[UUID, tuple[Package, ...]]
) -> DocumentLineOut:
    batch = _batch(line, refs)
    item, condition = refs.items[batch.item], condition_of(line)
    return DocumentLineOut(
        number=number,
        item_id=item.id,
        item_name=item.name,
        unit=item.unit,
        lot_id=batch.lot,
        lot_no=batch.lot_no,
        expires_on=batch.expires_on,
        bin_code=refs.bins[line.bin_id].code if line.bin_id else None,
        condition=condition,
        to_bin_code=refs.bins[line.to_bin_id].code if isinstance(line, MoveLine) else None,
        to_condition=line.to_condition if isinstance(line, ConditionLine) else condition,
        quantity=line.quantity,
        quantity_text=in_packages(line.quantity, item.unit, packages.get(item.id, ())),
    )


def _batch(line: AnyLine, refs: References) -> Batch:
    if isinstance(line, IncomingLine):
        return Batch(line.lot.item_id, None, line.lot.lot_no, line.lot.expires_on)
    if isinstance(line, OutgoingLine) and line.lot_id is None:
        return Batch(line.item_id, None, None, None)
    assert line.lot_id is not None
    lot = refs.lots[line.lot_id]
    return Batch(lot.item, line.lot_id, lot.lot_no, lot.expires_on)
