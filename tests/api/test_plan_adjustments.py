"""Adjusting a plan over HTTP: locks, what has left, the earlier plan and the difference; refusals all at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from app.auth import Person, somebody
from app.dispatch import queries
from app.dispatch.computing import compute, run_job
from app.dispatch.schemas import PlanOptions
from app.incidents import service as incidents
from app.incidents.schemas import IncidentCreate
from app.jobs.models import Job
from app.kernel.database import Database
from app.kernel.ids import uuid7
from optimize.validate import validate
from tests.small_district import command

QUICK = PlanOptions(effort=1, time_limit_s=60)
OPENING = {
    "name": "小江洪水",
    "kind": "flood",
    "level": "III",
    "district": "500154",
    "started_at": "2026-07-16T02:00:00+08:00",
    "plan_from": "2026-07-16T03:00:00+08:00",
    "villages": [{"division": f"50015400100{number}", "people": 150} for number in (1, 2)],
}


class Bench:
    """Plans of the demo incident, computed here and now."""

    def __init__(self, database: Database, client: httpx.AsyncClient) -> None:
        self.database, self.client = database, client

    async def plan(self) -> dict[str, Any]:
        opening = IncidentCreate.model_validate(OPENING)
        async with self.database.transaction() as session:
            duty = somebody((await session.exec(select(Person).where(Person.code == "duty"))).one())
            incident = await incidents.open_incident(session, actor=duty, command=opening)
        done = await compute(
            self.database,
            incident.id,
            options=QUICK,
            actor="duty",
            on_progress=lambda _: None,
            cancelled=lambda: False,
        )
        return await self.report(done.plan_id)

    async def report(self, plan_id: UUID | str) -> dict[str, Any]:
        answer = await self.client.get(f"/api/v1/plans/{plan_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def ask(self, plan: dict[str, Any], **body: Any) -> httpx.Response:
        return await self.client.post(
            f"/api/v1/plans/{plan['id']}/adjustments", json={"effort": 1, "time_limit_s": 60} | body, headers=command()
        )

    async def adjusted(self, plan: dict[str, Any], **body: Any) -> dict[str, Any]:
        answer = await self.ask(plan, **body)
        assert answer.status_code == 202, answer.text
        async with self.database.snapshot() as session:
            query = select(Job).where(Job.id == UUID(answer.json()["job_id"]))
            job = (await session.exec(query)).one()
        result = await run_job(_Run(job, self.database))
        found = await self.report(result["plan_id"])
        async with self.database.snapshot() as session:
            assert validate(*await queries.get_problem_and_plan(session, UUID(found["id"]))) == ()
        return found

    async def give_away(self, plan: dict[str, Any]) -> str:
        """Hands out all that is left of a lot that the plan loads; answers with the lot's number."""
        lines = (
            line
            for trip in plan["trips"]
            for stop in trip["stops"]
            for line in stop["lines"]
            if stop["action"] == "load" and "@" in line["lot"]
        )
        line = next(lines)
        lot, site = line["lot"].split("@")
        stock = (await self.client.get(f"/api/v1/sites/{site}/stock", headers={"X-Actor": "keeper"})).json()["items"]
        given = [
            {"item_id": row["item_id"], "lot_id": lot, "bin_id": row["bin_id"], "quantity": row["available"]}
            for row in stock
            if row["lot_id"] == lot and row["available"]
        ]
        body = {"kind": "issue", "reason": "distribution", "site_id": site, "lines": given}
        answer = await self.client.post("/api/v1/documents", json=body, headers=command() | {"X-Actor": "keeper"})
        assert answer.status_code == 201, answer.text
        return str(line["lot_no"])

    async def missing(self, plan: dict[str, Any]) -> list[str]:
        answer = await self.client.get(f"/api/v1/plans/{plan['id']}/standing")
        return list(answer.json()["missing"])

    async def issue(self, plan: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.post(f"/api/v1/plans/{plan['id']}/issue", headers=command())
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, plan: dict[str, Any], **body: Any) -> dict[str, str]:
        answer = await self.ask(plan, **body)
        assert answer.status_code == 422, answer.text
        return {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}


class _Run:
    def __init__(self, job: Job, database: Database) -> None:
        self.job, self.database = job, database

    def cancelled(self) -> bool:
        return False

    async def progress(self, **told: Any) -> None:
        del told


