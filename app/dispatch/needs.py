"""People and their kit: villages become groups, kits become dated kit lines. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.catalog.models import NeedBasis, Season
from optimize.problem import Group, KitLine, Substitute

WINTER_MONTHS = (11, 12, 1, 2, 3)


@dataclass(frozen=True)
class KitNeed:
    """A line of a relief kit with what a plan needs to know of its item."""

    item: str
    name: str
    basis: NeedBasis
    units: int
    people: int
    first_day_units: int | None
    first_day_people: int | None
    essential: bool
    life_critical: bool
    weight: int
    outdoor_only: bool
    substitutes: tuple[Substitute, ...] = ()


def season_of(day: date) -> Season:
    return Season.WINTER if day.month in WINTER_MONTHS else Season.SUMMER


def shares(total: int, parts: int) -> list[int]:
    """``total`` in ``parts`` whole pieces that differ by at most one."""
    whole, rest = divmod(total, parts)
    return [whole + 1] * rest + [whole] * (parts - rest)


def groups_of(
    village: str, *, name: str, township: str, location: str, people: int, special: int, group_people: int
) -> list[Group]:
    """The village as one group, or as 组 of at most ``group_people`` where it is bigger."""
    parts = -(-people // group_people)
    sizes, specials = shares(people, parts), shares(min(special, people), parts)
    return [
        Group(
            id=village if parts == 1 else f"{village}/{number}",
            name=name if parts == 1 else f"{name}{number}组",
            village=name,
            township=township,
            location=location,
            people=size,
            special=needing,
        )
        for number, (size, needing) in enumerate(zip(sizes, specials, strict=True), start=1)
    ]


def kit_lines(needs: Sequence[KitNeed], *, days: int, first_due_s: int, later_due_s: int) -> list[KitLine]:
    """What is due on the first day, and what the rest of the ``days`` adds to it."""
    lines = []
    for need in needs:
        full = Fraction(need.units, need.people) * (days if need.basis == NeedBasis.PER_DAY else 1)
        first = Fraction(need.units, need.people)
        if need.first_day_units and need.first_day_people:
            first = Fraction(need.first_day_units, need.first_day_people)
        if not need.essential:
            first = Fraction(0)
        if first:
            lines.append(_line(need, "1", "首日", first, first_due_s, first_day=True))
        if full > first:
            lines.append(
                _line(need, "2", f"后{days - 1}日" if first else "全程", full - first, later_due_s, first_day=False)
            )
    return lines


def _line(need: KitNeed, part: str, words: str, ratio: Fraction, due_s: int, *, first_day: bool) -> KitLine:
    return KitLine(
        id=f"{need.item}/{part}",
        item=need.item,
        name=f"{need.name}（{words}）",
        units=ratio.numerator,
        people=ratio.denominator,
        due_s=due_s,
        weight=need.weight,
        life_critical=need.life_critical,
        first_day=first_day,
        outdoor_only=need.outdoor_only,
        substitutes=need.substitutes,
    )
