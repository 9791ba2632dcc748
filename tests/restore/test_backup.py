"""Backups come back whole, proven, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.commands import folder, free_port, serving, yingcang


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with folder("应仓 数据") as place:
        yield place


def said(data_dir: Path, *words: str, status: int = 0) -> str:
    done = yingcang(data_dir, *words)
    told = done.stderr.decode() + done.stdout.decode()
    assert done.returncode == status, told
    assert "Traceback" not in told
    return told


def incidents(data_dir: Path) -> bytes:
    return yingcang(data_dir, "incidents", "--json").stdout


def sabotage(data_dir: Path, statement: str) -> None:
    """Change the stored rows behind the program's back."""
    from app.kernel import binaries
    from app.kernel.server import Server

    server = Server(data_dir, min_free_bytes=0)
    with server.use():
        command: list[str | Path] = [server.program("psql"), *server.connection_flags(), "--dbname=yingcang"]
        binaries.run(server.who, [*command, "-v", "ON_ERROR_STOP=1", "-c", statement], purpose="改动")


@pytest.mark.slow
def test_a_backup_comes_back_and_is_proven(data_dir: Path) -> None:
    said(data_dir, "migrate")
    said(data_dir, "seed", "--district", "beibei")
    before = incidents(data_dir)
    file = data_dir.parent / "备份 一.yc"
    said(data_dir, "backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    sabotage(data_dir, "UPDATE incident SET name = '改坏了'")
    assert incidents(data_dir) != before

    assert "台账核对通过" in said(data_dir, "restore", str(file), "--yes")
    assert incidents(data_dir) == before
    assert "台账核对通过" in said(data_dir, "verify")

    # a backup whose books are wrong is refused, and the data stay as they are
    disabled = "SET session_replication_role = replica"
    sabotage(data_dir, f"{disabled}; UPDATE balance SET quantity = quantity + 1 WHERE bounded")
    assert "不符" in said(data_dir, "verify", status=1)
    wrong = data_dir.parent / "wrong.yc"
    said(data_dir, "backup", str(wrong))
    said(data_dir, "restore", str(file), "--yes")
    assert "未恢复" in said(data_dir, "restore", str(wrong), "--yes", status=1)
    assert incidents(data_dir) == before
    assert "台账核对通过" in said(data_dir, "verify")


@pytest.mark.slow
def test_no_restore_while_the_data_are_in_use(data_dir: Path) -> None:
    said(data_dir, "migrate")
    file = data_dir.parent / "file.yc"
    said(data_dir, "backup", str(file))
    with serving(data_dir, free_port()):
        said(data_dir, "backup", str(file))
        assert "已有应仓在运行" in said(data_dir, "restore", str(file), "--yes", status=1)


@pytest.mark.slow
def test_what_is_no_backup_is_refused(data_dir: Path) -> None:
    file = data_dir.parent / "notes.txt"
    assert "没有找到备份文件" in said(data_dir, "restore", str(file), "--yes", status=1)
    file.write_text("hello")
    assert "不是应仓的备份文件" in said(data_dir, "restore", str(file), "--yes", status=1)
    said(data_dir, "migrate")
    file.write_bytes(b"PGDMP and then nothing")
    assert "失败" in said(data_dir, "restore", str(file), "--yes", status=1)
    assert said(data_dir, "incidents", "--json").endswith('{"items": []}\n')


def test_a_backup_that_cannot_be_written_is_told(data_dir: Path) -> None:
    said(data_dir, "migrate")
    assert "不能写入备份文件" in said(data_dir, "backup", str(data_dir.parent / "none" / "file.yc"), status=1)
