"""Messages to persons."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column


class Kind(LabeledEnum):
    APPROVAL = "approval", "待审批", "warning"
    DECISION = "decision", "审批结果", "success"
    PLAN = "plan", "调度方案", "primary"
    INCIDENT = "incident", "突发事件", "danger"
    ACCOUNT = "account", "账号与授权", "info"


class Message(SQLModel, table=True):
    """One message to one person; ``link`` is the page where it can be dealt with."""

    __tablename__ = "inbox_message"
    __table_args__ = (
        enum_check("kind", Kind),
        Index("ix_inbox_message_person_id_id", "person_id", "id"),
        Index("ix_inbox_message_unread", "person_id", postgresql_where=text("read_at IS NULL")),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    kind: Kind = Field(sa_column=enum_column(Kind))
    title: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    link: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_column=instant_column())
    read_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
