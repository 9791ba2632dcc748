"""1,000 random documents from 20 rivals over a few balances, connections killed on the way: the books stay right."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import text
from sqlmodel import func, select

from app.inventory.models import Document, Hold
from app.inventory.proof import prove
from app.kernel.database import Database
from app.kernel.ids import uuid7
from app.main import create_app
from tests.conftest import answering
from tests.warehouse import World, build

CLIENTS = 20
DOCUMENTS = 1000
SETTLED = {200, 201, 404, 409, 422}


@dataclass
class Tally:
    documents: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)


class Rival:
    """One client: draws a command, sends it until it gets an answer, remembers what it could undo."""

    def __init__(self, client: httpx.AsyncClient, world: World, tally: Tally, seed: int) -> None:
        self.client, self.world, self.tally = client, world, tally
        self.draw = random.Random(seed)
        self.mine: list[str] = []
        self.held: list[str] = []

    async def work(self) -> None:
        for _ in range(DOCUMENTS // CLIENTS):
            await self.act()

    async def act(self) -> None:
        kind = self.draw.choices(["receipt", "issue", "transfer", "reversal", "hold", "release"], [3, 4, 4, 2, 2, 2])[0]
        if kind == "reversal" and self.mine:
            await self._post(
                f"/documents/{self.draw.choice(self.mine)}/reversal", {"note": "演练"}, self.tally.documents
            )
        elif kind == "release" and self.held:
            await self._post(f"/holds/{self.held.pop()}/release", {}, None)
        elif kind == "hold":
            await self._hold()
        else:
            await self._document(kind if kind in {"receipt", "transfer"} else "issue")

    async def _hold(self) -> None:
        line = {"item_id": str(self.world.bed), "quantity": self.draw.randint(1, 30)}
        body = {"site_id": self._site(), "reason": "演练", "lines": [line]}
        made = await self._post("/holds", body, self.tally.holds)
        self.held += [made] if made else []

    async def _document(self, kind: str) -> None:
        body: dict[str, Any] = {"kind": kind, "site_id": self._site()}
        quantity = self.draw.randint(1, 40)
        if kind == "receipt":
            lot = {"item_id": str(self.world.bed), "lot_no": f"L{self.draw.randint(1, 3)}"}
            body |= {"reason": "purchase", "lines": [{"lot": lot, "quantity": quantity}]}
        else:
            body["lines"] = [{"item_id": str(self.world.bed), "quantity": quantity}]
            body["reason"] = "distribution" if kind == "issue" else "allocation"
        if kind == "issue" and self.held and self.draw.random() < 0.3:
            body["hold_id"] = self.held.pop()
        if kind == "transfer":
            body["to_site_id"] = self._site()
        made = await self._post("/documents", body, self.tally.documents)
        self.mine += [made] if made else []

    def _site(self) -> str:
        return str(self.draw.choice([self.world.depot, self.world.point, self.world.room]))

    async def _post(self, path: str, body: dict[str, Any], made: set[str] | None) -> str | None:
        """Repeat under the same key until the answer is final; the id of what was made, if anything was."""
        headers = {"X-Actor": "keeper", "Idempotency-Key": str(uuid7())}
        for _ in range(50):
            response = await self.client.post(f"/api/v1{path}", json=body, headers=headers)
            self.tally.statuses[response.status_code] += 1
            if response.status_code in SETTLED:
                break
            await asyncio.sleep(self.draw.uniform(0.02, 0.2))
        assert response.status_code in SETTLED, response.text
        if response.status_code != 201 or made is None:
            return None
        identity: str = response.json()["id"]
        made.add(identity)
        return identity


async def kill_now_and_then(admin: asyncpg.Connection, name: str, done: asyncio.Event) -> int:
    """End a connection that is in the middle of something, some five times a second."""
    killed, draw = 0, random.Random(0)
    while not done.is_set():
        await asyncio.sleep(draw.uniform(0.02, 0.4))
        killed += await admin.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE datname = $1"
            " AND state <> 'idle' AND query NOT LIKE 'LISTEN%' ORDER BY random() LIMIT 1) AS victim",
            name,
        )
    return killed


@pytest.mark.slow
async def test_rivals_and_kills_leave_the_books_right(database: Database, admin: asyncpg.Connection) -> None:
    world = await build(database)
    name = database.engine.url.database
    assert name is not None
    tally = Tally()

    done = asyncio.Event()
    pooled = Database(database.url, pool_size=CLIENTS)
    async with answering(create_app(database=pooled)) as client:
        killer = asyncio.create_task(kill_now_and_then(admin, name, done))
        try:
            await asyncio.gather(*(Rival(client, world, tally, seed).work() for seed in range(CLIENTS)))
        finally:
            done.set()
            killed = await killer
    await pooled.close()

    async with database.snapshot() as session:
        assert await prove(session) == []
        assert (await session.exec(select(func.count()).select_from(Document))).one() == len(tally.documents)
        assert (await session.exec(select(func.count()).select_from(Hold))).one() == len(tally.holds)
        statistics = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert (await session.execute(statistics)).scalar_one() == 0
    assert killed > 0
    assert len(tally.documents) > DOCUMENTS // 4
    assert tally.statuses[500] == 0, tally.statuses
