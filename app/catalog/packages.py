"""Quantities in packages, as people count them: ``12 箱 × 20 = 240 床``."""

from collections.abc import Sequence
from typing import NamedTuple


class Package(NamedTuple):
    """A package level: its name, and how many base units one holds."""

    name: str
    units: int


def levels(rows: Sequence[tuple[str, int]]) -> tuple[Package, ...]:
    """Package levels from (name, factor over the level below), smallest first."""
    packages: list[Package] = []
    units = 1
    for name, factor in rows:
        units *= factor
        packages.append(Package(name, units))
    return tuple(packages)


def in_packages(quantity: int, unit: str, packages: Sequence[Package]) -> str:
    """The quantity split into the largest packages first; plain where it fills none.

    >>> in_packages(245, "床", [Package("箱", 20)])
    '12 箱 × 20 + 5 = 245 床'
    """
    parts: list[str] = []
    rest = abs(quantity)
    for package in reversed(packages):
        count, rest = divmod(rest, package.units)
        if count:
            parts.append(f"{count:,} {package.name} × {package.units:,}")
    if not parts:
        return f"{quantity:,} {unit}"
    if rest:
        parts.append(f"{rest:,}")
    split = " + ".join(parts)
    return f"{split} = {quantity:,} {unit}" if quantity > 0 else f"−({split}) = {quantity:,} {unit}"
