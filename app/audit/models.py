"""Who did what, when, from where, with which outcome; and the chain that shows that nothing was changed since."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column, json_column


class Outcome(LabeledEnum):
    DONE = "done", "已执行", "success"
    REFUSED = "refused", "被拒绝", "warning"
    FAILED = "failed", "出错", "danger"
    EXPORTED = "exported", "已导出", "primary"


class AuditEntry(SQLModel, table=True):
    """One act. Rows are only ever added; triggers refuse the rest.

    ``before`` and ``after`` hold the changed rows by table, secrets left out. ``actor`` is the person's code, "" when
    nobody was known. ``address`` is where the request came from, "" for the command line.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        enum_check("outcome", Outcome),
        Index("ix_audit_entry_actor_id", "actor", "id"),
        Index("ix_audit_entry_operation_id", "operation", "id"),
        Index("ix_audit_entry_subject_id", "subject_id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    at: datetime = Field(sa_column=instant_column(index=True))
    actor: str = Field(sa_type=Text)
    actor_name: str = Field(sa_type=Text)
    roles: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    address: str = Field(sa_type=Text)
    request_id: str = Field(sa_type=Text, index=True)
    operation: str = Field(sa_type=Text)
    subject_id: str = Field(sa_type=Text)
    outcome: Outcome = Field(sa_column=enum_column(Outcome))
    detail: str = Field(sa_type=Text)
    before: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    after: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))


class AuditLink(SQLModel, table=True):
    """One link of the chain: ``hash`` is SHA-256 over the link before it and the entry as it was sealed."""

    __tablename__ = "audit_link"

    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    entry_id: UUID = Field(unique=True)
    hash: str = Field(sa_type=Text)
    sealed_at: datetime = Field(sa_column=instant_column())


COLUMNS = tuple(AuditEntry.__table__.columns)  # type: ignore[attr-defined]  # SQLModel declares no __table__
"""Everything of an entry, as the chain seals it."""
