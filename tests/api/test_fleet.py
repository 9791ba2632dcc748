"""Vehicles over HTTP: figures of the type unless given, a haulier named, out of service with a reason."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.fleet.models import PLANNING_VALUES, VehicleType
from app.fleet.queries import ready_vehicles
from app.kernel.database import Database
from app.sites.models import Bin, Partner, PartnerKind, Site, SiteKind
from tests.small_district import ACTOR, DEPOT, DISTRICT, NEAR, build, command

TRUCK: dict[str, Any] = {
    "code": "渝A00001",
    "name": "一号车",
    "type": "truck_4m2",
    "division": DISTRICT,
    "base_site_id": str(DEPOT),
}


@pytest.fixture
async def desk(database: Database, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    await build(database)
    yield client


async def add(desk: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await desk.post("/api/v1/vehicles", json=TRUCK | changes, headers=command())


def pointers(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {fault["pointer"] for fault in answer.json()["errors"]}


async def test_every_type_has_planning_values_that_carry_something() -> None:
    assert PLANNING_VALUES.keys() == set(VehicleType)
    assert all(one.seats or (one.capacity_g and one.capacity_cm3) for one in PLANNING_VALUES.values())


async def test_the_type_fills_in_what_is_not_given(desk: httpx.AsyncClient) -> None:
    added = (await add(desk, capacity_g=1_500_000)).json()
    assert (added["capacity_g"], added["capacity_cm3"], added["seats"]) == (1_500_000, 15_000_000, 0)
    assert (added["profile"], added["mobilisation_s"], added["lon"]) == ("truck", 1800, 108.0)
    bus = (await add(desk, code="渝A00002", type="bus")).json()
    assert (bus["profile"], bus["seats"], bus["capacity_g"]) == ("bus", 45, 0)
    types = (await desk.get("/api/v1/vehicle-types")).json()["items"]
    assert len(types) == len(VehicleType) and types[0]["label"] == "微型货车"


async def test_what_is_wrong(desk: httpx.AsyncClient) -> None:
    assert pointers(await add(desk, capacity_cm3=0)) == {"/capacity_cm3"}
    assert pointers(await add(desk, owner="haulier")) == {"/partner_id"}
    assert pointers(await add(desk, owner="haulier", partner_id=str(DEPOT))) == {"/partner_id"}
    assert pointers(await add(desk, partner_id=str(DEPOT))) == {"/partner_id"}
    assert pointers(await add(desk, type="tank", code="")) == {"/type", "/code"}
    assert pointers(await add(desk, base_site_id=None, division="1")) == {"/lon", "/division"}


async def test_a_haulier_is_a_partner(desk: httpx.AsyncClient, database: Database) -> None:
    async with database.transaction() as session:
        site = Site(code="YS", name="顺达运输", kind=SiteKind.PARTNER, division=NEAR, lon=108.0, lat=31.0)
        session.add(site)
        await session.flush()
        session.add_all(
            [Bin(id=site.id, site_id=site.id, code="0"), Partner(site_id=site.id, kind=PartnerKind.TRANSPORT)]
        )
    hired = await add(desk, owner="haulier", partner_id=str(site.id))
    assert hired.status_code == 201 and hired.json()["owner"] == "haulier"
    for query, hits in (
        ({"owner": "haulier"}, 1),
        ({"type": "bus"}, 0),
        ({"search": "00001"}, 1),
        ({"division": NEAR}, 0),
    ):
        assert len((await desk.get("/api/v1/vehicles", params=query)).json()["items"]) == hits


async def test_out_of_service_vehicles_are_not_ready(desk: httpx.AsyncClient, database: Database) -> None:
    path = f"/api/v1/vehicles/{(await add(desk)).json()['id']}"
    async with database.snapshot() as session:
        (ready,) = await ready_vehicles(session, DISTRICT)
    assert (ready.type, ready.base_site_id, ready.lon) == (VehicleType.TRUCK_4M2, DEPOT, 108.0)
    await desk.post(f"{path}/out-of-service", json={"reason": "年检"}, headers=command())
    async with database.snapshot() as session:
        assert await ready_vehicles(session, DISTRICT) == ()
    changed = await desk.patch(path, json={"seats": 2}, headers=ACTOR | {"If-Match": '"2"'})
    assert changed.json()["version"] == 3 and changed.json()["out_of_service"]
    assert (await desk.post(f"{path}/in-service", headers=command())).json()["version"] == 4
    assert (await desk.post(f"{path}/in-service", headers=command())).status_code == 409
    twice = await add(desk)
    assert twice.status_code == 409 and "车牌号" in twice.json()["detail"]
