"""Document numbers: one sequence per site, kind and year, without gaps."""

from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.kernel import clock
from app.kernel.models import DocumentNumber


async def next_number(session: AsyncSession, *, site_code: str, kind: str, prefix: str, year: int | None = None) -> str:
    """The next number, such as ``RK-KZ01-2026-00017``.

    The counter's row stays locked until the transaction ends, so a rolled-back document leaves no gap. Take the
    number last, after the stock locks, to hold this lock as shortly as possible.
    """
    year = year or clock.today().year
    row = insert(DocumentNumber).values(site_code=site_code, kind=kind, year=year, last=1)
    statement = row.on_conflict_do_update(
        index_elements=["site_code", "kind", "year"], set_={"last": col(DocumentNumber.last) + literal(1)}
    ).returning(col(DocumentNumber.last))
    last: int = (await session.execute(statement)).scalar_one()
    return f"{prefix}-{site_code}-{year}-{last:05d}"
