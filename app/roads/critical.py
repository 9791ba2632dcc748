"""The links that a district cannot lose: whose fall cuts villages off from all the others."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import EVERYWHERE, Scope
from app.divisions import queries as divisions
from app.divisions.models import DivisionKind
from app.kernel import clock
from app.roads import queries
from app.roads.models import RoadClass
from app.roads.schemas import CriticalLinkList, CriticalLinkOut
from gis.criticality import Inhabited, critical_links
from gis.roads import TRUCK
from gis.snapping import Place, snap

_VILLAGES = 10_000


async def critical(session: AsyncSession, district: str, *, scope: Scope, limit: int) -> CriticalLinkList:
    """Links without a way round for trucks, those that cut off most people first; how many there are in all.

    Of the villages that they cut off, only those within the scope are named.
    """
    rows = await divisions.list_divisions(
        session, scope=EVERYWHERE, kind=DivisionKind.VILLAGE, within=district, at=clock.today(), limit=_VILLAGES
    )
    villages = {row.code: row for row in rows}
    network = await queries.load_network(session, district)
    places = [Place(r.code, r.name, r.lon, r.lat) for r in rows if r.lon is not None and r.lat is not None]

    def search() -> CriticalLinkList:
        snaps = snap(network, places).snaps
        people = [Inhabited(one, villages[code].population or 0) for code, one in snaps.items()]
        found = critical_links(network, TRUCK, people)
        items = [
            CriticalLinkOut(
                id=one.link.id,
                name=one.link.name,
                road_class=RoadClass[one.link.road_class.name],
                length_m=one.link.length_m,
                bridge=one.link.bridge,
                tunnel=one.link.tunnel,
                line=network.line_of(one.link),
                people=one.people,
                villages=[villages[code].name for code in one.places if scope.covers(code)],
            )
            for one in found[:limit]
        ]
        return CriticalLinkList(items=items, total=len(found))

    return await asyncio.to_thread(search)
