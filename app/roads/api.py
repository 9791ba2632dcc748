"""Roads and the base map over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.auth import Act, Actor, Subject, acting
from app.kernel.database import Session
from app.roads import basemap, critical, queries
from app.roads.models import RoadClass
from app.roads.schemas import BaseMap, CriticalLinkList, RoadLinkList, RoadLinkOut

router = APIRouter(tags=["地图"])

Reader = Annotated[Actor, acting(Subject.ROADS, Act.READ)]

District = Annotated[str | None, Query(pattern=r"^\d{6}$", description="区县代码；不填为首个有道路图层的区县")]


@router.get("/map/base", summary="示意底图")
async def get_base_map(session: Session, actor: Reader, district: District = None) -> BaseMap:
    code = await queries.mapped_district(session, district, scope=actor.scope)
    return await basemap.base_map(session, code, scope=actor.scope)


@router.get("/map/links", summary="路段列表")
async def list_links(
    session: Session,
    actor: Reader,
    *,
    district: District = None,
    road_class: RoadClass | None = None,
    bridges_only: bool = False,
    search: Annotated[str, Query(max_length=60, description="路段名称")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> RoadLinkList:
    """Links to pick from when a road is reported closed."""
    rows = await queries.list_links(
        session,
        district=await queries.mapped_district(session, district, scope=actor.scope),
        road_class=road_class,
        bridges_only=bridges_only,
        search=search,
        limit=limit,
        offset=offset,
    )
    more = str(offset + limit) if len(rows) == limit else None
    return RoadLinkList(items=[RoadLinkOut.model_validate(row) for row in rows], next=more)


@router.get("/map/links/critical", summary="无路可绕的关键路段")
async def list_critical_links(
    session: Session, actor: Reader, district: District = None, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> CriticalLinkList:
    """Links whose fall cuts villages off, whatever else stays open."""
    code = await queries.mapped_district(session, district, scope=actor.scope)
    return await critical.critical(session, code, scope=actor.scope, limit=limit)
