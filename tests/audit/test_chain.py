"""The chain names every row that was changed, removed, put in or exchanged behind the program's back."""

import random
from uuid import UUID

import asyncpg
import pytest
import time_machine
from sqlalchemy import insert, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.audit.commands import head_of
from app.audit.models import COLUMNS, AuditEntry, AuditLink
from app.audit.proof import Proof, prove
from app.audit.sealing import LATE, link_hash, seal, seal_all, then_sealed
from app.kernel import clock
from app.kernel.database import Database, driver_address
from app.kernel.errors import Busy, Invalid, ServerFault
from app.kernel.ids import uuid7
from app.kernel.migrate import migrate

ROWS = 300
DAMAGES = 100


async def acts(database: Database, count: int) -> None:
    for number in range(count):
        async with database.transaction() as session:
            await audit.record(session, audit.Act("post_document", actor="keeper", detail=f"第 {number} 次"))


async def sealed(database: Database) -> int:
    async with database.transaction() as session:
        return await seal(session)


async def proof_of(database: Database, known_head: tuple[int, str] | None = None) -> Proof:
    async with database.snapshot() as session:
        return await prove(session, known_head=known_head)


async def test_an_honest_chain_is_whole(database: Database) -> None:
    await acts(database, 5)
    assert await sealed(database) == 5
    await acts(database, 2)
    proof = await proof_of(database)
    assert (proof.sealed, proof.unsealed, proof.breaches) == (5, 2, [])
    assert await sealed(database) == 2
    assert await sealed(database) == 0


