"""The acting person of a request, and the right that its route demands.

A route takes ``Annotated[Actor, acting(Subject.STOCK, Act.READ)]``: the dependency refuses whoever lacks the right
anywhere (403) or is not signed in (401), and hands on the places where the right holds. Reads give ``actor.scope`` to
their queries; commands ask ``actor.require`` for each place they touch. ``create_app`` refuses routes without a demand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.auth.models import Grant, Person
from app.auth.rights import OF_DISTRICTS, Act, Right, Role, Subject, holds
from app.auth.scope import EVERYWHERE, Scope, union
from app.auth.sessions import identify
from app.kernel.database import Session
from app.kernel.errors import Problem


class Forbidden(Problem):
    status, kind, title = 403, "forbidden", "没有权限"


Place = tuple[str | None, UUID | None]
"""A division, a site, or a site with its division."""


@dataclass(frozen=True)
class Actor:
    """Who acts (``code`` signs documents), with which right, and where it holds.

    ``grants`` are None for a person who acts by the right of whoever runs the machine.
    """

    id: UUID
    code: str
    name: str
    right: Right | None
    scope: Scope
    grants: tuple[Grant, ...] | None = None

    def require(self, division: str | None, site: UUID | None = None, *, missing: Problem | None = None) -> None:
        """Refuse unless the place lies within the scope.

        ``missing`` is what an unknown id is answered with, where the place is that of a row found by its id: of a row
        that he may not even read he must not learn that it is there.
        """
        self.require_all([(division, site)], missing=missing)

    def require_all(self, places: Iterable[Place], *, missing: Problem | None = None) -> None:
        """The same for a row at several places: he needs the right at all of them, and may read it from any."""
        around = list(places)
        if all(self.scope.covers(*place) for place in around):
            return
        if missing is not None and not any(self._reads(place) for place in around):
            raise missing
        raise Forbidden(f"您的“{self.right.label if self.right else ''}”权限不含这个地方，请联系安全管理员。")

    def _reads(self, place: Place) -> bool:
        return self.right is not None and self.reach(self.right.subject, Act.READ).covers(*place)

    def reach(self, subject: Subject, act: Act) -> Scope:
        """Where he holds another right."""
        return EVERYWHERE if self.grants is None else scope_of(self.grants, Right(subject, act))

    def exercising(self, subject: Subject, act: Act) -> "Actor":
        """The same person with another right; refused where he holds it nowhere."""
        if self.grants is None:
            return self
        right, scope = Right(subject, act), self.reach(subject, act)
        if scope.nowhere:
            raise Forbidden(f"您没有“{right.label}”的权限，请联系安全管理员。")
        return replace(self, right=right, scope=scope)


async def actor_of(request: Request, session: AsyncSession) -> Actor:
    """The signed-in person, without any right yet."""
    person, grants = await identify(request, session)
    audited(request, session, person, grants)
    return Actor(person.id, person.code, person.name, None, Scope(), tuple(grants))


def audited(request: Request, session: AsyncSession, person: Person, grants: Iterable[Grant]) -> None:
    """From here on what the request changes, or is refused, goes down in the audit under this person's name."""
    act = audit.Act(
        operation=request.scope["route"].name,
        actor=person.code,
        actor_name=person.name,
        roles=tuple(role.value for role in roles_of(grants)),
        address=request.client.host if request.client else "",
        request_id=getattr(request.state, "request_id", ""),
        subject_id=str(next(iter(request.path_params.values()), "")),
    )
    request.state.act = act
    audit.begin(session, act)


def somebody(person: Person) -> Actor:
    """A person who acts from the command line or a job: everywhere, by the right of whoever runs the machine."""
    return Actor(person.id, person.code, person.name, None, EVERYWHERE)


async def grants_of(session: AsyncSession, person_id: UUID) -> list[Grant]:
    query = select(Grant).where(Grant.person_id == person_id, col(Grant.ended_at).is_(None)).order_by(col(Grant.id))
    return list((await session.exec(query)).all())


def scope_of(grants: Iterable[Grant], right: Right) -> Scope:
    """Where the right holds: reading by what a grant reads, every other act by what it writes."""
    reach = union(_reach(grant, right.act) for grant in grants if holds(grant.role, right))
    return reach.of_districts if right.subject in OF_DISTRICTS else reach


def _reach(grant: Grant, act: Act) -> Scope:
    site = frozenset({grant.site_id}) if grant.site_id else frozenset()
    if act is Act.READ:
        return Scope(frozenset({grant.reads}), site)
    if grant.writes is None:
        return Scope()
    return Scope(frozenset(), site) if site else Scope(frozenset({grant.writes}))


class Demand:
    """The dependency behind ``acting``: one of ``rights`` opens the route, and without any a sign-in does.

    ``create_app`` and the OpenAPI document read ``name``.
    """

    def __init__(self, *rights: Right) -> None:
        self.rights = rights
        self.name = " ".join(f"{right.subject.value}.{right.act.value}" for right in rights) or "signed-in"

    async def __call__(self, request: Request, session: Session) -> Actor:
        actor = await actor_of(request, session)
        if not self.rights:
            return actor
        for right in self.rights:
            scope = actor.reach(right.subject, right.act)
            if not scope.nowhere:
                return replace(actor, right=right, scope=scope)
        labels = "”或“".join(right.label for right in self.rights)
        raise Forbidden(f"您没有“{labels}”的权限，请联系安全管理员。")


class Open:
    """The dependency behind ``open_to_all``: nobody has to be signed in."""

    name = "open"

    async def __call__(self) -> None: ...


def acting(subject: Subject, act: Act) -> Any:
    """The route demands this right; the actor's scope says where it holds."""
    return Depends(Demand(Right(subject, act)), scope="function")


def acting_either(*rights: Right) -> Any:
    """The route demands one of these rights; which one the act needs says ``actor.exercising``."""
    return Depends(Demand(*rights), scope="function")


def acting_anyone() -> Any:
    """The route needs a sign-in and no right; the actor's scope is empty, ``actor.reach`` says what he may see."""
    return Depends(Demand(), scope="function")


def open_to_all() -> Any:
    """The route answers without a sign-in: one of its ``dependencies``, so that nothing is open by forgetting."""
    return Depends(Open())


def roles_of(grants: Iterable[Grant]) -> frozenset[Role]:
    return frozenset(grant.role for grant in grants)
