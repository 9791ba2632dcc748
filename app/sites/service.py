"""Commands on sites: in and out of service, and the release of reserve floors by name."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Person, Role
from app.kernel import clock
from app.kernel.errors import Conflict, NotFound, Problem
from app.kernel.events import publish
from app.sites.models import PHYSICAL_KINDS, ReserveFloor, Site


class ApproverNeeded(Problem):
    status, kind, title = 403, "approver-needed", "须由审批人办理"


async def take_out_of_service(session: AsyncSession, *, actor: Person, site_id: UUID, reason: str) -> Site:
    """Goods of a site out of service stay in the books; it receives none and plans take none."""
    site = await _locked(session, site_id)
    if site.out_of_service:
        raise Conflict(f"库点“{site.name}”已经停用：{site.out_of_service_reason}")
    site.out_of_service, site.out_of_service_reason = True, reason
    return await _changed(session, site)


async def return_to_service(session: AsyncSession, *, actor: Person, site_id: UUID) -> Site:
    site = await _locked(session, site_id)
    if not site.out_of_service:
        raise Conflict(f"库点“{site.name}”没有停用")
    site.out_of_service, site.out_of_service_reason = False, ""
    return await _changed(session, site)


async def release_floor(session: AsyncSession, *, actor: Person, floor_id: UUID) -> ReserveFloor:
    """From now on plans may take these goods; the approver's name stays with the floor."""
    if actor.role is not Role.APPROVER:
        raise ApproverNeeded("储备底线须由审批人（分管领导）解除。")
    query = select(ReserveFloor).where(ReserveFloor.id == floor_id).with_for_update(key_share=True)
    floor = (await session.exec(query)).one_or_none()
    if floor is None:
        raise NotFound("没有这条储备底线")
    if floor.released_at is not None:
        raise Conflict("这条储备底线已经解除")
    floor.released_by, floor.released_at = actor.code, clock.now()
    session.add(floor)
    await session.flush()
    await publish(session, "stock", {"id": floor.id, "sites": [str(floor.site_id)]})
    return floor


async def _locked(session: AsyncSession, site_id: UUID) -> Site:
    site = (await session.exec(select(Site).where(Site.id == site_id).with_for_update(key_share=True))).one_or_none()
    if site is None or site.kind not in PHYSICAL_KINDS:
        raise NotFound("没有这个库点")
    return site


async def _changed(session: AsyncSession, site: Site) -> Site:
    site.version += 1
    session.add(site)
    await session.flush()
    await publish(session, "stock", {"id": site.id, "sites": [str(site.id)]})
    return site
