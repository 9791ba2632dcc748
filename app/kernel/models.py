"""Tables of the kernel: stored answers, document numbers, settings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, LargeBinary, func
from sqlmodel import Field, SQLModel

from app.kernel.types import instant_column, json_column


class IdempotencyKey(SQLModel, table=True):
    """The answer to a command, kept so that a repeated request gets it again instead of acting twice."""

    __tablename__ = "idempotency_key"
    __table_args__ = (CheckConstraint("(status IS NULL) = (answer IS NULL)", name="answered_whole"),)

    actor: str = Field(primary_key=True)
    key: UUID = Field(primary_key=True)
    path: str
    request_hash: str
    status: int | None = None
    answer: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    headers: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    created_at: datetime = Field(sa_column=instant_column(server_default=func.now(), index=True))


class DocumentNumber(SQLModel, table=True):
    """The last number given out for a kind of document at a site in a year."""

    __tablename__ = "document_number"
    __table_args__ = (CheckConstraint("last > 0", name="last_positive"),)

    site_code: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class Setting(SQLModel, table=True):
    """A value of the installation as a whole, such as the stored demo date."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: Any = Field(sa_column=json_column())
    updated_at: datetime = Field(sa_column=instant_column(server_default=func.now()))
