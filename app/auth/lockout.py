"""Five failures in a row lock an account name and an address for 15 minutes each, whether the name is known or not.

An attempt is counted as failed before the password is looked at, in a transaction of its own, and forgiven when it
proves right: however many guesses run at once, five are tried and no more, and no rollback loses the count.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import FailedSignIns
from app.kernel import clock
from app.kernel.errors import NotFound, Problem
from app.kernel.limits import network_of

FAILURES = 5
LASTS = timedelta(minutes=15)
"""How long a lock lasts, and how long failures that led to none are remembered."""


LISTED = 200
"""Locked addresses that are shown at once."""


class Locked(Problem):
    status, kind, title = 429, "sign-in-locked", "登录已锁定"
    retry_after_s = int(LASTS.total_seconds())


@dataclass(frozen=True)
class Attempt:
    """Somebody at ``address`` tries to be ``name``."""

    name: str
    address: str


def plain_name(name: str) -> str:
    """An account's name as it is kept: spelled one way, however it was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


async def charge(session: AsyncSession, attempt: Attempt) -> None:
    """Count the attempt as failed; raises ``Locked`` instead while the address or the name is locked.

    The address comes first: from a locked one nobody can lock further names. A locked name costs the address nothing,
    since the refusal rolls its count back.
    """
    network = network_of(attempt.address)
    for key, address, whose in (
        (_address_key(network), network, "这个网络地址"),
        (_name_key(attempt.name), None, "这个账号"),
    ):
        if not await _counted(session, key, address):
            raise Locked(f"{whose}连续 {FAILURES} 次登录失败，已锁定 15 分钟。请稍后再试，或请安全管理员解锁。")


async def _counted(session: AsyncSession, key: str, address: str | None) -> bool:
    """One more failure, atomically; False while the key is locked."""
    now = clock.now()
    row, in_a_row = (
        FailedSignIns,
        case((col(FailedSignIns.last_at) <= now - LASTS, 1), else_=col(FailedSignIns.count) + 1),
    )
    counted = await session.execute(
        insert(row)
        .values(key=key, address=address, count=1, last_at=now)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "address": address,
                "count": in_a_row,
                "last_at": now,
                "locked_until": case((in_a_row >= FAILURES, now + LASTS), else_=None),
            },
            where=or_(col(row.locked_until).is_(None), col(row.locked_until) <= now),
        )
        .returning(col(row.key))
    )
    return counted.first() is not None


async def forgive(session: AsyncSession, attempt: Attempt, *, wholly: bool = True) -> None:
    """The attempt was right: the name starts anew, or, not ``wholly``, only gets this one back, as the address does.

    Were the address forgiven wholly, one good account of a guesser would wash away the guesses at all others; were the
    name, a known password would wash away the guesses at its second factor.
    """
    await _give_back(session, _address_key(network_of(attempt.address)))
    if wholly:
        await unlock(session, attempt.name)
    else:
        await _give_back(session, _name_key(attempt.name))


async def _give_back(session: AsyncSession, key: str) -> None:
    await session.execute(
        update(FailedSignIns)
        .where(col(FailedSignIns.key) == key)
        .values(count=func.greatest(col(FailedSignIns.count) - 1, 0), locked_until=None)
    )


async def unlock(session: AsyncSession, name: str) -> bool:
    """Forget the failures of an account; answers whether there were any."""
    gone = await session.execute(
        delete(FailedSignIns).where(col(FailedSignIns.key) == _name_key(name)).returning(col(FailedSignIns.key))
    )
    return gone.first() is not None


async def locked_until(session: AsyncSession, names: Iterable[str]) -> dict[str, datetime]:
    """The end of the lock, for those of the names that are locked now."""
    keys = {_name_key(name): name for name in names}
    found = await session.exec(
        select(FailedSignIns).where(col(FailedSignIns.key).in_(keys), col(FailedSignIns.locked_until) > clock.now())
    )
    return {keys[row.key]: row.locked_until for row in found if row.locked_until}


async def locked_addresses(session: AsyncSession) -> Sequence[FailedSignIns]:
    """Those that are locked now, the longest lock first."""
    locked = select(FailedSignIns).where(
        col(FailedSignIns.address).is_not(None), col(FailedSignIns.locked_until) > clock.now()
    )
    return (await session.exec(locked.order_by(col(FailedSignIns.locked_until).desc()).limit(LISTED))).all()


async def lift(session: AsyncSession, key: str) -> str:
    """End the lock of an address, which starts anew; answers with the address."""
    lifted = await session.execute(
        delete(FailedSignIns)
        .where(
            col(FailedSignIns.key) == key,
            col(FailedSignIns.address).is_not(None),
            col(FailedSignIns.locked_until) > clock.now(),
        )
        .returning(col(FailedSignIns.address))
    )
    address: str | None = lifted.scalar_one_or_none()
    if address is None:
        raise NotFound("这个网络地址没有锁定，或锁定已经到期。")
    return address


async def forget_old(session: AsyncSession) -> int:
    """Delete what counts no more, so that sprayed names do not pile up; answers how many."""
    gone = await session.execute(
        delete(FailedSignIns).where(col(FailedSignIns.last_at) <= clock.now() - LASTS).returning(col(FailedSignIns.key))
    )
    return len(gone.all())


def _name_key(name: str) -> str:
    return _key(f"name:{plain_name(name)}")


def _address_key(network: str) -> str:
    return _key(f"address:{network}")


def _key(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
