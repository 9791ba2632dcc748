"""The embedded server on its folder: started, shared, killed, recovered, refused."""

import os
import pwd
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.kernel import binaries
from app.kernel.errors import ServerFault
from app.kernel.server import Server
from tests.faults.commands import folder, postmaster, wait_for

FAST = {"fsync": "off"}
USERS = tuple(pwd.getpwnam(name).pw_uid for name in ("daemon", "nobody"))


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with folder() as place:
        yield place
        leftover = postmaster(place)
        assert leftover is None, "a server was left running"


def make(data_dir: Path, *, min_free_bytes: int = 0) -> Server:
    return Server(data_dir, min_free_bytes=min_free_bytes, flags=FAST)


def ask(server: Server, query: str) -> str:
    command: list[str | Path] = [
        server.program("psql"),
        *server.connection_flags(),
        "--dbname=yingcang",
        "-Atqc",
        query,
    ]
    return binaries.run(server.who, command, purpose="查询").strip()


def test_first_in_starts_and_last_out_stops(data_dir: Path) -> None:
    first, second = make(data_dir), make(data_dir)
    with first.use():
        with second.use():
            assert ask(second, "SELECT 1") == "1"
        assert ask(first, "SELECT 1") == "1"
    assert not first.running()


def test_ten_at_once_share_one_server(data_dir: Path) -> None:
    seen: list[str] = []

    def use() -> None:
        server = make(data_dir)
        with server.use():
            seen.append(ask(server, "SELECT pg_postmaster_start_time()"))

    with make(data_dir).use():
        threads = [threading.Thread(target=use) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(seen) == 10
    assert len(set(seen)) == 1


def test_encoding_and_order_do_not_follow_the_machine(data_dir: Path) -> None:
    server = make(data_dir)
    with server.use():
        assert ask(server, "SHOW server_encoding") == "UTF8"
        provider = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'yingcang'"
        assert ask(server, provider) == "bC.UTF-8"
        assert ask(server, "SELECT upper('é')") == "É"


def test_a_killed_postmaster_is_recovered_with_its_data(data_dir: Path) -> None:
    server = make(data_dir)
    with server.use():
        ask(server, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
        killed = postmaster(data_dir)
        assert killed is not None
        killed.kill()
        killed.wait(10)
        server.revive()
        assert ask(server, "SELECT n FROM kept") == "7"


def test_stale_lock_files_of_a_recycled_id_do_not_mislead(data_dir: Path) -> None:
    server = make(data_dir)
    with server.use():
        pass
    stranger = subprocess.Popen(
        ["sleep", "60"], cwd="/", **server.who.launch()
    )  # PostgreSQL sees a living pid of its own
    words = f"{stranger.pid}\n{server.cluster}\n1700000000\n5432\n{server.socket_dir}\n\n\nready\n"
    for stale in (server.cluster / "postmaster.pid", server.socket_dir / ".s.PGSQL.5432.lock"):
        stale.write_text(words)
        os.chown(stale, server.who.uid, server.who.gid)
    try:
        with server.use():
            assert ask(server, "SELECT 1") == "1"
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_cluster_is_made_anew(data_dir: Path) -> None:
    server = make(data_dir)
    server.prepare()
    (data_dir / f"{server.cluster.name}.new").mkdir()
    (data_dir / f"{server.cluster.name}.new" / "PG_VERSION").write_text("18")
    with server.use():
        assert ask(server, "SELECT 1") == "1"


def test_a_server_that_somebody_else_started_is_refused(data_dir: Path) -> None:
    server = make(data_dir)
    with server.use():
        pass
    command: list[str | Path] = [server.program("postgres"), "-D", server.cluster, "-c", "listen_addresses="]
    command += ["-c", f"unix_socket_directories={server.socket_dir}"]
    other = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=binaries.environment(), **server.who.launch())
    try:
        wait_for(server._ready)
        with pytest.raises(ServerFault, match="不能再启动第二个"), server.use():
            pass
    finally:
        other.send_signal(signal.SIGINT)
        other.wait(30)


def test_too_little_disk_is_refused_before_anything_is_made(data_dir: Path) -> None:
    free = shutil.disk_usage("/tmp").free
    with pytest.raises(ServerFault, match="磁盘空间不足"), make(data_dir, min_free_bytes=free * 2).use():
        pass
    assert not list(data_dir.glob("postgresql-*"))


def test_a_long_path_gets_a_short_socket(data_dir: Path) -> None:
    server = make(data_dir / ("很长的路径" * 8) / "a b'c")
    with server.use() as url:
        assert ask(server, "SELECT 1") == "1"
        assert len(os.fsencode(server.socket_dir)) < 91
        assert "%E5" not in url
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700


@pytest.mark.root
def test_a_socket_folder_of_another_user_is_not_trusted(data_dir: Path) -> None:
    server = make(data_dir / "应仓 数据")
    server.socket_dir.mkdir(mode=0o777)
    os.chown(server.socket_dir, 12345, 12345)
    try:
        with pytest.raises(ServerFault, match="属于另一个用户"), server.use():
            pass
    finally:
        server.socket_dir.rmdir()


def test_rights_of_folders_that_were_there_before_are_unchanged(data_dir: Path) -> None:
    home = data_dir.parent / "home"
    home.mkdir()
    home.chmod(0o711)
    (home / "share").mkdir()
    (home / "share").chmod(0o755)
    before = {path: path.stat().st_mode for path in (data_dir.parent, home, home / "share")}
    with make(home / "share" / "yingcang" / "data").use():
        pass
    assert {path: path.stat().st_mode for path in before} == before


@pytest.mark.root
def test_root_is_told_which_folder_is_closed_to_the_database(data_dir: Path) -> None:
    closed = data_dir.parent / "closed"
    closed.mkdir()
    closed.chmod(0o700)
    with pytest.raises(ServerFault, match=f"进不了文件夹 {closed}"), make(closed / "data").use():
        pass
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.root
def test_programs_out_of_reach_are_copied(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = data_dir.parent / "closed"
    wheel = binaries.installed()
    shutil.copytree(wheel / binaries.INSTALL, closed / wheel.name / binaries.INSTALL)
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), closed / f"{wheel.name}.libs")
    closed.chmod(0o700)
    monkeypatch.setattr(binaries, "installed", lambda: closed / wheel.name)
    server = make(data_dir)
    with server.use():
        assert ask(server, "SELECT 1") == "1"
        assert data_dir in server.program("postgres").parents


