"""What the closures of an incident do to the roads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from app.incidents.models import ClosureKind
from app.kernel.errors import Fault
from gis.hazard import block, known_links, links_hit, slow
from gis.layers import LayerFault, check_within, read_geometry, repair_area, to_geojson
from gis.network import OPEN, Closures
from gis.roads import RoadNetwork


class RoadClosure(Protocol):
    """What a closure row and its frozen copy have in common."""

    @property
    def kind(self) -> ClosureKind: ...
    @property
    def link_id(self) -> str | None: ...
    @property
    def geometry(self) -> dict[str, Any] | None: ...
    @property
    def speed_percent(self) -> int: ...
    @property
    def until(self) -> datetime | None: ...


@dataclass(frozen=True)
class ReadClosure:
    """A checked closure shape; ``note`` says how it was mended."""

    geometry: dict[str, Any] | None
    note: str = ""


def read_closure(
    pointer: str, kind: ClosureKind, link_id: str | None, geometry: dict[str, Any] | None, network: RoadNetwork | None
) -> tuple[ReadClosure, list[Fault]]:
    """The closure's shape, or what is wrong with it. ``network`` None: the district has no road layer."""
    try:
        if kind == ClosureKind.LINK:
            return _read_link(pointer, link_id, network)
        if geometry is None:
            return ReadClosure(None), [Fault(f"{pointer}/geometry", f"请在地图上画出中断的{kind.label}")]
        return _read_shape(f"{pointer}/geometry", kind, geometry), []
    except LayerFault as fault:
        return ReadClosure(None), [Fault(fault.field, fault.message)]


def _read_link(pointer: str, link_id: str | None, network: RoadNetwork | None) -> tuple[ReadClosure, list[Fault]]:
    field = f"{pointer}/link_id"
    if not link_id:
        return ReadClosure(None), [Fault(field, "请选择中断的路段")]
    if network is None:
        return ReadClosure(None), [Fault(field, "本区县还没有道路图层，不能按路段封闭；请先导入道路，或改画区域")]
    known_links(network, [link_id], field)
    return ReadClosure(None), []


def _read_shape(pointer: str, kind: ClosureKind, geometry: dict[str, Any]) -> ReadClosure:
    shape = read_geometry(pointer, geometry)
    check_within(pointer, shape)
    if kind == ClosureKind.POLYGON:
        repaired = repair_area(pointer, shape)
        return ReadClosure(to_geojson(repaired.geometry), repaired.note or "")
    if not isinstance(shape, LineString | MultiLineString):
        raise LayerFault(pointer, "需要一条线，收到的是点或面")
    return ReadClosure(to_geojson(shape))


def links_of(network: RoadNetwork, closure: RoadClosure) -> tuple[str, ...]:
    """Links that a closure hits; none when the road layer no longer has its link."""
    if closure.link_id is not None:
        return (closure.link_id,) if closure.link_id in network.index else ()
    return links_hit(network, read_geometry("geometry", closure.geometry))


def road_state(network: RoadNetwork, closures: Iterable[RoadClosure], at: datetime) -> Closures:
    """Blocked and slowed links from ``at`` on. What is announced for later counts already, what has ended does not."""
    state = OPEN
    for closure in closures:
        if closure.until is not None and closure.until <= at:
            continue
        links = links_of(network, closure)
        state |= slow(links, closure.speed_percent / 100) if closure.speed_percent else block(links)
    return state


def lines_of(network: RoadNetwork, links: Sequence[str]) -> BaseGeometry | None:
    """The links as drawn, or None where there are none."""
    drawn = [network.line_of(network.links[network.index[link]]) for link in links if link in network.index]
    return MultiLineString(drawn) if drawn else None
