"""A small world for stock tests: one district, three sites, two items; and short words for what happens in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor, Person, somebody
from app.catalog.models import Item, ItemPackage, Nature, StorageClass
from app.divisions.models import Division, DivisionKind
from app.inventory.models import Condition, Reason
from app.inventory.schemas import IncomingLine, IssueIn, LotIn, OutgoingLine, ReceiptIn, TransferIn
from app.kernel.database import Database
from app.sites.models import Bin, Site, SiteKind

DISTRICT = "500100"
TOWNSHIP = "500100101"


@dataclass(frozen=True)
class World:
    depot: UUID
    point: UUID
    room: UUID
    shelf: UUID
    """A bin of the depot."""
    bed: UUID
    water: UUID


async def build(database: Database) -> World:
    async with database.transaction() as session:
        return await _build(session)


async def _build(session: AsyncSession) -> World:
    fact = {"valid_from": date(2020, 1, 1), "as_of": date(2023, 1, 1), "source": "test"}
    session.add(Division(code=DISTRICT, name="测试区", kind=DivisionKind.DISTRICT, **fact))
    await session.flush()
    session.add(Division(code=TOWNSHIP, name="甲镇", kind=DivisionKind.TOWNSHIP, parent=DISTRICT, **fact))
    goods = {"storage": StorageClass.GENERAL, "mass_g": 8500, "volume_cm3": 70_000}
    bed = Item(code="BED", name="折叠床", unit="张", nature=Nature.REUSABLE, **goods)
    water = Item(code="WATER", name="饮用水", unit="L", nature=Nature.CONSUMABLE, shelf_life_days=540, **goods)
    kinds = {"D": SiteKind.DISTRICT_DEPOT, "P": SiteKind.TOWNSHIP_POINT, "R": SiteKind.VILLAGE_ROOM}
    await session.flush()
    sites = {
        code: Site(code=code, name=f"{kind.label}{code}", kind=kind, division=TOWNSHIP, lon=108.4, lat=31.2)
        for code, kind in kinds.items()
    }
    session.add_all([bed, water, *sites.values()])
    await session.flush()
    session.add_all(Bin(id=site.id, site_id=site.id, code="-") for site in sites.values())
    shelf = Bin(site_id=sites["D"].id, code="A-01")
    session.add(shelf)
    session.add(ItemPackage(item_id=bed.id, level=1, name="箱", factor=20))
    return World(sites["D"].id, sites["P"].id, sites["R"].id, shelf.id, bed.id, water.id)


async def person(session: AsyncSession, code: str = "keeper") -> Actor:
    return somebody((await session.exec(select(Person).where(Person.code == code))).one())


def incoming(
    item: UUID,
    quantity: int,
    *,
    lot: str = "L1",
    expires: date | None = None,
    made: date | None = None,
    bin_id: UUID | None = None,
    condition: Condition = Condition.USABLE,
) -> IncomingLine:
    batch = LotIn(item_id=item, lot_no=lot, expires_on=expires, made_on=made)
    return IncomingLine(lot=batch, quantity=quantity, bin_id=bin_id, condition=condition)


def receipt(site: UUID, *lines: IncomingLine) -> ReceiptIn:
    return ReceiptIn(site_id=site, reason=Reason.PURCHASE, lines=list(lines))


def issue(site: UUID, item: UUID, quantity: int, **options: UUID) -> IssueIn:
    hold = options.pop("hold_id", None)
    line = OutgoingLine(item_id=item, quantity=quantity, **options)
    return IssueIn(site_id=site, reason=Reason.DISTRIBUTION, lines=[line], hold_id=hold)


def transfer(site: UUID, to: UUID, item: UUID, quantity: int) -> TransferIn:
    return TransferIn(site_id=site, to_site_id=to, lines=[OutgoingLine(item_id=item, quantity=quantity)])
