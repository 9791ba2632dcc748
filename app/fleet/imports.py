"""Taking over whole fleets at once."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.fleet.models import Vehicle


async def add_vehicles(session: AsyncSession, vehicles: Sequence[Vehicle]) -> None:
    session.add_all(vehicles)
    await session.flush()
