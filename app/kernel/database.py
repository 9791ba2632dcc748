"""Engine, sessions and the only place that commits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import asyncpg
from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kernel.errors import Busy

UNREACHABLE = (DBAPIError, PoolTimeout, OSError, Busy)
"""What a database that is down, full or restarting raises: whoever works by itself logs it and tries again."""

_SETTINGS = {
    "application_name": "yingcang",
    "timezone": "UTC",
    "lock_timeout": "10s",  # a waiting command answers 503 and may be repeated
    "idle_in_transaction_session_timeout": "120s",
    "jit": "off",
}


def driver_address(url: str) -> str:
    """SQLAlchemy's URL as asyncpg itself reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def connect(url: str) -> asyncpg.Connection:
    """One connection; raises ``Busy`` when the server cannot be reached."""
    try:
        return await asyncpg.connect(driver_address(url), server_settings=_SETTINGS, timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise Busy(f"连接不上数据库（{error or type(error).__name__}），请稍后重试。") from error


class Database:
    """An engine and its sessions. Nobody but ``transaction`` commits."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=10,
            pool_timeout=10,
            pool_pre_ping=True,
            async_creator=self.connect,
        )

    async def connect(self) -> asyncpg.Connection:
        """A connection of its own, outside the pool."""
        return await connect(self.url)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One command: commits when the block ends, rolls back when it raises."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """One REPEATABLE READ, read-only view of everything."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


async def session(request: Request) -> AsyncIterator[AsyncSession]:
    if (given := getattr(request.state, "session", None)) is not None:
        yield given  # CommandRoute opened the transaction and commits it together with the stored answer
        return
    database: Database = request.app.state.database
    async with database.transaction() as current:
        yield current


# scope="function": the commit happens before the answer leaves, so a failed commit can never be a 2xx.
Session = Annotated[AsyncSession, Depends(session, scope="function")]
