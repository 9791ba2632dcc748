"""Reading stored plans."""

import gzip
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import EVERYWHERE, Actor, Person, Scope
from app.dispatch.adjustments.report import adjustment_report
from app.dispatch.advice.models import PlanReasonsRow
from app.dispatch.models import DispatchPlan
from app.dispatch.report import build
from app.dispatch.schemas import (
    CityRequest,
    PlanList,
    PlanMap,
    PlanOptions,
    PlanPeople,
    PlanReport,
    PlanRoads,
    PlanSummary,
    PlanTargets,
)
from app.dispatch.standing import carried_out
from app.incidents.models import Incident
from app.kernel.errors import NotFound
from optimize.plan import Ended, Plan
from optimize.problem import Problem
from optimize.progress import STANDARD_EFFORT
from optimize.replanning.replan import Answered

NO_PLAN = "没有这个方案。"


async def require_visible(session: AsyncSession, plan_id: UUID, *, scope: Scope) -> None:
    """A plan is read by whoever may read in its incident's district; for others it is not there."""
    if not scope.covers(await district_of(session, plan_id)):
        raise NotFound(NO_PLAN)


async def require_at(session: AsyncSession, plan_id: UUID, *, actor: Actor) -> str:
    """Refuse whoever has no right in the plan's district; answers with the district."""
    district = await district_of(session, plan_id)
    actor.require(district, missing=NotFound(NO_PLAN))
    return district


async def district_of(session: AsyncSession, plan_id: UUID) -> str:
    query = select(Incident.district).join(DispatchPlan, col(DispatchPlan.incident_id) == col(Incident.id))
    district = (await session.exec(query.where(DispatchPlan.id == plan_id))).one_or_none()
    if district is None:
        raise NotFound(NO_PLAN)
    return district


async def list_plans(
    session: AsyncSession, incident_id: UUID | None, *, scope: Scope, limit: int, offset: int
) -> PlanList:
    """Summaries, newest first; the big columns stay in the database."""
    report = col(DispatchPlan.report)
    kept = ("id", "number", "incident_id", "beside", "state", "created_at", "ended")
    query = sa.select(
        *(col(getattr(DispatchPlan, name)) for name in kept),
        sa.func.coalesce(col(Person.name), col(DispatchPlan.actor)).label("author_name"),
        report["ended_label"].label("ended_label"),
        report["people"].label("people"),
        report["targets"].label("targets"),
        report["shortages"].label("shortages"),
    ).order_by(col(DispatchPlan.id).desc())
    query = query.join(Incident, col(Incident.id) == col(DispatchPlan.incident_id))
    query = query.outerjoin(Person, col(Person.code) == col(DispatchPlan.actor))
    query = query.where(scope.within(col(Incident.district)))
    if incident_id:
        query = query.where(
            sa.or_(col(DispatchPlan.incident_id) == incident_id, col(DispatchPlan.beside).contains([incident_id]))
        )
    rows = (await session.execute(query.limit(limit + 1).offset(offset))).all()
    served = {incident for row in rows for incident in (row.incident_id, *row.beside)}
    in_force = {plan.plan_id for plan in (await carried_out(session, served)).values()}
    items = [
        PlanSummary(
            id=row.id,
            number=row.number,
            incident_id=row.incident_id,
            state=row.state,
            in_force=row.id in in_force,
            author_name=row.author_name,
            created_at=row.created_at,
            ended=row.ended,
            ended_label=row.ended_label,
            people=PlanPeople(**row.people),
            targets=PlanTargets(**row.targets),
            shortages=len(row.shortages),
        )
        for row in rows[:limit]
    ]
    return PlanList(items=items, next=str(offset + limit) if len(rows) > limit else None)


async def get_report(session: AsyncSession, plan_id: UUID) -> PlanReport:
    """The report as it was written, with the request to the city that a look into the plan has led to; of items that
    were not looked into, all that stays unmet."""
    stored = await _stored(session, plan_id)
    report, reasons = await _report(session, stored), await session.get(PlanReasonsRow, plan_id)
    if reasons is None:
        return report
    known = {row["subject"] for row in reasons.report["reasons"] if row["kind"] == "goods"}
    needed = [CityRequest(**row) for row in reasons.report["city_request"]]
    others = [row for row in report.city_request if row.item not in known]
    return report.model_copy(update={"city_request": [*needed, *others]})


