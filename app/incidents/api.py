"""Incidents over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from app.auth import Act, Actor, Scope, Subject, acting
from app.incidents import maps, queries, service
from app.incidents.models import IncidentState
from app.incidents.schemas import (
    ClosureInput,
    IncidentClose,
    IncidentCreate,
    IncidentList,
    IncidentMap,
    IncidentOut,
    IncidentUpdate,
    LogInput,
    LogList,
    LogOut,
    NeedsUpdate,
    PreviewInput,
    PreviewOut,
    RuleCreate,
    RuleList,
    RuleOut,
    RuleUpdate,
)
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute
from app.kernel.paging import After, Limit
from app.kernel.versions import SeenVersion, tag

router = APIRouter(tags=["突发事件"], route_class=CommandRoute)
reading = APIRouter(tags=["突发事件"])

Reader = Annotated[Actor, acting(Subject.INCIDENTS, Act.READ)]
Drafter = Annotated[Actor, acting(Subject.INCIDENTS, Act.DRAFT)]
Writer = Annotated[Actor, acting(Subject.INCIDENTS, Act.POST)]
Standards = Annotated[Actor, acting(Subject.CATALOG, Act.POST)]


@reading.get("/incidents", summary="事件列表")
async def list_incidents(
    session: Session,
    actor: Reader,
    *,
    district: Annotated[str | None, Query(description="区县代码")] = None,
    state: IncidentState | None = None,
    after: After = None,
    limit: Limit = 100,
) -> IncidentList:
    return await queries.list_incidents(
        session, scope=actor.scope, district=district, state=state, after=after, limit=limit
    )


@reading.post("/incidents/preview", summary="预览受灾范围内的村（社区）")
async def preview_incident(session: Session, actor: Drafter, command: PreviewInput) -> PreviewOut:
    """Stores nothing, so it takes no Idempotency-Key."""
    return await queries.preview(session, command, actor=actor)


@router.post("/incidents", summary="开设事件", status_code=status.HTTP_201_CREATED)
async def open_incident(session: Session, actor: Writer, command: IncidentCreate, response: Response) -> IncidentOut:
    incident = await service.open_incident(session, actor=actor, command=command)
    return await _shown(session, incident.id, response, actor.scope)


@reading.get("/incidents/{incident_id}", summary="事件详情")
async def get_incident(session: Session, actor: Reader, incident_id: UUID, response: Response) -> IncidentOut:
    return await _shown(session, incident_id, response, actor.scope)


@router.patch("/incidents/{incident_id}", summary="修改事件")
async def update_incident(
    session: Session,
    *,
    actor: Writer,
    incident_id: UUID,
    seen: SeenVersion,
    command: IncidentUpdate,
    response: Response,
) -> IncidentOut:
    await service.update_incident(session, actor=actor, incident_id=incident_id, seen=seen, command=command)
    return await _shown(session, incident_id, response, actor.scope)


@router.post("/incidents/{incident_id}/close", summary="结束事件")
async def close_incident(
    session: Session, actor: Writer, incident_id: UUID, command: IncidentClose, response: Response
) -> IncidentOut:
    await service.close_incident(session, actor=actor, incident_id=incident_id, note=command.note)
    return await _shown(session, incident_id, response, actor.scope)


@router.post("/incidents/{incident_id}/closures", summary="登记道路中断", status_code=status.HTTP_201_CREATED)
async def add_closure(
    session: Session, actor: Writer, incident_id: UUID, command: ClosureInput, response: Response
) -> IncidentOut:
    await service.add_closure(session, actor=actor, incident_id=incident_id, command=command)
    return await _shown(session, incident_id, response, actor.scope)


@router.delete("/incidents/{incident_id}/closures/{closure_id}", summary="道路恢复")
async def remove_closure(
    session: Session, actor: Writer, incident_id: UUID, closure_id: UUID, response: Response
) -> IncidentOut:
    await service.remove_closure(session, actor=actor, incident_id=incident_id, closure_id=closure_id)
    return await _shown(session, incident_id, response, actor.scope)


@router.put("/incidents/{incident_id}/needs", summary="修改救援任务需求")
async def correct_needs(
    session: Session, *, actor: Writer, incident_id: UUID, seen: SeenVersion, command: NeedsUpdate, response: Response
) -> IncidentOut:
    """The whole list: what is not in it goes. Rules leave a corrected list alone."""
    await service.correct_needs(session, actor=actor, incident_id=incident_id, seen=seen, corrected=command.needs)
    return await _shown(session, incident_id, response, actor.scope)


@router.post("/incidents/{incident_id}/needs/propose", summary="按规则重新生成救援任务需求")
async def propose_needs(session: Session, actor: Writer, incident_id: UUID, response: Response) -> IncidentOut:
    await service.propose_needs(session, actor=actor, incident_id=incident_id)
    return await _shown(session, incident_id, response, actor.scope)


@reading.get("/incidents/{incident_id}/map", summary="事件图层")
async def get_incident_map(session: Session, actor: Reader, incident_id: UUID) -> IncidentMap:
    return await maps.incident_map(session, incident_id, scope=actor.scope)


@reading.get("/incidents/{incident_id}/log", summary="值班日志")
async def list_incident_log(
    session: Session, actor: Reader, incident_id: UUID, after: After = None, limit: Limit = 100
) -> LogList:
    return await queries.list_log(session, incident_id, scope=actor.scope, after=after, limit=limit)


@router.post("/incidents/{incident_id}/log", summary="填写值班日志", status_code=status.HTTP_201_CREATED)
async def add_log_entry(session: Session, actor: Writer, incident_id: UUID, command: LogInput) -> LogOut:
    entry = await service.add_log_entry(session, actor=actor, incident_id=incident_id, text=command.text)
    return LogOut.model_validate(entry)


@reading.get("/mission-rules", summary="任务规则", dependencies=[acting(Subject.CATALOG, Act.READ)])
async def list_mission_rules(session: Session) -> RuleList:
    return await queries.list_rules(session)


@router.post("/mission-rules", summary="新增任务规则", status_code=status.HTTP_201_CREATED)
async def add_mission_rule(session: Session, actor: Standards, command: RuleCreate, response: Response) -> RuleOut:
    rule = await service.add_rule(session, actor=actor, command=command)
    tag(response, rule.version)
    return RuleOut.model_validate(rule)


@router.patch("/mission-rules/{code}", summary="修改任务规则")
async def update_mission_rule(
    session: Session, *, actor: Standards, code: str, seen: SeenVersion, command: RuleUpdate, response: Response
) -> RuleOut:
    rule = await service.update_rule(session, actor=actor, code=code, seen=seen, command=command)
    tag(response, rule.version)
    return RuleOut.model_validate(rule)


async def _shown(session: Session, incident_id: UUID, response: Response, scope: Scope) -> IncidentOut:
    incident = await queries.get_incident(session, incident_id, scope=scope)
    tag(response, incident.version)
    return incident


router.include_router(reading)
