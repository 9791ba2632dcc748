"""Commands on vehicles."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.fleet.models import PLANNING_VALUES, Ownership, Vehicle
from app.fleet.schemas import VehicleCreate, VehicleUpdate
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, NotFound, refuse_if
from app.kernel.events import publish
from app.kernel.versions import require
from app.sites.bases import base_faults, null_faults
from app.sites.models import Partner

explain({"uq_vehicle_code": "已有相同车牌号的车辆，请核对车牌号。"})

_LOCK = {"key_share": True}
_NULLABLE = frozenset({"base_site_id", "lon", "lat", "partner_id"})


def load_faults(values: dict[str, Any]) -> list[Fault]:
    """A vehicle carries goods (mass and volume) or people (seats)."""
    if values["seats"] or (values["capacity_g"] and values["capacity_cm3"]):
        return []
    missing = "capacity_g" if not values["capacity_g"] else "capacity_cm3"
    return [Fault(f"/{missing}", "请填写载重和容积（货运），或座位数（客运）")]


def haulier_faults(values: dict[str, Any]) -> list[Fault]:
    hired = values["owner"] == Ownership.HAULIER
    if hired and values["partner_id"] is None:
        return [Fault("/partner_id", "协议运输车辆须选择运输单位")]
    if not hired and values["partner_id"] is not None:
        return [Fault("/partner_id", "自有车辆不填运输单位；如为协议车辆，请把归属改为“协议运输”")]
    return []


async def _faults(session: AsyncSession, values: dict[str, Any]) -> list[Fault]:
    faults = load_faults(values) + haulier_faults(values)
    if values["partner_id"] is not None and await session.get(Partner, values["partner_id"]) is None:
        faults.append(Fault("/partner_id", "没有这家运输单位，请从列表中选择"))
    placed = {name: values[name] for name in ("division", "lon", "lat")}
    return faults + await base_faults(session, **placed, site_id=values["base_site_id"], site_field="base_site_id")


def with_planning_values(values: dict[str, Any]) -> dict[str, Any]:
    """Figures that are not given are those of the type."""
    defaults = asdict(PLANNING_VALUES[values["type"]])
    return values | {name: value for name, value in defaults.items() if values[name] is None}


async def add_vehicle(session: AsyncSession, *, actor: Actor, command: VehicleCreate) -> Vehicle:
    values = with_planning_values(command.model_dump())
    _require(actor, values)
    refuse_if(await _faults(session, values))
    vehicle = Vehicle(**values)
    session.add(vehicle)
    await session.flush()
    return await _told(session, vehicle)


async def update_vehicle(
    session: AsyncSession, *, actor: Actor, vehicle_id: UUID, seen: int, command: VehicleUpdate
) -> Vehicle:
    vehicle = await _locked(session, actor, vehicle_id)
    require(vehicle.version, seen)
    changes = command.model_dump(exclude_unset=True)
    refuse_if(null_faults(changes, _NULLABLE))
    _require(actor, vehicle.model_dump() | changes)
    refuse_if(await _faults(session, vehicle.model_dump() | changes))
    vehicle.sqlmodel_update(changes)
    return await _changed(session, vehicle)


async def take_out_of_service(session: AsyncSession, *, actor: Actor, vehicle_id: UUID, reason: str) -> Vehicle:
    vehicle = await _locked(session, actor, vehicle_id)
    if vehicle.out_of_service:
        raise Conflict(f"车辆“{vehicle.name}”已经停用：{vehicle.out_of_service_reason}")
    vehicle.out_of_service, vehicle.out_of_service_reason = True, reason
    return await _changed(session, vehicle)


async def return_to_service(session: AsyncSession, *, actor: Actor, vehicle_id: UUID) -> Vehicle:
    vehicle = await _locked(session, actor, vehicle_id)
    if not vehicle.out_of_service:
        raise Conflict(f"车辆“{vehicle.name}”没有停用")
    vehicle.out_of_service, vehicle.out_of_service_reason = False, ""
    return await _changed(session, vehicle)


def _require(actor: Actor, values: Mapping[str, Any]) -> None:
    """The place where it is, and the place where a change would put it."""
    actor.require(values["division"], values["base_site_id"])


async def _locked(session: AsyncSession, actor: Actor, vehicle_id: UUID) -> Vehicle:
    vehicle = await session.get(Vehicle, vehicle_id, with_for_update=_LOCK)
    if vehicle is None:
        raise NotFound("没有这辆车辆，可能已被删除")
    _require(actor, vehicle.model_dump())
    return vehicle


async def _told(session: AsyncSession, vehicle: Vehicle) -> Vehicle:
    await session.flush()
    told = {"id": str(vehicle.id), "version": vehicle.version}
    await publish(session, "vehicle", told, places=[(vehicle.division, vehicle.base_site_id)])
    return vehicle


async def _changed(session: AsyncSession, vehicle: Vehicle) -> Vehicle:
    vehicle.version += 1
    return await _told(session, vehicle)
