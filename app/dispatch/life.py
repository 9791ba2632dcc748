"""The steps of a plan's life, each under its lock; who may take them when, beyond this, is the approvals' affair."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.dispatch import queries
from app.dispatch.models import DispatchPlan
from app.dispatch.recheck import missing_stock
from app.dispatch.standing import standing_of
from app.dispatch.states import FROM, PlanState
from app.incidents import service as incidents
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, NotFound
from app.kernel.events import publish

TOPIC = "plan"
UNAPPROVED = "按本区县的审批策略，方案须由编制人以外的人批准后才能下达。"

explain({"ck_dispatch_plan_author_never_approves": "编制人不能审批自己的方案。"})


async def locked(session: AsyncSession, plan_id: UUID) -> DispatchPlan:
    query = select(DispatchPlan).where(DispatchPlan.id == plan_id).with_for_update(key_share=True)
    plan = (await session.exec(query)).one_or_none()
    if plan is None:
        raise NotFound("没有这个方案。")
    return plan


async def step(session: AsyncSession, plan_id: UUID, to: PlanState) -> DispatchPlan:
    """Submit, send back or take back; raises ``Conflict`` where the plan's state does not lead there."""
    return await _stepped(session, await locked(session, plan_id), to)


async def approve(session: AsyncSession, *, actor: Actor, plan_id: UUID) -> DispatchPlan:
    plan = await locked(session, plan_id)
    await queries.require_at(session, plan_id, actor=actor)
    if plan.actor == actor.code:
        raise Conflict("编制人不能审批自己的方案，请由其他审批人审批。")
    plan.approved_by, plan.approved_at = actor.code, clock.now()
    return await _stepped(session, plan, PlanState.APPROVED)


async def issue(session: AsyncSession, *, actor: Actor, plan_id: UUID, unapproved: bool) -> DispatchPlan:
    """From now on this is the plan that is carried out, for all its incidents; ``unapproved``: as a draft, too.

    Goods that are no longer there are told in the log: whoever issues the plan has seen them (``missing_stock``).
    """
    plan = await locked(session, plan_id)
    if plan.approved_by is None and not unapproved:
        raise Conflict(UNAPPROVED)
    await queries.require_at(session, plan_id, actor=actor)
    facts = await standing_of(session, plan_id)
    if facts.hindrance:
        raise Conflict(facts.hindrance)
    gone = await missing_stock(session, plan_id)
    plan.issued_by, plan.issued_at = actor.code, clock.now()
    await _stepped(session, plan, PlanState.ISSUED)
    text = "；".join((f"下达方案 {plan.number}", *gone))
    for incident in sorted(facts.incidents):  # locks, in one order for all
        await incidents.log_event(session, actor=actor, incident_id=incident, text=text)
    return plan


async def _stepped(session: AsyncSession, plan: DispatchPlan, to: PlanState) -> DispatchPlan:
    if plan.state not in FROM[to]:
        raise Conflict(f"方案 {plan.number} 为“{plan.state.label}”，不能改为“{to.label}”。")
    plan.state = to
    session.add(plan)
    await session.flush()
    district = await queries.district_of(session, plan.id)
    told = {"id": str(plan.id), "incident_id": str(plan.incident_id), "number": plan.number, "state": to}
    await publish(session, TOPIC, told, places=[(district, None)])
    return plan
