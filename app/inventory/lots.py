"""Finding the lots that a receipt names, and making the new ones."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.inventory.models import Lot, Owner
from app.inventory.schemas import LotIn
from app.kernel.errors import Fault
from app.kernel.ids import uuid7

Name = tuple[UUID, str, Owner]


def name_of(lot: LotIn) -> Name:
    return (lot.item_id, lot.lot_no, lot.owner)


async def find_or_make(
    session: AsyncSession, named: Sequence[LotIn], *, make: bool, synthetic: bool = False
) -> dict[Name, Lot]:
    """The lot of each name. With ``make``, new ones are stored; else they get an id that nobody will see again.

    Rivals that make the same lot wait for each other, in the order of the names.
    """
    if not named:
        return {}
    wanted: dict[Name, Lot] = {}
    for lot in named:
        wanted.setdefault(name_of(lot), Lot(id=uuid7(), synthetic=synthetic, **lot.model_dump()))
    if make:
        rows = [wanted[name].model_dump() for name in sorted(wanted)]
        await session.execute(insert(Lot).on_conflict_do_nothing(), rows)
    return {**wanted, **await _stored(session, list(wanted))}


async def _stored(session: AsyncSession, names: Sequence[Name]) -> dict[Name, Lot]:
    found: dict[Name, Lot] = {}
    for start in range(0, len(names), 5000):
        place = tuple_(col(Lot.item_id), col(Lot.lot_no), col(Lot.owner))
        for lot in await session.exec(select(Lot).where(place.in_(names[start : start + 5000]))):
            found[(lot.item_id, lot.lot_no, lot.owner)] = lot
    return found


def conflicts(named: Sequence[LotIn], lots: dict[Name, Lot]) -> list[Fault]:
    """A fault for each line whose dates differ from those of the lot that is there already."""
    faults = []
    for place, asked in enumerate(named):
        lot = lots[name_of(asked)]
        for field, label in (("expires_on", "有效期"), ("made_on", "生产日期")):
            given, known = getattr(asked, field), getattr(lot, field)
            if given != known:
                words = f"批号 {asked.lot_no} 已登记{label}为 {known or '无'}，与所填 {given or '无'} 不符"
                faults.append(Fault(f"/lines/{place}/lot/{field}", words))
    return faults
