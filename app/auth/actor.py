"""The acting person of a request, and the right that its route demands.

A route takes ``Annotated[Actor, acting(Subject.STOCK, Act.READ)]``: the dependency refuses whoever lacks the right
anywhere (403) or is not signed in (401), and hands on the places where the right holds. Reads give ``actor.scope`` to
their queries; commands ask ``actor.require`` for each place they touch. ``create_app`` refuses routes without a demand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Grant, Person
from app.auth.rights import Act, Right, Role, Subject, holds
from app.auth.scope import EVERYWHERE, Scope, union
from app.kernel.database import Session
from app.kernel.errors import Problem


class Forbidden(Problem):
    status, kind, title = 403, "forbidden", "没有权限"


@dataclass(frozen=True)
class Actor:
    """Who acts (``code`` signs documents), with which right, and where it holds."""

    id: UUID
    code: str
    name: str
    right: Right | None
    scope: Scope

    def require(self, division: str | None, site: UUID | None = None, *, what: str = "") -> None:
        """Refuse unless the place lies within the scope."""
        if not self.scope.covers(division, site):
            named = f"“{what}”" if what else "这个地方"
            raise Forbidden(f"您的“{self.right.label if self.right else ''}”权限不含{named}，请联系安全管理员。")


def somebody(person: Person) -> Actor:
    """A person who acts from the command line or a job: everywhere, by the right of whoever runs the machine."""
    return Actor(person.id, person.code, person.name, None, EVERYWHERE)


async def grants_of(session: AsyncSession, person_id: UUID) -> list[Grant]:
    query = select(Grant).where(Grant.person_id == person_id, col(Grant.ended_at).is_(None)).order_by(col(Grant.id))
    return list((await session.exec(query)).all())


def scope_of(grants: Iterable[Grant], right: Right) -> Scope:
    """Where the right holds: reading by what a grant reads, every other act by what it writes."""
    return union(_reach(grant, right.act) for grant in grants if holds(grant.role, right))


def _reach(grant: Grant, act: Act) -> Scope:
    site = frozenset({grant.site_id}) if grant.site_id else frozenset()
    if act is Act.READ:
        return Scope(frozenset({grant.reads}), site)
    if grant.writes is None:
        return Scope()
    return Scope(frozenset(), site) if site else Scope(frozenset({grant.writes}))


class Demand:
    """The dependency behind ``acting``; ``right`` is read by ``create_app`` and the OpenAPI document."""

    def __init__(self, right: Right) -> None:
        self.right = right

    async def __call__(self, request: Request, session: Session) -> Actor:
        from app.auth.sessions import identify

        person, grants = await identify(request, session)
        scope = scope_of(grants, self.right)
        if scope.nowhere:
            raise Forbidden(f"您没有“{self.right.label}”的权限，请联系安全管理员。")
        return Actor(person.id, person.code, person.name, self.right, scope)


def acting(subject: Subject, act: Act) -> Any:
    return Depends(Demand(Right(subject, act)), scope="function")


def roles_of(grants: Iterable[Grant]) -> frozenset[Role]:
    return frozenset(grant.role for grant in grants)
