"""Commands on shelters."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.kernel.constraints import explain
from app.kernel.errors import Fault
from app.shelters.models import Shelter, ShelterExposure, ShelterFunction
from app.shelters.schemas import ShelterCreate, ShelterUpdate
from app.sites.bases import base_faults
from app.sites.registers import Register

explain(
    {
        "uq_shelter_code": "已有相同编号的避难场所，请换一个编号。",
        "uq_shelter_site_id": "该站点已属于另一处避难场所，请选择其他站点。",
    }
)


def place_faults(values: dict[str, Any]) -> list[Fault]:
    """Special places are part of all places."""
    places = values["indoor_places"] + values["outdoor_places"]
    if values["special_places"] > places:
        return [Fault("/special_places", f"特殊人群位置 {values['special_places']} 多于全部位置 {places}")]
    return []


async def _faults(session: AsyncSession, values: dict[str, Any]) -> list[Fault]:
    placed = {name: values[name] for name in ("division", "site_id", "lon", "lat")}
    return place_faults(values) + await base_faults(session, **placed, site_field="site_id")


async def _set_lists(session: AsyncSession, shelter_id: UUID, lists: dict[str, list[Any]]) -> None:
    """Replace the functions and the hazards that were sent; leave the others."""
    if "functions" in lists:
        await session.exec(delete(ShelterFunction).where(col(ShelterFunction.shelter_id) == shelter_id))
        session.add_all(ShelterFunction(shelter_id=shelter_id, function=one) for one in sorted(set(lists["functions"])))
    if "exposures" in lists:
        await session.exec(delete(ShelterExposure).where(col(ShelterExposure.shelter_id) == shelter_id))
        session.add_all(ShelterExposure(shelter_id=shelter_id, hazard=one) for one in sorted(set(lists["exposures"])))
    await session.flush()


SHELTERS = Register(
    Shelter,
    called="避难场所",
    missing="没有这处避难场所，可能已被删除",
    event="shelter",
    site_field="site_id",
    nullable=frozenset({"site_id", "lon", "lat"}),
    faults=_faults,
    lists=frozenset({"functions", "exposures"}),
    set_lists=_set_lists,
)


async def add_shelter(session: AsyncSession, *, actor: Actor, command: ShelterCreate) -> Shelter:
    return await SHELTERS.add(session, actor=actor, values=command.model_dump())


async def update_shelter(
    session: AsyncSession, *, actor: Actor, shelter_id: UUID, seen: int, command: ShelterUpdate
) -> Shelter:
    return await SHELTERS.update(session, actor=actor, row_id=shelter_id, seen=seen, command=command)


async def take_out_of_service(session: AsyncSession, *, actor: Actor, shelter_id: UUID, reason: str) -> Shelter:
    return await SHELTERS.take_out(session, actor=actor, row_id=shelter_id, reason=reason)


async def return_to_service(session: AsyncSession, *, actor: Actor, shelter_id: UUID) -> Shelter:
    return await SHELTERS.put_back(session, actor=actor, row_id=shelter_id)
