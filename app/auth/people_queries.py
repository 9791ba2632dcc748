"""Reading persons with the state of their accounts, and grants, within a scope."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import places
from app.auth.lockout import locked_until
from app.auth.models import Account, Grant, Person, SignIn
from app.auth.people_schemas import GrantRead, PersonRead
from app.auth.rights import Role
from app.auth.scope import Scope
from app.kernel.errors import NotFound
from app.kernel.names import Named, named
from app.kernel.paging import Page, after_key, cut, decode_cursor, encode_cursor


async def list_people(
    session: AsyncSession,
    *,
    scope: Scope,
    search: str = "",
    role: Role | None = None,
    division: str | None = None,
    gone: bool = False,
    after: str | None = None,
    limit: int = 100,
) -> Page[PersonRead]:
    """By code; those who left only when ``gone``."""
    query: Any = _with_accounts(scope)
    if not gone:
        query = query.where(col(Person.left_at).is_(None))
    if search:
        columns = (Person.code, Person.name, Person.phone, Person.post)
        query = query.where(or_(*(col(column).icontains(search, autoescape=True) for column in columns)))
    if division:
        query = query.where(col(Person.division).startswith(division, autoescape=True))
    if role:
        held = select(Grant.person_id).where(Grant.role == role, col(Grant.ended_at).is_(None))
        query = query.where(col(Person.id).in_(held))
    key = decode_cursor(after, (str,)) if after else None
    found = (await session.exec(after_key(query, (col(Person.code),), key, limit=limit))).all()
    rows, more = cut(found, limit)
    return Page(items=await _told(session, rows), next=encode_cursor((rows[-1][0].code,)) if more else None)


async def findable(session: AsyncSession, scope: Scope) -> list[Named]:
    """Whoever works within the scope by name, with the post; not those who left."""
    columns = (Person.id, Person.name, Person.code, Person.post)
    here = scope.within(col(Person.division))
    rows = await session.exec(select(*columns).where(col(Person.left_at).is_(None), here))
    return named(rows)


async def get_person(session: AsyncSession, person_id: UUID, *, scope: Scope) -> PersonRead:
    found = (await session.exec(_with_accounts(scope).where(Person.id == person_id))).all()
    if not found:
        raise NotFound("没有这个人员。")
    return (await _told(session, found))[0]


def _with_accounts(scope: Scope) -> Any:
    seen = select(func.max(SignIn.seen_at)).where(SignIn.person_id == Person.id).scalar_subquery()
    query = select(Person, Account, seen).outerjoin(Account, col(Account.person_id) == col(Person.id))
    return query.where(scope.within(col(Person.division)))


async def _told(
    session: AsyncSession, rows: Sequence[tuple[Person, Account | None, datetime | None]]
) -> list[PersonRead]:
    ids = [person.id for person, _, _ in rows]
    held = await session.exec(
        select(Grant.person_id, Grant.role).where(col(Grant.person_id).in_(ids), col(Grant.ended_at).is_(None))
    )
    roles: dict[UUID, set[Role]] = {}
    for person_id, role in cast("list[tuple[UUID, Role]]", held.all()):
        roles.setdefault(person_id, set()).add(role)
    locks = await locked_until(session, [account.name for _, account, _ in rows if account])
    names = await places.names(session, [person.division for person, _, _ in rows], [])
    return [
        PersonRead(
            **person.model_dump(),
            division_name=names.division(person.division) if person.division else None,
            account=account.name if account else None,
            disabled_at=account.disabled_at if account else None,
            password_set=bool(account and account.password_hash),
            second_factor=bool(account and account.totp_confirmed_at),
            openid_subject=account.openid_subject if account else None,
            locked_until=locks.get(account.name) if account else None,
            seen_at=seen_at,
            roles=sorted(roles.get(person.id, ()), key=list(Role).index),
        )
        for person, account, seen_at in rows
    ]


async def list_grants(
    session: AsyncSession,
    *,
    scope: Scope,
    person_id: UUID | None = None,
    grant_id: UUID | None = None,
    ended: bool = False,
    after: str | None = None,
    limit: int = 100,
) -> Page[GrantRead]:
    """Newest first; those that ended only when ``ended``."""
    granter, ender = aliased(Person), aliased(Person)
    query: Any = (
        select(Grant, Person, granter.name, ender.name)
        .join(Person, col(Person.id) == col(Grant.person_id))
        .outerjoin(granter, col(granter.id) == col(Grant.granted_by))
        .outerjoin(ender, col(ender.id) == col(Grant.ended_by))
        .where(scope.within(col(Grant.reads)))
    )
    if person_id:
        query = query.where(Grant.person_id == person_id)
    if grant_id:
        query = query.where(Grant.id == grant_id)
    if not ended:
        query = query.where(col(Grant.ended_at).is_(None))
    key = decode_cursor(after, (UUID,)) if after else None
    found = (await session.exec(after_key(query, (col(Grant.id),), key, limit=limit, descending=True))).all()
    rows, more = cut(found, limit)
    names = await places.names_of(session, [grant for grant, *_ in rows])
    items = [_grant(grant, person, names, granted_by, ended_by) for grant, person, granted_by, ended_by in rows]
    return Page(items=items, next=encode_cursor((rows[-1][0].id,)) if more else None)


async def get_grant(session: AsyncSession, grant_id: UUID, *, scope: Scope) -> GrantRead:
    found = await list_grants(session, scope=scope, grant_id=grant_id, ended=True)
    if not found.items:
        raise NotFound("没有这个授权。")
    return found.items[0]


def _grant(
    grant: Grant, person: Person, names: places.Names, granted_by: str | None, ended_by: str | None
) -> GrantRead:
    return GrantRead(
        **grant.model_dump(),
        person_code=person.code,
        person_name=person.name,
        reads_name=names.division(grant.reads),
        writes_name=None if grant.writes is None else names.division(grant.writes),
        site_name=names.site(grant.site_id) if grant.site_id else None,
        granted_by_name=granted_by,
        ended_by_name=ended_by,
    )
