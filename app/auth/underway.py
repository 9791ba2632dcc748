"""The demand of the routes by which a sign-in gets on: a sign-in at whatever stage."""

from typing import Annotated

from fastapi import Depends, Request

from app.auth.actor import Open, audited
from app.auth.sessions import Identity, identified, require_hands
from app.kernel.database import Session


class _AnyStage(Open):
    name = "signed-in at any stage"


async def _underway(request: Request, session: Session, _demanded: Annotated[None, Depends(_AnyStage())]) -> Identity:
    identity = await identified(request, session)
    audited(request, session, identity.person, identity.grants)
    require_hands(request, identity)
    return identity


Underway = Annotated[Identity, Depends(_underway, scope="function")]
