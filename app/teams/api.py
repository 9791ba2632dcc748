"""Teams and assembly profiles over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from app.auth import Act, Actor, Subject, acting
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute
from app.kernel.paging import Limit, Offset
from app.kernel.versions import SeenVersion, tag
from app.sites.bases import OutOfService, Stopped
from app.teams import queries, service
from app.teams.models import Skill, TeamLevel
from app.teams.schemas import AssemblyProfileList, TeamCreate, TeamList, TeamOut, TeamUpdate

router = APIRouter(tags=["队伍"], route_class=CommandRoute)

Reader = Annotated[Actor, acting(Subject.FORCES, Act.READ)]
Writer = Annotated[Actor, acting(Subject.FORCES, Act.POST)]
Standards = Annotated[Actor, acting(Subject.CATALOG, Act.POST)]


@router.get("/teams", summary="队伍列表")
async def list_teams(
    session: Session,
    actor: Reader,
    *,
    division: Annotated[str | None, Query(description="区划代码，含其下各级")] = None,
    level: TeamLevel | None = None,
    skill: Skill | None = None,
    out_of_service: Stopped = None,
    search: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = 1000,
    offset: Offset = 0,
) -> TeamList:
    return await queries.list_teams(
        session,
        scope=actor.scope,
        division=division,
        level=level,
        skill=skill,
        out_of_service=out_of_service,
        search=search,
        limit=limit,
        offset=offset,
    )


@router.post("/teams", summary="新增队伍", status_code=status.HTTP_201_CREATED)
async def add_team(session: Session, actor: Writer, command: TeamCreate, response: Response) -> TeamOut:
    team = await service.add_team(session, actor=actor, command=command)
    tag(response, team.version)
    return await queries.get_team(session, team.id, scope=actor.scope)


@router.get("/teams/{team_id}", summary="队伍详情")
async def get_team(session: Session, actor: Reader, team_id: UUID, response: Response) -> TeamOut:
    team = await queries.get_team(session, team_id, scope=actor.scope)
    tag(response, team.version)
    return team


@router.patch("/teams/{team_id}", summary="修改队伍")
async def update_team(
    session: Session,
    *,
    actor: Writer,
    team_id: UUID,
    seen: SeenVersion,
    command: TeamUpdate,
    response: Response,
) -> TeamOut:
    team = await service.update_team(session, actor=actor, team_id=team_id, seen=seen, command=command)
    tag(response, team.version)
    return await queries.get_team(session, team_id, scope=actor.scope)


@router.post("/teams/{team_id}/out-of-service", summary="停用队伍")
async def take_team_out_of_service(
    session: Session, actor: Writer, team_id: UUID, command: OutOfService, response: Response
) -> TeamOut:
    team = await service.take_out_of_service(session, actor=actor, team_id=team_id, reason=command.reason)
    tag(response, team.version)
    return await queries.get_team(session, team_id, scope=actor.scope)


@router.post("/teams/{team_id}/in-service", summary="恢复队伍")
async def return_team_to_service(session: Session, actor: Writer, team_id: UUID, response: Response) -> TeamOut:
    team = await service.return_to_service(session, actor=actor, team_id=team_id)
    tag(response, team.version)
    return await queries.get_team(session, team_id, scope=actor.scope)


@router.get("/assembly-profiles", summary="集结机制列表", dependencies=[acting(Subject.CATALOG, Act.READ)])
async def list_assembly_profiles(session: Session) -> AssemblyProfileList:
    return AssemblyProfileList(items=await queries.list_assembly_profiles(session))


@router.post("/assembly-profiles/{code}/activate", summary="启用集结机制")
async def activate_assembly_profile(session: Session, actor: Standards, code: str) -> AssemblyProfileList:
    await service.activate_profile(session, actor=actor, code=code)
    return AssemblyProfileList(items=await queries.list_assembly_profiles(session))
