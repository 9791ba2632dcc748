"""What a person may find, best first: every source is filtered by his own reading scope before it is searched."""

from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Act, Actor, Person, Scope, Subject
from app.catalog.models import Item
from app.divisions.models import Division, DivisionKind
from app.divisions.queries import valid
from app.fleet.models import Vehicle
from app.incidents.models import Incident
from app.inventory.models import Document
from app.kernel import clock
from app.kernel.types import LabeledEnum
from app.search.pinyin import match
from app.shelters.models import Shelter
from app.sites.models import PHYSICAL_KINDS, Site
from app.teams.models import Team

DOCUMENTS = 50
"""Documents are many: only as many as this are fetched by number."""


class Found(LabeledEnum):
    ITEM = "item", "品目", "primary"
    SITE = "site", "库点", "warning"
    DIVISION = "division", "区划", "info"
    TEAM = "team", "队伍", "success"
    SHELTER = "shelter", "避难场所", "success"
    VEHICLE = "vehicle", "车辆", "info"
    INCIDENT = "incident", "突发事件", "danger"
    DOCUMENT = "document", "单据", "primary"
    PERSON = "person", "人员", "info"


class Hit(NamedTuple):
    """One thing that was found; ``where`` is its place or kind in words."""

    kind: Found
    id: str
    name: str
    code: str
    where: str
    rank: int


Source = Callable[[AsyncSession, Scope, str], Awaitable[list[Hit]]]


def _hits(kind: Found, wanted: str, rows: Iterable[tuple[object, str, str, str]]) -> list[Hit]:
    """Rows of (id, name, code, where) that fit."""
    found = []
    for id_, name, code, where in rows:
        rank = match(wanted, name, code)
        if rank is not None:
            found.append(Hit(kind, str(id_), name, code, where, rank))
    return found


async def _items(session: AsyncSession, _scope: Scope, wanted: str) -> list[Hit]:
    rows = await session.exec(select(Item.id, Item.name, Item.code, Item.spec))
    return _hits(Found.ITEM, wanted, rows)


async def _sites(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    rows = await session.exec(
        select(Site).where(col(Site.kind).in_(PHYSICAL_KINDS), scope.within(col(Site.division), col(Site.id)))
    )
    return _hits(Found.SITE, wanted, [(row.id, row.name, row.code, row.kind.label) for row in rows])


async def _divisions(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    rows = (await session.exec(select(Division).where(valid(clock.today()), scope.within(col(Division.code))))).all()
    names = {row.code: row.name for row in rows if row.kind is not DivisionKind.VILLAGE}
    found = [(row.code, row.spoken, row.code, names.get(row.parent or "", row.kind.label)) for row in rows]
    return _hits(Found.DIVISION, wanted, found)


async def _teams(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    rows = await session.exec(select(Team).where(scope.within(col(Team.division))))
    return _hits(Found.TEAM, wanted, [(row.id, row.name, row.code, row.level.label) for row in rows])


async def _shelters(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    rows = await session.exec(select(Shelter).where(scope.within(col(Shelter.division))))
    return _hits(Found.SHELTER, wanted, [(row.id, row.name, row.code, row.grade.label) for row in rows])


async def _vehicles(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    rows = await session.exec(select(Vehicle).where(scope.within(col(Vehicle.division))))
    return _hits(Found.VEHICLE, wanted, [(row.id, row.name, row.code, row.type.label) for row in rows])


async def _incidents(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    rows = await session.exec(select(Incident).where(scope.within(col(Incident.district))))
    return _hits(Found.INCIDENT, wanted, [(row.id, row.name, row.number, row.state.label) for row in rows])


async def _documents(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    query = (
        select(Document, Site.name)
        .join(Site, col(Site.id) == col(Document.site_id))
        .where(
            scope.within(col(Site.division), col(Site.id)),
            col(Document.number).icontains(wanted, autoescape=True),
        )
        .order_by(col(Document.id).desc())
        .limit(DOCUMENTS)
    )
    rows = await session.exec(query)
    found = [(row.id, row.number, row.number, f"{row.kind.label} {site}") for row, site in rows]
    return _hits(Found.DOCUMENT, wanted, found)


async def _people(session: AsyncSession, scope: Scope, wanted: str) -> list[Hit]:
    query = select(Person).where(col(Person.left_at).is_(None))
    if not scope.everywhere:
        query = query.where(or_(col(Person.division).is_(None), scope.within(col(Person.division))))
    return _hits(Found.PERSON, wanted, [(row.id, row.name, row.code, row.post) for row in await session.exec(query)])


SOURCES: tuple[tuple[Subject, Source], ...] = (
    (Subject.INCIDENTS, _incidents),
    (Subject.CATALOG, _items),
    (Subject.PLACES, _sites),
    (Subject.PLACES, _divisions),
    (Subject.FORCES, _teams),
    (Subject.FORCES, _shelters),
    (Subject.FORCES, _vehicles),
    (Subject.STOCK, _documents),
    (Subject.PEOPLE, _people),
)


async def search(session: AsyncSession, *, actor: Actor, wanted: str, limit: int) -> list[Hit]:
    """Best first, then short names, then by kind; nothing outside what ``actor`` may read."""
    found: list[Hit] = []
    for subject, source in SOURCES:
        scope = actor.reach(subject, Act.READ)
        if not scope.nowhere:
            found += await source(session, scope, wanted)
    order = list(Found)
    return sorted(found, key=lambda hit: (hit.rank, len(hit.name), order.index(hit.kind), hit.name, hit.id))[:limit]
