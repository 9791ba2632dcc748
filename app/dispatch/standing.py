"""Where a plan stands in its life: who made, approved and issued it, and which plan its incidents are served by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Person
from app.dispatch.models import DispatchPlan
from app.dispatch.states import PlanState
from app.incidents.models import Incident, IncidentState
from app.kernel.errors import NotFound

CLOCK_MOVED = "方案起算时刻已改变，原方案的时刻不再适用，请重新编制方案。"
CLOSED = "事件已结束，不能再下达方案。"

_Author = aliased(Person)
_Approver = aliased(Person)
_Issuer = aliased(Person)


@dataclass(frozen=True)
class Carried:
    """The plan that an incident is served by: the one issued last."""

    plan_id: UUID
    number: str


@dataclass(frozen=True)
class Standing:
    """``carried`` are the plans that the plan's incidents are served by now, its own among them where it is in force;
    ``hindrance`` says why it can't be issued any more, whoever approves it."""

    plan_id: UUID
    number: str
    state: PlanState
    district: str
    incidents: tuple[UUID, ...]
    exercise: bool
    author: str
    author_name: str
    created_at: datetime
    approved_by: str | None
    approved_by_name: str | None
    approved_at: datetime | None
    issued_by: str | None
    issued_by_name: str | None
    issued_at: datetime | None
    carried: tuple[Carried, ...]
    hindrance: str

    @property
    def in_force(self) -> bool:
        """Whether it is carried out, for one of its incidents at least."""
        return any(plan.plan_id == self.plan_id for plan in self.carried)

    @property
    def others(self) -> tuple[Carried, ...]:
        """Plans that are carried out instead, or would give way to this one."""
        return tuple(plan for plan in self.carried if plan.plan_id != self.plan_id)


_COLUMNS = (
    *(
        col(getattr(DispatchPlan, name))
        for name in ("number", "state", "created_at", "approved_by", "approved_at", "issued_by", "issued_at")
    ),
    col(DispatchPlan.actor).label("author"),
    sa.func.coalesce(col(_Author.name), col(DispatchPlan.actor)).label("author_name"),
    col(_Approver.name).label("approved_by_name"),
    col(_Issuer.name).label("issued_by_name"),
)


async def standing_of(session: AsyncSession, plan_id: UUID) -> Standing:
    starts = col(DispatchPlan.report)["issued_at"].astext.label("starts")
    query = (
        sa.select(col(DispatchPlan.incident_id), col(DispatchPlan.beside), starts, *_COLUMNS)
        .outerjoin(_Author, col(_Author.code) == col(DispatchPlan.actor))
        .outerjoin(_Approver, col(_Approver.code) == col(DispatchPlan.approved_by))
        .outerjoin(_Issuer, col(_Issuer.code) == col(DispatchPlan.issued_by))
        .where(col(DispatchPlan.id) == plan_id)
    )
    found = (await session.execute(query)).mappings().one_or_none()
    if found is None:
        raise NotFound("没有这个方案。")
    signed = dict(found)
    served = (signed.pop("incident_id"), *signed.pop("beside"))
    starts_at = datetime.fromisoformat(signed.pop("starts"))
    incidents = (await session.exec(select(Incident).where(col(Incident.id).in_(served)))).all()
    carried = await carried_out(session, served)
    return Standing(
        plan_id=plan_id,
        incidents=served,
        district=next(incident.district for incident in incidents if incident.id == served[0]),
        exercise=any(incident.exercise for incident in incidents),
        carried=tuple(dict.fromkeys(carried.values())),
        hindrance=_hindrance(incidents, starts_at),
        **signed,
    )


def _hindrance(incidents: Collection[Incident], starts: datetime) -> str:
    if any(incident.state is IncidentState.CLOSED for incident in incidents):
        return CLOSED
    return CLOCK_MOVED if max(incident.plan_from for incident in incidents) != starts else ""


_ISSUED = (DispatchPlan.id, DispatchPlan.number, DispatchPlan.issued_at)


async def carried_out(session: AsyncSession, incidents: Collection[UUID]) -> dict[UUID, Carried]:
    """Of each incident that has one, the plan that was issued last."""
    served = sa.func.unnest(sa.func.array_append(col(DispatchPlan.beside), col(DispatchPlan.incident_id)))
    issued = (
        sa.select(served.label("incident"), *(col(field) for field in _ISSUED))
        .where(col(DispatchPlan.state) == PlanState.ISSUED)
        .subquery()
    )
    query = (
        sa.select(issued.c.incident, issued.c.id, issued.c.number)
        .where(issued.c.incident.in_(incidents))
        .ext(distinct_on(issued.c.incident))
        .order_by(issued.c.incident, issued.c.issued_at.desc())
    )
    return {incident: Carried(plan_id, number) for incident, plan_id, number in await session.execute(query)}
