"""Resources as other systems read them, by keyset pages; no names or phone numbers of persons."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.catalog.models import Item
from app.divisions.models import Division
from app.exchange.schemas import (
    SharedPlace,
    SharedPlaces,
    SharedShelter,
    SharedShelters,
    SharedStock,
    SharedStocks,
    SharedTeam,
    SharedTeams,
)
from app.inventory.availability import stock
from app.kernel import clock
from app.kernel.paging import after_key, cut, decode_cursor, encode_cursor
from app.shelters.models import Shelter
from app.sites.bases import read_bases
from app.sites.models import PHYSICAL_KINDS, Site
from app.teams.models import Skill, Team, TeamSkill


async def places(session: AsyncSession, *, scope: Scope, after: str | None, limit: int) -> SharedPlaces:
    query = (
        select(Site, Division.name)
        .join(Division, col(Division.code) == col(Site.division))
        .where(col(Site.kind).in_(PHYSICAL_KINDS), scope.within(col(Site.division), col(Site.id)))
    )
    rows, following = await _page(session, query, col(Site.id), after, limit)
    items = [SharedPlace.model_validate({**site.model_dump(), "division_name": name}) for site, name in rows]
    return SharedPlaces(items=items, next=following)


async def stocks(session: AsyncSession, *, scope: Scope, after: str | None, limit: int) -> SharedStocks:
    """One row per site and item, lots together."""
    lots = stock(clock.today()).subquery("stock")
    key = (lots.c.site_id, lots.c.item_id)
    sums = (
        sa.select(
            *key,
            sa.func.sum(lots.c.quantity).label("on_hand"),
            sa.func.sum(lots.c.available).label("available"),
            sa.func.min(lots.c.expires_on).label("earliest_expiry"),
        )
        .group_by(*key)
        .subquery("sums")
    )
    query = (
        sa.select(Site, Item, sums.c.on_hand, sums.c.available, sums.c.earliest_expiry)
        .join(sums, sums.c.site_id == col(Site.id))
        .join(Item, col(Item.id) == sums.c.item_id)
        .where(col(Site.kind).in_(PHYSICAL_KINDS), scope.within(col(Site.division), col(Site.id)))
    )
    seen = decode_cursor(after, [UUID, UUID]) if after else None
    found = (await session.execute(after_key(query, [col(Site.id), col(Item.id)], seen, limit=limit))).all()
    rows, more = cut(found, limit)
    return SharedStocks(
        items=[_stock(*row) for row in rows],
        next=encode_cursor([rows[-1][0].id, rows[-1][1].id]) if more else None,
    )


def _stock(site: Site, item: Item, on_hand: int, available: int, earliest: Any) -> SharedStock:
    return SharedStock(
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        division=site.division or "",
        item_id=item.id,
        item_code=item.code,
        gb_code=item.gb_code,
        item_name=item.name,
        spec=item.spec,
        unit=item.unit,
        on_hand=int(on_hand),
        available=int(available),
        earliest_expiry=earliest,
    )


async def teams(session: AsyncSession, *, scope: Scope, after: str | None, limit: int) -> SharedTeams:
    query = select(Team).where(scope.within(col(Team.division), col(Team.base_site_id)))
    rows, following = await _page(session, query, col(Team.id), after, limit)
    found = [team for (team,) in rows]
    skills: dict[UUID, list[Skill]] = defaultdict(list)
    for one in await session.exec(select(TeamSkill).where(col(TeamSkill.team_id).in_([team.id for team in found]))):
        skills[one.team_id].append(one.skill)
    placed = await _placed(session, [(team, team.base_site_id) for team in found])
    items = [SharedTeam.model_validate({**row, "skills": sorted(skills[row["id"]])}) for row in placed]
    return SharedTeams(items=items, next=following)


async def shelters(session: AsyncSession, *, scope: Scope, after: str | None, limit: int) -> SharedShelters:
    query = select(Shelter).where(scope.within(col(Shelter.division), col(Shelter.site_id)))
    rows, following = await _page(session, query, col(Shelter.id), after, limit)
    placed = await _placed(session, [(shelter, shelter.site_id) for (shelter,) in rows])
    return SharedShelters(items=[SharedShelter.model_validate(row) for row in placed], next=following)


async def _page(
    session: AsyncSession, query: Any, key: Any, after: str | None, limit: int
) -> tuple[Sequence[Any], str | None]:
    """Rows in the order of their ids, and the cursor behind them."""
    seen = decode_cursor(after, [UUID]) if after else None
    found = (await session.execute(after_key(query, [key], seen, limit=limit))).all()
    rows, more = cut(found, limit)
    return rows, encode_cursor([rows[-1][0].id]) if more else None


async def _placed(session: AsyncSession, rows: Sequence[tuple[SQLModel, UUID | None]]) -> list[dict[str, Any]]:
    """The rows with the names of their divisions, and where they stand."""
    values = [(row.model_dump(), site) for row, site in rows]
    bases = await read_bases(session, (row["division"] for row, _ in values), (site for _, site in values))
    placed = []
    for row, site in values:
        lon, lat = bases.position(site, row["lon"], row["lat"])
        placed.append({**row, "lon": lon, "lat": lat, "division_name": bases.divisions.get(row["division"], "")})
    return placed
