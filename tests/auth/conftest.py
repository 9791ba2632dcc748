"""People with passwords, and browsers that keep their cookies. Argon2 is made cheap: what counts here is who, not how
long."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from uuid import UUID

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from app.auth import passwords
from app.auth.accounts import create
from app.auth.models import Account, Grant, SecurityPolicy
from app.auth.people_schemas import PersonCreate
from app.auth.rights import RIGHTS, Act, Role
from app.auth.second_factor import give_secret
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.keyring import Keyring, passing_keyring
from app.main import create_app
from tests.conftest import answering

PASSWORD = "Rain-door-77"
_addresses = count(1)

Browsers = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
async def app(database: Database) -> AsyncIterator[FastAPI]:
    """The app, running; its personas are there too."""
    running = create_app(database=database)
    async with answering(running):
        yield running


@pytest.fixture
async def browsers(app: FastAPI) -> AsyncIterator[Browsers]:
    """Opens a browser that keeps its cookies, at an address of its own unless one is given."""
    async with AsyncExitStack() as stack:

        async def opened(address: str | None = None, *, scheme: str = "http") -> httpx.AsyncClient:
            number = next(_addresses)
            client = (address or f"10.0.{number // 250}.{number % 250 + 1}", 50_000)
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=client)
            made = httpx.AsyncClient(transport=transport, base_url=f"{scheme}://yingcang/api/v1")
            return await stack.enter_async_context(made)

        yield opened


@pytest.fixture
async def browser(browsers: Browsers) -> httpx.AsyncClient:
    return await browsers()


async def employ(database: Database, name: str, *roles: Role, password: str | None = PASSWORD, place: str = "") -> UUID:
    """A person with an account, a password that was just set, and roles everywhere or at one place."""
    async with database.transaction() as session:
        person, _ = await create(session, PersonCreate(name=f"{name}某", account=name, division=place or None))
        account = await session.get_one(Account, person.id)
        if password is not None:
            account.password_hash, account.password_set_at = await passwords.hashed(password), clock.now()
            session.add(account)
        for role in roles:
            writing = any(acts - {Act.READ} for acts in RIGHTS[role].values())
            session.add(
                Grant(
                    person_id=person.id,
                    role=role,
                    reads=place,
                    writes=place if writing else None,
                    granted_at=clock.now(),
                )
            )
    return person.id


async def give_factor(database: Database, person: UUID, keyring: Keyring | None = None) -> str:
    """A second factor that the person has confirmed; its secret."""
    async with database.transaction() as session:
        account = await session.get_one(Account, person)
        secret = give_secret(account, keyring or passing_keyring())
        account.totp_confirmed_at = clock.now()
        session.add(account)
    return secret


async def sign_in(browser: httpx.AsyncClient, name: str, password: str = PASSWORD, **more: object) -> httpx.Response:
    return await browser.post("/auth/sign-in", json={"name": name, "password": password, **more})


def kind(answer: httpx.Response) -> str:
    """Which problem an answer tells."""
    return str(answer.json()["type"]).removeprefix("/problems/")


async def set_policy(database: Database, **changed: object) -> None:
    async with database.transaction() as session:
        for key, value in changed.items():
            await session.merge(SecurityPolicy(key=key, value=value, set_at=clock.now()))
