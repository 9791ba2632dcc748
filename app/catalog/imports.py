"""Taking over whole catalogues at once: items with their packages, kits, standards."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.catalog.models import Item, ItemPackage, ItemSubstitute, Kit, KitLine, Standard


async def item_ids(session: AsyncSession) -> dict[str, UUID]:
    """Id of every item by its code."""
    return dict((await session.exec(select(Item.code, Item.id))).all())


async def add_items(
    session: AsyncSession,
    *,
    items: Sequence[Item],
    packages: Sequence[ItemPackage],
    substitutes: Sequence[ItemSubstitute],
) -> None:
    """Add items under new codes, then what hangs on them."""
    for rows in (items, packages, substitutes):
        session.add_all(rows)
        await session.flush()


async def add_kits(session: AsyncSession, *, kits: Sequence[Kit], lines: Sequence[KitLine]) -> None:
    for rows in (kits, lines):
        session.add_all(rows)
        await session.flush()


async def add_standards(session: AsyncSession, standards: Sequence[Standard]) -> None:
    session.add_all(standards)
    await session.flush()
