"""What a route for other systems demands: a token that may read its subject. A sign-in opens none of them."""

from typing import Annotated, Any

from fastapi import Depends, Request

from app import audit
from app.auth import Scope, Subject
from app.auth.actor import Open
from app.exchange import tokens
from app.kernel.database import Session
from app.kernel.limits import limited

_PER_MINUTE = 300
"""Per address, tokens apart: several systems may share one, whoever tries out tokens gets nowhere."""


class TokenDemand(Open):
    """Names what the token must be able to read."""

    def __init__(self, subject: Subject) -> None:
        self.name = f"token {subject.value}.read"


def by_token(subject: Subject) -> Any:
    """The places that the token may read; every use goes down in the audit as an export, and every refusal."""

    async def reading(
        request: Request,
        session: Session,
        _demanded: Annotated[None, Depends(TokenDemand(subject))],
        _admitted: Annotated[None, limited("exchange", _PER_MINUTE)],
    ) -> Scope:
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise tokens.TokenRequired("请在请求头 Authorization 中提供共享令牌（Bearer）。")
        token = await tokens.use(session, secret.strip())
        _record(request, session, token.name)
        tokens.require(token, subject)
        return Scope(frozenset({token.reads}))

    return Depends(reading, scope="function")


def _record(request: Request, session: Session, name: str) -> None:
    act = audit.Act(
        operation=request.scope["route"].name,
        actor=f"token:{name}",
        actor_name=name,
        address=request.client.host if request.client else "",
        request_id=getattr(request.state, "request_id", ""),
    )
    request.state.act = act
    audit.begin(session, act)
    audit.exports(session, "资源信息共享")
