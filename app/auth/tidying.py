"""What signing in leaves behind is deleted once nobody needs it."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import and_, delete, or_
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import lockout
from app.auth.models import CodePurpose, OneTimeCode, SignIn
from app.kernel import clock
from app.kernel.database import UNREACHABLE, Database

log = structlog.get_logger(__name__)

EVERY_S = 3600.0
SIGN_INS_KEPT = timedelta(days=180)
"""As long as the audit must be kept: who was signed in from where stays answerable."""


async def keep_tidy(database: Database) -> None:
    """Runs beside the web server until cancelled."""
    while True:
        try:
            async with database.transaction() as session:
                await tidy(session)
        except UNREACHABLE as error:
            log.warning("tidying_interrupted", error=repr(error))
        await asyncio.sleep(EVERY_S)


async def tidy(session: AsyncSession) -> None:
    """Delete failures that count no more, codes that let nobody in, and sign-ins that ended long ago."""
    now = clock.now()
    await lockout.forget_old(session)
    spent = and_(col(OneTimeCode.used_at).is_not(None), col(OneTimeCode.purpose) != CodePurpose.DEMO)
    await session.execute(delete(OneTimeCode).where(or_(col(OneTimeCode.expires_at) <= now, spent)))
    await session.execute(delete(SignIn).where(col(SignIn.ends_at) <= now - SIGN_INS_KEPT))
