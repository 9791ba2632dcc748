"""Table base, naming of constraints, and enums that carry their Chinese label."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class LabeledEnum(StrEnum):
    """A value that is stored, a Chinese label that is read, and an Element Plus tag colour."""

    label: str
    colour: str

    def __new__(cls, value: str, label: str, colour: str = "info") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.colour = colour
        return member

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Labels and colours travel in the OpenAPI document, so that the web page has no copy of its own."""
        schema = handler(core)
        words = {member.value: {"label": member.label, "colour": member.colour} for member in cls}
        handler.resolve_ref_schema(schema)["x-labels"] = words
        return schema


class EnumText(TypeDecorator[LabeledEnum]):
    """Text in the database, the labelled member in Python."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[LabeledEnum]) -> None:
        super().__init__()
        self.kind = kind
        self._members = {member.value: member for member in kind}

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> LabeledEnum | None:
        return None if value is None else self._members[value]


def enum_column(kind: type[LabeledEnum], **options: Any) -> Column[Any]:
    """A text column; pair it with ``enum_check`` in ``__table_args__`` so that the database knows the values too."""
    return Column(EnumText(kind), nullable=options.pop("nullable", False), **options)


def enum_check(column: str, kind: type[LabeledEnum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def instant_column(**options: Any) -> Column[datetime]:
    """A timestamptz column (UTC in the database, Asia/Shanghai on screen)."""
    return Column(DateTime(timezone=True), nullable=options.pop("nullable", False), **options)


def json_column(**options: Any) -> Column[Any]:
    """A jsonb column: geometry (GeoJSON in WGS84) and frozen documents."""
    nullable = options.pop("nullable", False)
    return Column(JSONB(none_as_null=nullable), nullable=nullable, **options)
