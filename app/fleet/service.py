"""Commands on vehicles."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.fleet.models import PLANNING_VALUES, Ownership, Vehicle
from app.fleet.schemas import VehicleCreate, VehicleUpdate
from app.kernel.constraints import explain
from app.kernel.errors import Fault
from app.sites.bases import base_faults
from app.sites.models import Partner
from app.sites.registers import Register

explain({"uq_vehicle_code": "已有相同车牌号的车辆，请核对车牌号。"})


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


VEHICLES = Register(
    Vehicle,
    called="车辆",
    missing="没有这辆车辆，可能已被删除",
    event="vehicle",
    site_field="base_site_id",
    nullable=frozenset({"base_site_id", "lon", "lat", "partner_id"}),
    faults=_faults,
)


async def add_vehicle(session: AsyncSession, *, actor: Actor, command: VehicleCreate) -> Vehicle:
    return await VEHICLES.add(session, actor=actor, values=with_planning_values(command.model_dump()))


async def update_vehicle(
    session: AsyncSession, *, actor: Actor, vehicle_id: UUID, seen: int, command: VehicleUpdate
) -> Vehicle:
    return await VEHICLES.update(session, actor=actor, row_id=vehicle_id, seen=seen, command=command)


async def take_out_of_service(session: AsyncSession, *, actor: Actor, vehicle_id: UUID, reason: str) -> Vehicle:
    return await VEHICLES.take_out(session, actor=actor, row_id=vehicle_id, reason=reason)


async def return_to_service(session: AsyncSession, *, actor: Actor, vehicle_id: UUID) -> Vehicle:
    return await VEHICLES.put_back(session, actor=actor, row_id=vehicle_id)
