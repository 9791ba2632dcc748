"""Reading sites with their bins, floors and promises."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.catalog.models import Item
from app.divisions.models import Division
from app.divisions.queries import under
from app.kernel.errors import NotFound
from app.kernel.names import Named, named
from app.sites.models import (
    PHYSICAL_KINDS,
    AgreementReserve,
    Bin,
    CapacityReserve,
    Partner,
    ReserveFloor,
    Site,
    SiteKind,
)
from app.sites.schemas import AgreementOut, BinOut, CapacityOut, FloorOut, PartnerOut, SiteDetail, SiteOut


def visible(scope: Scope) -> ColumnElement[bool]:
    """Whether a site lies within the scope; the virtual ones stand nowhere and belong to everybody."""
    return or_(col(Site.division).is_(None), scope.within(col(Site.division), col(Site.id)))


async def list_sites(
    session: AsyncSession,
    *,
    scope: Scope,
    kinds: Sequence[SiteKind] | None = None,
    division: str | None = None,
    search: str = "",
    limit: int = 1000,
    offset: int = 0,
) -> list[SiteOut]:
    """By division and code; physical kinds unless others are named."""
    query = (
        select(Site, Division.name)
        .outerjoin(Division, col(Division.code) == col(Site.division))
        .where(col(Site.kind).in_(kinds or PHYSICAL_KINDS), visible(scope))
        .order_by(col(Site.division), col(Site.kind), col(Site.code))
        .limit(limit)
        .offset(offset)
    )
    if division:
        query = query.where(under(col(Site.division), division))
    if search:
        query = query.where(or_(*(col(column).icontains(search, autoescape=True) for column in (Site.code, Site.name))))
    rows = await session.exec(query)
    return [SiteOut.model_validate({**site.model_dump(), "division_name": name}) for site, name in rows]


async def findable(session: AsyncSession, scope: Scope) -> list[Named]:
    """The physical sites within the scope by name, with their kind."""
    here = scope.within(col(Site.division), col(Site.id))
    rows = await session.exec(
        select(Site.id, Site.name, Site.code, Site.kind).where(col(Site.kind).in_(PHYSICAL_KINDS), here)
    )
    return named(rows)


async def get_places(session: AsyncSession, site_ids: Sequence[UUID], *, scope: Scope) -> Sequence[Site]:
    """Those of these physical sites that lie within the scope."""
    query = select(Site).where(col(Site.id).in_(site_ids), scope.within(col(Site.division), col(Site.id)))
    return (await session.exec(query.order_by(col(Site.id)))).all()


async def get_site(session: AsyncSession, site_id: UUID, *, scope: Scope) -> SiteDetail:
    query = (
        select(Site, Division.name)
        .outerjoin(Division, col(Division.code) == col(Site.division))
        .where(Site.id == site_id, visible(scope))
    )
    found = (await session.exec(query)).one_or_none()
    if found is None:
        raise NotFound("没有这个库点")
    site, division_name = found
    bins = await session.exec(select(Bin).where(Bin.site_id == site_id).order_by(col(Bin.code)))
    return SiteDetail.model_validate(
        {
            **site.model_dump(),
            "division_name": division_name,
            "bins": [BinOut.model_validate(bin_) for bin_ in bins],
            "floors": [FloorOut.model_validate(row) for row in await _with_item(session, ReserveFloor, site_id)],
            "partner": await _partner(session, site_id),
        }
    )


async def _partner(session: AsyncSession, site_id: UUID) -> PartnerOut | None:
    partner = await session.get(Partner, site_id)
    if partner is None:
        return None
    agreements = await _with_item(session, AgreementReserve, site_id)
    capacities = await _with_item(session, CapacityReserve, site_id)
    return PartnerOut.model_validate(
        {
            **partner.model_dump(),
            "agreements": [AgreementOut.model_validate(row) for row in agreements],
            "capacities": [CapacityOut.model_validate(row) for row in capacities],
        }
    )


async def _with_item(
    session: AsyncSession, table: type[ReserveFloor | AgreementReserve | CapacityReserve], site_id: UUID
) -> list[dict[str, Any]]:
    rows = await session.exec(
        select(table, Item.name, Item.unit)
        .join(Item, col(Item.id) == col(table.item_id))
        .where(col(table.site_id) == site_id)
        .order_by(col(Item.code))
    )
    return [{**row.model_dump(), "item_name": name, "unit": unit} for row, name, unit in rows]


async def site_names(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, tuple[str, str | None]]:
    """Name and division of each."""
    found = await session.exec(select(Site.id, Site.name, Site.division).where(col(Site.id).in_(ids)))
    return {site_id: (name, division) for site_id, name, division in found}
