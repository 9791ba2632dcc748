"""``yingcang restore``: a backup takes the place of all data, but only after the books in it were proven."""

import asyncio
from contextlib import nullcontext
from pathlib import Path

import typer

from app.inventory import commands as inventory
from app.kernel import backup, console
from app.kernel.database import Database
from app.kernel.errors import Conflict
from app.kernel.migrate import migrate
from app.serving import sole
from app.settings import Settings


def restore(settings: Settings, file: Path, *, confirmed: bool) -> None:
    """Raises a ``Problem`` when the data are in use, the file is no backup, or its books do not prove."""
    backup.check(file)
    alone = sole(settings) if settings.database_url is None else nullcontext()
    with alone, console.stored(settings) as url:
        if not confirmed:
            typer.confirm("现有数据将全部被备份替换，是否继续？", abort=True)
        asyncio.run(_restore(url, file))


async def _restore(url: str, file: Path) -> None:
    swap = backup.Swap(url)
    fresh = await swap.prepare()
    try:
        with console.step(f"读入备份 {file}"):
            await asyncio.to_thread(swap.fill, file)
        with console.step("升级数据库结构"):
            await migrate(fresh)
        await _prove(fresh)
    except BaseException:
        await swap.abandon()
        raise
    await swap.take_over()
    console.tell("恢复完成。")


async def _prove(url: str) -> None:
    database = Database(url)
    try:
        if not await inventory.verify(database):
            raise Conflict("备份中的台账核对不符，未恢复，现有数据没有改动。")
    finally:
        await database.close()
