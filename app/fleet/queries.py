"""Reads of vehicles."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.fleet.models import Ownership, Vehicle, VehicleProfile, VehicleType
from app.fleet.schemas import VehicleList, VehicleOut
from app.kernel.errors import NotFound
from app.kernel.names import Named, named
from app.sites.bases import Bases, read_bases


@dataclass(frozen=True)
class ReadyVehicle:
    """A vehicle in service; ``lon``/``lat`` are its own or its base's."""

    id: UUID
    code: str
    name: str
    type: VehicleType
    profile: VehicleProfile
    division: str
    base_site_id: UUID | None
    lon: float | None
    lat: float | None
    capacity_g: int
    capacity_cm3: int
    seats: int
    owner: Ownership
    mobilisation_s: int


def _within(scope: Scope) -> ColumnElement[bool]:
    """By where it belongs, or by the single site it stands at."""
    return scope.within(col(Vehicle.division), col(Vehicle.base_site_id))


async def list_vehicles(
    session: AsyncSession,
    *,
    scope: Scope,
    division: str | None = None,
    type: VehicleType | None = None,
    owner: Ownership | None = None,
    out_of_service: bool | None = None,
    search: str = "",
    limit: int = 1000,
    offset: int = 0,
) -> VehicleList:
    query = (
        select(Vehicle)
        .where(_within(scope))
        .order_by(col(Vehicle.division), col(Vehicle.code))
        .offset(offset)
        .limit(limit + 1)
    )
    if division:
        query = query.where(col(Vehicle.division).startswith(division, autoescape=True))
    if type:
        query = query.where(Vehicle.type == type)
    if out_of_service is not None:
        query = query.where(Vehicle.out_of_service == out_of_service)
    if owner:
        query = query.where(Vehicle.owner == owner)
    if search:
        words = (column.icontains(search, autoescape=True) for column in (col(Vehicle.name), col(Vehicle.code)))
        query = query.where(or_(*words))
    vehicles = (await session.exec(query)).all()
    following = str(offset + limit) if len(vehicles) > limit else None
    return VehicleList(items=await _described(session, vehicles[:limit]), next=following)


async def findable(session: AsyncSession, scope: Scope) -> list[Named]:
    """The vehicles within the scope by name, with their type."""
    rows = await session.exec(select(Vehicle.id, Vehicle.name, Vehicle.code, Vehicle.type).where(_within(scope)))
    return named(rows)


async def get_vehicle(session: AsyncSession, vehicle_id: UUID, *, scope: Scope) -> VehicleOut:
    vehicle = (await session.exec(select(Vehicle).where(Vehicle.id == vehicle_id, _within(scope)))).one_or_none()
    if vehicle is None:
        raise NotFound("没有这辆车辆，可能已被删除")
    return (await _described(session, [vehicle]))[0]


async def _described(session: AsyncSession, vehicles: Sequence[Vehicle]) -> list[VehicleOut]:
    bases = await read_bases(session, (one.division for one in vehicles), (one.base_site_id for one in vehicles))
    return [_out(vehicle, bases) for vehicle in vehicles]


def _out(vehicle: Vehicle, bases: Bases) -> VehicleOut:
    lon, lat = bases.position(vehicle.base_site_id, vehicle.lon, vehicle.lat)
    return VehicleOut(
        **vehicle.model_dump(exclude={"lon", "lat"}),
        lon=lon,
        lat=lat,
        division_name=bases.divisions.get(vehicle.division, ""),
        base_name=bases.site_name(vehicle.base_site_id),
    )


async def ready_vehicles(session: AsyncSession, district: str) -> tuple[ReadyVehicle, ...]:
    """Vehicles of the district that are in service, by code. One without a position has ``lon`` None."""
    query = select(Vehicle).where(col(Vehicle.division).startswith(district), col(Vehicle.out_of_service).is_(False))
    described = await _described(session, (await session.exec(query.order_by(col(Vehicle.code)))).all())
    fields = set(ReadyVehicle.__dataclass_fields__)
    return tuple(ReadyVehicle(**out.model_dump(include=fields)) for out in described)
