"""``yingcang roads``: the state of a road layer, the import of a real one, the links that nothing replaces."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import shapely
import typer
from rich.table import Table
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.auth import EVERYWHERE
from app.divisions import queries as divisions
from app.divisions.models import Division, DivisionKind
from app.kernel import clock
from app.kernel.console import console
from app.kernel.database import Database
from app.kernel.errors import Fault, Invalid, NotFound, refuse_if
from app.roads import queries
from app.roads.critical import critical
from app.roads.models import LayerKind
from app.roads.service import LayerSource, import_features, import_roads
from gis.importing import (
    DATUMS,
    FieldMapping,
    Format,
    Imported,
    Options,
    Provenance,
    VectorSource,
    import_network,
    read_waters,
)
from gis.layers import CHINA, LayerFault
from gis.roads import LAND_CLASSES, RoadClass, RoadNetwork
from gis.snapping import Place, snap

_REFUSED = "图层不能导入"
_SHOWN = 30
_PLACES = 10_000

_Read = TypeVar("_Read")

Loss = Callable[[AsyncSession, str, RoadNetwork], Awaitable[list[Fault]]]
"""What open incidents would lose by a new network; the rooms above know."""


@dataclass(frozen=True)
class ImportRequest:
    """What was asked for on the command line; ``fields`` and ``classes`` are ``key=value`` words."""

    file: Path
    district: str
    name: str
    source: str
    as_of: date
    kind: Format | None = None
    fields: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    layer: str | None = None
    encoding: str | None = None
    datum: str = "wgs84"
    bbox: str | None = None
    area: Path | None = None
    gap_m: float = 2.0
    join_crossings: bool = False
    check: bool = False


def request_of(
    file: Path, *, kind: str | None, source: str | None, as_of: str | None, check: bool, **words: Any
) -> ImportRequest:
    """The request in its own terms: a file's name and date stand in for a source and a day not given."""
    if not file.is_file():
        raise Invalid(_REFUSED, [Fault("file", f"没有文件「{file}」")])
    if kind is not None and kind not in list(Format):
        raise Invalid(_REFUSED, [Fault("format", f"没有格式「{kind}」，可用：{'、'.join(Format)}")])
    try:
        day = (
            date.fromisoformat(as_of) if as_of else datetime.fromtimestamp(file.stat().st_mtime, clock.SHANGHAI).date()
        )
    except ValueError:
        raise Invalid(_REFUSED, [Fault("as_of", "日期应写成 2026-01-31")]) from None
    return ImportRequest(
        file, kind=Format(kind) if kind else None, source=source or file.name, as_of=day, check=check, **words
    )


async def import_layer(database: Database, request: ImportRequest, loss: Loss) -> None:
    """Read the file, print the report and, unless it is a check, replace the district's layer. All or nothing."""
    async with database.snapshot() as session:
        name, places = await _district(session, request.district)
    asked = _asked(request)
    provenance = Provenance(request.name, request.source, request.as_of, f"{request.district}-")
    try:
        made = import_network(request.file, provenance, asked, request.kind)
    except LayerFault as fault:
        raise Invalid(_REFUSED, [Fault(fault.field, fault.message)]) from None
    _print_report(made, places)
    async with database.transaction() as session:
        faults = _far(made.network, name, places) + await loss(session, request.district, made.network)
        refuse_if(faults)
        if request.check:
            typer.echo("检查完毕，没有写入。")
            return
        source = LayerSource(request.district, request.name, request.source, request.as_of, synthetic=False)
        row = await import_roads(session, layer=source, network=made.network)
        version = row.version
        await _recorded(session, request, f"{name}道路图层第 {version} 版：路段 {len(made.network.links):,}")
    typer.echo(f"已导入{name}道路图层，第 {version} 版。")


async def import_waters(database: Database, request: ImportRequest) -> None:
    """Read rivers, ferry routes and lakes and, unless it is a check, replace those of the district."""
    async with database.snapshot() as session:
        name, _ = await _district(session, request.district)
    asked = _asked(request)
    try:
        waters, report = read_waters(request.file, asked.vector, asked.area)
    except LayerFault as fault:
        raise Invalid(_REFUSED, [Fault(fault.field, fault.message)]) from None
    for line in report:
        typer.echo(f"  {line}")
    if request.check:
        typer.echo("检查完毕，没有写入。")
        return
    source = LayerSource(request.district, request.name, request.source, request.as_of, synthetic=False)
    async with database.transaction() as session:
        row = await import_features(session, kind=LayerKind.RIVERS, layer=source, features=waters)
        version = row.version
        await _recorded(session, request, f"{name}水系图层第 {version} 版")
    typer.echo(f"已导入{name}水系图层，第 {version} 版。")


async def _recorded(session: AsyncSession, request: ImportRequest, what: str) -> None:
    """One row for the whole layer: its links are too many to be kept each."""
    detail = f"{what}，来源 {request.source}"
    await audit.record(session, audit.by_machine("roads import", subject_id=request.district, detail=detail))


async def show_layer(database: Database, district: str) -> None:
    """Name, source and size of the district's road layer."""
    async with database.snapshot() as session:
        layer = await queries.road_layer(session, district)
        network = await queries.load_network(session, district)
    total = sum(link.length_m for link in network.links) / 1000
    kind = "合成数据" if layer.synthetic else "真实图层"
    typer.echo(f"{layer.name}（{kind}，第 {layer.version} 版，{layer.as_of:%Y-%m-%d}）：{layer.source}")
    typer.echo(f"路段 {len(network.links):,}，路口和端点 {len(network.lon):,}，总长 {total:,.0f} 公里")


