"""Accounts, grants, codes and the policy: each administrator within his own power."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
import time_machine
from sqlalchemy import text

from app.auth.rights import Role
from app.kernel.database import Database
from app.main import create_app
from tests.auth.conftest import PASSWORD, Browsers, employ, give_factor, kind, sign_in
from tests.conftest import answering

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
NEW = {"account": "ZhaoLiu", "name": "赵六", "post": "保管员"}


@pytest.fixture
async def sysadmin(browsers: Browsers, database: Database) -> httpx.AsyncClient:
    await employ(database, "system1", Role.SYSADMIN)
    browser = await browsers()
    await sign_in(browser, "system1")
    return browser


@pytest.fixture
async def security(browsers: Browsers, database: Database) -> httpx.AsyncClient:
    await employ(database, "security1", Role.SECURITY)
    browser = await browsers()
    await sign_in(browser, "security1")
    return browser


async def grant(security: httpx.AsyncClient, person: str | UUID, **changed: object) -> httpx.Response:
    body = {"person_id": str(person), "role": "keeper", "reads": "", "writes": ""} | changed
    return await security.post("/grants", json=body)


async def test_a_new_person_comes_in_by_code_chooses_a_password_and_is_granted_a_role(
    sysadmin: httpx.AsyncClient, security: httpx.AsyncClient, browser: httpx.AsyncClient, browsers: Browsers
) -> None:
    made = (await sysadmin.post("/people", json=NEW)).json()
    code, person = made["code"]["code"], made["person"]
    assert (person["account"], person["password_set"], person["roles"]) == ("zhaoliu", False, [])
    typed = code.lower().replace("-", " ").replace("1", "l").replace("0", "o")
    entered = await browser.post("/auth/codes", json={"code": typed})
    assert (entered.status_code, entered.json()["stage"]) == (200, "password")
    halfway = browser.cookies["yingcang"]
    weak = await browser.post("/auth/password", json={"new": "zhaoliu"})
    assert [fault["pointer"] for fault in weak.json()["errors"]] == ["/new"] * 3
    me = (await browser.post("/auth/password", json={"new": PASSWORD})).json()
    assert (me["stage"], me["rights"], browser.cookies["yingcang"] == halfway) == ("full", [], False)
    assert (await browser.get("/divisions")).status_code == 403
    granted = await grant(security, person["id"])
    assert (granted.status_code, granted.json()["granted_by_name"]) == (201, "security1某")
    assert (await browser.get("/divisions")).status_code == 200
    ended = await security.post(f"/grants/{granted.json()['id']}/end")
    assert ended.json()["ended_by_name"] == "security1某"
    assert (await browser.get("/divisions")).status_code == 403
    again = await (await browsers()).post("/auth/codes", json={"code": code})
    assert kind(again) == "code-refused"


async def test_a_code_lasts_a_day(sysadmin: httpx.AsyncClient, browsers: Browsers) -> None:
    with time_machine.travel(NOW + timedelta(days=400), tick=False) as clock:
        await sign_in(sysadmin, "system1")
        await sysadmin.post("/auth/password", json={"new": "Another-door-88"})
        made = (await sysadmin.post("/people", json=NEW)).json()
        first = (await sysadmin.post(f"/people/{made['person']['id']}/reset")).json()
        replaced = {"code": made["code"]["code"]}
        assert kind(await (await browsers()).post("/auth/codes", json=replaced)) == "code-refused"
        clock.shift(timedelta(hours=24))
        assert kind(await (await browsers()).post("/auth/codes", json={"code": first["code"]})) == "code-refused"


async def test_a_reset_ends_password_and_sessions_but_not_the_second_factor(
    sysadmin: httpx.AsyncClient, browsers: Browsers, database: Database
) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    there, here = await browsers(), await browsers()
    await sign_in(there, "wanger")
    await give_factor(database, person)
    code = (await sysadmin.post(f"/people/{person}/reset")).json()["code"]
    assert (await there.get("/auth/me")).status_code == 401
    assert (await sign_in(there, "wanger")).status_code == 401
    assert (await here.post("/auth/codes", json={"code": code})).json()["stage"] == "second_factor"


async def test_a_leaver_is_shut_out_and_loses_his_grants(
    sysadmin: httpx.AsyncClient, security: httpx.AsyncClient, browser: httpx.AsyncClient, database: Database
) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    await sign_in(browser, "wanger")
    left = (await sysadmin.post(f"/people/{person}/leave")).json()
    assert left["left_at"] and left["disabled_at"] and left["roles"] == []
    assert (await browser.get("/auth/me")).status_code == 401
    assert str(person) not in str((await sysadmin.get("/people")).json())
    assert str(person) in str((await sysadmin.get("/people", params={"gone": True})).json())
    assert (await sysadmin.post(f"/people/{person}/enable")).status_code == 409
    assert (await grant(security, person)).json()["errors"][0]["pointer"] == "/person_id"


async def test_disabling_and_enabling(
    sysadmin: httpx.AsyncClient, browser: httpx.AsyncClient, database: Database
) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    await sign_in(browser, "wanger")
    await sysadmin.post(f"/people/{person}/disable")
    assert (await browser.get("/auth/me")).status_code == 401
    await sysadmin.post(f"/people/{person}/enable")
    assert (await sign_in(browser, "wanger")).status_code == 200
    assert (await sysadmin.post(f"/people/{person}/end-sign-ins")).json() == {"ended": 1}
    assert (await browser.get("/auth/me")).status_code == 401


async def test_the_system_administrator_grants_nothing_and_reaches_no_other_administrator(
    sysadmin: httpx.AsyncClient, database: Database
) -> None:
    own = (await sysadmin.get("/auth/me")).json()["id"]
    person = await employ(database, "auditor1", Role.AUDITOR)
    assert (await grant(sysadmin, person)).status_code == 403
    assert (await sysadmin.put("/policies/security", json={})).status_code == 403
    for act in ("reset", "disable", "enable", "leave", "end-sign-ins"):
        refused = await sysadmin.post(f"/people/{person}/{act}")
        assert (refused.status_code, "三权分立" in refused.json()["detail"]) == (403, True)
    linked = await sysadmin.put(f"/people/{person}", json={"name": "审某", "openid_subject": "mine"})
    assert linked.status_code == 403
    for act in ("disable", "leave"):
        assert (await sysadmin.post(f"/people/{own}/{act}")).status_code == 409


async def test_the_security_administrator_makes_no_accounts_and_grants_nothing_to_himself(
    security: httpx.AsyncClient, database: Database
) -> None:
    own = (await security.get("/auth/me")).json()["id"]
    assert (await security.post("/people", json=NEW)).status_code == 403
    refused = await grant(security, own, role="security")
    assert (refused.status_code, "自己" in refused.json()["detail"]) == (403, True)
    listed = (await security.get("/grants", params={"person_id": own})).json()["items"]
    assert (await security.post(f"/grants/{listed[0]['id']}/end")).status_code == 403


@pytest.mark.parametrize(
    ("held", "wanted"), [(Role.KEEPER, "auditor"), (Role.SYSADMIN, "keeper"), (Role.SYSADMIN, "security")]
)
async def test_no_second_role_beside_an_administrative_one(
    held: Role, wanted: str, security: httpx.AsyncClient, database: Database
) -> None:
    person = await employ(database, "wanger", held)
    writes = None if wanted == "auditor" else ""
    refused = await grant(security, person, role=wanted, writes=writes)
    assert (refused.status_code, refused.json()["detail"][:4]) == (409, "三权分立")


async def test_a_grant_names_places_that_are_there(security: httpx.AsyncClient, database: Database) -> None:
    person = await employ(database, "wanger", Role.DUTY)
    body = {"reads": "999999", "writes": "888888", "site_id": str(UUID(int=1))}
    refused = await grant(security, person, **body)
    assert {fault["pointer"] for fault in refused.json()["errors"]} == {"/reads", "/writes", "/site_id"}
    twice = await grant(security, person, role="duty")
    assert twice.json()["errors"] == [{"pointer": "/role", "detail": "此人在这个范围已有这个角色"}]
    reading = await grant(security, await employ(database, "shen"), role="auditor", writes="")
    assert reading.json()["errors"][0]["pointer"] == "/writes"


async def test_two_accounts_never_share_a_name(sysadmin: httpx.AsyncClient) -> None:
    assert (await sysadmin.post("/people", json=NEW)).status_code == 201
    again = await sysadmin.post("/people", json=NEW | {"account": "ＺＨＡＯＬＩＵ"})
    assert (again.status_code, again.json()["detail"]) == (409, "已有同名的账号，请换一个账号名。")
    odd = await sysadmin.post("/people", json=NEW | {"account": "zhao liu"})
    assert odd.json()["errors"][0]["pointer"] == "/account"


async def test_all_that_is_missing_of_a_person_is_said_at_once(sysadmin: httpx.AsyncClient) -> None:
    empty = await sysadmin.post("/people", json=NEW | {"account": "", "name": ""})
    assert {fault["pointer"] for fault in empty.json()["errors"]} == {"/account", "/name"}


async def test_the_policy_counts_at_once(
    security: httpx.AsyncClient, browser: httpx.AsyncClient, database: Database
) -> None:
    await employ(database, "wanger", Role.KEEPER)
    await sign_in(browser, "wanger")
    policy = (await security.get("/policies/security")).json()
    assert policy == {
        "idle_minutes": 15, "absolute_hours": 12, "password_profile": "mlps", "second_factor_forced": False,
    }  # fmt: skip
    changed = await security.put("/policies/security", json=policy | {"idle_minutes": 5, "password_profile": "asvs"})
    assert changed.json()["idle_minutes"] == 5
    me = (await browser.get("/auth/me")).json()
    assert (me["idle_s"], me["password_rules"]["shortest"]) == (300, 12)
    assert (await security.put("/policies/security", json=policy | {"idle_minutes": 0})).status_code == 422


async def test_a_lost_phone(security: httpx.AsyncClient, database: Database) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    assert (await security.post(f"/people/{person}/remove-second-factor")).status_code == 409
    await give_factor(database, person)
    assert (await security.post(f"/people/{person}/remove-second-factor")).json()["second_factor"] is False


async def test_people_and_grants_come_in_pages(security: httpx.AsyncClient, database: Database) -> None:
    for number in range(5):
        await employ(database, f"many{number}", Role.KEEPER)
    seen: list[str] = []
    after: str | None = None
    while True:
        params = {"search": "many", "limit": 2} | ({"after": after} if after else {})
        page = (await security.get("/people", params=params)).json()
        seen += [one["code"] for one in page["items"]]
        if (after := page["next"]) is None:
            break
    assert seen == [f"many{number}" for number in range(5)]
    first = (await security.get("/grants", params={"limit": 3})).json()
    second = (await security.get("/grants", params={"limit": 3, "after": first["next"]})).json()
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}


@pytest.fixture
async def township(kaizhou: Database) -> AsyncIterator[Callable[[Role], Awaitable[httpx.AsyncClient]]]:
    """Signs in an administrator of one township of Kaizhou."""
    app = create_app(database=kaizhou)
    async with answering(app), AsyncExitStack() as stack:

        async def signed_in(role: Role) -> httpx.AsyncClient:
            await employ(kaizhou, f"t-{role.value}", role, place="500154001")
            made = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://yingcang/api/v1")
            browser = await stack.enter_async_context(made)
            await sign_in(browser, f"t-{role.value}")
            return browser

        yield signed_in


async def test_a_townships_administrators_stay_within_it(
    township: Callable[[Role], Awaitable[httpx.AsyncClient]], kaizhou: Database
) -> None:
    sysadmin, security = await township(Role.SYSADMIN), await township(Role.SECURITY)
    whole = await employ(kaizhou, "whole", Role.SYSADMIN)  # belongs to no division
    for division in (None, "500154002", "500154"):
        assert (await sysadmin.post("/people", json=NEW | {"division": division})).status_code == 403
    made = await sysadmin.post("/people", json=NEW | {"division": "500154001"})
    assert (made.status_code, made.json()["person"]["division_name"]) == (201, "汉丰街道")
    moved = await sysadmin.put(f"/people/{made.json()['person']['id']}", json={"name": "赵六", "division": "500154002"})
    assert moved.status_code == 403
    assert (await sysadmin.post(f"/people/{whole}/reset")).status_code == 404
    assert (await security.post(f"/people/{whole}/remove-second-factor")).status_code == 404
    assert {one["division"] for one in (await sysadmin.get("/people")).json()["items"]} == {"500154001"}
    assert {one["reads"] for one in (await security.get("/grants")).json()["items"]} == {"500154001"}
    for reads, writes in (("", None), ("500154001", ""), ("500154001", "500154002")):
        person = made.json()["person"]["id"]
        assert (await grant(security, person, reads=reads, writes=writes)).status_code == 403
    async with kaizhou.transaction() as session:
        rows = await session.execute(text("SELECT division, id FROM site WHERE kind = 'township_point'"))
        points = {division: str(site) for division, site in rows}
    own = {"reads": "500154001", "writes": "500154001"}
    elsewhere = await grant(security, person, **own, site_id=points["500154002"])
    assert elsewhere.json()["errors"] == [{"pointer": "/site_id", "detail": "这个库点不在办理范围内"}]
    assert (await grant(security, person, **own, site_id=points["500154001"])).status_code == 201
