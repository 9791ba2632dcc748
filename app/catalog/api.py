"""Items, kits, standards and labels over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.auth import Act, Subject, acting, acting_anyone
from app.catalog import queries
from app.catalog.models import Season
from app.catalog.schemas import ItemList, KitList, LabelsOut, StandardList
from app.kernel import clock
from app.kernel.database import Session

router = APIRouter(tags=["目录"])

READING = [acting(Subject.CATALOG, Act.READ)]
"""The catalogue belongs to no place: the right alone opens it."""


@router.get("/items", summary="品目列表", dependencies=READING)
async def list_items(
    session: Session,
    *,
    search: Annotated[str, Query(max_length=60, description="编码、名称或规格")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> ItemList:
    return ItemList(items=await queries.list_items(session, search=search, limit=limit, offset=offset))


@router.get("/kits", summary="保障定额列表", dependencies=READING)
async def list_kits(session: Session, season: Season | None = None) -> KitList:
    return KitList(items=await queries.list_kits(session, season=season, at=clock.today()))


@router.get("/standards", summary="标准列表", dependencies=READING)
async def list_standards(session: Session, metric: str | None = None) -> StandardList:
    return StandardList(items=await queries.list_standards(session, metric=metric))


@router.get("/labels", summary="枚举名称与颜色", dependencies=[acting_anyone()])
async def list_labels() -> LabelsOut:
    return LabelsOut(enums=queries.labels())
