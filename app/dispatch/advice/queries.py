"""Reading what was found out about plans."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.dispatch.advice.models import PlanAnswer, PlanReasonsRow
from app.dispatch.advice.schemas import PlanReasons, ReasonsState, WhyAnswer, WhyQuestion
from app.dispatch.models import DispatchPlan
from app.jobs.models import Job, JobState
from app.kernel.errors import Fault, Invalid, NotFound
from optimize.reasons.advice import Reasons

REASONS_JOB, WHY_JOB = "reasons", "why"
_OPEN = (JobState.QUEUED, JobState.RUNNING)


async def get_reasons(session: AsyncSession, plan_id: UUID) -> PlanReasons:
    """What is stored about a plan, and the job that is finding out more."""
    await _require(session, plan_id)
    stored = await session.get(PlanReasonsRow, plan_id)
    job = await open_job(session, REASONS_JOB, {"plan_id": str(plan_id)})
    found = (
        PlanReasons.model_validate(stored.report) if stored else PlanReasons(plan_id=plan_id, state=ReasonsState.NONE)
    )
    if job is None:
        return found
    return found.model_copy(update={"job_id": job.id, "state": ReasonsState.WAITING})


async def find_reasons(session: AsyncSession, plan_id: UUID) -> Reasons | None:
    """What was found out about a plan, as the look kept it."""
    stored = await session.get(PlanReasonsRow, plan_id)
    return Reasons.model_validate(stored.reasons) if stored else None


async def open_job(session: AsyncSession, kind: str, payload: Mapping[str, Any]) -> Job | None:
    """The job of a kind that waits or runs with this payload."""
    query = (
        select(Job)
        .where(Job.kind == kind, col(Job.state).in_(_OPEN), col(Job.payload).contains(dict(payload)))
        .order_by(col(Job.id))
        .limit(1)
    )
    return (await session.exec(query)).first()


async def others_wait(session: AsyncSession) -> bool:
    """Whether a job of another kind waits for its turn."""
    query = select(Job.id).where(Job.state == JobState.QUEUED, Job.kind != REASONS_JOB).limit(1)
    return (await session.exec(query)).first() is not None


async def find_answer(session: AsyncSession, plan_id: UUID, question: WhyQuestion) -> WhyAnswer | None:
    key = (plan_id, question.kind, question.subject, question.target or "")
    stored = await session.get(PlanAnswer, key)
    return WhyAnswer.model_validate(stored.answer) if stored else None


async def get_answer(session: AsyncSession, plan_id: UUID, question: WhyQuestion) -> WhyAnswer:
    answer = await find_answer(session, plan_id, question)
    if answer is None:
        raise NotFound("这个问题还没有答复，请先提交。")
    return answer


async def require_line(session: AsyncSession, plan_id: UUID, question: WhyQuestion) -> None:
    """Refuses a question about what is no line of the plan."""
    plan = (await session.exec(select(DispatchPlan.plan).where(DispatchPlan.id == plan_id))).first()
    if plan is None:
        raise NotFound("没有这个方案。")
    table, names = _LINES[question.kind]
    asked = (question.subject, question.target)[: len(names)]
    if not any(tuple(row[name] for name in names) == asked for row in plan[table]):
        raise Invalid("方案中没有这一行", [Fault("/subject", "方案中没有这一行，请刷新后重新选择")])


_LINES: dict[str, tuple[str, tuple[str, ...]]] = {
    "assignment": ("assignments", ("group",)),
    "delivery": ("deliveries", ("lot", "shelter")),
    "trip": ("trips", ("id",)),
    "posting": ("postings", ("team", "mission")),
}


async def _require(session: AsyncSession, plan_id: UUID) -> None:
    if (await session.exec(select(DispatchPlan.id).where(DispatchPlan.id == plan_id))).first() is None:
        raise NotFound("没有这个方案。")
