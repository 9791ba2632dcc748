"""Asked what binds a plan and why a line is as it is, the answers are found in the child, kept, and read again."""

import gzip
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.dispatch.advice import computing
from app.dispatch.models import DispatchPlan
from app.dispatch.report import build
from app.dispatch.states import PlanState
from app.incidents.queries import find_incident
from app.jobs import queue
from app.jobs.models import Job
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.ids import uuid7
from optimize.intake.reading import canonical_json
from optimize.planner import solve
from seed import load
from tests.optimize.tiny import tiny_problem
from tests.small_district import ACTOR, command

HURRIED_S = 0.001


@pytest.fixture
async def plan_id(kaizhou: Database) -> UUID:
    """The plan of the smallest problem, stored: water and tents are short."""
    number = await load.open_incident(kaizhou, "kaizhou")
    problem = tiny_problem()
    plan = solve(problem, effort=1)
    async with kaizhou.transaction() as session:
        incident = await find_incident(session, number)
        row = DispatchPlan(
            number="FA-1", incident_id=incident, state=PlanState.DRAFT, input_hash=plan.input_hash, seed=1, effort=1,
            time_limit_s=20, ended=plan.ended, problem=gzip.compress(canonical_json(problem)),
            plan=plan.model_dump(mode="json"), map={}, actor="duty", created_at=clock.now(),
            report=build(problem, plan, incident_id=incident).model_dump(mode="json"),
        )  # fmt: skip
        session.add(row)
        return row.id


class Run:
    """A job's run as its body sees it."""

    def __init__(self, database: Database, payload: dict[str, Any]) -> None:
        self.database, self.told = database, list[dict[str, Any]]()
        self.job = Job(kind="test", payload=payload, requested_by="duty", created_at=clock.now())

    def cancelled(self) -> bool:
        return False

    async def progress(self, **told: Any) -> None:
        self.told.append(told)


async def run_of(client: httpx.AsyncClient, database: Database, job_id: str) -> Run:
    async with database.transaction() as session:
        job = await queue.read(session, UUID(job_id))
        await queue.cancel(session, job.id)  # this test is the worker
        return Run(database, job.payload)


async def test_reasons_are_asked_for_found_and_read(
    kaizhou: Database, kaizhou_client: httpx.AsyncClient, plan_id: UUID
) -> None:
    address = f"/api/v1/plans/{plan_id}/reasons"
    assert (await kaizhou_client.get(address)).json()["state"] == "none"
    asked = await kaizhou_client.post(address, headers=command())
    assert asked.status_code == 202
    again = await kaizhou_client.post(address, headers=command())
    assert again.json() == asked.json()
    assert (await kaizhou_client.get(address)).json()["state"] == "waiting"
    run = await run_of(kaizhou_client, kaizhou, asked.json()["job_id"])
    assert (await computing.run_reasons_job(run))["left"] == 0
    found = (await kaizhou_client.get(address)).json()
    assert found["state"] == "done"
    water = next(row for row in found["reasons"] if row["name"] == "饮用水")
    assert {"floor", "stock"} <= {cause["code"] for cause in water["causes"]}
    assert all(remedy["verified"] and remedy["changes"] for remedy in water["remedies"])
    report = (await kaizhou_client.get(f"/api/v1/plans/{plan_id}")).json()
    assert [row["quantity"] for row in report["city_request"]] == [row["quantity"] for row in found["city_request"]]


async def test_what_there_was_no_time_to_prove_is_told_so_and_proved_later(
    kaizhou: Database, kaizhou_client: httpx.AsyncClient, plan_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/api/v1/plans/{plan_id}/reasons"
    payload = {"plan_id": str(plan_id)}
    with monkeypatch.context() as hurried:
        hurried.setattr(computing, "PROOF_LIMIT_S", HURRIED_S)
        unproved = (await computing.run_reasons_job(Run(kaizhou, payload)))["unproved"]
    found = (await kaizhou_client.get(address)).json()
    assert (found["state"], found["unproved"]) == ("waiting", unproved)
    again = await run_of(kaizhou_client, kaizhou, found["job_id"])  # which takes longer, as nothing was proved
    assert again.job.payload == payload | {
        "prove": True,
        "limit_s": 2 * HURRIED_S,
    }
    assert (await kaizhou_client.get(address)).json()["state"] == "partial"
    assert not any(row["verified"] for reason in found["reasons"] for row in reason["remedies"])
    assert not any(row["checked"] or row["verified"] for row in found["city_request"])
    assert (await computing.run_reasons_job(Run(kaizhou, payload | {"prove": True})))["unproved"] == 0
    proved = (await kaizhou_client.get(address)).json()
    assert proved["state"] == "done"
    assert all(row["verified"] for reason in proved["reasons"] for row in reason["remedies"])
    assert [row["checked"] for row in proved["city_request"]] == [True] * len(found["city_request"])


async def test_why_is_asked_answered_and_remembered(
    kaizhou: Database, kaizhou_client: httpx.AsyncClient, plan_id: UUID
) -> None:
    address = f"/api/v1/plans/{plan_id}/why"
    question = {"kind": "assignment", "subject": "g0"}
    assert (await kaizhou_client.get(address, params=question)).status_code == 404
    asked = (await kaizhou_client.post(address, json=question, headers=command())).json()
    assert asked["answer"] is None
    run = await run_of(kaizhou_client, kaizhou, asked["job_id"])
    result = await computing.run_why_job(run)
    assert result["alternatives"]
    stored = (await kaizhou_client.get(address, params=question)).json()
    assert stored == result
    again = (await kaizhou_client.post(address, json=question, headers=command())).json()
    assert again == {"answer": result, "job_id": None}


async def test_what_is_no_line_of_the_plan_is_refused(kaizhou_client: httpx.AsyncClient, plan_id: UUID) -> None:
    question = {"kind": "posting", "subject": "m0", "target": "elsewhere"}
    answer = await kaizhou_client.post(f"/api/v1/plans/{plan_id}/why", json=question, headers=command())
    assert answer.status_code == 422
    assert "没有这一行" in answer.text
    assert (await kaizhou_client.get(f"/api/v1/plans/{uuid7()}/reasons", headers=ACTOR)).status_code == 404


async def test_a_plan_older_than_the_count_of_vehicles_says_so(
    kaizhou_client: httpx.AsyncClient, plan_id: UUID
) -> None:
    answer = await kaizhou_client.get(f"/api/v1/plans/{plan_id}/roads")
    assert (answer.status_code, answer.json()["counted"], answer.json()["busiest"]) == (200, False, [])
    assert (await kaizhou_client.get(f"/api/v1/plans/{uuid7()}/roads")).status_code == 404
