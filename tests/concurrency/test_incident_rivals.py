"""Two officers on one incident: nothing is overwritten unseen, nothing is lost."""

import asyncio
from typing import Any

import httpx

from app.kernel.database import Database
from tests.api.test_incidents import FLOOD, PATH, A
from tests.small_district import ACTOR, build, command


async def opened(database: Database, client: httpx.AsyncClient) -> dict[str, Any]:
    await build(database)
    answer = await client.post(PATH, json=FLOOD | {"villages": [{"division": A}]}, headers=command())
    incident: dict[str, Any] = answer.json()
    return incident


async def test_of_two_changes_to_one_version_one_wins(database: Database, client: httpx.AsyncClient) -> None:
    incident = await opened(database, client)
    path, seen = f"{PATH}/{incident['id']}", ACTOR | {"If-Match": '"1"'}
    answers = await asyncio.gather(
        *(client.patch(path, json={"name": f"第 {number} 稿"}, headers=seen) for number in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5
    winner = next(answer.json()["name"] for answer in answers if answer.status_code == 200)
    assert (await client.get(path)).json()["name"] == winner


async def test_closures_reported_at_once_are_all_kept(database: Database, client: httpx.AsyncClient) -> None:
    incident = await opened(database, client)
    path = f"{PATH}/{incident['id']}"
    reports = [{"kind": "link", "link_id": link, "reason": f"报告 {link}"} for link in ("L1", "L2", "L3") * 2]
    answers = await asyncio.gather(
        *(client.post(f"{path}/closures", json=report, headers=command()) for report in reports)
    )
    assert [answer.status_code for answer in answers] == [201] * 6
    after = (await client.get(path)).json()
    assert len(after["closures"]) == 6 and after["version"] == 7
    assert sum(need["name"].endswith("道路抢通") for need in after["needs"]) == 6


async def test_a_repeated_opening_is_one_incident(database: Database, client: httpx.AsyncClient) -> None:
    await build(database)
    headers = command()
    first, second = await asyncio.gather(*(client.post(PATH, json=FLOOD, headers=headers) for _ in range(2)))
    assert first.json()["id"] == second.json()["id"]
    assert len((await client.get(PATH)).json()["items"]) == 1
