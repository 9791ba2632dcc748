"""The second factor: time-based one-time passwords (RFC 6238), each accepted once."""

import io
from datetime import datetime

import pyotp
import segno
from sqlalchemy import or_, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Account
from app.kernel import clock

ISSUER = "应仓"
_STEP_S = 30
_TOLERATED = 1
"""Steps that a phone's clock may be off."""


def new_secret() -> str:
    return pyotp.random_base32()


def address_of(secret: str, account: str) -> str:
    """The otpauth URI that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def drawn(uri: str) -> str:
    """The URI as a QR code: SVG without a declaration, black on white whatever the page's colours."""
    picture = io.BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", xmldecl=False, scale=4, dark="#000", light="#fff")
    return picture.getvalue().decode()


async def accepted(session: AsyncSession, account: Account, code: str) -> bool:
    """Whether the code is right now; its step is used up by that, in one statement, so that nobody uses it again."""
    step = _step_of(account.totp_secret, code, clock.now()) if account.totp_secret else None
    if step is None:
        return False
    used = await session.execute(
        update(Account)
        .where(
            col(Account.person_id) == account.person_id,
            or_(col(Account.totp_last_step).is_(None), col(Account.totp_last_step) < step),
        )
        .values(totp_last_step=step)
        .returning(col(Account.person_id))
    )
    return used.first() is not None


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step whose code this is."""
    current, totp = int(now.timestamp()) // _STEP_S, pyotp.TOTP(secret)
    for step in range(current - _TOLERATED, current + _TOLERATED + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), code):
            return step
    return None
