"""The embedded PostgreSQL: made, started, shared and stopped on one data folder.

Every process that needs the database enters ``running_server``. The first one starts the server and the last one
to leave stops it, so a command run beside ``serve`` neither starts a second server nor stops the first.

Three files in the data folder carry this, all through flock, which the system releases however a process dies:
``gate.lock`` (held while starting or stopping), ``users.lock`` (shared by every user of the server) and
``cluster.lock`` (inherited by the postmaster and its children: as long as any of them lives it cannot be taken, so
neither a stale postmaster.pid nor a recycled process id can mislead us, not even across containers).
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from app.kernel import binaries
from app.kernel.errors import ServerFault
from app.settings import Settings

NAME = "yingcang"
PORT = 5432  # names the socket file only: nothing listens on the network
START_LIMIT_S = 600  # a long crash recovery is let finish
STOP_LIMIT_S = 60
_SOCKET_PATH_LIMIT = 90  # sun_path holds 107 bytes, and the socket's own name needs 15 of them
_LOG_LIMIT_BYTES = 10 * 1024 * 1024

_FLAGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_line_prefix": "%m [%p] ",
    "timezone": "UTC",
}

Say = Callable[[str], None]


def _silent(_: str) -> None:
    """The default listener: says nothing."""


class Server:
    """The PostgreSQL of one data folder."""

    def __init__(self, data_dir: Path, *, min_free_bytes: int, flags: dict[str, str] | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.cluster = self.data_dir / f"postgresql-{binaries.VERSION}"
        self.min_free_bytes = min_free_bytes
        self.flags = {**_FLAGS, **(flags or {})}
        self.who = binaries.account(self.cluster)
        self.log = self.data_dir / "log" / "postgresql.log"

    @property
    def socket_dir(self) -> Path:
        """Inside the data folder where the name is short plain ASCII, else a folder of ours in the temp folder."""
        inside = os.fsencode(self.data_dir / "run")
        plain = inside.isascii() and not any(byte in b" ,'\"" for byte in inside)
        if plain and len(inside) <= _SOCKET_PATH_LIMIT:
            return self.data_dir / "run"
        digest = hashlib.sha256(os.fsencode(self.data_dir.resolve())).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"{NAME}-{self.who.uid}-{digest}"

    def url(self, database: str = NAME) -> str:
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql+asyncpg://{NAME}@/{quote(database)}?host={host}&port={PORT}"

    def connection_flags(self) -> list[str]:
        """How psql, pg_dump and the like reach this server."""
        return ["--host", str(self.socket_dir), "--port", str(PORT), "--username", NAME]

    def program(self, name: str) -> Path:
        return binaries.programs(self.who, self.data_dir) / name

    # --- the three locks -------------------------------------------------------------------------------------

    @contextmanager
    def use(self, say: Say = _silent) -> Iterator[str]:
        """Share the server for the length of the block; yields its URL."""
        self.prepare()
        with self._opened("users.lock") as users:
            with self._gate(say):
                fcntl.flock(users, fcntl.LOCK_SH)
                self._ensure_running(say)
            try:
                yield self.url()
            finally:
                with self._gate(say):
                    if _lock(users):
                        self.stop(say)

    def revive(self, say: Say = _silent) -> None:
        """Start the server again if it died while we use it."""
        with self._gate(say):
            self._ensure_running(say)

    @contextmanager
    def _gate(self, say: Say) -> Iterator[None]:
        with self._opened("gate.lock") as gate:
            if not _lock(gate):
                say("另一个应仓进程正在启动或停止数据库，请稍候……")
                _wait(lambda: _lock(gate), START_LIMIT_S, "等待另一个应仓进程启动或停止数据库超时。")
            yield

    @contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        path = self.data_dir / name
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            raise ServerFault(
                f"数据文件夹 {self.data_dir} 属于另一个用户，不能使用。请设置 YINGCANG_DATA_DIR。"
            ) from None
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    # --- starting --------------------------------------------------------------------------------------------

    def running(self) -> bool:
        """Whether any process of this cluster lives (it then holds ``cluster.lock``)."""
        if not (self.data_dir / "cluster.lock").exists():
            return False
        with self._opened("cluster.lock") as cluster:
            return not _lock(cluster)

    def postmaster(self) -> int | None:
        """The process id in postmaster.pid, if that process really serves this folder."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            if process.status() == psutil.STATUS_ZOMBIE or os.fspath(self.cluster) not in process.cmdline():
                return None
        except (OSError, ValueError, psutil.Error):
            return None
        return pid

    def _ready(self) -> bool:
        try:
            lines = (self.cluster / "postmaster.pid").read_text(errors="replace").splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def _ensure_running(self, say: Say) -> None:
        if self.running():
            if self.postmaster() is None:
                say("数据库主进程已不在，等待其余进程结束……")
                _wait(lambda: not self.running(), STOP_LIMIT_S, "上次的数据库进程没有结束，请稍后重试或重启机器。")
            else:
                _wait(self._ready, START_LIMIT_S, "数据库正在恢复，尚不能使用，请稍后重试。")
                return
        if (pid := self.postmaster()) is not None:
            raise ServerFault(
                f"数据文件夹 {self.data_dir} 上已有另一个 PostgreSQL（进程 {pid}）在运行，不能再启动第二个。"
            )
        self._start(say)

    def _start(self, say: Say) -> None:
        self._check_disk()
        if not self.cluster.exists():
            say("正在新建数据库……")
            self._initialise()
        self._own_folder(self.socket_dir, 0o700, self.who.uid)
        for stale in (self.cluster / "postmaster.pid", *self.socket_dir.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)  # nobody holds cluster.lock, though a recycled or zombie pid may look alive
        say("正在启动数据库……")
        with self._opened("cluster.lock") as cluster, self._log_file() as log:
            if not _lock(cluster):
                raise ServerFault(f"数据文件夹 {self.data_dir} 上的数据库正被另一个进程启动。")
            process = subprocess.Popen(
                [self.program("postgres"), "-D", self.cluster, *self._settings()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=binaries.environment(),
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is for us; we stop the server in order
                pass_fds=(cluster,),
                **self.who.launch(),
            )

        def up() -> bool:
            if process.poll() is not None:
                raise ServerFault(f"数据库没有启动成功：{self._last_words()}（日志：{self.log}）")
            return self._ready()

        _wait(up, START_LIMIT_S, f"数据库启动超时，请查看日志 {self.log}。")
        self._ensure_database()

    def _settings(self) -> Iterator[str]:
        for key, value in {**self.flags, "unix_socket_directories": str(self.socket_dir)}.items():
            yield from ("-c", f"{key}={value}")

    def _initialise(self) -> None:
        """Make the cluster beside its place and rename it, so that a killed initdb leaves no half cluster."""
        fresh = self.data_dir / f"{self.cluster.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own_folder(fresh, 0o700, self.who.uid)
        command: list[str | Path] = [
            self.program("initdb"),
            "--pgdata",
            fresh,
            "--username",
            NAME,
            "--auth=trust",
            "--encoding=UTF8",
        ]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        command += ["--no-sync"] if self.flags.get("fsync") == "off" else []
        binaries.run(self.who, command, purpose="新建数据库")
        fresh.rename(self.cluster)

    def _ensure_database(self) -> None:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'"
        psql: list[str | Path] = [
            self.program("psql"),
            *self.connection_flags(),
            "--dbname=postgres",
            "--no-psqlrc",
            "-Atqc",
        ]
        if not binaries.run(self.who, [*psql, query], purpose="连接数据库").strip():
            binaries.run(self.who, [*psql, f"CREATE DATABASE {NAME} TEMPLATE template0"], purpose="新建数据库")

    # --- stopping --------------------------------------------------------------------------------------------

    def stop(self, say: Say = _silent) -> None:
        """Fast shutdown; after ``STOP_LIMIT_S`` the immediate one, from which the next start recovers."""
        for sign in (signal.SIGINT, signal.SIGQUIT):
            pid = self.postmaster()
            if pid is None:
                return
            say("正在停止数据库……")
            os.kill(pid, sign)
            deadline = time.monotonic() + STOP_LIMIT_S
            while time.monotonic() < deadline:
                _reap(pid)
                if not self.running():
                    return
                time.sleep(0.02)
        raise ServerFault(f"数据库没有在规定时间内停止，请查看日志 {self.log}。")

    # --- folders ---------------------------------------------------------------------------------------------

    def prepare(self) -> Path:
        """Make the data folder where it is missing and return it."""
        for folder in (self.data_dir, self.log.parent):
            self._own_folder(folder, 0o755 if self.who.foreign else 0o700)
        if (closed := self.who.closed(self.data_dir)) is not None:
            raise ServerFault(
                f"以 root 运行时，数据库由普通账户运行，而该账户进不了文件夹 {closed}。"
                "请把 YINGCANG_DATA_DIR 设为普通账户可到达的文件夹（如 /var/lib/yingcang），或改用普通用户运行。"
            )
        return self.data_dir

    def _own_folder(self, folder: Path, mode: int, owner: int | None = None) -> None:
        """Make ``folder`` with ``mode``; rights of a folder that was there before are never touched."""
        try:
            missing = [parent for parent in reversed(folder.parents) if not parent.exists()]
            for parent in missing:
                parent.mkdir()
                parent.chmod(0o755 if self.who.foreign else 0o700)
            if not folder.exists():
                folder.mkdir(mode=0o700)
                if owner is not None and self.who.foreign:
                    os.chown(folder, owner, self.who.gid)
                folder.chmod(mode)
        except OSError as error:
            raise ServerFault(
                f"不能建立文件夹 {folder}：{error.strerror}。请检查权限，或设置 YINGCANG_DATA_DIR。"
            ) from None
        if folder.is_symlink() or (owner is not None and folder.stat().st_uid != owner):
            raise ServerFault(f"文件夹 {folder} 不是本应用所建（属于另一个用户），请删除后重试。")

    def _check_disk(self) -> None:
        free = shutil.disk_usage(self.data_dir).free
        if free < self.min_free_bytes:
            raise ServerFault(
                f"磁盘空间不足：{self.data_dir} 所在磁盘只剩 {free / 1024**3:.1f} GB，"
                f"至少需要 {self.min_free_bytes / 1024**3:.0f} GB。请清理磁盘，或把 YINGCANG_DATA_DIR 设到别的磁盘。"
            )

    @contextmanager
    def _log_file(self) -> Iterator[int]:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        telling = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line] or lines[-1:]
        return telling[-1] if telling else "没有日志"


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _reap(pid: int) -> None:
    """Collect the postmaster if it was our own child."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _wait(done: Callable[[], bool], limit_s: float, complaint: str) -> None:
    deadline = time.monotonic() + limit_s
    while not done():
        if time.monotonic() > deadline:
            raise ServerFault(complaint)
        time.sleep(0.02)


@contextmanager
def running_server(settings: Settings, say: Say = _silent) -> Iterator[str]:
    """The URL of a database that answers for the length of the block: the embedded one, or the one in the settings."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    with embedded(settings).use(say) as url:
        yield url


def embedded(settings: Settings) -> Server:
    """The server of the settings' data folder."""
    return Server(settings.data_dir, min_free_bytes=settings.min_free_bytes)
