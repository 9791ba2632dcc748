"""Which acts need another person's approval where, and the requests for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column


class ApprovalKind(LabeledEnum):
    """Documents by the name of their kind, and plans."""

    RECEIPT = "receipt", "入库", "success"
    ISSUE = "issue", "出库", "warning"
    TRANSFER = "transfer", "调拨", "primary"
    ADJUSTMENT = "adjustment", "调整", "warning"
    DISPOSAL = "disposal", "报废", "danger"
    PLAN = "plan", "调度方案", "danger"


class ApprovalState(LabeledEnum):
    WAITING = "waiting", "待审批", "warning"
    APPROVED = "approved", "已批准", "success"
    REFUSED = "refused", "已退回", "danger"
    WITHDRAWN = "withdrawn", "已撤回", "info"


class ApprovalPolicy(SQLModel, table=True):
    """Whether acts of a kind need approval in a division with all below it, or at one site.

    The nearest row decides: the site's own, else that of the smallest division around it ("" = the whole installation).
    """

    __tablename__ = "approval_policy"
    __table_args__ = (
        enum_check("kind", ApprovalKind),
        CheckConstraint("(division IS NULL) <> (site_id IS NULL)", name="one_place"),
        UniqueConstraint("division", "site_id", "kind", postgresql_nulls_not_distinct=True),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    division: str | None = Field(default=None, sa_type=Text)
    site_id: UUID | None = Field(default=None, foreign_key="site.id")
    kind: ApprovalKind = Field(sa_column=enum_column(ApprovalKind))
    required: bool
    set_by: str = Field(foreign_key="person.code", sa_type=Text)
    set_at: datetime = Field(sa_column=instant_column())


class ApprovalRequest(SQLModel, table=True):
    """One document or plan that waits, or waited, for somebody who is not its author: ``note`` is what he said with
    it, ``reason`` what was said in deciding."""

    __tablename__ = "approval_request"
    __table_args__ = (
        enum_check("kind", ApprovalKind),
        enum_check("state", ApprovalState),
        CheckConstraint(
            "(kind = 'plan') = (plan_id IS NOT NULL) AND (kind = 'plan') = (document_id IS NULL)", name="one_subject"
        ),
        CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL) AND (state = 'waiting') = (decided_at IS NULL)",
            name="decided_whole",
        ),
        CheckConstraint(
            "state = 'waiting' OR (state = 'withdrawn') = (decided_by = author)", name="author_never_decides"
        ),
        Index("uq_approval_request_plan", "plan_id", unique=True, postgresql_where=text("state = 'waiting'")),
        Index("ix_approval_request_state_id", "state", "id"),
        Index("ix_approval_request_author_id", "author", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    kind: ApprovalKind = Field(sa_column=enum_column(ApprovalKind))
    document_id: UUID | None = Field(default=None, foreign_key="document.id", unique=True)
    plan_id: UUID | None = Field(default=None, foreign_key="dispatch_plan.id")
    number: str = Field(sa_type=Text)
    division: str | None = Field(default=None, sa_type=Text)
    site_id: UUID | None = Field(default=None, foreign_key="site.id")
    state: ApprovalState = Field(default=ApprovalState.WAITING, sa_column=enum_column(ApprovalState))
    author: str = Field(foreign_key="person.code", sa_type=Text)
    submitted_at: datetime = Field(sa_column=instant_column())
    note: str = Field(default="", sa_type=Text)
    decided_by: str | None = Field(default=None, foreign_key="person.code", sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    reason: str = Field(default="", sa_type=Text)
