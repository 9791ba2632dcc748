"""Signing in with the organisation's own identity provider (OpenID Connect), where the settings name one.

The code flow with PKCE, state and nonce. Nobody is made an account by it: the provider's subject must have been written
to an account by the system administrator. A second factor of ours is asked for as after a password.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.auth.actor import open_to_all
from app.auth.models import Account, Person
from app.auth.policy import current_policy
from app.auth.sessions import give_cookie, live_grants
from app.auth.signing_in import Entered, act_of, name_act, usable
from app.auth.stages import enter
from app.kernel.database import Database, Session
from app.kernel.errors import NotFound, Problem
from app.kernel.limits import limited
from app.settings import Settings

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/auth/openid", tags=["登录"], include_in_schema=True)

_COOKIE = "yingcang-openid"
_PATH = "/api/v1/auth/openid"
_UNDERWAY_S = 600
_SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key: never ``none``, never one made with a secret that we share."""


class ProviderFault(Exception):
    """The provider refuses, does not answer, answers nonsense, or signs with a strange key."""


class OpenIdRefused(Problem):
    """``kind`` goes to the sign-in page, which has the words."""

    status, kind, title = 401, "openid-refused", "统一身份认证失败"


@dataclass
class OpenId:
    """The provider of the settings."""

    name: str
    issuer: str
    client_id: str
    callback: str
    app: Any
    faults: tuple[type[Exception], ...]
    """What talking to the provider may raise."""

    async def begin(self) -> dict[str, str]:
        """Where to send the browser (``url``), and what must come back: ``state``, ``nonce``, ``code_verifier``."""
        with self._faults_told():
            await self._metadata()
            begun: dict[str, str] = await self.app.create_authorization_url(self.callback)
            return begun

    async def subject(self, *, code: str, nonce: str, code_verifier: str) -> str:
        """Whom the provider vouches for; raises ``ProviderFault``."""
        wanted = {
            "iss": {"essential": True, "values": [self.issuer]},
            "aud": {"essential": True, "values": [self.client_id]},
        }
        with self._faults_told():
            await self._metadata()
            token = await self.app.fetch_access_token(self.callback, code=code, code_verifier=code_verifier)
            known = await self.app.parse_id_token(token, nonce=nonce, claims_options=wanted)
        if known is None or not str(known["sub"]):
            raise ProviderFault("no id token")
        return str(known["sub"])

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except self.faults as error:
            log.warning("openid_fault", error=repr(error))
            raise ProviderFault(repr(error)) from error

    async def _metadata(self) -> None:
        metadata = await self.app.load_server_metadata()
        if metadata.get("issuer") != self.issuer:
            raise ValueError("the provider names another issuer")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in _SIGNED_BY]


def openid_of(settings: Settings) -> OpenId | None:
    """The provider that the settings name, if any; only then are the libraries loaded."""
    if not settings.openid_issuer:
        return None
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.starlette_client import StarletteOAuth2App
    from httpx2 import HTTPError
    from joserfc.errors import JoseError

    app = StarletteOAuth2App(
        None,
        name="openid",
        client_id=settings.openid_client_id,
        client_secret=settings.openid_client_secret,
        server_metadata_url=f"{settings.openid_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "timeout": 10},
    )
    callback = f"{settings.public_url.rstrip('/')}{_PATH}/callback"
    faults = (AuthlibBaseError, JoseError, HTTPError, ValueError, KeyError, RuntimeError)
    return OpenId(settings.openid_name, settings.openid_issuer, settings.openid_client_id, callback, app, faults)


@router.get(
    "",
    summary="转到统一身份认证",
    status_code=303,
    response_class=RedirectResponse,
    dependencies=[open_to_all(), limited("openid", 60)],
)
async def begin_openid(request: Request) -> RedirectResponse:
    """Send the browser to the provider."""
    provider = _provider(request)
    try:
        begun = await provider.begin()
    except ProviderFault:
        return _back("openid-unavailable")
    answer = RedirectResponse(begun["url"], 303)
    kept = ".".join((begun["state"], begun["nonce"], begun["code_verifier"]))
    secure = request.url.scheme == "https"
    answer.set_cookie(_COOKIE, kept, max_age=_UNDERWAY_S, path=_PATH, httponly=True, samesite="lax", secure=secure)
    return answer


@router.get(
    "/callback",
    summary="从统一身份认证回来",
    status_code=303,
    response_class=RedirectResponse,
    dependencies=[open_to_all(), limited("openid", 60)],
)
async def finish_openid(
    request: Request, session: Session, state: str = "", code: str = "", error: str = ""
) -> RedirectResponse:
    """The provider sends the browser back here; refusals lead to the sign-in page, which says why."""
    try:
        token, _ = await _finished(request, session, state=state, code=code, error=error)
    except OpenIdRefused as refused:
        database: Database = request.app.state.database
        await audit.refuse(database, act_of(request, "sign_in"), audit.Refusal(audit.Outcome.REFUSED, refused.detail))
        answer = _back("openid-refused")
    else:
        answer = RedirectResponse("/", 303)
        give_cookie(request, answer, token)
    answer.delete_cookie(_COOKIE, path=_PATH)
    return answer


async def _finished(request: Request, session: AsyncSession, *, state: str, code: str, error: str) -> Entered:
    begun = request.cookies.get(_COOKIE, "").split(".")
    if len(begun) != 3 or not state or not hmac.compare_digest(begun[0].encode(), state.encode()):
        raise OpenIdRefused("统一身份认证：返回的请求不是从这个浏览器发起的。")
    if error or not code:
        raise OpenIdRefused(f"统一身份认证没有通过：{error[:100] or '没有返回授权码'}")
    try:
        subject = await _provider(request).subject(code=code, nonce=begun[1], code_verifier=begun[2])
    except ProviderFault as fault:
        raise OpenIdRefused("统一身份认证返回的凭证无效。") from fault
    query = select(Account, Person).join(Person).where(Account.openid_subject == subject)
    account, person = (await session.exec(query)).first() or (None, None)
    if account is None or person is None or not usable(account, person):
        raise OpenIdRefused("统一身份认证：此人在应仓没有账号，或账号已停用。")
    name_act(session, act_of(request, "sign_in"), person, await live_grants(session, person.id), "以统一身份认证登录")
    return await enter(session, request, person, account, await current_policy(session), by_password=False)


def _provider(request: Request) -> OpenId:
    provider: OpenId | None = getattr(request.app.state, "openid", None)
    if provider is None:
        raise NotFound("没有启用统一身份认证。")
    return provider


def _back(kind: str) -> RedirectResponse:
    return RedirectResponse(f"/sign-in?refusal={kind}", 303)