async def _report(session: AsyncSession, stored: DispatchPlan) -> PlanReport:
    """As it was written; one of an older version, lacking what is told today, is told anew."""
    try:
        return PlanReport.model_validate(stored.report)
    except ValidationError:
        problem, plan = _question_and_answer(stored)
        adjustment = None
        if stored.earlier_id:
            number, earlier = await answered(session, stored.earlier_id)
            adjustment = adjustment_report(stored.earlier_id, number, earlier, Answered(problem, plan))
        timings = stored.report["timings"]
        return build(
            problem,
            plan,
            incident_id=stored.incident_id,
            plan_id=stored.id,
            number=stored.number,
            created_at=stored.created_at,
            snapshot_s=timings["snapshot_s"],
            matrix_s=timings["matrix_s"],
            behind=stored.report.get("behind", ()),
            beside=stored.beside,
            adjustment=adjustment,
        )


async def get_map(session: AsyncSession, plan_id: UUID) -> PlanMap:
    stored = (await session.execute(select(DispatchPlan.map).where(DispatchPlan.id == plan_id))).scalar_one_or_none()
    if stored is None:
        raise NotFound(NO_PLAN)
    return PlanMap.model_validate(stored)


async def get_roads(session: AsyncSession, plan_id: UUID) -> PlanRoads:
    """How full the plan's trips make the roads, as it was when the plan was made."""
    found = (await session.execute(select(DispatchPlan.roads).where(DispatchPlan.id == plan_id))).first()
    if found is None:
        raise NotFound(NO_PLAN)
    return PlanRoads.model_validate(found.roads or {})


async def get_problem_and_plan(session: AsyncSession, plan_id: UUID) -> tuple[Problem, Plan]:
    """The question and the answer, to be validated again at any time."""
    return _question_and_answer(await _stored(session, plan_id))


async def answered(session: AsyncSession, plan_id: UUID) -> tuple[str, Answered]:
    """The number of a plan, and the plan with its question."""
    stored = await _stored(session, plan_id)
    return stored.number, Answered(*_question_and_answer(stored))


async def _stored(session: AsyncSession, plan_id: UUID) -> DispatchPlan:
    stored = await session.get(DispatchPlan, plan_id)
    if stored is None:
        raise NotFound(NO_PLAN)
    return stored


def _question_and_answer(stored: DispatchPlan) -> tuple[Problem, Plan]:
    return Problem.model_validate_json(gzip.decompress(stored.problem)), Plan.model_validate(stored.plan)


async def plan_numbers(session: AsyncSession, plan_ids: Sequence[UUID]) -> tuple[str, ...]:
    rows = await session.exec(select(DispatchPlan.id, DispatchPlan.number).where(col(DispatchPlan.id).in_(plan_ids)))
    numbers = dict(rows.all())
    return tuple(numbers[plan_id] for plan_id in plan_ids)


async def find_plan(session: AsyncSession, named: str) -> UUID:
    """The plan by its number or its identifier."""
    query = select(DispatchPlan.id).where(
        sa.or_(col(DispatchPlan.number) == named, sa.cast(col(DispatchPlan.id), sa.Text) == named)
    )
    found = (await session.exec(query)).one_or_none()
    if found is None:
        raise NotFound(f"没有编号为“{named}”的方案。")
    return found


async def incidents_planned(
    session: AsyncSession, plan_ids: Sequence[UUID], *, scope: Scope = EVERYWHERE
) -> dict[UUID, frozenset[UUID]]:
    """The incidents of each of these plans that exists within the scope, those of equal rank among them."""
    query = select(DispatchPlan.id, DispatchPlan.incident_id, DispatchPlan.beside).join(
        Incident, col(Incident.id) == col(DispatchPlan.incident_id)
    )
    rows = await session.exec(query.where(col(DispatchPlan.id).in_(plan_ids), scope.within(col(Incident.district))))
    return {plan_id: frozenset((incident_id, *beside)) for plan_id, incident_id, beside in rows}


async def equal_plan(session: AsyncSession, incident_id: UUID, input_hash: str, options: PlanOptions) -> UUID | None:
    """The plan of equal inputs, seed and effort that ran to its end, or at least as long as now allowed."""
    query = (
        select(DispatchPlan.id)
        .where(
            DispatchPlan.incident_id == incident_id,
            DispatchPlan.input_hash == input_hash,
            DispatchPlan.seed == options.seed,
            DispatchPlan.effort == (options.effort or STANDARD_EFFORT),
            sa.or_(
                col(DispatchPlan.ended).in_((Ended.PROVEN, Ended.EFFORT)),
                sa.and_(col(DispatchPlan.ended) == Ended.WALL, col(DispatchPlan.time_limit_s) >= options.time_limit_s),
            ),
        )
        .order_by(col(DispatchPlan.id).desc())
        .limit(1)
    )
    return (await session.exec(query)).one_or_none()
