"""Items and kits: the same in every district, from the files in ``seed/common``."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from seed.generator.reference import FOLDER, read_rows

KIT_DAYS = 3
KIT_CODE = "basic"
KIT_NAME = "基本生活保障定额"
KIT_SOURCE = "规划值；帐篷、床、被、褥 1:4:4:4 见中央救灾物资调拨配比，厕所见环球计划手册"
KIT_VALID_FROM = date(2024, 1, 1)
MINIMUM_PERSONS = {"district_depot": 1500, "township_point": 50, "village_room": 8}
"""Alert thresholds by tier: stock for fewer people than this is shown as low."""


@dataclass(frozen=True)
class ItemRecord:
    code: str
    name: str
    spec: str
    unit: str
    mass_g: int
    volume_cm3: int
    shelf_life_days: int
    storage: str
    nature: str
    life_critical: bool
    priority: int
    packages: tuple[tuple[str, int], ...]
    source: str
    as_of: date


@dataclass(frozen=True)
class KitLineRecord:
    season: str
    item: str
    units: int
    people: int
    basis: str
    first_day_units: int | None
    first_day_people: int | None
    essential: bool
    indoor_replaces: bool

    def quantity(self, persons: int) -> int:
        """Units for that many persons over the whole kit."""
        days = KIT_DAYS if self.basis == "per_day" else 1
        need = Fraction(self.units * persons * days, self.people)
        return -(-need.numerator // need.denominator)


@dataclass(frozen=True)
class SubstituteRecord:
    """``numerator`` units of ``substitute`` do the work of ``denominator`` units of ``item``."""

    item: str
    substitute: str
    numerator: int
    denominator: int
    note: str


SUBSTITUTES = (SubstituteRecord("quilt", "blanket", 2, 1, "两条毛毯代一床棉被（规划值）"),)


@cache
def items() -> tuple[ItemRecord, ...]:
    return tuple(_item(row) for row in read_rows(FOLDER / "common" / "items.csv"))


@cache
def kit_lines() -> tuple[KitLineRecord, ...]:
    return tuple(_kit_line(row) for row in read_rows(FOLDER / "common" / "kit.csv"))


@cache
def item(code: str) -> ItemRecord:
    return next(record for record in items() if record.code == code)


def kit_quantities(persons: int) -> dict[str, int]:
    """Units of every kit item that cover that many persons in either season."""
    need: dict[str, int] = {}
    for line in kit_lines():
        need[line.item] = max(need.get(line.item, 0), line.quantity(persons))
    return need


def _item(row: dict[str, str]) -> ItemRecord:
    packages = (level.split(":") for level in row["packages"].split(";") if level)
    return ItemRecord(
        code=row["code"],
        name=row["name"],
        spec=row["spec"],
        unit=row["unit"],
        mass_g=int(row["mass_g"]),
        volume_cm3=int(row["volume_cm3"]),
        shelf_life_days=int(row["shelf_life_days"]),
        storage=row["storage"],
        nature=row["nature"],
        life_critical=row["life_critical"] == "true",
        priority=int(row["priority"]),
        packages=tuple((name, int(factor)) for name, factor in packages),
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
    )


def _kit_line(row: dict[str, str]) -> KitLineRecord:
    return KitLineRecord(
        season=row["season"],
        item=row["item"],
        units=int(row["units"]),
        people=int(row["people"]),
        basis=row["basis"],
        first_day_units=int(row["first_day_units"]) if row["first_day_units"] else None,
        first_day_people=int(row["first_day_people"]) if row["first_day_people"] else None,
        essential=row["essential"] == "true",
        indoor_replaces=row["indoor_replaces"] == "true",
    )
