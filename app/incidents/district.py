"""The district an incident lies in: its townships and villages, and the box around them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import EVERYWHERE
from app.divisions import queries as divisions
from app.divisions.models import Division, DivisionKind
from app.kernel.errors import Fault, refuse_if
from gis.layers import Extent, extent_of

_ALL = 100_000


@dataclass(frozen=True)
class District:
    code: str
    name: str
    townships: dict[str, Division]
    villages: dict[str, Division]
    extent: Extent | None

    def township_name(self, village: str) -> str:
        township = self.townships.get(village[:9])
        return township.name if township else ""


def point_of(division: Division) -> tuple[float, float] | None:
    if division.lon is None or division.lat is None:
        return None
    return division.lon, division.lat


async def read_district(session: AsyncSession, code: str, *, on: date) -> District:
    """The district with the codes valid ``on`` that day; refused when there is none."""
    rows = await divisions.list_divisions(session, scope=EVERYWHERE, at=on, within=code, limit=_ALL)
    by_kind: dict[DivisionKind, dict[str, Division]] = {kind: {} for kind in DivisionKind}
    for row in rows:
        by_kind[row.kind][row.code] = row
    district = await session.get(Division, code)
    if district is None or district.kind != DivisionKind.DISTRICT:
        refuse_if([Fault("/district", f"没有代码为“{code}”的区县，请从列表中选择")])
    assert district is not None
    points = [point for row in rows if (point := point_of(row)) is not None]
    extent = extent_of(district.name, points) if points else None
    return District(code, district.name, by_kind[DivisionKind.TOWNSHIP], by_kind[DivisionKind.VILLAGE], extent)
