"""Ask for a plan that is made from an earlier one: everything that stands against it is said at once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.dispatch import queries
from app.dispatch.adjustments.asking import Adjusting
from app.dispatch.adjustments.schemas import AdjustRule, PlanAdjust
from app.dispatch.goals import order_of
from app.dispatch.schemas import PlanOptions
from app.dispatch.service import JOB_KIND
from app.dispatch.standing import CLOCK_MOVED, standing_of
from app.incidents import queries as incidents
from app.jobs import queue
from app.jobs.models import Job
from app.kernel.errors import Conflict, Fault, refuse_if
from optimize.intake.adjustment import check_adjustment
from optimize.problem import Adjustment, Problem, Rule


async def request_adjusted_plan(session: AsyncSession, *, actor: Actor, plan_id: UUID, command: PlanAdjust) -> Job:
    """Queue the computation of a plan of the same incident, made from this one."""
    district = await queries.require_at(session, plan_id, actor=actor)
    earlier = await queries.get_report(session, plan_id)
    incident = await incidents.load_incident(session, earlier.incident_id)
    equals = [incident, *[await incidents.load_incident(session, row) for row in earlier.beside]]
    if max(row.plan_from for row in equals) != earlier.issued_at:
        raise Conflict(CLOCK_MOVED)
    problem, _ = await queries.get_problem_and_plan(session, plan_id)
    now_s = _now_s(command, problem)
    in_force = (await standing_of(session, plan_id)).in_force
    refuse_if([*_time_faults(now_s, problem, in_force=in_force), *_rule_faults(command, problem)])
    rules = merged(problem.adjustment.rules, command)
    options = PlanOptions(
        effort=command.effort,
        time_limit_s=command.time_limit_s,
        seed=command.seed,
        behind=[await queries.find_plan(session, number) for number in earlier.behind],
        beside=earlier.beside,
        goal_order=order_of(problem.policy),
    )
    adjusting = Adjusting(earlier_id=plan_id, rules=rules, now_s=now_s)
    payload: dict[str, Any] = {
        "incident_id": str(incident.id),
        "options": options.model_dump(mode="json", exclude={"restart_clock"}),
        "adjusting": adjusting.model_dump(mode="json"),
    }
    return await queue.enqueue(session, JOB_KIND, payload, requested_by=actor.code, division=district)


def _now_s(command: PlanAdjust, problem: Problem) -> int:
    if command.now is None:
        return problem.adjustment.now_s
    return int((command.now - problem.issued_at).total_seconds())


def _time_faults(now_s: int, problem: Problem, *, in_force: bool) -> list[Fault]:
    """Nothing has left of a plan that nobody has issued."""
    if now_s < problem.adjustment.now_s:
        since = problem.issued_at + timedelta(seconds=problem.adjustment.now_s)
        return [Fault("/now", f"不能早于原方案的时刻 {since.isoformat()}")]
    if now_s > problem.horizon_s:
        until = problem.issued_at + timedelta(seconds=problem.horizon_s)
        return [Fault("/now", f"不能晚于方案期末 {until.isoformat()}")]
    if now_s > problem.adjustment.now_s and not in_force:
        return [Fault("/now", "这个方案没有在执行，车次、人员和队伍都还没有出发；请先下达，或从原时刻调整")]
    return []


def _rule_faults(command: PlanAdjust, problem: Problem) -> list[Fault]:
    asked = problem.model_copy(update={"adjustment": Adjustment(rules=_rules(command.rules))})
    faults = [Fault(_pointer(found.field), f"{found.message}，{found.remedy}") for found in check_adjustment(asked)]
    known = set(problem.adjustment.rules)
    for number, rule in enumerate(_rules(command.lift)):
        if rule not in known:
            faults.append(Fault(f"/lift/{number}", "原方案没有这条锁定或禁用，请刷新后重试"))
    return faults


def _pointer(field: str) -> str:
    """``$.adjustment.rules[2].target`` → ``/rules/2/target``."""
    return field.removeprefix("$.adjustment").replace("[", "/").replace("]", "").replace(".", "/")


def _rules(rows: Sequence[AdjustRule]) -> tuple[Rule, ...]:
    return tuple(Rule.model_validate(row.model_dump()) for row in rows)


def merged(known: Sequence[Rule], command: PlanAdjust) -> tuple[Rule, ...]:
    """Rules that stay and those that are new; of two about the same pair the newer one holds."""
    lifted, new = set(_rules(command.lift)), dict.fromkeys(_rules(command.rules))
    pairs = {(rule.about, rule.subject, rule.target) for rule in new}
    kept = (r for r in known if r not in lifted and (r.about, r.subject, r.target) not in pairs)
    latest = {(rule.about, rule.subject, rule.target): rule for rule in new}
    return (*kept, *latest.values())
