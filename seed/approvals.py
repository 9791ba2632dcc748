"""Where the demo lets things wait for the approver: issues from the depot; in the whole district transfers, disposals
and plans."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.approvals.models import ApprovalKind, ApprovalPolicy
from app.kernel import clock
from app.kernel.ids import uuid7
from app.sites.models import Site, SiteKind
from seed.profiles import PROFILES


async def settle(session: AsyncSession, district: str, *, set_by: str) -> None:
    """Policies of a seeded district; those that are there stay as they were set."""
    code = PROFILES[district].code
    depots = select(Site.id).where(Site.kind == SiteKind.DISTRICT_DEPOT, col(Site.division).startswith(code))
    rows: list[dict[str, Any]] = [
        {"site_id": depot, "division": None, "kind": ApprovalKind.ISSUE} for depot in await session.exec(depots)
    ]
    for kind in (ApprovalKind.TRANSFER, ApprovalKind.DISPOSAL, ApprovalKind.PLAN):
        rows.append({"site_id": None, "division": code, "kind": kind})
    for row in rows:
        values = row | {"id": uuid7(), "required": True, "set_by": set_by, "set_at": clock.now()}
        await session.execute(insert(ApprovalPolicy).values(values).on_conflict_do_nothing())
