"""The kernel's promises over HTTP: problems, commands that act once, commits that fail, versions, headers."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from app.kernel.constraints import explain
from app.kernel.database import Database
from tests.api.kernel_app import count, noted
from tests.conftest import answering

KEEPER = {"X-Actor": "keeper"}


@pytest.fixture
async def notes(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with answering(await noted(database)) as client:
        yield client


def keyed(key: object = None) -> dict[str, str]:
    return {**KEEPER, "Idempotency-Key": str(key or uuid4())}


# --- commits that fail ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/notes", "/plain-notes"])
@pytest.mark.parametrize(("state", "status"), [("23514", 409), ("40001", 503), ("57014", 503), ("XX001", 500)])
async def test_a_failing_commit_is_never_a_success(
    path: str, state: str, status: int, notes: httpx.AsyncClient, database: Database
) -> None:
    answer = await notes.post(path, json={"words": f"doomed {state}"}, headers=keyed())
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert ("retry-after" in answer.headers) == (status == 503)
    assert await count(database) == 0


async def test_a_commit_refused_by_a_named_constraint_is_told_in_its_words(notes: httpx.AsyncClient) -> None:
    explain({"refused_at_commit": "占用数量不能超过在库数量。"})
    answer = await notes.post("/notes", json={"words": "doomed 23514"}, headers=keyed())
    assert answer.json()["detail"] == "占用数量不能超过在库数量。"


# --- commands that act once -------------------------------------------------------------------------------------------


async def test_same_key_same_body_acts_once_and_answers_alike(notes: httpx.AsyncClient, database: Database) -> None:
    headers = keyed()
    first = await notes.post("/notes", json={"words": "a"}, headers=headers)
    second = await notes.post("/notes", json={"words": "a"}, headers=headers)
    assert (first.status_code, first.content, first.headers["etag"]) == (201, second.content, second.headers["etag"])
    assert second.status_code == 201
    assert second.headers["idempotency-replayed"] == "true"
    assert await count(database) == 1


async def test_same_key_other_body_is_refused(notes: httpx.AsyncClient, database: Database) -> None:
    headers = keyed()
    await notes.post("/notes", json={"words": "a"}, headers=headers)
    answer = await notes.post("/notes", json={"words": "b"}, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert await count(database) == 1


async def test_another_actor_has_keys_of_their_own(notes: httpx.AsyncClient, database: Database) -> None:
    key = uuid4()
    await notes.post("/notes", json={"words": "a"}, headers=keyed(key))
    answer = await notes.post("/notes", json={"words": "a"}, headers={**keyed(key), "X-Actor": "duty"})
    assert answer.json()["actor"] == "duty"
    assert await count(database) == 2


async def test_twenty_at_once_with_one_key_act_once(notes: httpx.AsyncClient, database: Database) -> None:
    headers = keyed()
    answers = await asyncio.gather(*(notes.post("/notes", json={"words": "a"}, headers=headers) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await count(database) == 1


async def test_a_refused_command_leaves_its_key_free(notes: httpx.AsyncClient, database: Database) -> None:
    headers = keyed()
    assert (await notes.post("/notes", json={"words": "refused"}, headers=headers)).status_code == 409
    assert (await notes.post("/notes", json={"words": "a"}, headers=headers)).status_code == 201
    assert await count(database) == 1


@pytest.mark.parametrize("headers", [KEEPER, {**KEEPER, "Idempotency-Key": "not-a-uuid"}])
async def test_a_command_without_a_key_is_refused(headers: dict[str, str], notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", json={"words": "a"}, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/idempotency-key-missing")


async def test_the_key_is_in_the_document_once(notes: httpx.AsyncClient) -> None:
    document = (await notes.get("/api/v1/openapi.json")).json()
    names = [parameter["name"] for parameter in document["paths"]["/notes"]["post"]["parameters"]]
    assert names.count("idempotency-key") == 1


# --- problems ---------------------------------------------------------------------------------------------------------


async def test_every_fault_of_a_body_is_told_at_once_with_its_pointer(notes: httpx.AsyncClient) -> None:
    body = {"lines": [{"quantity": 1}, {"quantity": "x"}, {"quantity": 0}], "extra~field/": 1}
    answer = await notes.post("/notes", json=body, headers=keyed())
    assert answer.status_code == 422
    assert {(fault["pointer"], fault["detail"]) for fault in answer.json()["errors"]} == {
        ("/words", "必填"),
        ("/lines/1/quantity", "应为整数"),
        ("/lines/2/quantity", "应大于 0"),
        ("/extra~0field~1", "不认识的字段"),
    }


async def test_a_command_needs_somebody_who_is_signed_in(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", json={"words": "a"}, headers={"Idempotency-Key": str(uuid4())})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in-required")


async def test_a_fault_of_the_program_leaks_nothing(notes: httpx.AsyncClient) -> None:
    answer = await notes.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_a_broken_check_is_a_conflict(notes: httpx.AsyncClient) -> None:
    answer = await notes.post("/notes", json={"words": "x" * 60}, headers=keyed())
    assert (answer.status_code, answer.json()["detail"]) == (409, "数值不符合规定。")


async def test_an_unknown_address_under_the_api_is_a_problem(notes: httpx.AsyncClient) -> None:
    answer = await notes.get("/api/v1/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(("seen", "status"), [(None, 428), ('"2"', 412), ('"3"', 200), ("x", 412)])
async def test_a_change_names_the_version_it_saw(seen: str | None, status: int, notes: httpx.AsyncClient) -> None:
    headers = {} if seen is None else {"If-Match": seen}
    assert (await notes.put("/notes/1", headers=headers)).status_code == status


async def test_every_answer_carries_the_security_headers(notes: httpx.AsyncClient) -> None:
    for path in ("/api/v1/people", "/broken", "/api/v1/nowhere"):
        headers = (await notes.get(path)).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-request-id"]
