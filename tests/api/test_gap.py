"""The gap report follows the books and the forces: a receipt, a hold, an out-of-service flag show at once."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.catalog.models import (
    Comparison,
    Item,
    ItemPackage,
    Kit,
    KitLine,
    Nature,
    NeedBasis,
    Season,
    Standard,
    StorageClass,
)
from app.divisions.models import DivisionKind
from app.kernel import clock
from app.kernel.database import Database
from app.planning import commands
from app.sites.models import ReserveFloor
from tests.small_district import DEPOT, DISTRICT, FAR, NEAR, POINT, build, command

TENT, BED, WATER = (UUID(int=0xA0 + number) for number in range(3))
KIT = UUID(int=0xB0)


@pytest.fixture
async def desk(database: Database, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    await build(database)
    async with database.transaction() as session:
        session.add_all(
            [_item(TENT, "tent", "帐篷", "顶"), _item(BED, "bed", "折叠床", "张"), _item(WATER, "water", "饮用水", "L")]
        )
        session.add(
            Kit(id=KIT, code="relief", name="转移安置定额", season=Season.SUMMER, valid_from=_day(-300), source="测试")
        )
        await session.flush()
        session.add(ItemPackage(item_id=WATER, level=1, name="箱", factor=12))
        once, daily = NeedBasis.DURABLE, NeedBasis.PER_DAY
        session.add(KitLine(kit_id=KIT, item_id=TENT, units=1, people=4, basis=once, indoor_replaces=True, sort=1))
        session.add(KitLine(kit_id=KIT, item_id=BED, units=1, people=1, basis=once, sort=2))
        session.add(KitLine(kit_id=KIT, item_id=WATER, units=3, people=1, basis=daily, sort=3))
        session.add(_standard("persons_supported", 100, DivisionKind.DISTRICT))
        session.add(_standard("persons_supported", 20, DivisionKind.TOWNSHIP, "hazard_prone_or_remote", example=True))
        session.add(_standard("township_teams", 2, DivisionKind.DISTRICT))
    yield client


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _item(id: UUID, code: str, name: str, unit: str) -> Item:
    return Item(
        id=id,
        code=code,
        name=name,
        unit=unit,
        mass_g=1000,
        volume_cm3=1000,
        storage=StorageClass.GENERAL,
        nature=Nature.REUSABLE,
    )


def _standard(metric: str, threshold: int, kind: DivisionKind, flag: str = "", *, example: bool = False) -> Standard:
    return Standard(
        metric=metric,
        name=metric,
        scope_kind=kind,
        scope_flag=flag,
        comparison=Comparison.AT_LEAST,
        threshold=Decimal(threshold),
        unit="人",
        document="试验区规划",
        clause="物资保障",
        as_of=_day(-100),
        example=example,
    )


async def receive(desk: httpx.AsyncClient, site: UUID, item: UUID, quantity: int, expires_in: int | None = None) -> str:
    lot: dict[str, Any] = {"item_id": str(item), "lot_no": f"P{expires_in}"}
    if expires_in is not None:
        lot |= {"made_on": str(_day(-700)), "expires_on": str(_day(expires_in))}
    body = {
        "kind": "receipt",
        "site_id": str(site),
        "reason": "purchase",
        "lines": [{"lot": lot, "quantity": quantity}],
    }
    answer = await desk.post("/api/v1/documents", json=body, headers=command("keeper"))
    assert answer.status_code == 201, answer.text
    lot_id: str = answer.json()["lines"][0]["lot_id"]
    return lot_id


async def gap(desk: httpx.AsyncClient, **query: str) -> dict[str, Any]:
    answer = await desk.get("/api/v1/gap", params={"season": "summer"} | query)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


async def place(desk: httpx.AsyncClient, code: str, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in (await gap(desk, **query))["places"] if one["division"] == code)
    return found


def line(of: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in of["items"] if one["name"] == name)
    return found


async def stock_depot(desk: httpx.AsyncClient) -> None:
    for item, quantity in ((TENT, 25), (BED, 80), (WATER, 900)):
        await receive(desk, DEPOT, item, quantity)


async def test_a_receipt_changes_the_next_answer(desk: httpx.AsyncClient) -> None:
    empty = await place(desk, DISTRICT)
    assert (empty["persons"], empty["gap"], empty["target"]) == (0, 100, 100)
    await stock_depot(desk)
    stocked = await place(desk, DISTRICT)
    assert stocked["persons"] == 80 and stocked["limiting"] == ["折叠床"] and stocked["sites"] == ["区级库"]
    assert line(stocked, "折叠床")["lacking"] == 20 and line(stocked, "帐篷")["lacking"] == 0
    await receive(desk, DEPOT, BED, 30)
    assert (await place(desk, DISTRICT))["persons"] == 100


async def test_what_to_buy_comes_in_whole_packages(desk: httpx.AsyncClient) -> None:
    await receive(desk, DEPOT, WATER, 890)
    water = line(await place(desk, DISTRICT), "饮用水")
    assert (water["required"], water["lacking"], water["packages"]) == (900, 10, "1 箱 × 12 = 12 L")


async def test_expired_held_reserved_do_not_count_but_floors_do(desk: httpx.AsyncClient, database: Database) -> None:
    await stock_depot(desk)
    await receive(desk, DEPOT, BED, 15, expires_in=-1)
    fresh = await receive(desk, DEPOT, BED, 10, expires_in=30)
    assert (await place(desk, DISTRICT))["persons"] == 90
    assert (await place(desk, DISTRICT, as_of=str(_day(31))))["persons"] == 80
    inspected = {
        "kind": "condition",
        "site_id": str(DEPOT),
        "reason": "inspection",
        "lines": [{"lot_id": fresh, "quantity": 4, "to_condition": "quarantine"}],
    }
    assert (await desk.post("/api/v1/documents", json=inspected, headers=command("keeper"))).status_code == 201
    hold = {"site_id": str(DEPOT), "reason": "另有任务", "lines": [{"item_id": str(BED), "quantity": 6}]}
    assert (await desk.post("/api/v1/holds", json=hold, headers=command("keeper"))).status_code == 201
    async with database.transaction() as session:
        session.add(ReserveFloor(site_id=DEPOT, item_id=BED, quantity=50))
    beds = line(await place(desk, DISTRICT), "折叠床")
    assert beds["persons"] == 80 and (beds["expired"], beds["held"], beds["reserved"], beds["floor"]) == (15, 4, 6, 50)


async def test_indoor_places_count_instead_of_tents_until_the_shelter_is_out(desk: httpx.AsyncClient) -> None:
    await receive(desk, POINT, BED, 30)
    await receive(desk, POINT, WATER, 270)
    assert (await place(desk, FAR))["persons"] == 0
    shelter = {
        "code": "BN-1",
        "name": "远镇中学",
        "division": FAR,
        "lon": 108.04,
        "lat": 31.0,
        "shelter_class": "short",
        "grade": "township",
        "indoor_places": 25,
        "outdoor_places": 10,
        "usable_area_m2": 200,
        "day_capacity": 35,
        "night_capacity": 35,
    }
    added = (await desk.post("/api/v1/shelters", json=shelter, headers=command())).json()
    served = await place(desk, FAR)
    assert (served["persons"], served["indoor_places"], served["limiting"], served["gap"]) == (25, 25, ["帐篷"], 0)
    assert served["example"] and "试验区规划" in served["standard"]
    out = await desk.post(f"/api/v1/shelters/{added['id']}/out-of-service", json={"reason": "维修"}, headers=command())
    assert out.status_code == 200 and (await place(desk, FAR))["persons"] == 0


async def test_only_flagged_townships_have_a_target(desk: httpx.AsyncClient) -> None:
    assert {one["division"] for one in (await gap(desk))["places"]} == {DISTRICT, FAR}
    assert NEAR not in {one["division"] for one in (await gap(desk))["places"]}


async def test_a_team_out_of_service_leaves_villages_uncovered(desk: httpx.AsyncClient) -> None:
    team = {
        "code": "DW-1",
        "name": "远镇队",
        "level": "township",
        "division": FAR,
        "lon": 108.04,
        "lat": 31.0,
        "people": 20,
        "on_duty": 12,
    }
    added = (await desk.post("/api/v1/teams", json=team, headers=command())).json()
    report = await gap(desk)
    assert report["coverage"]["villages"] == 4 and report["coverage"]["covered"] == 4
    forces = {one["metric"]: one for one in report["forces"]}
    assert (forces["township_teams"]["actual"], forces["township_teams"]["gap"]) == (1, 1)
    assert forces["team_people"]["actual"] == 20 and forces["people_on_duty"]["required"] is None
    await desk.post(f"/api/v1/teams/{added['id']}/out-of-service", json={"reason": "集训"}, headers=command())
    after = await gap(desk)
    assert after["coverage"]["covered"] == 0 and len(after["coverage"]["uncovered"]) == 4
    assert {one["metric"]: one for one in after["forces"]}["township_teams"]["gap"] == 2


async def test_every_input_names_its_age(desk: httpx.AsyncClient) -> None:
    await stock_depot(desk)
    ages = {one["name"]: one["at"] for one in (await gap(desk))["inputs"]}
    assert ages["库存账（最近一次记账）"] and ages["道路图层"] and ages["区划与人口"]


async def test_missing_data_is_said_in_chinese(desk: httpx.AsyncClient) -> None:
    unknown = await desk.get("/api/v1/gap", params={"district": "123456"})
    assert unknown.status_code == 404 and "123456" in unknown.json()["detail"]
    no_kit = await desk.get("/api/v1/gap", params={"season": "winter"})
    assert no_kit.status_code == 404 and "保障定额" in no_kit.json()["detail"]


async def test_the_terminal_prints_the_same(
    desk: httpx.AsyncClient, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await stock_depot(desk)
    async with database.transaction() as session:
        winter = Kit(code="relief", name="冬季定额", season=Season.WINTER, valid_from=_day(-300), source="测试")
        session.add(winter)
        await session.flush()
        session.add(KitLine(kit_id=winter.id, item_id=BED, units=1, people=1, basis=NeedBasis.DURABLE))
    await commands.gap(database)
    printed = capsys.readouterr().out
    assert "物资保障能力" in printed and "队伍与避难场所" in printed and "集结覆盖" in printed
