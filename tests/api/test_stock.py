"""Stock over HTTP: receipt, issue, transfer, hold and reversal, each with its effect before posting."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.inventory import queries
from app.kernel.database import Database
from app.kernel.ids import uuid7
from app.sites.models import ReserveFloor
from tests.warehouse import World, build


@pytest.fixture
async def world(database: Database) -> World:
    return await build(database)


class Desk:
    """A keeper at the page."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(
        self, path: str, body: dict[str, Any] | None = None, *, status: int = 201, actor: str = "keeper"
    ) -> dict[str, Any]:
        headers = {"X-Actor": actor, "Idempotency-Key": str(uuid7())}
        response = await self.client.post(f"/api/v1{path}", json=body or {}, headers=headers)
        assert response.status_code == status, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        response = await self.client.get(f"/api/v1{path}", params=params)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def stock(self, site: UUID) -> dict[str, tuple[int, int, int]]:
        rows = (await self.get(f"/sites/{site}/stock"))["items"]
        return {row["lot_no"]: (row["on_hand"], row["reserved"], row["available"]) for row in rows}


@pytest.fixture
async def desk(client: httpx.AsyncClient) -> AsyncIterator[Desk]:
    yield Desk(client)


def receiving(world: World, quantity: int, lot: str = "L1", **lot_facts: Any) -> dict[str, Any]:
    line = {"lot": {"item_id": str(world.bed), "lot_no": lot, **lot_facts}, "quantity": quantity}
    return {"kind": "receipt", "reason": "purchase", "site_id": str(world.depot), "lines": [line]}


def issuing(world: World, quantity: int, **more: Any) -> dict[str, Any]:
    line = {"item_id": str(world.bed), "quantity": quantity}
    return {"kind": "issue", "reason": "distribution", "site_id": str(world.depot), "lines": [line], **more}


async def test_a_receipt_shows_its_effect_then_posts_it(desk: Desk, world: World) -> None:
    shown = await desk.post("/documents/preview", receiving(world, 245), status=200)
    [effect] = shown["effects"]
    assert (effect["before"], effect["change"], effect["after"]) == (0, 245, 245)
    assert effect["after_text"] == "12 箱 × 20 + 5 = 245 张"
    assert await desk.stock(world.depot) == {}

    posted = await desk.post("/documents", receiving(world, 245))
    assert posted["number"].startswith("RK-D-")
    assert posted["state"] == "posted"
    assert [(entry["from_site_name"], entry["quantity"]) for entry in posted["entries"]] == [("供应商", 245)]
    assert await desk.stock(world.depot) == {"L1": (245, 0, 245)}


async def test_an_issue_takes_what_expires_first(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100, "late", expires_on="2029-01-01"))
    await desk.post("/documents", receiving(world, 60, "soon", expires_on="2028-01-01"))
    await desk.post("/documents", receiving(world, 40, "gone", expires_on="2020-01-01"))
    shown = await desk.post("/documents/preview", issuing(world, 80), status=200)
    assert {row["lot_no"]: row["change"] for row in shown["effects"]} == {"soon": -60, "late": -20}
    posted = await desk.post("/documents", issuing(world, 80))
    assert [(line["lot_no"], line["quantity"]) for line in posted["lines"]] == [("soon", 60), ("late", 20)]
    assert await desk.stock(world.depot) == {"late": (80, 0, 80), "gone": (40, 0, 0)}


