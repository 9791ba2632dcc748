"""Taking over whole code lists at once."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.divisions.models import Division


async def add_divisions(session: AsyncSession, divisions: Sequence[Division]) -> None:
    """Add divisions in any order; each parent is there already or among them."""
    for length in (6, 9, 12):
        session.add_all([division for division in divisions if len(division.code) == length])
        await session.flush()
