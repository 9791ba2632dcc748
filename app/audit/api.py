"""Reading, searching and exporting the audit, by auditors only; and what anybody's page has exported."""

import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute, iter_route_contexts

from app.audit import exports, queries
from app.audit.models import Outcome
from app.audit.queries import Wanted
from app.audit.schemas import AuditPage, AuditRow, AuditState, ExportTold
from app.auth import Act, Actor, Subject, acting, acting_anyone
from app.kernel import clock
from app.kernel.database import Database, Session
from app.kernel.paging import After, Limit

router = APIRouter(prefix="/audit", tags=["审计"])

Auditor = Annotated[Actor, acting(Subject.AUDIT, Act.READ)]
Anyone = Annotated[Actor, acting_anyone()]


def _wanted(
    *,
    actor: Annotated[str | None, Query(title="人员编码", max_length=100)] = None,
    operation: Annotated[str | None, Query(title="操作", max_length=100)] = None,
    outcome: Annotated[Outcome | None, Query(title="结果")] = None,
    subject: Annotated[str | None, Query(title="对象", max_length=100)] = None,
    request_id: Annotated[str | None, Query(title="请求编号", max_length=64)] = None,
    since: Annotated[datetime | None, Query(title="自")] = None,
    until: Annotated[datetime | None, Query(title="至（不含）")] = None,
    text: Annotated[
        str, Query(title="文字", description="姓名、编码、操作、对象、说明或改动内容中的文字", max_length=100)
    ] = "",
) -> Wanted:
    return Wanted(actor, operation, outcome, subject, request_id, since, until, text.strip())


Filter = Annotated[Wanted, Depends(_wanted)]


@router.get("", summary="查询审计记录")
async def list_audit(
    request: Request, session: Session, actor: Auditor, wanted: Filter, *, after: After = None, limit: Limit = 50
) -> AuditPage:
    """Newest first."""
    return await queries.search(session, wanted, names=operation_names(request.app), after=after, limit=limit)


@router.get("/state", summary="审计链状态")
async def get_audit_state(session: Session, actor: Auditor) -> AuditState:
    return await queries.state(session)


@router.get(
    "/export",
    summary="导出审计记录",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_audit(request: Request, session: Session, actor: Auditor, wanted: Filter) -> StreamingResponse:
    """All rows that match, as CSV; the export itself is recorded."""
    exports(session, "导出审计记录")
    written = _csv(request.app.state.database, wanted, operation_names(request.app))
    name = f"audit-{clock.now().astimezone(clock.SHANGHAI):%Y%m%d-%H%M%S}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(written, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/exports", status_code=204, summary="导出列表")
async def record_export(session: Session, _actor: Anyone, told: ExportTold) -> None:
    """What a page has read for a file of its own making, told before the file is handed over."""
    exports(session, told.words)


_HEADINGS = {
    "position": "链上位置",
    "at": "时间",
    "actor_name": "姓名",
    "actor": "人员编码",
    "roles": "角色",
    "operation_name": "操作名称",
    "operation": "操作",
    "outcome": "结果",
    "subject_id": "对象",
    "detail": "说明",
    "address": "来源地址",
    "request_id": "请求编号",
    "before": "改前",
    "after": "改后",
    "id": "编号",
}


async def _csv(database: Database, wanted: Wanted, names: dict[str, str]) -> AsyncIterator[str]:
    """A byte order mark first, so that Excel reads the Chinese."""
    yield "\ufeff" + _line(list(_HEADINGS.values()))
    async with database.snapshot() as session:
        async for row in queries.export(session, wanted, names=names):
            yield _line([_cell(row, name) for name in _HEADINGS])


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _cell(row: AuditRow, name: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    value = getattr(row, name)
    if isinstance(value, datetime):
        return value.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Outcome):
        return value.label
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = "、".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


BACKGROUND = {"store_plan": "编制方案"}


def operation_names(app: FastAPI) -> dict[str, str]:
    """Chinese names of the API's operations, by operation id, and of what is done in the background."""
    routes = (one.original_route for one in iter_route_contexts(app.routes))
    return BACKGROUND | {route.name: route.summary or "" for route in routes if isinstance(route, APIRoute)}
