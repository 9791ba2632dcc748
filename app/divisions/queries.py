"""Reading divisions as they stood at a date."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.divisions.models import Division, DivisionKind
from app.kernel import clock
from app.kernel.names import Named, named


def valid(at: date) -> ColumnElement[bool]:
    return (col(Division.valid_from) <= at) & or_(col(Division.valid_to).is_(None), col(Division.valid_to) > at)


def under(column: SQLColumnExpression[Any], code: str) -> ColumnElement[bool]:
    """Whether a division code lies in the sub-tree of ``code``, itself included: codes grow by their parents'."""
    return column.startswith(code, autoescape=True)


async def list_divisions(
    session: AsyncSession,
    *,
    scope: Scope,
    at: date,
    kind: DivisionKind | None = None,
    within: str | None = None,
    limit: int = 1000,
    offset: int = 0,
) -> Sequence[Division]:
    """Divisions valid at ``at`` in the order of their codes, parents before children."""
    query = select(Division).where(valid(at), scope.within(col(Division.code)))
    query = query.order_by(col(Division.code)).limit(limit).offset(offset)
    if kind:
        query = query.where(Division.kind == kind)
    if within:
        query = query.where(under(col(Division.code), within))
    return (await session.exec(query)).all()


async def findable(session: AsyncSession, scope: Scope) -> list[Named]:
    """Today's divisions within the scope as people call them, with the one above them."""
    rows = (await session.exec(select(Division).where(valid(clock.today()), scope.within(col(Division.code))))).all()
    above = {row.code: row.name for row in rows if row.kind is not DivisionKind.VILLAGE}
    return named((row.code, row.spoken, row.code, above.get(row.parent or "", row.kind.label)) for row in rows)


async def division_names(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    found = await session.exec(select(Division.code, Division.name).where(col(Division.code).in_(codes)))
    return dict(found.all())
