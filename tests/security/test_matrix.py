"""Every operation of the OpenAPI document × every role × own and other place × nobody signed in.

Expected is what ``RIGHTS`` says: refused with 403 without the right, never a word of another district in any answer,
another district's rows answered as rows that do not exist, its places (whose codes everybody knows) with 403; and with
the right at the own place at least one role succeeds.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.auth.rights import RIGHTS, Role
from app.auth.sessions import COOKIE
from app.kernel.database import Database
from app.kernel.ids import uuid7
from app.main import create_app, describe
from tests.security.entries import ENTRIES, OPEN, SHARED, UNDERWAY, Entry
from tests.security.world import OWN, Place, World, token_of

NOTHING = UUID(int=1)
"""No row has this id."""
STREAMS = {"stream_events"}

Ask = Callable[..., Awaitable[httpx.Response]]


def _operations() -> Iterator[tuple[str, str, str, str]]:
    """(operation, method, path, demand)."""
    for path, methods in describe()["paths"].items():
        for method, operation in methods.items():
            yield operation["operationId"], method, path, operation["x-right"]


OPERATIONS = {name: (method, path, demand) for name, method, path, demand in _operations()}
READS = sorted(name for name, (method, _, _) in OPERATIONS.items() if name in ENTRIES and method == "get")
WRITES = sorted(name for name, (method, _, _) in OPERATIONS.items() if name in ENTRIES and method != "get")


def test_every_operation_has_an_entry() -> None:
    named = ENTRIES.keys() | OPEN | UNDERWAY | SHARED
    assert sorted(OPERATIONS.keys() - named) == []
    assert sorted(named - OPERATIONS.keys()) == []


def test_what_is_free_is_free_on_purpose() -> None:
    free = {name for name, (_, _, demand) in OPERATIONS.items() if demand == "open"}
    underway = {name for name, (_, _, demand) in OPERATIONS.items() if demand == "signed-in at any stage"}
    shared = {name for name, (_, _, demand) in OPERATIONS.items() if demand.startswith("token ")}
    assert (free, underway, shared) == (OPEN, UNDERWAY, SHARED)


def admitted(name: str) -> set[Role]:
    """Roles that the demand lets in."""
    demand = OPERATIONS[name][2]
    if demand == "signed-in":
        return set(Role)
    return {role for role in Role if rights_of(role) & set(demand.split())}


def rights_of(role: Role) -> set[str]:
    """The role's rights as demands name them."""
    return {f"{subject.value}.{act.value}" for subject, acts in RIGHTS[role].items() for act in acts}


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """One app for all: only its database changes from test to test."""
    return create_app()


@asynccontextmanager
async def asking(app: FastAPI, database: Database) -> AsyncIterator[Ask]:
    """A function that asks an operation at a place, as somebody or nobody."""
    app.state.database = database
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://yingcang") as client:

        async def ask(name: str, place: Place, token: str | None) -> httpx.Response:
            method, path, _ = OPERATIONS[name]
            entry = ENTRIES.get(name, Entry())
            filled = path.format(**{key: str(value) for key, value in place.ids.items()} | (entry.path or {}))
            return await client.request(
                method,
                filled,
                params=entry.query(place) if entry.query else None,
                json=entry.body(place) if entry.body else None,
                headers={"Idempotency-Key": str(uuid7()), "If-Match": '"1"'}
                | ({"Cookie": f"{COOKIE}={token}"} if token else {}),
            )

        yield ask


@pytest.fixture
async def fresh(
    app: FastAPI, clone: Callable[[str], Awaitable[str]], matrix_template: tuple[str, World]
) -> AsyncIterator[tuple[Ask, World]]:
    template, made = matrix_template
    database = Database(await clone(template))
    async with asking(app, database) as ask:
        yield ask, made
    await database.close()


async def _matrix(name: str, ask: Ask, made: World) -> None:
    """Refusals first, since they change nothing; then whoever may."""
    entry, let_in = ENTRIES[name], admitted(name)
    assert (await ask(name, made.own, None)).status_code == 401
    for role in Role:
        token = token_of(role, OWN)
        if role not in let_in:
            answer = await ask(name, made.own, token)
            assert answer.status_code == 403, (role, answer.text)
        elif entry.placed:
            answer = await ask(name, made.far, token)
            await assert_unknown(name, answer, ask, made, token)
        assert_hidden(answer, made) if role not in let_in or entry.placed else None
    allowed = [role for role in Role if role in let_in and (not entry.own_only or role in entry.own_only)]
    answers = {role: await ask(name, made.own, token_of(role, OWN)) for role in allowed}
    for role, answer in answers.items():
        assert answer.status_code < 500, (role, answer.text)
        assert_hidden(answer, made)
    if not entry.fails:
        assert any(answer.is_success for answer in answers.values()), {r: a.text for r, a in answers.items()}
    first = next(iter(answers.values()))
    assert first.status_code not in {401, 403}, first.text


async def assert_unknown(name: str, answer: httpx.Response, ask: Ask, made: World, token: str) -> None:
    """Another district's row is answered word for word like a row that is nowhere."""
    nowhere = replace(made.own, depot=NOTHING, ids=dict.fromkeys(made.own.ids, NOTHING))
    if not names_a_row(name, nowhere):
        assert answer.status_code in {403, 404}, answer.text
        return
    assert refusal(answer) == refusal(await ask(name, nowhere, token))
    assert not answer.is_success


def names_a_row(name: str, nowhere: Place) -> bool:
    """Whether the path, the query or the body of the request hold an id."""
    entry, path = ENTRIES[name], OPERATIONS[name][1]
    told = [given(nowhere) for given in (entry.query, entry.body) if given]
    return "_id}" in path or str(NOTHING) in str(told)


def refusal(answer: httpx.Response) -> dict[str, Any]:
    return {key: value for key, value in answer.json().items() if key not in {"instance", "request_id"}}


def assert_hidden(answer: httpx.Response, made: World) -> None:
    """Nothing of the other district but what the question itself named."""
    told = answer.text if "json" in answer.headers.get("content-type", "") else ""
    asked = f"{answer.request.url} {answer.request.content.decode()}"
    leaked = [mark for mark in made.hidden if mark in told and mark not in asked]
    assert not leaked, (leaked, told[:2000])


async def test_reads(fresh: tuple[Ask, World]) -> None:
    """All reads on one database: they change nothing."""
    broken: dict[str, Any] = {}
    for name in READS:
        if name in STREAMS:
            assert (await fresh[0](name, fresh[1].own, None)).status_code == 401
            continue
        try:
            await _matrix(name, *fresh)
        except AssertionError as error:
            broken[name] = str(error)[:900]
    assert broken == {}


@pytest.mark.parametrize("name", WRITES)
async def test_writes(name: str, fresh: tuple[Ask, World]) -> None:
    await _matrix(name, *fresh)


async def test_underway_and_shared_need_their_own_proof(fresh: tuple[Ask, World]) -> None:
    ask, made = fresh
    for name in sorted(UNDERWAY | SHARED):
        assert (await ask(name, made.own, None)).status_code == 401
    for name in sorted(SHARED):
        assert (await ask(name, made.own, token_of(Role.SYSADMIN, OWN))).status_code == 401
