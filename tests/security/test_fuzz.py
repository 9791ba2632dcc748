"""Whatever is sent to any operation, by anybody: no fault of the program, and every answer as the document says.

Each drawn request goes out once without a sign-in and once per role, to a real server; at least ``AT_LEAST`` in all.
The stream of events is left out: it never ends (its own tests are in ``tests/api/test_events``).
"""

import socket
import threading
import time
from collections.abc import Iterator
from unittest import SkipTest

import anyio
import asyncpg
import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy, nothing
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.auth.rights import Role
from app.kernel.database import Database, driver_address
from app.kernel.server import Server
from app.main import create_app, describe
from tests.personas import cookie_of, seat_personas

pytestmark = pytest.mark.slow

AT_LEAST = 20_000
EXAMPLES = 24
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
WHO = [None, *Role]

_document = schemathesis.openapi.from_dict(describe()).exclude(operation_id="stream_events")
OPERATIONS = {operation.label: operation for operation in (found.ok() for found in _document.get_all_operations())}
sent: list[int] = []


@pytest.fixture(scope="module")
def address(server: Server, kaizhou_template: str) -> Iterator[str]:
    """The app on a database of its own, served by a thread with a loop of its own."""
    anyio.run(_execute, server, f"CREATE DATABASE fuzzed TEMPLATE {kaizhou_template} STRATEGY FILE_COPY")
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    database = Database(server.url("fuzzed"))
    web = uvicorn.Server(uvicorn.Config(create_app(database=database), log_config=None, access_log=False))

    async def serve() -> None:
        await seat_personas(database)
        await web.serve([listener])
        await database.close()

    thread = threading.Thread(target=anyio.run, args=(serve,))
    thread.start()
    while not web.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    web.should_exit = True
    thread.join()
    anyio.run(_execute, server, "DROP DATABASE fuzzed WITH (FORCE)")


async def _execute(server: Server, statement: str) -> None:
    connection = await asyncpg.connect(driver_address(server.url("postgres")))
    await connection.execute(statement)
    await connection.close()


@pytest.fixture(scope="module")
def sender() -> Iterator[requests.Session]:
    with requests.Session() as current:
        yield current


@pytest.mark.timeout(900)
@pytest.mark.parametrize("label", OPERATIONS)
def test_any_request_of_anybody(label: str, address: str, sender: requests.Session) -> None:
    operation = OPERATIONS[label]

    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | _wrong(operation))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def send(case: schemathesis.Case) -> None:
        for role in WHO:
            sender.cookies.clear()
            cookies = None if role is None else cookie_of(role.value)
            answer = case.call(base_url=address, session=sender, cookies=cookies, headers={"Origin": address})
            case.validate_response(answer, checks=CHECKS)
            sent.append(answer.status_code)

    send()


def _wrong(operation: schemathesis.APIOperation) -> SearchStrategy[schemathesis.Case]:
    """Requests that the document forbids, where it forbids anything."""
    try:
        return operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    except (SkipTest, Unsatisfiable):
        return nothing()


def test_that_enough_was_sent() -> None:
    """After the others, in the order of the file."""
    assert len(sent) >= AT_LEAST, f"only {len(sent)} requests"
    assert any(status < 300 for status in sent), "nothing was ever accepted"
