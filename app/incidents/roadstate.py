"""What the closures of an incident do to the roads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from app.incidents.models import ClosureKind, RoadStructure
from app.kernel.errors import Fault
from app.roads.models import RoadClass
from gis import roads
from gis.hazard import Structure, block, known_links, limit, links_hit, of_kind, slow
from gis.layers import LayerFault, check_within, read_geometry, repair_area, to_geojson
from gis.network import OPEN, Closures
from gis.roads import RoadNetwork

HORIZON = timedelta(hours=72)
"""How long ahead closures count where no plan says so."""


@dataclass(frozen=True)
class Window:
    """The time that a plan drives in, [start, end)."""

    start: datetime
    end: datetime


class ReportedClosure(Protocol):
    """Which roads somebody closes or slows."""

    @property
    def kind(self) -> ClosureKind: ...
    @property
    def link_id(self) -> str | None: ...
    @property
    def geometry(self) -> dict[str, Any] | None: ...
    @property
    def speed_percent(self) -> int: ...
    @property
    def structure(self) -> RoadStructure | None: ...
    @property
    def road_class(self) -> RoadClass | None: ...
    @property
    def limit_kg(self) -> int | None: ...


class RoadClosure(ReportedClosure, Protocol):
    """What a closure row and its frozen copy have in common."""

    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def reason(self) -> str: ...


_Closure = TypeVar("_Closure", bound=RoadClosure)


@dataclass(frozen=True)
class ReadClosure:
    """A checked closure shape; ``note`` says how it was mended."""

    geometry: dict[str, Any] | None
    note: str = ""


def read_closure(
    pointer: str, closure: ReportedClosure, network: RoadNetwork | None
) -> tuple[ReadClosure, list[Fault]]:
    """The closure's shape, or what is wrong with it. ``network`` None: the district has no road layer."""
    try:
        match closure.kind:
            case ClosureKind.LINK:
                return ReadClosure(None), _link_faults(pointer, closure, network)
            case ClosureKind.DISTRICT:
                return ReadClosure(None), _district_faults(pointer, closure, network)
        if closure.geometry is None:
            return ReadClosure(None), [Fault(f"{pointer}/geometry", f"请在地图上画出中断的{closure.kind.label}")]
        return _read_shape(f"{pointer}/geometry", closure.kind, closure.geometry), []
    except LayerFault as fault:
        return ReadClosure(None), [Fault(fault.field, fault.message)]


def _link_faults(pointer: str, closure: ReportedClosure, network: RoadNetwork | None) -> list[Fault]:
    field = f"{pointer}/link_id"
    if not closure.link_id:
        return [Fault(field, "请选择中断的路段")]
    if network is None:
        return [Fault(field, "本区县还没有道路图层，不能按路段封闭；请先导入道路，或改画区域")]
    known_links(network, [closure.link_id], field)
    narrowed = {"structure": closure.structure, "road_class": closure.road_class}
    return [
        Fault(f"{pointer}/{name}", "按路段封闭时不再限定桥梁、隧道或道路等级，请清除此项")
        for name, value in narrowed.items()
        if value is not None
    ]


def _district_faults(pointer: str, closure: ReportedClosure, network: RoadNetwork | None) -> list[Fault]:
    if network is None:
        return [Fault(f"{pointer}/kind", "本区县还没有道路图层，不能按全区封闭；请先导入道路，或改画区域")]
    if closure.structure or closure.road_class or closure.speed_percent or closure.limit_kg:
        return []
    return [Fault(f"{pointer}/kind", "不能中断全区所有道路：请限定桥梁、隧道或道路等级，填写车速或限重，或改画区域")]


def _read_shape(pointer: str, kind: ClosureKind, geometry: dict[str, Any]) -> ReadClosure:
    shape = read_geometry(pointer, geometry)
    check_within(pointer, shape)
    if kind == ClosureKind.POLYGON:
        repaired = repair_area(pointer, shape)
        return ReadClosure(to_geojson(repaired.geometry), repaired.note or "")
    if not isinstance(shape, LineString | MultiLineString):
        raise LayerFault(pointer, "需要一条线，收到的是点或面")
    return ReadClosure(to_geojson(shape))


def links_of(network: RoadNetwork, closure: ReportedClosure) -> tuple[str, ...]:
    """Links that a closure hits; none when the road layer no longer has its link."""
    if closure.link_id is not None:
        return (closure.link_id,) if closure.link_id in network.index else ()
    whole = closure.kind == ClosureKind.DISTRICT
    return of_kind(
        network,
        network.index if whole else links_hit(network, read_geometry("geometry", closure.geometry)),
        Structure(closure.structure) if closure.structure else None,
        roads.RoadClass(closure.road_class) if closure.road_class else None,
    )


def in_force(closures: Iterable[_Closure], window: Window) -> list[_Closure]:
    """Those that hold at any moment of the window."""
    return [one for one in closures if one.since < window.end and (one.until is None or one.until > window.start)]


def road_state(network: RoadNetwork, closures: Iterable[RoadClosure], window: Window) -> Closures:
    """The worst state of every link within the window: whatever is driven in it was possible at that moment."""
    state = OPEN
    for closure in in_force(closures, window):
        links = links_of(network, closure)
        if closure.speed_percent:
            state |= slow(links, closure.speed_percent / 100)
        if closure.limit_kg:
            state |= limit(links, closure.limit_kg)
        elif not closure.speed_percent:
            state |= block(links)
    return state


def lines_of(network: RoadNetwork, links: Sequence[str]) -> BaseGeometry | None:
    """The links as drawn, or None where there are none."""
    drawn = [network.line_of(network.links[network.index[link]]) for link in links if link in network.index]
    return MultiLineString(drawn) if drawn else None
