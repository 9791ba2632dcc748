"""What all changes of a problem share: finding rows, putting others in their place, naming new ones."""

from collections.abc import Sequence
from typing import Any, TypeVar

from optimize.frozen import Frozen

ADDED, FREED = "增派", "释放"
"""What rows that a change has put there are called."""
Row = TypeVar("Row", bound=Frozen)
Updates = dict[str, Any]
"""Fields of a problem with their new rows."""


def the(rows: Sequence[Any], ident: str) -> Any:
    """The row with this id; ``KeyError`` if there is none."""
    for row in rows:
        if row.id == ident:
            return row
    raise KeyError(ident)


def swapped(rows: Sequence[Row], row: Row, **update: object) -> tuple[Row, ...]:
    """The rows with this one updated."""
    return tuple(other.model_copy(update=update) if other is row else other for other in rows)


def fresh(name: str, rows: Sequence[Any]) -> str:
    """A name that no row has."""
    taken = {row.id for row in rows}
    while name in taken:
        name += "'"
    return name
