"""The plan's own figures about people, needs and targets, worked out again from its rows."""

from dataclasses import dataclass
from fractions import Fraction

from optimize.plan import Delivery
from optimize.problem import Arrival, KitLine
from optimize.validation.facts import Facts
from optimize.validation.report import Code, Report


@dataclass(frozen=True)
class Need:
    """What one line of one shelter got, in units, and how many persons lack it at its deadline and at the end.

    More than is required can only be on its way: it counts for nothing.
    """

    required: int
    on_time: int
    late: int
    unmet: int
    lacking_due: int
    lacking_end: int


def need_of(facts: Facts, shelter: str, line: KitLine) -> Need:
    rows = facts.delivered[shelter, line.id]
    required = facts.required(shelter, line)
    by_due = facts.counts(line, (row for row in rows if row.arrive_s <= line.due_s))
    by_end = facts.counts(line, rows)
    on_time = min(required, by_due)
    late = min(required, by_end) - on_time
    return Need(
        required=required,
        on_time=on_time,
        late=late,
        unmet=required - on_time - late,
        lacking_due=facts.lacking(shelter, line, by_due),
        lacking_end=facts.lacking(shelter, line, by_end),
    )


def check_outcomes(facts: Facts, report: Report) -> None:
    _check_people(facts, report)
    _check_needs(facts, report)
    _check_targets(facts, report)


def _check_people(facts: Facts, report: Report) -> None:
    to_place = sum(group.people for group in facts.problem.groups)
    placed = sum(facts.groups[ident].people for ident in facts.in_time)
    told = facts.plan.people
    for label, found, expected in (
        ("应安置人数", told.to_place, to_place),
        ("已安置人数", told.placed, placed),
        ("未安置人数", told.unplaced, to_place - placed),
    ):
        report.equal(Code.PEOPLE, "people", label, found, expected)


def _check_needs(facts: Facts, report: Report) -> None:
    """One row per shelter and line with a requirement; a row that asks for nothing may stand or be left out."""
    told = {(row.shelter, row.line): row for row in facts.plan.needs}
    if len(told) != len(facts.plan.needs):
        report.add(Code.NEED_INVENTED, "needs", f"需求表有 {len(facts.plan.needs)} 行，其中 {len(told)} 行不重复")
    for shelter in facts.shelters:
        for line in facts.problem.kit:
            expected = need_of(facts, shelter, line)
            row = told.pop((shelter, line.id), None)
            where = f"need {shelter}/{line.id}"
            if row is None:
                if expected.required:
                    report.add(Code.NEED_MISSING, where, f"需求表缺一行：应需 {expected.required}")
                continue
            report.equal(Code.NEED, where, "品目", row.item, line.item)
            for label, found, figure in (
                ("应需", row.required, expected.required),
                ("按时", row.on_time, expected.on_time),
                ("迟到", row.late, expected.late),
                ("未满足", row.unmet, expected.unmet),
            ):
                report.equal(Code.NEED, where, label, found, figure)


def _check_targets(facts: Facts, report: Report) -> None:
    told = facts.plan.targets
    for label, found, expected in (
        ("首批到达（小时）", told.first_batch_h, _first_batch_h(facts)),
        ("基本保障（小时）", told.basic_needs_h, _basic_needs_h(facts)),
    ):
        if found is None or expected is None:
            shown = None if expected is None else round(float(expected), 2)
            report.equal(Code.TARGET, "targets", label, found, shown)
        else:
            report.rounds(Code.TARGET, "targets", label, found, expected, digits=2)


def _first_batch_h(facts: Facts) -> Fraction | None:
    """Latest over the townships of used shelters of their first life-critical arrival."""
    first: dict[str, int | None] = {facts.shelters[ident].township: None for ident in facts.people_at}
    rows: list[Delivery | Arrival] = [*facts.plan.deliveries, *facts.problem.arrivals]
    for row in rows:
        township = facts.shelters[row.shelter].township
        if facts.lines[row.line].life_critical and township in first:
            known = first[township]
            first[township] = row.arrive_s if known is None else min(known, row.arrive_s)
    if not facts.problem.groups:
        return Fraction(0)
    seconds = [second for second in first.values() if second is not None]
    return Fraction(max(seconds), 3600) if seconds and len(seconds) == len(first) else None


def _complete_s(facts: Facts, shelter: str, line: KitLine) -> int:
    """When the last unit that is required is there."""
    required = facts.required(shelter, line)
    rows = sorted(facts.delivered[shelter, line.id], key=lambda row: row.arrive_s)
    for number, row in enumerate(rows, start=1):
        if facts.counts(line, rows[:number]) >= required:
            return row.arrive_s
    raise ValueError("the line is never complete")


def _basic_needs_h(facts: Facts) -> Fraction | None:
    """When the last first-day line of the last used shelter is complete; None if never or if anyone is unplaced."""
    if set(facts.groups) - facts.in_time:
        return None
    last = facts.problem.started_s
    for shelter in facts.people_at:
        for line in facts.problem.kit:
            if line.first_day and facts.required(shelter, line):
                if need_of(facts, shelter, line).unmet:
                    return None
                last = max(last, _complete_s(facts, shelter, line))
    return Fraction(last - facts.problem.started_s, 3600)
