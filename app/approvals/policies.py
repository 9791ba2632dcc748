"""Where which acts need another person's approval: rows on places, inherited down the division tree."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.approvals.models import ApprovalKind, ApprovalPolicy
from app.approvals.schemas import PolicyOut, PolicySet
from app.auth import Actor, Scope
from app.divisions.models import Division
from app.kernel import clock
from app.kernel.errors import REFUSED, Fault, Invalid, NotFound, refuse_if
from app.sites.models import PHYSICAL_KINDS, Site

WHOLE = "全部区域"


async def needed(session: AsyncSession, kind: ApprovalKind, *, division: str, site_id: UUID | None = None) -> bool:
    """The nearest row decides: the site's own, else that of the smallest division around the place; none says no."""
    around = sa.literal(division).startswith(col(ApprovalPolicy.division))
    query = (
        select(ApprovalPolicy.required)
        .where(ApprovalPolicy.kind == kind, or_(col(ApprovalPolicy.site_id) == site_id, around))
        .order_by(col(ApprovalPolicy.site_id).is_(None), sa.func.length(col(ApprovalPolicy.division)).desc())
        .limit(1)
    )
    return bool((await session.exec(query)).one_or_none())


async def list_policies(session: AsyncSession, *, scope: Scope) -> list[PolicyOut]:
    """By kind, larger places before smaller ones; those that reach into the scope."""
    query = (
        select(ApprovalPolicy, Division.name, Site)
        .outerjoin(Division, col(Division.code) == col(ApprovalPolicy.division))
        .outerjoin(Site, col(Site.id) == col(ApprovalPolicy.site_id))
        .order_by(col(ApprovalPolicy.kind), col(ApprovalPolicy.division).nulls_last(), col(Site.code))
    )
    rows: Sequence[tuple[ApprovalPolicy, str | None, Site | None]] = (await session.exec(query)).all()
    return [_out(policy, name, site) for policy, name, site in rows if _reaches(policy, site, scope)]


def _reaches(policy: ApprovalPolicy, site: Site | None, scope: Scope) -> bool:
    return scope.covers(site.division, site.id) if site else scope.touches(policy.division or "")


def _out(policy: ApprovalPolicy, division: str | None, site: Site | None) -> PolicyOut:
    whole = WHOLE if policy.division == "" else None
    return PolicyOut.model_validate(
        {**policy.model_dump(), "division_name": division or whole, "site_name": site.name if site else None}
    )


async def set_policy(session: AsyncSession, *, actor: Actor, command: PolicySet) -> ApprovalPolicy:
    """Make the row of a place and kind, or change it."""
    await _require_place(session, actor, command)
    query = select(ApprovalPolicy).where(
        col(ApprovalPolicy.division).is_not_distinct_from(command.division),
        col(ApprovalPolicy.site_id).is_not_distinct_from(command.site_id),
        ApprovalPolicy.kind == command.kind,
    )
    policy = (await session.exec(query.with_for_update())).one_or_none()
    if policy is None:
        policy = ApprovalPolicy(**command.model_dump(), set_by=actor.code, set_at=clock.now())
    else:
        policy.required, policy.set_by, policy.set_at = command.required, actor.code, clock.now()
    session.add(policy)
    await session.flush()
    return policy


async def remove_policy(session: AsyncSession, *, actor: Actor, policy_id: UUID) -> None:
    """From now on the place follows the division around it."""
    policy = await session.get(ApprovalPolicy, policy_id, with_for_update=True)
    missing = NotFound("没有这条审批策略，可能已被删除")
    if policy is None:
        raise missing
    site = await session.get(Site, policy.site_id) if policy.site_id else None
    actor.require(site.division if site else policy.division, policy.site_id, missing=missing)
    await session.delete(policy)
    await session.flush()


async def _require_place(session: AsyncSession, actor: Actor, command: PolicySet) -> None:
    if (command.division is None) == (command.site_id is None):
        refuse_if([Fault("/division", "请选择区划或库点，二者选一")])
    if command.division is not None:
        if command.division and await session.get(Division, command.division) is None:
            refuse_if([Fault("/division", f"没有代码为“{command.division}”的区划，请从列表中选择")])
        actor.require(command.division)
        return
    site = await session.get(Site, command.site_id)
    missing = Invalid(REFUSED, [Fault("/site_id", "没有这个库点")])
    if site is None or site.kind not in PHYSICAL_KINDS:
        raise missing
    actor.require(site.division, site.id, missing=missing)
    if command.kind is ApprovalKind.PLAN:
        refuse_if([Fault("/site_id", "方案按区划设置审批，不能按库点设置")])
