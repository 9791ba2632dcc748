"""The two districts of the matrix, built once per run."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from app.kernel.database import Database
from app.kernel.server import Server
from app.main import create_app
from tests.conftest import answering
from tests.security import world
from tests.security.desk import Desk
from tests.security.world import World


@pytest.fixture(scope="session")
async def matrix_template(server: Server, admin: asyncpg.Connection, empty_template: str) -> tuple[str, World]:
    await admin.execute(f"CREATE DATABASE template_matrix TEMPLATE {empty_template}")
    database = Database(server.url("template_matrix"))
    made = await world.build(database)
    await database.close()
    return "template_matrix", made


@pytest.fixture
async def matrix(clone: Callable[[str], Awaitable[str]], matrix_template: tuple[str, World]) -> AsyncIterator[Database]:
    current = Database(await clone(matrix_template[0]))
    yield current
    await current.close()


@pytest.fixture
async def desk(matrix: Database, matrix_template: tuple[str, World]) -> AsyncIterator[tuple[Desk, World]]:
    async with answering(create_app(database=matrix)) as client:
        yield Desk(client), matrix_template[1]
