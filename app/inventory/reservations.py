"""Holds (占用): goods that only their holder may take, as rows of reservations on balances."""

from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.inventory import references
from app.inventory.books import Taking, take
from app.inventory.checking import NO_SITE, unknown_site
from app.inventory.drafting import open_site
from app.inventory.models import Condition, Hold, HoldPurpose, HoldState, Owner, Reservation
from app.inventory.references import References
from app.inventory.schemas import HoldIn
from app.kernel import clock
from app.kernel.errors import Conflict, Fault, NotFound, refuse_if
from app.kernel.events import publish
from app.kernel.ids import uuid7
from app.kernel.numbers import next_number
from app.sites.models import PHYSICAL_KINDS, Site
from app.sites.service import require_at


async def hold(
    session: AsyncSession,
    *,
    actor: Actor,
    command: HoldIn,
    purpose: HoldPurpose = HoldPurpose.HOLD,
    subject: UUID | None = None,
) -> Hold:
    """Reserve usable, unexpired goods by the allocation order; ``subject`` names the plan that wants them."""
    refs = await references.read(
        session,
        sites={command.site_id},
        items={line.item_id for line in command.lines},
        lots={line.lot_id for line in command.lines if line.lot_id},
    )
    await require_at(session, actor=actor, sites=refs.sites, missing=unknown_site())
    refuse_if(_faults(command, refs))
    takings = [_taking(command, number) for number in range(1, len(command.lines) + 1)]
    books = await open_site(session, takings, refs, locking=True)
    steps, faults = take(books, takings)
    refuse_if(faults)
    site = refs.sites[command.site_id]
    made = Hold(
        number=await next_number(session, site_code=site.code, kind="hold", prefix="ZY"),
        purpose=purpose,
        subject=subject,
        site_id=site.id,
        reason=command.reason,
        actor=actor.code,
        created_at=clock.now(),
    )
    session.add(made)
    await session.flush()
    rows = [
        {
            "id": uuid7(),
            "hold_id": made.id,
            "site_id": step.source.site,
            "bin_id": step.source.bin,
            "item_id": step.source.item,
            "lot_id": step.source.lot,
            "owner": step.source.owner,
            "condition": step.source.condition,
            "quantity": step.quantity,
        }
        for step in steps
    ]
    await session.execute(insert(Reservation), rows)
    await _tell(session, made)
    return made


def _faults(command: HoldIn, refs: References) -> list[Fault]:
    faults = []
    site = refs.sites.get(command.site_id)
    if site is None or site.kind not in PHYSICAL_KINDS:
        faults.append(Fault("/site_id", NO_SITE))
    for place, line in enumerate(command.lines):
        if line.item_id not in refs.items:
            faults.append(Fault(f"/lines/{place}/item_id", "没有这个品目"))
        if line.lot_id is None:
            continue
        lot = refs.lots.get(line.lot_id)
        if lot is None or lot.item != line.item_id:
            faults.append(Fault(f"/lines/{place}/lot_id", "该品目没有这个批次"))
        elif lot.owner is Owner.CITY:
            faults.append(Fault(f"/lines/{place}/lot_id", f"批号 {lot.lot_no} 为市级代储，未经市级批准不能占用"))
    return faults


def _taking(command: HoldIn, number: int) -> Taking:
    line = command.lines[number - 1]
    return Taking(
        line=number,
        site=command.site_id,
        item=line.item_id,
        lot=line.lot_id,
        bin=None,
        condition=Condition.USABLE,
        quantity=line.quantity,
        serviceable=True,
        to_site=command.site_id,
    )


async def locked(session: AsyncSession, hold_id: UUID, *, actor: Actor) -> Hold:
    """The hold at a site of the actor's, locked and still active; raises ``NotFound`` or ``Conflict``."""
    found = (await session.exec(select(Hold).where(Hold.id == hold_id).with_for_update(key_share=True))).one_or_none()
    missing = NotFound("没有这个占用单")
    if found is None:
        raise missing
    await require_at(session, actor=actor, sites=[found.site_id], missing=missing)
    if found.state is not HoldState.ACTIVE:
        raise Conflict(f"占用单 {found.number} 已结束（{found.state.label}）")
    return found


async def close(session: AsyncSession, *, actor: Actor, held: Hold, state: HoldState) -> None:
    """End a locked hold and all its reservations."""
    at = clock.now()
    held.state, held.closed_at, held.closed_by, held.version = state, at, actor.code, held.version + 1
    session.add(held)
    await session.flush()
    await session.execute(
        update(Reservation)
        .where(col(Reservation.hold_id) == held.id, col(Reservation.released_at).is_(None))
        .values(released_at=at)
    )
    await _tell(session, held)


async def _tell(session: AsyncSession, changed: Hold) -> None:
    site = await session.get_one(Site, changed.site_id)
    told = {"id": changed.id, "sites": [str(site.id)]}
    await publish(session, "stock", told, places=[(site.division, site.id)])


async def release(session: AsyncSession, *, actor: Actor, hold_id: UUID) -> Hold:
    held = await locked(session, hold_id, actor=actor)
    await close(session, actor=actor, held=held, state=HoldState.RELEASED)
    return held
