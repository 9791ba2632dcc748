"""A district small enough to reason about: a depot, three villages on one road, a bridge, one village beyond it.

Everything lies on the 31st parallel, some 1.9 km apart::

    depot, 甲村 (500 people)  ──  乙村 (300)  ══ bridge ══  丙村 (400)  ──  丁村 (200)
        108.00                    108.02                    108.04           108.06
"""

from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from sqlmodel.ext.asyncio.session import AsyncSession

from app.divisions.models import Division, DivisionKind
from app.kernel.database import Database
from app.kernel.ids import uuid7
from app.roads.service import LayerSource, import_roads
from app.sites.models import Bin, Site, SiteKind
from gis.roads import RoadClass, RoadLink, RoadNetwork

DISTRICT = "500999"
NEAR, FAR = "500999001", "500999002"
VILLAGES = {
    "甲村": (f"{NEAR}001", 108.00, 500),
    "乙村": (f"{NEAR}002", 108.02, 300),
    "丙村": (f"{FAR}001", 108.04, 400),
    "丁村": (f"{FAR}002", 108.06, 200),
}
LATITUDE = 31.0
BRIDGE = "L2"
DEPOT = UUID(int=0x9_0001)
POINT = UUID(int=0x9_0002)
SHELTER_SITE = UUID(int=0x9_0003)
ACTOR = {"X-Actor": "duty"}
_SOURCE: dict[str, Any] = {"source": "测试", "as_of": date(2026, 1, 1)}


def command(actor: str = "duty") -> dict[str, str]:
    """Headers of a POST that is sent once."""
    return {"X-Actor": actor, "Idempotency-Key": str(uuid7())}


def square(west: float, east: float, south: float = 30.99, north: float = 31.01) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


async def build(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all([_division(DISTRICT, "试验区", DivisionKind.DISTRICT, None)])
        await session.flush()
        session.add_all(
            [
                _division(NEAR, "近镇", DivisionKind.TOWNSHIP, DISTRICT),
                _division(FAR, "远镇", DivisionKind.TOWNSHIP, DISTRICT, hazard_prone=True),
            ]
        )
        await session.flush()
        session.add_all(
            _division(code, name, DivisionKind.VILLAGE, code[:9], lon=lon, lat=LATITUDE, population=population)
            for name, (code, lon, population) in VILLAGES.items()
        )
        await session.flush()
        await _add_site(
            session, id=DEPOT, code="QK", name="区级库", kind=SiteKind.DISTRICT_DEPOT, division=DISTRICT, lon=108.00
        )
        await _add_site(
            session, id=POINT, code="YZ", name="远镇储备点", kind=SiteKind.TOWNSHIP_POINT, division=FAR, lon=108.04
        )
        await _add_site(
            session, id=SHELTER_SITE, code="BN", name="近镇小学", kind=SiteKind.SHELTER, division=NEAR, lon=108.02
        )
        layer = LayerSource(district=DISTRICT, name="试验区道路", synthetic=True, **_SOURCE)
        await import_roads(session, layer=layer, network=roads())


def _division(code: str, name: str, kind: DivisionKind, parent: str | None, **more: Any) -> Division:
    return Division(code=code, name=name, kind=kind, parent=parent, valid_from=date(2020, 1, 1), **_SOURCE, **more)


async def _add_site(session: AsyncSession, **fields: Any) -> None:
    session.add(Site(lat=LATITUDE, **fields))
    await session.flush()
    session.add(Bin(id=fields["id"], site_id=fields["id"], code="0", name="默认货位"))
    await session.flush()


def roads() -> RoadNetwork:
    return RoadNetwork(
        name="试验区道路",
        source="测试",
        as_of=date(2026, 1, 1),
        lon=np.array([108.00, 108.02, 108.04, 108.06]),
        lat=np.full(4, LATITUDE),
        links=(
            RoadLink("L1", "东路", 0, 1, 1900, RoadClass.CLASS_3),
            RoadLink(BRIDGE, "大桥", 1, 2, 1900, RoadClass.CLASS_3, bridge=True, river="清水河"),
            RoadLink("L3", "西路", 2, 3, 1900, RoadClass.CLASS_3),
        ),
    )
