"""A plan is approved once, by another person of its district, and stays as it is."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.auth.rights import Role
from app.kernel.database import Database
from tests.security.desk import Desk
from tests.security.world import FAR, OWN, World, token_of


async def test_a_plan_goes_from_draft_to_approved(desk: tuple[Desk, World]) -> None:
    at, made = desk
    plan, duty, approver = made.own.ids["plan_id"], token_of(Role.DUTY, OWN), token_of(Role.APPROVER, OWN)
    submitted = await at.ask(duty, "POST", f"/plans/{plan}/submission", {"note": "请审"})
    assert submitted.status_code == 201, submitted.text
    assert (await at.ask(duty, "POST", f"/plans/{plan}/submission", {})).status_code == 409
    request = f"/approvals/{submitted.json()['id']}"
    assert (await at.ask(token_of(Role.APPROVER, FAR), "GET", request)).status_code == 404
    assert (await at.ask(token_of(Role.APPROVER, FAR), "POST", f"{request}/approve", {})).status_code == 404
    assert (await at.ask(duty, "POST", f"{request}/approve", {})).status_code == 403
    approved = await at.ask(approver, "POST", f"{request}/approve", {"reason": "同意"})
    assert approved.json()["state"] == "approved", approved.text
    plans = await at.get(f"/plans?incident={made.own.ids['incident_id']}", duty)
    assert [row["state"] for row in plans["items"]] == ["approved"]
    assert (await at.ask(duty, "POST", f"/plans/{plan}/submission", {})).status_code == 409


@pytest.mark.parametrize(
    "change",
    [
        "state = 'approved', approved_by = actor, approved_at = now()",
        "state = 'approved'",
        "approved_by = 'approver'",
        "number = 'other'",
    ],
)
async def test_the_database_lets_nothing_else_through(change: str, matrix: Database) -> None:
    with pytest.raises(IntegrityError):
        async with matrix.transaction() as session:
            await session.execute(sa.text(f"UPDATE dispatch_plan SET {change}"))