async def test_too_much_is_refused_with_pointer_and_figures(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    await desk.post("/documents", receiving(world, 40, "gone", expires_on="2020-01-01"))
    refused = await desk.post("/documents", issuing(world, 120), status=422)
    assert refused["errors"] == [
        {"pointer": "/lines/0/quantity", "detail": "可用 100 张，不足 120 张（在库 140，已过期 40）"}
    ]


async def test_a_malformed_line_is_told_where_it_was_written(desk: Desk, world: World) -> None:
    body = receiving(world, 10**10) | {"note": "x" * 501}
    refused = await desk.post("/documents/preview", body, status=422)
    assert {error["pointer"] for error in refused["errors"]} == {"/note", "/lines/0/quantity"}


async def test_all_faults_are_told_at_once(desk: Desk, world: World) -> None:
    nowhere = str(uuid7())
    body = {
        "kind": "transfer",
        "reason": "purchase",
        "site_id": str(world.depot),
        "to_site_id": str(world.depot),
        "lines": [
            {"item_id": nowhere, "quantity": 1},
            {"item_id": str(world.bed), "lot_id": nowhere, "quantity": 1},
            {"item_id": str(world.bed), "bin_id": nowhere, "quantity": 1},
        ],
        "occurred_at": "2100-01-01T00:00:00Z",
    }
    refused = await desk.post("/documents", body, status=422)
    assert [error["pointer"] for error in refused["errors"]] == [
        "/reason",
        "/to_site_id",
        "/lines/0/item_id",
        "/lines/1/lot_id",
        "/lines/2/bin_id",
        "/occurred_at",
    ]


async def test_a_transfer_has_two_ends_and_leaves_nothing_on_the_road(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    body = {**issuing(world, 30), "kind": "transfer", "reason": "allocation", "to_site_id": str(world.point)}
    shown = await desk.post("/documents/preview", body, status=200)
    assert sorted(row["change"] for row in shown["effects"]) == [-30, 30]
    posted = await desk.post("/documents", body)
    ends = [(entry["from_site_name"], entry["to_site_name"]) for entry in posted["entries"]]
    assert ends == [("区级库D", "在途"), ("在途", "乡镇（街道）储备点P")]
    assert await desk.stock(world.point) == {"L1": (30, 0, 30)}


async def test_held_goods_are_only_for_their_holder(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    line = {"item_id": str(world.bed), "quantity": 70}
    held = await desk.post("/holds", {"site_id": str(world.depot), "reason": "演练备用", "lines": [line]})
    assert [(row["lot_no"], row["quantity_text"]) for row in held["lines"]] == [("L1", "3 箱 × 20 + 10 = 70 张")]
    assert await desk.stock(world.depot) == {"L1": (100, 70, 30)}
    refused = await desk.post("/documents", issuing(world, 50), status=422)
    assert refused["errors"][0]["detail"] == "可用 30 张，不足 50 张（在库 100，已占用 70）"
    await desk.post("/documents", issuing(world, 50, hold_id=held["id"]))
    assert await desk.stock(world.depot) == {"L1": (50, 0, 50)}
    [row] = (await desk.get("/holds", site=world.depot))["items"]
    assert row["state"] == "fulfilled"


async def test_a_released_hold_frees_its_goods_once(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    line = {"item_id": str(world.bed), "quantity": 70}
    held = await desk.post("/holds", {"site_id": str(world.depot), "reason": "备用", "lines": [line]})
    released = await desk.post(f"/holds/{held['id']}/release", status=200)
    assert released["state"] == "released"
    assert await desk.stock(world.depot) == {"L1": (100, 0, 100)}
    again = await desk.post(f"/holds/{held['id']}/release", status=409)
    assert "已释放" in again["detail"]


async def test_a_reversal_mirrors_the_document(desk: Desk, world: World) -> None:
    posted = await desk.post("/documents", receiving(world, 100))
    shown = await desk.post(f"/documents/{posted['id']}/reversal/preview", status=200)
    assert [(row["before"], row["after"]) for row in shown["effects"]] == [(100, 0)]
    reversal = await desk.post(f"/documents/{posted['id']}/reversal", {"note": "数量录错"})
    assert reversal["reverses"] == posted["id"]
    assert reversal["number"].startswith("HC-D-")
    assert await desk.stock(world.depot) == {}
    original = await desk.get(f"/documents/{posted['id']}")
    assert (original["state"], original["reversed_by"]) == ("reversed", reversal["id"])
    for document in (posted["id"], reversal["id"]):
        await desk.post(f"/documents/{document}/reversal", {"note": "再来"}, status=409)


async def test_a_transfer_is_reversed_along_the_same_road(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    body = {**issuing(world, 30), "kind": "transfer", "reason": "allocation", "to_site_id": str(world.point)}
    posted = await desk.post("/documents", body)
    await desk.post(f"/documents/{posted['id']}/reversal", {"note": "发错"})
    assert await desk.stock(world.point) == {}
    assert await desk.stock(world.depot) == {"L1": (100, 0, 100)}


async def test_goods_that_moved_on_forbid_the_reversal(desk: Desk, world: World) -> None:
    posted = await desk.post("/documents", receiving(world, 100))
    await desk.post("/documents", issuing(world, 30))
    refused = await desk.post(f"/documents/{posted['id']}/reversal", {"note": "数量录错"}, status=409)
    assert refused["errors"][0]["detail"] == "批号 L1 只余 70 张 可动用，不足 100 张"


async def test_a_repeated_key_answers_with_the_same_document(client: httpx.AsyncClient, world: World) -> None:
    headers = {"X-Actor": "keeper", "Idempotency-Key": str(uuid7())}
    answers = [await client.post("/api/v1/documents", json=receiving(world, 100), headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    other = await client.post("/api/v1/documents", json=receiving(world, 99), headers=headers)
    assert other.status_code == 422


async def test_a_document_dated_back_may_not_rewrite_the_past(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    yesterday = {**issuing(world, 10), "occurred_at": "2026-11-21T00:00:00Z"}
    refused = await desk.post("/documents", yesterday, status=422)
    assert "此后曾低于零" in refused["errors"][0]["detail"]
    long_ago = {**issuing(world, 10), "occurred_at": "2020-01-01T00:00:00Z"}
    assert "最多补录" in (await desk.post("/documents", long_ago, status=422))["errors"][0]["detail"]


async def test_pages_of_documents_and_ledger_follow_the_cursor(desk: Desk, world: World) -> None:
    for number in range(5):
        await desk.post("/documents", receiving(world, 10, f"L{number}"))
    first = await desk.get("/documents", limit=3)
    rest = await desk.get("/documents", limit=3, after=first["next"])
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, None)
    entries = await desk.get("/ledger", site=world.depot, limit=4)
    assert [row["lot_no"] for row in entries["items"]] == ["L4", "L3", "L2", "L1"]


async def test_stock_of_an_item_and_the_tree(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    [row] = (await desk.get("/stock", item=world.bed))["items"]
    assert (row["site_name"], row["on_hand"], row["available_text"]) == ("区级库D", 100, "5 箱 × 20 = 100 张")
    [root] = (await desk.get("/stock/tree"))["roots"]
    assert (root["name"], root["site_count"], root["mass_kg"]) == ("测试区", 3, 850)


async def test_lists_of_the_catalogue(desk: Desk, world: World) -> None:
    items = (await desk.get("/items", search="床"))["items"]
    assert [(item["name"], item["packages"][0]["factor"]) for item in items] == [("折叠床", 20)]
    sites = (await desk.get("/sites", division="500100101"))["items"]
    assert {site["kind"] for site in sites} == {"district_depot", "township_point", "village_room"}
    detail = await desk.get(f"/sites/{world.depot}")
    assert [bin_["code"] for bin_ in detail["bins"]] == ["-", "A-01"]
    divisions = (await desk.get("/divisions", under="500100"))["items"]
    assert [division["name"] for division in divisions] == ["测试区", "甲镇"]
    labels = (await desk.get("/labels"))["enums"]
    assert {"value": "usable", "label": "完好", "colour": "success"} in labels["Condition"]
    assert (await desk.get("/kits"))["items"] == (await desk.get("/standards"))["items"] == []


async def test_a_site_out_of_service_receives_nothing(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    closed = await desk.post(f"/sites/{world.depot}/out-of-service", {"reason": "屋顶漏水"}, status=200)
    assert (closed["out_of_service"], closed["out_of_service_reason"]) == (True, "屋顶漏水")
    refused = await desk.post("/documents", receiving(world, 1), status=422)
    assert refused["errors"] == [{"pointer": "/site_id", "detail": "“区级库D”已停用，不能收货"}]
    await desk.post("/documents", issuing(world, 1))
    await desk.post(f"/sites/{world.depot}/out-of-service", {"reason": "又漏"}, status=409)
    await desk.post(f"/sites/{world.depot}/in-service", status=200)
    await desk.post("/documents", receiving(world, 1))


async def test_plans_leave_a_floor_until_an_approver_releases_it(desk: Desk, world: World, database: Database) -> None:
    async with database.transaction() as session:
        session.add(ReserveFloor(id=(floor := uuid7()), site_id=world.depot, item_id=world.bed, quantity=50))
    async with database.snapshot() as session:
        assert [row.quantity for row in await queries.floors_for_plan(session)] == [50]
    refused = await desk.post(f"/reserve-floors/{floor}/release", status=403)
    assert refused["title"] == "没有权限"
    site = await desk.post(f"/reserve-floors/{floor}/release", status=200, actor="approver")
    assert site["floors"][0]["released_by"] == "approver"
    await desk.post(f"/reserve-floors/{floor}/release", status=409, actor="approver")
    async with database.snapshot() as session:
        assert await queries.floors_for_plan(session) == []


async def test_what_a_plan_may_count_on(desk: Desk, world: World, database: Database) -> None:
    for lot, facts in {"good": {}, "gone": {"expires_on": "2020-01-01"}, "city": {"owner": "city"}}.items():
        await desk.post("/documents", receiving(world, 100, lot, **facts))
    line = {"item_id": str(world.bed), "quantity": 30}
    await desk.post("/holds", {"site_id": str(world.depot), "reason": "备用", "lines": [line]})
    async with database.snapshot() as session:
        rows = {row.lot_no: row for row in await queries.available_for_plan(session)}
    shown = {lot: (row.on_hand, row.reserved, row.expired, row.city, row.available) for lot, row in rows.items()}
    assert shown == {
        "good": (100, 30, 0, 0, 70),
        "gone": (100, 0, 100, 0, 0),
        "city": (100, 0, 0, 100, 0),
    }


@pytest.mark.parametrize(
    ("kind", "reason", "more", "left"),
    [
        ("adjustment", "missing", {}, {("-", "usable"): 90}),
        ("adjustment", "found", {}, {("-", "usable"): 110}),
        ("disposal", "broken", {}, {("-", "usable"): 90}),
        ("condition", "inspection", {"to_condition": "repair"}, {("-", "usable"): 90, ("-", "repair"): 10}),
        ("move", "tidy", {"to_bin_id": "shelf"}, {("-", "usable"): 90, ("A-01", "usable"): 10}),
    ],
)
async def test_the_other_kinds_of_document(
    desk: Desk, world: World, *, kind: str, reason: str, more: Any, left: Any
) -> None:
    await desk.post("/documents", receiving(world, 100))
    [row] = (await desk.get(f"/sites/{world.depot}/stock"))["items"]
    named = {name: str(world.shelf) if value == "shelf" else value for name, value in more.items()}
    lines = [{"lot_id": row["lot_id"], "quantity": 10, **named}]
    body = {"kind": kind, "reason": reason, "site_id": str(world.depot), "lines": lines}
    shown = await desk.post("/documents/preview", body, status=200)
    assert {(one["bin_code"], one["condition"]): one["after"] for one in shown["effects"]} == left
    posted = await desk.post("/documents", body)
    assert len(posted["entries"]) == 1
    rows = (await desk.get(f"/sites/{world.depot}/stock"))["items"]
    assert {(one["bin_code"], one["condition"]): one["on_hand"] for one in rows} == left
    reversal = await desk.post(f"/documents/{posted['id']}/reversal", {"note": "录错"})
    assert len(reversal["entries"]) == 1
    assert await desk.stock(world.depot) == {"L1": (100, 0, 100)}


async def test_what_was_issued_comes_back_and_no_more(desk: Desk, world: World) -> None:
    await desk.post("/documents", receiving(world, 100))
    posted = await desk.post("/documents", issuing(world, 40))
    lines = [{"lot_id": posted["lines"][0]["lot_id"], "quantity": 41, "condition": "repair"}]
    body = {"kind": "return", "site_id": str(world.depot), "lines": lines}
    refused = await desk.post("/documents", body, status=422)
    assert refused["errors"][0]["detail"] == "批号 L1 只余 40 张 可动用，不足 41 张"
    lines[0]["quantity"] = 40
    await desk.post("/documents", body)
    rows = (await desk.get(f"/sites/{world.depot}/stock"))["items"]
    assert {(row["condition"], row["on_hand"], row["available"]) for row in rows} == {
        ("usable", 60, 60),
        ("repair", 40, 0),
    }
