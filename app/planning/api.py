"""The gap analysis over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from app.auth import Act, Actor, Subject, acting
from app.catalog.models import Season
from app.kernel.database import Session
from app.planning import queries
from app.planning.schemas import GapReport

router = APIRouter(tags=["能力缺口"])

Reader = Annotated[Actor, acting(Subject.PLANNING, Act.READ)]


@router.get("/gap", summary="能力缺口")
async def get_gap(
    session: Session,
    actor: Reader,
    *,
    district: Annotated[str | None, Query(pattern=r"^\d{6}$", description="区县代码；不填为首个有区级库的区县")] = None,
    season: Annotated[Season | None, Query(description="季节；不填按日期")] = None,
    as_of: Annotated[date | None, Query(description="按此日期判断是否过期；不填为今天")] = None,
) -> GapReport:
    """Today's stock and forces; ``as_of`` moves the day on which expiry is judged, not the books.

    Who may read only some places of the district sees their rows, and no figures of the whole.
    """
    return await queries.gap_report(session, scope=actor.scope, district=district, season=season, as_of=as_of)
