"""Sign-ins kept on the server: the browser holds an opaque token in a cookie, the database only its SHA-256.

Every request reads the sign-in, the account and the grants anew, so that an ended grant or a disabled account counts
from the next request on. What ends a sign-in: signing out, idleness, its absolute end, or somebody who may end it.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import ColumnElement, true, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Account, Grant, Person, SignIn, Stage
from app.auth.policy import Policy, current_policy
from app.auth.rights import ADMINISTRATIVE, Role
from app.kernel import clock
from app.kernel.errors import Problem
from app.kernel.events import RIGHTS, publish

COOKIE = "yingcang"
KIOSK_LASTS = timedelta(days=30)
"""A duty screen stays signed in over shifts and does not idle out; its person or an administrator ends it."""

GUARDED = ADMINISTRATIVE | {Role.APPROVER}
"""Who needs a second factor once the policy forces it."""

SAFE = frozenset({"GET", "HEAD"})
"""Methods that change nothing."""

UNFINISHED_LASTS = timedelta(minutes=15)
"""How long a sign-in may take from its first stage to its last."""

_SEEN_EVERY = timedelta(minutes=1)


class SignInRequired(Problem):
    status, kind, title = 401, "sign-in-required", "请先登录"


class StageRequired(Problem):
    """Signed in, but something has to be done before anything else."""

    status = 403


class PasswordChangeRequired(StageRequired):
    kind, title = "password-change-required", "请先设置新口令"


class SecondFactorRequired(StageRequired):
    kind, title = "second-factor-required", "请先完成动态口令验证"


class OnlyShows(Problem):
    status, kind, title = 403, "kiosk-only-shows", "值守大屏只能查看"


@dataclass(frozen=True)
class Identity:
    """Who a request comes from, by which sign-in, with which live grants."""

    person: Person
    account: Account
    sign_in: SignIn
    grants: list[Grant]
    policy: Policy


async def identify(request: Request, session: AsyncSession) -> tuple[Person, list[Grant]]:
    """The signed-in person and his live grants; refuses (401, 403) whoever is not wholly signed in."""
    identity = await identified(request, session)
    match identity.sign_in.stage:
        case Stage.PASSWORD:
            raise PasswordChangeRequired("口令须先设置或更换，才能继续使用。")
        case Stage.SECOND_FACTOR | Stage.SECOND_FACTOR_SETUP:
            raise SecondFactorRequired("须先完成动态口令验证，才能继续使用。")
    require_hands(request, identity)
    return identity.person, identity.grants


def require_hands(request: Request, identity: Identity) -> None:
    """A duty screen that nobody guards changes nothing, neither work nor its person's own account."""
    if identity.sign_in.kiosk and identity.sign_in.stage is Stage.FULL and request.method not in SAFE:
        raise OnlyShows("值守大屏没有人看管，只能查看。请在自己的电脑上登录后办理。")


async def identified(request: Request, session: AsyncSession) -> Identity:
    """Like ``identify``, whatever the stage: for the routes by which a sign-in gets on. Looked up once per request."""
    known: Identity | None = getattr(request.state, "identity", None)
    if known is None:
        known = await _looked_up(request, session)
        request.state.identity = known
    return known


async def _looked_up(request: Request, session: AsyncSession) -> Identity:
    token = request.cookies.get(COOKIE)
    if not token:
        raise SignInRequired("请先登录。")
    found = (
        await session.exec(
            select(SignIn, Account, Person)
            .join(Account, col(Account.person_id) == col(SignIn.person_id))
            .join(Person, col(Person.id) == col(SignIn.person_id))
            .where(SignIn.token_hash == digest(token))
        )
    ).first()
    if found is None:
        raise SignInRequired("登录已失效，请重新登录。")
    sign_in, account, person = found
    policy = await current_policy(session)
    now = clock.now()
    if account.disabled_at is not None or person.left_at is not None:
        raise SignInRequired("账号已停用，请联系系统管理员。")
    if not lives(sign_in, policy, now):
        raise SignInRequired("登录已过期，请重新登录。")
    if not _of_itself(request):
        await _seen(session, sign_in, now)
    grants = await live_grants(session, person.id, kiosk=sign_in.kiosk)
    if sign_in.stage is Stage.FULL and lacks_second_factor(account, grants, policy):
        sign_in = _halved(sign_in)
    return Identity(person, account, sign_in, grants, policy)


def lacks_second_factor(account: Account, grants: Iterable[Grant], policy: Policy) -> bool:
    """Whether the policy forces one on somebody who has none."""
    guarded = policy.second_factor_forced and any(grant.role in GUARDED for grant in grants)
    return guarded and account.totp_confirmed_at is None


def _halved(sign_in: SignIn) -> SignIn:
    """What was whole until the policy or a new grant asked for more. A copy that no session stores."""
    if sign_in.kiosk:
        raise SignInRequired("须先启用动态口令。请在自己的电脑上登录启用，再登录值守大屏。")
    return SignIn.model_validate(sign_in.model_dump() | {"stage": Stage.SECOND_FACTOR_SETUP})