async def show_critical(database: Database, district: str) -> None:
    """Print the links whose fall cuts villages off, most people first."""
    async with database.snapshot() as session:
        name, _ = await _district(session, district)
        found = await critical(session, district, scope=EVERYWHERE, limit=_SHOWN)
    table = Table(title=f"{name}：中断后无路可绕的路段（按受影响人口，共 {found.total} 段）")
    for heading in ("路段", "等级", "长度（米）", "人口", "村（社区）"):
        table.add_column(heading, justify="right" if heading in ("长度（米）", "人口") else "left")
    for one in found.items:
        told = "、".join(one.villages[:5]) + (f" 等 {len(one.villages)} 个" if len(one.villages) > 5 else "")
        table.add_row(one.name, one.road_class.label, f"{one.length_m:,}", f"{one.people:,}", told)
    console.print(table)


async def _district(session: AsyncSession, code: str) -> tuple[str, list[Division]]:
    """The district's name, and its townships and villages that have a position."""
    today = clock.today()
    named = await divisions.list_divisions(
        session, scope=EVERYWHERE, kind=DivisionKind.DISTRICT, within=code, at=today, limit=1
    )
    if not named:
        raise NotFound(f"没有区县 {code}；请先建立区划")
    rows = [
        row
        for kind in (DivisionKind.TOWNSHIP, DivisionKind.VILLAGE)
        for row in await divisions.list_divisions(
            session, scope=EVERYWHERE, kind=kind, within=code, at=today, limit=_PLACES
        )
    ]
    return named[0].name, [row for row in rows if row.lon is not None and row.lat is not None]


def _place(row: Division) -> Place:
    return Place(row.code, row.name, row.lon or 0.0, row.lat or 0.0)


def _asked(request: ImportRequest) -> Options:
    """What the words of the command line ask for; all that is wrong with them is refused at once."""
    faults: list[Fault] = []
    fields = _tried(faults, lambda: _pairs("map", request.fields)) or {}
    classes = _tried(faults, lambda: _classes(request.classes)) or {}
    area = _tried(faults, lambda: _area(request))
    if request.datum not in DATUMS:
        faults.append(Fault("datum", f"没有坐标系「{request.datum}」，可用：{'、'.join(DATUMS)}"))
    if faults:
        raise Invalid(_REFUSED, faults)
    return Options(
        area=area,
        within=CHINA,
        gap_m=request.gap_m,
        join_crossings=request.join_crossings,
        vector=VectorSource(FieldMapping(fields, classes), request.layer, request.encoding, request.datum),
    )


def _tried(faults: list[Fault], read: Callable[[], _Read]) -> _Read | None:
    try:
        return read()
    except LayerFault as fault:
        faults.append(Fault(fault.field, fault.message))
        return None


def _pairs(name: str, words: list[str]) -> dict[str, str]:
    wrong = [word for word in words if not all(word.partition("="))]
    if wrong:
        raise LayerFault(name, f"「{'」「'.join(wrong)}」看不懂，请写成 名称=值")
    return dict(word.partition("=")[::2] for word in words)


def _classes(words: list[str]) -> dict[str, RoadClass]:
    known = {own.value: own for own in LAND_CLASSES}
    pairs = _pairs("class", words)
    unknown = sorted({value for value in pairs.values() if value not in known})
    if unknown:
        raise LayerFault("class", f"没有等级 {'、'.join(unknown)}，可用：{'、'.join(known)}")
    return {key: known[value] for key, value in pairs.items()}


def _area(request: ImportRequest) -> BaseGeometry | None:
    """The polygon of a GeoJSON file, or the box ``west,south,east,north``."""
    if request.area is not None:
        return _drawn_area(request.area)
    if request.bbox is None:
        return None
    try:
        west, south, east, north = map(float, request.bbox.split(","))
    except ValueError:
        raise LayerFault("bbox", "请写成 西,南,东,北（经纬度）") from None
    return box(west, south, east, north)


def _drawn_area(path: Path) -> BaseGeometry:
    if not path.is_file():
        raise LayerFault("area", f"没有文件「{path}」")
    try:
        parts = shapely.get_parts(shapely.from_geojson(path.read_text("utf-8-sig")))
    except (OSError, UnicodeDecodeError, shapely.errors.ShapelyError):
        raise LayerFault("area", f"「{path.name}」不是 GeoJSON，请从地图软件导出 GeoJSON（UTF-8）多边形") from None
    area = shapely.union_all(shapely.make_valid(parts))
    if not area.area:
        raise LayerFault("area", f"「{path.name}」里没有面，导入范围须是多边形")
    return area


def _print_report(made: Imported, places: list[Division]) -> None:
    heading = None
    for line in made.report:
        if line.step is not heading:
            heading = line.step
            typer.echo(f"【{heading.value}】")
        typer.echo(f"  {line}")
    missing = [fault.place.name for fault in snap(made.network, [_place(row) for row in places]).faults]
    if missing:
        typer.echo(f"  2 公里内没有道路的乡镇和村：{len(missing)}（如：{'、'.join(missing[:5])}）")


def _far(network: RoadNetwork, name: str, places: list[Division]) -> list[Fault]:
    """Refuse a layer that most of the district's places are far from: the wrong area or the wrong datum."""
    missing = len(snap(network, [_place(row) for row in places]).faults)
    if missing * 2 <= len(places):
        return []
    told = f"{name}的 {len(places)} 个乡镇和村中有 {missing} 个在 2 公里内没有道路"
    return [Fault("file", f"{told}；请核对文件的地区、坐标系（--datum）和范围")]
