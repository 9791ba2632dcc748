"""Telling persons, and marking what they have read. Messages commit with the act that they tell of."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Person, Right
from app.auth.actor import scope_of
from app.auth.models import Grant
from app.inbox.models import Kind, Message
from app.kernel import clock
from app.kernel.events import publish
from app.kernel.ids import uuid7

TOPIC = "inbox"


@dataclass(frozen=True)
class Notice:
    kind: Kind
    title: str
    link: str
    text: str = ""


async def tell(session: AsyncSession, persons: Iterable[Person], notice: Notice) -> int:
    """Put the notice into each person's inbox once; returns how many were told."""
    told = list({person.id: person for person in persons}.values())
    if not told:
        return 0
    now = clock.now()
    fields = {"kind": notice.kind, "title": notice.title, "text": notice.text, "link": notice.link, "created_at": now}
    await session.execute(insert(Message), [{"id": uuid7(), "person_id": person.id, **fields} for person in told])
    await publish(session, TOPIC, {"kind": notice.kind}, people=[person.code for person in told])
    return len(told)


async def tell_person(session: AsyncSession, code: str, notice: Notice) -> int:
    """Tell the person with this code, if there is one."""
    return await tell(session, await session.exec(select(Person).where(Person.code == code)), notice)


async def tell_holders(
    session: AsyncSession,
    rights: Collection[Right],
    notice: Notice,
    *,
    division: str | None,
    site: UUID | None = None,
    but: Iterable[str] = (),
) -> int:
    """Tell everybody who holds one of the rights at the place, except the persons with these codes."""
    spared = set(but)
    holders = [person for person in await _holders(session, rights, division, site) if person.code not in spared]
    return await tell(session, holders, notice)


async def _holders(
    session: AsyncSession, rights: Collection[Right], division: str | None, site: UUID | None
) -> list[Person]:
    rows = await session.exec(
        select(Person, Grant)
        .join(Grant, col(Grant.person_id) == col(Person.id))
        .where(col(Grant.ended_at).is_(None), col(Person.left_at).is_(None))
        .order_by(col(Person.id), col(Grant.id))
    )
    return [person for person, grant in rows if any(_holds(grant, right, division, site) for right in rights)]


def _holds(grant: Grant, right: Right, division: str | None, site: UUID | None) -> bool:
    scope = scope_of([grant], right)
    return not scope.nowhere and scope.covers(division, site)


async def settle(session: AsyncSession, kind: Kind, link: str) -> int:
    """What these messages asked for was done, by whomever: nobody need look any more; returns how many still had to."""
    query = update(Message).where(col(Message.kind) == kind, col(Message.link) == link, col(Message.read_at).is_(None))
    settled = await session.execute(query.values(read_at=clock.now()).returning(col(Message.person_id)))
    told = settled.scalars().all()
    if told:
        people = await session.exec(select(Person.code).where(col(Person.id).in_(told)))
        await publish(session, TOPIC, {"kind": kind}, people=list(people))
    return len(told)


async def mark_read(session: AsyncSession, *, person_id: UUID, messages: Sequence[UUID] | None) -> int:
    """Mark these messages of the person as read, or all; returns how many were unread until now."""
    query = update(Message).where(col(Message.person_id) == person_id, col(Message.read_at).is_(None))
    if messages is not None:
        query = query.where(col(Message.id).in_(messages))
    read = await session.execute(query.values(read_at=clock.now()).returning(col(Message.id)))
    return len(read.all())
