"""Reading stock: what lies where, and what plans and gap analysis may count on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.catalog.models import Item
from app.catalog.packages import Package, in_packages
from app.catalog.queries import packages_of
from app.divisions.queries import under
from app.inventory.availability import stock
from app.inventory.books import is_expired
from app.inventory.document_queries import document, documents, last_recorded, ledger
from app.inventory.hold_queries import hold, holds
from app.inventory.models import Balance, Lot
from app.inventory.schemas import ItemStockRow, StockRow
from app.inventory.tree import stock_tree
from app.kernel import clock
from app.sites.models import PHYSICAL_KINDS, Bin, MinimumStock, ReserveFloor, Site, SiteKind
from app.sites.queries import visible

__all__ = [
    "available_for_plan",
    "document",
    "documents",
    "floors_for_plan",
    "hold",
    "holds",
    "item_stock",
    "last_recorded",
    "ledger",
    "site_stock",
    "stock_tree",
]


class PlanStock(NamedTuple):
    """One lot at one site. On hand = reserved + unusable + expired + city + available (see ``availability``)."""

    site_id: UUID
    lot_id: UUID
    item_id: UUID
    lot_no: str
    expires_on: date | None
    on_hand: int
    reserved: int
    unusable: int
    expired: int
    city: int
    available: int


class PlanFloor(NamedTuple):
    site_id: UUID
    item_id: UUID
    quantity: int


async def available_for_plan(session: AsyncSession, at: date | None = None) -> list[PlanStock]:
    """Every lot at every physical site in service, bins and conditions together, judged at ``at`` (today).

    Ordered by site, item, expiry and lot, so that equal stocks give equal rows.
    """
    rows = stock(at or clock.today()).subquery("stock")
    query = (
        sa.select(
            rows.c.site_id,
            rows.c.lot_id,
            rows.c.item_id,
            rows.c.lot_no,
            rows.c.expires_on,
            *(func.sum(rows.c[name]) for name in ("quantity", "reserved", "unusable", "expired", "city", "available")),
        )
        .join(Site, col(Site.id) == rows.c.site_id)
        .where(col(Site.kind).in_(PHYSICAL_KINDS), col(Site.out_of_service).is_(False))
        .group_by(rows.c.site_id, rows.c.lot_id, rows.c.item_id, rows.c.lot_no, rows.c.expires_on)
        .order_by(rows.c.site_id, rows.c.item_id, rows.c.expires_on, rows.c.lot_no, rows.c.lot_id)
    )
    found = await session.execute(query)
    return [PlanStock(*row[:5], *(int(number) for number in row[5:])) for row in found]


async def floors_for_plan(session: AsyncSession) -> list[PlanFloor]:
    """Reserve floors that nobody has released, summed by site and item."""
    rows = await session.exec(
        select(ReserveFloor.site_id, ReserveFloor.item_id, ReserveFloor.quantity)
        .where(col(ReserveFloor.released_at).is_(None))
        .order_by(col(ReserveFloor.site_id), col(ReserveFloor.item_id))
    )
    return [PlanFloor(*row) for row in rows]


async def site_stock(
    session: AsyncSession, *, scope: Scope, site_id: UUID, item_id: UUID | None, on: date, limit: int, offset: int
) -> list[StockRow]:
    """Every balance of the site, by item, then in the order in which it would be taken."""
    query = (
        stock(on)
        .add_columns(Item, col(Site.name), col(Bin.code))
        .join(Item, col(Item.id) == col(Balance.item_id))
        .join(Site, col(Site.id) == col(Balance.site_id))
        .join(Bin, col(Bin.id) == col(Balance.bin_id))
        .where(col(Balance.site_id) == site_id, visible(scope))
        .order_by(col(Item.code), col(Lot.expires_on), col(Bin.code), col(Lot.lot_no), col(Balance.condition))
        .limit(limit)
        .offset(offset)
    )
    found = (await session.execute(query.where(col(Balance.item_id) == item_id) if item_id else query)).all()
    packages = await packages_of(session, {row[0].item_id for row in found})
    return [
        StockRow(
            site_id=balance.site_id,
            site_name=site_name,
            bin_id=balance.bin_id,
            bin_code=bin_code,
            item_id=item.id,
            item_code=item.code,
            item_name=item.name,
            unit=item.unit,
            lot_id=lot.id,
            lot_no=lot.lot_no,
            owner=balance.owner,
            condition=balance.condition,
            made_on=lot.made_on,
            expires_on=lot.expires_on,
            expired=is_expired(lot.expires_on, on),
            days_left=(lot.expires_on - on).days if lot.expires_on else None,
            on_hand=balance.quantity,
            reserved=reserved,
            available=available,
            on_hand_text=in_packages(balance.quantity, item.unit, packages.get(item.id, ())),
            available_text=in_packages(available, item.unit, packages.get(item.id, ())),
        )
        for balance, lot, reserved, _, _, _, available, item, site_name, bin_code in found
    ]


@dataclass(frozen=True)
class Levels:
    """Alert thresholds and floors by (site, item); a site's own minimum goes before that of its kind."""

    own: dict[tuple[UUID, UUID], int]
    of_kind: dict[tuple[SiteKind, UUID], int]
    floors: dict[tuple[UUID, UUID], int]

    def minimum(self, site: UUID, kind: SiteKind, item: UUID) -> int | None:
        return self.own.get((site, item), self.of_kind.get((kind, item)))