@pytest.fixture
def bench(kaizhou: Database, kaizhou_client: httpx.AsyncClient) -> Bench:
    return Bench(kaizhou, kaizhou_client)


def lock(about: str, subject: str, target: str | None, *, keep: bool) -> dict[str, Any]:
    return {"about": about, "subject": subject, "target": target, "keep": keep}


async def test_a_ban_moves_a_group_until_it_is_lifted(bench: Bench) -> None:
    plan = await bench.plan()
    row = plan["assignments"][0]
    ban = lock("group", row["group"], row["shelter"], keep=False)
    after = await bench.adjusted(plan, rules=[ban])
    came_from = after["adjustment"]
    assert (came_from["earlier_id"], came_from["earlier_number"]) == (plan["id"], plan["number"])
    (rule,) = came_from["rules"]
    assert rule["text"] == f"禁用：{row['group_name']} → {row['shelter_name']}"
    assert came_from["difference"]["units_spared"] == 0, "as many people as before need as much"
    moved = {change["group"]: change for change in came_from["difference"]["resettled"]}
    assert moved[row["group"]]["before_name"] == row["shelter_name"]
    placed = {found["group"]: found["shelter"] for found in after["assignments"]}
    assert placed.get(row["group"]) != row["shelter"]
    lifted = await bench.adjusted(after, lift=[ban])
    assert lifted["adjustment"]["rules"] == []


async def test_what_has_left_stays(bench: Bench) -> None:
    plan = await bench.plan()
    starts = sorted(trip["start_s"] for trip in plan["trips"])
    now_s = starts[len(starts) // 2] + 1
    now = datetime.fromisoformat(plan["issued_at"]) + timedelta(seconds=now_s)
    assert "请先下达" in (await bench.refused(plan, now=now.isoformat()))["/now"]
    await bench.issue(plan)
    after = await bench.adjusted(plan, now=now.isoformat())
    gone = [trip["id"] for trip in plan["trips"] if trip["start_s"] < now_s]
    assert gone and [trip["id"] for trip in after["trips"] if trip["fixed"]] == gone
    assert after["adjustment"]["fixed_trips"] == len(gone) and after["adjustment"]["now_s"] == now_s
    assert all(trip["start_s"] >= now_s for trip in after["trips"] if not trip["fixed"])
    refused = await bench.refused(after, now=plan["issued_at"])
    assert "不能早于原方案的时刻" in refused["/now"]
    assert (await bench.issue(after))["in_force"]
    replaced = (await bench.client.get(f"/api/v1/plans/{plan['id']}/standing")).json()
    assert (replaced["in_force"], replaced["others"]) == (False, [after["number"]])


async def test_goods_that_were_given_away_meanwhile_are_named_before_issuing(bench: Bench) -> None:
    plan = await bench.plan()
    assert await bench.missing(plan) == []
    lot_no = await bench.give_away(plan)
    [short] = await bench.missing(plan)
    assert f"批号 {lot_no}" in short and "现可用 0" in short
    await bench.issue(plan)
    log = (await bench.client.get(f"/api/v1/incidents/{plan['incident_id']}/log")).json()["items"]
    assert any(plan["number"] in entry["text"] and short in entry["text"] for entry in log)


async def test_what_stands_against_it_is_said_at_once(bench: Bench) -> None:
    plan = await bench.plan()
    shelter = plan["assignments"][0]["shelter"]
    faults = await bench.refused(
        plan,
        now="2099-01-01T00:00:00+08:00",
        rules=[
            lock("group", "nobody", shelter, keep=True),
            lock("vehicle", plan["trips"][0]["vehicle"], "nowhere", keep=True),
            lock("shelter", shelter, None, keep=True),
        ],
        lift=[lock("shelter", shelter, None, keep=False)],
    )
    assert set(faults) == {"/now", "/rules/0/subject", "/rules/1/target", "/rules/2/keep", "/lift/0"}
    assert (await bench.ask({"id": str(uuid7())})).status_code == 404
    incident = (await bench.client.get(f"/api/v1/incidents/{plan['incident_id']}")).json()
    moved = await bench.client.patch(
        f"/api/v1/incidents/{incident['id']}",
        json={"plan_from": "2026-07-16T04:00:00+08:00"},
        headers={"If-Match": f'"{incident["version"]}"', "X-Actor": "duty"},
    )
    assert moved.status_code == 200, moved.text
    refused = await bench.ask(plan)
    assert refused.status_code == 409 and "起算时刻已改变" in refused.json()["detail"]
