"""Documents and plans that wait for a second person: who sees, who decides, what the decision does."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from app.inventory.models import Document
from app.kernel.database import Database
from app.kernel.ids import uuid7
from tests.warehouse import DISTRICT, World, build


class Desk:
    def __init__(self, client: httpx.AsyncClient, world: World) -> None:
        self.client, self.world = client, world

    async def ask(self, method: str, path: str, actor: str, body: Any = None, status: int = 200) -> Any:
        headers = {"X-Actor": actor, "Idempotency-Key": str(uuid7())}
        answer = await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def policy(self, required: bool = True, kind: str = "issue", **place: Any) -> Any:
        return await self.ask("PUT", "/approval-policies", "security", {"kind": kind, "required": required, **place})

    async def receive(self, quantity: int) -> Any:
        line = {"lot": {"item_id": str(self.world.bed), "lot_no": "L1"}, "quantity": quantity}
        body = {"kind": "receipt", "reason": "purchase", "site_id": str(self.world.depot), "lines": [line]}
        return await self.ask("POST", "/documents", "keeper", body, 201)

    async def issue(self, quantity: int, *, actor: str = "keeper", status: int = 202, **more: Any) -> Any:
        line = {"item_id": str(self.world.bed), "quantity": quantity}
        body = {"kind": "issue", "reason": "distribution", "site_id": str(self.world.depot), "lines": [line], **more}
        return await self.ask("POST", "/documents", actor, body, status)

    async def waiting(self, actor: str = "approver", box: str = "waiting") -> list[Any]:
        rows: list[Any] = (await self.ask("GET", f"/approvals?box={box}", actor))["items"]
        return rows

    async def on_hand(self) -> int:
        rows = (await self.ask("GET", f"/sites/{self.world.depot}/stock", "keeper"))["items"]
        return sum(row["on_hand"] for row in rows)


@pytest.fixture
async def desk(database: Database, client: httpx.AsyncClient) -> AsyncIterator[Desk]:
    at = Desk(client, await build(database))
    await at.receive(100)
    yield at


async def test_a_document_waits_where_the_policy_says_so(desk: Desk) -> None:
    await desk.policy(division=DISTRICT)
    submitted = await desk.issue(30)
    assert (submitted["state"], submitted["entries"]) == ("submitted", [])
    assert await desk.on_hand() == 100
    [mine], [waits] = await desk.waiting("keeper", "mine"), await desk.waiting()
    assert mine["id"] == waits["id"] and waits["number"] == submitted["number"]
    assert await desk.waiting("keeper") == []
    shown = await desk.ask("GET", f"/approvals/{waits['id']}", "approver")
    assert (shown["may_decide"], shown["obstacles"]) == (True, [])
    [line] = shown["document"]["lines"]
    assert (line["item_name"], line["lot_no"], line["quantity_text"]) == ("折叠床", None, "1 箱 × 20 + 10 = 30 张")
    assert submitted["lines"] == [line]
    assert [(row["before"], row["after"]) for row in shown["effects"]] == [(100, 70)]
    assert (await desk.ask("GET", "/inbox", "approver"))["unread"] == 1
    decided = await desk.ask("POST", f"/approvals/{waits['id']}/approve", "approver", {"reason": "同意"})
    assert (decided["state"], decided["decided_by"], decided["reason"]) == ("approved", "approver", "同意")
    posted = await desk.ask("GET", f"/documents/{submitted['id']}", "keeper")
    assert (posted["state"], posted["actor"], posted["approved_by"]) == ("posted", "keeper", "approver")
    assert (await desk.ask("GET", "/inbox", "approver"))["unread"] == 0
    assert posted["number"] == submitted["number"] and await desk.on_hand() == 70
    await desk.ask("POST", f"/approvals/{waits['id']}/approve", "approver", {}, 409)
    await desk.ask("POST", f"/documents/{posted['id']}/reversal", "keeper", {"note": "更正"}, 201)
    assert (await desk.ask("GET", "/inbox", "keeper"))["items"][0]["title"].endswith("已批准")


async def test_stock_that_is_gone_meanwhile_leaves_the_request_waiting(desk: Desk) -> None:
    await desk.policy(site_id=str(desk.world.depot))
    first, second = await desk.issue(80), await desk.issue(80)
    late, early = await desk.waiting()
    assert (early["number"], late["number"]) == (first["number"], second["number"])
    await desk.ask("POST", f"/approvals/{early['id']}/approve", "approver", {})
    refused = await desk.ask("POST", f"/approvals/{late['id']}/approve", "approver", {}, 422)
    assert "库存不足" in str(refused) or "不足" in str(refused)
    assert [row["id"] for row in await desk.waiting()] == [late["id"]]
    assert (await desk.ask("GET", f"/approvals/{late['id']}", "approver"))["obstacles"]
    await desk.ask("POST", f"/approvals/{late['id']}/refuse", "approver", {}, 422)
    await desk.ask("POST", f"/approvals/{late['id']}/refuse", "approver", {"reason": "库存不足"})
    assert (await desk.ask("GET", f"/documents/{second['id']}", "keeper"))["state"] == "refused"
    assert await desk.on_hand() == 20


async def test_what_was_sent_back_is_mended_by_its_author(desk: Desk) -> None:
    await desk.policy(division=DISTRICT)
    first = await desk.issue(30, note="先发")
    [waits] = await desk.waiting()
    assert waits["note"] == "先发"
    await desk.ask("POST", f"/approvals/{waits['id']}/refuse", "approver", {"reason": "数量有误"})
    told = (await desk.ask("GET", "/inbox", "keeper"))["items"][0]
    assert (told["text"], told["link"]) == ("数量有误", f"/approvals?request={waits['id']}")
    refused = await desk.ask("GET", f"/documents/{first['id']}", "keeper")
    assert refused["command"]["lines"][0]["quantity"] == 30 and refused["lines"][0]["quantity"] == 30
    await desk.issue(20, actor="duty", status=422, mends=first["id"])
    mended = await desk.issue(20, mends=first["id"])
    assert (mended["mends"], mended["state"]) == (first["id"], "submitted")
    assert (await desk.ask("GET", f"/documents/{first['id']}", "keeper"))["mended_by"] == mended["id"]
    await desk.issue(20, status=409, mends=first["id"])
    await desk.issue(20, status=409, mends=mended["id"])
    [again] = await desk.waiting()
    await desk.ask("POST", f"/approvals/{again['id']}/approve", "approver", {})
    assert await desk.on_hand() == 80
    history = (await desk.ask("GET", f"/approvals?box=all&document={first['id']}", "keeper"))["items"]
    assert [(row["state"], row["reason"]) for row in history] == [("refused", "数量有误")]


async def test_disposals_and_adjustments_wait_too(desk: Desk) -> None:
    rows = (await desk.ask("GET", f"/sites/{desk.world.depot}/stock", "keeper"))["items"]
    line = {"lot_id": rows[0]["lot_id"], "quantity": 3}
    site = str(desk.world.depot)
    for kind, reason in (("disposal", "broken"), ("adjustment", "missing")):
        await desk.policy(division=DISTRICT, kind=kind)
        body = {"kind": kind, "reason": reason, "site_id": site, "lines": [line]}
        await desk.ask("POST", "/documents", "keeper", body, 202)
        [waits] = await desk.waiting()
        shown = await desk.ask("GET", f"/approvals/{waits['id']}", "approver")
        assert (waits["kind"], shown["document"]["lines"][0]["lot_no"]) == (kind, "L1")
        await desk.ask("POST", f"/approvals/{waits['id']}/approve", "approver", {})
    assert await desk.on_hand() == 94


async def test_a_receipt_that_waits_shows_the_lot_that_it_would_make(desk: Desk) -> None:
    await desk.policy(division=DISTRICT, kind="receipt")
    lot = {"item_id": str(desk.world.bed), "lot_no": "L9", "expires_on": "2030-01-01"}
    body = {
        "kind": "receipt",
        "reason": "purchase",
        "site_id": str(desk.world.depot),
        "lines": [{"lot": lot, "bin_id": str(desk.world.shelf), "quantity": 40}],
    }
    waits = await desk.ask("POST", "/documents", "keeper", body, 202)
    [line] = waits["lines"]
    assert (line["lot_id"], line["lot_no"], line["expires_on"]) == (None, "L9", "2030-01-01")
    assert (line["bin_code"], line["quantity_text"]) == ("A-01", "2 箱 × 20 = 40 张")


async def test_only_the_author_takes_back(desk: Desk) -> None:
    await desk.policy(division=DISTRICT)
    await desk.issue(5, actor="duty")
    [waits] = await desk.waiting()
    await desk.ask("POST", f"/approvals/{waits['id']}/withdraw", "keeper", {}, 409)
    await desk.ask("POST", f"/approvals/{waits['id']}/withdraw", "duty", {})
    assert await desk.waiting() == [] and await desk.on_hand() == 100


async def test_the_nearest_place_decides(desk: Desk) -> None:
    await desk.policy(division="")
    await desk.policy(False, division=DISTRICT)
    assert (await desk.issue(1, status=201))["state"] == "posted"
    await desk.policy(site_id=str(desk.world.depot))
    assert (await desk.issue(1))["state"] == "submitted"
    rows = (await desk.ask("GET", "/approval-policies", "security"))["items"]
    assert [(row["division"], row["required"]) for row in rows] == [("", True), (DISTRICT, False), (None, True)]
    site = next(row["id"] for row in rows if row["site_id"])
    await desk.ask("DELETE", f"/approval-policies/{site}", "security")
    assert (await desk.issue(1, status=201))["state"] == "posted"
    await desk.ask("PUT", "/approval-policies", "security", {"kind": "issue", "required": True}, 422)


async def test_who_may_only_submit_posts_nothing(desk: Desk) -> None:
    await desk.issue(1, actor="duty", status=403)
    needed = f"/approvals/needed?site={desk.world.depot}&kind=issue"
    assert (await desk.ask("GET", needed, "duty")) == {"required": False}
    await desk.policy(division=DISTRICT)
    assert (await desk.ask("GET", needed, "duty")) == {"required": True}
    await desk.issue(1, actor="duty")


async def test_nobody_approves_his_own_even_against_the_database(desk: Desk, database: Database) -> None:
    """An approver who is also a keeper meets himself as the author."""
    await desk.policy(division=DISTRICT)
    async with database.transaction() as session:
        await session.execute(
            sa.text(
                "INSERT INTO role_grant (id, person_id, role, reads, writes, granted_at)"
                " SELECT gen_random_uuid(), id, 'keeper', '', '', now() FROM person WHERE code = 'approver'"
            )
        )
    await desk.issue(5, actor="approver")
    assert await desk.waiting() == []
    [own] = await desk.waiting("approver", "mine")
    await desk.ask("POST", f"/approvals/{own['id']}/approve", "approver", {}, 409)
    for statement in (
        "UPDATE document SET state = 'posted', approved_by = actor WHERE state = 'submitted'",
        "UPDATE approval_request SET state = 'approved', decided_by = author, decided_at = now()",
        "UPDATE document SET note = 'other' WHERE state = 'submitted'",
        "DELETE FROM document WHERE state = 'submitted'",
    ):
        with pytest.raises(IntegrityError):
            async with database.transaction() as session:
                await session.execute(sa.text(statement))
    async with database.transaction() as session:
        states = (await session.exec(select(Document.state).order_by(col(Document.id)))).all()
    assert states == ["posted", "submitted"]
