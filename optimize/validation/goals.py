"""The levels of the objective: every value from its definition, every bound on its side, every gap from both."""

from collections.abc import Callable
from fractions import Fraction

from optimize.plan import Delivery, Ended, Goal
from optimize.problem import CHANNEL_RANK, KitLine
from optimize.validation.facts import Facts
from optimize.validation.outcomes import need_of
from optimize.validation.report import Code, Report
from optimize.validation.teams import first_late_s, missing_people


def check_goals(facts: Facts, report: Report) -> None:
    found = [(goal.level, goal.key) for goal in facts.plan.objective]
    rows = _rows(facts.problem.policy.goal_order)
    expected = [(level, key) for level, key, _, _ in rows]
    if not report.equal(Code.GOAL_ROWS, "objective", "目标行", found, expected):
        return
    for goal, (_, _, digits, value) in zip(facts.plan.objective, rows, strict=True):
        where = f"goal {goal.key}"
        report.rounds(Code.GOAL, where, goal.name, goal.value, value(facts), digits=digits)
        report.equal(Code.GOAL_ROWS, where, "是否求大", goal.maximise, goal.key == FAIRNESS)
        _check_bound(where, goal, digits, report)
        if facts.plan.ended is Ended.PROVEN and goal.gap != 0:
            report.add(Code.PROVEN, where, f"{goal.name}差距为 {goal.gap}，不能称为已证明最优")


def _check_bound(where: str, goal: Goal, digits: int, report: Report) -> None:
    """A bound may not lie on the plan's own side of the value, a rounding step aside."""
    if goal.bound is None:
        report.equal(Code.GAP, where, f"{goal.name}差距", goal.gap, None)
        return
    value, bound = Fraction(goal.value), Fraction(goal.bound)
    beyond = value - bound if goal.maximise else bound - value
    if beyond > Fraction(1, 10**digits) / 2 + Fraction(1, 10**6):
        report.add(Code.BOUND, where, f"{goal.name}的界 {goal.bound} 优于不了方案值 {goal.value}，界无效")
    largest = max(abs(value), abs(bound))
    expected = abs(value - bound) / largest if largest else Fraction(0)
    if goal.gap is None:
        report.equal(Code.GAP, where, f"{goal.name}差距", goal.gap, round(float(expected), GAP_DIGITS))
    else:
        report.rounds(Code.GAP, where, f"{goal.name}差距", goal.gap, expected, digits=GAP_DIGITS)


def _people_unplaced(facts: Facts) -> Fraction:
    return Fraction(sum(group.people for group in facts.problem.groups if group.id not in facts.in_time))


def _missions_unmet(facts: Facts) -> Fraction:
    return Fraction(sum(row.severity * missing_people(facts, row) for row in facts.problem.missions))


def _critical(facts: Facts) -> list[KitLine]:
    return [line for line in facts.problem.kit if line.life_critical]


def _life_critical_unmet(facts: Facts) -> Fraction:
    lines = _critical(facts)
    return Fraction(
        sum(line.weight * need_of(facts, ident, line).lacking_due for ident in facts.people_at for line in lines)
    )


def _lowest_on_time_share(facts: Facts) -> Fraction:
    """Over shelters with people that goods can reach by some carrying profile; 1 when there is none."""
    shares, carrying = [], {row.profile for row in facts.problem.vehicles if row.capacity_g and row.capacity_cm3}
    for ident in facts.people_at:
        place = facts.shelters[ident].location
        sources = facts.problem.sources
        if not any(facts.way(profile, row.location, place)[0] >= 0 for profile in carrying for row in sources):
            continue
        wanted = sum(line.weight * facts.served(ident, line) for line in _critical(facts))
        lacking = sum(line.weight * need_of(facts, ident, line).lacking_due for line in _critical(facts))
        if wanted:
            shares.append(Fraction(wanted - lacking, wanted))
    return min(shares, default=Fraction(1))


def _late_person_item_hours(facts: Facts) -> Fraction:
    """Persons lacking × time from the deadline to the horizon: a step down at each delivery."""
    total = 0
    for ident in facts.people_at:
        for line in facts.problem.kit:
            total += line.weight * _lacking_seconds(facts, ident, line)
    return Fraction(total, 3600)


def _lacking_seconds(facts: Facts, shelter: str, line: KitLine) -> int:
    since, seconds = line.due_s, 0
    rows = sorted(facts.delivered[shelter, line.id], key=lambda row: row.arrive_s)
    for number, row in enumerate(rows):
        until = max(since, min(row.arrive_s, facts.problem.horizon_s))
        if until > since:
            seconds += facts.lacking(shelter, line, facts.counts(line, rows[:number])) * (until - since)
        since = until
    return seconds + facts.lacking(shelter, line, facts.counts(line, rows)) * max(0, facts.problem.horizon_s - since)


def _assembly_minutes_over(facts: Facts) -> Fraction:
    return Fraction(sum(first_late_s(facts, mission) for mission in facts.problem.missions), 60)


def _channel_cost(facts: Facts) -> Fraction:
    total = Fraction(0)
    for row in facts.plan.deliveries:
        line = facts.lines[row.line]
        tier = facts.sources[facts.lots[row.lot].source].tier
        total += Fraction(row.quantity * line.people, line.units) * _share(facts, row) * CHANNEL_RANK[tier]
    return total


def _share(facts: Facts, row: Delivery) -> Fraction:
    """Units of the line for which one of the delivery's counts."""
    line, item = facts.lines[row.line], facts.lots[row.lot].item
    of = {other.item: Fraction(other.replaces, other.units) for other in line.substitutes} | {line.item: Fraction(1)}
    return of.get(item, Fraction(0))


def _cost_fen(facts: Facts) -> Fraction:
    return Fraction(sum(facts.cost_fen(trip) for trip in facts.plan.trips))


GAP_DIGITS = 6
FAIRNESS = "lowest_on_time_share"

Row = tuple[int, str, int, Callable[[Facts], Fraction]]

GOALS: tuple[Row, ...] = (
    (1, "people_unplaced", 0, _people_unplaced),
    (2, "missions_unmet", 0, _missions_unmet),
    (3, "life_critical_unmet", 0, _life_critical_unmet),
    (4, FAIRNESS, 4, _lowest_on_time_share),
    (5, "late_person_item_hours", 1, _late_person_item_hours),
    (5, "assembly_minutes_over", 1, _assembly_minutes_over),
    (6, "channel_cost", 1, _channel_cost),
    (7, "cost_fen", 0, _cost_fen),
)
"""Level, key, decimals and definition of each row, in the usual order."""


def _rows(order: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows in the order that the problem asks for; then a level is a position."""
    if not order:
        return GOALS
    by_key = {row[1]: row for row in GOALS}
    return tuple((level, *by_key[key][1:]) for level, key in enumerate(order, start=1))
