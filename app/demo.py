"""``yingcang demo``: from nothing to a printed plan and an open page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta

from rich.markup import escape
from rich.table import Table

from app import serving
from app.auth import codes
from app.auth.models import CodePurpose
from app.dispatch import commands as dispatch
from app.kernel import console
from app.kernel.database import Database
from app.kernel.migrate import migrate
from app.settings import Settings
from seed import load, persons


def run(settings: Settings, *, district: str, stock: str, serve: bool) -> None:
    """Each step says what it does; a second run finds what the first one made."""
    with ExitStack() as stack:
        stack.enter_context(serving.sole(settings))
        listener = stack.enter_context(serving.listening(settings)) if serve else None
        url = stack.enter_context(console.stored(settings))
        with console.step("升级数据库结构"):
            asyncio.run(migrate(url))
        asyncio.run(_plan(url, district, stock))
        if listener is not None:
            serving.run(settings, url, listener, lambda database, address: _visited(database, address, district))


async def _plan(url: str, district: str, stock: str) -> None:
    database = Database(url)
    try:
        with console.step("写入示范数据") as say:
            await load.seed(database, district, stock=stock, progress=say)
        with console.step("准备洪水事件（转移安置 6000 人）"):
            incident = await load.open_incident(database, district)
        await dispatch.plan(database, incident=incident)
    finally:
        await database.close()


_LINKS_LAST = timedelta(days=7)
"""They end with the run; this is for a run that was killed."""


@asynccontextmanager
async def _visited(database: Database, address: str, district: str) -> AsyncIterator[None]:
    """A sign-in link for each person of the demo, good for this run and on this machine only."""
    async with database.transaction() as session:
        await codes.end_demo(session)
        links = []
        for person in await persons.seat(session, district):
            code, _ = await codes.make(session, person.id, CodePurpose.DEMO, valid_for=_LINKS_LAST)
            links.append((person, f"{address}/sign-in/code#{code}"))
    console.notices.print(_shown(links))
    try:
        yield
    finally:
        async with database.transaction() as session:
            await codes.end_demo(session)


def _shown(links: list[tuple[persons.DemoPerson, str]]) -> Table:
    """Links are never broken, so that a terminal can open them."""
    table = Table(title="演示登录链接（只在这台机器、这次运行中有效；换人登录用另一个浏览器窗口或无痕窗口）")
    for heading in ("角色", "姓名", "岗位"):
        table.add_column(heading)
    table.add_column("登录链接", no_wrap=True, overflow="ignore")
    for person, link in links:
        table.add_row(person.role.label, escape(person.name), escape(person.place), f"[link={link}]{link}[/link]")
    return table
