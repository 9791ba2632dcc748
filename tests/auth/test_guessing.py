"""Guessing passwords: five are tried and no more, and unknown names cannot be told from known ones."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine
from fastapi import FastAPI
from sqlalchemy import text

from app.auth import passwords
from app.auth.models import Account
from app.auth.rights import Role
from app.kernel.database import Database
from app.kernel.limits import network_of
from tests.auth.conftest import PASSWORD, Browsers, employ, kind, sign_in

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)


class Counted:
    """A hasher that counts what it is asked to verify."""

    def __init__(self, inner: passwords.PasswordHasher) -> None:
        self.inner, self.verified = inner, 0

    def verify(self, stored: str, password: str) -> bool:
        self.verified += 1
        return bool(self.inner.verify(stored, password))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch, cheap_hashes: None) -> Counted:
    counted = Counted(passwords.HASHER)
    monkeypatch.setattr(passwords, "HASHER", counted)
    return counted


async def guess(app: FastAPI, name: str, address: str, password: str = "Wrong-door-77") -> httpx.Response:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://yingcang/api/v1") as browser:
        return await sign_in(browser, name, password)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wanger", "nobody"])
async def test_a_thousand_guesses_at_once_from_everywhere_try_five(
    name: str, app: FastAPI, database: Database, hasher: Counted
) -> None:
    await employ(database, "wanger", Role.KEEPER)
    statuses: Counter[int] = Counter()
    for batch in range(20):
        addresses = [f"10.{batch}.{number}.1" for number in range(50)]
        answers = await asyncio.gather(*(guess(app, name, address) for address in addresses))
        statuses.update(answer.status_code for answer in answers)
    assert statuses == {401: 5, 429: 995}
    assert hasher.verified == 5
    locked = await guess(app, name, "10.99.0.1", PASSWORD)  # the right one, for the one who exists
    assert (kind(locked), locked.headers["retry-after"]) == ("sign-in-locked", "900")


async def test_spraying_five_hundred_accounts_from_one_address_tries_five(
    app: FastAPI, database: Database, hasher: Counted
) -> None:
    """Every second name is known: they answer alike and cost alike."""
    hashed = await passwords.hashed(PASSWORD)
    async with database.transaction() as session:
        await session.execute(
            text(
                "WITH made AS (INSERT INTO person (id, code, name, phone, post)"
                " SELECT gen_random_uuid(), 'u' || n, 'u' || n, '', '' FROM generate_series(0, 498, 2) n"
                " RETURNING id, code) INSERT INTO account (person_id, name, password_hash, earlier_hashes, created_at)"
                " SELECT id, code, :hashed, '{}', now() FROM made"
            ),
            {"hashed": hashed},
        )
    app.state.windows = {}
    answers = []
    for number in range(500):
        app.state.windows.clear()  # the lock has to hold without the help of the rate limit
        answers.append(await guess(app, f"u{number}", "10.7.0.1"))
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 495
    assert hasher.verified == 5
    assert len({_words(answer) for answer in answers[:5]}) == 1
    assert len({_words(answer) for answer in answers[5:]}) == 1
    elsewhere = await guess(app, "u400", "10.7.0.2", PASSWORD)
    assert elsewhere.status_code == 200  # the locked address could not lock the accounts


def _words(answer: httpx.Response) -> str:
    body: dict[str, Any] = answer.json()
    return str({name: value for name, value in body.items() if name != "request_id"})


@pytest.mark.parametrize("what", ["known", "unknown", "disabled", "without a password", "left"])
async def test_every_kind_of_name_takes_the_same_path(
    what: str, app: FastAPI, database: Database, hasher: Counted
) -> None:
    """The same statements and the same hash work, whoever the name belongs to; the right password of those who may
    not come in changes nothing."""
    person = await employ(database, "wanger", Role.KEEPER, password=None if what == "without a password" else PASSWORD)
    if what == "disabled":
        async with database.transaction() as session:
            account = await session.get_one(Account, person)
            account.disabled_at = NOW
            session.add(account)
    if what == "left":
        async with database.transaction() as session:
            await session.execute(text("UPDATE person SET left_at = now() WHERE code = 'wanger'"))
    passwords._nobodys(passwords.HASHER)  # type: ignore[arg-type]  # the counted one; made once per process
    answer = await guess(
        app, "nobody" if what == "unknown" else "wanger", "10.7.1.1", "Wrong-door-77" if what == "known" else PASSWORD
    )
    assert (answer.status_code, kind(answer), hasher.verified) == (401, "sign-in-refused", 1)
    async with database.transaction() as session:
        assert (await session.execute(text("SELECT count(*), sum(count) FROM failed_sign_ins"))).one() == (2, 2)
        entries = (await session.execute(text("SELECT operation, outcome FROM audit_entry"))).all()
    assert entries == [("sign_in", "refused")]


async def test_a_lock_ends_after_fifteen_minutes_or_by_the_security_administrator(
    app: FastAPI, database: Database
) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(5):
            assert (await guess(app, "wanger", f"10.8.0.{number}")).status_code == 401
        clock.shift(timedelta(minutes=15) - timedelta(seconds=1))
        assert (await guess(app, "wanger", "10.8.1.1", PASSWORD)).status_code == 429
        clock.shift(timedelta(seconds=1))
        assert (await guess(app, "wanger", "10.8.1.1", PASSWORD)).status_code == 200
        for number in range(5):
            await guess(app, "wanger", f"10.8.0.{number}")
        transport = httpx.ASGITransport(app=app)
        await employ(database, "security1", Role.SECURITY)
        async with httpx.AsyncClient(transport=transport, base_url="http://yingcang/api/v1") as desk:
            await sign_in(desk, "security1")
            assert (await desk.get(f"/people/{person}")).json()["locked_until"] is not None
            assert (await desk.post(f"/people/{person}/unlock")).json()["locked_until"] is None
        assert (await guess(app, "wanger", "10.8.1.2", PASSWORD)).status_code == 200


async def test_one_good_account_does_not_wash_away_the_guesses_of_its_address(app: FastAPI, database: Database) -> None:
    await employ(database, "insider", Role.KEEPER)
    statuses = []
    for number in range(6):
        statuses.append((await guess(app, f"victim{number}", "10.8.2.1")).status_code)
        await guess(app, "insider", "10.8.2.1", PASSWORD)
    assert statuses == [401] * 5 + [429]


async def test_an_address_of_version_six_counts_with_its_network(app: FastAPI) -> None:
    statuses = [(await guess(app, f"v{number}", f"2001:db8::{number}")).status_code for number in range(6)]
    assert statuses == [401] * 5 + [429]
    assert (await guess(app, "v9", "2001:db8:0:1::1")).status_code == 401


async def test_a_locked_office_is_let_in_again_by_the_security_administrator(
    app: FastAPI, browsers: Browsers, database: Database
) -> None:
    await employ(database, "wanger", Role.KEEPER)
    await employ(database, "security1", Role.SECURITY)
    for number in range(5):
        await guess(app, f"typo{number}", "10.8.3.1")
    assert (await guess(app, "wanger", "10.8.3.1", PASSWORD)).status_code == 429
    desk = await browsers()
    await sign_in(desk, "security1")
    [locked] = (await desk.get("/locked-addresses")).json()["items"]
    assert (locked["address"], locked["count"]) == ("10.8.3.1", 5)
    assert (await desk.post(f"/locked-addresses/{locked['key']}/lift")).json() == {"items": []}
    assert (await desk.post(f"/locked-addresses/{locked['key']}/lift")).status_code == 404
    assert (await guess(app, "wanger", "10.8.3.1", PASSWORD)).status_code == 200
    async with database.snapshot() as session:
        lifted = "operation = 'lift_locked_address' AND outcome = 'done'"
        query = text(f"SELECT actor, detail FROM audit_entry WHERE {lifted}")
        assert (await session.execute(query)).all() == [("security1", "解除网络地址 10.8.3.1 的登录锁定")]


def test_a_flood_from_one_network_of_version_six_counts_together() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::2") != network_of("2001:db8:0:1::1")
    assert (network_of("10.0.0.1"), network_of("")) == ("10.0.0.1", "")
