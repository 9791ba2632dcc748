"""Reading the catalogue."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.catalog.models import Item, ItemPackage, ItemSubstitute, Kit, KitLine, Season, Standard
from app.catalog.packages import Package, levels
from app.catalog.schemas import ItemOut, KitLineOut, KitOut, LabelOut, PackageOut, StandardOut, SubstituteOut
from app.kernel.names import Named, named
from app.kernel.types import LabeledEnum


async def list_items(session: AsyncSession, *, search: str = "", limit: int = 1000, offset: int = 0) -> list[ItemOut]:
    query = select(Item).order_by(col(Item.code)).limit(limit).offset(offset)
    if search:
        query = query.where(
            or_(*(col(column).icontains(search, autoescape=True) for column in (Item.code, Item.name, Item.spec)))
        )
    items = (await session.exec(query)).all()
    packages = await _package_rows(session, [item.id for item in items])
    return [_item(item, packages.get(item.id, [])) for item in items]


async def findable(session: AsyncSession) -> list[Named]:
    """All items by name, with their specification: the catalogue is everybody's."""
    rows = await session.exec(select(Item.id, Item.name, Item.code, Item.spec))
    return named(rows)


def _item(item: Item, packages: Iterable[ItemPackage]) -> ItemOut:
    shown = ItemOut.model_validate(item)
    shown.packages = [PackageOut.model_validate(package) for package in packages]
    return shown


async def _package_rows(session: AsyncSession, items: Collection[UUID]) -> dict[UUID, list[ItemPackage]]:
    rows = await session.exec(
        select(ItemPackage)
        .where(col(ItemPackage.item_id).in_(items))
        .order_by(col(ItemPackage.item_id), col(ItemPackage.level))
    )
    return {item: list(group) for item, group in groupby(rows, key=lambda row: row.item_id)}


async def packages_of(session: AsyncSession, items: Collection[UUID]) -> dict[UUID, tuple[Package, ...]]:
    """Package levels of each item in base units, smallest first; items without packages are absent."""
    rows = await _package_rows(session, items)
    return {item: levels([(row.name, row.factor) for row in group]) for item, group in rows.items()}


async def list_substitutes(session: AsyncSession) -> list[SubstituteOut]:
    """Every substitution of the catalogue, in a stable order."""
    order = (col(ItemSubstitute.item_id), col(ItemSubstitute.substitute_id))
    rows = await session.exec(select(ItemSubstitute).order_by(*order))
    return [SubstituteOut.model_validate(row) for row in rows]


async def list_kits(session: AsyncSession, *, at: date, season: Season | None = None) -> list[KitOut]:
    """The newest valid version of each kit and season, with its lines."""
    query = (
        select(Kit)
        .ext(distinct_on(col(Kit.code), col(Kit.season)))
        .where(Kit.valid_from <= at)
        .order_by(col(Kit.code), col(Kit.season), col(Kit.version).desc())
    )
    kits = (await session.exec(query.where(Kit.season == season) if season else query)).all()
    lines = await session.exec(
        select(KitLine, Item.name, Item.unit)
        .join(Item, col(Item.id) == KitLine.item_id)
        .where(col(KitLine.kit_id).in_([kit.id for kit in kits]))
        .order_by(col(KitLine.sort), col(Item.code))
    )
    shown: dict[UUID, list[KitLineOut]] = {kit.id: [] for kit in kits}
    for line, name, unit in lines:
        shown[line.kit_id].append(KitLineOut.model_validate({**line.model_dump(), "item_name": name, "unit": unit}))
    return [KitOut.model_validate({**kit.model_dump(), "lines": shown[kit.id]}) for kit in kits]


async def list_standards(session: AsyncSession, *, metric: str | None = None) -> list[StandardOut]:
    query = select(Standard).order_by(col(Standard.metric), col(Standard.scope_kind), col(Standard.id))
    rows = await session.exec(query.where(Standard.metric == metric) if metric else query)
    return [StandardOut.model_validate(row) for row in rows]


def labels() -> dict[str, list[LabelOut]]:
    """Every labelled enum that the running program knows, by its class name."""
    return {
        kind.__name__: [LabelOut(value=one.value, label=one.label, colour=one.colour) for one in kind]
        for kind in sorted(_kinds(LabeledEnum), key=lambda kind: kind.__name__)
    }


def _kinds(kind: type[LabeledEnum]) -> list[type[LabeledEnum]]:
    return [one for child in kind.__subclasses__() for one in (child, *_kinds(child))]
