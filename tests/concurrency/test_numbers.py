"""Document numbers under rivals: no number twice, none left out."""

import asyncio
import random

from app.kernel.database import Database
from app.kernel.numbers import next_number


class Regret(Exception):
    """Rolls a transaction back after it took its number."""


async def take(database: Database, site_code: str, *, regrets: bool = False) -> str | None:
    try:
        async with database.transaction() as session:
            number = await next_number(session, site_code=site_code, kind="receipt", prefix="RK", year=2026)
            await asyncio.sleep(random.random() / 100)
            if regrets:
                raise Regret
            return number
    except Regret:
        return None


async def test_no_number_twice_and_no_gap_though_some_roll_back(database: Database) -> None:
    takers = [take(database, "KZ01", regrets=turn % 5 == 0) for turn in range(100)]
    taken = sorted(number for number in await asyncio.gather(*takers) if number)
    assert taken == [f"RK-KZ01-2026-{turn:05d}" for turn in range(1, 81)]


async def test_sites_do_not_wait_for_each_other(database: Database) -> None:
    async with database.transaction() as session:
        await next_number(session, site_code="A", kind="receipt", prefix="RK", year=2026)
        assert await asyncio.wait_for(take(database, "B"), 5) == "RK-B-2026-00001"