async def live_grants(session: AsyncSession, person_id: UUID, *, kiosk: bool = False) -> list[Grant]:
    query = select(Grant).where(Grant.person_id == person_id, col(Grant.ended_at).is_(None)).order_by(col(Grant.id))
    grants = list(await session.exec(query))
    return [_looking(one) for one in grants] if kiosk else grants


def _looking(grant: Grant) -> Grant:
    """The grant without its writing: a screen that nobody guards only shows. A copy that no session stores."""
    return Grant.model_validate(grant.model_dump() | {"writes": None})


def lives(sign_in: SignIn, policy: Policy, now: datetime) -> bool:
    """Whether the sign-in is neither ended nor expired; ``seen_at`` may lag by the minute it is written in."""
    if sign_in.ended_at is not None or now >= sign_in.ends_at:
        return False
    return sign_in.kiosk or now < sign_in.seen_at + policy.idle


def _of_itself(request: Request) -> bool:
    """Whether the page asks on its own, not at its user's hand: that keeps nobody signed in."""
    return "x-background" in request.headers or request.headers.get("accept") == "text/event-stream"


async def _seen(session: AsyncSession, sign_in: SignIn, now: datetime) -> None:
    """Note the activity once a minute; a row that another request holds is being written anyway."""
    if now < sign_in.seen_at + _SEEN_EVERY:
        return
    free = (
        select(SignIn.token_hash).where(SignIn.token_hash == sign_in.token_hash).with_for_update(skip_locked=True)
    ).scalar_subquery()
    await session.execute(
        update(SignIn)
        .where(col(SignIn.token_hash) == free)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


async def begin(
    session: AsyncSession, request: Request, *, person_id: UUID, stage: Stage, policy: Policy, kiosk: bool = False
) -> tuple[str, SignIn]:
    """A new sign-in and its token, which nobody but the browser will know."""
    token, now = secrets.token_urlsafe(32), clock.now()
    sign_in = SignIn(
        token_hash=digest(token),
        person_id=person_id,
        stage=stage,
        kiosk=kiosk,
        address=address_of(request),
        agent=request.headers.get("user-agent", "")[:200],
        began_at=now,
        seen_at=now,
        ends_at=now + _lasts(stage, policy, kiosk=kiosk),
    )
    session.add(sign_in)
    await session.flush()
    return token, sign_in


def _lasts(stage: Stage, policy: Policy, *, kiosk: bool) -> timedelta:
    if stage is not Stage.FULL:
        return UNFINISHED_LASTS
    return KIOSK_LASTS if kiosk else policy.absolute


async def renew(session: AsyncSession, sign_in: SignIn, stage: Stage, policy: Policy) -> tuple[str, SignIn]:
    """The sign-in at another stage, under a new token: whoever knew the old one is left behind."""
    token, now = secrets.token_urlsafe(32), clock.now()
    began_anew = sign_in.stage is not Stage.FULL and stage is Stage.FULL
    changed = {
        "token_hash": digest(token),
        "stage": stage,
        "seen_at": now,
        "ends_at": now + _lasts(stage, policy, kiosk=sign_in.kiosk) if began_anew else sign_in.ends_at,
    }
    renewed = await session.execute(
        update(SignIn)
        .where(col(SignIn.token_hash) == sign_in.token_hash, col(SignIn.ended_at).is_(None))
        .values(**changed)
        .returning(col(SignIn.id))
        .execution_options(synchronize_session=False)
    )
    if renewed.first() is None:
        raise SignInRequired("登录已失效，请重新登录。")
    return token, SignIn.model_validate(sign_in.model_dump() | changed)


async def end(session: AsyncSession, sign_in: SignIn) -> None:
    await _end(session, col(SignIn.id) == sign_in.id)


async def end_all(session: AsyncSession, person_id: UUID, *, but: UUID | None = None) -> int:
    """End a person's sign-ins, all ``but`` one; answers how many were still open."""
    return await _end(session, col(SignIn.person_id) == person_id, col(SignIn.id) != but if but else true())


async def _end(session: AsyncSession, *which: ColumnElement[bool]) -> int:
    ended = await session.execute(
        update(SignIn)
        .where(col(SignIn.ended_at).is_(None), *which)
        .values(ended_at=clock.now())
        .returning(col(SignIn.person_id))
        .execution_options(synchronize_session=False)
    )
    persons = ended.scalars().all()
    await rights_changed(session, persons)
    return len(persons)


async def rights_changed(session: AsyncSession, persons: Collection[UUID]) -> None:
    """Their open streams of events ask anew who they are and what they may hear."""
    if persons:
        codes = await session.exec(select(Person.code).where(col(Person.id).in_(set(persons))).order_by(Person.code))
        await publish(session, RIGHTS, {}, people=codes.all())


def give_cookie(request: Request, response: Response, token: str) -> None:
    """No date: the browser forgets it when it closes, the server decides how long it holds."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/")


def take_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/")


def address_of(request: Request) -> str:
    """Where the request comes from; behind a proxy only if the settings trust that proxy."""
    return request.client.host if request.client else ""


def digest(secret: str) -> str:
    """Tokens and codes have 256 or 100 random bits: a plain hash is enough, nobody can try them out."""
    return hashlib.sha256(secret.encode()).hexdigest()
