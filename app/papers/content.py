"""What stands on each paper, from the plan's report: pure."""

import json
from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from app.dispatch.report import shown
from app.dispatch.schemas import CityRequest, PlanReport, PlanStop
from app.dispatch.standing import Standing
from app.kernel.clock import SHANGHAI
from app.papers.kinds import PaperKind
from app.papers.signing import mark, signatures, state_text
from app.papers.typesetting import qr_svg

ADVICE = "本方案由系统编制并经独立校验，属决策建议；经下达后执行。"


def at(report: PlanReport, seconds: int | None) -> str:
    """Month-day and clock time in Asia/Shanghai."""
    if seconds is None:
        return "—"
    return (report.issued_at.astimezone(SHANGHAI) + timedelta(seconds=seconds)).strftime("%m-%d %H:%M")


def hours(value: float | None) -> str:
    return "未能全部送达" if value is None else f"{value:.2f} 小时"


def figure(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def head(report: PlanReport, kind: PaperKind, standing: Standing) -> dict[str, Any]:
    started = report.started_at.astimezone(SHANGHAI)
    return {
        "title": kind.label,
        "number": report.number or "未编号",
        "incident": report.incident_name,
        "district": report.district,
        "started": started.strftime("%Y-%m-%d %H:%M"),
        "issued": report.issued_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        "hash": report.input_hash[:16],
        "note": ADVICE,
        "mark": mark(standing),
        "state": state_text(standing),
        "signatures": signatures(standing),
        "qr": qr_svg(f"{report.number or report.incident_id}#{kind.value}#{report.input_hash[:16]}"),
    }


def section(
    title: str, columns: list[str], rows: list[list[str]], widths: list[float], note: str = ""
) -> dict[str, Any]:
    """A table of a paper; ``widths`` are shares of the line."""
    return {"title": title, "columns": columns, "rows": rows, "widths": widths, "note": note}


def summary(report: PlanReport) -> list[dict[str, Any]]:
    people, targets = report.people, report.targets
    verdict = [
        ["安置人数", f"{people.placed:,} / {people.to_place:,}", f"未安置 {people.unplaced:,} 人"],
        ["首批物资到达", hours(targets.first_batch_h), f"目标 {targets.first_batch_target_h:g} 小时（自方案起算）"],
        ["基本生活保障", hours(targets.basic_needs_h), f"目标 {targets.basic_needs_target_h:g} 小时（自灾害发生起）"],
    ]
    goals = [
        [
            str(goal.level),
            goal.name,
            figure(goal.value),
            figure(goal.bound),
            "—" if goal.gap is None else f"{goal.gap:.2%}",
        ]
        for goal in map(shown, report.objective)
    ]
    needs = [
        [row.item_name, row.unit, f"{row.required:,}", f"{row.on_time:,}", f"{row.late:,}", f"{row.unmet:,}",
         "，".join(f"{tier.tier_label} {tier.quantity:,}" for tier in row.tiers)]
        for row in report.needs
    ]  # fmt: skip
    shortages = [
        [
            row.kind_label,
            row.item_name,
            row.site_name,
            f"{row.quantity:,} {row.unit}",
            f"{row.persons:,}",
            f"{row.cause.text} {row.cause.remedy}",
        ]
        for row in report.shortages
    ]
    return [
        section("总体情况", ["事项", "结果", "说明"], verdict, [2, 3, 5]),
        section("指标", ["层级", "目标", "数值", "界", "差距"], goals, [1, 5, 2, 2, 2]),
        section(
            "物资", ["品目", "单位", "需求", "按时", "迟到", "未满足", "来源"], needs, [2.4, 1, 1.4, 1.4, 1.2, 1.4, 4]
        ),
        section(
            "缺口", ["类别", "缺什么", "地点", "数量", "影响人数", "原因与建议"], shortages, [1, 1.6, 2.2, 1.1, 1.2, 6]
        ),
    ]


def relocation(report: PlanReport) -> list[dict[str, Any]]:
    by_shelter = defaultdict(list)
    for row in report.assignments:
        by_shelter[row.shelter_name].append(row)
    sections = []
    for shelter, rows in sorted(by_shelter.items()):
        lines = [
            [
                row.group_name,
                f"{row.people:,}",
                str(row.special or ""),
                row.mode_label,
                str(round(row.travel_s / 60)),
                at(report, row.arrive_s),
                "",
            ]
            for row in rows
        ]
        total = sum(row.people for row in rows)
        sections.append(
            section(
                f"{shelter}（{total:,} 人）",
                ["村（社区）", "人数", "特殊人员", "方式", "路程（分钟）", "预计到达", "签收"],
                lines,
                [3.2, 1, 1.1, 1, 1.5, 1.7, 1.5],
            )
        )
    return sections


def stops_by_place(report: PlanReport, action: str) -> dict[str, list[list[str]]]:
    by_place: defaultdict[str, list[list[str]]] = defaultdict(list)
    for trip in report.trips:
        for stop in trip.stops:
            if stop.action == action:
                by_place[stop.place_name] += [
                    [at(report, stop.arrive_s), trip.vehicle_name, line.item_name, line.package_text, line.lot_no, ""]
                    for line in stop.lines
                ]
    return by_place


def picking(report: PlanReport) -> list[dict[str, Any]]:
    return [
        section(
            place, ["车到时间", "车辆", "品目", "数量", "批次", "拣货人"], sorted(rows), [1.5, 2.4, 1.8, 3.2, 1.4, 1.4]
        )
        for place, rows in sorted(stops_by_place(report, "load").items())
    ]


def handled(stop: PlanStop) -> str:
    """What is loaded or unloaded, boards or alights at a stop."""
    if stop.people:
        return f"{stop.people} 人"
    totals: Counter[tuple[str, str]] = Counter()
    for line in stop.lines:
        totals[line.item_name, line.unit] += line.quantity
    return "；".join(f"{item} {quantity:,} {unit}" for (item, unit), quantity in totals.items())


def driving(report: PlanReport) -> list[dict[str, Any]]:
    sections = []
    for trip in report.trips:
        rows = [
            [at(report, stop.arrive_s), at(report, stop.leave_s), stop.place_name, stop.action_label, handled(stop), ""]
            for stop in trip.stops
        ]
        load = f"{trip.people} 人" if trip.people else f"{trip.peak_kg:,.0f} 千克 / {trip.peak_m3:,.1f} 立方米"
        note = f"{at(report, trip.start_s)} 出发，里程 {trip.metres / 1000:,.1f} 公里，最大装载 {load}"
        sections.append(
            section(
                f"{trip.vehicle_name} · {trip.id}",
                ["到达", "离开", "地点", "动作", "内容", "签字"],
                rows,
                [1.5, 1.5, 2.6, 1, 4.6, 1.2],
                note,
            )
        )
    return sections


def teams(report: PlanReport) -> list[dict[str, Any]]:
    rows = [
        [row.name, row.place_name, row.skill_name, str(row.required), row.team_words or "无人可派", str(row.people),
         at(report, row.depart_s), at(report, row.arrive_s)]
        for row in report.missions
    ]  # fmt: skip
    columns = ["任务", "地点", "专业", "需要", "队伍", "出动", "出发", "到场"]
    return [section("队伍任务", columns, rows, [2.4, 2.2, 1.4, 0.8, 2.8, 0.8, 1.5, 1.5])]


def city_request(report: PlanReport) -> list[dict[str, Any]]:
    causes: defaultdict[str | None, list[str]] = defaultdict(list)
    for row in report.shortages:
        if row.kind == "goods" and not row.late and row.cause.text not in causes[row.item]:
            causes[row.item].append(row.cause.text)
    rows = [
        [
            row.item_name,
            f"{row.quantity:,} {row.unit}",
            row.package_text,
            row.source_name or "—",
            in_time(row),
            "；".join(causes[row.item][:3]),
        ]
        for row in report.city_request
    ]
    columns = ["品目", "数量", "包装", "送达库点", "到库后", "本级不能满足的原因"]
    return [section("申请支援物资", columns, rows, [1.6, 1.5, 2.6, 2, 1.6, 4.2])]


def in_time(row: CityRequest) -> str:
    """Whether what is asked for comes in time once it is at its store, as far as plans have shown."""
    if row.verified:
        return "可按时送达"
    return "赶不上时限" if row.checked else "未核对"


CONTENT = {
    PaperKind.PLAN: summary,
    PaperKind.RELOCATION: relocation,
    PaperKind.PICKING: picking,
    PaperKind.DRIVING: driving,
    PaperKind.TEAMS: teams,
    PaperKind.CITY_REQUEST: city_request,
}


def paper_data(report: PlanReport, kind: PaperKind, standing: Standing) -> str:
    """The JSON that the template reads."""
    return json.dumps({"head": head(report, kind, standing), "sections": CONTENT[kind](report)}, ensure_ascii=False)
