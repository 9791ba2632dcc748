"""An incident as map layers (GeoJSON in WGS84)."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.incidents.facts import ClosureFacts, IncidentFacts
from app.incidents.queries import load_incident
from app.incidents.roadstate import lines_of, links_of
from app.incidents.schemas import Feature, FeatureCollection, IncidentMap
from app.roads.queries import find_network
from app.sites.bases import read_bases
from gis.layers import to_geojson
from gis.roads import RoadNetwork


async def incident_map(session: AsyncSession, incident_id: UUID, *, scope: Scope) -> IncidentMap:
    incident = await load_incident(session, incident_id, scope=scope)
    network = await find_network(session, incident.district)
    bases = await read_bases(session, (), (row.site_id for row in incident.closed_sites))
    sites = [
        _point(
            str(row.site_id),
            *bases.position(row.site_id, None, None),
            name=bases.site_name(row.site_id),
            reason=row.reason,
        )
        for row in incident.closed_sites
    ]
    return IncidentMap(
        areas=FeatureCollection(features=_areas(incident)),
        closures=FeatureCollection(features=[_closure(row, network) for row in incident.closures]),
        villages=FeatureCollection(features=_villages(incident)),
        closed_sites=FeatureCollection(features=sites),
    )


def _point(id: str, lon: float | None, lat: float | None, **properties: Any) -> Feature:
    geometry = None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
    return Feature(id=id, geometry=geometry, properties=properties)


def _areas(incident: IncidentFacts) -> list[Feature]:
    return [
        Feature(id=f"area-{number}", geometry=area.geometry, properties={"name": area.name})
        for number, area in enumerate(incident.areas)
    ]


def _villages(incident: IncidentFacts) -> list[Feature]:
    return [
        _point(
            village.division,
            village.lon,
            village.lat,
            name=village.name,
            township=village.township_name,
            people=village.people,
            special=village.special,
        )
        for village in incident.villages
    ]


def _closure(closure: ClosureFacts, network: RoadNetwork | None) -> Feature:
    """The closed links as drawn, else the shape that was drawn to close them."""
    links = links_of(network, closure) if network else ()
    lines = lines_of(network, links) if network else None
    return Feature(
        id=str(closure.id),
        geometry=to_geojson(lines) if lines is not None else closure.geometry,
        properties={
            "kind": closure.kind.value,
            "links": list(links),
            "speed_percent": closure.speed_percent,
            "limit_kg": closure.limit_kg,
            "since": closure.since.isoformat(),
            "reason": closure.reason,
            "until": closure.until.isoformat() if closure.until else None,
        },
    )
