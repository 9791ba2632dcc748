"""What a sign-in has still to do before anything else, and how it gets on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Account, Grant, Person, Stage
from app.auth.passwords import RULES
from app.auth.policy import Policy
from app.auth.sessions import Identity, begin, lacks_second_factor, live_grants, renew
from app.kernel import clock


def stage_of(
    account: Account, grants: Iterable[Grant], policy: Policy, now: datetime, *, proven: bool, by_password: bool = True
) -> Stage:
    """``proven``: the second factor was shown. The password comes after it, so that a stolen one changes nothing."""
    if account.totp_confirmed_at is not None and not proven:
        return Stage.SECOND_FACTOR
    if by_password and (account.password_hash is None or _expired(account, policy, now)):
        return Stage.PASSWORD
    if lacks_second_factor(account, grants, policy):
        return Stage.SECOND_FACTOR_SETUP
    return Stage.FULL


def _expired(account: Account, policy: Policy, now: datetime) -> bool:
    return RULES[policy.password_profile].expired(account.password_set_at, now)


async def enter(
    session: AsyncSession,
    request: Request,
    person: Person,
    account: Account,
    policy: Policy,
    *,
    stage: Stage | None = None,
    kiosk: bool = False,
    by_password: bool = True,
) -> tuple[str, Identity]:
    """Begin a sign-in at the stage that is due (or at ``stage``); answers with its token and who it is."""
    grants = await live_grants(session, person.id, kiosk=kiosk)
    due = stage or stage_of(account, grants, policy, clock.now(), proven=False, by_password=by_password)
    token, sign_in = await begin(session, request, person_id=person.id, stage=due, policy=policy, kiosk=kiosk)
    return token, Identity(person, account, sign_in, grants, policy)


async def advance(session: AsyncSession, identity: Identity) -> tuple[str, Identity]:
    """The next stage after what the sign-in had to do was done; the token changes with it."""
    stage = stage_of(identity.account, identity.grants, identity.policy, clock.now(), proven=True)
    token, sign_in = await renew(session, identity.sign_in, stage, identity.policy)
    return token, replace(identity, sign_in=sign_in)
