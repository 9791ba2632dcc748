"""What an area or a line hits: roads to close or slow, places in danger."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.layers import LayerFault
from gis.network import Closures
from gis.roads import RoadClass, RoadNetwork
from gis.snapping import Place

LINE_WIDTH_M = 30.0


class Structure(StrEnum):
    BRIDGE = "bridge"
    TUNNEL = "tunnel"


def _flat(network: RoadNetwork, geometry: BaseGeometry, width_m: float) -> BaseGeometry:
    """The hazard as an area on the network's plane: lines and points get ``width_m`` on each side."""
    flat = network.plane.flatten(geometry)
    return flat if flat.geom_type in ("Polygon", "MultiPolygon") else flat.buffer(width_m)


def links_hit(network: RoadNetwork, geometry: BaseGeometry, width_m: float = LINE_WIDTH_M) -> tuple[str, ...]:
    """Ids of the links that touch an area, a line or a point, in network order."""
    if not network.links:
        return ()
    hits: NDArray[np.int64] = network.tree.query(_flat(network, geometry, width_m), predicate="intersects")
    return tuple(network.links[number].id for number in sorted(hits.tolist()))


def of_kind(
    network: RoadNetwork,
    links: Iterable[str],
    structure: Structure | None = None,
    road_class: RoadClass | None = None,
) -> tuple[str, ...]:
    """Those of the links that are such a structure and of this class; None asks for neither."""
    rows = (network.links[network.index[link]] for link in links)
    return tuple(
        row.id
        for row in rows
        if (road_class is None or row.road_class is road_class)
        and (structure is None or (row.bridge if structure is Structure.BRIDGE else row.tunnel))
    )


def places_hit(
    network: RoadNetwork, places: Sequence[Place], geometry: BaseGeometry, width_m: float = LINE_WIDTH_M
) -> tuple[str, ...]:
    """Ids of the places inside or on an area (or within ``width_m`` of a line or point)."""
    if not places:
        return ()
    points = shapely.points(*network.plane.to_metres([p.lon for p in places], [p.lat for p in places]))
    hit = shapely.intersects(points, _flat(network, geometry, width_m))
    return tuple(place.id for place, inside in zip(places, hit, strict=True) if inside)


def known_links(network: RoadNetwork, links: Iterable[str], field: str = "links") -> tuple[str, ...]:
    """The same ids, or a ``LayerFault`` that names those which the road layer does not have."""
    wanted = tuple(dict.fromkeys(links))
    unknown = [link for link in wanted if link not in network.index]
    if unknown:
        raise LayerFault(field, f"道路图层「{network.name}」中没有路段 {'、'.join(unknown)}，请重新选择")
    return wanted


def block(links: Iterable[str]) -> Closures:
    return Closures(blocked=frozenset(links))


def limit(links: Iterable[str], limit_kg: int) -> Closures:
    """Links closed to whatever is heavier than ``limit_kg``."""
    return Closures(limited=dict.fromkeys(links, limit_kg))


def slow(links: Iterable[str], factor: float) -> Closures:
    """Links with only a share of their speed left; 0 would be a blocked link and is refused."""
    if not 0 < factor <= 1:
        raise LayerFault("factor", "减速系数应大于 0 且不超过 1；完全中断请选「封闭」")
    return Closures(slowed=dict.fromkeys(links, factor))
