"""Commands on shelters."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, NotFound, refuse_if
from app.kernel.events import publish
from app.kernel.versions import require
from app.shelters.models import Shelter, ShelterExposure, ShelterFunction
from app.shelters.schemas import ShelterCreate, ShelterUpdate
from app.sites.bases import base_faults, null_faults

explain(
    {
        "uq_shelter_code": "已有相同编号的避难场所，请换一个编号。",
        "uq_shelter_site_id": "该站点已属于另一处避难场所，请选择其他站点。",
    }
)

_LOCK = {"key_share": True}
_NULLABLE = frozenset({"site_id", "lon", "lat"})
_LISTS = {"functions", "exposures"}


def place_faults(values: dict[str, Any]) -> list[Fault]:
    """Special places are part of all places."""
    places = values["indoor_places"] + values["outdoor_places"]
    if values["special_places"] > places:
        return [Fault("/special_places", f"特殊人群位置 {values['special_places']} 多于全部位置 {places}")]
    return []


async def _faults(session: AsyncSession, values: dict[str, Any]) -> list[Fault]:
    placed = {name: values[name] for name in ("division", "site_id", "lon", "lat")}
    return place_faults(values) + await base_faults(session, **placed, site_field="site_id")


async def add_shelter(session: AsyncSession, *, actor: Actor, command: ShelterCreate) -> Shelter:
    values = command.model_dump(exclude=_LISTS)
    _require(actor, values)
    refuse_if(await _faults(session, values))
    shelter = Shelter(**values)
    session.add(shelter)
    await session.flush()
    await _set_lists(session, shelter.id, command.model_dump(include=_LISTS))
    return await _told(session, shelter)


async def update_shelter(
    session: AsyncSession, *, actor: Actor, shelter_id: UUID, seen: int, command: ShelterUpdate
) -> Shelter:
    shelter = await _locked(session, actor, shelter_id)
    require(shelter.version, seen)
    changes = command.model_dump(exclude_unset=True)
    refuse_if(null_faults(changes, _NULLABLE))
    lists = {name: changes.pop(name) for name in _LISTS & changes.keys()}
    _require(actor, shelter.model_dump() | changes)
    refuse_if(await _faults(session, shelter.model_dump() | changes))
    shelter.sqlmodel_update(changes)
    await _set_lists(session, shelter.id, lists)
    return await _changed(session, shelter)


async def take_out_of_service(session: AsyncSession, *, actor: Actor, shelter_id: UUID, reason: str) -> Shelter:
    shelter = await _locked(session, actor, shelter_id)
    if shelter.out_of_service:
        raise Conflict(f"避难场所“{shelter.name}”已经停用：{shelter.out_of_service_reason}")
    shelter.out_of_service, shelter.out_of_service_reason = True, reason
    return await _changed(session, shelter)


async def return_to_service(session: AsyncSession, *, actor: Actor, shelter_id: UUID) -> Shelter:
    shelter = await _locked(session, actor, shelter_id)
    if not shelter.out_of_service:
        raise Conflict(f"避难场所“{shelter.name}”没有停用")
    shelter.out_of_service, shelter.out_of_service_reason = False, ""
    return await _changed(session, shelter)


def _require(actor: Actor, values: Mapping[str, Any]) -> None:
    """The place where it is, and the place where a change would put it."""
    actor.require(values["division"], values["site_id"])


async def _locked(session: AsyncSession, actor: Actor, shelter_id: UUID) -> Shelter:
    shelter = await session.get(Shelter, shelter_id, with_for_update=_LOCK)
    if shelter is None:
        raise NotFound("没有这处避难场所，可能已被删除")
    _require(actor, shelter.model_dump())
    return shelter


async def _told(session: AsyncSession, shelter: Shelter) -> Shelter:
    await session.flush()
    told = {"id": str(shelter.id), "version": shelter.version}
    await publish(session, "shelter", told, places=[(shelter.division, shelter.site_id)])
    return shelter


async def _changed(session: AsyncSession, shelter: Shelter) -> Shelter:
    shelter.version += 1
    return await _told(session, shelter)


async def _set_lists(session: AsyncSession, shelter_id: UUID, lists: dict[str, list[Any]]) -> None:
    """Replace the functions and the hazards that were sent; leave the others."""
    if "functions" in lists:
        await session.exec(delete(ShelterFunction).where(col(ShelterFunction.shelter_id) == shelter_id))
        session.add_all(ShelterFunction(shelter_id=shelter_id, function=one) for one in sorted(set(lists["functions"])))
    if "exposures" in lists:
        await session.exec(delete(ShelterExposure).where(col(ShelterExposure.shelter_id) == shelter_id))
        session.add_all(ShelterExposure(shelter_id=shelter_id, hazard=one) for one in sorted(set(lists["exposures"])))
    await session.flush()
