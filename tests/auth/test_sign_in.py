"""Signing in and out, stages, expiry and cookies, over the API."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest
import time_machine
from fastapi import FastAPI
from sqlalchemy import text

from app.auth import passwords
from app.auth.models import Account, SignIn
from app.auth.rights import Role
from app.auth.sessions import KIOSK_LASTS, digest
from app.kernel.bodies import LIMIT_BYTES
from app.kernel.database import Database
from app.kernel.events import RIGHTS, Event
from tests.auth.conftest import PASSWORD, Browsers, employ, give_factor, kind, set_policy, sign_in

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)


async def test_a_password_opens_a_session_until_sign_out(browser: httpx.AsyncClient, database: Database) -> None:
    await employ(database, "wanger", Role.KEEPER)
    assert (await browser.get("/auth/me")).status_code == 401
    entered = await sign_in(browser, " WangEr ")
    assert entered.status_code == 200, entered.text
    me = (await browser.get("/auth/me")).json()
    assert me == entered.json()
    assert (me["account"], me["stage"], me["roles"], me["idle_s"]) == ("wanger", "full", ["keeper"], 900)
    posting = {
        "right": "stock.post",
        "label": "库存与单据·过账",
        "places": ["全部区域"],
        "divisions": [""],
        "sites": [],
    }
    assert posting in me["rights"]
    assert (await browser.get("/divisions")).status_code == 200
    assert (await browser.post("/auth/sign-out")).status_code == 204
    assert kind(await browser.get("/auth/me")) == "sign-in-required"


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    scheme: str, browsers: Browsers, database: Database
) -> None:
    await employ(database, "wanger", Role.KEEPER)
    answer = await sign_in(await browsers(scheme=scheme), "wanger")
    name, *flags = [part.strip() for part in answer.headers["set-cookie"].split(";")]
    wanted = {"HttpOnly", "Path=/", "SameSite=strict"} | ({"Secure"} if scheme == "https" else set())
    assert name.startswith("yingcang=")
    assert set(flags) == wanted  # no Max-Age: the browser forgets it when it closes
    assert ("strict-transport-security" in answer.headers) == (scheme == "https")


async def test_the_database_holds_only_the_hash_of_the_token(browser: httpx.AsyncClient, database: Database) -> None:
    await employ(database, "wanger", Role.KEEPER)
    token = (await sign_in(browser, "wanger")).cookies["yingcang"]
    assert len(token) >= 43  # 256 bits
    async with database.transaction() as session:
        assert await session.get(SignIn, token) is None
        assert await session.get(SignIn, digest(token)) is not None


async def test_a_planted_token_is_not_taken_over(browser: httpx.AsyncClient, database: Database) -> None:
    """Session fixation: the token after signing in is a new one, and what the browser held before is ended."""
    await employ(database, "wanger", Role.KEEPER)
    browser.cookies.set("yingcang", "planted")
    first = (await sign_in(browser, "wanger")).cookies["yingcang"]
    second = (await sign_in(browser, "wanger")).cookies["yingcang"]
    assert len({"planted", first, second}) == 3
    for old in ("planted", first):
        assert (await browser.get("/auth/me", headers={"cookie": f"yingcang={old}"})).status_code == 401


@pytest.mark.parametrize(
    ("steps", "alive"),
    [
        ([timedelta(minutes=15) - timedelta(seconds=1)], True),
        ([timedelta(minutes=15)], False),
        ([timedelta(minutes=14)] * 51, True),
        ([timedelta(minutes=14)] * 51 + [timedelta(minutes=6)], False),
    ],
    ids=["just-idle-enough", "idle-out", "busy-all-day", "twelve-hours-are-the-end"],
)
async def test_a_session_ends_by_idleness_and_by_the_day(
    steps: list[timedelta], alive: bool, browser: httpx.AsyncClient, database: Database
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        await employ(database, "wanger", Role.KEEPER)
        await sign_in(browser, "wanger")
        for step in steps:
            clock.shift(step)
            answer = await browser.get("/auth/me")
        assert answer.status_code == (200 if alive else 401)


async def test_what_the_page_asks_by_itself_keeps_nobody_signed_in(
    browser: httpx.AsyncClient, database: Database
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        await employ(database, "wanger", Role.KEEPER)
        await sign_in(browser, "wanger")
        clock.shift(timedelta(minutes=14))
        assert (await browser.get("/auth/me", headers={"x-background": "1"})).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert (await browser.get("/auth/me")).status_code == 401


async def test_the_duty_screen_stays_but_only_looks(browser: httpx.AsyncClient, database: Database) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        await employ(database, "wanger", Role.DUTY)
        await employ(database, "lisi", Role.KEEPER)
        refused = await sign_in(browser, "lisi", kiosk=True)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/kiosk")
        entered = (await sign_in(browser, "wanger", kiosk=True)).json()
        clock.shift(KIOSK_LASTS - timedelta(seconds=1))
        me = (await browser.get("/auth/me")).json()
        assert me == entered
        assert (me["kiosk"], me["idle_s"]) == (True, None)
        assert {right["right"].split(".")[1] for right in me["rights"]} == {"read"}
        clock.shift(timedelta(seconds=1))
        assert (await browser.get("/auth/me")).status_code == 401


async def test_nobody_at_the_duty_screen_changes_anything(browser: httpx.AsyncClient, database: Database) -> None:
    await employ(database, "wanger", Role.DUTY)
    await sign_in(browser, "wanger", kiosk=True)
    writes = {
        "/auth/second-factor": None,
        "/auth/password": {"current": PASSWORD, "new": "Another-door-88"},
        "/auth/sign-ins/end-others": None,
        "/inbox/read": {},
    }
    for path, command in writes.items():
        assert kind(await browser.post(path, json=command)) == "kiosk-only-shows", path
    assert (await browser.post("/auth/sign-out")).status_code == 204
    assert (await browser.get("/auth/me")).status_code == 401


async def test_a_stolen_password_neither_shows_nor_ends_other_sign_ins(
    app: FastAPI, browsers: Browsers, database: Database
) -> None:
    person = await employ(database, "wanger", Role.DUTY)
    await give_factor(database, person, app.state.keyring)
    thief = await browsers()
    assert (await sign_in(thief, "wanger")).json()["stage"] == "second_factor"
    assert kind(await thief.get("/auth/sign-ins")) == "second-factor-required"
    assert kind(await thief.post("/auth/sign-ins/end-others")) == "second-factor-required"


async def test_open_streams_are_asked_anew_at_once(app: FastAPI, browsers: Browsers, database: Database) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    await employ(database, "security1", Role.SECURITY)
    browser, desk = await browsers(), await browsers()
    await sign_in(browser, "wanger")
    await sign_in(desk, "security1")
    async with app.state.hub.subscribe("plan") as heard, asyncio.timeout(10):
        grant = {"person_id": str(person), "role": "duty", "reads": ""}
        granted = (await desk.post("/grants", json=grant)).json()["id"]
        assert await heard.next() == Event(RIGHTS, {}, None, ("wanger",))
        await desk.post(f"/grants/{granted}/end")
        assert await heard.next() == Event(RIGHTS, {}, None, ("wanger",))
        await browser.post("/auth/sign-out")
        assert await heard.next() == Event(RIGHTS, {}, None, ("wanger",))


async def test_a_flood_in_one_request_is_refused_before_it_is_read(browser: httpx.AsyncClient) -> None:
    flood = "x" * (LIMIT_BYTES + 1)
    refused = await browser.post("/auth/sign-in", json={"name": flood, "password": "x"})
    assert (refused.status_code, kind(refused)) == (413, "too-large")


async def test_a_seen_session_is_written_once_a_minute(browser: httpx.AsyncClient, database: Database) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        await employ(database, "wanger", Role.KEEPER)
        key = digest((await sign_in(browser, "wanger")).cookies["yingcang"])
        seen = []
        for _ in range(4):
            clock.shift(timedelta(seconds=40))
            await browser.get("/auth/me")
            async with database.transaction() as session:
                seen.append((await session.get_one(SignIn, key)).seen_at)
    assert [moment - NOW for moment in seen] == [timedelta(seconds=s) for s in (0, 80, 80, 160)]


async def test_a_disabled_account_and_an_ended_grant_count_from_the_next_request(
    browser: httpx.AsyncClient, database: Database
) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    await sign_in(browser, "wanger")
    async with database.transaction() as session:
        account = await session.get_one(Account, person)
        account.disabled_at = NOW
        session.add(account)
    assert (await browser.get("/auth/me")).status_code == 401
    assert (await sign_in(browser, "wanger")).status_code == 401


async def test_the_second_factor_comes_before_anything_else(browsers: Browsers, database: Database) -> None:
    await employ(database, "wanger", Role.DUTY)
    one = await browsers()
    with time_machine.travel(NOW, tick=False) as clock:
        await sign_in(one, "wanger")
        setup = (await one.post("/auth/second-factor")).json()
        assert setup["uri"].startswith("otpauth://totp/") and setup["qr_svg"].startswith("<svg")
        totp = pyotp.TOTP(setup["secret"])
        before = one.cookies["yingcang"]
        assert kind(await one.post("/auth/second-factor/confirm", json={"code": "000000"})) == "second-factor-refused"
        assert (await one.post("/auth/second-factor/confirm", json={"code": totp.at(NOW)})).status_code == 200
        assert one.cookies["yingcang"] != before

        other = await browsers()
        assert (await sign_in(other, "wanger")).json()["stage"] == "second_factor"
        assert kind(await other.get("/divisions")) == "second-factor-required"
        assert (await other.post("/auth/password", json={"new": "Another-door-88"})).status_code == 409
        used = await other.post("/auth/second-factor/verify", json={"code": totp.at(NOW)})
        assert kind(used) == "second-factor-refused"  # the code that confirmed it is spent
        clock.shift(30)
        halfway = other.cookies["yingcang"]
        verified = await other.post("/auth/second-factor/verify", json={"code": totp.at(NOW + timedelta(seconds=30))})
        assert (verified.json()["stage"], other.cookies["yingcang"] == halfway) == ("full", False)
        third = await browsers()
        await sign_in(third, "wanger")
        replayed = await third.post("/auth/second-factor/verify", json={"code": totp.at(NOW + timedelta(seconds=30))})
        assert kind(replayed) == "second-factor-refused"


async def test_a_known_password_does_not_wash_away_guesses_at_the_second_factor(
    app: FastAPI, browsers: Browsers, database: Database
) -> None:
    person = await employ(database, "wanger", Role.DUTY)
    await give_factor(database, person, app.state.keyring)
    answers = []
    for _ in range(6):
        browser = await browsers()
        answers.append((await sign_in(browser, "wanger")).status_code)
        await browser.post("/auth/second-factor/verify", json={"code": "000000"})
    assert answers == [200, 200, 200, 200, 200, 429]


async def test_a_forced_second_factor_is_set_up_first(browser: httpx.AsyncClient, database: Database) -> None:
    await set_policy(database, second_factor_forced=True)
    await employ(database, "keeper1", Role.KEEPER)
    await employ(database, "approver1", Role.APPROVER)
    assert (await sign_in(browser, "keeper1")).json()["stage"] == "full"
    assert (await sign_in(browser, "approver1")).json()["stage"] == "second_factor_setup"
    assert kind(await browser.get("/divisions")) == "second-factor-required"
    setup = (await browser.post("/auth/second-factor")).json()
    code = {"code": pyotp.TOTP(setup["secret"]).now()}
    assert (await browser.post("/auth/second-factor/confirm", json=code)).json()["stage"] == "full"
    assert (await browser.get("/divisions")).status_code == 200


async def test_who_is_signed_in_when_a_second_factor_is_forced_sets_it_up_too(
    browsers: Browsers, database: Database
) -> None:
    await employ(database, "approver1", Role.APPROVER)
    await employ(database, "wanger", Role.DUTY, Role.APPROVER)
    browser, screen = await browsers(), await browsers()
    await sign_in(browser, "approver1")
    await sign_in(screen, "wanger", kiosk=True)
    await set_policy(database, second_factor_forced=True)
    assert kind(await browser.get("/divisions")) == "second-factor-required"
    assert (await browser.get("/auth/me")).json()["stage"] == "second_factor_setup"
    setup = (await browser.post("/auth/second-factor")).json()
    code = {"code": pyotp.TOTP(setup["secret"]).now()}
    assert (await browser.post("/auth/second-factor/confirm", json=code)).json()["stage"] == "full"
    assert (await browser.get("/divisions")).status_code == 200
    assert (await screen.get("/auth/me")).status_code == 401  # nobody sets it up at a screen that nobody guards


async def test_a_password_of_ninety_days_must_be_changed(browsers: Browsers, database: Database) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        await employ(database, "wanger", Role.KEEPER)
        stranger = await browsers()
        clock.shift(timedelta(days=90) - timedelta(hours=1))
        await sign_in(stranger, "wanger")
        clock.shift(timedelta(hours=1))
        browser = await browsers()
        assert (await sign_in(browser, "wanger")).json()["stage"] == "password"
        assert kind(await browser.get("/divisions")) == "password-change-required"
        old = browser.cookies["yingcang"]
        again = await browser.post("/auth/password", json={"new": PASSWORD})
        assert "最近" in again.json()["errors"][0]["detail"]
        changed = await browser.post("/auth/password", json={"new": "Another-door-88"})
        assert (changed.json()["stage"], browser.cookies["yingcang"] == old) == ("full", False)
        assert (await stranger.get("/auth/me")).status_code == 401  # signed in with the old one
        await set_policy(database, password_profile="asvs")
        clock.shift(timedelta(days=1000))
        assert (await sign_in(browser, "wanger", "Another-door-88")).json()["stage"] == "full"


async def test_a_changed_password_needs_the_current_one(browser: httpx.AsyncClient, database: Database) -> None:
    await employ(database, "wanger", Role.KEEPER)
    await sign_in(browser, "wanger")
    for body, pointer in (({}, "/current"), ({"current": "no"}, "/current"), ({"current": PASSWORD}, "/new")):
        answer = await browser.post("/auth/password", json={"new": "short"} | body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    for number in range(5):  # the fifth one before the current may come back
        body = {"current": PASSWORD if number == 0 else f"Another-door-8{number - 1}", "new": f"Another-door-8{number}"}
        assert (await browser.post("/auth/password", json=body)).status_code == 200
    back = {"current": "Another-door-84", "new": PASSWORD}
    assert (await browser.post("/auth/password", json=back)).status_code == 200
    refused = await browser.post("/auth/password", json={"current": PASSWORD, "new": "Another-door-81"})
    assert "最近 5 次" in refused.json()["errors"][0]["detail"]


async def test_weaker_hashes_are_renewed_at_sign_in(
    browser: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    stronger = passwords.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", stronger)
    await sign_in(browser, "wanger")
    async with database.transaction() as session:
        stored = (await session.get_one(Account, person)).password_hash
    assert stored is not None and "m=16,t=2" in stored
    assert (await sign_in(browser, "wanger")).status_code == 200


async def test_signing_out_is_on_record(browser: httpx.AsyncClient, database: Database) -> None:
    await employ(database, "wanger", Role.KEEPER)
    await sign_in(browser, "wanger")
    assert (await browser.post("/auth/sign-out")).status_code == 204
    async with database.snapshot() as session:
        query = text("SELECT actor, detail FROM audit_entry WHERE operation = 'sign_out'")
        assert (await session.execute(query)).all() == [("wanger", "退出登录")]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({"origin": "http://yingcang"}, 204),
        ({"sec-fetch-site": "same-origin", "origin": "http://yingcang"}, 204),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://yingcang.evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://yingcang"}, 403),
    ],
)
async def test_other_sites_cannot_write(
    headers: dict[str, str], status: int, browser: httpx.AsyncClient, app: FastAPI
) -> None:
    answer = await browser.post("/auth/sign-out", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert kind(answer) == "cross-site"
    assert (await browser.get("/auth/options", headers=headers)).status_code == 200


async def test_an_address_that_asks_too_often_has_to_wait(browsers: Browsers) -> None:
    one, other = await browsers(), await browsers()
    answers = [await one.post("/auth/codes", json={"code": "0" * 20}) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {401}
    assert (kind(answers[60]), answers[60].headers["retry-after"]) == ("too-many-requests", "60")
    assert (await other.post("/auth/codes", json={"code": "0" * 20})).status_code == 401


async def test_ones_own_sign_ins_are_listed_and_ended(browsers: Browsers, database: Database) -> None:
    await employ(database, "wanger", Role.KEEPER)
    here, there = await browsers(), await browsers()
    for browser in (there, here):
        await sign_in(browser, "wanger")
    listed = (await here.get("/auth/sign-ins")).json()["items"]
    assert sorted(one["current"] for one in listed) == [False, True]
    assert (await here.post("/auth/sign-ins/end-others")).json() == {"ended": 1}
    assert (await there.get("/auth/me")).status_code == 401
    assert (await here.get("/auth/me")).status_code == 200
