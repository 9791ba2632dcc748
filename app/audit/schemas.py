"""The audit as its readers see it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.audit.models import Outcome
from app.kernel.paging import Page


class AuditRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID = Field(title="编号")
    at: datetime = Field(title="时间")
    actor: str = Field(title="人员编码")
    actor_name: str = Field(title="姓名")
    roles: list[str] = Field(title="角色")
    address: str = Field(title="来源地址")
    request_id: str = Field(title="请求编号")
    operation: str = Field(title="操作")
    operation_name: str = Field(default="", title="操作名称")
    subject_id: str = Field(title="对象")
    outcome: Outcome = Field(title="结果")
    detail: str = Field(title="说明")
    before: dict[str, Any] | None = Field(title="改前")
    after: dict[str, Any] | None = Field(title="改后")
    position: int | None = Field(title="链上位置", description="尚未封存的为空")


class AuditPage(Page[AuditRow]):
    pass


class ExportTold(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(title="列表名称", min_length=1, max_length=80)
    columns: list[Annotated[str, Field(max_length=40)]] = Field(title="列", min_length=1, max_length=60)
    rows: int = Field(title="行数", ge=1, le=1_000_000)
    question: str = Field(default="", title="条件", description="筛选条件，JSON", max_length=400)

    @property
    def words(self) -> str:
        asked = f"，条件 {self.question}" if self.question else ""
        return f"{self.title}：{self.rows} 行{asked}，列 {'、'.join(self.columns)}"


class AuditState(BaseModel):
    sealed: int = Field(title="已封存行数")
    unsealed: int = Field(title="未封存行数")
    head: str = Field(title="链头", description="最后一环的 SHA-256；另存一份可证明此前没有改动")
    oldest: datetime | None = Field(title="最早一行的时间")
