"""Shelters over HTTP: places, exposures and service decide who may be sent there."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.kernel.database import Database
from app.shelters.models import Hazard
from app.shelters.queries import usable_shelters
from tests.small_district import ACTOR, DISTRICT, NEAR, SHELTER_SITE, build, command

SHELTER: dict[str, Any] = {
    "code": "BN-1",
    "name": "近镇小学",
    "division": NEAR,
    "site_id": str(SHELTER_SITE),
    "shelter_class": "short",
    "grade": "township",
    "indoor_places": 100,
    "outdoor_places": 50,
    "special_places": 20,
    "usable_area_m2": 500,
    "day_capacity": 200,
    "night_capacity": 150,
    "functions": ["toilets", "water"],
    "exposures": ["flood"],
}


@pytest.fixture
async def desk(database: Database, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    await build(database)
    yield client


async def add(desk: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await desk.post("/api/v1/shelters", json=SHELTER | changes, headers=command())


def pointers(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {fault["pointer"] for fault in answer.json()["errors"]}


async def test_an_added_shelter_stands_at_its_site(desk: httpx.AsyncClient) -> None:
    added = (await add(desk)).json()
    assert (added["lon"], added["functions"], added["exposures"]) == (108.02, ["water", "toilets"], ["flood"])
    assert (added["area_per_person_cm2"], added["state"], added["docks"]) == (20_000, "standby", 1)


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ({"grade": "township"}, 1),
        ({"grade": "village"}, 0),
        ({"shelter_class": "short", "division": NEAR}, 1),
        ({"exposed_to": "flood"}, 1),
        ({"exposed_to": "fire"}, 0),
        ({"state": "open"}, 0),
        ({"search": "小学"}, 1),
        ({"search": "%"}, 0),
    ],
)
async def test_filters(desk: httpx.AsyncClient, query: dict[str, str], hits: int) -> None:
    await add(desk)
    assert len((await desk.get("/api/v1/shelters", params=query)).json()["items"]) == hits


async def test_what_is_wrong(desk: httpx.AsyncClient) -> None:
    assert pointers(await add(desk, special_places=151, site_id=None)) == {"/special_places", "/lon"}
    assert pointers(await add(desk, lon=108.0)) == {"/lat"}
    assert pointers(await add(desk, docks=0, ready_s=-1)) == {"/docks", "/ready_s"}


async def test_a_site_belongs_to_one_shelter(desk: httpx.AsyncClient) -> None:
    await add(desk)
    again = await add(desk, code="BN-2")
    assert again.status_code == 409 and "站点" in again.json()["detail"]


async def test_change_places_and_exposures(desk: httpx.AsyncClient) -> None:
    path = f"/api/v1/shelters/{(await add(desk)).json()['id']}"
    change = {"indoor_places": 80, "exposures": ["fire", "earthquake"]}
    changed = await desk.patch(path, json=change, headers=ACTOR | {"If-Match": '"1"'})
    assert changed.json()["exposures"] == ["earthquake", "fire"] and changed.json()["functions"] == ["water", "toilets"]
    assert changed.json()["indoor_places"] == 80 and changed.headers["etag"] == '"2"'
    too_few = await desk.patch(
        path, json={"indoor_places": 0, "outdoor_places": 0}, headers=ACTOR | {"If-Match": '"2"'}
    )
    assert pointers(too_few) == {"/special_places"}


async def test_usable_shelters_leave_out_the_closed_and_the_broken(desk: httpx.AsyncClient, database: Database) -> None:
    path = f"/api/v1/shelters/{(await add(desk)).json()['id']}"
    async with database.snapshot() as session:
        (usable,) = await usable_shelters(session, DISTRICT)
    assert (usable.places(overnight=True), usable.lon, usable.exposures) == (150, 108.02, (Hazard.FLOOD,))
    assert usable.places(overnight=False) == 150
    await desk.patch(path, json={"state": "closed"}, headers=ACTOR | {"If-Match": '"1"'})
    async with database.snapshot() as session:
        assert await usable_shelters(session, DISTRICT) == ()
    await desk.patch(path, json={"state": "standby"}, headers=ACTOR | {"If-Match": '"2"'})
    out = await desk.post(f"{path}/out-of-service", json={"reason": "修缮"}, headers=command())
    assert out.json()["out_of_service_reason"] == "修缮"
    async with database.snapshot() as session:
        assert await usable_shelters(session, DISTRICT) == ()
    assert not (await desk.post(f"{path}/in-service", headers=command())).json()["out_of_service"]
