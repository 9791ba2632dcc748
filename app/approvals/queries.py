"""Reading requests: what waits for me, what I submitted, what I may read."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.approvals.models import ApprovalKind, ApprovalRequest, ApprovalState
from app.approvals.schemas import ApprovalList, ApprovalOut, ApprovalRow, Box
from app.auth import EVERYWHERE, Act, Actor, Person, Subject
from app.dispatch.models import DispatchPlan
from app.dispatch.standing import standing_of
from app.incidents.models import Incident
from app.inventory import queries as documents
from app.inventory import service as inventory
from app.inventory.schemas import BalanceEffect, DocumentDetail
from app.kernel.errors import NotFound, Problem
from app.kernel.paging import after_key, cut, decode_cursor, encode_cursor
from app.sites.models import Site

_Author = aliased(Person)
_Decider = aliased(Person)


def subject_of(kind: ApprovalKind) -> Subject:
    return Subject.PLANS if kind is ApprovalKind.PLAN else Subject.STOCK


def _within(actor: Actor, act: Act) -> ColumnElement[bool]:
    """Requests about places where the actor may do ``act`` with their subject."""
    plan = col(ApprovalRequest.kind) == ApprovalKind.PLAN
    place = (col(ApprovalRequest.division), col(ApprovalRequest.site_id))
    return or_(
        sa.and_(plan, actor.reach(Subject.PLANS, act).within(*place)),
        sa.and_(~plan, actor.reach(Subject.STOCK, act).within(*place)),
    )


def _for_me(actor: Actor) -> ColumnElement[bool]:
    """Waiting for somebody like him: he may approve there, and wrote neither the request nor the plan."""
    own_plan = select(DispatchPlan.id).where(DispatchPlan.actor == actor.code)
    return sa.and_(
        col(ApprovalRequest.state) == ApprovalState.WAITING,
        col(ApprovalRequest.author) != actor.code,
        or_(col(ApprovalRequest.plan_id).is_(None), col(ApprovalRequest.plan_id).not_in(own_plan)),
        _within(actor, Act.APPROVE),
    )


def _visible(actor: Actor) -> ColumnElement[bool]:
    return or_(col(ApprovalRequest.author) == actor.code, _within(actor, Act.READ), _within(actor, Act.APPROVE))


def _rows(*which: ColumnElement[bool]) -> Any:
    return (
        sa.select(ApprovalRequest, *(col(name) for name in (Site.name, Incident.name, _Author.name, _Decider.name)))
        .outerjoin(Site, col(Site.id) == col(ApprovalRequest.site_id))
        .outerjoin(DispatchPlan, col(DispatchPlan.id) == col(ApprovalRequest.plan_id))
        .outerjoin(Incident, col(Incident.id) == col(DispatchPlan.incident_id))
        .join(_Author, col(_Author.code) == col(ApprovalRequest.author))
        .outerjoin(_Decider, col(_Decider.code) == col(ApprovalRequest.decided_by))
        .where(*which)
    )


def _row(
    request: ApprovalRequest, site: str | None, incident: str | None, author: str, decider: str | None
) -> dict[str, Any]:
    names = {"site_name": site, "incident_name": incident, "author_name": author, "decided_by_name": decider}
    return {**request.model_dump(), **names}


async def list_approvals(
    session: AsyncSession,
    *,
    actor: Actor,
    box: Box,
    state: ApprovalState | None,
    document: UUID | None,
    after: str | None,
    limit: int,
) -> ApprovalList:
    """Newest first."""
    mine = col(ApprovalRequest.author) == actor.code
    query = _rows({Box.WAITING: _for_me(actor), Box.MINE: mine, Box.ALL: _visible(actor)}[box])
    if state:
        query = query.where(col(ApprovalRequest.state) == state)
    if document:
        query = query.where(col(ApprovalRequest.document_id) == document)
    key = decode_cursor(after, [UUID]) if after else None
    found = (
        await session.execute(after_key(query, [col(ApprovalRequest.id)], key, limit=limit, descending=True))
    ).all()
    page, more = cut(found, limit)
    waiting = await session.exec(select(sa.func.count()).select_from(ApprovalRequest).where(_for_me(actor)))
    return ApprovalList(
        items=[ApprovalRow.model_validate(_row(*row)) for row in page],
        next=encode_cursor([page[-1][0].id]) if more else None,
        waiting=waiting.one(),
    )


async def plan_requests(session: AsyncSession, plan_id: UUID, *, actor: Actor) -> tuple[list[ApprovalRow], bool]:
    """Every submission of a plan, oldest first; and whether one of them waits for the actor."""
    query = _rows(col(ApprovalRequest.plan_id) == plan_id).add_columns(_for_me(actor)).order_by(col(ApprovalRequest.id))
    found = (await session.execute(query)).all()
    rows = [ApprovalRow.model_validate(_row(*row)) for *row, _ in found]
    return rows, any(for_me for *_, for_me in found)


async def get_approval(session: AsyncSession, request_id: UUID, *, actor: Actor) -> ApprovalOut:
    """The request, and what approving it would do now."""
    query = _rows(col(ApprovalRequest.id) == request_id, _visible(actor)).add_columns(_for_me(actor))
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise NotFound("没有这项审批")
    *row, for_me = found
    request: ApprovalRequest = row[0]
    outlook = await _outlook(session, request, actor)
    waiting = request.state is ApprovalState.WAITING
    return ApprovalOut.model_validate(
        {
            **_row(*row),
            "may_decide": for_me,
            "may_withdraw": waiting and request.author == actor.code,
            **outlook._asdict(),
        }
    )


class Outlook(NamedTuple):
    """What is asked for; while it waits, what it would do to balances that the actor may read, or what stands in the
    way just now."""

    document: DocumentDetail | None = None
    effects: Sequence[BalanceEffect] = ()
    obstacles: Sequence[str] = ()


async def _outlook(session: AsyncSession, request: ApprovalRequest, actor: Actor) -> Outlook:
    waiting = request.state is ApprovalState.WAITING
    if request.plan_id:
        hindrance = (await standing_of(session, request.plan_id)).hindrance if waiting else ""
        return Outlook(obstacles=[hindrance] if hindrance else ())
    assert request.document_id
    document = await documents.document(session, request.document_id, scope=EVERYWHERE)
    if not waiting:
        return Outlook(document)
    try:
        shown = await inventory.outlook(session, document_id=document.id)
    except Problem as refusal:
        return Outlook(document, obstacles=[fault.detail for fault in refusal.faults] or [refusal.detail])
    scope = actor.reach(Subject.STOCK, Act.READ)
    readable = select(Site.id).where(scope.within(col(Site.division), col(Site.id)))
    sites = set((await session.exec(readable.where(col(Site.id).in_({one.site_id for one in shown.effects})))).all())
    return Outlook(document, [one for one in shown.effects if one.site_id in sites])
