"""Plans over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.auth import Act, Actor, Subject, acting
from app.dispatch import (
    computing,  # noqa: F401  # registers the kind of job that is asked for here
    queries,
    service,
)
from app.dispatch.adjustments.schemas import PlanAdjust
from app.dispatch.adjustments.service import request_adjusted_plan
from app.dispatch.schemas import JointPlans, PlanList, PlanMap, PlanOptions, PlanReport, PlanRequested, PlanRoads
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute
from app.kernel.paging import Limit, Offset

router = APIRouter(tags=["调度方案"], route_class=CommandRoute)

Reader = Annotated[Actor, acting(Subject.PLANS, Act.READ)]
Drafter = Annotated[Actor, acting(Subject.PLANS, Act.DRAFT)]


@router.post("/incidents/{incident_id}/plans", summary="编制方案", status_code=status.HTTP_202_ACCEPTED)
async def request_plan(session: Session, actor: Drafter, incident_id: UUID, options: PlanOptions) -> PlanRequested:
    job = await service.request_plan(session, actor=actor, incident_id=incident_id, options=options)
    return PlanRequested(job_id=job.id)


@router.post("/plans/joint", summary="多起事件同时编制", status_code=status.HTTP_202_ACCEPTED)
async def request_joint_plans(session: Session, actor: Drafter, command: JointPlans) -> PlanRequested:
    job = await service.request_joint_plans(session, actor=actor, command=command)
    return PlanRequested(job_id=job.id)


@router.post("/plans/{plan_id}/adjustments", summary="调整方案", status_code=status.HTTP_202_ACCEPTED)
async def adjust_plan(session: Session, actor: Drafter, plan_id: UUID, command: PlanAdjust) -> PlanRequested:
    job = await request_adjusted_plan(session, actor=actor, plan_id=plan_id, command=command)
    return PlanRequested(job_id=job.id)


@router.get("/plans", summary="方案列表")
async def list_plans(
    session: Session,
    actor: Reader,
    *,
    incident: Annotated[UUID | None, Query(description="事件")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> PlanList:
    return await queries.list_plans(session, incident, scope=actor.scope, limit=limit, offset=offset)


@router.get("/plans/{plan_id}", summary="方案报告")
async def get_plan(session: Session, actor: Reader, plan_id: UUID) -> PlanReport:
    await queries.require_visible(session, plan_id, scope=actor.scope)
    return await queries.get_report(session, plan_id)


@router.get("/plans/{plan_id}/map", summary="方案地图")
async def get_plan_map(session: Session, actor: Reader, plan_id: UUID) -> PlanMap:
    await queries.require_visible(session, plan_id, scope=actor.scope)
    return await queries.get_map(session, plan_id)


@router.get("/plans/{plan_id}/roads", summary="方案的道路流量")
async def get_plan_roads(session: Session, actor: Reader, plan_id: UUID) -> PlanRoads:
    """How many of the plan's vehicles pass the busiest roads in an hour, against what these are meant for."""
    await queries.require_visible(session, plan_id, scope=actor.scope)
    return await queries.get_roads(session, plan_id)
