"""Computing a plan: snapshot, solver's child, independent check, frozen record."""

import asyncio
import gzip
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.dispatch import queries, service
from app.dispatch.adjustments.asking import Adjusting, adjusted
from app.dispatch.advice.service import look_into
from app.dispatch.courses import calls_of, courses_of
from app.dispatch.mapping import plan_map
from app.dispatch.progress import ASKED, Standing
from app.dispatch.report import build
from app.dispatch.schemas import PlanMap, PlanOptions, PlanReport, PlanRoads
from app.dispatch.snapshot import Snapshot, take
from app.dispatch.traffic import plan_roads
from app.jobs import queue
from app.jobs.solver import OnProgress, run_in_child
from app.kernel import clock
from app.kernel.database import Database
from optimize.plan import Plan

SOLVER = "app.dispatch.solver"
"""What a child imports to compute plans."""
TARGET = f"{SOLVER}:solve"
SAFETY_S = 10.0
"""Beyond its own time limit a solver gets this long before it is stopped from outside."""


@dataclass(frozen=True)
class Computed:
    """The plan of a request, and whether it was found rather than computed."""

    plan_id: UUID
    found: bool


async def compute(
    database: Database,
    incident_id: UUID,
    *,
    options: PlanOptions,
    actor: str,
    on_progress: OnProgress,
    cancelled: Callable[[], bool],
    adjusting: Adjusting | None = None,
) -> Computed:
    """The stored plan of equal inputs, or a new one; a cancelled run keeps the best plan so far."""
    snapshot = await take(
        database, incident_id, behind=options.behind, beside=options.beside, goal_order=options.goal_order
    )
    if adjusting:
        snapshot = await adjusted(database, snapshot, adjusting)
    told = on_progress(ASKED)
    if told is not None:
        await told
    async with database.snapshot() as session:
        stored = await queries.equal_plan(session, incident_id, snapshot.input_hash, options)
    if stored:
        return Computed(stored, found=True)
    request = options.model_dump(include={"effort", "time_limit_s", "seed"}) | {"problem": snapshot.canonical.decode()}
    answer = await run_in_child(
        TARGET,
        json.dumps(request, ensure_ascii=False),
        on_progress,
        cancelled,
        time_limit_s=options.time_limit_s + SAFETY_S,
    )
    plan = Plan.model_validate_json(answer)
    return Computed(await _freeze(database, snapshot, plan, options=options, actor=actor), found=False)


async def _freeze(database: Database, snapshot: Snapshot, plan: Plan, *, options: PlanOptions, actor: str) -> UUID:
    created_at = clock.now()
    report = build(
        snapshot.problem,
        plan,
        incident_id=UUID(plan.incident),
        created_at=created_at,
        snapshot_s=snapshot.snapshot_s,
        matrix_s=snapshot.matrix_s,
        behind=snapshot.behind,
        beside=options.beside,
        adjustment=snapshot.adjustment(plan),
    )
    drawn, roads = await asyncio.to_thread(_on_the_ground, snapshot, plan, report)
    async with database.transaction() as session:
        return await service.store_plan(
            session,
            report=report,
            drawn=drawn,
            roads=roads,
            plan=plan,
            question=gzip.compress(snapshot.canonical, 5, mtime=0),
            options=options,
            actor=actor,
            created_at=created_at,
            adjustment=snapshot.problem.adjustment if snapshot.earlier else None,
        )


def _on_the_ground(snapshot: Snapshot, plan: Plan, report: PlanReport) -> tuple[PlanMap, PlanRoads]:
    """The plan drawn, and what it asks of the roads."""
    ground = snapshot.problem, plan, snapshot.terrain
    courses, calls = courses_of(*ground), calls_of(*ground)
    drawn = plan_map(snapshot.problem, report, courses, calls, snapshot.terrain.places)
    return drawn, plan_roads(courses, snapshot.terrain.ways["truck"].network)


async def run_job(run: queue.Run) -> dict[str, Any]:
    """The body of a job of kind ``plan``."""
    payload = run.job.payload
    options = PlanOptions.model_validate(payload["options"])
    adjusting = Adjusting.model_validate(payload["adjusting"]) if "adjusting" in payload else None
    computed = await _watched(run, UUID(payload["incident_id"]), options, adjusting)
    await _look_into(run, [computed.plan_id])
    return {"plan_id": str(computed.plan_id), "found": computed.found}


async def run_joint_job(run: queue.Run) -> dict[str, Any]:
    """The body of a job of kind ``joint_plans``: one plan after the other, each behind those before it, or a single one
    for all."""
    payload, plans = run.job.payload, list[UUID]()
    options = PlanOptions.model_validate(payload["options"])
    for number, incident_id in enumerate(payload["incidents"], start=1):
        behind = [*options.behind, *plans]
        turn = {"number": number, "of": len(payload["incidents"])}
        computed = await _watched(run, UUID(incident_id), options.model_copy(update={"behind": behind}), turn=turn)
        plans.append(computed.plan_id)
    await _look_into(run, plans)
    return {"plan_ids": [str(plan_id) for plan_id in plans]}


async def _look_into(run: queue.Run, plan_ids: list[UUID]) -> None:
    async with run.database.transaction() as session:
        for plan_id in plan_ids:
            await look_into(session, plan_id, actor=run.job.requested_by)


async def _watched(
    run: queue.Run,
    incident_id: UUID,
    options: PlanOptions,
    adjusting: Adjusting | None = None,
    turn: dict[str, Any] | None = None,
) -> Computed:
    """Compute while telling how it stands, and whose ``turn`` it is."""
    standing, began = Standing(), time.monotonic()

    async def tell(event: dict[str, Any]) -> None:
        await run.progress(**standing.take(event, time.monotonic() - began), **({"turn": turn} if turn else {}))

    await tell({"stage": "snapshot"})
    return await compute(
        run.database,
        incident_id,
        options=options,
        actor=run.job.requested_by,
        on_progress=tell,
        cancelled=run.cancelled,
        adjusting=adjusting,
    )


queue.register(service.JOB_KIND, run_job, solves_in=SOLVER)
queue.register(service.JOINT_JOB_KIND, run_joint_job, solves_in=SOLVER)
