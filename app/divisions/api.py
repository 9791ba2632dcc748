"""Divisions over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from app.auth import Act, Actor, Subject, acting
from app.divisions import queries
from app.divisions.models import DivisionKind
from app.divisions.schemas import DivisionList, DivisionOut
from app.kernel import clock
from app.kernel.database import Session

router = APIRouter(tags=["区划"])

Reader = Annotated[Actor, acting(Subject.PLACES, Act.READ)]


@router.get("/divisions", summary="区划列表")
async def list_divisions(
    session: Session,
    actor: Reader,
    *,
    kind: DivisionKind | None = None,
    under: Annotated[
        str | None, Query(pattern=r"^(\d{6}|\d{9}|\d{12})$", description="上级区划代码，含其下各级")
    ] = None,
    at: Annotated[date | None, Query(description="按此日期有效的区划，默认今天")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> DivisionList:
    rows = await queries.list_divisions(
        session, scope=actor.scope, kind=kind, within=under, at=at or clock.today(), limit=limit, offset=offset
    )
    return DivisionList(items=[DivisionOut.model_validate(row) for row in rows])
