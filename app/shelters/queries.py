"""Reads of shelters."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.kernel.errors import NotFound
from app.kernel.names import Named, named
from app.shelters.models import (
    Function,
    Hazard,
    Shelter,
    ShelterClass,
    ShelterExposure,
    ShelterFunction,
    ShelterGrade,
    ShelterState,
)
from app.shelters.schemas import ShelterList, ShelterOut
from app.sites.bases import Bases, read_bases

_UNUSABLE = (ShelterState.CLOSED, ShelterState.RECOVERING)


@dataclass(frozen=True)
class UsableShelter:
    """A shelter that may take people now; ``lon``/``lat`` are its own or its site's."""

    id: UUID
    name: str
    division: str
    site_id: UUID | None
    lon: float | None
    lat: float | None
    indoor_places: int
    outdoor_places: int
    special_places: int
    day_capacity: int
    night_capacity: int
    ready_s: int
    docks: int
    stop_s: int
    handling_s_per_t: int
    exposures: tuple[Hazard, ...]

    def places(self, *, overnight: bool) -> int:
        """Places for people who stay overnight, or by day only."""
        return min(self.indoor_places + self.outdoor_places, self.night_capacity if overnight else self.day_capacity)


def _within(scope: Scope) -> ColumnElement[bool]:
    """By where it belongs, or by the single site it stands at."""
    return scope.within(col(Shelter.division), col(Shelter.site_id))


async def list_shelters(
    session: AsyncSession,
    *,
    scope: Scope,
    division: str | None = None,
    shelter_class: ShelterClass | None = None,
    grade: ShelterGrade | None = None,
    state: ShelterState | None = None,
    exposed_to: Hazard | None = None,
    out_of_service: bool | None = None,
    search: str = "",
    limit: int = 1000,
    offset: int = 0,
) -> ShelterList:
    query = (
        select(Shelter)
        .where(_within(scope))
        .order_by(col(Shelter.division), col(Shelter.code))
        .offset(offset)
        .limit(limit + 1)
    )
    if division:
        query = query.where(col(Shelter.division).startswith(division, autoescape=True))
    for column, wanted in ((Shelter.shelter_class, shelter_class), (Shelter.grade, grade), (Shelter.state, state)):
        if wanted:
            query = query.where(col(column) == wanted)
    if out_of_service is not None:
        query = query.where(Shelter.out_of_service == out_of_service)
    if exposed_to:
        exposed = select(ShelterExposure.shelter_id).where(ShelterExposure.hazard == exposed_to)
        query = query.where(col(Shelter.id).in_(exposed))
    if search:
        words = (column.icontains(search, autoescape=True) for column in (col(Shelter.name), col(Shelter.code)))
        query = query.where(or_(*words))
    shelters = (await session.exec(query)).all()
    following = str(offset + limit) if len(shelters) > limit else None
    return ShelterList(items=await _described(session, shelters[:limit]), next=following)


async def findable(session: AsyncSession, scope: Scope) -> list[Named]:
    """The shelters within the scope by name, with their grade."""
    rows = await session.exec(select(Shelter.id, Shelter.name, Shelter.code, Shelter.grade).where(_within(scope)))
    return named(rows)


async def get_shelter(session: AsyncSession, shelter_id: UUID, *, scope: Scope) -> ShelterOut:
    shelter = (await session.exec(select(Shelter).where(Shelter.id == shelter_id, _within(scope)))).one_or_none()
    if shelter is None:
        raise NotFound("没有这处避难场所，可能已被删除")
    return (await _described(session, [shelter]))[0]


async def _described(session: AsyncSession, shelters: Sequence[Shelter]) -> list[ShelterOut]:
    bases = await read_bases(session, (one.division for one in shelters), (one.site_id for one in shelters))
    ids = [shelter.id for shelter in shelters]
    functions: dict[UUID, list[Function]] = {}
    for function in await session.exec(select(ShelterFunction).where(col(ShelterFunction.shelter_id).in_(ids))):
        functions.setdefault(function.shelter_id, []).append(function.function)
    exposures: dict[UUID, list[Hazard]] = {}
    for exposure in await session.exec(select(ShelterExposure).where(col(ShelterExposure.shelter_id).in_(ids))):
        exposures.setdefault(exposure.shelter_id, []).append(exposure.hazard)
    return [_out(one, bases, functions.get(one.id, []), exposures.get(one.id, [])) for one in shelters]


def _out(shelter: Shelter, bases: Bases, functions: list[Function], exposures: list[Hazard]) -> ShelterOut:
    lon, lat = bases.position(shelter.site_id, shelter.lon, shelter.lat)
    return ShelterOut(
        **shelter.model_dump(exclude={"lon", "lat"}),
        lon=lon,
        lat=lat,
        functions=sorted(functions, key=list(Function).index),
        exposures=sorted(exposures, key=list(Hazard).index),
        division_name=bases.divisions.get(shelter.division, ""),
    )


async def usable_shelters(session: AsyncSession, district: str) -> tuple[UsableShelter, ...]:
    """Shelters of the district that are in service and not closed, by code. One without a position has ``lon`` None."""
    query = select(Shelter).where(
        col(Shelter.division).startswith(district),
        col(Shelter.out_of_service).is_(False),
        col(Shelter.state).not_in(_UNUSABLE),
    )
    described = await _described(session, (await session.exec(query.order_by(col(Shelter.code)))).all())
    fields = set(UsableShelter.__dataclass_fields__) - {"exposures"}
    return tuple(UsableShelter(**out.model_dump(include=fields), exposures=tuple(out.exposures)) for out in described)
