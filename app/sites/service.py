"""Commands on sites: in and out of service, and the release of reserve floors by name."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.kernel import clock
from app.kernel.errors import Conflict, NotFound, Problem
from app.kernel.events import publish
from app.sites.models import PHYSICAL_KINDS, ReserveFloor, Site
from app.sites.registers import put_back, take_out


async def require_at(session: AsyncSession, *, actor: Actor, sites: Iterable[UUID], missing: Problem) -> None:
    """Refuse whoever has no right at one of these sites, and with ``missing`` whoever may read none of them.

    What is virtual or not there the command itself refuses.
    """
    query = select(Site.division, Site.id).where(col(Site.id).in_(set(sites)), col(Site.division).is_not(None))
    actor.require_all((await session.exec(query)).all(), missing=missing)


async def take_out_of_service(session: AsyncSession, *, actor: Actor, site_id: UUID, reason: str) -> Site:
    """Goods of a site out of service stay in the books; it receives none and plans take none."""
    site = await _locked(session, actor, site_id)
    take_out(site, "库点", reason)
    return await _changed(session, site)


async def return_to_service(session: AsyncSession, *, actor: Actor, site_id: UUID) -> Site:
    site = await _locked(session, actor, site_id)
    put_back(site, "库点")
    return await _changed(session, site)


async def release_floor(session: AsyncSession, *, actor: Actor, floor_id: UUID) -> ReserveFloor:
    """From now on plans may take these goods; the approver's name stays with the floor."""
    query = select(ReserveFloor).where(ReserveFloor.id == floor_id).with_for_update(key_share=True)
    floor = (await session.exec(query)).one_or_none()
    missing = NotFound("没有这条储备底线")
    if floor is None:
        raise missing
    await require_at(session, actor=actor, sites=[floor.site_id], missing=missing)
    if floor.released_at is not None:
        raise Conflict("这条储备底线已经解除")
    floor.released_by, floor.released_at = actor.code, clock.now()
    session.add(floor)
    await session.flush()
    site = await session.get_one(Site, floor.site_id)
    await _tell(session, floor.id, site)
    return floor


async def _locked(session: AsyncSession, actor: Actor, site_id: UUID) -> Site:
    site = (await session.exec(select(Site).where(Site.id == site_id).with_for_update(key_share=True))).one_or_none()
    missing = NotFound("没有这个库点")
    if site is None or site.kind not in PHYSICAL_KINDS:
        raise missing
    actor.require(site.division, site.id, missing=missing)
    return site


async def _changed(session: AsyncSession, site: Site) -> Site:
    site.version += 1
    session.add(site)
    await session.flush()
    await _tell(session, site.id, site)
    return site


async def _tell(session: AsyncSession, changed: UUID, site: Site) -> None:
    told = {"id": changed, "sites": [str(site.id)]}
    await publish(session, "stock", told, places=[(site.division, site.id)])
