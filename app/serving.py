"""``yingcang serve`` and ``yingcang worker``: web, worker and database in one process tree that stops as one."""

import asyncio
import contextlib
import fcntl
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

import structlog
import uvicorn
from fastapi import FastAPI

from app.audit.sealing import keep_sealing, seal_all
from app.auth.codes import end_demo
from app.auth.openid import openid_of
from app.auth.tidying import keep_tidy
from app.jobs.worker import Worker
from app.kernel import console, logs
from app.kernel.database import Database
from app.kernel.errors import Problem, ServerFault
from app.kernel.keyring import keyring_of
from app.kernel.migrate import migrate, require_current
from app.kernel.server import Server, embedded
from app.main import create_app
from app.settings import Settings

log = structlog.get_logger(__name__)

_LOOK_S = 2.0
_LEAVE_S = 5
"""How long open answers may take to end when the server stops."""


def serve(settings: Settings) -> None:
    with sole(settings), listening(settings) as listener, console.stored(settings) as url:
        run(settings, url, listener)


def work(settings: Settings) -> None:
    """A worker alone; several may run beside each other and beside ``serve``."""
    with console.stored(settings) as url:
        _prepare(settings, url)
        console.tell("后台计算已启动，按 Ctrl-C 停止。")
        asyncio.run(_until_signalled(_worked, settings, url))


Guests = Callable[[Database, str], AbstractAsyncContextManager[None]]
"""Whom a server lets in beside its accounts while it runs, given its address."""


@asynccontextmanager
async def _nobody(database: Database, _address: str) -> AsyncIterator[None]:
    """What a demo that was killed left behind opens nothing."""
    async with database.transaction() as session:
        await end_demo(session)
    yield


def run(settings: Settings, url: str, listener: socket.socket, guests: Guests = _nobody) -> None:
    """Serve until Ctrl-C or SIGTERM, on a database that is up."""
    _prepare(settings, url)

    async def served(database: Database) -> None:
        host, port = listener.getsockname()[:2]
        async with guests(database, f"http://{_readable(host)}:{port}"):
            await _served(settings, database, listener)

    asyncio.run(_until_signalled(served, settings, url))


def _prepare(settings: Settings, url: str) -> None:
    """Our own database is brought up to date without asking; somebody else's must be already."""
    asyncio.run(migrate(url) if settings.database_url is None else require_current(url))
    logs.to_file(settings.data_dir / "log" / "yingcang.log")


async def _until_signalled(body: Callable[[Database], Awaitable[None]], settings: Settings, url: str) -> None:
    """Run ``body`` until it ends or a signal cancels it, with the embedded server kept alive beside it."""
    database = Database(url)
    task = asyncio.ensure_future(body(database))
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, task.cancel)
    keeper = asyncio.create_task(_keep_alive(embedded(settings))) if settings.database_url is None else None
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await task
    finally:
        if keeper is not None:
            keeper.cancel()
        await database.close()


async def _served(settings: Settings, database: Database, listener: socket.socket) -> None:
    app = create_app(database=database, openid=openid_of(settings), keyring=keyring_of(settings))
    server = _Web(app, settings)
    worker = Worker(database)
    web = asyncio.create_task(server.serve([listener]))
    working = asyncio.create_task(worker.run())
    beside = [asyncio.create_task(keep_sealing(database)), asyncio.create_task(keep_tidy(database))]
    host, port = listener.getsockname()[:2]
    console.notices.print(f"\n[bold green]应仓已启动：http://{_readable(host)}:{port}[/bold green]  按 Ctrl-C 停止。")
    try:
        await asyncio.wait({web, working}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        console.tell("正在停止……")
        server.should_exit = True
        worker.stop()
        if hub := getattr(app.state, "hub", None):
            hub.close()
        await asyncio.wait({web, working}, timeout=_LEAVE_S * 2)
        working.cancel()
        for task in beside:
            task.cancel()
        await asyncio.gather(web, working, *beside, return_exceptions=True)
        await seal_all(database)


async def _worked(database: Database) -> None:
    worker = Worker(database)
    working, sealing = asyncio.create_task(worker.run()), asyncio.create_task(keep_sealing(database))
    try:
        await asyncio.wait({working})
    finally:
        worker.stop()
        await asyncio.wait({working}, timeout=_LEAVE_S * 2)
        working.cancel()
        sealing.cancel()
        await asyncio.gather(working, sealing, return_exceptions=True)
        await seal_all(database)


class _Web(uvicorn.Server):
    """uvicorn without its signal handlers: the whole process tree is stopped in one place."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        options = {
            "log_config": None,
            "access_log": False,
            "timeout_graceful_shutdown": _LEAVE_S,
            "server_header": False,
            # who a request comes from is the proxy's word only where the settings name that proxy
            "proxy_headers": bool(settings.trusted_proxies),
            "forwarded_allow_ips": settings.trusted_proxies,
        }
        super().__init__(uvicorn.Config(app, **options))  # type: ignore[arg-type]  # options are of several types

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _keep_alive(server: Server) -> None:
    """Start the embedded server again when somebody killed it; requests meanwhile answer 503."""
    while True:
        await asyncio.sleep(_LOOK_S)
        if server.postmaster() is not None:
            continue
        log.error("database_lost")
        console.complain("数据库意外停止，正在重新启动……")
        try:
            await asyncio.to_thread(server.revive)
            console.tell("数据库已恢复。")
        except Problem as fault:
            console.complain(fault.detail)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The web server's socket, taken before any long step; raises ``ServerFault`` when the port is not free."""
    try:
        family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        # asyncio sends small answers at once only where it sees that the protocol is TCP; else each waits 40 ms
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except socket.gaierror:
        raise ServerFault(f"监听地址 {settings.host} 无效。") from None
    except PermissionError:
        raise ServerFault(f"没有权限使用端口 {settings.port}，请换用 1024 以上的端口（PORT=8080）。") from None
    except OSError as error:
        words = f"端口 {settings.port} 已被占用" if error.errno == 98 else f"不能监听 {settings.host}:{settings.port}"
        raise ServerFault(
            f"{words}，请停止占用它的程序，或换一个端口（make demo PORT=8080 或 --port 8080）。"
        ) from None
    with listener:
        yield listener


@contextmanager
def sole(settings: Settings) -> Iterator[None]:
    """Be the only web server on the data folder; raises ``ServerFault`` naming the other one."""
    folder = embedded(settings).prepare() if settings.database_url is None else None
    if folder is None:
        yield
        return
    descriptor = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.pread(descriptor, 200, 0).decode(errors="replace").strip()
            raise ServerFault(
                f"数据文件夹 {folder} 上已有应仓在运行（{other}）。请直接打开该网址，或先停止它（Ctrl-C），"
                "或用 YINGCANG_DATA_DIR 指定另一个数据文件夹。"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"进程 {os.getpid()}，http://{_readable(settings.host)}:{settings.port}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _readable(host: str) -> str:
    return f"[{host}]" if ":" in host else host
