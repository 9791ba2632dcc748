"""What was found out about plans, beside their frozen records."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.kernel.types import instant_column, json_column


class PlanReasonsRow(SQLModel, table=True):
    """What was found out about a plan after it was made; a later look replaces an earlier one."""

    __tablename__ = "plan_reasons"

    plan_id: UUID = Field(foreign_key="dispatch_plan.id", primary_key=True)
    reasons: dict[str, Any] = Field(sa_column=json_column())
    report: dict[str, Any] = Field(sa_column=json_column())
    actor: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_column=instant_column())


class PlanAnswer(SQLModel, table=True):
    """The answer to one 为什么; ``target`` is empty where the question has none."""

    __tablename__ = "plan_answer"

    plan_id: UUID = Field(foreign_key="dispatch_plan.id", primary_key=True)
    kind: str = Field(primary_key=True, sa_type=Text)
    subject: str = Field(primary_key=True, sa_type=Text)
    target: str = Field(primary_key=True, sa_type=Text)
    answer: dict[str, Any] = Field(sa_column=json_column())
    created_at: datetime = Field(sa_column=instant_column())
