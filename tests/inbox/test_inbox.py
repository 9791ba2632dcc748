"""Messages commit with the act that they tell of, reach whom they concern, and are one's own."""

from typing import Any

import httpx
import pytest
from sqlmodel import select

from app.auth import Act, Person, Right, Subject
from app.inbox import Kind, Notice, settle, tell, tell_holders
from app.kernel.database import Database

NOTICE = Notice(Kind.APPROVAL, "出库单 CK-1 待审批", "/approvals")


async def person(database: Database, code: str) -> Person:
    async with database.snapshot() as session:
        return (await session.exec(select(Person).where(Person.code == code))).one()


async def inbox(client: httpx.AsyncClient, code: str) -> dict[str, Any]:
    answer = await client.get("/api/v1/inbox", headers={"X-Actor": code})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_message_is_read_once_and_only_by_its_person(client: httpx.AsyncClient, database: Database) -> None:
    keeper = await person(database, "keeper")
    async with database.transaction() as session:
        assert await tell(session, [keeper, keeper], NOTICE) == 1
    mine = await inbox(client, "keeper")
    assert mine["unread"] == 1
    [message] = mine["items"]
    assert (message["title"], message["link"], message["read_at"]) == (NOTICE.title, NOTICE.link, None)
    assert (await inbox(client, "duty"))["items"] == []
    others = await client.post("/api/v1/inbox/read", json={}, headers={"X-Actor": "duty"})
    assert others.json() == {"unread": 0}
    assert (await inbox(client, "keeper"))["unread"] == 1
    read = await client.post("/api/v1/inbox/read", json={"messages": [message["id"]]}, headers={"X-Actor": "keeper"})
    assert read.json() == {"unread": 0}


async def test_holders_of_a_right_are_told_but_not_the_author(client: httpx.AsyncClient, database: Database) -> None:
    right = Right(Subject.STOCK, Act.APPROVE)
    async with database.transaction() as session:
        assert await tell_holders(session, [right], NOTICE, division="500154001", but=["approver"]) == 0
        assert await tell_holders(session, [right], NOTICE, division="500154001", but=["keeper"]) == 1
    assert (await inbox(client, "approver"))["unread"] == 1


async def test_nothing_is_told_of_what_did_not_happen(client: httpx.AsyncClient, database: Database) -> None:
    keeper = await person(database, "keeper")
    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            await tell(session, [keeper], NOTICE)
            raise RuntimeError
    assert (await inbox(client, "keeper"))["items"] == []


async def test_what_is_done_waits_in_nobodys_inbox(client: httpx.AsyncClient, database: Database) -> None:
    approver, duty = await person(database, "approver"), await person(database, "duty")
    other = Notice(Kind.APPROVAL, "出库单 CK-2 待审批", "/approvals?request=2")
    async with database.transaction() as session:
        await tell(session, [approver, duty], NOTICE)
        await tell(session, [approver], other)
        assert await settle(session, Kind.APPROVAL, NOTICE.link) == 2
        assert await settle(session, Kind.APPROVAL, NOTICE.link) == 0
    assert (await inbox(client, "duty"))["unread"] == 0
    waits = await inbox(client, "approver")
    assert [row["title"] for row in waits["items"] if row["read_at"] is None] == [other.title]


async def test_whoever_gains_or_loses_a_role_is_told(client: httpx.AsyncClient, database: Database) -> None:
    keeper = await person(database, "keeper")
    grant = {"person_id": str(keeper.id), "role": "planner", "reads": "", "writes": ""}
    made = await client.post("/api/v1/grants", json=grant, headers={"X-Actor": "security"})
    assert made.status_code == 201, made.text
    for _ in range(2):  # a second end changes nothing and tells nobody
        ended = await client.post(f"/api/v1/grants/{made.json()['id']}/end", headers={"X-Actor": "security"})
        assert ended.status_code == 200, ended.text
    mine = (await inbox(client, "keeper"))["items"]
    assert [row["title"] for row in mine] == ["您的角色“规划员”已终止", "您现在是规划员"]
    assert mine[1]["text"] == "查看：全部区域；办理：全部区域"
