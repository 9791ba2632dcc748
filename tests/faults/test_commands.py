"""The command in a hostile world: an expected fault is one Chinese sentence, and no data are lost."""

import asyncio
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from app.kernel import console
from app.kernel.database import Database
from app.kernel.errors import ServerFault
from app.settings import Settings
from tests.faults.commands import (
    LIMIT_S,
    answers,
    environment,
    folder,
    free_port,
    postmaster,
    serving,
    wait_for,
    yingcang,
)


@pytest.fixture(params=["data", "应仓 数据"])
def data_dir(request: pytest.FixtureRequest) -> Iterator[Path]:
    with folder(request.param) as place:
        yield place
        leftover = postmaster(place)
        assert leftover is None, "a server was left running"


@pytest.fixture(scope="session")
def migrated_dir() -> Iterator[Path]:
    with folder() as place:
        assert yingcang(place, "migrate").returncode == 0
        yield place


@pytest.fixture
def plain_dir(migrated_dir: Path) -> Iterator[Path]:
    """Has been in use: the first start takes seconds, and ``data_dir`` shows it."""
    with folder() as place:
        subprocess.run(["cp", "-a", migrated_dir, place], check=True)
        yield place
        if (leftover := postmaster(place)) is not None:
            leftover.kill()


def words(done: subprocess.CompletedProcess[bytes], encoding: str = "utf-8") -> str:
    said = done.stderr.decode(encoding)
    assert "Traceback" not in said
    return said


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_serve_stops_everything(data_dir: Path, sign: signal.Signals) -> None:
    with serving(data_dir, free_port()) as process:
        assert postmaster(data_dir) is not None
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(sign)
        assert process.wait(LIMIT_S) == 0
        wait_for(lambda: not any(child.is_running() for child in children))
    assert postmaster(data_dir) is None


def test_a_command_beside_serve_uses_its_server_and_leaves_it(plain_dir: Path) -> None:
    port = free_port()
    with serving(plain_dir, port):
        before = postmaster(plain_dir)
        done = yingcang(plain_dir, "incidents", "--json")
        assert (done.returncode, done.stdout.strip()) == (0, b'{"items": []}'), words(done)
        assert postmaster(plain_dir) == before
        assert answers(port)
    assert postmaster(plain_dir) is None


def test_a_command_alone_starts_and_stops_the_server(data_dir: Path) -> None:
    assert yingcang(data_dir, "migrate").returncode == 0
    done = yingcang(data_dir, "incidents", "--json")
    assert (done.returncode, done.stdout.strip()) == (0, b'{"items": []}'), words(done)
    assert str(data_dir) in words(done)


def test_a_second_serve_on_the_folder_is_refused(plain_dir: Path) -> None:
    with serving(plain_dir, free_port()) as first:
        second = yingcang(plain_dir, "serve", "--port", str(free_port()))
        assert second.returncode == 1
        assert f"已有应仓在运行（进程 {first.pid}" in words(second)


def test_a_port_in_use_is_refused_at_once(plain_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = yingcang(plain_dir, "serve", "--port", str(port))
    assert done.returncode == 1
    assert f"端口 {port} 已被占用" in words(done)


def test_too_little_disk_is_refused(plain_dir: Path) -> None:
    done = yingcang(plain_dir, "migrate", YINGCANG_MIN_FREE_BYTES=str(shutil.disk_usage("/tmp").free * 2))
    assert done.returncode == 1
    assert "磁盘空间不足" in words(done)


def test_an_unmigrated_database_is_named(data_dir: Path) -> None:
    done = yingcang(data_dir, "incidents")
    assert done.returncode == 1
    assert "请先运行 yingcang migrate" in words(done)


def test_wrong_usage_is_status_two(plain_dir: Path) -> None:
    done = yingcang(plain_dir, "plan")
    assert done.returncode == 2
    assert "用法有误" in words(done)


def test_an_unreachable_outside_database_is_told(plain_dir: Path) -> None:
    url = f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/none"
    for command in ("incidents", "migrate", "serve"):
        done = yingcang(plain_dir, command, YINGCANG_DATABASE_URL=url)
        assert done.returncode == 1
        assert "连接不上数据库" in words(done)


def test_after_kill_9_of_the_app_the_next_start_goes_on(plain_dir: Path) -> None:
    port = free_port()
    with serving(plain_dir, port) as process:
        process.kill()
        process.wait()
    assert postmaster(plain_dir) is not None
    with serving(plain_dir, port):
        assert answers(port)
    assert postmaster(plain_dir) is None


def test_after_kill_9_of_app_and_database_the_next_start_recovers(plain_dir: Path) -> None:
    port = free_port()
    with serving(plain_dir, port) as process:
        database = postmaster(plain_dir)
        assert database is not None
        process.kill()
        database.kill()
        process.wait()
    with serving(plain_dir, port):
        assert answers(port)


def test_a_database_killed_under_serve_comes_back(plain_dir: Path) -> None:
    port = free_port()
    with serving(plain_dir, port):
        database = postmaster(plain_dir)
        assert database is not None
        database.kill()
        answer = httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=30)
        assert answer.status_code in {200, 503}
        wait_for(lambda: answers(port))
    assert postmaster(plain_dir) is None


