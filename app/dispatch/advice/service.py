"""Commands: look into a plan, ask why, keep what was found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from app.dispatch import queries as plans
from app.dispatch.advice import queries
from app.dispatch.advice.models import PlanAnswer, PlanReasonsRow
from app.dispatch.advice.schemas import PlanReasons, ReasonsState, WhyAnswer, WhyQuestion, WhyRequested
from app.jobs import queue
from app.jobs.models import Job
from app.kernel import clock
from app.kernel.events import publish
from optimize.reasons.advice import Reasons

TOPIC = "plan"


async def request_reasons(session: AsyncSession, plan_id: UUID, *, actor: str) -> Job:
    """Queue the look into a plan, or name the one that is under way."""
    district = await plans.district_of(session, plan_id)
    payload = {"plan_id": str(plan_id)}
    waiting = await queries.open_job(session, queries.REASONS_JOB, payload)
    return waiting or await queue.enqueue(session, queries.REASONS_JOB, payload, requested_by=actor, division=district)


async def look_into(session: AsyncSession, plan_id: UUID, *, actor: str) -> None:
    """Have what binds a plan found out next, unless it is known."""
    if (await queries.get_reasons(session, plan_id)).state in (ReasonsState.NONE, ReasonsState.PARTIAL):
        await request_reasons(session, plan_id, actor=actor)


async def ask_why(session: AsyncSession, plan_id: UUID, question: WhyQuestion, *, actor: str) -> WhyRequested:
    """The stored answer, or a job that finds it."""
    district = await plans.district_of(session, plan_id)
    await queries.require_line(session, plan_id, question)
    answer = await queries.find_answer(session, plan_id, question)
    if answer:
        return WhyRequested(answer=answer, job_id=None)
    payload = {"plan_id": str(plan_id), "question": question.model_dump()}
    job = await queries.open_job(session, queries.WHY_JOB, payload)
    job = job or await queue.enqueue(session, queries.WHY_JOB, payload, requested_by=actor, division=district)
    return WhyRequested(answer=None, job_id=job.id)


async def store_reasons(
    session: AsyncSession, reasons: Reasons, report: PlanReasons, *, actor: str, created_at: datetime
) -> None:
    """Keep what was found; a later look replaces an earlier one."""
    values: dict[str, Any] = {
        "reasons": reasons.model_dump(mode="json"),
        "report": report.model_dump(mode="json"),
        "actor": actor,
        "created_at": created_at,
    }
    row = insert(PlanReasonsRow).values(plan_id=report.plan_id, **values)
    await session.execute(row.on_conflict_do_update(index_elements=["plan_id"], set_=values))
    told = {"id": str(report.plan_id), "reasons": report.state.value}
    await publish(session, TOPIC, told, places=[(await plans.district_of(session, report.plan_id), None)])


async def store_answer(session: AsyncSession, plan_id: UUID, answer: WhyAnswer) -> None:
    key = answer.question
    values = {"answer": answer.model_dump(mode="json"), "created_at": clock.now()}
    row = insert(PlanAnswer).values(
        plan_id=plan_id, kind=key.kind, subject=key.subject, target=key.target or "", **values
    )
    await session.execute(
        row.on_conflict_do_update(index_elements=["plan_id", "kind", "subject", "target"], set_=values)
    )
