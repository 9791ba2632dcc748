"""Commands on plans: ask for one, keep one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit, inbox
from app.auth import EVERYWHERE, Act, Actor, Scope, Subject
from app.dispatch import queries
from app.dispatch.models import DispatchPlan
from app.dispatch.schemas import JointPlans, PlanMap, PlanOptions, PlanReport, PlanRoads
from app.dispatch.states import PlanState
from app.incidents import queries as incidents
from app.incidents import service as incident_service
from app.incidents.schemas import IncidentUpdate
from app.jobs import queue
from app.jobs.models import Job
from app.kernel import clock
from app.kernel.errors import Fault, Invalid, refuse_if
from app.kernel.events import publish
from app.kernel.ids import uuid7
from app.kernel.numbers import next_number
from optimize.plan import Plan
from optimize.problem import Adjustment

JOB_KIND = "plan"
JOINT_JOB_KIND = "joint_plans"
TOPIC = "plan"


async def request_plan(session: AsyncSession, *, actor: Actor, incident_id: UUID, options: PlanOptions) -> Job:
    """Queue the computation; with ``restart_clock`` the incident's plans start now."""
    seen = actor.reach(Subject.PLANS, Act.READ)
    incident = await incidents.load_incident(session, incident_id, scope=seen)
    actor.require(incident.district)
    if options.restart_clock:
        restart = IncidentUpdate(plan_from=clock.now())
        await incident_service.update_incident(
            session,
            actor=actor.exercising(Subject.INCIDENTS, Act.POST),
            incident_id=incident_id,
            seen=incident.version,
            command=restart,
        )
    if options.beside:
        raise Invalid("同级事件请用“多起事件同时编制”")
    refuse_if(await faults_of_behind(session, {incident_id}, options.behind, scope=seen))
    payload = {"incident_id": str(incident.id), "options": _payload(options)}
    return await queue.enqueue(session, JOB_KIND, payload, requested_by=actor.code, division=incident.district)


async def request_joint_plans(session: AsyncSession, *, actor: Actor, command: JointPlans) -> Job:
    """Queue one computation for several incidents of a district, in their order of priority or as equals."""
    seen = actor.reach(Subject.PLANS, Act.READ)
    districts = await incidents.districts_of(session, command.incidents, scope=seen)
    for district in districts.values():
        actor.require(district)
    refuse_if(await faults_of_joint(session, command, scope=seen))
    first, *others = command.incidents
    options = command.options.model_copy(update={"beside": others if command.equal else []})
    ranked = [first] if command.equal else command.incidents
    payload = {"incidents": [str(row) for row in ranked], "options": _payload(options)}
    [district] = set(districts.values())
    return await queue.enqueue(session, JOINT_JOB_KIND, payload, requested_by=actor.code, division=district)


async def faults_of_joint(session: AsyncSession, command: JointPlans, *, scope: Scope = EVERYWHERE) -> list[Fault]:
    """Different known incidents of one district, equals all real or all drills, behind plans of others."""
    districts, faults = await incidents.districts_of(session, command.incidents, scope=scope), list[Fault]()
    for number, incident_id in enumerate(command.incidents):
        if incident_id in command.incidents[:number]:
            faults.append(Fault(f"/incidents/{number}", "同一事件出现两次，请删除一个"))
        elif incident_id not in districts:
            faults.append(Fault(f"/incidents/{number}", "没有这个事件，请重新选择"))
    if len(set(districts.values())) > 1:
        faults.append(Fault("/incidents", "这些事件不在同一区县，不共用储备，请分别编制"))
    drills = {(await incidents.load_incident(session, row)).exercise for row in districts if command.equal}
    if len(drills) > 1:
        faults.append(Fault("/incidents", "演练与真实事件不能合为一个方案，请分别编制"))
    if command.options.restart_clock:
        faults.append(Fault("/options/restart_clock", "多起事件同时编制时不能从现在起算，请先分别更新起算时刻"))
    others = command.options.behind
    return faults + await faults_of_behind(session, set(command.incidents), others, "/options", scope=scope)


def _payload(options: PlanOptions) -> dict[str, Any]:
    return options.model_dump(mode="json", exclude={"restart_clock"})


async def faults_of_behind(
    session: AsyncSession,
    incident_ids: set[UUID],
    behind: Sequence[UUID],
    under: str = "",
    *,
    scope: Scope = EVERYWHERE,
) -> list[Fault]:
    """Plans to stand behind exist within the scope, each once, and are for none of these incidents, not as equals
    either.
    """
    planned = await queries.incidents_planned(session, behind, scope=scope)
    faults = []
    for number, plan_id in enumerate(behind):
        field = f"{under}/behind/{number}"
        if plan_id not in planned:
            faults.append(Fault(field, "没有这个方案，请重新选择"))
        elif planned[plan_id] & incident_ids:
            faults.append(Fault(field, "这是本事件自己的方案，只能排在其他事件的方案之后"))
        elif plan_id in behind[:number]:
            faults.append(Fault(field, "同一方案出现两次，请删除一个"))
    return faults


async def store_plan(
    session: AsyncSession,
    *,
    report: PlanReport,
    drawn: PlanMap,
    roads: PlanRoads,
    plan: Plan,
    question: bytes,
    options: PlanOptions,
    actor: str,
    created_at: datetime,
    adjustment: Adjustment | None = None,
) -> UUID:
    """Write the checked plan with its number; it never changes again."""
    incident = await incidents.load_incident(session, report.incident_id)
    plan_id = uuid7()
    audit.begin(session, audit.Act("store_plan", actor=actor, subject_id=str(plan_id), detail="后台编制方案"))
    number = await next_number(session, site_code=incident.district, kind="plan", prefix="FA")
    named = report.model_copy(update={"id": plan_id, "number": number})
    session.add(
        DispatchPlan(
            id=plan_id,
            number=number,
            earlier_id=report.adjustment.earlier_id if report.adjustment else None,
            adjustment=adjustment.model_dump(mode="json", include={"rules", "now_s"}) if adjustment else None,
            incident_id=report.incident_id,
            beside=report.beside,
            state=PlanState.DRAFT,
            input_hash=plan.input_hash,
            seed=plan.seed,
            effort=plan.effort,
            time_limit_s=options.time_limit_s,
            ended=plan.ended,
            problem=question,
            plan=plan.model_dump(mode="json"),
            report=named.model_dump(mode="json"),
            map=drawn.model_dump(mode="json"),
            roads=roads.model_dump(mode="json"),
            actor=actor,
            created_at=created_at,
        )
    )
    told = {"id": str(plan_id), "incident_id": str(report.incident_id), "number": number}
    await publish(session, TOPIC, told, places=[(incident.district, None)])
    ready = inbox.Notice(
        inbox.Kind.PLAN, f"方案 {number} 已编制完成", f"/incidents/{report.incident_id}", incident.name
    )
    await inbox.tell_person(session, actor, ready)
    return plan_id