async def read_levels(session: AsyncSession) -> Levels:
    minimums: Sequence[MinimumStock] = (await session.exec(select(MinimumStock))).all()
    return Levels(
        own={(row.site_id, row.item_id): row.quantity for row in minimums if row.site_id},
        of_kind={(row.site_kind, row.item_id): row.quantity for row in minimums if row.site_kind},
        floors={(floor.site_id, floor.item_id): floor.quantity for floor in await floors_for_plan(session)},
    )


async def item_stock(
    session: AsyncSession,
    *,
    scope: Scope,
    item_id: UUID | None,
    site_id: UUID | None,
    division: str | None,
    on: date,
    limit: int,
    offset: int,
) -> list[ItemStockRow]:
    """Stock of items at physical sites, lots together, across all tiers; by item, then by kind of site."""
    rows = stock(on).subquery("stock")
    totals = [
        func.sum(rows.c[name]).label(name)
        for name in ("quantity", "reserved", "expired", "unusable", "city", "available")
    ]
    query = (
        sa.select(*(col(column) for column in (Item.id, Item.code, Item.name, Item.unit)))
        .add_columns(*(col(column) for column in (Site.id, Site.name, Site.kind, Site.division)), *totals)
        .join_from(rows, Item, col(Item.id) == rows.c.item_id)
        .join(Site, col(Site.id) == rows.c.site_id)
        .where(col(Site.kind).in_(PHYSICAL_KINDS), visible(scope))
        .group_by(col(Item.id), col(Site.id))
        .order_by(col(Item.code), col(Site.kind), col(Site.code))
        .limit(limit)
        .offset(offset)
    )
    if item_id:
        query = query.where(col(Item.id) == item_id)
    if site_id:
        query = query.where(col(Site.id) == site_id)
    if division:
        query = query.where(under(col(Site.division), division))
    found = (await session.execute(query)).all()
    thresholds = await read_levels(session)
    packages = await packages_of(session, {row[0] for row in found})
    return [_item_row(tuple(row), thresholds, packages) for row in found]


def _item_row(row: tuple[Any, ...], thresholds: Levels, packages: Mapping[UUID, tuple[Package, ...]]) -> ItemStockRow:
    item, code, name, unit, site, site_name, kind, division, *totals = row
    on_hand, reserved, expired, unusable, city, available = (int(total) for total in totals)
    return ItemStockRow(
        item_id=item,
        item_code=code,
        item_name=name,
        unit=unit,
        site_id=site,
        site_name=site_name,
        site_kind=kind,
        division=division,
        on_hand=on_hand,
        reserved=reserved,
        expired=expired,
        unusable=unusable,
        city=city,
        available=available,
        floor=thresholds.floors.get((site, item), 0),
        minimum=thresholds.minimum(site, kind, item),
        available_text=in_packages(available, unit, packages.get(item, ())),
    )
