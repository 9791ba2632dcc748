"""Signing in with a provider: a small one, run inside the test, that issues what it is told to issue."""

import asyncio
import base64
import hashlib
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from app.auth.models import Account
from app.auth.openid import openid_of
from app.auth.rights import Role
from app.kernel.database import Database
from app.settings import Settings
from tests.auth.conftest import employ

CLIENT, SECRET, SUBJECT = "yingcang", "held-by-both", "subject-of-li"


@dataclass
class Provider:
    """Issues an ID token for whatever code it gave out; ``claims`` and ``key`` are bent by tests."""

    issuer: str
    key: RSAKey
    signing_key: RSAKey
    claims: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def authorize(self, url: str) -> str:
        """What its sign-in page does: remember what was asked, and send the browser back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        return f"{self.asked['redirect_uri']}?code=given-once&state={self.asked['state']}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() == self.asked["code_challenge"]
        assert (form["code"], self.asked["code_challenge_method"]) == ("given-once", "S256")
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": SUBJECT,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked["nonce"],
        } | self.claims
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.signing_key)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


def _app(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    async def configuration() -> dict[str, Any]:
        return {
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    @app.get("/keys")
    async def keys() -> dict[str, Any]:
        return dict(KeySet([provider.key]).as_dict(private=False))

    @app.post("/token")
    async def token(request: Request) -> dict[str, Any]:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        return provider.token(form)

    return app


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    key = RSAKey.generate_key(2048, parameters={"kid": "one"}, private=True)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        made = Provider(f"http://127.0.0.1:{listener.getsockname()[1]}", key, key)
        server = uvicorn.Server(uvicorn.Config(_app(made), log_config=None, lifespan="off"))
        running = asyncio.create_task(server.serve([listener]))
        yield made
        server.should_exit = True
        await running


@pytest.fixture
async def li(database: Database) -> UUID:
    person = await employ(database, "lisi", Role.DUTY, password=None)
    async with database.transaction() as session:
        account = await session.get_one(Account, person)
        account.openid_subject = SUBJECT
        session.add(account)
    return person


@pytest.fixture
def browser(browser: httpx.AsyncClient, app: FastAPI, provider: Provider) -> httpx.AsyncClient:
    settings = Settings(
        public_url="http://yingcang",
        openid_issuer=provider.issuer,
        openid_client_id=CLIENT,
        openid_client_secret=SECRET,
    )
    app.state.openid = openid_of(settings)
    return browser


async def go_through(browser: httpx.AsyncClient, provider: Provider) -> httpx.Response:
    sent = await browser.get("/auth/openid")
    assert sent.status_code == 303, sent.text
    return await browser.get(provider.authorize(sent.headers["location"]))


async def test_the_provider_opens_a_session(browser: httpx.AsyncClient, provider: Provider, li: UUID) -> None:
    assert (await browser.get("/auth/options")).json() == {"openid_name": "统一身份认证"}
    back = await go_through(browser, provider)
    assert (back.status_code, back.headers["location"]) == (303, "/")
    me = (await browser.get("/auth/me")).json()
    assert (me["id"], me["stage"], me["roles"]) == (str(li), "full", ["duty"])


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "somebody-else"},
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"nonce": "of-another-sign-in"},
        {"exp": 1},
    ],
)
@pytest.mark.usefixtures("li")
async def test_a_token_that_is_not_for_us_is_refused(
    claims: dict[str, Any], browser: httpx.AsyncClient, provider: Provider
) -> None:
    provider.claims = claims
    await _refused(browser, await go_through(browser, provider))


@pytest.mark.usefixtures("li")
async def test_a_token_signed_by_another_key_is_refused(browser: httpx.AsyncClient, provider: Provider) -> None:
    provider.signing_key = RSAKey.generate_key(2048, parameters={"kid": "one"}, private=True)
    await _refused(browser, await go_through(browser, provider))


@pytest.mark.usefixtures("li")
async def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    browser: httpx.AsyncClient, provider: Provider
) -> None:
    sent = await browser.get("/auth/openid")
    answer = provider.authorize(sent.headers["location"])
    browser.cookies.clear()
    await _refused(browser, await browser.get(answer))


async def test_without_a_provider_there_is_nothing_to_open(app: FastAPI, browser: httpx.AsyncClient) -> None:
    app.state.openid = None
    assert (await browser.get("/auth/options")).json() == {"openid_name": None}
    assert (await browser.get("/auth/openid")).status_code == 404


async def _refused(browser: httpx.AsyncClient, back: httpx.Response) -> None:
    assert (back.status_code, back.headers["location"]) == (303, "/sign-in?refusal=openid-refused")
    assert (await browser.get("/auth/me")).status_code == 401
