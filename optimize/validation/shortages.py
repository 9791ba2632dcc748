"""Everything that is short is told, with its figures and a cause in words; nothing else is."""

from collections import Counter
from typing import NamedTuple

from optimize.plan import Shortage
from optimize.validation.facts import Facts, ceil_div
from optimize.validation.outcomes import need_of
from optimize.validation.report import Code, Report
from optimize.validation.teams import first_late_s, missing_people


class Gap(NamedTuple):
    kind: str
    subject: str
    site: str
    late: bool


class Size(NamedTuple):
    quantity: int
    persons: int


def check_shortages(facts: Facts, report: Report) -> None:
    expected = _expected(facts)
    quantity: Counter[Gap] = Counter()
    persons: Counter[Gap] = Counter()
    for row in facts.plan.shortages:
        gap = Gap(row.kind, row.subject, row.site, row.late)
        where = _where(gap)
        if gap not in expected:
            report.add(Code.SHORTAGE_INVENTED, where, f"缺口不存在：数量 {row.quantity}、{row.persons} 人，应无此项")
        quantity[gap] += row.quantity
        persons[gap] += row.persons
        _check_words(where, row, facts, report)
    told = {Gap(row.kind, row.subject, row.site, row.late) for row in facts.plan.shortages}
    for gap, size in expected.items():
        where = _where(gap)
        if gap not in told:
            report.add(Code.SHORTAGE_MISSING, where, f"缺口未列出：数量 {size.quantity}、{size.persons} 人")
            continue
        report.equal(Code.SHORTAGE, where, "缺口数量", quantity[gap], size.quantity)
        report.equal(Code.SHORTAGE, where, "缺口人数", persons[gap], size.persons)


def _where(gap: Gap) -> str:
    return f"shortage {gap.kind} {gap.subject}@{gap.site}{' late' if gap.late else ''}"


def _check_words(where: str, row: Shortage, facts: Facts, report: Report) -> None:
    for label, text in (("原因代码", row.cause.code), ("原因", row.cause.text), ("建议", row.cause.remedy)):
        if not text.strip():
            report.add(Code.CAUSE, where, f"{label}为空，应写明")
    if row.kind == "goods" and row.subject in facts.lines and row.site in facts.shelters:
        item = facts.items[facts.lines[row.subject].item]
        report.equal(Code.SHORTAGE_WORDS, where, "品目", row.item, item.id)
        report.equal(Code.SHORTAGE_WORDS, where, "品名", row.item_name, item.name)
        report.equal(Code.SHORTAGE_WORDS, where, "地点", row.site_name, facts.shelters[row.site].name)


def _expected(facts: Facts) -> dict[Gap, Size]:
    return {**_places(facts), **_goods(facts), **_missions(facts)}


def _places(facts: Facts) -> dict[Gap, Size]:
    return {
        Gap("place", group.id, group.location, group.id in facts.shelter_of): Size(group.people, group.people)
        for group in facts.problem.groups
        if group.id not in facts.in_time
    }


def _goods(facts: Facts) -> dict[Gap, Size]:
    gaps = {}
    for shelter in facts.people_at:
        for line in facts.problem.kit:
            need = need_of(facts, shelter, line)
            if need.unmet:
                gaps[Gap("goods", line.id, shelter, False)] = Size(need.unmet, need.lacking_end)
            if need.late:
                gaps[Gap("goods", line.id, shelter, True)] = Size(need.late, need.lacking_due - need.lacking_end)
    return gaps


def _missions(facts: Facts) -> dict[Gap, Size]:
    gaps = {}
    sent = {row.mission for row in facts.plan.postings}
    for mission in facts.problem.missions:
        missing = missing_people(facts, mission)
        if missing:
            gaps[Gap("mission", mission.id, mission.location, False)] = Size(missing, missing)
        late_s = first_late_s(facts, mission) if mission.id in sent else 0
        if late_s:
            gaps[Gap("profile", mission.id, mission.location, True)] = Size(ceil_div(late_s, 60), 0)
    return gaps
