"""Sites that give goods, as plain frozen values: what the planner's snapshot reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.sites.models import AgreementReserve, CapacityReserve, Site, SiteKind

Reserve = TypeVar("Reserve", AgreementReserve, CapacityReserve)

GIVING_KINDS = (SiteKind.DISTRICT_DEPOT, SiteKind.TOWNSHIP_POINT, SiteKind.VILLAGE_ROOM, SiteKind.PARTNER)


@dataclass(frozen=True)
class GivingSite:
    id: UUID
    name: str
    kind: SiteKind
    division: str
    lon: float
    lat: float
    docks: int
    stop_s: int
    handling_s_per_t: int


@dataclass(frozen=True)
class Agreement:
    """Goods that a partner guarantees, ready ``response_s`` after the call, within ``radius_m`` of its site.

    Called are at least ``least_call`` units or none; on ``valid_to`` for the last time.
    """

    id: UUID
    site: UUID
    item: UUID
    quantity: int
    response_s: int
    radius_m: int | None
    least_call: int
    valid_to: date


@dataclass(frozen=True)
class Capacity:
    """``per_day`` units from ``ramp_up_s`` after the call on; at least ``least_call`` in all or none."""

    id: UUID
    site: UUID
    item: UUID
    per_day: int
    ramp_up_s: int
    least_call: int
    valid_to: date


@dataclass(frozen=True)
class Giving:
    """Sites in service that may give goods, and their partners' valid reserves."""

    sites: tuple[GivingSite, ...]
    agreements: tuple[Agreement, ...]
    capacities: tuple[Capacity, ...]


async def giving_sites(session: AsyncSession, district: str, on: date) -> Giving:
    """Everything in code order, so that equal contents give equal problems."""
    query = select(Site).where(
        col(Site.division).startswith(district),
        col(Site.kind).in_(GIVING_KINDS),
        col(Site.out_of_service).is_(False),
    )
    sites = (await session.exec(query.order_by(col(Site.code)))).all()
    ids = [site.id for site in sites]
    return Giving(
        sites=tuple(_giving(site) for site in sites),
        agreements=tuple(
            Agreement(
                row.id,
                row.site_id,
                row.item_id,
                row.guaranteed_quantity,
                row.response_s,
                row.radius_m,
                row.least_call,
                row.valid_to,
            )
            for row in await _valid(session, AgreementReserve, ids, on)
        ),
        capacities=tuple(
            Capacity(row.id, row.site_id, row.item_id, row.per_day, row.ramp_up_s, row.least_call, row.valid_to)
            for row in await _valid(session, CapacityReserve, ids, on)
        ),
    )


def _giving(site: Site) -> GivingSite:
    assert site.division is not None and site.lon is not None and site.lat is not None  # CHECK ck_site_located
    return GivingSite(
        site.id,
        site.name,
        site.kind,
        site.division,
        site.lon,
        site.lat,
        site.docks,
        site.stop_s,
        site.handling_s_per_t,
    )


async def _valid(session: AsyncSession, kind: type[Reserve], sites: Sequence[UUID], on: date) -> Sequence[Reserve]:
    query = select(kind).where(col(kind.site_id).in_(sites), col(kind.valid_from) <= on, col(kind.valid_to) >= on)
    return (await session.exec(query.order_by(col(kind.id)))).all()
