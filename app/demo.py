"""``yingcang demo``: from nothing to a printed plan and an open page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta

from rich.markup import escape

from app import audit, serving
from app.audit.sealing import seal_all
from app.auth import codes
from app.auth.models import CodePurpose
from app.auth.rights import Role
from app.dispatch import commands as dispatch
from app.dispatch.advice.service import look_into
from app.dispatch.computing import SOLVER
from app.dispatch.schemas import PlanReport
from app.jobs.solver import getting_ready
from app.kernel import console
from app.kernel.database import Database
from app.kernel.migrate import migrate
from app.settings import Settings
from seed import approvals, load, persons


def run(settings: Settings, *, district: str, stock: str, serve: bool) -> None:
    """Each step says what it does; a second run finds what the first one made."""
    with ExitStack() as stack:
        stack.enter_context(serving.sole(settings))
        listener = stack.enter_context(serving.listening(settings)) if serve else None
        url = stack.enter_context(console.stored(settings))
        with console.step("升级数据库结构"):
            asyncio.run(migrate(url))
        made = asyncio.run(_plan(url, district, stock))
        if listener is not None:
            serving.run(settings, url, listener, lambda database, address: _opened(database, address, district, made))


async def _plan(url: str, district: str, stock: str) -> PlanReport:
    database = Database(url)
    try:
        async with getting_ready(SOLVER):
            with console.step("写入示范数据") as say:
                await load.seed(database, district, stock=stock, progress=say)
            with console.step("准备洪水事件（转移安置 6000 人）"):
                incident = await load.open_incident(database, district)
            async with database.transaction() as session:
                duty = await persons.acting(session, district, "duty")
            return await dispatch.plan(database, incident=incident, actor=duty.code)
    finally:
        await seal_all(database)
        await database.close()


_LINKS_LAST = timedelta(days=7)
"""They end with the run; this is for a run that was killed."""


@asynccontextmanager
async def _opened(database: Database, address: str, district: str, plan: PlanReport) -> AsyncIterator[None]:
    """Visitors may come; what is short in the plan is looked into meanwhile."""
    async with _visited(database, address, district):
        async with database.transaction() as session:
            audit.begin(session, audit.by_machine("demo", detail="推算示范方案缺口的原因和对策"))
            duty = await persons.acting(session, district, "duty")
            assert plan.id, "it was stored"
            await look_into(session, plan.id, actor=duty.code)
        yield


@asynccontextmanager
async def _visited(database: Database, address: str, district: str) -> AsyncIterator[None]:
    """A sign-in link for each person of the demo, good for this run and on this machine only."""
    async with database.transaction() as session:
        audit.begin(session, audit.by_machine("demo", detail="示范人员、授权、审批策略和登录链接"))
        await codes.end_demo(session)
        links, seated = [], await persons.seat(session, district)
        decides = next(person for person in seated if person.role is Role.SECURITY)
        await approvals.settle(session, district, set_by=decides.account)
        for person in seated:
            code, _ = await codes.make(session, person.id, CodePurpose.DEMO, valid_for=_LINKS_LAST)
            links.append((person, f"{address}/sign-in/code#{code}"))
    _show(links)
    try:
        yield
    finally:
        async with database.transaction() as session:
            await codes.end_demo(session)


def _show(links: list[tuple[persons.DemoPerson, str]]) -> None:
    """Each link in a line of its own and never broken, so that a terminal can open it."""
    console.notices.print("\n[bold]演示登录链接[/bold]（只在这台机器、这次运行中有效；换人登录请另开一个无痕窗口）")
    for person, link in links:
        console.notices.print(f"  {person.role.label} [bold]{escape(person.name)}[/bold]（{escape(person.place)}）")
        console.notices.print(f"    [link={link}]{link}[/link]", soft_wrap=True)
