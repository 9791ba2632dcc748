"""Keyset pages: a cursor names the last row seen, so that a page costs the same however deep it is."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import Mapped

from app.kernel.errors import Fault, Invalid

PAGE_LIMIT = 1000

Item = TypeVar("Item")
Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])

Limit = Annotated[int, Query(title="条数", ge=1, le=PAGE_LIMIT)]
Offset = Annotated[int, Query(title="跳过条数", ge=0, le=1_000_000)]
After = Annotated[str | None, Query(title="游标", description="上一页返回的 next", max_length=500)]


class Page(BaseModel, Generic[Item]):
    items: list[Item] = Field(title="内容")
    next: str | None = Field(default=None, title="下一页游标")


def encode_cursor(key: Sequence[object]) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in key]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[Any]) -> tuple[Any, ...]:
    """The key behind a cursor, each part read by its kind (``UUID``, ``int``, ``datetime.fromisoformat`` …)."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, TypeError, binascii.Error):
        raise Invalid("翻页位置无效，请从第一页重新开始。", [Fault("after", "游标无效")]) from None


def after_key(
    query: Statement,
    columns: Sequence[ColumnElement[Any] | Mapped[Any]],
    key: Sequence[object] | None,
    *,
    limit: int,
    descending: bool = False,
) -> Statement:
    """Order by ``columns``, start after ``key``, and read one row more than ``limit`` to know if more follow."""
    if key is not None:
        place = tuple_(*columns)
        query = query.where(place < tuple_(*key) if descending else place > tuple_(*key))
    return query.order_by(*(column.desc() if descending else column.asc() for column in columns)).limit(limit + 1)


def cut(rows: Sequence[Item], limit: int) -> tuple[Sequence[Item], bool]:
    """The rows of the page, and whether there are more."""
    return rows[:limit], len(rows) > limit
