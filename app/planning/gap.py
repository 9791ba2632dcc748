"""Persons supported by a stock, and what is missing to a target. Pure: whole numbers in, whole numbers out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True)
class Ratio:
    """One essential kit line over the kit's whole duration: ``units`` per ``people``.

    ``indoor_replaces``: people with an indoor place at a shelter need none of it (tents).
    """

    item: UUID
    name: str
    unit: str
    units: int
    people: int
    indoor_replaces: bool = False

    def required(self, persons: int, indoor_places: int = 0) -> int:
        """Pieces that ``persons`` need, a part of a piece counted whole."""
        outside = max(0, persons - indoor_places) if self.indoor_replaces else persons
        return -(-outside * self.units // self.people)

    def supports(self, pieces: int, indoor_places: int = 0) -> int:
        """The most persons for whom ``pieces`` are enough."""
        covered = max(0, pieces) * self.people // self.units
        return covered + indoor_places if self.indoor_replaces else covered


def whole_duration(
    *, units: int, people: int, per_day: bool, days: int, first_day: tuple[int, int] | None
) -> tuple[int, int]:
    """Units and people of a kit line over ``days``.

    Per day: the first day by its own ratio if it has one, then the usual ratio. Once: whichever ratio asks for more.
    """
    usual = Fraction(units, people)
    first = Fraction(*first_day) if first_day else usual
    total = first + usual * (days - 1) if per_day else max(first, usual)
    return total.numerator, total.denominator


@dataclass(frozen=True)
class Stock:
    """What a place has of one item. ``usable`` is on hand, usable, unexpired and not reserved, floors included."""

    usable: int = 0
    floor: int = 0
    reserved: int = 0
    expired: int = 0
    held: int = 0

    def __add__(self, other: "Stock") -> "Stock":
        return Stock(
            self.usable + other.usable,
            self.floor + other.floor,
            self.reserved + other.reserved,
            self.expired + other.expired,
            self.held + other.held,
        )


NOTHING = Stock()


@dataclass(frozen=True)
class LineGap:
    ratio: Ratio
    stock: Stock
    persons: int
    required: int
    lacking: int
    limiting: bool = field(default=False)


@dataclass(frozen=True)
class StockGap:
    """Persons supported by all lines together, against ``target``. ``limiting`` lines are those that set the number."""

    target: int
    persons: int
    lines: tuple[LineGap, ...]

    @property
    def gap(self) -> int:
        return max(0, self.target - self.persons)

    @property
    def limiting(self) -> tuple[LineGap, ...]:
        return tuple(line for line in self.lines if line.limiting)


def stock_gap(ratios: Sequence[Ratio], stocks: dict[UUID, Stock], *, target: int, indoor_places: int) -> StockGap:
    """The largest N for which every line covers N, and per line what is missing to ``target``.

    No line, no promise: an empty kit supports nobody.
    """
    covered = [ratio.supports(stocks.get(ratio.item, NOTHING).usable, indoor_places) for ratio in ratios]
    persons = min(covered, default=0)
    lines = []
    for ratio, count in zip(ratios, covered, strict=True):
        stock, required = stocks.get(ratio.item, NOTHING), ratio.required(target, indoor_places)
        lacking = max(0, required - stock.usable)
        lines.append(LineGap(ratio, stock, count, required, lacking, limiting=count == persons))
    return StockGap(target, persons, tuple(lines))


def summed(rows: Iterable[tuple[UUID, Stock]]) -> dict[UUID, Stock]:
    """Stock per item over several sites."""
    total: dict[UUID, Stock] = {}
    for item, stock in rows:
        total[item] = total.get(item, NOTHING) + stock
    return total


def whole_packages(pieces: int, package: int) -> int:
    """Pieces rounded up to whole packages: one buys no half box."""
    return -(-pieces // package) * package
