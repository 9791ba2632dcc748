"""One embedded server per run; every test gets a database of its own, cloned from a template."""

import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import asyncpg
import httpx
import pytest
import structlog
from fastapi import FastAPI

from app.kernel.database import Database, driver_address
from app.kernel.migrate import migrate
from app.kernel.server import Server
from app.main import create_app
from tests.personas import AsPersona, enter_personas, seat_personas

UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

_numbers = itertools.count(1)


structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only concerns root is no test for anybody else."""
    if os.geteuid() != 0:
        for_root = [item for item in items if item.get_closest_marker("root")]
        items[:] = [item for item in items if item not in for_root]
        config.hook.pytest_deselected(items=for_root)
    turn = turns(items)
    items.sort(key=lambda item: turn[item.path])


def turns(items: Sequence[pytest.Item]) -> dict[Path, float]:
    """When each file comes, from 0 to 1: those with a browser evenly between the others, since two browsers wait for
    each other; of the others the slow ones first, since one of them at the end keeps a single core busy."""
    browsers = list(dict.fromkeys(item.path for item in items if item.get_closest_marker("e2e")))
    slow = [item.path for item in items if item.get_closest_marker("slow")]
    others = [path for path in dict.fromkeys([*slow, *(item.path for item in items)]) if path not in browsers]
    return {path: at / len(paths) for paths in (browsers, others) for at, path in enumerate(paths)}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return without_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return without_skips((yield))


def without_skips(report: Report) -> Report:
    """With CI=true a skipped test is a failed one: a missing browser must not pass for a tested page."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"不得在 CI 中跳过：{report.longrepr}"
    return report


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of this run, in a temporary folder that the database's account can reach."""
    folder = Path(tempfile.mkdtemp(prefix="yingcang-test-"))
    folder.chmod(0o755)
    embedded = Server(folder / "data", min_free_bytes=0, flags=UNSAFE_BUT_FAST)
    with embedded.use():
        yield embedded
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
async def admin(server: Server) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(driver_address(server.url("postgres")))
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def empty_template(server: Server, admin: asyncpg.Connection) -> str:
    """A migrated database without a row beyond what migrations insert, and the persons who act in tests."""
    await admin.execute("CREATE DATABASE template_empty TEMPLATE template0")
    await migrate(server.url("template_empty"))
    entered = Database(server.url("template_empty"))
    async with entered.transaction() as session:
        await enter_personas(session)
    await entered.close()
    return "template_empty"


@pytest.fixture(scope="session")
async def kaizhou_template(server: Server, admin: asyncpg.Connection, empty_template: str) -> str:
    """The empty template, seeded with Kaizhou once."""
    from seed.load import load

    await admin.execute(f"CREATE DATABASE template_kaizhou TEMPLATE {empty_template}")
    seeded = Database(server.url("template_kaizhou"))
    async with seeded.transaction() as session:
        await load(session, "kaizhou")
    await seeded.close()
    return "template_kaizhou"


@pytest.fixture
async def clone(server: Server, admin: asyncpg.Connection) -> AsyncIterator[Callable[[str], Awaitable[str]]]:
    """A function that copies a template and answers with the copy's URL; the copies go after the test."""
    made: list[str] = []

    async def copy(template: str) -> str:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        made.append(name)
        return server.url(name)

    yield copy
    for name in made:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(clone: Callable[[str], Awaitable[str]], empty_template: str) -> AsyncIterator[Database]:
    current = Database(await clone(empty_template))
    yield current
    await current.close()


@pytest.fixture
async def kaizhou(clone: Callable[[str], Awaitable[str]], kaizhou_template: str) -> AsyncIterator[Database]:
    current = Database(await clone(kaizhou_template))
    yield current
    await current.close()


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with answering(create_app(database=database)) as current:
        yield current


@pytest.fixture
async def kaizhou_client(kaizhou: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with answering(create_app(database=kaizhou)) as current:
        yield current


@asynccontextmanager
async def answering(app: FastAPI, *, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """``app`` behind an HTTP client; an unexpected error is seen as the 500 that a browser would get."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 50_000))
    async with app.router.lifespan_context(app):
        await seat_personas(app.state.database)
        async with httpx.AsyncClient(transport=transport, base_url="http://yingcang", auth=AsPersona()) as client:
            yield client
