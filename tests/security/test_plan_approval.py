"""The life of a plan: submitted, sent back, approved once by another person of its district, issued, and frozen."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.auth.rights import Role
from app.kernel.database import Database
from tests.security.desk import Desk
from tests.security.world import FAR, OWN, World, token_of

DUTY, APPROVER, SECURITY = (token_of(role, OWN) for role in (Role.DUTY, Role.APPROVER, Role.SECURITY))


class Plan:
    """The plan of the own district, on its way."""

    def __init__(self, at: Desk, made: World) -> None:
        self.at, self.id, self.incident = at, made.own.ids["plan_id"], made.own.ids["incident_id"]

    async def ask(self, token: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = await self.at.ask(token, "POST", path, body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def policy(self, *, required: bool) -> None:
        body = {"division": OWN, "kind": "plan", "required": required}
        answer = await self.at.ask(SECURITY, "PUT", "/approval-policies", body)
        assert answer.status_code == 200, answer.text

    async def submit(self, note: str = "") -> str:
        return str((await self.ask(DUTY, f"/plans/{self.id}/submission", {"note": note}, 201))["id"])

    async def decide(self, request: str, how: str, reason: str, status: int = 200, token: str = APPROVER) -> Any:
        return await self.ask(token, f"/approvals/{request}/{how}", {"reason": reason}, status)

    async def issue(self, status: int = 200) -> Any:
        return await self.ask(DUTY, f"/plans/{self.id}/issue", None, status)

    async def standing(self, token: str = DUTY) -> Any:
        return await self.at.get(f"/plans/{self.id}/standing", token)

    async def steps(self, token: str = DUTY) -> list[str]:
        return list((await self.standing(token))["steps"])


@pytest.fixture
def plan(desk: tuple[Desk, World]) -> Plan:
    return Plan(*desk)


async def test_a_plan_goes_from_draft_to_issued(plan: Plan) -> None:
    await plan.policy(required=True)
    stands = await plan.standing()
    assert (stands["state"], stands["approval_required"], stands["steps"]) == ("draft", True, ["submit"])
    assert "批准后才能下达" in stands["hindrance"]
    assert "批准后才能下达" in (await plan.issue(409))["detail"]
    request = await plan.submit("请审")
    await plan.ask(DUTY, f"/plans/{plan.id}/submission", {}, 409)
    assert (await plan.steps(), await plan.steps(APPROVER)) == (["withdraw"], ["decide"])
    await plan.issue(409)
    await plan.decide(request, "approve", "", 404, token_of(Role.APPROVER, FAR))
    await plan.decide(request, "approve", "", 403, DUTY)
    assert (await plan.decide(request, "approve", "同意"))["state"] == "approved"
    told = (await plan.at.get("/inbox", DUTY))["items"][0]
    assert (told["title"].endswith("已批准"), told["text"], told["link"]) == (True, "同意", f"/plans/{plan.id}")
    stands = await plan.standing()
    assert (stands["state"], stands["steps"], stands["hindrance"]) == ("approved", ["issue"], "")
    assert stands["approved_by_name"] and [row["note"] for row in stands["requests"]] == ["请审"]
    issued = await plan.issue()
    assert (issued["state"], issued["in_force"], issued["others"], issued["steps"]) == ("issued", True, [], [])
    [row] = (await plan.at.get(f"/plans?incident={plan.incident}", DUTY))["items"]
    assert (row["state"], row["in_force"]) == ("issued", True)
    log = (await plan.at.get(f"/incidents/{plan.incident}/log", DUTY))["items"]
    assert any(entry["text"].startswith("下达方案") for entry in log)
    assert (await plan.at.get("/inbox", APPROVER))["items"][0]["title"].endswith("已下达")
    await plan.issue(409)


async def test_where_nobody_is_asked_the_planner_issues_it_himself(plan: Plan) -> None:
    assert await plan.steps() == ["submit", "issue"]
    assert await plan.steps(APPROVER) == []
    issued = await plan.issue()
    assert (issued["approved_by_name"], issued["in_force"]) == (None, True)
    assert issued["issued_by_name"]
    await plan.ask(DUTY, f"/plans/{plan.id}/submission", {}, 409)


async def test_what_was_sent_back_or_taken_back_is_submitted_again(plan: Plan) -> None:
    await plan.decide(await plan.submit(), "refuse", "先核实人数")
    stands = await plan.standing()
    assert (stands["state"], stands["steps"]) == ("refused", ["submit"])
    assert stands["requests"][-1]["reason"] == "先核实人数"
    await plan.issue(409)
    request = await plan.submit("已核实")
    await plan.ask(DUTY, f"/approvals/{request}/withdraw")
    assert (await plan.standing())["state"] == "draft"
    await plan.decide(await plan.submit(), "approve", "")
    assert [row["state"] for row in (await plan.standing())["requests"]] == ["refused", "withdrawn", "approved"]


async def test_of_decisions_at_the_same_moment_one_holds(plan: Plan) -> None:
    request = await plan.submit()
    ways = {"approve": APPROVER, "refuse": APPROVER, "withdraw": DUTY}
    bodies = {"approve": {}, "refuse": {"reason": "先核实人数"}, "withdraw": None}
    answers = await asyncio.gather(
        *(plan.at.ask(token, "POST", f"/approvals/{request}/{way}", bodies[way]) for way, token in ways.items())
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    [held] = [way for way, answer in zip(ways, answers, strict=True) if answer.is_success]
    state = {"approve": "approved", "refuse": "refused", "withdraw": "draft"}[held]
    assert (await plan.standing())["state"] == state


async def test_every_step_is_in_the_audit(plan: Plan) -> None:
    await plan.decide(await plan.submit(), "approve", "同意")
    await plan.issue()
    auditor = token_of(Role.AUDITOR, OWN)
    for operation, before, after in (
        ("submit_plan", "draft", "submitted"),
        ("approve_request", "submitted", "approved"),
        ("issue_plan", "approved", "issued"),
    ):
        [entry] = (await plan.at.get(f"/audit?operation={operation}", auditor))["items"]
        [was], [became] = entry["before"]["dispatch_plan"], entry["after"]["dispatch_plan"]
        assert (was["state"], became["state"]) == (before, after)
        assert entry["actor"] and became["id"] == str(plan.id)


async def test_a_plan_of_a_closed_incident_is_not_issued(plan: Plan) -> None:
    request = await plan.submit()
    await plan.ask(DUTY, f"/incidents/{plan.incident}/close", {"note": ""})
    assert "已结束" in (await plan.at.get(f"/approvals/{request}", APPROVER))["obstacles"][0]
    await plan.decide(request, "approve", "")
    stands = await plan.standing()
    assert (stands["steps"], "已结束" in stands["hindrance"]) == ([], True)
    assert "已结束" in (await plan.issue(409))["detail"]


@pytest.mark.parametrize(
    "change",
    [
        "state = 'approved', approved_by = actor, approved_at = now()",
        "state = 'approved', approved_by = 'approver', approved_at = now()",
        "state = 'approved'",
        "state = 'submitted', approved_by = 'approver', approved_at = now()",
        "state = 'issued'",
        "state = 'issued', issued_by = 'duty', issued_at = now(), approved_by = 'approver', approved_at = now()",
        "approved_by = 'approver'",
        "number = 'other'",
    ],
)
async def test_the_database_lets_nothing_else_through(change: str, matrix: Database) -> None:
    with pytest.raises(IntegrityError):
        async with matrix.transaction() as session:
            await session.execute(sa.text(f"UPDATE dispatch_plan SET {change}"))


async def test_not_even_the_database_lets_the_author_approve(matrix: Database) -> None:
    async with matrix.transaction() as session:
        await session.execute(sa.text("UPDATE dispatch_plan SET state = 'submitted'"))
    with pytest.raises(IntegrityError, match="author_never_approves"):
        async with matrix.transaction() as session:
            await session.execute(
                sa.text("UPDATE dispatch_plan SET state = 'approved', approved_by = actor, approved_at = now()")
            )
