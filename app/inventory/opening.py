"""Opening balances (期初建账) of many sites at once: one document per site, one statement per table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.inventory import checking, ledger, lots, references, writing
from app.inventory.books import Step
from app.inventory.checking import unknown_site
from app.inventory.drafting import incoming_steps
from app.inventory.effects import effect_of
from app.inventory.models import Document, DocumentKind, Reason
from app.inventory.schemas import IncomingLine, OpeningIn
from app.kernel import clock
from app.kernel.errors import Fault, refuse_if
from app.sites.service import require_at


@dataclass(frozen=True)
class Opening:
    """What stood at a site when its books were opened."""

    site_id: UUID
    lines: Sequence[IncomingLine]


async def post_openings(
    session: AsyncSession,
    *,
    actor: Actor,
    openings: Sequence[Opening],
    occurred_at: datetime,
    note: str = "",
    synthetic: bool = False,
) -> list[Document]:
    """Pointers of faults start with the site's place in ``openings``; ``synthetic`` marks the lots that are made."""
    commands = [
        OpeningIn(site_id=one.site_id, occurred_at=occurred_at, note=note, lines=list(one.lines)) for one in openings
    ]
    lines = [line for command in commands for line in command.lines]
    refs = await references.read(
        session,
        sites={command.site_id for command in commands},
        items={line.lot.item_id for line in lines},
        bins={line.bin_id for line in lines if line.bin_id},
    )
    await require_at(session, actor=actor, sites=refs.sites, missing=unknown_site())
    faults = [
        Fault(f"/openings/{place}{fault.pointer}", fault.detail)
        for place, command in enumerate(commands)
        for fault in [*checking.reference_faults(command, refs), *checking.moment_faults(command, clock.now(), 0)]
    ]
    refuse_if(faults)
    named = [line.lot for line in lines]
    found = await lots.find_or_make(session, named, make=True, synthetic=synthetic)
    refuse_if(lots.conflicts(named, found))
    refs.lots.update((lot.id, references.facts_of(lot)) for lot in found.values())
    effect = effect_of(DocumentKind.OPENING, Reason.OPENING)
    assert effect is not None
    drafted = [(command, incoming_steps(command, effect, refs, found)) for command in commands]
    await ledger.lock(session, {end for _, steps in drafted for step in steps for end in step[2:]})
    written: list[tuple[Document, Sequence[Step]]] = []
    for command, steps in drafted:
        document = await writing.new_document(
            session,
            actor=actor,
            kind=command.kind,
            reason=command.reason,
            site=refs.sites[command.site_id],
            occurred_at=occurred_at,
            note=note,
        )
        written.append((document, steps))
    await writing.write(session, written)
    return [document for document, _ in written]
