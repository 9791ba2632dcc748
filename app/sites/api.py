"""Sites over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.kernel.database import Session
from app.sites import queries
from app.sites.models import SiteKind
from app.sites.schemas import SiteDetail, SiteList

router = APIRouter(tags=["库点"])


@router.get("/sites", summary="库点列表")
async def list_sites(
    session: Session,
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
            session, kinds=kind, division=division, search=search, limit=limit, offset=offset
        )
    )


@router.get("/sites/{site_id}", summary="库点详情")
async def get_site(session: Session, site_id: UUID) -> SiteDetail:
    return await queries.get_site(session, site_id)
