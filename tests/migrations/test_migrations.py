"""The migrations build exactly the tables that the rooms declare, and go down as well as up."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

import migrations
from app.kernel.database import Database, driver_address
from app.kernel.migrate import configuration, migrate
from app.kernel.server import Server
from migrations.metadata import metadata

CATALOG = {
    "columns": """
        SELECT c.table_name || '.' || c.column_name || ' ' || c.udt_name || ' ' || c.is_nullable
               || coalesce(' = ' || c.column_default, '')
        FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND {chosen}""",
    "constraints": """
        SELECT r.relname || '.' || c.conname || ' ' || pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
        WHERE r.relnamespace = 'public'::regnamespace AND c.contype NOT IN ('n', 't') AND {chosen}""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND {chosen}",
}
TABLE_OF = {"columns": "c.table_name", "constraints": "r.relname", "indexes": "tablename"}


async def described(url: str, part: str) -> set[str]:
    connection = await asyncpg.connect(driver_address(url))
    name = TABLE_OF[part]
    chosen = f"{name} NOT LIKE 'pgqueuer%' AND {name} <> 'alembic_version'"
    rows = await connection.fetch(CATALOG[part].format(chosen=chosen))
    await connection.close()
    return {row[0] for row in rows}


@pytest.mark.parametrize("part", sorted(CATALOG))
async def test_tables_declared_are_tables_migrated(
    part: str, clone: Callable[[str], Awaitable[str]], empty_template: str
) -> None:
    migrated, declared = await clone(empty_template), await clone("template0")
    engine = create_async_engine(declared)
    async with engine.begin() as connection:
        await connection.run_sync(metadata().create_all)
    await engine.dispose()
    assert await described(migrated, part) == await described(declared, part)


async def test_up_down_up(server: Server, clone: Callable[[str], Awaitable[str]]) -> None:
    url = await clone("template0")
    await migrate(url)
    first = {part: await described(url, part) for part in CATALOG}
    await migrate(url, "base")
    assert await described(url, "columns") == set()
    await migrate(url)
    assert {part: await described(url, part) for part in CATALOG} == first


async def test_each_step_goes_down_and_up_again(clone: Callable[[str], Awaitable[str]]) -> None:
    from alembic.script import ScriptDirectory

    steps = [step.revision for step in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]
    url = await clone("template0")
    for step in steps:
        await migrate(url, step)
    for below in [*reversed(steps[:-1]), "base"]:
        await migrate(url, below)
    await migrate(url)


async def test_nothing_is_left_behind_in_the_schema(clone: Callable[[str], Awaitable[str]]) -> None:
    url = await clone("template0")
    await migrate(url)
    await migrate(url, "base")
    connection = await asyncpg.connect(driver_address(url))
    left = await connection.fetch(
        """SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
           UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
           UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
             AND relkind IN ('r', 'v', 'S') AND relname <> 'alembic_version'"""
    )
    await connection.close()
    assert [row["name"] for row in left] == []


async def test_two_migrations_at_once_wait_for_each_other(clone: Callable[[str], Awaitable[str]]) -> None:
    import asyncio

    url = await clone("template0")
    await asyncio.gather(*(migrate(url) for _ in range(4)))
    assert await described(url, "columns")


def test_file_names_are_revision_ids() -> None:
    from alembic.script import ScriptDirectory

    files = {path.stem for path in (Path(next(iter(migrations.__path__))) / "versions").glob("0*.py")}
    assert files == {step.revision for step in ScriptDirectory.from_config(configuration()).walk_revisions()}


async def test_the_demo_people_are_there_from_the_first_day(database: Database) -> None:
    from sqlmodel import select

    from app.auth import Person, Role

    async with database.transaction() as session:
        people = (await session.exec(select(Person))).all()
    assert {person.code for person in people} == {role.value for role in Role}


async def test_closures_that_the_older_tables_cannot_express_go_down_with_them(
    clone: Callable[[str], Awaitable[str]],
) -> None:
    url = await clone("template0")
    await migrate(url, "0008_closures")
    connection = await asyncpg.connect(driver_address(url))
    await connection.execute(
        """
        INSERT INTO division (code, name, kind, hazard_prone, remote, synthetic, valid_from, source, as_of)
        VALUES ('500999', '试验区', 'district', false, false, true, '2020-01-01', '测试', '2020-01-01');
        INSERT INTO incident (id, number, name, kind, level, started_at, plan_from, district, state, exercise,
                              description, needs_corrected, opened_by, opened_at, version)
        VALUES (gen_random_uuid(), 'SJ-1', '雪', 'snow_ice', 'III', now(), now(), '500999', 'open', false, '', false,
                (SELECT min(code) FROM person), now(), 1);
        INSERT INTO closure (id, incident_id, kind, link_id, structure, limit_kg, speed_percent, since, reason,
                             reported_by, reported_at)
        SELECT gen_random_uuid(), incident.id, row.kind, row.link_id, row.structure, row.limit_kg, row.speed_percent,
               now(), row.reason, opened_by, now()
        FROM incident, (VALUES ('district', NULL, 'bridge', NULL, 0, '全区桥梁'), ('link', 'L1', NULL, 500, 0, '限重'),
                               ('link', 'L1', NULL, 500, 50, '限重慢行'), ('link', 'L2', NULL, NULL, 0, '中断'))
             AS row (kind, link_id, structure, limit_kg, speed_percent, reason);
        """
    )
    await connection.close()
    await migrate(url, "0007_road_limits")
    connection = await asyncpg.connect(driver_address(url))
    left = await connection.fetch("SELECT reason, speed_percent FROM closure ORDER BY reason")
    await connection.close()
    assert [tuple(row) for row in left] == [("中断", 0), ("限重慢行", 50)]
