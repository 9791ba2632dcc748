"""Stock as a tree of divisions with their sites, totals from the bottom up."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.catalog.models import Item
from app.divisions.models import Division
from app.divisions.queries import valid
from app.inventory.availability import is_expired
from app.inventory.models import Balance, Lot
from app.inventory.schemas import SiteTotals, StockTreeNode
from app.sites.models import PHYSICAL_KINDS, Site

_G_PER_KG = 1000
_CM3_PER_M3 = 1_000_000


async def stock_tree(session: AsyncSession, *, on: date, scope: Scope) -> list[StockTreeNode]:
    """One root per district; divisions without a site of the scope in or below them are left out."""
    sites: dict[str, list[SiteTotals]] = defaultdict(list)
    for row in await _totals(session, on, scope):
        sites[row[0].division or ""].append(_site(row))
    divisions = (await session.exec(select(Division).where(valid(on)).order_by(col(Division.code)))).all()
    children: dict[str | None, list[Division]] = defaultdict(list)
    for division in divisions:
        children[division.parent].append(division)
    roots = (_node(division, children, sites) for division in children[None])
    return [root for root in roots if root]


async def _totals(session: AsyncSession, on: date, scope: Scope) -> Sequence[Row[Any]]:
    filled = col(Balance.quantity) > 0
    query = (
        sa.select(
            Site,
            func.count(col(Balance.item_id).distinct()).filter(filled),
            func.count(col(Balance.lot_id).distinct()).filter(filled),
            func.count(col(Balance.lot_id).distinct()).filter(filled, is_expired(on)),
            func.coalesce(func.sum(col(Balance.quantity) * col(Item.mass_g)), 0),
            func.coalesce(func.sum(col(Balance.quantity) * col(Item.volume_cm3)), 0),
        )
        .outerjoin(Balance, col(Balance.site_id) == col(Site.id))
        .outerjoin(Item, col(Item.id) == col(Balance.item_id))
        .outerjoin(Lot, col(Lot.id) == col(Balance.lot_id))
        .where(col(Site.kind).in_(PHYSICAL_KINDS), scope.within(col(Site.division), col(Site.id)))
        .group_by(col(Site.id))
        .order_by(col(Site.kind), col(Site.code))
    )
    return (await session.execute(query)).all()


def _site(row: Any) -> SiteTotals:
    site, items, lots, expired_lots, grams, cm3 = row
    return SiteTotals(
        id=site.id,
        code=site.code,
        name=site.name,
        kind=site.kind,
        lon=site.lon,
        lat=site.lat,
        out_of_service=site.out_of_service,
        items=items,
        lots=lots,
        expired_lots=expired_lots,
        mass_kg=round(grams / _G_PER_KG),
        volume_m3=round(float(cm3) / _CM3_PER_M3, 1),
    )


def _node(
    division: Division, children: dict[str | None, list[Division]], sites: dict[str, list[SiteTotals]]
) -> StockTreeNode | None:
    below = [node for child in children[division.code] if (node := _node(child, children, sites))]
    here = sites.get(division.code, [])
    if not below and not here:
        return None
    return StockTreeNode(
        code=division.code,
        name=division.name,
        sites=here,
        children=below,
        site_count=len(here) + sum(node.site_count for node in below),
        mass_kg=sum(site.mass_kg for site in here) + sum(node.mass_kg for node in below),
        volume_m3=round(sum(site.volume_m3 for site in here) + sum(node.volume_m3 for node in below), 1),
    )
