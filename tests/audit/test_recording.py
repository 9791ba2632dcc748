"""Every act, refusal and export leaves a row, in the act's own transaction or not at all."""

import csv
import io
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, select

from app.audit.models import AuditEntry, Outcome
from app.kernel.database import Database
from app.kernel.ids import uuid7
from tests.warehouse import World, build

AUDITOR = {"X-Actor": "auditor"}


@pytest.fixture
async def world(database: Database) -> World:
    return await build(database)


async def entries(database: Database, operation: str) -> list[AuditEntry]:
    async with database.snapshot() as session:
        query = select(AuditEntry).where(AuditEntry.operation == operation).order_by(col(AuditEntry.id))
        return list(await session.exec(query))


async def post(client: httpx.AsyncClient, path: str, body: Any, actor: str = "keeper", key: UUID | None = None) -> Any:
    headers = {"X-Actor": actor, "Idempotency-Key": str(key or uuid7())}
    return await client.post(f"/api/v1{path}", json=body, headers=headers)


def receipt(world: World, quantity: int = 5) -> dict[str, Any]:
    line = {"lot": {"item_id": str(world.bed), "lot_no": "L1"}, "quantity": quantity}
    return {"kind": "receipt", "reason": "purchase", "site_id": str(world.depot), "lines": [line]}


async def test_an_act_is_recorded_with_its_rows(client: httpx.AsyncClient, database: Database, world: World) -> None:
    answer = await post(client, "/documents", receipt(world))
    assert answer.status_code == 201, answer.text
    [entry] = await entries(database, "post_document")
    assert (entry.actor, entry.roles, entry.outcome) == ("keeper", ["keeper"], Outcome.DONE)
    assert entry.request_id == answer.headers["X-Request-Id"]
    assert entry.address == "127.0.0.1"
    assert entry.after is not None
    assert entry.after["document"][0]["number"] == answer.json()["number"]
    assert entry.after["document_line"][0]["quantity"] == 5
    assert entry.after["lot"][0]["lot_no"] == "L1"


async def test_a_repeated_request_is_one_act(client: httpx.AsyncClient, database: Database, world: World) -> None:
    key = uuid7()
    for _ in range(3):
        assert (await post(client, "/documents", receipt(world), key=key)).status_code == 201
    assert len(await entries(database, "post_document")) == 1


async def test_a_change_shows_before_and_after(client: httpx.AsyncClient, database: Database, world: World) -> None:
    body = {"reason": "屋顶漏水"}
    answer = await post(client, f"/sites/{world.depot}/out-of-service", body)
    assert answer.status_code == 200, answer.text
    [entry] = await entries(database, "take_site_out_of_service")
    assert entry.subject_id == str(world.depot)
    assert entry.before is not None and entry.after is not None
    assert entry.before["site"][0]["out_of_service"] is False
    assert entry.after["site"][0]["out_of_service_reason"] == "屋顶漏水"


async def test_refusals_are_recorded_and_change_nothing(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    wrong = receipt(world, quantity=0)
    assert (await post(client, "/documents", wrong)).status_code == 422
    assert (await post(client, "/documents", receipt(world), actor="auditor")).status_code == 403
    refused = await entries(database, "post_document")
    assert [(row.actor, row.outcome) for row in refused] == [
        ("keeper", Outcome.REFUSED),
        ("auditor", Outcome.REFUSED),
    ]
    assert refused[0].detail.startswith("422") and "/lines/0" in refused[0].detail
    assert refused[1].detail.startswith("403")
    assert all(row.after is None for row in refused)


async def test_a_read_without_the_right_is_recorded_and_one_with_it_is_not(
    client: httpx.AsyncClient, database: Database
) -> None:
    assert (await client.get("/api/v1/audit", headers={"X-Actor": "keeper"})).status_code == 403
    assert (await client.get("/api/v1/audit", headers=AUDITOR)).status_code == 200
    assert [row.actor for row in await entries(database, "list_audit")] == ["keeper"]


async def test_previews_leave_no_row(client: httpx.AsyncClient, database: Database, world: World) -> None:
    assert (await post(client, "/documents/preview", receipt(world))).status_code == 200
    assert await entries(database, "preview_document") == []


async def test_the_page_is_searched_and_turned(client: httpx.AsyncClient, world: World) -> None:
    for quantity in (1, 2, 3):
        assert (await post(client, "/documents", receipt(world, quantity))).status_code == 201
    first = (await client.get("/api/v1/audit?operation=post_document&limit=2", headers=AUDITOR)).json()
    assert [row["operation_name"] for row in first["items"]] == ["单据过账或提交审批"] * 2
    later = f"/api/v1/audit?operation=post_document&limit=2&after={first['next']}"
    second = (await client.get(later, headers=AUDITOR)).json()
    assert len(second["items"]) == 1 and second["next"] is None
    everything = [row["id"] for row in first["items"] + second["items"]]
    assert everything == sorted(everything, reverse=True)
    for query, count in (
        ("actor=keeper", 3),
        ("outcome=refused", 0),
        ("text=post_doc", 3),
        ("text=提交审批", 3),
        ("text=L1", 3),
        ("text=提交审批L1", 0),
        ("until=2020-01-01T00:00Z", 0),
    ):
        found = (await client.get(f"/api/v1/audit?{query}", headers=AUDITOR)).json()
        assert len(found["items"]) == count, query


async def test_the_export_is_whole_harmless_and_itself_recorded(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    body = {"reason": "=HYPERLINK(1)"}
    await post(client, f"/sites/{world.depot}/out-of-service", body)
    answer = await client.get("/api/v1/audit/export", headers=AUDITOR)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0]["操作"] in {"take_site_out_of_service", "export_audit"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    [export] = await entries(database, "export_audit")
    assert (export.actor, export.outcome) == ("auditor", Outcome.EXPORTED)


async def test_secrets_stay_out_and_long_values_are_digests() -> None:
    from app.audit.changes import plain

    row = plain({"password_hash": "argon", "token_hash": "x", "plan": {"rows": ["x" * 3000]}, "file": b"abc", "n": 3})
    assert row["password_hash"] == row["token_hash"] == "（不记录）"
    assert row["plan"].startswith("sha256:") and row["file"].startswith("sha256:")
    assert row["n"] == 3


async def test_an_act_that_is_rolled_back_leaves_no_row(database: Database, world: World) -> None:
    from app import audit
    from app.sites.models import Site

    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            audit.begin(session, audit.Act("rename", actor="keeper"))
            site = await session.get_one(Site, world.depot)
            site.name = "改名"
            await session.flush()
            raise RuntimeError
    assert await entries(database, "rename") == []


async def test_a_file_that_a_page_makes_is_on_record_before_it_is_handed_over(
    client: httpx.AsyncClient, database: Database
) -> None:
    told = {"title": "救援队伍", "columns": ["名称", "人数"], "rows": 37, "question": '{"level":"township"}'}
    answer = await client.post("/api/v1/audit/exports", json=told, headers={"X-Actor": "keeper"})
    assert answer.status_code == 204, answer.text
    [entry] = await entries(database, "record_export")
    assert (entry.actor, entry.outcome) == ("keeper", Outcome.EXPORTED)
    assert entry.detail == '救援队伍：37 行，条件 {"level":"township"}，列 名称、人数'
