"""Copies of the whole database in PostgreSQL's custom format, and their way back through a fresh database."""

import os
import subprocess
import tempfile
from pathlib import Path

import asyncpg
from sqlalchemy.engine import URL, make_url

from app.kernel import binaries
from app.kernel.database import connect
from app.kernel.errors import Conflict, ServerFault

_FRESH, _FORMER = "_restoring", "_former"


def backup(url: str, file: Path) -> None:
    """Write ``file`` whole or not at all; readable by its owner only."""
    try:
        with tempfile.NamedTemporaryFile(dir=file.absolute().parent, prefix=f".{file.name}.", delete=False) as part:
            try:
                _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges"], url, stdout=part.fileno())
                os.fsync(part.fileno())
                Path(part.name).replace(file)
            finally:
                Path(part.name).unlink(missing_ok=True)
    except OSError as error:
        raise ServerFault(f"不能写入备份文件 {file}：{error.strerror}。") from None


def check(file: Path) -> None:
    """Raises ``ServerFault`` unless ``file`` is a backup that can be read."""
    if not file.is_file():
        raise ServerFault(f"没有找到备份文件 {file}。")
    if file.read_bytes()[:5] != b"PGDMP":
        raise ServerFault(f"{file} 不是应仓的备份文件。")


class Swap:
    """A fresh database beside the one in use, which takes its place only when it is found to be good."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.name = str(self.url.database)
        self.fresh = self._beside(_FRESH)

    def _beside(self, suffix: str) -> URL:
        return self.url.set(database=self.name + suffix)

    async def prepare(self) -> str:
        """Make the fresh, empty database and return its URL; remains of an interrupted restore are removed."""
        async with _maintenance(self.url) as connection:
            users = await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE datname = $1", self.name)
            if users:
                raise Conflict(f"数据库正在使用（{users} 个连接），请先停止应仓的服务和后台计算再恢复。")
            for suffix in (_FRESH, _FORMER):
                await connection.execute(f"DROP DATABASE IF EXISTS {_quoted(self.name + suffix)} WITH (FORCE)")
            await connection.execute(f"CREATE DATABASE {_quoted(self.name + _FRESH)} TEMPLATE template0")
        return self.fresh.render_as_string(hide_password=False)

    def fill(self, file: Path) -> None:
        """Restore ``file`` into the fresh database, whole or not at all."""
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", [*options, str(file.absolute())], self.fresh.render_as_string(hide_password=False))

    async def take_over(self) -> None:
        """Rename both databases in one transaction, then drop the former one."""
        former = self.name + _FORMER
        async with _maintenance(self.url) as connection:
            async with connection.transaction():
                await connection.execute(f"ALTER DATABASE {_quoted(self.name)} RENAME TO {_quoted(former)}")
                fresh = self.name + _FRESH
                await connection.execute(f"ALTER DATABASE {_quoted(fresh)} RENAME TO {_quoted(self.name)}")
            await connection.execute(f"DROP DATABASE {_quoted(former)} WITH (FORCE)")

    async def abandon(self) -> None:
        async with _maintenance(self.url) as connection:
            await connection.execute(f"DROP DATABASE IF EXISTS {_quoted(self.name + _FRESH)} WITH (FORCE)")


class _maintenance:
    """A connection to the server's own database, from which others are made, renamed and dropped."""

    def __init__(self, url: URL) -> None:
        self.url = url.set(database="postgres").render_as_string(hide_password=False)

    async def __aenter__(self) -> asyncpg.Connection:
        self.connection = await connect(self.url)
        return self.connection

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        await self.connection.close()
        if isinstance(error, asyncpg.PostgresError):
            raise ServerFault(f"数据库服务器拒绝了操作：{error}。") from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _run(program: str, options: list[str], url: str, *, stdout: int = subprocess.DEVNULL) -> None:
    """Run one of PostgreSQL's programs on the database; the password is not shown to other processes."""
    address = make_url(url).set(drivername="postgresql")
    environment = binaries.environment()
    if address.password:
        environment["PGPASSWORD"] = str(address.password)
    target = address.set(password=None).render_as_string(hide_password=False)
    command: list[str | Path] = [
        binaries.installed() / binaries.INSTALL / "bin" / program,
        *options,
        "--dbname",
        target,
    ]
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False)
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise ServerFault(f"{program} 失败：{words[0] if words else done.returncode}")
