"""A job as its users see it: state, progress, result. PgQueuer only delivers it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Text, func
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column, json_column


class JobState(LabeledEnum):
    QUEUED = "queued", "排队中", "info"
    RUNNING = "running", "计算中", "primary"
    DONE = "done", "已完成", "success"
    FAILED = "failed", "失败", "danger"
    CANCELLED = "cancelled", "已取消", "warning"


class Job(SQLModel, table=True):
    __tablename__ = "job"
    __table_args__ = (
        enum_check("state", JobState),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("(finished_at IS NULL) = (state IN ('queued', 'running'))", name="finished_when_over"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    kind: str
    payload: dict[str, Any] = Field(sa_column=json_column())
    state: JobState = Field(default=JobState.QUEUED, sa_column=enum_column(JobState, index=True))
    progress: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    attempts: int = 0
    cancel_requested: bool = False
    error: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    result: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    requested_by: str
    division: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(sa_column=instant_column(server_default=func.now()))
    started_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    finished_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