def test_a_database_killed_under_any_command_is_told(plain_dir: Path) -> None:
    async def look_on(url: str) -> None:
        database = Database(url)
        try:
            async with database.snapshot() as session:
                connection = await session.connection()
                server = postmaster(plain_dir)
                assert server is not None
                server.kill()
                await connection.exec_driver_sql(f"SELECT pg_sleep({LIMIT_S})")
                await connection.exec_driver_sql("SELECT 1")
        finally:
            await database.close()

    with pytest.raises(ServerFault, match="与数据库的连接中断"), console.stored(Settings(data_dir=plain_dir)) as url:
        asyncio.run(look_on(url))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("YINGCANG_PORT", "abc", "YINGCANG_PORT：应为整数"),
        ("YINGCANG_DATABASE_URL", "mysql://x/y", "YINGCANG_DATABASE_URL：应为 postgresql://"),
    ],
)
def test_a_wrong_setting_is_named(plain_dir: Path, name: str, value: str, said: str) -> None:
    done = yingcang(plain_dir, "migrate", **{name: value})
    assert done.returncode == 1
    assert said in words(done)


@pytest.fixture(scope="session")
def gbk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A machine that speaks GBK."""
    locales = tmp_path_factory.mktemp("locales")
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "GBK", str(locales / "zh_CN.GBK")], check=False)
    if not (locales / "zh_CN.GBK").exists():
        pytest.skip("localedef 不能生成 zh_CN.GBK（Debian 软件包 locales）")
    return {"LOCPATH": str(locales), "LC_ALL": "zh_CN.GBK", "LANG": "zh_CN.GBK", "PYTHONUTF8": "0"}


def test_a_gbk_machine(data_dir: Path, gbk: dict[str, str]) -> None:
    done = yingcang(data_dir, "migrate", **gbk)
    assert done.returncode == 0, words(done, "gbk")
    done = yingcang(data_dir, "plan", "--incident", "没有", **gbk)
    assert done.returncode == 1
    assert "错误：" in words(done, "gbk")


@pytest.mark.slow
@pytest.mark.parametrize(("presses", "status"), [(1, 0), (2, 130)])
def test_ctrl_c_keeps_the_best_plan_and_twice_keeps_none(plain_dir: Path, presses: int, status: int) -> None:
    command = [sys.executable, "-m", "app", "demo", "--no-serve", "--district", "beibei"]
    demo = subprocess.Popen(command, env=environment(plain_dir), stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    assert demo.stderr is not None
    assert any("第 1 个方案" in line.decode() for line in demo.stderr)
    family = psutil.Process(demo.pid).children(recursive=True)
    demo.send_signal(signal.SIGINT)
    if presses > 1:
        time.sleep(0.2)  # two signals at once may be told as one
        demo.send_signal(signal.SIGINT)
    printed, said = demo.communicate(timeout=LIMIT_S)
    assert demo.returncode == status
    assert ("人工停止" in printed.decode()) == (status == 0)
    assert b"Traceback" not in said
    wait_for(lambda: not any(child.is_running() for child in family))
    assert postmaster(plain_dir) is None


@pytest.mark.slow
def test_a_database_killed_under_a_command_is_told_and_nothing_is_lost(plain_dir: Path) -> None:
    command = [sys.executable, "-m", "app", "demo", "--no-serve", "--district", "beibei"]
    demo = subprocess.Popen(command, env=environment(plain_dir), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert demo.stderr is not None
    assert any("第 1 个方案" in line.decode() for line in demo.stderr)
    database = postmaster(plain_dir)
    assert database is not None
    database.kill()
    assert demo.wait(LIMIT_S) == 1
    said = demo.stderr.read().decode()
    assert "错误：" in said
    assert "Traceback" not in said
    done = yingcang(plain_dir, "verify")
    assert done.returncode == 0, words(done)
