"""``yingcang plan`` and ``yingcang problem``."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.dispatch import queries, service
from app.dispatch.computing import SOLVER, compute
from app.dispatch.goals import GoalOrder
from app.dispatch.schemas import JointPlans, PlanOptions, PlanReport
from app.dispatch.snapshot import take
from app.dispatch.terminal import print_report
from app.dispatch.watching import Watched
from app.incidents import queries as incidents
from app.jobs.solver import getting_ready
from app.kernel.console import console, notices, tell
from app.kernel.database import Database
from app.kernel.errors import Fault, Invalid, ServerFault, refuse_if
from app.kernel.validation import fault_of


async def find_incident(database: Database, named: str) -> UUID:
    """The incident by its identifier or its number."""
    async with database.snapshot() as session:
        return await incidents.find_incident(session, named)


async def plan(
    database: Database,
    *,
    incident: str,
    json_file: Path | None = None,
    effort: int | None = None,
    time_limit: float | None = None,
    seed: int = 1,
    behind: Sequence[str] = (),
    beside: Sequence[str] = (),
    goal_order: GoalOrder = GoalOrder.USUAL,
    actor: str | None = None,
) -> PlanReport:
    """Compute or find the plan, print it, and write the report to ``json_file`` (``-`` is standard output).

    It is one plan for the incident and those ``beside`` it, as equals, made by ``actor``: a person's code, or whoever
    runs the machine.
    """
    options = _options(effort=effort, time_limit_s=time_limit, seed=seed).model_copy(update={"goal_order": goal_order})
    _require_folder(json_file)
    async with getting_ready(SOLVER):
        incident_id = await find_incident(database, incident)
        async with database.snapshot() as session:
            options.behind = [await queries.find_plan(session, named) for named in behind]
            options.beside = [await incidents.find_incident(session, named) for named in beside]
            refuse_if(await _faults(session, incident_id, options))
        with Watched(notices) as watched:
            computed = await compute(
                database,
                incident_id,
                options=options,
                actor=actor or audit.machine(),
                on_progress=watched,
                cancelled=watched.stopped,
            )
    async with database.snapshot() as session:
        report = await queries.get_report(session, computed.plan_id)
    if computed.found:
        tell(f"输入没有变化，取已存的方案 {report.number}")
    print_report(report, notices if json_file == Path("-") else console)
    if json_file == Path("-"):
        sys.stdout.write(report.model_dump_json(indent=2) + "\n")
    elif json_file:
        await asyncio.to_thread(_write, json_file, report)
        tell(f"报告已写入 {json_file}")
    return report


async def _faults(session: AsyncSession, incident_id: UUID, options: PlanOptions) -> list[Fault]:
    if not options.beside:
        return await service.faults_of_behind(session, {incident_id}, options.behind)
    together = JointPlans(incidents=[incident_id, *options.beside], equal=True, options=options)
    return await service.faults_of_joint(session, together)


_OPTIONS = {"effort": "--effort", "time_limit_s": "--time-limit", "seed": "--seed"}


def _options(**given: float | None) -> PlanOptions:
    """The options of a run; raises ``Invalid`` naming each switch that is out of range."""
    try:
        return PlanOptions.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as invalid:
        faults = [Fault(_OPTIONS[str(error["loc"][0])], fault_of(error).detail) for error in invalid.errors()]
        raise Invalid("命令用法有误", faults) from None


def _require_folder(file: Path | None) -> None:
    """Said before the computation, not after it."""
    if file and not file.absolute().parent.is_dir():
        raise ServerFault(f"不能写入报告 {file}：没有这个文件夹，请先建立或换一个位置。")


def _write(file: Path, report: PlanReport) -> None:
    try:
        file.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError:
        raise ServerFault(f"不能写入报告 {file}：请检查权限和磁盘空间。方案已保存，重新运行即可取得。") from None


async def problem(database: Database, *, incident: str) -> None:
    """Print the frozen problem to standard output."""
    snapshot = await take(database, await find_incident(database, incident))
    sys.stdout.write(json.dumps(snapshot.problem.model_dump(mode="json"), ensure_ascii=False) + "\n")
