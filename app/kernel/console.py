"""Speaking to a person in a terminal: one console, expected faults as one sentence, long steps with a spinner."""

import asyncio
import io
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import DBAPIError

from app.kernel.database import Database
from app.kernel.errors import Problem, ServerFault
from app.kernel.migrate import require_current
from app.kernel.server import running_server
from app.settings import Settings

Result = TypeVar("Result")

PRINTED_COLUMNS = 150
"""Width of tables where no terminal tells its own: a file, a pipe, a log."""

console = Console(highlight=False, width=None if sys.stdout.isatty() else PRINTED_COLUMNS)
notices = Console(stderr=True, highlight=False)
"""Progress and complaints: standard output stays clean for what a program may read."""


def settle_encoding() -> None:
    """A character that the terminal's encoding lacks is shown as ``?`` instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def complain(words: str) -> None:
    notices.print(f"[red]错误：[/red]{escape(words)}", soft_wrap=True)


def tell(words: str) -> None:
    notices.print(f"[dim]{escape(words)}[/dim]", soft_wrap=True)


@contextmanager
def step(words: str) -> Iterator[Callable[[str], None]]:
    """A long step: a spinner that can be told more, and one line with the time when it is done."""
    began = time.monotonic()
    with notices.status(f"{escape(words)}……") as status:
        yield lambda more: status.update(f"{escape(words)}：{escape(more)}……")
    notices.print(f"[green]✓[/green] {escape(words)}[dim]（{time.monotonic() - began:.1f} 秒）[/dim]")


def words_of(problem: Problem) -> str:
    """The problem and each of its faults, as sentences."""
    faults = [f"{fault.pointer}：{fault.detail}" if fault.pointer else fault.detail for fault in problem.faults]
    return "\n".join([problem.detail, *(f"  · {fault}" for fault in faults)])


@contextmanager
def stored(settings: Settings) -> Iterator[str]:
    """The URL of the running database; the data folder is named first. That it goes away is told in a sentence."""
    if settings.database_url is None:
        tell(f"数据文件夹：{settings.data_dir}")
    with running_server(settings, tell) as url:
        try:
            yield url
        except (DBAPIError, ConnectionError, OSError) as error:
            raise connection_fault(error) from error


def on_database(settings: Settings, work: Callable[[Database], Awaitable[Result]]) -> Result:
    """Run ``work`` on a migrated database; the server is started when it was stopped, and then stopped again."""

    async def run(url: str) -> Result:
        database = Database(url)
        try:
            await require_current(url)
            return await work(database)
        finally:
            await database.close()

    with stored(settings) as url:
        return asyncio.run(run(url))


def connection_fault(error: Exception) -> Exception:
    """The sentence for a database that went away, or for a file that cannot be used; any other error stays itself."""
    if isinstance(error, ConnectionError | TimeoutError) or getattr(error, "connection_invalidated", False):
        return ServerFault("与数据库的连接中断（数据库可能已被停止）。已提交的数据不会丢失，请重新运行。")
    if isinstance(error, OSError) and error.filename:
        return ServerFault(f"不能使用 {error.filename}，请检查路径、权限和剩余空间。")
    return error
