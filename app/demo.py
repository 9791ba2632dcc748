"""``yingcang demo``: from nothing to a printed plan and an open page."""

import asyncio
from contextlib import ExitStack

from app import serving
from app.dispatch import commands as dispatch
from app.kernel import console
from app.kernel.database import Database
from app.kernel.migrate import migrate
from app.settings import Settings
from seed import load


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
            serving.run(settings, url, listener)


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
