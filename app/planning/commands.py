"""``yingcang gap``: the same report in the terminal."""

from rich.table import Table

from app.auth import EVERYWHERE
from app.catalog.models import Season
from app.kernel.clock import SHANGHAI
from app.kernel.console import console
from app.kernel.database import Database
from app.planning.queries import gap_report
from app.planning.schemas import Coverage, ForceGap, GapReport, PlaceGap


async def gap(database: Database, *, district: str | None = None, season: str | None = None) -> None:
    """Print the report; ``season`` is summer or winter, by the date when left out."""
    wanted = next((one for one in Season if one.value == season), None)
    async with database.snapshot() as session:
        report = await gap_report(session, scope=EVERYWHERE, district=district, season=wanted)
    show(report)


def show(report: GapReport) -> None:
    console.print(
        f"[bold]能力缺口[/]　{report.district_name}　{report.season.label}　{report.kit}，保障 {report.kit_days} 天"
    )
    console.print(_places(report.places))
    for note in _footnotes(report.places):
        console.print(note)
    short = [place for place in report.places if place.gap]
    if short:
        console.print(_items(short))
    console.print(_forces(report.forces))
    if report.coverage:
        _show_coverage(report.coverage)
    ages = "；".join(
        f"{one.name} {one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if one.at else f"{one.name} 无记录"
        for one in report.inputs
    )
    console.print(f"数据时点：{ages}")
    for warning in report.warnings:
        console.print(f"[yellow]提示：{warning}[/]")


def _footnotes(places: list[PlaceGap]) -> list[str]:
    """Where the targets and the flags come from, each said once."""
    targets = (f"目标 {place.target:,} 人：{place.standard}" for place in places)
    flags = (place.source.split("；")[-1] for place in places if place.hazard_prone or place.remote)
    return list(dict.fromkeys([*targets, *(f"特征：{words}" for words in flags)]))


def _few(names: list[str]) -> str:
    """At most three names, then how many there are."""
    return "、".join(names) if len(names) <= 3 else f"{'、'.join(names[:3])}等 {len(names)} 项"


def _places(places: list[PlaceGap]) -> Table:
    table = Table(title="物资保障能力")
    for heading in ("地点", "特征", "库点"):
        table.add_column(heading)
    for heading in ("目标人数", "现可保障", "缺口"):
        table.add_column(heading, justify="right")
    table.add_column("短板品目")
    for place in places:
        flags = "、".join(word for word, holds in (("多灾易灾", place.hazard_prone), ("偏远", place.remote)) if holds)
        table.add_row(
            place.name,
            flags,
            "、".join(place.sites) or "无",
            f"{place.target:,}",
            f"{place.persons:,}",
            f"[red]{place.gap:,}[/]" if place.gap else "0",
            _few(place.limiting),
        )
    return table


def _items(places: list[PlaceGap]) -> Table:
    table = Table(title="达到目标需补充（过期、待检、已预留的不计，储备底线计入）")
    for heading in ("地点", "品目"):
        table.add_column(heading)
    for heading in ("可用", "目标需要", "需补充"):
        table.add_column(heading, justify="right")
    table.add_column("按包装补充")
    for place in places:
        for item in place.items:
            if item.lacking:
                table.add_row(
                    place.name,
                    item.name,
                    f"{item.usable:,}",
                    f"{item.required:,}",
                    f"{item.lacking:,} {item.unit}",
                    item.packages,
                )
    return table


def _forces(forces: list[ForceGap]) -> Table:
    table = Table(title="队伍与避难场所")
    table.add_column("指标")
    for heading in ("现有", "目标", "缺口"):
        table.add_column(heading, justify="right")
    table.add_column("依据")
    for one in forces:
        required = f"{one.required:,}" if one.required is not None else "—"
        missing = f"[red]{one.gap:,}[/]" if one.gap else "0" if one.required is not None else "—"
        table.add_row(one.name, f"{one.actual:,} {one.unit}", required, missing, one.standard)
    return table


def _show_coverage(coverage: Coverage) -> None:
    console.print(
        f"集结覆盖：{coverage.covered} / {coverage.villages} 个村（社区）达标。{coverage.profile}（{coverage.note}）"
    )
    for stage in coverage.stages:
        console.print(f"  {stage.label} {stage.limits}：{stage.covered} 个达标")
