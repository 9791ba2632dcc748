"""The two districts of the matrix, built once per run."""

import asyncpg
import pytest

from app.kernel.database import Database
from app.kernel.server import Server
from tests.security import world
from tests.security.world import World


@pytest.fixture(scope="session")
async def matrix_template(server: Server, admin: asyncpg.Connection, empty_template: str) -> tuple[str, World]:
    await admin.execute(f"CREATE DATABASE template_matrix TEMPLATE {empty_template}")
    database = Database(server.url("template_matrix"))
    made = await world.build(database)
    await database.close()
    return "template_matrix", made
