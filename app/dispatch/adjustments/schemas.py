"""Wire forms of adjusting a plan: the wish, and what has become of it."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from app.kernel.types import LabeledEnum


class RuleAbout(LabeledEnum):
    """What a lock or ban is about."""

    GROUP = "group", "安置去向", "primary"
    SHELTER = "shelter", "停用场所", "warning"
    SOURCE = "source", "供应关系", "primary"
    LOT = "lot", "批次去向", "primary"
    VEHICLE = "vehicle", "车辆任务", "primary"
    WAY = "way", "禁行路段", "warning"
    TEAM = "team", "队伍任务", "primary"


class TripChangeKind(LabeledEnum):
    MOVED = "moved", "改动", "warning"
    ADDED = "added", "新增", "success"
    DROPPED = "dropped", "取消", "danger"


class AdjustRule(BaseModel):
    """A lock leaves its subject only the locked targets; a ban takes one target away, or all if none is named."""

    about: RuleAbout = Field(title="关于")
    subject: str = Field(min_length=1, title="主体编号")
    target: str | None = Field(default=None, title="对象编号")
    keep: bool = Field(title="锁定（否则禁用）")


class PlanAdjust(BaseModel):
    """Plan again from an earlier plan, with its rules and these, from ``now`` on."""

    rules: list[AdjustRule] = Field(default_factory=list, max_length=500, title="新增的锁定与禁用")
    lift: list[AdjustRule] = Field(default_factory=list, max_length=500, title="取消的锁定与禁用")
    now: AwareDatetime | None = Field(
        default=None, title="当前时刻", description="此前已出发的车次、人员和队伍不再改动；空为与原方案相同"
    )
    effort: int | None = Field(default=None, ge=1, le=1000, title="计算量")
    time_limit_s: float = Field(default=20.0, gt=0, le=600, title="时限（秒）")
    seed: int = Field(default=1, ge=0, title="随机种子")


class PlanRule(AdjustRule):
    """A rule with names; ``text`` says it in one sentence."""

    about_label: str = Field(title="类别")
    subject_name: str = Field(title="主体")
    target_name: str | None = Field(title="对象")
    text: str = Field(title="说明")


class ResettledRow(BaseModel):
    group: str = Field(title="群体")
    group_name: str = Field(title="群体名称")
    people: int = Field(title="人数")
    before: str | None = Field(title="原场所编号")
    before_name: str | None = Field(title="原场所")
    after: str | None = Field(title="现场所编号")
    after_name: str | None = Field(title="现场所")


class RedirectedRow(BaseModel):
    item: str = Field(title="品目编号")
    item_name: str = Field(title="品目")
    unit: str = Field(title="单位")
    source: str = Field(title="储备点编号")
    source_name: str = Field(title="储备点")
    shelter: str = Field(title="场所编号")
    shelter_name: str = Field(title="场所")
    before: int = Field(title="原数量")
    after: int = Field(title="现数量")


class TripChangeRow(BaseModel):
    change: TripChangeKind = Field(title="变化")
    change_label: str = Field(title="变化名称")
    vehicle: str = Field(title="车辆编号")
    vehicle_name: str = Field(title="车辆")
    before: str | None = Field(title="原车次")
    after: str | None = Field(title="现车次")
    before_s: int | None = Field(title="原出发（秒）")
    after_s: int | None = Field(title="现出发（秒）")


class RepostedRow(BaseModel):
    team: str = Field(title="队伍编号")
    team_name: str = Field(title="队伍")
    mission: str = Field(title="任务编号")
    mission_name: str = Field(title="任务")
    before: int = Field(title="原人数")
    after: int = Field(title="现人数")


class PlanDifference(BaseModel):
    """What the plan does otherwise than the earlier one."""

    people_resettled: int = Field(title="改去向人数")
    units_moved: int = Field(title="改运数量")
    units_spared: int = Field(default=0, title="不再需要的数量", description="去的人少了，留在原处的物资")
    trips_kept: int = Field(title="不变车次")
    resettled: list[ResettledRow] = Field(title="改去向")
    redirected: list[RedirectedRow] = Field(title="改运物资")
    trips: list[TripChangeRow] = Field(title="车次变化")
    reposted: list[RepostedRow] = Field(title="队伍变化")


class PlanAdjustment(BaseModel):
    """Where a plan comes from."""

    earlier_id: UUID = Field(title="原方案标识")
    earlier_number: str = Field(title="原方案编号")
    now: datetime = Field(title="调整时刻")
    now_s: int = Field(title="调整时刻（秒）")
    rules: list[PlanRule] = Field(title="锁定与禁用")
    fixed_trips: int = Field(title="已出发车次")
    fixed_people: int = Field(title="已出发人数")
    fixed_teams: int = Field(title="已出动队伍")
    difference: PlanDifference = Field(title="与原方案的差别")
