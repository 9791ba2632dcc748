"""Goods that may stand in for each other, reckoned in one unit: what the bounds of need take for a single item."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from optimize.figures import persons_per
from optimize.problem import KitLine


@dataclass(frozen=True, eq=False)
class Kind:
    """Items linked by the lines that take them. A unit of each stands for so many units of the kind, and no item
    serves more persons of a line than ``rates`` says (persons, units of the kind) by line."""

    items: dict[str, int]
    lines: tuple[KitLine, ...]
    rates: dict[str, tuple[int, int]]

    def persons(self, line: KitLine, units: float) -> float:
        """Persons of a line whom so many units serve at most."""
        people, each = self.rates[line.id]
        return units * people / each

    def units(self, line: KitLine, persons: int) -> float:
        """Units that so many persons of a line take at least."""
        people, each = self.rates[line.id]
        return persons * each / people

    def by_worth(self) -> list[KitLine]:
        """The lines, those first for which a unit does most."""
        return sorted(self.lines, key=lambda line: -line.weight * self.rates[line.id][0] / self.rates[line.id][1])


def kinds(kit: Sequence[KitLine]) -> list[Kind]:
    """Every line in one kind, in the order of the kit."""
    found, left = list[Kind](), list(kit)
    while left:
        weight = _weights(left[0], left)
        lines = tuple(line for line in left if line.item in weight)
        left = [line for line in left if line.item not in weight]
        found.append(_kind(weight, lines))
    return found


def _weights(first: KitLine, lines: Sequence[KitLine]) -> dict[str, Fraction]:
    """Units of the first line's item for which a unit of each item does, from line to line."""
    weight, grown = {first.item: Fraction(1)}, True
    while grown:
        grown = False
        for line in lines:
            known = next((item for item in line.items if item in weight), None)
            for item in line.items if known else ():
                if known and item not in weight:
                    weight[item] = weight[known] * persons_per(line, item) / persons_per(line, known)
                    grown = True
    return weight


def _kind(weight: dict[str, Fraction], lines: tuple[KitLine, ...]) -> Kind:
    whole = lcm(*(share.denominator for share in weight.values()))
    items = {item: int(share * whole) for item, share in weight.items()}
    rates = {line.id: max(persons_per(line, item) / items[item] for item in line.items) for line in lines}
    return Kind(items, lines, {line: (rate.numerator, rate.denominator) for line, rate in rates.items()})
