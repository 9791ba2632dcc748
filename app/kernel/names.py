"""What a room hands out of its rows to be found by name."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from app.kernel.types import LabeledEnum


class Named(NamedTuple):
    """One row by its names; ``where`` is its place or kind in words."""

    id: str
    name: str
    code: str
    where: str


def named(rows: Iterable[tuple[UUID | str, str, str, str]]) -> list[Named]:
    """Rows of (id, name, code, where), an enum told by its label."""
    return [
        Named(str(row_id), name, code, where.label if isinstance(where, LabeledEnum) else where)
        for row_id, name, code, where in rows
    ]
