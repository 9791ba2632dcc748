"""Incidents over HTTP: opened from picked villages or a polygon, corrected, closed; bad input told in Chinese."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.incidents.models import NeedOrigin
from app.incidents.queries import find_incident, load_incident
from app.kernel.database import Database
from app.shelters.models import Hazard
from tests.small_district import ACTOR, BRIDGE, DEPOT, DISTRICT, VILLAGES, build, command, square

FLOOD: dict[str, Any] = {
    "name": "清水河洪水",
    "kind": "flood",
    "level": "II",
    "started_at": "2026-07-16T02:00:00+08:00",
    "plan_from": "2026-07-16T06:00:00+08:00",
    "district": DISTRICT,
}
A, B, C, D = (code for code, _, _ in VILLAGES.values())
PATH = "/api/v1/incidents"
SYSADMIN = {"X-Actor": "sysadmin"}


@pytest.fixture
async def desk(database: Database, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    await build(database)
    yield client


async def open_one(desk: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await desk.post(PATH, json=FLOOD | changes, headers=command())
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


async def refused(desk: httpx.AsyncClient, **changes: Any) -> dict[str, str]:
    answer = await desk.post(PATH, json=FLOOD | changes, headers=command())
    assert answer.status_code == 422, answer.text
    return {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}


def skills(incident: dict[str, Any]) -> dict[str, int]:
    return {need["name"]: need["people"] for need in incident["needs"]}


async def test_picked_villages_with_their_people(desk: httpx.AsyncClient) -> None:
    opened = await open_one(
        desk, villages=[{"division": A, "people": 250, "elderly": 30}, {"division": C}], people_percent=50
    )
    assert [(row["name"], row["people"]) for row in opened["affected"]] == [("甲村", 250), ("丙村", 200)]
    assert opened["people_to_place"] == 450 and opened["villages"] == 2 and opened["warnings"] == []
    assert opened["number"].startswith(f"SJ-{DISTRICT}-")
    assert skills(opened)["近镇转移引导"] == 6 and skills(opened)["甲村抗洪抢险"] == 30
    (listed,) = (await desk.get(PATH)).json()["items"]
    assert (listed["people_to_place"], listed["district_name"]) == (450, "试验区")


async def test_villages_inside_a_polygon(desk: httpx.AsyncClient) -> None:
    areas = [{"name": "淹没区", "geometry": square(108.03, 108.05)}]
    seen = await desk.post(
        f"{PATH}/preview", json={"district": DISTRICT, "areas": areas, "people_percent": 33}, headers=ACTOR
    )
    assert [(row["name"], row["people"]) for row in seen.json()["villages"]] == [("丙村", 132)]
    opened = await open_one(desk, areas=areas)
    assert [(row["name"], row["people"]) for row in opened["affected"]] == [("丙村", 400)]


async def test_a_polygon_over_the_whole_district(desk: httpx.AsyncClient) -> None:
    opened = await open_one(desk, areas=[{"geometry": square(107.0, 109.0, 30.0, 32.0)}])
    assert opened["people_to_place"] == 1400


async def test_a_self_crossing_polygon_is_mended_and_noted(desk: httpx.AsyncClient) -> None:
    ring = [[107.99, 30.99], [108.01, 31.01], [108.01, 30.99], [107.99, 31.01], [107.99, 30.99]]
    opened = await open_one(desk, areas=[{"geometry": {"type": "Polygon", "coordinates": [ring]}}])
    assert "自相交" in opened["areas"][0]["note"] and opened["areas"][0]["note"] in opened["warnings"]
    assert opened["areas"][0]["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "Polygon", "coordinates": [[[31, 108], [31.1, 108], [31.1, 108.1], [31, 108]]]}, "填反"),
        (square(106.0, 106.1), "不在试验区内"),
        (square(10.0, 11.0), "不在中国范围内"),
        ({"type": "LineString", "coordinates": [[108, 31], [108.1, 31]]}, "需要一个面"),
        ({"type": "Polygon", "coordinates": [[[108, 31], [108.1, 31], [108.2, 31], [108, 31]]]}, "没有面积"),
        ({"type": "Polygon", "coordinates": "nonsense"}, "无法识别"),
        ({}, "GeoJSON"),
    ],
)
async def test_a_bad_polygon_is_refused_with_its_remedy(
    desk: httpx.AsyncClient, geometry: dict[str, Any], words: str
) -> None:
    faults = await refused(desk, areas=[{"geometry": geometry}])
    assert words in faults["/areas/0/geometry"]


async def test_everything_wrong_with_villages_is_said_at_once(desk: httpx.AsyncClient) -> None:
    faults = await refused(
        desk,
        plan_from="2026-07-16T01:00:00+08:00",
        villages=[
            {"division": "500999009001", "people": 5},
            {"division": A, "people": 10, "elderly": 11},
            {"division": A, "people": 10},
        ],
        closures=[{"kind": "link", "link_id": "L9", "reason": "塌方"}, {"kind": "line", "reason": "塌方"}],
        closed_sites=[{"site_id": "00000000-0000-0000-0000-00000000ffff", "reason": "进水"}],
    )
    assert faults.keys() == {
        "/plan_from",
        "/villages/0/division",
        "/villages/1/elderly",
        "/villages/2/division",
        "/closures/0/link_id",
        "/closures/1/geometry",
        "/closed_sites/0/site_id",
    }


async def test_an_unknown_district_is_refused(desk: httpx.AsyncClient) -> None:
    assert "/district" in await refused(desk, district="123456")
    assert "/district" in await refused(desk, district=A)


async def test_a_mistyped_year_is_refused(desk: httpx.AsyncClient) -> None:
    faults = await refused(desk, started_at="0206-07-16T02:00:00+08:00", plan_from="9999-12-31T23:59:59-12:00")
    assert faults.keys() == {"/started_at", "/plan_from"} and "9999 年不合理" in faults["/plan_from"]
    late = {"kind": "link", "link_id": BRIDGE, "reason": "塌方", "until": "9999-12-31T23:59:59-12:00"}
    assert (await refused(desk, closures=[late])).keys() == {"/closures/0/until"}


async def test_more_people_than_live_there_is_a_warning(desk: httpx.AsyncClient) -> None:
    opened = await open_one(desk, villages=[{"division": D, "people": 900}])
    assert opened["people_to_place"] == 900 and "多于登记人口 200" in opened["warnings"][0]


async def test_more_people_than_any_village_has_is_refused(desk: httpx.AsyncClient) -> None:
    assert await refused(desk, villages=[{"division": A, "people": 9_999_999}]) == {
        "/villages/0/people": "不能大于 200000"
    }


async def test_an_empty_incident_is_allowed_and_says_so(desk: httpx.AsyncClient) -> None:
    opened = await open_one(desk)
    assert opened["people_to_place"] == 0 and opened["needs"] == [] and "方案将为空" in opened["warnings"][0]


async def test_a_closed_bridge_cuts_off_and_asks_for_crews(desk: httpx.AsyncClient, database: Database) -> None:
    opened = await open_one(desk, villages=[{"division": A}, {"division": C}])
    assert "丙村水上救援" not in skills(opened)
    path = f"{PATH}/{opened['id']}"
    closure = {"kind": "link", "link_id": BRIDGE, "reason": "桥面过水"}
    closed = (await desk.post(f"{path}/closures", json=closure, headers=command())).json()
    assert skills(closed)["丙村水上救援"] == 8 and skills(closed)["大桥道路抢通"] == 10
    assert "甲村水上救援" not in skills(closed) and closed["version"] == 2
    crew = next(need for need in closed["needs"] if need["name"] == "大桥道路抢通")
    assert (crew["lon"], crew["lat"]) == (108.02, 31.0)  # the end that the depot can reach
    assert crew["place"] == "乙村附近"
    layers = (await desk.get(f"{path}/map")).json()
    assert layers["closures"]["features"][0]["properties"]["links"] == [BRIDGE]
    assert layers["closures"]["features"][0]["geometry"]["type"] == "MultiLineString"
    removed = await desk.delete(f"{path}/closures/{closed['closures'][0]['id']}", headers=ACTOR)
    assert "丙村水上救援" not in skills(removed.json())


async def test_a_drawn_area_closes_the_links_it_touches(desk: httpx.AsyncClient) -> None:
    drawn = {"kind": "polygon", "geometry": square(108.025, 108.035), "reason": "淹没", "speed_percent": 0}
    line = {
        "kind": "line",
        "geometry": {"type": "LineString", "coordinates": [[108.05, 30.99], [108.05, 31.01]]},
        "reason": "泥泞",
        "speed_percent": 50,
    }
    opened = await open_one(desk, villages=[{"division": C}], closures=[drawn, line])
    layers = (await desk.get(f"{PATH}/{opened['id']}/map")).json()
    assert sorted(one["properties"]["links"] for one in layers["closures"]["features"]) == [[BRIDGE], ["L3"]]
    assert skills(opened)["丙村水上救援"] == 8 and sum(name.endswith("道路抢通") for name in skills(opened)) == 1


async def test_needs_corrected_by_hand_are_left_alone(desk: httpx.AsyncClient, database: Database) -> None:
    opened = await open_one(desk, villages=[{"division": A}])
    path = f"{PATH}/{opened['id']}"
    kept = next(need for need in opened["needs"] if need["name"] == "近镇转移引导")
    fields = ("name", "division", "skill", "people", "from_s", "until_s", "severity")
    own = {"name": "医院转运", "lon": 108.02, "lat": 31.0, "skill": "medical", "people": 6, "until_s": 7200}
    body = {"needs": [{name: kept[name] for name in fields}, own]}
    corrected = await desk.put(f"{path}/needs", json=body, headers=ACTOR | {"If-Match": '"1"'})
    assert skills(corrected.json()) == {"近镇转移引导": 10, "医院转运": 6}, corrected.text
    closure = {"kind": "link", "link_id": BRIDGE, "reason": "桥面过水"}
    after = (await desk.post(f"{path}/closures", json=closure, headers=command())).json()
    assert skills(after) == skills(corrected.json()) and after["needs_corrected"]
    async with database.snapshot() as session:
        facts = await load_incident(session, await find_incident(session, opened["number"]))
    assert {need.name: need.origin for need in facts.needs} == {
        "近镇转移引导": NeedOrigin.RULE,
        "医院转运": NeedOrigin.MANUAL,
    }
    again = (await desk.post(f"{path}/needs/propose", headers=command())).json()
    assert skills(again)["医院转运"] == 6 and skills(again)["大桥道路抢通"] == 10 and not again["needs_corrected"]
    wrong = [own | {"division": "123"}, own | {"until_s": 10, "from_s": 10}, own | {"lon": None, "lat": None}]
    refusal = await desk.put(f"{path}/needs", json={"needs": wrong}, headers=ACTOR | {"If-Match": '"4"'})
    assert {one["pointer"] for one in refusal.json()["errors"]} == {
        "/needs/0/division",
        "/needs/1/until_s",
        "/needs/2/division",
    }


async def test_update_close_and_log(desk: httpx.AsyncClient) -> None:
    opened = await open_one(desk, villages=[{"division": A}], areas=[{"geometry": square(107.99, 108.01)}])
    path = f"{PATH}/{opened['id']}"
    change = {
        "level": "I",
        "villages": [{"division": B, "people": 40}],
        "areas": [],
        "closed_sites": [{"site_id": str(DEPOT), "reason": "进水"}],
    }
    updated = (await desk.patch(path, json=change, headers=ACTOR | {"If-Match": '"1"'})).json()
    assert updated["people_to_place"] == 40 and updated["areas"] == [] and updated["level"] == "I"
    assert updated["closed_sites"][0]["name"] == "区级库" and "近镇转移引导" in skills(updated)
    stale = await desk.patch(path, json=change, headers=ACTOR | {"If-Match": '"1"'})
    assert stale.status_code == 412
    note = await desk.post(f"{path}/log", json={"text": "水位回落"}, headers=command())
    assert note.status_code == 201
    closed = await desk.post(f"{path}/close", json={"note": "全部返回"}, headers=command())
    assert closed.json()["state"] == "closed" and closed.json()["closed_at"]
    late = await desk.post(f"{path}/closures", json={"kind": "link", "link_id": "L1", "reason": "x"}, headers=command())
    assert late.status_code == 409
    log = (await desk.get(f"{path}/log", params={"limit": 3})).json()
    assert [row["kind"] for row in log["items"]] == ["event", "note", "event"] and log["next"]
    rest = (await desk.get(f"{path}/log", params={"after": log["next"]})).json()
    assert len(rest["items"]) == 1 and rest["next"] is None


async def test_facts_for_the_planner(desk: httpx.AsyncClient, database: Database) -> None:
    opened = await open_one(
        desk,
        kind="earthquake",
        exercise=True,
        villages=[{"division": C, "people": 30, "elderly": 20, "patients": 15}],
    )
    assert opened["number"].startswith("YL-")
    async with database.snapshot() as session:
        facts = await load_incident(session, await find_incident(session, opened["id"]))
    (village,) = facts.villages
    assert (village.people, village.special, village.township_name) == (30, 30, "远镇")
    assert facts.hazards == {Hazard.EARTHQUAKE, Hazard.LANDSLIDE} and facts.people_to_place == 30
    assert {need.name for need in facts.needs} >= {"远镇伤病员救护"}


async def test_rules_are_data(desk: httpx.AsyncClient) -> None:
    rules = {rule["code"]: rule for rule in (await desk.get("/api/v1/mission-rules")).json()["items"]}
    assert rules["guide"]["per"] == 100 and "规划值" in rules["guide"]["note"]
    path = "/api/v1/mission-rules/guide"
    changed = await desk.patch(path, json={"people": 5}, headers=SYSADMIN | {"If-Match": '"1"'})
    assert changed.json()["people"] == 5
    wrong = await desk.patch(path, json={"until_s": 1, "from_s": 2}, headers=SYSADMIN | {"If-Match": '"2"'})
    assert wrong.status_code == 422
    assert skills(await open_one(desk, villages=[{"division": A}]))["近镇转移引导"] == 25


async def test_a_rule_of_ones_own(desk: httpx.AsyncClient) -> None:
    own = {"code": "pets", "name": "宠物安置", "basis": "incident", "skill": "transport", "people": 3, "until_s": 7200}
    added = await desk.post("/api/v1/mission-rules", json=own, headers=command("sysadmin"))
    assert added.status_code == 201 and added.json()["active"]
    assert skills(await open_one(desk, villages=[{"division": A}]))["甲村宠物安置"] == 3
    assert (await desk.post("/api/v1/mission-rules", json=own, headers=command("sysadmin"))).status_code == 409
    wrong = await desk.post("/api/v1/mission-rules", json=own | {"from_s": 7200}, headers=command("sysadmin"))
    assert wrong.status_code == 422
    off = await desk.patch("/api/v1/mission-rules/pets", json={"active": False}, headers=SYSADMIN | {"If-Match": '"1"'})
    assert not off.json()["active"]
    assert "甲村宠物安置" not in skills(await open_one(desk, villages=[{"division": A}]))


async def test_a_closure_beside_every_road_is_a_warning(desk: httpx.AsyncClient) -> None:
    beside = {"kind": "polygon", "geometry": square(108.0, 108.01, 31.1, 31.2), "reason": "滑坡"}
    opened = await open_one(desk, villages=[{"division": A}], closures=[beside])
    assert opened["warnings"] == ["“滑坡”没有影响任何道路，请核对位置"]


async def test_unknown_incident(desk: httpx.AsyncClient) -> None:
    missing = "00000000-0000-0000-0000-000000000000"
    for path in (missing, f"{missing}/map", f"{missing}/log"):
        assert (await desk.get(f"{PATH}/{path}")).status_code == 404


async def test_bridges_of_the_district_close_to_heavy_vehicles_only(desk: httpx.AsyncClient) -> None:
    opened = await open_one(desk, villages=[{"division": C}])
    limited = {"kind": "district", "structure": "bridge", "limit_kg": 3500, "reason": "桥梁限重"}
    answer = await desk.post(f"{PATH}/{opened['id']}/closures", json=limited, headers=command())
    assert answer.status_code == 201
    [closure] = answer.json()["closures"]
    assert (closure["structure"], closure["limit_kg"], closure["geometry"]) == ("bridge", 3500, None)
    assert (closure["roads"], closure["state"]) == ("大桥", "限重 3500 千克")
    layers = (await desk.get(f"{PATH}/{opened['id']}/map")).json()
    assert layers["closures"]["features"][0]["properties"]["links"] == [BRIDGE]
    refused_all = {"kind": "district", "reason": "大雪"}
    answer = await desk.post(f"{PATH}/{opened['id']}/closures", json=refused_all, headers=command())
    assert answer.status_code == 422 and "不能中断全区所有道路" in answer.text


async def test_reported_road_conditions_replace_those_of_the_kind(desk: httpx.AsyncClient, database: Database) -> None:
    opened = await open_one(desk, villages=[{"division": C}])
    assert opened["road_conditions"] is None

    async def slowed_by() -> list[str]:
        async with database.snapshot() as session:
            return list((await load_incident(session, await find_incident(session, opened["number"]))).conditions)

    assert await slowed_by() == ["rain"]
    path, version = f"{PATH}/{opened['id']}", opened["version"]
    for reported, expected in ((["debris", "rain"], ["rain", "debris"]), ([], []), (None, ["rain"])):
        headers = ACTOR | {"If-Match": f'"{version}"'}
        answer = await desk.patch(path, json={"road_conditions": reported}, headers=headers)
        assert answer.status_code == 200, answer.text
        version = answer.json()["version"]
        assert await slowed_by() == expected
    unknown = await desk.patch(path, json={"road_conditions": ["fog"]}, headers=ACTOR | {"If-Match": f'"{version}"'})
    assert unknown.status_code == 422
