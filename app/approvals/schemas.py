"""Approvals and their policies on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.approvals.models import ApprovalKind, ApprovalState
from app.inventory.schemas import BalanceEffect, DocumentDetail

Words = Annotated[str, Field(max_length=500)]


class Box(StrEnum):
    """Which requests: those that wait for me, those that I made, all that I may read."""

    WAITING = "waiting"
    MINE = "mine"
    ALL = "all"


class Decision(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Words = Field(default="", title="意见")


class Submission(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    note: Words = Field(default="", title="说明")


class Refusal(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Annotated[str, Field(min_length=1, max_length=500)] = Field(title="退回原因")


class ApprovalRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: ApprovalKind = Field(title="类别")
    document_id: UUID | None = Field(title="单据标识")
    plan_id: UUID | None = Field(title="方案标识")
    number: str = Field(title="单号")
    division: str | None = Field(title="区划代码")
    site_id: UUID | None
    site_name: str | None = Field(title="库点")
    incident_name: str | None = Field(title="事件")
    state: ApprovalState = Field(title="状态")
    author: str = Field(title="提交人编码")
    author_name: str = Field(title="提交人")
    submitted_at: datetime = Field(title="提交时间")
    note: str = Field(title="说明")
    decided_by: str | None = Field(title="审批人编码")
    decided_by_name: str | None = Field(title="审批人")
    decided_at: datetime | None = Field(title="审批时间")
    reason: str = Field(title="意见")


class ApprovalList(BaseModel):
    items: list[ApprovalRow] = Field(title="审批")
    next: str | None = Field(default=None, title="下一页")
    waiting: int = Field(title="待我审批条数")


class ApprovalOut(ApprovalRow):
    may_decide: bool = Field(title="可由我审批")
    may_withdraw: bool = Field(title="可由我撤回")
    document: DocumentDetail | None = Field(title="单据")
    effects: list[BalanceEffect] = Field(title="批准后的库存变化", description="按当前库存；只列您可查看的库点")
    obstacles: list[str] = Field(title="目前不能过账或下达的原因")


class PolicySet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    division: str | None = Field(
        default=None, pattern=r"^(\d{6}|\d{9}|\d{12})?$", title="区划代码", description="含其下各级；空串为全部区域"
    )
    site_id: UUID | None = Field(default=None, title="库点", description="只管这个库点；与区划二选一")
    kind: ApprovalKind = Field(title="类别")
    required: bool = Field(title="须审批")


class PolicyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    division: str | None = Field(title="区划代码")
    division_name: str | None = Field(title="区划")
    site_id: UUID | None
    site_name: str | None = Field(title="库点")
    kind: ApprovalKind = Field(title="类别")
    required: bool = Field(title="须审批")
    set_by: str = Field(title="设置人")
    set_at: datetime = Field(title="设置时间")


class PolicyList(BaseModel):
    items: list[PolicyOut] = Field(title="审批策略")


class Needed(BaseModel):
    required: bool = Field(title="须审批")
