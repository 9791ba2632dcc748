"""The schematic base map of a district, put together from its layers and its townships."""

from collections.abc import Iterable, Sequence

from shapely.geometry import Point
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import EVERYWHERE, Scope
from app.divisions import queries as divisions
from app.divisions.models import Division, DivisionKind
from app.kernel import clock
from app.kernel.errors import NotFound
from app.roads import queries
from app.roads.models import LayerKind, MapFeature, MapLayer
from app.roads.schemas import BaseMap, MapCollection, MapFeatureOut, MapLayerOut
from gis.layers import GeoJson, feature
from gis.render import road_features
from gis.roads import RoadNetwork


async def base_map(session: AsyncSession, district: str, *, scope: Scope) -> BaseMap:
    """Refused when the district is unknown; a layer that is missing is an empty collection."""
    today = clock.today()
    named = await divisions.list_divisions(
        session, scope=EVERYWHERE, kind=DivisionKind.DISTRICT, within=district, at=today, limit=1
    )
    if not named:
        raise NotFound(f"没有区划 {district}")
    townships = await divisions.list_divisions(
        session, scope=scope, kind=DivisionKind.TOWNSHIP, within=district, at=today
    )
    layers = {layer.kind: layer for layer in await queries.layers_of(session, district)}
    network = await queries.load_network(session, district)
    lines = road_features(network)
    return BaseMap(
        district=district,
        name=named[0].name,
        bounds=_bounds(network),
        layers=[MapLayerOut.model_validate(layer) for layer in layers.values()],
        outline=_collection(await _drawn(session, layers.get(LayerKind.OUTLINE))),
        rivers=_collection(await _drawn(session, layers.get(LayerKind.RIVERS))),
        roads=_collection(lines),
        bridges=_collection(_bridges(network)),
        townships=_collection(_townships(townships)),
    )


def _bounds(network: RoadNetwork) -> tuple[float, float, float, float]:
    return (
        float(network.lon.min()),
        float(network.lat.min()),
        float(network.lon.max()),
        float(network.lat.max()),
    )


async def _drawn(session: AsyncSession, layer: MapLayer | None) -> list[GeoJson]:
    rows: Sequence[MapFeature] = await queries.features_of(session, layer) if layer else ()
    return [{"type": "Feature", "properties": {"name": row.name}, "geometry": row.geometry} for row in rows]


def _bridges(network: RoadNetwork) -> list[GeoJson]:
    """A point in the middle of every bridge."""
    return [
        feature(
            network.plane.unflatten(network.lines_m[number].interpolate(0.5, normalized=True)),
            id=link.id,
            name=link.name,
            river=link.river,
        )
        for number, link in enumerate(network.links)
        if link.bridge
    ]


def _townships(rows: Iterable[Division]) -> list[GeoJson]:
    return [
        feature(
            Point(row.lon, row.lat),
            code=row.code,
            name=row.name,
            population=row.population,
            hazard_prone=row.hazard_prone,
            remote=row.remote,
        )
        for row in rows
        if row.lon is not None and row.lat is not None
    ]


def _collection(features: Iterable[GeoJson]) -> MapCollection:
    return MapCollection(features=[MapFeatureOut.model_validate(one) for one in features])
