"""Reading roads: the graph for the planner, the pieces of the base map, links to pick for closing."""

from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

import numpy as np
from shapely.geometry.base import BaseGeometry
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.kernel.errors import NotFound
from app.roads.models import LayerKind, MapFeature, MapLayer, RoadClass, RoadLink, RoadNode
from gis import roads
from gis.layers import read_geometry

_KEPT = 4
_networks: OrderedDict[tuple[UUID, int], roads.RoadNetwork] = OrderedDict()


async def layers_of(session: AsyncSession, district: str) -> Sequence[MapLayer]:
    found = await session.exec(select(MapLayer).where(MapLayer.district == district).order_by(col(MapLayer.kind)))
    return found.all()


async def mapped_district(session: AsyncSession, named: str | None, *, scope: Scope) -> str:
    """The named district, or the first with a road layer; roads are everybody's who may read anything there."""
    found = await session.exec(
        select(MapLayer.district).where(MapLayer.kind == LayerKind.ROADS).order_by(col(MapLayer.district))
    )
    mapped = [district for district in found if scope.touches(district)]
    if named is not None:
        if named not in mapped:
            raise NotFound(f"区划 {named} 没有道路图层；请先导入道路")
        return named
    if not mapped:
        raise NotFound("还没有任何道路图层；请先导入道路，或运行 yingcang seed 载入演示数据")
    return mapped[0]


async def road_layer(session: AsyncSession, district: str) -> MapLayer:
    found = await session.exec(select(MapLayer).where(MapLayer.district == district, MapLayer.kind == LayerKind.ROADS))
    layer = found.one_or_none()
    if layer is None:
        raise NotFound(f"区划 {district} 没有道路图层；请先导入道路")
    return layer


async def load_network(session: AsyncSession, district: str) -> roads.RoadNetwork:
    """The district's road graph; kept in memory until the layer gets a new version."""
    layer = await road_layer(session, district)
    key = (layer.id, layer.version)
    if key not in _networks:
        _networks[key] = await _read_network(session, layer)
        while len(_networks) > _KEPT:
            _networks.popitem(last=False)
    _networks.move_to_end(key)
    return _networks[key]


async def find_network(session: AsyncSession, district: str) -> roads.RoadNetwork | None:
    """The district's road graph, or None where no road layer was imported."""
    try:
        return await load_network(session, district)
    except NotFound:
        return None


async def _read_network(session: AsyncSession, layer: MapLayer) -> roads.RoadNetwork:
    nodes = (
        await session.exec(
            select(RoadNode.number, RoadNode.lon, RoadNode.lat)
            .where(RoadNode.layer_id == layer.id)
            .order_by(col(RoadNode.number))
        )
    ).all()
    rows = (await session.exec(select(RoadLink).where(RoadLink.layer_id == layer.id).order_by(col(RoadLink.id)))).all()
    position = {number: place for place, (number, _, _) in enumerate(nodes)}
    return roads.RoadNetwork(
        name=layer.name,
        source=layer.source,
        as_of=layer.as_of,
        lon=np.array([lon for _, lon, _ in nodes], dtype=np.float64),
        lat=np.array([lat for _, _, lat in nodes], dtype=np.float64),
        links=tuple(_link(row, position[row.start_node], position[row.end_node]) for row in rows),
        version=layer.version,
    )


def _link(row: RoadLink, start: int, end: int) -> roads.RoadLink:
    line = tuple((lon, lat) for lon, lat in row.geometry["coordinates"]) if row.geometry else None
    return roads.RoadLink(
        id=row.id,
        name=row.name,
        start=start,
        end=end,
        length_m=row.length_m,
        road_class=roads.RoadClass(row.road_class),
        oneway=row.oneway,
        bridge=row.bridge,
        river=row.river,
        line=line,
        tunnel=row.tunnel,
        limit_kg=row.limit_kg,
    )


async def features_of(session: AsyncSession, layer: MapLayer) -> Sequence[MapFeature]:
    found = await session.exec(
        select(MapFeature).where(MapFeature.layer_id == layer.id).order_by(col(MapFeature.name), col(MapFeature.id))
    )
    return found.all()


async def load_waters(session: AsyncSession, district: str) -> tuple[BaseGeometry, ...]:
    """Rivers (lines) and lakes (polygons) that boats can use; none where no river layer was imported."""
    found = await session.exec(select(MapLayer).where(MapLayer.district == district, MapLayer.kind == LayerKind.RIVERS))
    layer = found.one_or_none()
    rows = await features_of(session, layer) if layer else ()
    return tuple(read_geometry("geometry", row.geometry) for row in rows)


async def list_links(
    session: AsyncSession,
    *,
    district: str,
    road_class: RoadClass | None,
    bridges_only: bool,
    search: str,
    limit: int,
    offset: int,
) -> Sequence[RoadLink]:
    """Links by name, bridges first, for whoever has to say which road is closed."""
    layer = await road_layer(session, district)
    wanted = select(RoadLink).where(RoadLink.layer_id == layer.id)
    if road_class is not None:
        wanted = wanted.where(RoadLink.road_class == road_class)
    if bridges_only:
        wanted = wanted.where(col(RoadLink.bridge))
    if search:
        wanted = wanted.where(col(RoadLink.name).contains(search, autoescape=True))
    order = (col(RoadLink.bridge).desc(), col(RoadLink.name), col(RoadLink.id))
    return (await session.exec(wanted.order_by(*order).limit(limit).offset(offset))).all()
