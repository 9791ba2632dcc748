"""Wire forms of what is said about a plan: causes, remedies, prices, answers to 为什么."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.dispatch.adjustments.schemas import AdjustRule
from app.dispatch.schemas import CityRequest
from app.kernel.types import LabeledEnum
from optimize.reasons.advice import Change


class ReasonsState(LabeledEnum):
    """Whether a plan has been looked into."""

    NONE = "none", "未分析", "info"
    WAITING = "waiting", "分析中", "primary"
    PARTIAL = "partial", "部分完成", "warning"
    DONE = "done", "已完成", "success"


class AdviceSite(BaseModel):
    id: str = Field(title="地点编号")
    name: str = Field(title="地点")


class CauseEffect(BaseModel):
    """A class of limits that binds."""

    code: str = Field(title="原因代码")
    label: str = Field(title="原因")
    after: int = Field(title="若不受此限仍缺")
    text: str = Field(title="说明")


class RemedyOut(BaseModel):
    """What can be done and what it brings."""

    code: str = Field(title="措施代码", description="一类或以 + 连接的几类")
    label: str = Field(title="措施类别")
    changes: list[Change] = Field(title="具体变更")
    before: int = Field(title="原缺")
    after: int = Field(title="仍缺")
    verified: bool = Field(
        title="已核对", description="从本方案出发和从头编制都重新编排过，仍缺是其中最差的；否则只按现方案复算"
    )
    text: str = Field(title="说明")


class ShortRow(BaseModel):
    """A line of the list of shortages that a reason speaks of."""

    subject: str = Field(title="行、群体或任务编号")
    site: str = Field(title="地点编号")
    short: int = Field(title="缺少数量")
    due_s: int | None = Field(default=None, title="期限（秒）")


class PlanReason(BaseModel):
    """One shortage in all its places; where different things hold it back, each group of places has a part."""

    kind: str = Field(title="类别")
    kind_label: str = Field(title="缺口类别")
    subject: str = Field(title="品目或专业编号")
    name: str = Field(title="缺什么")
    short: int = Field(title="缺少数量")
    unit: str = Field(title="单位")
    sites: list[AdviceSite] = Field(title="地点")
    rows: list[ShortRow] = Field(default_factory=list, title="逐行")
    causes: list[CauseEffect] = Field(title="原因")
    remedies: list[RemedyOut] = Field(title="措施")
    parts: list["PlanReason"] = Field(default_factory=list, title="按原因分组")


class GoalEffect(BaseModel):
    level: int = Field(title="层级")
    key: str = Field(title="代号")
    name: str = Field(title="目标")
    before: float = Field(title="原值")
    after: float = Field(title="新值")


class PriceStep(BaseModel):
    amount: int = Field(title="增加")
    goals: list[GoalEffect] = Field(title="指标变化")
    text: str = Field(title="说明")


class PriceOut(BaseModel):
    """What more of one thing would bring."""

    kind: str = Field(title="类别")
    name: str = Field(title="增加什么")
    change: Change = Field(title="每一份的变更")
    steps: list[PriceStep] = Field(title="效果")


class PlanReasons(BaseModel):
    plan_id: UUID = Field(title="方案标识")
    state: ReasonsState = Field(title="状态")
    job_id: UUID | None = Field(default=None, title="进行中的任务")
    created_at: datetime | None = Field(default=None, title="分析时间")
    reasons: list[PlanReason] = Field(default_factory=list, title="原因与措施")
    prices: list[PriceOut] = Field(default_factory=list, title="增量效益")
    city_request: list[CityRequest] = Field(default_factory=list, title="市级申请")
    solves: int = Field(default=0, title="复算次数")
    left: int = Field(default=0, title="未及分析的缺口")
    unproved: int = Field(default=0, title="尚未核对的措施和申请")


class WhyQuestion(BaseModel):
    """A line of the plan: assignment (group), delivery (lot, shelter), trip (trip) or posting (team, mission)."""

    kind: Literal["assignment", "delivery", "trip", "posting"] = Field(title="类别")
    subject: str = Field(title="编号", description="群体、批次、车次或队伍", max_length=200)
    target: str | None = Field(default=None, title="对象编号", description="场所（物资）或任务（队伍）", max_length=200)


class WhyAlternative(BaseModel):
    choice: str = Field(title="另一选择编号")
    name: str = Field(title="另一选择")
    goals: list[GoalEffect] = Field(title="指标变化")
    text: str = Field(title="做法")
    wish: str = Field(title="相应的锁定或禁用")
    rules: list[AdjustRule] = Field(title="锁定与禁用", description="按这些调整方案，得到的就是所说的结果")


class WhyAnswer(BaseModel):
    question: WhyQuestion = Field(title="所问")
    text: str = Field(title="现在的选择")
    grounds: list[str] = Field(title="依据")
    alternatives: list[WhyAlternative] = Field(title="次优选择")
    complete: bool = Field(title="已推算完", description="没有推算完的不保存，可以再问")


class WhyRequested(BaseModel):
    """The answer if it is known, else the job that finds it (its result is the answer)."""

    answer: WhyAnswer | None = Field(title="答复")
    job_id: UUID | None = Field(title="任务标识")


class ReasonsRequested(BaseModel):
    job_id: UUID = Field(title="任务标识")