async def test_guards_refuse_whoever_does_not_switch_them_off(database: Database) -> None:
    await acts(database, 1)
    await sealed(database)
    connection = await asyncpg.connect(driver_address(database.url))
    for table in ("audit_entry", "audit_link"):
        column = "detail" if table == "audit_entry" else "hash"
        for statement in (f"UPDATE {table} SET {column} = ''", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.execute(statement)
    await connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_only_grows")
    assert any("audit_only_grows" in breach.text for breach in (await proof_of(database)).breaches)
    await connection.close()


Statement = tuple[str, dict[str, object]]

CHANGED = (
    "actor = 'somebody'",
    "detail = detail || ' '",
    "at = at - interval '1 second'",
    "outcome = 'refused'",
    "address = '10.0.0.9'",
    "roles = ARRAY['auditor']",
    """after = '{"document": []}'""",
)
COPIED = "actor, actor_name, roles, address, request_id, operation, subject_id, outcome, detail, before, after"
RENAME = "UPDATE audit_entry SET id = :new WHERE id = :old"


def damage(kind: str, ids: list[UUID], drawn: random.Random) -> tuple[list[Statement], set[UUID]]:
    """Statements that do one wrong, and the rows at which it must be seen."""
    one, other = drawn.sample(ids[:-1], 2)
    match kind:
        case "changed":
            return [(f"UPDATE audit_entry SET {drawn.choice(CHANGED)} WHERE id = :one", {"one": one})], {one}
        case "removed":
            return [("DELETE FROM audit_entry WHERE id = :one", {"one": one})], {one}
        case "inserted":
            made = uuid7()
            row = {"made": made, "at": clock.now() - drawn.choice((2, 5, 500)) * LATE, "one": one}
            copy = f"INSERT INTO audit_entry (id, at, {COPIED}) SELECT :made, :at, {COPIED} FROM audit_entry"
            return [(f"{copy} WHERE id = :one", row)], {made}
        case "exchanged":
            steps = ((one, spare := uuid7()), (other, one), (spare, other))
            return [(RENAME, {"old": old, "new": new}) for old, new in steps], {one, other}
        case "relinked":
            return [("UPDATE audit_link SET hash = repeat('0', 64) WHERE entry_id = :one", {"one": one})], {one}
        case _:
            tables = {"audit_entry": "id", "audit_link": "entry_id"}
            return [(f"DELETE FROM {table} WHERE {key} = :one", {"one": one}) for table, key in tables.items()], set()


KINDS = ("changed", "removed", "inserted", "exchanged", "relinked", "removed_with_link")


async def seen(database: Database, statements: list[Statement]) -> Proof:
    """The proof after somebody with the database's password, guards asleep, did this; then it is undone."""
    async with AsyncSession(database.engine) as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement, values in statements:
            await session.execute(text(statement), values)
        proof = await prove(session)
        await session.rollback()
    return proof


async def test_a_hundred_damages_of_every_kind_are_all_named(database: Database) -> None:
    await acts(database, ROWS)
    await sealed(database)
    async with database.snapshot() as session:
        links = {row.entry_id: row.position for row in await session.exec(select(AuditLink))}
    ids, drawn = sorted(links), random.Random(2026)
    for number in range(DAMAGES):
        kind = KINDS[number % len(KINDS)]
        statements, rows = damage(kind, ids, drawn)
        breaches = (await seen(database, statements)).breaches
        named = {breach.entry_id for breach in breaches}
        assert rows <= named, (kind, statements)
        if kind == "removed_with_link":
            gone = links[UUID(str(statements[0][1]["one"]))]
            assert breaches[0].position == gone
        elif kind != "inserted":
            assert breaches[0].position == min(links[row] for row in rows), "the first broken row comes first"
    assert (await proof_of(database)).breaches == []


async def test_a_forged_row_with_a_proper_link_is_too_late(database: Database) -> None:
    """Whoever can also work out the next link still cannot put an act into the past."""
    await acts(database, 3)
    await sealed(database)
    async with database.transaction() as session:
        with time_machine.travel(clock.now() - 3 * LATE, tick=False):
            await audit.record(session, audit.Act("post_document", actor="keeper", detail="补记"))
        last = (await session.exec(select(AuditLink).order_by(col(AuditLink.position).desc()).limit(1))).one()
        forged = dict(
            (await session.execute(select(*COLUMNS).where(col(AuditEntry.detail) == "补记"))).mappings().one()
        )
        link = {"entry_id": forged["id"], "hash": link_hash(last.hash, forged), "sealed_at": clock.now()}
        await session.execute(insert(AuditLink).values(position=last.position + 1, **link))
    [breach] = (await proof_of(database)).breaches
    assert breach.position == 4


async def test_a_cut_tail_shows_against_a_head_kept_elsewhere(database: Database) -> None:
    await acts(database, 4)
    await sealed(database)
    proof = await proof_of(database)
    head = f"{proof.sealed}:{proof.head}"
    assert (await proof_of(database, head_of(head))).breaches == []
    cut: list[Statement] = [
        ("DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_link WHERE position = 4)", {}),
        ("DELETE FROM audit_link WHERE position = 4", {}),
    ]
    assert (await seen(database, cut)).breaches == [], "the rest is a whole chain"
    async with AsyncSession(database.engine) as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement, values in cut:
            await session.execute(text(statement), values)
        [breach] = (await prove(session, known_head=head_of(head))).breaches
        assert "另存的链头是第 4 环" in breach.text
    with pytest.raises(Invalid):
        head_of("4")


async def test_late_commits_join_the_chain_and_older_ones_do_not(database: Database) -> None:
    now = clock.now()
    await acts(database, 1)
    await sealed(database)
    for late, joins in ((LATE / 2, 1), (2 * LATE, 0)):
        with time_machine.travel(now - late, tick=False):
            await acts(database, 1)
        assert await sealed(database) == joins
    assert len((await proof_of(database)).breaches) == 1


async def test_a_backlog_is_sealed_in_batches_without_a_gap(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.audit.sealing.BATCH", 7)
    await acts(database, 16)
    assert [await sealed(database) for _ in range(4)] == [7, 7, 2, 0]
    assert (await proof_of(database)).breaches == []


async def test_a_command_ends_with_its_acts_sealed_even_where_it_fails(database: Database) -> None:
    async def failing(given: Database) -> None:
        await acts(given, 3)
        raise Invalid("不行")

    await then_sealed(lambda given: acts(given, 2))(database)
    assert (await proof_of(database)).unsealed == 0
    with pytest.raises(Invalid):
        await then_sealed(failing)(database)
    proof = await proof_of(database)
    assert (proof.sealed, proof.unsealed) == (5, 0)


async def test_sealing_outlives_a_database_that_is_gone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse() -> asyncpg.Connection:
        raise Busy("连接不上数据库")

    await acts(database, 1)
    gone = Database(database.url)
    monkeypatch.setattr(gone, "connect", refuse)
    monkeypatch.setattr("app.kernel.database.connect", lambda _url: refuse())
    await seal_all(gone)


async def test_the_audit_cannot_be_migrated_away_before_half_a_year(database: Database) -> None:
    await acts(database, 1)
    await database.close()
    with pytest.raises(ServerFault, match="180 天"):
        await migrate(database.url, "0020_people")
    with time_machine.travel(clock.now(), tick=False):
        assert (await proof_of(database)).unsealed == 1
