"""One field finds names, numbers and pinyin, and never what lies outside the searcher's scope."""

import httpx
import pytest

from app.auth import EVERYWHERE, Scope, people_queries
from app.kernel.database import Database
from app.search.pinyin import READINGS, match, spelled


@pytest.mark.parametrize(
    ("wanted", "name", "rank"),
    [
        ("折叠床", "折叠床", 0),
        ("折叠", "折叠床", 1),
        ("叠床", "折叠床", 2),
        ("zdc", "折叠床", 3),
        ("zhedie", "折叠床", 3),
        ("dc", "折叠床", 4),
        ("ZDC", "折叠床", 3),
        ("cq", "重庆大厦", 3),
        ("chongqing", "重庆大厦", 3),
        ("x", "折叠床", None),
        ("帐篷", "折叠床", None),
        ("12", "12 m² 帐篷", 1),
    ],
)
def test_how_well_a_name_fits(wanted: str, name: str, rank: int | None) -> None:
    assert match(wanted, name) == rank


def test_a_name_of_many_readings_stays_small() -> None:
    assert len(spelled("重长行乐和重长行乐和重长行乐和")) <= 2 * READINGS


async def find(client: httpx.AsyncClient, text: str, actor: str = "duty") -> list[dict[str, str]]:
    answer = await client.get("/api/v1/search", params={"text": text}, headers={"X-Actor": actor})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, str]] = answer.json()["items"]
    return found


async def test_everything_of_the_district_is_found(kaizhou_client: httpx.AsyncClient) -> None:
    assert (await find(kaizhou_client, "hfjd"))[0]["name"] == "汉丰街道"
    assert {row["kind"] for row in await find(kaizhou_client, "汉丰")} >= {"division", "site"}
    assert (await find(kaizhou_client, "zdc"))[0]["kind"] == "item"
    [document, *_] = await find(kaizhou_client, "QC-")
    assert document["kind"] == "document"
    assert await find(kaizhou_client, "没有这样的名字") == []


async def test_what_one_may_not_read_is_not_found(kaizhou_client: httpx.AsyncClient) -> None:
    assert {row["kind"] for row in await find(kaizhou_client, "汉丰", actor="security")} <= {
        "division",
        "site",
        "person",
    }


async def test_who_belongs_to_the_whole_is_not_found_from_a_part_of_it(database: Database) -> None:
    async with database.transaction() as session:
        names = {row.code for row in await people_queries.findable(session, EVERYWHERE)}
        assert {"keeper", "duty"} <= names
        assert await people_queries.findable(session, Scope(frozenset({"500154"}))) == []
