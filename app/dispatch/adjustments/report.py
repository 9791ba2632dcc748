"""What an adjusted plan comes from and does otherwise, with names: pure."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from app.dispatch.adjustments.schemas import (
    PlanAdjustment,
    PlanDifference,
    PlanRule,
    RedirectedRow,
    RepostedRow,
    ResettledRow,
    RuleAbout,
    TripChangeKind,
    TripChangeRow,
)
from optimize.problem import Problem, Rule
from optimize.replanning.difference import Difference, difference
from optimize.replanning.replan import Answered

_ABOUT = {member.value: member for member in RuleAbout}
_CHANGE = {member.value: member for member in TripChangeKind}


class _Names:
    """Names of things in either problem, the later one's first; an id that neither knows names itself."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        self.items = {item.id: item for problem in reversed(problems) for item in problem.items}
        self.lots = {lot.id: lot for problem in reversed(problems) for lot in problem.lots}
        self.groups, self.shelters, self.sources, self.vehicles, self.teams, self.missions, self.places = (
            self._of(table) for table in _TABLES
        )

    def _of(self, table: Callable[[Problem], Iterable[tuple[str, str]]]) -> dict[str, str]:
        return {ident: name for problem in reversed(self.problems) for ident, name in table(problem)}

    def lot(self, ident: str) -> str:
        lot = self.lots.get(ident)
        if lot is None:
            return ident
        number = f"（批号 {lot.name}）" if lot.name else ""
        return f"{self.sources.get(lot.source, lot.source)}的{self.items[lot.item].name}{number}"


_TABLES: tuple[Callable[[Problem], Iterable[tuple[str, str]]], ...] = (
    lambda problem: ((row.id, row.name) for row in problem.groups),
    lambda problem: ((row.id, row.name) for row in problem.shelters),
    lambda problem: ((row.id, row.name) for row in problem.sources),
    lambda problem: ((row.id, row.name) for row in problem.vehicles),
    lambda problem: ((row.id, row.name) for row in problem.teams),
    lambda problem: ((row.id, row.name) for row in problem.missions),
    lambda problem: ((row.id, row.name) for row in problem.locations),
)


def adjustment_report(earlier_id: UUID, earlier_number: str, earlier: Answered, after: Answered) -> PlanAdjustment:
    """The part of a plan's report about the plan that it was made from."""
    names = _Names(after.problem, earlier.problem)
    adjustment = after.problem.adjustment
    return PlanAdjustment(
        earlier_id=earlier_id,
        earlier_number=earlier_number,
        now=after.problem.issued_at + timedelta(seconds=adjustment.now_s),
        now_s=adjustment.now_s,
        rules=[rule_row(rule, names) for rule in adjustment.rules],
        fixed_trips=len(adjustment.fixed.trips),
        fixed_people=sum(row.people for row in adjustment.fixed.assignments),
        fixed_teams=len({row.team for row in adjustment.fixed.postings}),
        difference=difference_row(difference(earlier, after), names),
    )


def rule_row(rule: Rule, names: _Names) -> PlanRule:
    about = _ABOUT[rule.about.value]
    subject, target = _sides(rule, names)
    word = "锁定" if rule.keep else "禁用"
    return PlanRule(
        about=about,
        subject=rule.subject,
        target=rule.target,
        keep=rule.keep,
        about_label=about.label,
        subject_name=subject,
        target_name=target,
        text=f"{word}：{subject} → {target}" if target else f"{word}：{subject}",
    )


def _sides(rule: Rule, names: _Names) -> tuple[str, str | None]:
    subjects = {
        RuleAbout.GROUP: names.groups,
        RuleAbout.SHELTER: names.shelters,
        RuleAbout.SOURCE: names.sources,
        RuleAbout.VEHICLE: names.vehicles,
        RuleAbout.WAY: names.places,
        RuleAbout.TEAM: names.teams,
    }
    targets = {
        RuleAbout.VEHICLE: names.groups | names.shelters | names.sources,
        RuleAbout.WAY: names.places,
        RuleAbout.TEAM: names.missions,
    }
    about = _ABOUT[rule.about.value]
    subject = names.lot(rule.subject) if about is RuleAbout.LOT else subjects[about].get(rule.subject, rule.subject)
    if rule.target is None:
        return subject, None
    return subject, targets.get(about, names.shelters).get(rule.target, rule.target)


def difference_row(found: Difference, names: _Names) -> PlanDifference:
    return PlanDifference(
        people_resettled=found.people_resettled,
        units_moved=found.units_moved,
        units_spared=found.units_spared,
        trips_kept=found.trips_kept,
        resettled=[
            ResettledRow(
                **row.model_dump(),
                group_name=names.groups[row.group],
                before_name=names.shelters[row.before] if row.before else None,
                after_name=names.shelters[row.after] if row.after else None,
            )
            for row in found.resettled
        ],
        redirected=[
            RedirectedRow(
                **row.model_dump(),
                item_name=names.items[row.item].name,
                unit=names.items[row.item].unit,
                source_name=names.sources[row.source],
                shelter_name=names.shelters[row.shelter],
            )
            for row in found.redirected
        ],
        trips=[
            TripChangeRow(
                **row.model_dump(exclude={"change"}),
                change=_CHANGE[row.change.value],
                change_label=_CHANGE[row.change.value].label,
                vehicle_name=names.vehicles[row.vehicle],
            )
            for row in found.trips
        ],
        reposted=[
            RepostedRow(
                **row.model_dump(),
                team_name=names.teams[row.team],
                mission_name=names.missions[row.mission],
            )
            for row in found.reposted
        ],
    )
