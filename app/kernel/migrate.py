"""Bring a database to a revision of the schema."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

import migrations
from app.kernel.database import connect
from app.kernel.errors import ServerFault

OLDEST_SERVER = 15
_ADVISORY_LOCK = 4_702_815  # any fixed number: two migrations at once wait for each other


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(next(iter(migrations.__path__)))).replace("%", "%%"))
    return config


def head() -> str:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or "base"


@asynccontextmanager
async def _engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(url, poolclass=NullPool, async_creator=lambda: connect(url))
    try:
        yield engine
    finally:
        await engine.dispose()


async def migrate(url: str, revision: str = "head") -> None:
    """Move up to ``revision``, or down to it when it is older (``base`` removes everything), in one transaction."""
    async with _engine(url) as engine, engine.begin() as connection:
        await connection.run_sync(_run, revision)


def _run(connection: Connection, revision: str) -> None:
    require_version(connection)
    connection.execute(text("SET LOCAL lock_timeout = '5min'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
    config = configuration()
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    older = _older(connection, script, revision)
    (command.downgrade if older else command.upgrade)(config, revision)


def _older(connection: Connection, script: ScriptDirectory, revision: str) -> bool:
    """Whether ``revision`` lies below where the database is now."""
    if revision in {"head", "heads"}:
        return False
    if revision == "base":
        return True
    now = current(connection)
    applied = {step.revision for step in script.iterate_revisions(now, "base")} if now else set()
    return revision in applied


def require_version(connection: Connection) -> None:
    """Raises ``ServerFault`` when the server is older than ``OLDEST_SERVER`` or keeps its text in another encoding."""
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    if version < OLDEST_SERVER:
        raise ServerFault(f"数据库版本为 PostgreSQL {version}，本系统需要 {OLDEST_SERVER} 或更新的版本。")
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise ServerFault(f"数据库编码为 {encoding}，本系统需要 UTF8。")


async def require_current(url: str) -> None:
    """Raises ``ServerFault`` unless the database stands exactly at this program's revision."""
    async with _engine(url) as engine, engine.connect() as connection:
        found = await connection.run_sync(current)
    if found is None:
        raise ServerFault("数据库是空的，请先运行 yingcang migrate。")
    if found != head():
        raise ServerFault(f"数据库结构（{found}）与程序（{head()}）不一致，请运行 yingcang migrate 或更新程序。")


def current(connection: Connection) -> str | None:
    """The revision of the database, None when it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()
