"""One-time codes: 100 random bits that let a person in without a password, once. Only their hash is kept."""

import ipaddress
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import CodePurpose, OneTimeCode
from app.auth.sessions import digest, end_all
from app.kernel import clock
from app.kernel.errors import Problem

VALID_FOR = timedelta(hours=24)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ01"
"""32 characters without I, L, O and U: what is read out is not misheard."""


class CodeRefused(Problem):
    status, kind, title = 401, "code-refused", "一次性代码无效"


async def make(
    session: AsyncSession,
    person_id: UUID,
    purpose: CodePurpose,
    *,
    made_by: UUID | None = None,
    valid_for: timedelta = VALID_FOR,
) -> tuple[str, datetime]:
    """A new code and its end; the person's earlier unused codes are void from now on."""
    await void(session, person_id)
    code = "".join(secrets.choice(_ALPHABET) for _ in range(20))
    expires_at = clock.now() + valid_for
    session.add(
        OneTimeCode(
            code_hash=digest(code), person_id=person_id, purpose=purpose, made_by=made_by, expires_at=expires_at
        )
    )
    await session.flush()
    return "-".join(code[start : start + 5] for start in range(0, 20, 5)), expires_at


async def void(session: AsyncSession, person_id: UUID) -> None:
    """Whatever codes the person still has let nobody in any more."""
    await session.execute(
        delete(OneTimeCode).where(col(OneTimeCode.person_id) == person_id, col(OneTimeCode.used_at).is_(None))
    )


async def spend(session: AsyncSession, written: str, *, address: str) -> OneTimeCode:
    """The code's row, spent by this; raises ``CodeRefused``. A demo code may be used again, but only on its machine."""
    now = clock.now()
    spent = await session.execute(
        update(OneTimeCode)
        .where(
            col(OneTimeCode.code_hash) == digest(_plain(written)),
            col(OneTimeCode.expires_at) > now,
            or_(col(OneTimeCode.used_at).is_(None), col(OneTimeCode.purpose) == CodePurpose.DEMO),
        )
        .values(used_at=now)
        .returning(OneTimeCode)
    )
    code: OneTimeCode | None = spent.scalar_one_or_none()
    if code is None:
        raise CodeRefused("一次性代码不对、已用过或已过期，请向系统管理员要一个新的。")
    if code.purpose is CodePurpose.DEMO and not _loopback(address):
        raise CodeRefused("演示登录链接只能在运行演示的这台机器上使用。")
    return code


def _plain(written: str) -> str:
    """As it was made, however it was typed: dashes, spaces, lower case, the letters that digits are taken for."""
    bare = "".join(sign for sign in written.upper() if sign.isalnum())
    return bare.translate(str.maketrans("ILO", "110"))


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


async def end_demo(session: AsyncSession) -> int:
    """Delete all demo codes and end what was signed in with them; answers how many codes there were."""
    persons = list(await session.exec(select(OneTimeCode.person_id).where(OneTimeCode.purpose == CodePurpose.DEMO)))
    for person_id in persons:
        await end_all(session, person_id)
    await session.execute(delete(OneTimeCode).where(col(OneTimeCode.purpose) == CodePurpose.DEMO))
    return len(persons)
