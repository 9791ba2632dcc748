"""``yingcang restore``: a backup takes the place of all data, but only after the books in it were proven."""

import asyncio
from contextlib import nullcontext
from pathlib import Path

import typer

from app import audit
from app.audit.sealing import seal_all
from app.auth import second_factor
from app.inventory import commands as inventory
from app.kernel import backup, console
from app.kernel.database import Database
from app.kernel.errors import Conflict
from app.kernel.keyring import FILE, Keyring, keyring_of
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
        asyncio.run(_restore(url, file, keyring_of(settings)))


async def _restore(url: str, file: Path, keyring: Keyring) -> None:
    swap = backup.Swap(url)
    fresh = await swap.prepare()
    try:
        with console.step(f"读入备份 {file}"):
            await asyncio.to_thread(swap.fill, file)
        with console.step("升级数据库结构"):
            await migrate(fresh)
        await _prove(fresh, keyring, file)
    except BaseException:
        await swap.abandon()
        raise
    await swap.take_over()
    console.tell("恢复完成。")


async def _prove(url: str, keyring: Keyring, file: Path) -> None:
    """The books must prove; second factors whose key was not brought back are only told. The audit begins anew where
    the backup ended, with the restore itself.
    """
    database = Database(url)
    try:
        if not await inventory.verify(database):
            raise Conflict("备份中的台账核对不符，未恢复，现有数据没有改动。")
        async with database.transaction() as session:
            locked = await second_factor.without_key(session, keyring)
            await audit.record(session, audit.by_machine("restore", detail=f"恢复备份 {file.name}"))
        await seal_all(database)
        if locked:
            console.complain(
                f"{len(locked)} 个账号（{'、'.join(locked[:10])}）的动态口令是用另一个密钥加密的。"
                f"请把原来的密钥文件 {FILE} 放回数据文件夹（或设置原来的 YINGCANG_SECRET_KEY），"
                "否则须由安全管理员逐个移除后重新启用。"
            )
    finally:
        await database.close()
