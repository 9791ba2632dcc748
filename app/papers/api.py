"""Papers of plans as PDF."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from app import audit
from app.auth import Act, Actor, Subject, acting
from app.dispatch import queries as plans
from app.dispatch.standing import standing_of
from app.kernel.database import Session
from app.papers.kinds import PaperKind
from app.papers.service import print_paper

router = APIRouter(tags=["单据"])

Reader = Annotated[Actor, acting(Subject.PLANS, Act.READ)]


@router.get(
    "/plans/{plan_id}/papers/{kind}",
    summary="方案单据（PDF）",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "PDF 文件"}},
)
async def get_plan_paper(session: Session, actor: Reader, plan_id: UUID, kind: PaperKind) -> Response:
    await plans.require_visible(session, plan_id, scope=actor.scope)
    report = await plans.get_report(session, plan_id)
    standing = await standing_of(session, plan_id)
    audit.exports(session, f"{kind.label} {report.number}")
    pdf = await asyncio.to_thread(print_paper, report, kind, standing)
    name = f"{report.number}-{kind.value}.pdf"
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
