"""Rows of whole numbers at four bytes each: travel tables hold millions of them."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

TYPE = "i"
LEAST, MOST = -(2**31), 2**31 - 1


class _Packed:
    """Takes any list of whole numbers, keeps an array, and is written as a list again."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        entries = handler.generate_schema(tuple[Annotated[int, Field(ge=LEAST, le=MOST)], ...])
        written = core_schema.list_schema(core_schema.int_schema())
        return core_schema.no_info_wrap_validator_function(
            _row, entries, serialization=core_schema.plain_serializer_function_ser_schema(list, return_schema=written)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(core_schema.list_schema(core_schema.int_schema()))


Row = Annotated[Sequence[int], _Packed()]
Rows = tuple[Row, ...]
"""A table row by row; single numbers read as plain ints. Never changed, though an array could be."""


def packed(rows: Iterable[Iterable[int]]) -> Rows:
    """The rows of a table; ``OverflowError`` for numbers that need more than 32 bits."""
    return tuple(array(TYPE, row) for row in rows)


def table(rows: Sequence[Sequence[int]], columns: int) -> NDArray[np.int32]:
    """The same numbers as one table."""
    arrays = [row for row in rows if isinstance(row, array)]
    if len(arrays) == len(rows):
        return np.frombuffer(b"".join(arrays), dtype=np.int32).reshape(len(rows), columns)
    return np.array(rows, dtype=np.int32).reshape(len(rows), columns)


def _row(value: Any, check: core_schema.ValidatorFunctionWrapHandler) -> "array[int]":
    """``check`` finds what is wrong in a list of which no array can be made, number by number."""
    if isinstance(value, array) and value.typecode == TYPE:
        return value
    try:
        return array(TYPE, value if isinstance(value, list | tuple) else check(value))
    except (TypeError, OverflowError):
        return array(TYPE, check(value))
