"""A plan is approved once, by somebody who did not ask for it."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.dispatch import queries
from app.dispatch.models import DispatchPlan
from app.dispatch.states import PlanState
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, NotFound
from app.kernel.events import publish

explain({"ck_dispatch_plan_author_never_approves": "编制人不能审批自己的方案。"})


async def draft_plan(session: AsyncSession, plan_id: UUID) -> DispatchPlan:
    """The plan, locked and still a draft; raises ``NotFound`` or ``Conflict``."""
    query = select(DispatchPlan).where(DispatchPlan.id == plan_id).with_for_update(key_share=True)
    plan = (await session.exec(query)).one_or_none()
    if plan is None:
        raise NotFound("没有这个方案。")
    if plan.state is not PlanState.DRAFT:
        raise Conflict(f"方案 {plan.number} 为“{plan.state.label}”，不再需要审批。")
    return plan


async def approve(session: AsyncSession, *, actor: Actor, plan_id: UUID) -> DispatchPlan:
    plan = await draft_plan(session, plan_id)
    district = await queries.require_at(session, plan_id, actor=actor)
    if plan.actor == actor.code:
        raise Conflict("编制人不能审批自己的方案，请由其他审批人审批。")
    plan.state, plan.approved_by, plan.approved_at = PlanState.APPROVED, actor.code, clock.now()
    session.add(plan)
    await session.flush()
    told = {"id": str(plan.id), "incident_id": str(plan.incident_id), "number": plan.number}
    await publish(session, "plan", told, places=[(district, None)])
    return plan
