"""Commands on map layers: a layer is replaced as a whole, its version counts how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from sqlalchemy import delete, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.roads.models import LayerKind, MapFeature, MapLayer, RoadLink, RoadNode
from gis.layers import to_geojson
from gis.roads import RoadNetwork


@dataclass(frozen=True)
class LayerSource:
    """Where a layer comes from; kept with it and shown on the map."""

    district: str
    name: str
    source: str
    as_of: date
    synthetic: bool


async def import_roads(session: AsyncSession, *, layer: LayerSource, network: RoadNetwork) -> MapLayer:
    """Replace the district's road layer by ``network``."""
    row = await _renew(session, LayerKind.ROADS, layer)
    for table in (RoadLink, RoadNode):
        await session.exec(delete(table).where(col(table.layer_id) == row.id))
    nodes = [
        {"layer_id": row.id, "number": number, "lon": lon, "lat": lat}
        for number, (lon, lat) in enumerate(zip(network.lon.tolist(), network.lat.tolist(), strict=True))
    ]
    links = [
        {
            "id": link.id,
            "layer_id": row.id,
            "name": link.name,
            "start_node": link.start,
            "end_node": link.end,
            "length_m": link.length_m,
            "road_class": link.road_class.value,
            "oneway": link.oneway,
            "bridge": link.bridge,
            "river": link.river,
            "tunnel": link.tunnel,
            "limit_kg": link.limit_kg,
            "geometry": to_geojson(LineString(link.line)) if link.line else None,
        }
        for link in network.links
    ]
    for table, rows in ((RoadNode, nodes), (RoadLink, links)):
        if rows:
            await session.exec(insert(table), params=rows)
    return row


async def import_features(
    session: AsyncSession, *, kind: LayerKind, layer: LayerSource, features: Sequence[tuple[str, BaseGeometry]]
) -> MapLayer:
    """Replace the district's drawn features of one kind by (name, geometry) pairs."""
    row = await _renew(session, kind, layer)
    await session.exec(delete(MapFeature).where(col(MapFeature.layer_id) == row.id))
    session.add_all(
        MapFeature(layer_id=row.id, name=name, geometry=to_geojson(geometry)) for name, geometry in features
    )
    return row


async def _renew(session: AsyncSession, kind: LayerKind, layer: LayerSource) -> MapLayer:
    found = await session.exec(
        select(MapLayer).where(MapLayer.district == layer.district, MapLayer.kind == kind).with_for_update()
    )
    row = found.one_or_none()
    if row is None:
        row = MapLayer(
            district=layer.district,
            kind=kind,
            name=layer.name,
            source=layer.source,
            as_of=layer.as_of,
            synthetic=layer.synthetic,
        )
    else:
        row.name, row.source, row.as_of, row.synthetic = layer.name, layer.source, layer.as_of, layer.synthetic
        row.version += 1
    session.add(row)
    await session.flush()
    return row
