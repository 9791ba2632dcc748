"""Taking over whole site lists at once: sites with their bins, partners with their promises, floors."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.sites.models import AgreementReserve, Bin, CapacityReserve, MinimumStock, Partner, ReserveFloor, Site

FLOOR_BIN = "-"


async def add_sites(session: AsyncSession, *, sites: Sequence[Site], bins: Mapping[UUID, Sequence[Bin]]) -> None:
    """Add sites, each with its floor (the bin that bears the site's id) and its named bins."""
    session.add_all(sites)
    await session.flush()
    session.add_all([Bin(id=site.id, site_id=site.id, code=FLOOR_BIN, name=site.name) for site in sites])
    session.add_all([row for rows in bins.values() for row in rows])
    await session.flush()


async def add_partners(
    session: AsyncSession,
    *,
    partners: Sequence[Partner],
    agreements: Sequence[AgreementReserve],
    capacities: Sequence[CapacityReserve],
) -> None:
    """Add partners of sites that are there, then what they promised."""
    for rows in (partners, agreements, capacities):
        session.add_all(rows)
        await session.flush()


async def add_thresholds(
    session: AsyncSession, *, floors: Sequence[ReserveFloor], minimums: Sequence[MinimumStock]
) -> None:
    session.add_all([*floors, *minimums])
    await session.flush()
