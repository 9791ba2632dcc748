"""Where a right holds: sub-trees of divisions and single sites, as a question and as a condition for queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, SQLColumnExpression

_DISTRICT = 6
"""Digits of a district's code; its townships have more."""


@dataclass(frozen=True)
class Scope:
    """``divisions`` are codes whose sub-trees belong to it ("" = everything), ``sites`` single sites besides."""

    divisions: frozenset[str] = frozenset()
    sites: frozenset[UUID] = frozenset()

    @property
    def everywhere(self) -> bool:
        return "" in self.divisions

    @property
    def nowhere(self) -> bool:
        return not self.divisions and not self.sites

    @property
    def of_districts(self) -> "Scope":
        """Only the whole districts of it, and what is larger."""
        return Scope(frozenset(code for code in self.divisions if len(code) <= _DISTRICT))

    def covers(self, division: str | None, site: UUID | None = None) -> bool:
        """Whether the place lies within; what stands nowhere (a virtual site) belongs to everybody."""
        if division is None and site is None:
            return True
        return site in self.sites or (division is not None and division.startswith(tuple(self.divisions)))

    def touches(self, division: str) -> bool:
        """Whether anything of the division's sub-tree may lie within: for what belongs to no smaller place."""
        return any(division.startswith(code) or code.startswith(division) for code in self.divisions)

    def within(
        self, division: SQLColumnExpression[Any], site: SQLColumnExpression[Any] | None = None
    ) -> ColumnElement[bool]:
        """The condition that a row's place lies within; rows without a division only where a site of the scope is."""
        if self.everywhere:
            return sa.true()
        here: list[ColumnElement[bool]] = [
            division.startswith(code, autoescape=True) for code in sorted(self.divisions)
        ]
        if site is not None and self.sites:
            here.append(site.in_(sorted(self.sites)))
        return sa.or_(sa.false(), *here)

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(self.divisions | other.divisions, self.sites | other.sites)


EVERYWHERE = Scope(frozenset({""}))


def union(scopes: Iterable[Scope]) -> Scope:
    """All of them together; of none, nowhere."""
    whole = Scope()
    for scope in scopes:
        whole |= scope
    return whole
