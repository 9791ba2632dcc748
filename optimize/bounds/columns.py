"""What the columns of the goods bound stand for."""

from dataclasses import dataclass

from optimize.programs.linear import Whole


@dataclass(frozen=True)
class Area:
    """Shelters by number; ``free`` are the numbers of the sets of shelters (of floors) that they belong to."""

    shelters: Whole
    free: frozenset[int]


@dataclass(frozen=True)
class Served:
    """Persons of a line at an area served with an item over a channel; ``source`` is -1 where the channel has
    several."""

    line: int
    item: str
    area: int
    late_s: int
    rank: int
    source: int


@dataclass(frozen=True)
class Drawn:
    """Units of a pool, by their column; ``merged`` if its channel has other pools too."""

    column: int
    pool: int
    merged: bool


@dataclass(frozen=True)
class Brought:
    """Persons of a line at an area served by a fixed trip, by their column."""

    column: int
    line: int
    area: int
    late_s: int
