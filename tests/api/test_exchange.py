"""资源信息共享: tokens that two people make, and what they open."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.exchange import tokens
from app.kernel import clock
from app.kernel.database import Database
from tests.personas import NOBODY
from tests.warehouse import DISTRICT, TOWNSHIP, build

WANTED = {"name": "市应急局", "subjects": ["places", "stock"], "reads": DISTRICT, "days": 365}


class Desk:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(self, method: str, path: str, actor: str, body: Any = None, status: int = 200) -> Any:
        answer = await self.client.request(method, f"/api/v1{path}", json=body, headers={"X-Actor": actor})
        assert answer.status_code == status, answer.text
        return answer.json()

    async def made(self, **changes: Any) -> tuple[str, str]:
        token = await self.ask("POST", "/access-tokens", "sysadmin", WANTED | changes, 201)
        return token["id"], token["token"]

    async def share(self, what: str, secret: str, status: int = 200) -> Any:
        headers = {"X-Actor": NOBODY, "Authorization": f"Bearer {secret}"}
        answer = await self.client.get(f"/api/v1{what}", headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
async def desk(database: Database, client: httpx.AsyncClient) -> AsyncIterator[Desk]:
    await build(database)
    yield Desk(client)


async def test_a_token_works_once_another_person_approved_it(desk: Desk) -> None:
    token, secret = await desk.made()
    await desk.share("/exchange/places", secret, 401)
    await desk.ask("POST", f"/access-tokens/{token}/approve", "sysadmin", status=403)
    [row] = (await desk.ask("POST", f"/access-tokens/{token}/approve", "security"))["items"]
    assert (row["state"], row["last_used_at"], secret in str(row)) == ("active", None, False)
    first = await desk.share("/exchange/places?limit=2", secret)
    rest = await desk.share(f"/exchange/places?limit=2&after={first['next']}", secret)
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert {row["division"] for row in first["items"] + rest["items"]} == {TOWNSHIP}
    assert (await desk.share("/exchange/stock", secret))["items"] == []
    await desk.share("/exchange/teams", secret, 403)
    await desk.share("/sites", secret, 401)
    await desk.ask("POST", f"/access-tokens/{token}/revoke", "sysadmin")
    await desk.share("/exchange/places", secret, 401)
    used = await desk.ask("GET", "/audit?outcome=exported", "auditor")
    assert "share_places" in str(used) and secret not in str(used)
    refused = await desk.ask("GET", "/audit?outcome=refused&operation=share_teams", "auditor")
    assert [(row["actor"], row["detail"][:3]) for row in refused["items"]] == [("token:市应急局", "403")]


async def test_stock_is_told_with_its_codes(desk: Desk, database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(sa.text("UPDATE item SET gb_code = '1010199' WHERE code = 'BED'"))
        (item,) = (await session.execute(sa.text("SELECT id FROM item WHERE code = 'BED'"))).one()
        (depot,) = (await session.execute(sa.text("SELECT id FROM site WHERE code = 'D'"))).one()
    lines = [{"lot": {"item_id": str(item), "lot_no": "L1", "expires_on": "2020-01-01"}, "quantity": 5},
             {"lot": {"item_id": str(item), "lot_no": "L2"}, "quantity": 7}]  # fmt: skip
    body = {"kind": "receipt", "reason": "purchase", "site_id": str(depot), "lines": lines}
    headers = {"X-Actor": "keeper", "Idempotency-Key": "0199aaaa-0000-7000-8000-000000000001"}
    assert (await desk.client.post("/api/v1/documents", json=body, headers=headers)).status_code == 201
    token, secret = await desk.made()
    await desk.ask("POST", f"/access-tokens/{token}/approve", "security")
    [row] = (await desk.share("/exchange/stock", secret))["items"]
    told = (row["gb_code"], row["division"], row["on_hand"], row["available"], row["earliest_expiry"])
    assert told == ("1010199", TOWNSHIP, 12, 7, "2020-01-01")


async def test_a_token_reads_only_its_place_so_often_and_so_long(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "USES_PER_MINUTE", 3)
    token, secret = await desk.made(reads=f"{TOWNSHIP}", subjects=["places", "forces"])
    await desk.ask("POST", f"/access-tokens/{token}/approve", "security")
    now = clock.now().replace(second=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    for _ in range(3):
        await desk.share("/exchange/teams", secret)
    await desk.share("/exchange/shelters", secret, 429)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))
    await desk.share("/exchange/shelters", secret)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=366))
    await desk.share("/exchange/shelters", secret, 401)


async def test_the_database_keeps_maker_and_approver_apart(desk: Desk, database: Database) -> None:
    await desk.made()
    await desk.ask("POST", "/access-tokens", "sysadmin", WANTED | {"days": 366}, 422)
    for change in ("approved_by = made_by, approved_at = now()", "expires_at = made_at + interval '2 years'"):
        with pytest.raises(IntegrityError):
            async with database.transaction() as session:
                await session.execute(sa.text(f"UPDATE access_token SET {change}"))
