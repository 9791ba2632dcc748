"""``yingcang incidents``: the list in the terminal or as JSON."""

import json
from typing import Any

from rich.table import Table

from app.auth import EVERYWHERE
from app.incidents.queries import list_incidents
from app.incidents.schemas import IncidentSummary
from app.kernel.clock import SHANGHAI
from app.kernel.console import console
from app.kernel.database import Database
from app.kernel.paging import PAGE_LIMIT


async def incidents(database: Database, *, as_json: bool) -> None:
    async with database.snapshot() as session:
        found = (await list_incidents(session, scope=EVERYWHERE, limit=PAGE_LIMIT)).items
    if as_json:
        print(json.dumps({"items": [_row(incident) for incident in found]}, ensure_ascii=False))
    elif found:
        console.print(_table(found))
    else:
        console.print("还没有事件。运行 yingcang demo，或在网页上新建事件。")


def _row(incident: IncidentSummary) -> dict[str, Any]:
    return {
        "id": str(incident.id),
        "number": incident.number,
        "name": incident.name,
        "district": incident.district_name,
        "people_to_place": incident.people_to_place,
    }


def _table(found: list[IncidentSummary]) -> Table:
    table = Table(title="突发事件")
    for heading in ("编号", "事件", "灾种", "级别", "状态", "区县", "发生时间"):
        table.add_column(heading)
    table.add_column("需安置人数", justify="right")
    for one in found:
        started = one.started_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        drill = "（演练）" if one.exercise else ""
        words = (one.number, one.name + drill, one.kind.label, one.level.label, one.state.label, one.district_name)
        table.add_row(*words, started, f"{one.people_to_place:,}")
    return table
