"""Teams over HTTP: listed, added, changed with a version, taken out of service."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.kernel.database import Database
from app.teams.queries import ready_teams
from tests.small_district import ACTOR, DEPOT, DISTRICT, FAR, build, command

TEAM: dict[str, Any] = {
    "code": "DW-1",
    "name": "远镇应急救援队",
    "level": "township",
    "division": FAR,
    "lon": 108.04,
    "lat": 31.0,
    "people": 20,
    "on_duty": 15,
    "home_cover": 4,
    "skills": ["water_rescue", "flood"],
}


@pytest.fixture
async def desk(database: Database, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    await build(database)
    yield client


async def add(desk: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await desk.post("/api/v1/teams", json=TEAM | changes, headers=command())


def pointers(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {fault["pointer"] for fault in answer.json()["errors"]}


async def test_an_added_team_is_listed_and_filtered(desk: httpx.AsyncClient) -> None:
    added = await add(desk)
    assert added.status_code == 201 and added.headers["etag"] == '"1"'
    assert added.json()["division_name"] == "远镇" and added.json()["skills"] == ["flood", "water_rescue"]
    for query, hits in ({"division": FAR}, 1), ({"skill": "flood"}, 1), ({"skill": "mine"}, 0), ({"search": "远镇"}, 1):
        assert len((await desk.get("/api/v1/teams", params=query)).json()["items"]) == hits
    assert (await desk.get("/api/v1/teams", params={"level": "village"})).json() == {"items": [], "next": None}


async def test_a_team_at_a_base_takes_its_coordinates(desk: httpx.AsyncClient) -> None:
    added = (await add(desk, lon=None, lat=None, base_site_id=str(DEPOT))).json()
    assert (added["lon"], added["base_name"]) == (108.0, "区级库")


async def test_a_list_longer_than_its_limit_says_where_it_goes_on(desk: httpx.AsyncClient) -> None:
    for number in range(3):
        await add(desk, code=f"DW-{number}")
    first = (await desk.get("/api/v1/teams", params={"limit": 2})).json()
    assert [team["code"] for team in first["items"]] == ["DW-0", "DW-1"] and first["next"] == "2"
    rest = (await desk.get("/api/v1/teams", params={"limit": 2, "offset": 2})).json()
    assert [team["code"] for team in rest["items"]] == ["DW-2"] and rest["next"] is None


async def test_all_that_is_wrong_is_said_at_once(desk: httpx.AsyncClient) -> None:
    wrong = await add(desk, on_duty=30, home_cover=40, division="000000", lon=31.0, lat=108.04)
    assert pointers(wrong) == {"/on_duty", "/home_cover", "/division", "/lon"}
    assert "填反" in wrong.text
    assert pointers(await add(desk, lon=None, lat=None)) == {"/lon"}
    assert pointers(await add(desk, people=-1, level="army")) == {"/people", "/level"}


async def test_the_same_code_twice_is_a_conflict(desk: httpx.AsyncClient) -> None:
    await add(desk)
    again = await add(desk)
    assert again.status_code == 409 and "编号" in again.json()["detail"]


async def test_a_change_needs_the_version_it_saw(desk: httpx.AsyncClient) -> None:
    path = f"/api/v1/teams/{(await add(desk)).json()['id']}"
    assert (await desk.patch(path, json={"on_duty": 10}, headers=ACTOR)).status_code == 428
    changed = await desk.patch(path, json={"on_duty": 10, "skills": ["mine"]}, headers=ACTOR | {"If-Match": '"1"'})
    assert changed.json()["on_duty"] == 10 and changed.json()["skills"] == ["mine"]
    assert changed.headers["etag"] == '"2"'
    stale = await desk.patch(path, json={"on_duty": 9}, headers=ACTOR | {"If-Match": '"1"'})
    assert stale.status_code == 412
    empty = await desk.patch(path, json={"name": None, "on_duty": 21}, headers=ACTOR | {"If-Match": '"2"'})
    assert pointers(empty) == {"/name"}


async def test_out_of_service_teams_are_not_ready(desk: httpx.AsyncClient, database: Database) -> None:
    path = f"/api/v1/teams/{(await add(desk)).json()['id']}"
    no_reason = await desk.post(f"{path}/out-of-service", json={"reason": ""}, headers=command())
    assert pointers(no_reason) == {"/reason"}
    out = await desk.post(f"{path}/out-of-service", json={"reason": "集训"}, headers=command())
    assert out.json()["out_of_service"] and out.json()["out_of_service_reason"] == "集训"
    assert (await desk.post(f"{path}/out-of-service", json={"reason": "再"}, headers=command())).status_code == 409
    for stopped, found in ((True, 1), (False, 0)):
        listed = await desk.get("/api/v1/teams", params={"out_of_service": stopped, "division": DISTRICT})
        assert len(listed.json()["items"]) == found
    async with database.snapshot() as session:
        assert await ready_teams(session, DISTRICT) == ()
    back = await desk.post(f"{path}/in-service", headers=command())
    assert not back.json()["out_of_service"] and back.json()["version"] == 3
    async with database.snapshot() as session:
        (team,) = await ready_teams(session, DISTRICT)
    assert team.skills == ("flood", "water_rescue") and (team.lon, team.response_s) == (108.04, 120)


async def test_one_assembly_profile_is_active(desk: httpx.AsyncClient) -> None:
    profiles = (await desk.get("/api/v1/assembly-profiles")).json()["items"]
    assert [(one["code"], one["active"]) for one in profiles] == [("252", True), ("tiered", False)]
    assert "假设" in profiles[0]["note"]
    assert [(row["stage"], row["limit_s"]) for row in profiles[0]["stages"]] == [
        ("response", 120),
        ("assembly", 300),
        ("on_scene", 1200),
    ]
    changed = await desk.post("/api/v1/assembly-profiles/tiered/activate", headers=command("sysadmin"))
    assert [one["active"] for one in changed.json()["items"]] == [False, True]
    assert (await desk.post("/api/v1/assembly-profiles/none/activate", headers=command("sysadmin"))).status_code == 404


async def test_a_null_character_is_refused_in_chinese(desk: httpx.AsyncClient) -> None:
    refused = await add(desk, name="远镇\u0000队")
    assert refused.status_code == 422 and "无法保存的字符" in refused.json()["detail"]
    assert (await desk.get("/api/v1/teams", params={"search": "\u0000"})).status_code == 422
