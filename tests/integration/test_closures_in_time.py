"""A closure that begins while a plan runs, from its report to what the planner is given."""

from datetime import timedelta

import httpx

from app.dispatch.assembly import assemble
from app.dispatch.snapshot import gather
from app.kernel.clock import SHANGHAI
from app.kernel.database import Database
from tests.integration.test_planning import demo_incident
from tests.small_district import command, square


async def test_a_village_that_is_cut_off_later_counts_as_cut_off_and_is_named_with_its_hour(
    kaizhou: Database, kaizhou_client: httpx.AsyncClient
) -> None:
    incident = await demo_incident(kaizhou)
    async with kaizhou.snapshot() as session:
        before = await gather(session, incident)
    cut = {place for place, names in assemble(before)[1].cut_by.items() if names}
    village = next(row for row in before.incident.villages if f"village:{row.division}" not in cut)
    assert village.lon is not None and village.lat is not None
    area = square(village.lon - 0.01, village.lon + 0.01, village.lat - 0.01, village.lat + 0.01)
    moment = before.incident.plan_from + timedelta(hours=6)
    closure = {"kind": "polygon", "geometry": area, "since": moment.isoformat(), "reason": "水位上涨"}

    answer = await kaizhou_client.post(f"/api/v1/incidents/{incident}/closures", json=closure, headers=command())
    assert answer.status_code == 201, answer.text
    async with kaizhou.snapshot() as session:
        after = await gather(session, incident)
    assert f"village:{village.division}" in assemble(after)[1].cut_by
    [told] = [line for line in after.closed_roads if "此前车辆仍可到达" in line]
    assert village.name in told and f"{moment.astimezone(SHANGHAI):%H:%M} 起道路中断" in told
