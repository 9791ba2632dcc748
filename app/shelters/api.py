"""Shelters over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from app.auth import Act, Actor, Subject, acting
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute
from app.kernel.paging import Limit, Offset
from app.kernel.versions import SeenVersion, tag
from app.shelters import queries, service
from app.shelters.models import Hazard, ShelterClass, ShelterGrade, ShelterState
from app.shelters.schemas import ShelterCreate, ShelterList, ShelterOut, ShelterUpdate
from app.sites.bases import OutOfService, Stopped

router = APIRouter(tags=["避难场所"], route_class=CommandRoute)

Reader = Annotated[Actor, acting(Subject.FORCES, Act.READ)]
Writer = Annotated[Actor, acting(Subject.FORCES, Act.POST)]


@router.get("/shelters", summary="避难场所列表")
async def list_shelters(
    session: Session,
    actor: Reader,
    *,
    division: Annotated[str | None, Query(description="区划代码，含其下各级")] = None,
    shelter_class: ShelterClass | None = None,
    grade: ShelterGrade | None = None,
    state: ShelterState | None = None,
    exposed_to: Hazard | None = None,
    out_of_service: Stopped = None,
    search: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = 1000,
    offset: Offset = 0,
) -> ShelterList:
    return await queries.list_shelters(
        session,
        scope=actor.scope,
        division=division,
        shelter_class=shelter_class,
        grade=grade,
        state=state,
        exposed_to=exposed_to,
        out_of_service=out_of_service,
        search=search,
        limit=limit,
        offset=offset,
    )


@router.post("/shelters", summary="新增避难场所", status_code=status.HTTP_201_CREATED)
async def add_shelter(session: Session, actor: Writer, command: ShelterCreate, response: Response) -> ShelterOut:
    shelter = await service.add_shelter(session, actor=actor, command=command)
    tag(response, shelter.version)
    return await queries.get_shelter(session, shelter.id, scope=actor.scope)


@router.get("/shelters/{shelter_id}", summary="避难场所详情")
async def get_shelter(session: Session, actor: Reader, shelter_id: UUID, response: Response) -> ShelterOut:
    shelter = await queries.get_shelter(session, shelter_id, scope=actor.scope)
    tag(response, shelter.version)
    return shelter


@router.patch("/shelters/{shelter_id}", summary="修改避难场所")
async def update_shelter(
    session: Session,
    *,
    actor: Writer,
    shelter_id: UUID,
    seen: SeenVersion,
    command: ShelterUpdate,
    response: Response,
) -> ShelterOut:
    shelter = await service.update_shelter(session, actor=actor, shelter_id=shelter_id, seen=seen, command=command)
    tag(response, shelter.version)
    return await queries.get_shelter(session, shelter_id, scope=actor.scope)


@router.post("/shelters/{shelter_id}/out-of-service", summary="停用避难场所")
async def take_shelter_out_of_service(
    session: Session, actor: Writer, shelter_id: UUID, command: OutOfService, response: Response
) -> ShelterOut:
    shelter = await service.take_out_of_service(session, actor=actor, shelter_id=shelter_id, reason=command.reason)
    tag(response, shelter.version)
    return await queries.get_shelter(session, shelter_id, scope=actor.scope)


@router.post("/shelters/{shelter_id}/in-service", summary="恢复避难场所")
async def return_shelter_to_service(
    session: Session, actor: Writer, shelter_id: UUID, response: Response
) -> ShelterOut:
    shelter = await service.return_to_service(session, actor=actor, shelter_id=shelter_id)
    tag(response, shelter.version)
    return await queries.get_shelter(session, shelter_id, scope=actor.scope)
