"""The demo districts, generated once per run."""

from datetime import date
from functools import cache

from seed.generator import district
from seed.generator.records import DistrictSeed

DEMO_DATE = date(2026, 3, 16)


@cache
def made(name: str) -> DistrictSeed:
    return district(name, DEMO_DATE)
