"""Signing in and out, the own password, the second factor, the own sign-ins."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app import audit
from app.auth import signing_in
from app.auth.actor import Actor, acting_anyone, open_to_all
from app.auth.codes import CodeRefused
from app.auth.me import me, own_sign_ins
from app.auth.people_schemas import SignInsEnded
from app.auth.schemas import (
    CodeCommand,
    Me,
    PasswordChange,
    SecondFactorCode,
    SecondFactorSetup,
    SignInCommand,
    SignInOptions,
    SignIns,
)
from app.auth.second_factor import drawn
from app.auth.sessions import (
    COOKIE,
    Identity,
    SignInRequired,
    end,
    end_all,
    give_cookie,
    identified,
    take_cookie,
)
from app.auth.underway import Underway
from app.kernel.database import Database, Session
from app.kernel.keyring import Keyring
from app.kernel.limits import limited

router = APIRouter(prefix="/auth", tags=["登录"])

_ATTEMPTS_PER_MINUTE = 60
"""Per address: an office behind one address may begin its shift, a guesser gets nowhere."""

Whole = Annotated[Actor, acting_anyone()]
"""Whoever has only half signed in, with a stolen password perhaps, neither sees nor ends the others."""

_guarded = limited("sign-in", _ATTEMPTS_PER_MINUTE)


@router.get("/options", summary="登录方式", dependencies=[open_to_all()])
async def sign_in_options(request: Request) -> SignInOptions:
    openid = getattr(request.app.state, "openid", None)
    return SignInOptions(openid_name=openid.name if openid else None)


@router.post("/sign-in", summary="登录", dependencies=[open_to_all(), _guarded])
async def sign_in(request: Request, response: Response, session: Session, command: SignInCommand) -> Me:
    """Sets the cookie; ``stage`` says what is still to be done. Any earlier sign-in of this browser ends."""
    database: Database = request.app.state.database
    entered = await signing_in.by_password(
        database, request, name=command.name, password=command.password, kiosk=command.kiosk
    )
    return await _entered(request, response, session, entered)


@router.post("/codes", summary="用一次性代码登录", dependencies=[open_to_all(), _guarded])
async def spend_code(request: Request, response: Response, session: Session, command: CodeCommand) -> Me:
    """Sign in with a one-time code. Only this spends it: opening the link or previewing it does not."""
    try:
        entered = await signing_in.by_code(session, request, code=command.code)
    except CodeRefused as refused:
        act = signing_in.act_of(request, "spend_code")
        await audit.refuse(request.app.state.database, act, audit.Refusal(audit.Outcome.REFUSED, refused.detail))
        raise
    return await _entered(request, response, session, entered)


@router.post("/sign-out", summary="退出登录", status_code=204, dependencies=[open_to_all()])
async def sign_out(request: Request, response: Response, session: Session) -> None:
    """Ends the sign-in of this browser, if there is one."""
    take_cookie(request, response)
    if (identity := await _earlier(request, session)) is not None:
        act = signing_in.act_of(request, "sign_out")
        signing_in.name_act(session, act, identity.person, identity.grants, "退出登录")
        await end(session, identity.sign_in)


@router.get("/me", summary="当前账号")
async def get_me(session: Session, identity: Underway) -> Me:
    return await me(session, identity)


@router.post("/password", summary="更换口令")
async def change_password(
    request: Request, response: Response, session: Session, identity: Underway, command: PasswordChange
) -> Me:
    """Choose a new password; the person's other sign-ins end, this one goes on under a new cookie."""
    database: Database = request.app.state.database
    entered = await signing_in.change_password(database, session, identity, current=command.current, new=command.new)
    return await _advanced(request, response, session, entered)


@router.post("/second-factor", summary="开始启用动态口令")
async def begin_second_factor(request: Request, session: Session, identity: Underway) -> SecondFactorSetup:
    """A new secret for an authenticator; it counts once ``confirm`` has seen a code from it."""
    uri, secret = await signing_in.begin_second_factor(session, identity, request.app.state.keyring)
    return SecondFactorSetup(uri=uri, secret=secret, qr_svg=drawn(uri))


@router.post("/second-factor/confirm", summary="确认启用动态口令", dependencies=[_guarded])
async def confirm_second_factor(
    request: Request, response: Response, session: Session, identity: Underway, command: SecondFactorCode
) -> Me:
    database: Database = request.app.state.database
    keyring: Keyring = request.app.state.keyring
    entered = await signing_in.confirm_second_factor(database, session, identity, code=command.code, keyring=keyring)
    return await _advanced(request, response, session, entered)


@router.post("/second-factor/verify", summary="验证动态口令", dependencies=[_guarded])
async def verify_second_factor(
    request: Request, response: Response, session: Session, identity: Underway, command: SecondFactorCode
) -> Me:
    database: Database = request.app.state.database
    keyring: Keyring = request.app.state.keyring
    entered = await signing_in.verify_second_factor(database, session, identity, code=command.code, keyring=keyring)
    return await _advanced(request, response, session, entered)


@router.get("/sign-ins", summary="自己的登录")
async def list_own_sign_ins(request: Request, session: Session, _actor: Whole) -> SignIns:
    return await own_sign_ins(session, await identified(request, session))


@router.post("/sign-ins/end-others", summary="结束自己的其他登录")
async def end_other_sign_ins(request: Request, session: Session, _actor: Whole) -> SignInsEnded:
    """End all of the person's sign-ins but this one."""
    identity = await identified(request, session)
    return SignInsEnded(ended=await end_all(session, identity.person.id, but=identity.sign_in.id))


async def _entered(request: Request, response: Response, session: Session, entered: tuple[str, Identity]) -> Me:
    """A new token in the browser; the sign-in whose cookie it held before ends."""
    if (earlier := await _earlier(request, session)) is not None:
        await end(session, earlier.sign_in)
    return await _advanced(request, response, session, entered)


async def _advanced(request: Request, response: Response, session: Session, entered: tuple[str, Identity]) -> Me:
    token, identity = entered
    give_cookie(request, response, token)
    return await me(session, identity)


async def _earlier(request: Request, session: Session) -> Identity | None:
    """Whose sign-in the browser still held."""
    if COOKIE not in request.cookies:
        return None
    try:
        return await identified(request, session)
    except SignInRequired:
        return None
