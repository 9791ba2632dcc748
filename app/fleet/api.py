"""Vehicles over HTTP."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from app.auth import Act, Actor, Subject, acting
from app.fleet import queries, service
from app.fleet.models import PLANNING_VALUES, Ownership, VehicleType
from app.fleet.schemas import VehicleCreate, VehicleList, VehicleOut, VehicleTypeList, VehicleTypeOut, VehicleUpdate
from app.kernel.database import Session
from app.kernel.idempotency import CommandRoute
from app.kernel.paging import Limit, Offset
from app.kernel.versions import SeenVersion, tag
from app.sites.bases import OutOfService, Stopped

router = APIRouter(tags=["车辆"], route_class=CommandRoute)

Reader = Annotated[Actor, acting(Subject.FORCES, Act.READ)]
Writer = Annotated[Actor, acting(Subject.FORCES, Act.POST)]


@router.get("/vehicles", summary="车辆列表")
async def list_vehicles(
    session: Session,
    actor: Reader,
    *,
    division: Annotated[str | None, Query(description="区划代码，含其下各级")] = None,
    type: VehicleType | None = None,
    owner: Ownership | None = None,
    out_of_service: Stopped = None,
    search: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = 1000,
    offset: Offset = 0,
) -> VehicleList:
    return await queries.list_vehicles(
        session,
        scope=actor.scope,
        division=division,
        type=type,
        owner=owner,
        out_of_service=out_of_service,
        search=search,
        limit=limit,
        offset=offset,
    )


@router.post("/vehicles", summary="新增车辆", status_code=status.HTTP_201_CREATED)
async def add_vehicle(session: Session, actor: Writer, command: VehicleCreate, response: Response) -> VehicleOut:
    vehicle = await service.add_vehicle(session, actor=actor, command=command)
    tag(response, vehicle.version)
    return await queries.get_vehicle(session, vehicle.id, scope=actor.scope)


@router.get("/vehicles/{vehicle_id}", summary="车辆详情")
async def get_vehicle(session: Session, actor: Reader, vehicle_id: UUID, response: Response) -> VehicleOut:
    vehicle = await queries.get_vehicle(session, vehicle_id, scope=actor.scope)
    tag(response, vehicle.version)
    return vehicle


@router.patch("/vehicles/{vehicle_id}", summary="修改车辆")
async def update_vehicle(
    session: Session,
    *,
    actor: Writer,
    vehicle_id: UUID,
    seen: SeenVersion,
    command: VehicleUpdate,
    response: Response,
) -> VehicleOut:
    vehicle = await service.update_vehicle(session, actor=actor, vehicle_id=vehicle_id, seen=seen, command=command)
    tag(response, vehicle.version)
    return await queries.get_vehicle(session, vehicle_id, scope=actor.scope)


@router.post("/vehicles/{vehicle_id}/out-of-service", summary="停用车辆")
async def take_vehicle_out_of_service(
    session: Session, actor: Writer, vehicle_id: UUID, command: OutOfService, response: Response
) -> VehicleOut:
    vehicle = await service.take_out_of_service(session, actor=actor, vehicle_id=vehicle_id, reason=command.reason)
    tag(response, vehicle.version)
    return await queries.get_vehicle(session, vehicle_id, scope=actor.scope)


@router.post("/vehicles/{vehicle_id}/in-service", summary="恢复车辆")
async def return_vehicle_to_service(
    session: Session, actor: Writer, vehicle_id: UUID, response: Response
) -> VehicleOut:
    vehicle = await service.return_to_service(session, actor=actor, vehicle_id=vehicle_id)
    tag(response, vehicle.version)
    return await queries.get_vehicle(session, vehicle_id, scope=actor.scope)


@router.get("/vehicle-types", summary="车型规划值", dependencies=[acting(Subject.FORCES, Act.READ)])
async def list_vehicle_types() -> VehicleTypeList:
    return VehicleTypeList(
        items=[
            VehicleTypeOut(type=kind, label=kind.label, **asdict(values)) for kind, values in PLANNING_VALUES.items()
        ]
    )
