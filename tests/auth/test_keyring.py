"""Secrets of second factors lie sealed in the database, by keys that are not in it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import httpx
import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.auth import commands, second_factor
from app.auth.models import Account
from app.auth.rights import Role
from app.kernel.database import Database, driver_address
from app.kernel.errors import ServerFault
from app.kernel.keyring import FILE, Keyring, Sealed, keyring_of, passing_keyring
from app.kernel.migrate import migrate
from app.settings import Settings
from tests.auth.conftest import Browsers, employ, give_factor, kind, sign_in


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return keyring_of(Settings(data_dir=tmp_path))


def test_what_is_sealed_opens_for_its_owner_only(keyring: Keyring) -> None:
    written = keyring.sealed("JBSWY3DPEHPK3PXP", owner="one")
    assert keyring.opened(written, owner="one") == "JBSWY3DPEHPK3PXP"
    for wrong, owner in ((written, "other"), (written[:-4] + "AAA=", "one"), ("JBSWY3DPEHPK3PXP", "one")):
        with pytest.raises(Sealed):
            keyring.opened(wrong, owner=owner)
    with pytest.raises(Sealed):
        passing_keyring().opened(written, owner="one")


def test_the_key_file_is_its_owners_alone(keyring: Keyring, tmp_path: Path) -> None:
    written = keyring.sealed("x", owner="one")
    file = tmp_path / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert keyring_of(Settings(data_dir=tmp_path)).opened(written, owner="one") == "x"
    file.chmod(0o644)
    with pytest.raises(ServerFault, match="chmod 600"):
        keyring.sealed("x", owner="one")


def test_keys_of_the_setting(keyring: Keyring, tmp_path: Path) -> None:
    written = keyring.sealed("x", owner="one")
    [key] = (tmp_path / FILE).read_text().split()
    newer = Settings(secret_key=f"{'A' * 43}=,{key}")
    assert keyring_of(newer).opened(written, owner="one") == "x"
    with pytest.raises(ServerFault, match="YINGCANG_SECRET_KEY"):
        keyring_of(Settings(secret_key="short"))


async def test_a_secret_is_never_in_the_database(app: FastAPI, browser: httpx.AsyncClient, database: Database) -> None:
    person = await employ(database, "wanger", Role.KEEPER)
    await sign_in(browser, "wanger")
    secret = (await browser.post("/auth/second-factor")).json()["secret"]
    code = {"code": pyotp.TOTP(secret).now()}
    assert (await browser.post("/auth/second-factor/confirm", json=code)).status_code == 200
    async with database.transaction() as session:
        stored = (await session.get_one(Account, person)).totp_secret or ""
    assert secret not in stored
    assert app.state.keyring.opened(stored, owner=str(person)) == secret
    with pytest.raises(IntegrityError, match="totp_secret_sealed"):
        async with database.transaction() as session:
            (await session.get_one(Account, person)).totp_secret = secret


async def test_without_its_key_a_factor_says_so(browsers: Browsers, database: Database) -> None:
    lost = passing_keyring()
    person = await employ(database, "wanger", Role.KEEPER)
    secret = await give_factor(database, person, lost)
    browser = await browsers()
    await sign_in(browser, "wanger")
    answer = await browser.post("/auth/second-factor/verify", json={"code": pyotp.TOTP(secret).now()})
    assert (answer.status_code, kind(answer)) == (409, "second-factor-key-missing")
    async with database.snapshot() as session:
        assert await second_factor.without_key(session, passing_keyring()) == ["wanger"]
        assert await second_factor.without_key(session, lost) == []


async def test_a_new_key_seals_all_and_the_old_one_still_opens(keyring: Keyring, database: Database) -> None:
    person, other = await employ(database, "wanger", Role.KEEPER), await employ(database, "lisi", Role.KEEPER)
    secret = await give_factor(database, person, keyring)
    before = await _stored(database, person)
    assert await commands.rotate_key(database, keyring)
    after = await _stored(database, person)
    assert before.split(".")[1] != after.split(".")[1]
    assert keyring.opened(before, owner=str(person)) == keyring.opened(after, owner=str(person)) == secret
    await give_factor(database, other)
    assert not await commands.rotate_key(database, keyring)
    async with database.snapshot() as session:
        told = (await session.execute(text("SELECT detail FROM audit_entry ORDER BY id DESC LIMIT 1"))).scalar_one()
    assert told == "更换动态口令的密钥，重新加密 1 个账号，1 个不能解开"


async def _stored(database: Database, person: object) -> str:
    async with database.transaction() as session:
        return (await session.get_one(Account, person)).totp_secret or ""


async def test_secrets_from_before_are_sealed_by_the_migration(
    clone: Callable[[str], Awaitable[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINGCANG_DATA_DIR", str(tmp_path))
    url = await clone("template0")
    await migrate(url, "0024_asked_documents")
    connection = await asyncpg.connect(driver_address(url))
    await connection.execute(
        "INSERT INTO account (person_id, name, earlier_hashes, totp_secret, created_at)"
        " SELECT id, 'wanger', '{}', 'JBSWY3DPEHPK3PXP', now() FROM person ORDER BY id LIMIT 1"
    )
    await migrate(url)
    row = await connection.fetchrow("SELECT person_id, totp_secret FROM account")
    opened = keyring_of(Settings()).opened(row["totp_secret"], owner=str(row["person_id"]))
    assert opened == "JBSWY3DPEHPK3PXP"
    await migrate(url, "0024_asked_documents")
    assert await connection.fetchval("SELECT totp_secret FROM account") == "JBSWY3DPEHPK3PXP"
    await connection.close()
