"""The plan as a frozen record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.dispatch.states import PlanState
from app.kernel.ids import uuid7
from app.kernel.types import enum_check, enum_column, instant_column, json_column


class DispatchPlan(SQLModel, table=True):
    """One checked plan: its question, its answer, and its report and map with names and places as they were.

    ``problem`` is gzipped canonical JSON. A plan made from an ``earlier`` one keeps its rules and its second ``now_s``
    as ``adjustment``. ``roads`` is how full it makes them, None in plans that are older than this count. ``beside`` are
    incidents of equal priority that it is for as well. Nothing here changes once it is written but its state, with who
    approved and who issued it; a trigger sees to that.
    """

    __tablename__ = "dispatch_plan"
    __table_args__ = (
        enum_check("state", PlanState),
        CheckConstraint("effort > 0", name="effort_positive"),
        CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NOT NULL OR state <> 'approved')"
            " AND (approved_by IS NULL OR state IN ('approved', 'issued'))",
            name="approved_whole",
        ),
        CheckConstraint(
            "(state = 'issued') = (issued_by IS NOT NULL) AND (state = 'issued') = (issued_at IS NOT NULL)",
            name="issued_whole",
        ),
        CheckConstraint("approved_by <> actor", name="author_never_approves"),
        CheckConstraint("(earlier_id IS NULL) = (adjustment IS NULL)", name="adjustment_with_earlier"),
        Index(None, "incident_id", "input_hash"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    number: str = Field(unique=True, sa_type=Text)
    earlier_id: UUID | None = Field(default=None, foreign_key="dispatch_plan.id")
    adjustment: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    incident_id: UUID = Field(foreign_key="incident.id")
    beside: list[UUID] = Field(default_factory=list, sa_column=Column(ARRAY(Uuid), nullable=False, server_default="{}"))
    state: PlanState = Field(sa_column=enum_column(PlanState))
    input_hash: str = Field(sa_type=Text)
    seed: int
    effort: int
    time_limit_s: float
    ended: str = Field(sa_type=Text)
    problem: bytes = Field(sa_type=LargeBinary)
    plan: dict[str, Any] = Field(sa_column=json_column())
    report: dict[str, Any] = Field(sa_column=json_column())
    map: dict[str, Any] = Field(sa_column=json_column())
    roads: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    actor: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_column=instant_column())
    approved_by: str | None = Field(default=None, foreign_key="person.code", sa_type=Text)
    approved_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    issued_by: str | None = Field(default=None, foreign_key="person.code", sa_type=Text)
    issued_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
