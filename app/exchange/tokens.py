"""Access tokens: made by one person, approved by another, read-only, for a year at most; kept as hashes."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import case, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor, Person, Scope, Subject
from app.auth.models import AccessToken
from app.auth.sessions import digest
from app.divisions.models import Division
from app.exchange.schemas import TokenCreate, TokenOut, TokenState
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, NotFound, Problem, TooMany, refuse_if

USES_PER_MINUTE = 60
PREFIX = "yct_"

explain({"ck_access_token_maker_never_approves": "令牌须由另一人批准。"})

_Maker = aliased(Person)
_Approver = aliased(Person)


class TokenRequired(Problem):
    status, kind, title = 401, "access-token-required", "须持有效的共享令牌"


class TokenForbidden(Problem):
    status, kind, title = 403, "access-token-scope", "令牌不含此项"


async def make(session: AsyncSession, *, actor: Actor, command: TokenCreate) -> tuple[AccessToken, str]:
    """The token row and the token itself, which nobody can read again. It works once somebody else has approved it."""
    if command.reads and await session.get(Division, command.reads) is None:
        refuse_if([Fault("/reads", f"没有代码为“{command.reads}”的区划，请从列表中选择")])
    actor.require(command.reads)
    secret, now = PREFIX + secrets.token_urlsafe(32), clock.now()
    token = AccessToken(
        name=command.name,
        token_hash=digest(secret),
        subjects=sorted(subject.value for subject in set(command.subjects)),
        reads=command.reads,
        made_by=actor.id,
        made_at=now,
        expires_at=now + timedelta(days=command.days),
    )
    session.add(token)
    await session.flush()
    return token, secret


async def approve(session: AsyncSession, *, actor: Actor, token_id: UUID) -> None:
    token = await _locked(session, actor, token_id)
    if token.approved_by is not None:
        raise Conflict(f"令牌“{token.name}”已经批准。")
    if token.made_by == actor.id:
        raise Conflict("令牌须由另一人批准。")
    token.approved_by, token.approved_at = actor.id, clock.now()
    session.add(token)
    await session.flush()


async def revoke(session: AsyncSession, *, actor: Actor, token_id: UUID) -> None:
    token = await _locked(session, actor, token_id)
    token.revoked_by, token.revoked_at = actor.id, clock.now()
    session.add(token)
    await session.flush()


async def _locked(session: AsyncSession, actor: Actor, token_id: UUID) -> AccessToken:
    """A token that was neither revoked nor expired."""
    token = await session.get(AccessToken, token_id, with_for_update=True)
    missing = NotFound("没有这个令牌")
    if token is None:
        raise missing
    actor.require(token.reads, missing=missing)
    if (state := state_of(token)) in (TokenState.REVOKED, TokenState.EXPIRED):
        raise Conflict(f"令牌“{token.name}”{state.label}。")
    return token


def state_of(token: AccessToken) -> TokenState:
    if token.revoked_at is not None:
        return TokenState.REVOKED
    if token.expires_at <= clock.now():
        return TokenState.EXPIRED
    return TokenState.ACTIVE if token.approved_by else TokenState.WAITING


async def list_tokens(session: AsyncSession, *, scope: Scope) -> Sequence[TokenOut]:
    """Newest first; never the tokens themselves."""
    query = (
        select(AccessToken, _Maker.name, _Approver.name)
        .join(_Maker, col(_Maker.id) == col(AccessToken.made_by))
        .outerjoin(_Approver, col(_Approver.id) == col(AccessToken.approved_by))
        .where(scope.within(col(AccessToken.reads)))
        .order_by(col(AccessToken.id).desc())
    )
    return [
        TokenOut.model_validate(
            {**token.model_dump(), "made_by": maker, "approved_by": approver, "state": state_of(token)}
        )
        for token, maker, approver in await session.exec(query)
    ]


async def use(session: AsyncSession, secret: str) -> AccessToken:
    """The live token behind a secret, its use counted; what it may read says ``require``."""
    now = clock.now()
    minute = now.replace(second=0, microsecond=0)
    uses = case((col(AccessToken.minute) == minute, col(AccessToken.uses) + 1), else_=1)
    counted = (
        update(AccessToken)
        .where(
            col(AccessToken.token_hash) == digest(secret),
            col(AccessToken.approved_at).is_not(None),
            col(AccessToken.revoked_at).is_(None),
            col(AccessToken.expires_at) > now,
        )
        .values(last_used_at=now, minute=minute, uses=uses)
        .returning(AccessToken)
        .execution_options(synchronize_session=False)
    )
    token: AccessToken | None = (await session.execute(counted)).scalar_one_or_none()
    if token is None:
        raise TokenRequired("请在请求头 Authorization 中提供有效的共享令牌（Bearer）。")
    return token


def require(token: AccessToken, subject: Subject) -> None:
    """Refused where the token may not read this, or is used too often."""
    if subject.value not in token.subjects:
        raise TokenForbidden(f"令牌“{token.name}”不含“{subject.label}”。")
    if token.uses > USES_PER_MINUTE:
        raise TooMany(f"每个令牌每分钟最多 {USES_PER_MINUTE} 次，请稍后再试。")
