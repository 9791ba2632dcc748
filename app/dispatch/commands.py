"""``yingcang plan`` and ``yingcang problem``."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.dispatch import queries
from app.dispatch.computing import compute
from app.dispatch.schemas import PlanOptions, PlanReport
from app.dispatch.snapshot import take
from app.dispatch.terminal import print_report
from app.incidents import queries as incidents
from app.kernel.console import console, notices, tell
from app.kernel.database import Database

STAGES = {
    "snapshot": "读取库存、道路和力量",
    "shelters": "安排避难场所",
    "allocation": "分配物资",
    "trips": "编排车次",
    "missions": "派遣队伍",
    "bounds": "计算界",
    "shortages": "分析缺口",
    "validation": "独立校验",
}

DUTY_OFFICER = "duty"
"""Who acts on the command line until there are accounts."""


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
) -> PlanReport:
    """Compute or find the plan, print it, and write the report to ``json_file`` (``-`` is standard output)."""
    options = PlanOptions(effort=effort, seed=seed)
    if time_limit is not None:
        options = options.model_copy(update={"time_limit_s": time_limit})
    incident_id = await find_incident(database, incident)
    with _watched() as on_progress:
        computed = await compute(
            database,
            incident_id,
            options=options,
            actor=DUTY_OFFICER,
            on_progress=on_progress,
            cancelled=lambda: False,
        )
    async with database.snapshot() as session:
        report = await queries.get_report(session, computed.plan_id)
    if computed.found:
        tell(f"输入没有变化，取已存的方案 {report.number}")
    print_report(report, notices if json_file == Path("-") else console)
    if json_file == Path("-"):
        sys.stdout.write(report.model_dump_json(indent=2) + "\n")
    elif json_file:
        await asyncio.to_thread(json_file.write_text, report.model_dump_json(indent=2) + "\n", encoding="utf-8")
        tell(f"报告已写入 {json_file}")
    return report


async def problem(database: Database, *, incident: str) -> None:
    """Print the frozen problem to standard output."""
    snapshot = await take(database, await find_incident(database, incident))
    sys.stdout.write(json.dumps(snapshot.problem.model_dump(mode="json"), ensure_ascii=False) + "\n")


class _watched:
    """A spinner that says the stage, the level and the best value so far."""

    def __init__(self) -> None:
        columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        self.shown = Progress(*columns, console=notices, transient=True)

    def __enter__(self) -> "_watched":
        self.shown.start()
        self.task = self.shown.add_task(STAGES["snapshot"], total=None)
        return self

    def __call__(self, event: dict[str, Any]) -> None:
        words = STAGES.get(event["stage"], event["stage"])
        if event.get("incumbent") is not None:
            words += f"：当前 {event['incumbent']:,.6g}"
            words += f"，界 {event['bound']:,.6g}" if event.get("bound") is not None else ""
        self.shown.update(self.task, description=words)

    def __exit__(self, *_: object) -> None:
        self.shown.stop()
