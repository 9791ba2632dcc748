"""``yingcang account`` and the demo's links."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine
from fastapi import FastAPI
from sqlalchemy import text

from app.auth import codes
from app.auth.commands import first_admin, reset
from app.auth.models import CodePurpose
from app.auth.rights import Role
from app.auth.tidying import tidy
from app.demo import _visited
from app.kernel.database import Database
from app.kernel.errors import Conflict, Invalid, NotFound
from app.main import create_app
from app.serving import _Web
from app.settings import Settings
from tests.auth.conftest import PASSWORD, Browsers, employ, kind, sign_in

THREE: Mapping[Role, str] = {
    Role.SYSADMIN: "zhang=张三",
    Role.SECURITY: "li=李四",
    Role.AUDITOR: "wang=王五",
}
CODE = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}")


@pytest.fixture
async def untouched(database: Database) -> httpx.AsyncClient:
    """The app without the personas of the other fixtures: nobody administers it yet."""
    app = create_app(database=database)
    app.state.database = database
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://yingcang/api/v1")


async def test_the_first_administrators_are_three_and_made_once(
    untouched: httpx.AsyncClient, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await first_admin(database, THREE)
    codes = CODE.findall(capsys.readouterr().out)
    entered = [(await untouched.post("/auth/codes", json={"code": code})).json() for code in codes]
    assert [(one["account"], one["name"], one["stage"]) for one in entered] == [
        ("zhang", "张三", "password"), ("li", "李四", "password"), ("wang", "王五", "password"),
    ]  # fmt: skip
    assert (await untouched.post("/auth/password", json={"new": PASSWORD})).json()["roles"] == ["auditor"]
    with pytest.raises(Conflict, match="已有管理员"):
        await first_admin(database, THREE)
    async with database.transaction() as session:
        acts = (await session.execute(text("SELECT operation, actor_name FROM audit_entry ORDER BY id"))).all()
    assert acts[0].operation == "account first-admin"
    assert acts[0].actor_name.startswith("命令行（")


async def test_the_command_itself_runs(database: Database) -> None:
    """In a process of its own, which has loaded nothing before."""
    words = [part for role, person in THREE.items() for part in (f"--{role.value}", person)]
    for command in (["first-admin", *words], ["reset", "zhang"]):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", "account", *command,
            env=os.environ | {"YINGCANG_DATABASE_URL": database.url}, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        said, complained = await process.communicate()
        assert process.returncode == 0, complained.decode()
        assert CODE.search(said.decode())


@pytest.mark.parametrize(
    "written",
    [{**THREE, Role.AUDITOR: "zhang=张三"}, {**THREE, Role.AUDITOR: "wang"}, {**THREE, Role.AUDITOR: "w ng=王五"}],
)
async def test_administrators_are_three_people_with_names(database: Database, written: Mapping[Role, str]) -> None:
    with pytest.raises(Invalid):
        await first_admin(database, written)


async def test_whoever_runs_the_machine_can_reset_anybody(
    browsers: Browsers, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await employ(database, "li", Role.SECURITY)
    there = await browsers()
    await sign_in(there, "li")
    await reset(database, " LI ")
    (code,) = CODE.findall(capsys.readouterr().out)
    assert (await there.get("/auth/me")).status_code == 401
    assert (await (await browsers()).post("/auth/codes", json={"code": code})).json()["stage"] == "password"
    with pytest.raises(NotFound):
        await reset(database, "nobody")


async def test_demo_links_hold_for_the_run_and_on_this_machine(
    kaizhou: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(database=kaizhou)
    app.state.database = kaizhou

    def browser(address: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=(address, 1)), base_url="http://yingcang/api/v1"
        )

    async with _visited(kaizhou, "http://127.0.0.1:8000", "kaizhou"):
        links = re.findall(r"http://127\.0\.0\.1:8000/sign-in/code#(\S+)", capsys.readouterr().err)
        assert len(links) == 8
        keeper, visitor = browser("127.0.0.1"), browser("::1")
        roles = []
        for code in links:
            for one in (keeper, visitor):  # more than once
                me = (await one.post("/auth/codes", json={"code": code})).json()
            assert me["stage"] == "full"
            roles += me["roles"]
        assert sorted(roles) == sorted(["keeper", *(role.value for role in Role)])
        away = await browser("192.168.1.7").post("/auth/codes", json={"code": links[0]})
        assert (kind(away), "这台机器" in away.json()["detail"]) == ("code-refused", True)
    assert kind(await keeper.post("/auth/codes", json={"code": links[0]})) == "code-refused"
    assert (await keeper.get("/auth/me")).status_code == 401
    async with kaizhou.transaction() as session:
        assert await codes.end_demo(session) == 0
        left = await session.execute(
            text("SELECT count(*) FROM one_time_code WHERE purpose = :demo"), {"demo": CodePurpose.DEMO}
        )
        assert left.scalar_one() == 0


@pytest.mark.parametrize(("trusted", "seen"), [("", "10.0.0.9"), ("10.0.0.9", "203.0.113.7")])
async def test_a_proxys_word_counts_only_where_it_is_trusted(
    trusted: str, seen: str, app: FastAPI, database: Database
) -> None:
    web = _Web(app, Settings(trusted_proxies=trusted))
    web.config.load()
    transport = httpx.ASGITransport(app=web.config.loaded_app, client=("10.0.0.9", 1))
    await employ(database, "li", Role.DUTY)
    forwarded = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}
    async with httpx.AsyncClient(transport=transport, base_url="http://yingcang/api/v1", headers=forwarded) as browser:
        entered = await sign_in(browser, "li")
    assert ("Secure" in entered.headers["set-cookie"]) == bool(trusted)
    async with database.transaction() as session:
        stored = await session.execute(text("SELECT address FROM sign_in WHERE address <> ''"))
    assert stored.scalars().all() == [seen]


async def test_what_nobody_needs_is_deleted(app: FastAPI, database: Database) -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        person = await employ(database, "li", Role.DUTY)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://y/api/v1") as browser:
            await sign_in(browser, "li")
            await sign_in(browser, "li", "wrong")
        async with database.transaction() as session:
            await codes.make(session, person, CodePurpose.DEMO, valid_for=timedelta(days=7))
            await session.execute(text("UPDATE one_time_code SET used_at = now()"))
        counts = []
        for days in (1, 7, 180):
            clock.shift(timedelta(days=days))
            async with database.transaction() as session:
                await tidy(session)
                tables = ("failed_sign_ins", "one_time_code", "sign_in WHERE address <> ''")
                found = [(await session.execute(text(f"SELECT count(*) FROM {one}"))).scalar_one() for one in tables]
            counts.append(found)
    assert counts == [[0, 1, 1], [0, 0, 1], [0, 0, 0]]


def test_half_a_provider_is_refused() -> None:
    with pytest.raises(ValueError, match="YINGCANG_OPENID_CLIENT_SECRET"):
        Settings(openid_issuer="https://id.example", openid_client_id="yingcang")
