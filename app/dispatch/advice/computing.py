"""Looking into plans in the solver's child: causes, remedies and prices of a plan, or why a line is as it is."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.dispatch import queries as plans
from app.dispatch.advice import queries, service
from app.dispatch.advice.report import reasons_report, why_answer
from app.dispatch.advice.schemas import WhyAnswer, WhyQuestion
from app.jobs import queue
from app.jobs.solver import OnProgress, run_in_child
from app.kernel import clock
from app.kernel.database import Database
from optimize.plan import Ended, Plan
from optimize.problem import Problem
from optimize.reasons.advice import Reasons, Why

REASONS_LIMIT_S = 120.0
PROOF_LIMIT_S = 300.0
"""Of planning remedies from nothing in one go; then it goes on behind whatever else is asked."""
PROOF_LONGEST_S = 3600.0
"""What a go may grow to: one that was too short for a single proof is followed by one of twice its length."""
WHY_LIMIT_S = 60.0
"""It takes some five; this much only where people stay without a place, or the processor is busy."""
SAFETY_S = 10.0
_LOOK_S = 1.0
"""How often a look into a plan makes sure that nothing more urgent waits for it."""


@dataclass(frozen=True)
class Look:
    """One look into a plan by a job."""

    database: Database
    plan_id: UUID
    actor: str
    problem: Problem
    plan: Plan
    cancelled: Callable[[], bool]

    async def known(self) -> Reasons | None:
        """What an earlier look has kept."""
        async with self.database.snapshot() as session:
            return await queries.find_reasons(session, self.plan_id)

    async def find(self, on_progress: OnProgress) -> Reasons:
        """Find and keep the reasons; a cancelled look keeps what it has found."""
        return await self._keep("reasons", REASONS_LIMIT_S, on_progress)

    async def prove(self, found: Reasons, limit_s: float, on_progress: OnProgress) -> Reasons:
        """Plan the remedies from nothing as well, and keep what that shows."""
        return await self._keep("proof", limit_s, on_progress, reasons=found.model_dump_json())

    async def _keep(self, target: str, limit_s: float, on_progress: OnProgress, **more: Any) -> Reasons:
        answer = await run_in_child(
            f"app.dispatch.solver:{target}",
            _payload(self.problem, self.plan, time_limit_s=limit_s, **more),
            on_progress,
            self.cancelled,
            time_limit_s=limit_s + SAFETY_S,
        )
        reasons, created_at = Reasons.model_validate_json(answer), clock.now()
        report = reasons_report(self.problem, reasons, plan_id=self.plan_id, created_at=created_at)
        async with self.database.transaction() as session:
            await service.store_reasons(session, reasons, report, actor=self.actor, created_at=created_at)
        return reasons


async def find_why(
    database: Database, plan_id: UUID, question: WhyQuestion, *, on_progress: OnProgress, cancelled: Callable[[], bool]
) -> WhyAnswer:
    """Find the answer to one question, and keep it if it is complete."""
    problem, plan = await _question_and_answer(database, plan_id)
    answer = await run_in_child(
        "app.dispatch.solver:why",
        _payload(problem, plan, time_limit_s=WHY_LIMIT_S, question=question.model_dump()),
        on_progress,
        cancelled,
        time_limit_s=WHY_LIMIT_S + SAFETY_S,
    )
    told = why_answer(Why.model_validate_json(answer))
    if told.complete:
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
    """The body of a job of kind ``reasons``. It makes way for any other job, and queues itself again behind it; with
    ``prove`` it goes on with the proofs of what is known."""
    plan_id, waited = UUID(run.job.payload["plan_id"]), asyncio.Event()
    lookout = asyncio.create_task(_make_way(run.database, waited))

    def stopped() -> bool:
        return run.cancelled() or waited.is_set()

    async def tell(event: dict[str, Any]) -> None:
        await run.progress(**event, text="复算缺口的原因与措施")

    async def tell_proof(event: dict[str, Any]) -> None:
        await run.progress(**event, text="从头编制，核对各项措施")

    try:
        problem, plan = await _question_and_answer(run.database, plan_id)
        look = Look(run.database, plan_id, run.job.requested_by, problem, plan, stopped)
        found = await look.known() if run.job.payload.get("prove") else None
        found = found or await look.find(tell)
        unproved, limit_s = found.unproved, run.job.payload.get("limit_s", PROOF_LIMIT_S)
        if unproved and not stopped():
            found = await look.prove(found, limit_s, tell_proof)
    finally:
        lookout.cancel()
    if not run.cancelled():
        if waited.is_set() and found.ended is Ended.CANCELLED:
            await _again(run, prove=False)
        elif found.unproved and waited.is_set():
            await _again(run, prove=True, limit_s=limit_s)
        elif found.unproved and found.unproved < unproved:
            await _again(run, prove=True)
        elif found.unproved and limit_s < PROOF_LONGEST_S:
            await _again(run, prove=True, limit_s=2 * limit_s)
    return {"plan_id": str(plan_id), "left": found.left, "unproved": found.unproved}


async def _make_way(database: Database, waited: asyncio.Event) -> None:
    while not waited.is_set():
        await asyncio.sleep(_LOOK_S)
        with contextlib.suppress(OSError):
            async with database.snapshot() as session:
                if await queries.others_wait(session):
                    waited.set()


async def _again(run: queue.Run, **how: Any) -> None:
    async with run.database.transaction() as session:
        job = run.job
        await queue.enqueue(
            session,
            queries.REASONS_JOB,
            {"plan_id": job.payload["plan_id"], **how},
            requested_by=job.requested_by,
            division=job.division,
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