def as_user(user: int, data_dir: Path) -> str:
    """Use the server on ``data_dir`` in a process of another user; returns its answer, or the refusal."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            server = make(data_dir)
            with server.use():
                said = ask(server, "SELECT 'served'")
        except BaseException as fault:
            said = str(fault)
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as answer:
        return answer.read()


@pytest.mark.root
def test_two_users_on_one_machine(data_dir: Path) -> None:
    with make(data_dir).use():
        pass  # everything that another user's process needs is imported now
    for user in USERS:
        home = data_dir.parent / f"home-{user}"
        home.mkdir(mode=0o700)
        os.chown(home, user, user)
        assert as_user(user, home / "应仓 数据") == "served"
        assert next((home / "应仓 数据").glob("postgresql-*")).stat().st_uid == user


@pytest.mark.root
def test_the_folder_of_another_user_is_refused_but_root_serves_it_as_that_user(data_dir: Path) -> None:
    with make(data_dir).use():
        pass
    theirs = data_dir.parent / "theirs"
    theirs.mkdir(mode=0o755)
    theirs.chmod(0o755)
    os.chown(theirs, USERS[0], USERS[0])
    assert as_user(USERS[0], theirs) == "served"
    assert "属于另一个用户" in as_user(USERS[1], theirs)
    with make(theirs).use():
        started = postmaster(theirs)
        assert started is not None
        assert started.uids().real == USERS[0]
    assert as_user(USERS[0], theirs) == "served"
