"""What a command refers to, read in one go: sites, items, lots and bins."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.catalog.models import Item, ItemPackage
from app.inventory.books import LotFacts
from app.inventory.effects import Key
from app.inventory.models import Balance, Lot
from app.sites.models import Bin, Site


@dataclass(frozen=True)
class References:
    sites: dict[UUID, Site]
    items: dict[UUID, Item]
    lots: dict[UUID, LotFacts]
    bins: dict[UUID, Bin]
    packages: dict[UUID, int]


def facts_of(lot: Lot) -> LotFacts:
    return LotFacts(lot.item_id, lot.lot_no, lot.owner, lot.made_on, lot.expires_on)


async def read(
    session: AsyncSession,
    *,
    sites: Iterable[UUID],
    items: Iterable[UUID],
    lots: Iterable[UUID] = (),
    bins: Iterable[UUID] = (),
) -> References:
    """Whatever exists of what is named; items of the named lots are read too."""
    found_lots = await _lots(session, set(lots))
    item_ids = set(items) | {lot.item for lot in found_lots.values()}
    return References(
        sites={site.id: site for site in await session.exec(select(Site).where(col(Site.id).in_(set(sites))))},
        items={item.id: item for item in await session.exec(select(Item).where(col(Item.id).in_(item_ids)))},
        lots=found_lots,
        bins={bin_.id: bin_ for bin_ in await session.exec(select(Bin).where(col(Bin.id).in_(set(bins))))},
        packages=await smallest_packages(session, item_ids),
    )


async def _lots(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, LotFacts]:
    if not ids:
        return {}
    return {lot.id: facts_of(lot) for lot in await session.exec(select(Lot).where(col(Lot.id).in_(ids)))}


async def smallest_packages(session: AsyncSession, items: Collection[UUID]) -> dict[UUID, int]:
    """Base units in each item's smallest package."""
    rows = await session.exec(
        select(ItemPackage.item_id, ItemPackage.factor).where(
            col(ItemPackage.item_id).in_(items), ItemPackage.level == 1
        )
    )
    return dict(rows.all())


async def candidates(
    session: AsyncSession, site: UUID, items: Collection[UUID]
) -> tuple[set[Key], dict[UUID, LotFacts], dict[UUID, str]]:
    """Balances of these items at the site that hold anything, with their lots and bin codes; not locked."""
    rows = await session.exec(
        select(Balance, Lot, Bin.code)
        .join(Lot, col(Lot.id) == Balance.lot_id)
        .join(Bin, col(Bin.id) == Balance.bin_id)
        .where(Balance.site_id == site, col(Balance.item_id).in_(items), Balance.quantity > 0)
    )
    keys, lots, bins = set(), {}, {}
    for balance, lot, code in rows:
        keys.add(key_of(balance))
        lots[lot.id] = facts_of(lot)
        bins[balance.bin_id] = code
    return keys, lots, bins


def key_of(balance: Balance) -> Key:
    return Key(balance.site_id, balance.bin_id, balance.item_id, balance.lot_id, balance.owner, balance.condition)
