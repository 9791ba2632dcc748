"""Taking over whole lists of shelters at once."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.shelters.models import Function, Hazard, Shelter, ShelterExposure, ShelterFunction

ShelterRow = tuple[Shelter, Sequence[Function], Sequence[Hazard]]


async def add_shelters(session: AsyncSession, shelters: Sequence[ShelterRow]) -> None:
    session.add_all([shelter for shelter, _, _ in shelters])
    await session.flush()
    session.add_all(
        [ShelterFunction(shelter_id=row.id, function=one) for row, functions, _ in shelters for one in functions]
    )
    session.add_all([ShelterExposure(shelter_id=row.id, hazard=one) for row, _, hazards in shelters for one in hazards])
    await session.flush()
