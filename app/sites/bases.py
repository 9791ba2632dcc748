"""Where teams, shelters and vehicles stand: at a site, or at a point of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.divisions.models import Division
from app.kernel.errors import Fault
from app.sites.models import Site
from gis.layers import LayerFault, check_position


class OutOfService(BaseModel):
    """Why something cannot be used now."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str = Field(title="停用原因", min_length=1, max_length=200)


Stopped = Annotated[bool | None, Query(title="停用", description="只列停用的，或只列在用的")]


@dataclass(frozen=True)
class Bases:
    """Names of divisions, and names and coordinates of sites, read at once for a whole list."""

    divisions: dict[str, str]
    sites: dict[UUID, tuple[str, float | None, float | None]]

    def site_name(self, site_id: UUID | None) -> str | None:
        return self.sites[site_id][0] if site_id in self.sites else None

    def position(self, site_id: UUID | None, lon: float | None, lat: float | None) -> tuple[float | None, float | None]:
        """Coordinates of its own, else those of the site, else none."""
        if lon is not None or site_id not in self.sites:
            return lon, lat
        return self.sites[site_id][1:]


async def read_bases(session: AsyncSession, divisions: Iterable[str], sites: Iterable[UUID | None]) -> Bases:
    named = await session.exec(select(Division.code, Division.name).where(col(Division.code).in_(set(divisions))))
    wanted = {site for site in sites if site is not None}
    placed = await session.exec(select(Site.id, Site.name, Site.lon, Site.lat).where(col(Site.id).in_(wanted)))
    return Bases(dict(named.all()), {row[0]: (row[1], row[2], row[3]) for row in placed})


async def base_faults(
    session: AsyncSession, *, division: str, site_id: UUID | None, lon: float | None, lat: float | None, site_field: str
) -> list[Fault]:
    """What is wrong with where something stands; ``site_field`` is the field that names its site."""
    faults = []
    if await session.get(Division, division) is None:
        faults.append(Fault("/division", f"没有代码为“{division}”的区划，请从列表中选择"))
    if site_id is not None and await session.get(Site, site_id) is None:
        faults.append(Fault(f"/{site_field}", "没有这个站点，请从列表中选择"))
    if site_id is None and lon is None and lat is None:
        faults.append(Fault("/lon", "请选择所在站点，或填写经纬度"))
    return faults + point_faults(lon, lat)


def point_faults(lon: float | None, lat: float | None, under: str = "") -> list[Fault]:
    """A point is given whole, in degrees, longitude first, inside China; ``under`` is the pointer before the fields."""
    if lon is None and lat is None:
        return []
    if lon is None or lat is None:
        return [Fault(f"{under}/{'lon' if lon is None else 'lat'}", "经度和纬度须同时填写")]
    try:
        check_position(f"{under}/lon", lon, lat)
    except LayerFault as fault:
        return [Fault(fault.field, fault.message)]
    return []


def null_faults(changes: dict[str, Any], nullable: frozenset[str]) -> list[Fault]:
    """Fields of a partial update that were sent empty but must hold a value."""
    return [Fault(f"/{name}", "不能为空") for name, value in changes.items() if value is None and name not in nullable]
