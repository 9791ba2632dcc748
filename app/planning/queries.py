"""The gap report: stock, forces and coverage of one district, with the age of every input."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import EVERYWHERE, Scope
from app.catalog import queries as catalog
from app.catalog.models import Season
from app.catalog.schemas import StandardOut
from app.dispatch.needs import season_of
from app.divisions.models import Division, DivisionKind
from app.divisions.queries import list_divisions
from app.inventory.document_queries import last_recorded
from app.kernel import clock
from app.kernel.errors import NotFound
from app.planning.coverage import coverage_of
from app.planning.forces import METRICS, Forces
from app.planning.schemas import ForceGap, GapInput, GapReport
from app.planning.stock import place_gaps, read_books, read_kit, words_of
from app.roads.queries import find_network, road_layer
from app.shelters.queries import usable_shelters
from app.sites import queries as sites
from app.sites.models import SiteKind
from app.teams.queries import ActiveProfile, active_profile, oldest_check, ready_teams
from gis.roads import RoadNetwork

_ALL = 100_000
_PART = "只列出您有权查看的地方；全区的队伍、场所指标和集结覆盖须有全区的查看权限"


async def default_district(session: AsyncSession, scope: Scope) -> str:
    """The district that is meant when nobody names one: the first with a depot, of those that may be read."""
    depots = await sites.list_sites(session, scope=EVERYWHERE, kinds=[SiteKind.DISTRICT_DEPOT])
    codes = [depot.division[:6] for depot in depots if depot.division and scope.touches(depot.division[:6])]
    if not codes:
        raise NotFound("还没有区级库；请先录入库点，或运行 yingcang seed 载入演示数据")
    return codes[0]


async def gap_report(
    session: AsyncSession,
    *,
    scope: Scope,
    district: str | None = None,
    season: Season | None = None,
    as_of: date | None = None,
) -> GapReport:
    """Everything the gap page and ``yingcang gap`` show; of a district that is not wholly within the scope, only the
    rows of the places that are."""
    day = as_of or clock.today()
    code = district or await default_district(session, scope)
    whole = scope.covers(code)
    divisions = await list_divisions(session, scope=EVERYWHERE, at=day, within=code, limit=_ALL)
    if not divisions or divisions[0].code != code or not scope.touches(code):
        raise NotFound(f"没有代码为“{code[:12]}”的区县")
    season = season or season_of(day)
    kit = await read_kit(session, season, day)
    if kit is None:
        raise NotFound(f"没有在 {day:%Y-%m-%d} 有效的{season.label}保障定额；请先录入保障定额")
    standards = await catalog.list_standards(session)
    books = await read_books(session, code, day, [line.item_id for line in kit.lines])
    shelters = await usable_shelters(session, code)
    teams = await ready_teams(session, code)
    places = [row for row in divisions if row.kind != DivisionKind.VILLAGE and scope.covers(row.code)]
    villages = [row for row in divisions if row.kind == DivisionKind.VILLAGE]
    forces = Forces(teams, shelters, await _depot_area(session, code))
    shown = place_gaps(places, standards, kit, books, shelters)
    network = await find_network(session, code)
    profile = await active_profile(session)
    return GapReport(
        district=code,
        district_name=divisions[0].name,
        season=season,
        as_of=datetime.combine(day, time(), clock.SHANGHAI) if as_of else clock.now(),
        kit=f"{kit.name}（第 {kit.version} 版）",
        kit_days=kit.days,
        places=shown,
        forces=force_gaps(forces, standards, divisions[0]) if whole else [],
        coverage=coverage_of(profile, teams, villages, divisions, network) if whole and profile and network else None,
        inputs=await _inputs(session, code, divisions, kit.valid_from, network),
        warnings=_warnings(bool(shown), profile, network) if whole else [_PART],
    )


async def _depot_area(session: AsyncSession, district: str) -> int:
    """Floor area of the depots in service, m²."""
    depots = await sites.list_sites(session, scope=EVERYWHERE, kinds=[SiteKind.DISTRICT_DEPOT], division=district)
    in_service = [
        await sites.get_site(session, depot.id, scope=EVERYWHERE) for depot in depots if not depot.out_of_service
    ]
    return sum(depot.floor_area_m2 or 0 for depot in in_service)


def force_gaps(forces: Forces, standards: Sequence[StandardOut], district: Division) -> list[ForceGap]:
    """Every metric that a standard names, and those that nobody set a target for but everybody asks about."""
    fitting: dict[str, StandardOut] = {}
    for standard in standards:
        at_home = standard.division in (None, district.code)
        if standard.metric in METRICS and standard.scope_kind == DivisionKind.DISTRICT and at_home:
            fitting[standard.metric] = standard
    asked = [name for name in METRICS if name in fitting or METRICS[name].always]
    return [_force(name, forces, fitting.get(name)) for name in asked]


def _force(name: str, forces: Forces, standard: StandardOut | None) -> ForceGap:
    metric, actual = METRICS[name], METRICS[name].count(forces)
    required = int(standard.threshold) if standard else None
    return ForceGap(
        metric=name,
        name=standard.name if standard else metric.name,
        required=required,
        actual=actual,
        gap=max(0, required - actual) if required is not None else 0,
        unit=standard.unit if standard else metric.unit,
        standard=words_of(standard) if standard else "",
        example=standard.example if standard else False,
    )


async def _inputs(
    session: AsyncSession, district: str, divisions: Sequence[Division], kit_from: date, network: RoadNetwork | None
) -> list[GapInput]:
    """How old each input is."""
    people = max(row.as_of for row in divisions)
    inputs = [
        GapInput(name="库存账（最近一次记账）", at=await last_recorded(session, district)),
        GapInput(name="区划与人口", at=_midnight(people)),
        GapInput(name="保障定额（启用）", at=_midnight(kit_from)),
        GapInput(name="队伍战备检查（最早一次）", at=await oldest_check(session, district)),
    ]
    if network is not None:
        inputs.append(GapInput(name="道路图层", at=_midnight((await road_layer(session, district)).as_of)))
    return inputs


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)


def _warnings(any_target: bool, profile: ActiveProfile | None, network: RoadNetwork | None) -> list[str]:
    warnings = []
    if not any_target:
        warnings.append("没有可保障人数的目标（标准 persons_supported），因此没有物资缺口可比")
    if profile is None:
        warnings.append("没有启用的集结机制，未计算集结覆盖")
    if network is None:
        warnings.append("没有道路图层，未计算集结覆盖；请先导入道路")
    return warnings
