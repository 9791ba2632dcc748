"""Reasons of plans over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.auth import Act, Actor, Subject, acting
from app.dispatch import queries as plans
from app.dispatch.advice import (
    computing,  # noqa: F401  # registers the kinds of job that are asked for here
    queries,
    service,
)
from app.dispatch.advice.schemas import PlanReasons, ReasonsRequested, WhyAnswer, WhyQuestion, WhyRequested
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute

router = APIRouter(tags=["调度方案"], route_class=CommandRoute)

Reader = Annotated[Actor, acting(Subject.PLANS, Act.READ)]
Drafter = Annotated[Actor, acting(Subject.PLANS, Act.DRAFT)]


@router.get("/plans/{plan_id}/reasons", summary="缺口的原因与措施")
async def get_plan_reasons(session: Session, actor: Reader, plan_id: UUID) -> PlanReasons:
    await plans.require_visible(session, plan_id, scope=actor.scope)
    return await queries.get_reasons(session, plan_id)


@router.post("/plans/{plan_id}/reasons", summary="分析缺口", status_code=status.HTTP_202_ACCEPTED)
async def request_plan_reasons(session: Session, actor: Drafter, plan_id: UUID) -> ReasonsRequested:
    await plans.require_at(session, plan_id, actor=actor)
    job = await service.request_reasons(session, plan_id, actor=actor.code)
    return ReasonsRequested(job_id=job.id)


@router.get("/plans/{plan_id}/why", summary="为什么：已有的答复")
async def get_plan_why(
    session: Session,
    actor: Reader,
    plan_id: UUID,
    *,
    kind: Annotated[Literal["assignment", "delivery", "trip", "posting"], Query(description="类别")],
    subject: Annotated[str, Query(description="群体、批次、车次或队伍编号")],
    target: Annotated[str | None, Query(description="场所或任务编号")] = None,
) -> WhyAnswer:
    await plans.require_visible(session, plan_id, scope=actor.scope)
    return await queries.get_answer(session, plan_id, WhyQuestion(kind=kind, subject=subject, target=target))


@router.post("/plans/{plan_id}/why", summary="为什么")
async def ask_plan_why(session: Session, actor: Drafter, plan_id: UUID, question: WhyQuestion) -> WhyRequested:
    await plans.require_at(session, plan_id, actor=actor)
    return await service.ask_why(session, plan_id, question, actor=actor.code)
