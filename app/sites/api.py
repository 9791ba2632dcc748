"""Sites over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.auth import Act, Actor, Subject, acting
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute
from app.sites import queries, service
from app.sites.bases import OutOfService
from app.sites.models import SiteKind
from app.sites.schemas import SiteDetail, SiteList

router = APIRouter(tags=["库点"], route_class=CommandRoute)

Reader = Annotated[Actor, acting(Subject.PLACES, Act.READ)]
Keeper = Annotated[Actor, acting(Subject.STOCK, Act.POST)]
Approver = Annotated[Actor, acting(Subject.STOCK, Act.APPROVE)]


@router.get("/sites", summary="库点列表")
async def list_sites(
    session: Session,
    actor: Reader,
    *,
    kind: Annotated[list[SiteKind] | None, Query(description="类型，可多选")] = None,
    division: Annotated[str | None, Query(description="区划代码，含其下各级")] = None,
    search: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> SiteList:
    """Physical sites only, unless virtual kinds are asked for by name."""
    return SiteList(
        items=await queries.list_sites(
            session, scope=actor.scope, kinds=kind, division=division, search=search, limit=limit, offset=offset
        )
    )


@router.get("/sites/{site_id}", summary="库点详情")
async def get_site(session: Session, actor: Reader, site_id: UUID) -> SiteDetail:
    return await queries.get_site(session, site_id, scope=actor.scope)


@router.post("/sites/{site_id}/out-of-service", summary="停用库点")
async def take_site_out_of_service(session: Session, actor: Keeper, site_id: UUID, command: OutOfService) -> SiteDetail:
    await service.take_out_of_service(session, actor=actor, site_id=site_id, reason=command.reason)
    return await queries.get_site(session, site_id, scope=actor.scope)


@router.post("/sites/{site_id}/in-service", summary="恢复库点")
async def return_site_to_service(session: Session, actor: Keeper, site_id: UUID) -> SiteDetail:
    await service.return_to_service(session, actor=actor, site_id=site_id)
    return await queries.get_site(session, site_id, scope=actor.scope)


@router.post("/reserve-floors/{floor_id}/release", summary="解除储备底线")
async def release_reserve_floor(session: Session, actor: Approver, floor_id: UUID) -> SiteDetail:
    """Answers with the floor's site."""
    floor = await service.release_floor(session, actor=actor, floor_id=floor_id)
    return await queries.get_site(session, floor.site_id, scope=actor.scope)
