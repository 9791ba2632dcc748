"""Row locks in one fixed order, so that commands wait for each other instead of deadlocking."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, text
from sqlmodel.ext.asyncio.session import AsyncSession

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])
Key = TypeVar("Key", bound=tuple[Any, ...])


def for_update(query: Statement, *order: Any) -> Statement:
    """Lock what ``query`` selects, in the order of its whole key; keys themselves stay readable by foreign keys."""
    return query.order_by(*order).with_for_update(key_share=True)


async def hold(session: AsyncSession, *names: object) -> None:
    """Advisory locks by name until the transaction ends, for things that have no row of their own yet."""
    for name in sorted(map(str, names)):
        await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def in_order(keys: Sequence[Key]) -> list[Key]:
    """The distinct keys in the order in which they must be locked."""
    return sorted(set(keys), key=lambda key: tuple(map(str, key)))
