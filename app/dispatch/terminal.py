"""The report in the terminal: tables with Chinese headings."""

from collections import defaultdict
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table

from app.dispatch.report import shown
from app.dispatch.schemas import PlanGoal, PlanReport, PlanShortage, PlanTrip
from app.kernel.clock import SHANGHAI

NEVER = "未能送达"


def minutes(seconds: int) -> str:
    return f"{round(seconds / 60)}"


def moment(report: PlanReport, seconds: int | None) -> str:
    """Clock time in Asia/Shanghai, with the day when it is not the first."""
    if seconds is None:
        return "—"
    start = report.issued_at.astimezone(SHANGHAI)
    at = start + timedelta(seconds=seconds)
    days = (at.date() - start.date()).days
    return at.strftime("%H:%M") + (f" +{days}日" if days else "")


def table(title: str, *columns: str, numeric: tuple[str, ...] = ()) -> Table:
    made = Table(title=title, title_justify="left", header_style="bold cyan", title_style="bold", expand=False)
    for column in columns:
        made.add_column(column, justify="right" if column in numeric else "left", overflow="fold")
    return made


def hours(value: float | None) -> str:
    return NEVER if value is None else f"{value:.2f} 小时"


def number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}" if abs(value) < 10 else f"{value:,.1f}"


def settlement(report: PlanReport) -> Table:
    made = table(
        "安置",
        "村（社区）",
        "避难场所",
        "人数",
        "其中特殊人员",
        "方式",
        "路程（分钟）",
        "到达",
        numeric=("人数", "其中特殊人员", "路程（分钟）"),
    )
    for row in report.assignments:
        made.add_row(
            row.group_name,
            row.shelter_name,
            str(row.people),
            str(row.special) if row.special else "",
            row.mode_label,
            minutes(row.travel_s),
            moment(report, row.arrive_s),
        )
    return made


def goods(report: PlanReport) -> Table:
    made = table(
        "物资", "品目", "单位", "需求", "按时", "迟到", "未满足", "来源层级", numeric=("需求", "按时", "迟到", "未满足")
    )
    for row in report.needs:
        tiers = "，".join(f"{tier.tier_label} {tier.quantity:,}" for tier in row.tiers)
        unmet = f"[red]{row.unmet:,}[/red]" if row.unmet else "0"
        made.add_row(row.item_name, row.unit, f"{row.required:,}", f"{row.on_time:,}", f"{row.late:,}", unmet, tiers)
    return made


def route_words(trip: PlanTrip) -> str:
    return " → ".join(f"{stop.place_name}（{stop.action_label}）" for stop in trip.stops)


def trips(report: PlanReport) -> Table:
    made = table(
        "车次", "车辆", "站点", "人数", "载重 kg", "体积 m³", "出发", "到达", numeric=("人数", "载重 kg", "体积 m³")
    )
    for row in report.trips:
        made.add_row(
            row.vehicle_name,
            route_words(row),
            str(row.people) if row.people else "",
            f"{row.peak_kg:,.0f}" if row.peak_kg else "",
            f"{row.peak_m3:,.1f}" if row.peak_m3 else "",
            moment(report, row.start_s),
            moment(report, row.end_s),
        )
    return made


def teams(report: PlanReport) -> Table:
    made = table("队伍", "任务", "地点", "专业", "需要", "队伍", "出动", "到场", "集结时限", numeric=("需要", "出动"))
    for row in report.missions:
        verdict = (
            "[red]无人可派[/red]" if row.team is None else "符合" if row.within_profile else "[yellow]超出[/yellow]"
        )
        made.add_row(
            row.name, row.place_name, row.skill_name, str(row.required), row.team_words or "—", str(row.people),
            moment(report, row.arrive_s), verdict,
        )  # fmt: skip
    return made


def shortages(report: PlanReport) -> Table:
    """Shortages of one kind, item and cause in one row, the worst first and its words as the example."""
    made = table(
        "缺口",
        "类别",
        "缺什么",
        "在哪里",
        "数量",
        "影响人数",
        "原因（最重的一处）",
        "建议",
        numeric=("数量", "影响人数"),
    )
    alike: defaultdict[tuple[str, str, bool, str], list[PlanShortage]] = defaultdict(list)
    for row in report.shortages:
        alike[row.kind_label, row.item_name, row.late, row.cause.code].append(row)
    for (kind, item, late, _), rows in alike.items():
        worst = max(rows, key=lambda row: (row.persons, row.quantity))
        where = worst.site_name if len(rows) == 1 else f"{worst.site_name}等 {len(rows)} 处"
        made.add_row(
            kind,
            f"{item}（迟到）" if late and kind == "物资" else item,
            where,
            f"{sum(row.quantity for row in rows):,} {worst.unit}",
            f"{sum(row.persons for row in rows):,}",
            worst.cause.text,
            worst.cause.remedy,
        )
    return made


def request(report: PlanReport) -> Table:
    """All that stays unmet, as long as nobody has looked into what own means could do."""
    looked_into = any(row.ready_s is not None for row in report.city_request)
    title = "向市级申请" if looked_into else "向市级申请（按未满足数；推算本级办法后相应减少）"
    made = table(title, "品目", "数量", "包装", numeric=("数量",))
    for row in report.city_request:
        made.add_row(row.item_name, f"{row.quantity:,} {row.unit}", row.package_text)
    return made


def goal_row(goal: PlanGoal) -> tuple[str, ...]:
    gap = "—" if goal.gap is None else f"{goal.gap * 100:.2f} %"
    return str(goal.level), goal.name, number(goal.value), number(goal.bound), gap


def goals(report: PlanReport) -> Table:
    made = table("指标", "层级", "目标", "数值", "界", "差距", numeric=("数值", "界", "差距"))
    for goal in report.objective:
        made.add_row(*goal_row(shown(goal)))
    return made


def timings(report: PlanReport) -> Table:
    made = table("用时（秒）", "取数", "路网", "安置", "物资", "车次", "队伍", "合计")
    t = report.timings
    stages = (t.snapshot_s, t.matrix_s, t.shelters_s, t.allocation_s, t.trips_s, t.missions_s, t.total_s)
    made.add_row(*(f"{stage:.2f}" for stage in stages))
    return made


def age_words(at: datetime | None) -> str:
    return "没有记录" if at is None else at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def print_report(report: PlanReport, console: Console) -> None:
    """All of it, the verdict first and again at the end, where the eye of a terminal user rests."""
    console.rule(f"[bold]调度方案 {report.number or ''} · {report.incident_name}")
    for age in report.ages:
        console.print(f"[dim]{age.name}：{age_words(age.at)}[/dim]")
    if report.closed_roads:
        console.print(f"[dim]封闭道路：{'；'.join(report.closed_roads)}[/dim]")
    for made in (settlement(report), goods(report), trips(report), teams(report), shortages(report)):
        console.print(made if made.row_count else f"[bold]{made.title}[/bold]：无")
    if report.city_request:
        console.print(request(report))
    console.print(goals(report))
    console.print(timings(report))
    people, targets = report.people, report.targets
    console.print(f"[bold]安置 {people.placed:,} / {people.to_place:,} 人[/bold]，未安置 {people.unplaced:,} 人")
    console.print(
        f"首批物资到达：{hours(targets.first_batch_h)}（目标 {targets.first_batch_target_h:g} 小时，自方案下达起）"
    )
    console.print(
        f"基本生活保障：{hours(targets.basic_needs_h)}（目标 {targets.basic_needs_target_h:g} 小时，自灾害发生起）"
    )
    console.print(f"结束方式：{report.ended_label}；输入摘要 {report.input_hash[:16]}；独立校验通过")
