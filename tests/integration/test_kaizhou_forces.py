"""The seeded districts show their published figures, and the demo incident moves exactly 6,000 people."""

import json
from contextlib import redirect_stdout
from io import StringIO

import httpx

from app.auth import EVERYWHERE
from app.incidents import commands
from app.incidents.queries import list_incidents, load_incident
from app.kernel.database import Database
from app.planning.queries import gap_report


async def test_the_gap_page_has_the_published_figures(kaizhou: Database) -> None:
    async with kaizhou.snapshot() as session:
        report = await gap_report(session, scope=EVERYWHERE)
    depot, *townships = report.places
    assert (depot.scope, depot.target, depot.persons, depot.gap) == ("district", 6000, 6000, 0)
    assert townships and all(one.target == 200 >= one.persons for one in townships)
    short = [one for one in townships if one.gap]
    assert 0 < len(short) < len(townships) / 2, "most points are whole, some have let food or water expire"
    for place in short:
        assert all(item.expired for item in place.items if item.limiting)
    assert all(one.hazard_prone or one.remote for one in townships) and all("合成" in one.source for one in townships)
    assert depot.example and "示例目标" in depot.standard
    beds = next(item for item in depot.items if item.name == "折叠床")
    assert beds.expired or beds.held or beds.reserved, "the demo shows goods that do not count"
    forces = {one.metric: (one.actual, one.required) for one in report.forces}
    assert forces["township_teams"] == (40, 40) and forces["township_team_people"] == (800, 800)
    assert forces["shelters"] == (200, 200) and forces["district_team_people"][1] == 50
    assert report.coverage is not None and report.coverage.villages == 535
    assert 0 < report.coverage.covered <= 535 and "假设" in report.coverage.note
    assert all(one.at for one in report.inputs)


async def test_the_demo_incident(kaizhou: Database) -> None:
    async with kaizhou.snapshot() as session:
        (listed,) = (await list_incidents(session, scope=EVERYWHERE)).items
        incident = await load_incident(session, listed.id)
    assert listed.people_to_place == incident.people_to_place == 6000
    assert all(village.lon and village.population for village in incident.villages)
    assert all(need.lon and need.lat for need in incident.needs)
    assert {need.skill for need in incident.needs} >= {"transport", "medical", "flood"}


async def test_an_incident_over_the_whole_district(kaizhou: Database, kaizhou_client: httpx.AsyncClient) -> None:
    ring = [[107.0, 30.0], [110.0, 30.0], [110.0, 32.5], [107.0, 32.5], [107.0, 30.0]]
    area = {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    body = {"district": "500154", "areas": [area], "people_percent": 10}
    seen = (await kaizhou_client.post("/api/v1/incidents/preview", json=body, headers={"X-Actor": "duty"})).json()
    assert len(seen["villages"]) == 535 and seen["people"] > 10_000


async def test_the_terminal_lists_it(kaizhou: Database) -> None:
    printed = StringIO()
    with redirect_stdout(printed):
        await commands.incidents(kaizhou, as_json=True)
    (item,) = json.loads(printed.getvalue())["items"]
    assert item.keys() >= {"id", "name", "district", "people_to_place"} and item["people_to_place"] == 6000
