"""The database refuses what the program would never do, and verify names what was done behind its back."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from app.inventory import commands, service
from app.inventory.models import Balance, Document, LedgerEntry
from app.inventory.proof import Breach, prove
from app.inventory.schemas import HoldIn, HoldLineIn, ReversalIn
from app.kernel.database import Database
from tests.warehouse import World, build, incoming, issue, person, receipt, transfer


@pytest.fixture
async def world(database: Database) -> World:
    """100 beds received, 30 moved to the point, 20 held at the depot, a receipt of 5 reversed."""
    world = await build(database)
    async with database.transaction() as session:
        keeper = await person(session)
        await service.post(session, actor=keeper, command=receipt(world.depot, incoming(world.bed, 100)))
        await service.post(session, actor=keeper, command=transfer(world.depot, world.point, world.bed, 30))
        line = HoldLineIn(item_id=world.bed, quantity=20)
        hold = HoldIn(site_id=world.depot, reason="备用", lines=[line])
        await service.hold(session, actor=keeper, command=hold)
        wrong = await service.post(session, actor=keeper, command=receipt(world.room, incoming(world.bed, 5)))
        await service.reverse(session, actor=keeper, document_id=wrong.id, command=ReversalIn(note="录错"))
    return world


async def breaches(database: Database) -> list[Breach]:
    async with database.snapshot() as session:
        return await prove(session)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET quantity = quantity + 1",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE balance SET quantity = quantity + 1",
        "DELETE FROM balance",
        "TRUNCATE balance CASCADE",
        "INSERT INTO balance SELECT site_id, bin_id, item_id, lot_id, owner, 'repair', bounded, 5 FROM balance LIMIT 1",
        "UPDATE document SET note = 'x'",
        "DELETE FROM document",
        "UPDATE document SET state = 'draft'",
        "UPDATE document_line SET quantity = 1",
        "DELETE FROM document_line",
        "UPDATE reservation SET quantity = 1000",
        "UPDATE site SET bounded = false WHERE kind = 'district_depot'",
        "UPDATE site SET kind = 'supplier', bounded = false WHERE kind = 'district_depot'",
    ],
)
async def test_the_database_refuses(database: Database, world: World, statement: str) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as session:
            await session.execute(text(statement))
    assert await breaches(database) == []


async def test_an_entry_moves_its_balances_whoever_inserts_it(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await session.execute(_copied("from_site_id = :depot", quantity=7), {"depot": world.depot})
    async with database.snapshot() as session:
        held = (await session.exec(select(Balance.quantity).where(Balance.site_id == world.depot))).one()
    assert held == 63


async def test_an_entry_that_oversells_is_refused(database: Database, world: World) -> None:
    with pytest.raises(IntegrityError, match="not_negative"):
        async with database.transaction() as session:
            await session.execute(_copied("from_site_id = :depot", quantity=71), {"depot": world.depot})
    with pytest.raises(IntegrityError, match="reserved 20 of 10 on hand"):
        async with database.transaction() as session:
            await session.execute(_copied("from_site_id = :depot", quantity=60), {"depot": world.depot})


def _copied(which: str, *, quantity: int) -> object:
    """Insert a copy of the entry with another quantity, as somebody with a database client would."""
    columns = [column.name for column in LedgerEntry.__table__.columns]  # type: ignore[attr-defined]  # set by SQLModel
    chosen = [{"id": "gen_random_uuid()", "quantity": str(quantity)}.get(name, name) for name in columns]
    return text(
        f"INSERT INTO ledger_entry ({', '.join(columns)}) SELECT {', '.join(chosen)} FROM ledger_entry WHERE {which}"
    )


async def test_right_books_are_proven(database: Database, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert await commands.verify(database)
    assert "台账核对通过" in capsys.readouterr().out


PLANTED = {
    "balance_is_ledger": "UPDATE balance SET quantity = quantity + 1 WHERE site_id = :depot",
    "reserved_on_hand": "UPDATE reservation SET quantity = 71",
    "never_negative": "UPDATE ledger_entry SET occurred_at = '2020-01-01' WHERE from_site_id = :depot",
    "bounded_by_site": "UPDATE balance SET bounded = false WHERE site_id = :depot",
    "two_ends": "UPDATE ledger_entry SET to_bin_id = from_bin_id WHERE from_site_id = :depot",
    "entries_of_posted": "UPDATE document SET state = 'draft' WHERE kind = 'transfer'",
    "lines_are_entries": "UPDATE document_line SET quantity = quantity + 1",
    "transit_empty": "DELETE FROM ledger_entry WHERE to_site_id = :point",
    "reversal_whole": "UPDATE document SET state = 'posted' WHERE state = 'reversed'",
    "holds_closed": "UPDATE hold SET state = 'released', closed_at = now(), closed_by = 'keeper'",
}


@pytest.mark.parametrize("rule", PLANTED)
async def test_verify_names_what_was_done_behind_the_guards(
    database: Database, world: World, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await plant(database, PLANTED[rule], world)
    found = await breaches(database)
    assert rule in {breach.rule for breach in found}
    assert not await commands.verify(database)
    assert f"不符 [{rule}]" in capsys.readouterr().out


async def test_verify_names_missing_entries_of_a_reversal(database: Database, world: World) -> None:
    await plant(
        database,
        "UPDATE ledger_entry SET quantity = 4 FROM document WHERE document_id = document.id AND reverses IS NOT NULL",
        world,
    )
    assert any("不相抵" in breach.text for breach in await breaches(database))


async def test_verify_names_a_guard_that_is_off(database: Database, world: World) -> None:
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER append_only"))
    assert [breach.text for breach in await breaches(database)] == [
        "数据库守护触发器 ledger_entry.append_only 缺失或被停用"
    ]


async def plant(database: Database, statement: str, world: World) -> None:
    """Act as a superuser who switches every guard off for one transaction; balances then follow their entries."""
    sites: dict[str, UUID] = {"depot": world.depot, "point": world.point, "room": world.room}
    named = {name: site for name, site in sites.items() if f":{name}" in statement}
    async with database.transaction() as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        await session.execute(text("ALTER TABLE ledger_entry DROP CONSTRAINT ck_ledger_entry_two_ends"))
        await session.execute(text(statement), named)
        if statement.startswith("DELETE"):
            await session.execute(text(_REBUILT))


_REBUILT = """
    UPDATE balance SET quantity = (
        SELECT coalesce(sum(change), 0) FROM (
            SELECT from_bin_id AS bin, lot_id, from_condition AS condition, -quantity AS change FROM ledger_entry
            UNION ALL SELECT to_bin_id, lot_id, to_condition, quantity FROM ledger_entry
        ) AS moves
        WHERE (moves.bin, moves.lot_id, moves.condition) = (balance.bin_id, balance.lot_id, balance.condition)
    )
"""


async def test_an_issue_and_its_reversal_leave_the_books_right(database: Database, world: World) -> None:
    async with database.transaction() as session:
        keeper = await person(session)
        posted = await service.post(session, actor=keeper, command=issue(world.depot, world.bed, 50))
        await service.reverse(session, actor=keeper, document_id=posted.id, command=ReversalIn(note="退"))
        assert (await session.get_one(Document, posted.id)).state == "reversed"
    assert await breaches(database) == []
