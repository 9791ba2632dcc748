"""What was found out about a plan → wire forms with names: pure."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.dispatch.adjustments.schemas import AdjustRule
from app.dispatch.advice.schemas import (
    AdviceSite,
    CauseEffect,
    GoalEffect,
    PlanReason,
    PlanReasons,
    PriceOut,
    PriceStep,
    ReasonsState,
    RemedyOut,
    ShortRow,
    WhyAlternative,
    WhyAnswer,
    WhyQuestion,
)
from app.dispatch.report import SHORTAGE_LABELS, Names, package_text
from app.dispatch.schemas import CityRequest
from optimize.problem import Problem
from optimize.reasons.advice import CityNeed, GoalChange, Price, Reason, Reasons, Why
from optimize.reasons.words import class_name


def reasons_report(problem: Problem, reasons: Reasons, *, plan_id: UUID, created_at: datetime) -> PlanReasons:
    names = Names(problem)
    return PlanReasons(
        plan_id=plan_id,
        state=ReasonsState.PARTIAL if reasons.left or reasons.unproved else ReasonsState.DONE,
        created_at=created_at,
        reasons=[_reason(row, names, _deadlines(problem)) for row in reasons.reasons],
        prices=[_price(row) for row in reasons.prices],
        city_request=[_city(row, names) for row in reasons.city],
        solves=reasons.solves,
        left=reasons.left,
        unproved=reasons.unproved,
    )


def why_answer(why: Why) -> WhyAnswer:
    return WhyAnswer(
        question=WhyQuestion(**why.question.model_dump()),
        text=why.text,
        grounds=list(why.grounds),
        alternatives=[
            WhyAlternative(
                choice=row.choice,
                name=row.name,
                goals=_goals(row.goals),
                text=row.text,
                wish=row.wish,
                rules=[AdjustRule(**rule.model_dump()) for rule in row.rules],
            )
            for row in why.alternatives
        ],
        complete=why.complete,
    )


def _deadlines(problem: Problem) -> dict[str, int]:
    """Of kit lines, groups and missions."""
    groups = {row.id: problem.policy.place_by_s for row in problem.groups}
    return groups | {row.id: row.due_s for row in problem.kit} | {row.id: row.until_s for row in problem.missions}


def _reason(row: Reason, names: Names, deadlines: Mapping[str, int]) -> PlanReason:
    lack = row.lack
    return PlanReason(
        kind=lack.kind,
        kind_label=SHORTAGE_LABELS[lack.kind],
        subject=lack.subject,
        name=lack.name,
        short=lack.short,
        unit=lack.unit,
        sites=[AdviceSite(id=site, name=_site_name(site, names)) for site in lack.sites],
        causes=[CauseEffect(label=class_name(cause.code), **cause.model_dump()) for cause in row.causes],
        remedies=[
            RemedyOut(
                code=remedy.code,
                label=class_name(remedy.code),
                changes=list(remedy.changes),
                before=remedy.before,
                after=remedy.after,
                verified=remedy.verified,
                text=remedy.text,
            )
            for remedy in row.remedies
        ],
        rows=[ShortRow(due_s=deadlines.get(part.subject), **part.model_dump()) for part in lack.rows],
        parts=[_reason(part, names, deadlines) for part in row.parts],
    )


def _site_name(site: str, names: Names) -> str:
    return names.places.get(site) or (names.locations[site].name if site in names.locations else site)


def _price(row: Price) -> PriceOut:
    steps = [PriceStep(amount=step.amount, goals=_goals(step.goals), text=step.text) for step in row.steps]
    return PriceOut(kind=row.kind, name=row.name, change=row.change, steps=steps)


def _goals(rows: tuple[GoalChange, ...]) -> list[GoalEffect]:
    return [GoalEffect(**row.model_dump()) for row in rows]


def _city(row: CityNeed, names: Names) -> CityRequest:
    item = names.items[row.item]
    return CityRequest(
        item=item.id,
        item_name=item.name,
        unit=item.unit,
        quantity=row.quantity,
        package_text=package_text(row.quantity, item),
        source=row.source,
        source_name=names.sources[row.source].name if row.source else None,
        ready_s=row.ready_s,
        verified=row.verified,
        checked=row.checked,
    )
