"""Commands on plans: ask for one, keep one."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Person
from app.dispatch.models import DispatchPlan
from app.dispatch.schemas import PlanMap, PlanOptions, PlanReport
from app.dispatch.states import PlanState
from app.incidents import queries as incidents
from app.incidents import service as incident_service
from app.incidents.schemas import IncidentUpdate
from app.jobs import queue
from app.jobs.models import Job
from app.kernel import clock
from app.kernel.events import publish
from app.kernel.ids import uuid7
from app.kernel.numbers import next_number
from optimize.plan import Plan

JOB_KIND = "plan"
TOPIC = "plan"


async def request_plan(session: AsyncSession, *, actor: Person, incident_id: UUID, options: PlanOptions) -> Job:
    """Queue the computation; with ``restart_clock`` the incident's plans start now."""
    incident = await incidents.load_incident(session, incident_id)
    if options.restart_clock:
        restart = IncidentUpdate(plan_from=clock.now())
        await incident_service.update_incident(
            session, actor=actor, incident_id=incident_id, seen=incident.version, command=restart
        )
    payload = {"incident_id": str(incident.id), "options": options.model_dump(exclude={"restart_clock"})}
    return await queue.enqueue(session, JOB_KIND, payload, requested_by=actor.code)


async def store_plan(
    session: AsyncSession,
    *,
    report: PlanReport,
    drawn: PlanMap,
    plan: Plan,
    question: bytes,
    options: PlanOptions,
    actor: str,
    created_at: datetime,
) -> UUID:
    """Write the checked plan with its number; it never changes again."""
    incident = await incidents.load_incident(session, report.incident_id)
    plan_id = uuid7()
    number = await next_number(session, site_code=incident.district, kind="plan", prefix="FA")
    named = report.model_copy(update={"id": plan_id, "number": number})
    session.add(
        DispatchPlan(
            id=plan_id,
            number=number,
            incident_id=report.incident_id,
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
            actor=actor,
            created_at=created_at,
        )
    )
    await publish(session, TOPIC, {"id": str(plan_id), "incident_id": str(report.incident_id), "number": number})
    return plan_id
