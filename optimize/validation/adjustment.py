"""What was no longer open stands in the plan as it was, and everything else starts later and keeps every rule."""

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable

from optimize.plan import Action, Trip
from optimize.problem import About, Rule
from optimize.validation.facts import Facts
from optimize.validation.report import Code, Report

RULE_CODES = {
    About.GROUP: Code.RULE_GROUP,
    About.SHELTER: Code.RULE_SHELTER,
    About.SOURCE: Code.RULE_SOURCE,
    About.LOT: Code.RULE_LOT,
    About.VEHICLE: Code.RULE_VEHICLE,
    About.WAY: Code.RULE_WAY,
    About.TEAM: Code.RULE_TEAM,
}


def check_adjustment(facts: Facts, report: Report) -> None:
    _check_fixed(facts, report)
    _check_now(facts, report)
    _check_rules(facts, report)


def _check_fixed(facts: Facts, report: Report) -> None:
    fixed, plan = facts.problem.adjustment.fixed, facts.plan
    _check_kept("assignment", fixed.assignments, plan.assignments, report)
    _check_kept("delivery", fixed.deliveries, plan.deliveries, report)
    _check_kept("trip", fixed.trips, plan.trips, report)
    _check_kept("posting", fixed.postings, plan.postings, report)


def _check_kept(kind: str, fixed: Iterable[Hashable], rows: Iterable[Hashable], report: Report) -> None:
    for row, count in (Counter(fixed) - Counter(rows)).items():
        report.add(Code.FIXED_CHANGED, f"fixed {kind}", f"已执行的内容应原样保留，方案缺少 {count} 行：{row}")


def _check_now(facts: Facts, report: Report) -> None:
    """On foot everybody sets off at that second (checked with the arrival), so only trips and teams remain."""
    now_s = facts.problem.adjustment.now_s
    for trip in facts.open_trips:
        report.at_least(Code.BEFORE_NOW, f"trip {trip.id}", "出发时刻（秒）", trip.start_s, now_s)
    for row in facts.open_postings:
        where = f"posting {row.team}→{row.mission}"
        report.at_least(Code.BEFORE_NOW, where, "出动时刻（秒）", row.depart_s, now_s)


class _Rulebook:
    """Rules by what they are about and whom; a pair is asked about among all targets of its kind."""

    def __init__(self, rules: Iterable[Rule], report: Report) -> None:
        self._of: dict[tuple[About, str], list[Rule]] = defaultdict(list)
        for rule in rules:
            self._of[rule.about, rule.subject].append(rule)
        self._report = report

    def ask(self, where: str, about: About, subject: str, target: str, kind: Container[str]) -> None:
        rules = self._of.get((about, subject), [])
        if any(not rule.keep and rule.target in (None, target) for rule in rules):
            self._report.add(RULE_CODES[about], where, f"“{subject}”到“{target}”已被禁用")
        locked = {rule.target for rule in rules if rule.keep and rule.target in kind}
        if locked and target not in locked:
            names = "、".join(f"“{name}”" for name in sorted(map(str, locked)))
            self._report.add(RULE_CODES[about], where, f"“{subject}”已锁定到{names}，不能到“{target}”")


def _check_rules(facts: Facts, report: Report) -> None:
    rules = facts.problem.adjustment.rules
    if not rules:
        return
    book = _Rulebook(rules, report)
    closed = {rule.subject for rule in rules if rule.about is About.SHELTER}
    for row in facts.open_assignments:
        where = f"assignment {row.group}"
        book.ask(where, About.GROUP, row.group, row.shelter, facts.shelters)
        if row.shelter in closed:
            report.add(Code.RULE_SHELTER, where, f"避难场所“{row.shelter}”已停用，不得安置人员")
    for trip in facts.open_trips:
        _check_trip(trip, facts, book)
    for posting in facts.open_postings:
        where = f"posting {posting.team}→{posting.mission}"
        book.ask(where, About.TEAM, posting.team, posting.mission, facts.missions)


def _check_trip(trip: Trip, facts: Facts, book: _Rulebook) -> None:
    at = trip.from_location
    for number, stop in enumerate(trip.stops):
        where = f"trip {trip.id} stop {number}"
        if stop.location != at:
            book.ask(where, About.WAY, at, stop.location, facts.locations)
        at = stop.location
        if stop.action is Action.LOAD:
            book.ask(where, About.VEHICLE, trip.vehicle, stop.place, facts.sources)
            for cargo in stop.cargo:
                book.ask(where, About.LOT, cargo.lot, cargo.shelter, facts.shelters)
                book.ask(where, About.SOURCE, facts.lots[cargo.lot].source, cargo.shelter, facts.shelters)
        elif stop.action is Action.BOARD:
            for passengers in stop.passengers:
                book.ask(where, About.VEHICLE, trip.vehicle, passengers.group, facts.groups)
        else:
            book.ask(where, About.VEHICLE, trip.vehicle, stop.place, facts.shelters)
