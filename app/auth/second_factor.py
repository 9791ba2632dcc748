"""The second factor: time-based one-time passwords (RFC 6238), each accepted once; their secrets lie sealed."""

import io
from datetime import datetime

import pyotp
import segno
import structlog
from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import Account
from app.kernel import clock
from app.kernel.errors import Problem
from app.kernel.keyring import Keyring, Sealed

log = structlog.get_logger(__name__)

ISSUER = "应仓"
_STEP_S = 30
_TOLERATED = 1
"""Steps that a phone's clock may be off."""


class KeyMissing(Problem):
    """As after a restore on another machine."""

    status, kind, title = 409, "second-factor-key-missing", "动态口令的密钥不在本机"


def give_secret(account: Account, keyring: Keyring) -> str:
    """A new secret, which the account keeps sealed."""
    secret = pyotp.random_base32()
    account.totp_secret, account.totp_last_step = keyring.sealed(secret, owner=str(account.person_id)), None
    return secret


async def reseal(session: AsyncSession, keyring: Keyring) -> tuple[int, list[Account]]:
    """Seal all secrets by the first key: how many, and the accounts whose key is missing."""
    query = select(Account).where(col(Account.totp_secret).is_not(None)).order_by(col(Account.name)).with_for_update()
    sealed, lost = 0, []
    for account in await session.exec(query):
        try:
            account.totp_secret = keyring.sealed(_secret(account, keyring), owner=str(account.person_id))
        except Sealed:
            lost.append(account)
        else:
            session.add(account)
            sealed += 1
    return sealed, lost


async def without_key(session: AsyncSession, keyring: Keyring) -> list[str]:
    """Names of the accounts whose second factor cannot be checked here."""
    query = select(Account).where(col(Account.totp_secret).is_not(None)).order_by(col(Account.name))
    return [account.name for account in await session.exec(query) if not _opens(account, keyring)]


def _opens(account: Account, keyring: Keyring) -> bool:
    try:
        return bool(_secret(account, keyring))
    except Sealed:
        return False


def _secret(account: Account, keyring: Keyring) -> str:
    return keyring.opened(account.totp_secret or "", owner=str(account.person_id))


def address_of(secret: str, account: str) -> str:
    """The otpauth URI that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def drawn(uri: str) -> str:
    """The URI as a QR code: SVG without a declaration, black on white whatever the page's colours."""
    picture = io.BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", xmldecl=False, scale=4, dark="#000", light="#fff")
    return picture.getvalue().decode()


async def accepted(session: AsyncSession, account: Account, code: str, keyring: Keyring) -> bool:
    """Whether the code is right now; its step is used up by that, in one statement, so that nobody uses it again."""
    try:
        secret = _secret(account, keyring) if account.totp_secret else None
    except Sealed as error:
        log.error("second_factor_key_missing", account=account.name)
        raise KeyMissing(
            "动态口令的密钥不在这台服务器上（恢复备份时须一并放回密钥文件）。"
            "请系统运维人员放回密钥，或请安全管理员移除您的动态口令后重新启用。"
        ) from error
    step = _step_of(secret, code, clock.now()) if secret else None
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
