"""Two incidents of one district: the second is planned with what the first leaves, and both say so."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from app.auth import EVERYWHERE, Person, somebody
from app.dispatch import commands, queries, service
from app.dispatch.computing import compute, run_joint_job
from app.dispatch.schemas import PlanOptions
from app.incidents import service as incidents
from app.incidents.queries import find_incident, get_incident
from app.incidents.schemas import IncidentCreate
from app.jobs import queue
from app.jobs.models import Job
from app.kernel.database import Database
from app.kernel.errors import Invalid
from optimize.validate import validate
from seed import load
from tests.small_district import command

QUICK = PlanOptions(effort=1, time_limit_s=60)


async def two_incidents(database: Database) -> tuple[UUID, UUID]:
    """The demo incident, and a later one of one of its villages."""
    number = await load.open_incident(database, "kaizhou")
    async with database.snapshot() as session:
        first = await get_incident(session, await find_incident(session, number), scope=EVERYWHERE)
        duty = somebody((await session.exec(select(Person).where(Person.code == "duty"))).one())
    village = first.affected[0]
    opening = IncidentCreate.model_validate(
        {
            "name": "同日第二起",
            "kind": "landslide",
            "level": "IV",
            "district": first.district,
            "started_at": first.started_at,
            "plan_from": first.plan_from,
            "villages": [{"division": village.division, "people": 300}],
        }
    )
    async with database.transaction() as session:
        second = await incidents.open_incident(session, actor=duty, command=opening)
    return first.id, second.id


async def plan(database: Database, incident: UUID, *, behind: list[UUID]) -> UUID:
    options = QUICK.model_copy(update={"behind": behind})
    done = await compute(
        database, incident, options=options, actor="duty", on_progress=lambda _: None, cancelled=lambda: False
    )
    return done.plan_id


@pytest.mark.slow
async def test_the_second_incident_gets_what_the_first_leaves(kaizhou: Database) -> None:
    one, two = await two_incidents(kaizhou)
    first = await plan(kaizhou, one, behind=[])
    second = await plan(kaizhou, two, behind=[first])
    async with kaizhou.snapshot() as session:
        question, answer = await queries.get_problem_and_plan(session, first)
        _, other = await queries.get_problem_and_plan(session, second)
        numbers = await queries.plan_numbers(session, [first])
        report = await queries.get_report(session, second)
    assert report.behind == list(numbers)
    assert other.people.placed == 300
    units = Counter[str]()
    for row in (*answer.deliveries, *other.deliveries):
        units[row.lot] += row.quantity
    assert all(units[lot.id] <= lot.quantity for lot in question.lots)


async def test_a_plan_stands_only_behind_plans_of_others(kaizhou: Database, kaizhou_client: httpx.AsyncClient) -> None:
    _, two = await two_incidents(kaizhou)
    own = await plan(kaizhou, two, behind=[])
    unknown = "019a0000-0000-7000-8000-000000000000"
    answer = await kaizhou_client.post(
        f"/api/v1/incidents/{two}/plans", json={"behind": [unknown, str(own)]}, headers=command()
    )
    assert answer.status_code == 422
    assert [row["pointer"] for row in answer.json()["errors"]] == ["/behind/0", "/behind/1"]


@pytest.mark.parametrize(
    ("named", "pointers"), [(["two", "two"], ["/incidents/1"]), (["two", "unknown"], ["/incidents/1"])]
)
async def test_joint_plans_are_asked_for_by_different_known_incidents(
    kaizhou: Database, kaizhou_client: httpx.AsyncClient, named: list[str], pointers: list[str]
) -> None:
    _, two = await two_incidents(kaizhou)
    known = {"two": str(two), "unknown": "019a0000-0000-7000-8000-000000000000"}
    body = {"incidents": [known[name] for name in named]}
    answer = await kaizhou_client.post("/api/v1/plans/joint", json=body, headers=command())
    assert answer.status_code == 422
    assert [row["pointer"] for row in answer.json()["errors"]] == pointers


@dataclass
class Watching:
    """A run of a job that nobody cancels."""

    database: Database
    job: Job
    told: list[dict[str, Any]] = field(default_factory=list)

    def cancelled(self) -> bool:
        return False

    async def progress(self, **told: Any) -> None:
        self.told.append(told)


@pytest.mark.slow
async def test_incidents_asked_for_together_are_planned_in_their_order(
    kaizhou: Database, kaizhou_client: httpx.AsyncClient
) -> None:
    one, two = await two_incidents(kaizhou)
    body = {"incidents": [str(two), str(one)], "options": {"effort": 1, "time_limit_s": 60}}
    answer = await kaizhou_client.post("/api/v1/plans/joint", json=body, headers=command())
    assert answer.status_code == 202, answer.text
    async with kaizhou.snapshot() as session:
        run = Watching(kaizhou, await queue.read(session, UUID(answer.json()["job_id"])))
    first, second = (UUID(plan_id) for plan_id in (await run_joint_job(run))["plan_ids"])
    async with kaizhou.snapshot() as session:
        planned = await queries.incidents_planned(session, [first, second])
        report = await queries.get_report(session, second)
        assert report.behind == list(await queries.plan_numbers(session, [first]))
    assert planned == {first: {two}, second: {one}}
    assert run.told


@pytest.mark.slow
async def test_equal_incidents_get_one_plan(kaizhou: Database, kaizhou_client: httpx.AsyncClient) -> None:
    one, two = await two_incidents(kaizhou)
    body = {"incidents": [str(one), str(two)], "equal": True, "options": {"effort": 1, "time_limit_s": 60}}
    answer = await kaizhou_client.post("/api/v1/plans/joint", json=body, headers=command())
    assert answer.status_code == 202, answer.text
    async with kaizhou.snapshot() as session:
        run = Watching(kaizhou, await queue.read(session, UUID(answer.json()["job_id"])))
    (plan_id,) = (UUID(row) for row in (await run_joint_job(run))["plan_ids"])
    async with kaizhou.snapshot() as session:
        question, made = await queries.get_problem_and_plan(session, plan_id)
        report = await queries.get_report(session, plan_id)
        alone = await get_incident(session, one, scope=EVERYWHERE)
        for incident in (one, two):
            found = await queries.list_plans(session, incident, scope=EVERYWHERE, limit=9, offset=0)
            assert [row.id for row in found.items] == [plan_id]
    assert (report.incident_id, report.beside) == (one, [two])
    async with kaizhou.snapshot() as session:
        refused = await service.faults_of_behind(session, {two}, [plan_id])
    assert [fault.pointer for fault in refused] == ["/behind/0"]
    assert validate(question, made) == ()
    # the village that both have hit is moved once, as the incident with more of its people has it
    villages = {row.division: row.people for row in alone.affected}
    hit = alone.affected[0].division
    assert made.people.to_place == sum(villages.values()) - villages[hit] + max(villages[hit], 300)


@pytest.mark.slow
async def test_equal_incidents_are_planned_on_the_command_line_by_the_same_rules(kaizhou: Database) -> None:
    number = await load.open_incident(kaizhou, "kaizhou")
    _, two = await two_incidents(kaizhou)
    with pytest.raises(Invalid) as refused:
        await commands.plan(kaizhou, incident=number, beside=[number], effort=1)
    assert [fault.pointer for fault in refused.value.faults] == ["/incidents/1"]
    report = await commands.plan(kaizhou, incident=number, beside=[str(two)], effort=1, time_limit=60)
    assert report.beside == [two]
