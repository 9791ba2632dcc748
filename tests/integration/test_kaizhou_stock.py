"""The seeded district's books are right, and its lists are read by few statements."""

from datetime import date

import pytest
from sqlalchemy import event

from app.auth import EVERYWHERE
from app.inventory import queries
from app.inventory.proof import prove
from app.kernel.database import Database

DAY = date(2026, 11, 22)


async def test_the_seeded_books_are_proven(kaizhou: Database) -> None:
    async with kaizhou.snapshot() as session:
        assert await prove(session) == []


@pytest.mark.parametrize("reading", ["tree", "items", "plan"])
async def test_the_whole_district_is_read_by_few_statements(kaizhou: Database, reading: str) -> None:
    statements: list[str] = []
    engine = kaizhou.engine.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(*seen: object) -> None:
        statements.append(str(seen[2]))

    async with kaizhou.snapshot() as session:
        if reading == "tree":
            [root] = await queries.stock_tree(session, on=DAY, scope=EVERYWHERE)
            assert root.site_count > 40
            assert root.mass_kg > 100_000
        elif reading == "items":
            everything = {"item_id": None, "site_id": None, "division": None}
            rows = await queries.item_stock(session, scope=EVERYWHERE, **everything, on=DAY, limit=1000, offset=0)
            assert all(
                row.on_hand == row.reserved + row.expired + row.unusable + row.city + row.available for row in rows
            )
        else:
            assert await queries.available_for_plan(session, DAY)
    assert len(statements) <= 6
