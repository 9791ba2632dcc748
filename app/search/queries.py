"""What a person may find, best first: every room hands out its names within his own reading scope."""

from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Act, Actor, Scope, Subject, people_queries
from app.catalog import queries as catalog
from app.divisions import queries as divisions
from app.fleet import queries as fleet
from app.incidents import queries as incidents
from app.inventory import document_queries
from app.kernel.names import Named
from app.kernel.types import LabeledEnum
from app.search.pinyin import match
from app.shelters import queries as shelters
from app.sites import queries as sites
from app.teams import queries as teams

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


Source = Callable[[AsyncSession, Scope, str], Awaitable[Iterable[Named]]]
"""What may fit the words that are sought; a room of many rows leaves out itself what cannot."""


def _all(names: Callable[[AsyncSession, Scope], Awaitable[Iterable[Named]]]) -> Source:
    """Of a room that is small enough to hand out all its names."""
    return lambda session, scope, _wanted: names(session, scope)


async def _items(session: AsyncSession, _scope: Scope, _wanted: str) -> Iterable[Named]:
    return await catalog.findable(session)


async def _documents(session: AsyncSession, scope: Scope, wanted: str) -> Iterable[Named]:
    return await document_queries.findable(session, scope, wanted, limit=DOCUMENTS)


SOURCES: tuple[tuple[Found, Subject, Source], ...] = (
    (Found.INCIDENT, Subject.INCIDENTS, _all(incidents.findable)),
    (Found.ITEM, Subject.CATALOG, _items),
    (Found.SITE, Subject.PLACES, _all(sites.findable)),
    (Found.DIVISION, Subject.PLACES, _all(divisions.findable)),
    (Found.TEAM, Subject.FORCES, _all(teams.findable)),
    (Found.SHELTER, Subject.FORCES, _all(shelters.findable)),
    (Found.VEHICLE, Subject.FORCES, _all(fleet.findable)),
    (Found.DOCUMENT, Subject.STOCK, _documents),
    (Found.PERSON, Subject.PEOPLE, _all(people_queries.findable)),
)


async def search(session: AsyncSession, *, actor: Actor, wanted: str, limit: int) -> list[Hit]:
    """Best first, then short names, then by kind; nothing outside what ``actor`` may read."""
    found: list[Hit] = []
    for kind, subject, source in SOURCES:
        scope = actor.reach(subject, Act.READ)
        if not scope.nowhere:
            found += _fitting(kind, wanted, await source(session, scope, wanted))
    order = list(Found)
    return sorted(found, key=lambda hit: (hit.rank, len(hit.name), order.index(hit.kind), hit.name, hit.id))[:limit]


def _fitting(kind: Found, wanted: str, rows: Iterable[Named]) -> list[Hit]:
    ranked = ((match(wanted, row.name, row.code), row) for row in rows)
    return [Hit(kind, *row, rank) for rank, row in ranked if rank is not None]
