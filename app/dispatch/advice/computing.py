"""Looking into plans in the solver's child: causes, remedies and prices of a plan, or why a line is as it is."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.dispatch import queries as plans
from app.dispatch.advice import queries, service
from app.dispatch.advice.report import reasons_report, why_answer
from app.dispatch.advice.schemas import PlanReasons, WhyAnswer, WhyQuestion
from app.jobs import queue
from app.jobs.solver import OnProgress, run_in_child
from app.kernel import clock
from app.kernel.database import Database
from optimize.plan import Plan
from optimize.problem import Problem
from optimize.reasons.advice import Reasons, Why

REASONS_LIMIT_S = 120.0
WHY_LIMIT_S = 10.0
SAFETY_S = 10.0
_LOOK_S = 1.0
"""How often a look into a plan makes sure that nothing more urgent waits for it."""


async def look_into(
    database: Database, plan_id: UUID, *, actor: str, on_progress: OnProgress, cancelled: Callable[[], bool]
) -> PlanReasons:
    """Find and keep the reasons of a plan; a cancelled look keeps what it has found."""
    problem, plan = await _question_and_answer(database, plan_id)
    answer = await run_in_child(
        "app.dispatch.solver:reasons",
        _payload(problem, plan, time_limit_s=REASONS_LIMIT_S),
        on_progress,
        cancelled,
        time_limit_s=REASONS_LIMIT_S + SAFETY_S,
    )
    reasons, created_at = Reasons.model_validate_json(answer), clock.now()
    report = reasons_report(problem, reasons, plan_id=plan_id, created_at=created_at)
    async with database.transaction() as session:
        await service.store_reasons(session, reasons, report, actor=actor, created_at=created_at)
    return report


async def find_why(
    database: Database, plan_id: UUID, question: WhyQuestion, *, on_progress: OnProgress, cancelled: Callable[[], bool]
) -> WhyAnswer:
    """Find and keep the answer to one question."""
    problem, plan = await _question_and_answer(database, plan_id)
    answer = await run_in_child(
        "app.dispatch.solver:why",
        _payload(problem, plan, time_limit_s=WHY_LIMIT_S, question=question.model_dump()),
        on_progress,
        cancelled,
        time_limit_s=WHY_LIMIT_S + SAFETY_S,
    )
    told = why_answer(Why.model_validate_json(answer))
    async with database.transaction() as session:
        await service.store_answer(session, plan_id, told)
    return told


async def _question_and_answer(database: Database, plan_id: UUID) -> tuple[Problem, Plan]:
    async with database.snapshot() as session:
        return await plans.get_problem_and_plan(session, plan_id)


def _payload(problem: Problem, plan: Plan, **more: Any) -> str:
    content = {"problem": problem.model_dump_json(), "plan": plan.model_dump_json(), "seed": plan.seed, **more}
    return json.dumps(content, ensure_ascii=False)


async def run_reasons_job(run: queue.Run) -> dict[str, Any]:
    """The body of a job of kind ``reasons``. It makes way for any other job, and queues itself again behind it."""
    plan_id, waited = UUID(run.job.payload["plan_id"]), asyncio.Event()
    lookout = asyncio.create_task(_make_way(run.database, waited))

    async def tell(event: dict[str, Any]) -> None:
        await run.progress(**event, text="复算缺口的原因与措施")

    try:
        report = await look_into(
            run.database,
            plan_id,
            actor=run.job.requested_by,
            on_progress=tell,
            cancelled=lambda: run.cancelled() or waited.is_set(),
        )
    finally:
        lookout.cancel()
    if waited.is_set() and report.left and not run.cancelled():
        await _again(run)
    return {"plan_id": str(plan_id), "left": report.left}


async def _make_way(database: Database, waited: asyncio.Event) -> None:
    while not waited.is_set():
        await asyncio.sleep(_LOOK_S)
        with contextlib.suppress(OSError):
            async with database.snapshot() as session:
                if await queries.others_wait(session):
                    waited.set()


async def _again(run: queue.Run) -> None:
    async with run.database.transaction() as session:
        job = run.job
        await queue.enqueue(
            session, queries.REASONS_JOB, job.payload, requested_by=job.requested_by, division=job.division
        )


async def run_why_job(run: queue.Run) -> dict[str, Any]:
    """The body of a job of kind ``why``: its result is the answer."""
    question = WhyQuestion.model_validate(run.job.payload["question"])

    async def tell(event: dict[str, Any]) -> None:
        await run.progress(**event)

    answer = await find_why(
        run.database, UUID(run.job.payload["plan_id"]), question, on_progress=tell, cancelled=run.cancelled
    )
    return answer.model_dump(mode="json")


queue.register(queries.REASONS_JOB, run_reasons_job, solves_in="app.dispatch.solver")
queue.register(queries.WHY_JOB, run_why_job, solves_in="app.dispatch.solver")
