"""Running the real command in the real environment: other users, odd paths, other locales."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
LIMIT_S = 60


def environment(data_dir: Path, **extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YINGCANG_", "PG"))}
    return {**kept, "YINGCANG_DATA_DIR": os.fspath(data_dir), "PYTHONPATH": str(ROOT), **extra}


def yingcang(data_dir: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        env=environment(data_dir, **extra),
        capture_output=True,
        timeout=LIMIT_S,
        check=False,
        cwd="/",
    )


@contextmanager
def serving(data_dir: Path, port: int, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
    """``yingcang serve`` in the background, up and answering; ended when the block ends, if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port)],
        env=environment(data_dir, **extra),
        stderr=subprocess.PIPE,
        cwd="/",
    )
    try:
        wait_for(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, process.stderr and process.stderr.read().decode(errors="replace")
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(LIMIT_S)


def answers(port: int, path: str = "/api/v1/health") -> bool:
    import httpx

    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code == 200
    return False


def wait_for(condition: object, limit_s: float = LIMIT_S) -> None:
    assert callable(condition)
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def postmaster(data_dir: Path) -> psutil.Process | None:
    """The server's main process on this folder, if it lives."""
    try:
        pid = int(next(data_dir.glob("postgresql-*/postmaster.pid")).read_text().split()[0])
        process = psutil.Process(pid)
        return process if process.status() != psutil.STATUS_ZOMBIE else None
    except (StopIteration, psutil.Error, OSError, ValueError):
        return None


@contextmanager
def folder(name: str = "data") -> Iterator[Path]:
    """A place for a data folder that any user may reach."""
    with tempfile.TemporaryDirectory(prefix="yingcang-fault-") as parent:
        Path(parent).chmod(0o755)
        yield Path(parent) / name


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
