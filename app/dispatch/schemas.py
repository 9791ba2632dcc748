"""Wire forms of plans: the report that the terminal, the API and the papers share."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from app.dispatch.adjustments.schemas import PlanAdjustment
from app.dispatch.goals import GoalOrder
from app.dispatch.states import PlanState
from app.roads.models import RoadClass
from gis.layers import collection


class PlanPeople(BaseModel):
    to_place: int = Field(title="需安置人数")
    placed: int = Field(title="已安置人数")
    unplaced: int = Field(title="未安置人数")


class PlanTargets(BaseModel):
    first_batch_h: float | None = Field(title="首批物资到达（小时，自方案下达起）")
    first_batch_target_h: float = Field(title="首批到达目标（小时）")
    basic_needs_h: float | None = Field(title="基本生活保障到位（小时，自灾害发生起）")
    basic_needs_target_h: float = Field(title="基本保障目标（小时）")


class PlanGoal(BaseModel):
    level: int = Field(title="层级")
    key: str = Field(title="代号")
    name: str = Field(title="目标")
    value: float = Field(title="数值")
    bound: float | None = Field(title="界")
    gap: float | None = Field(title="差距")
    maximise: bool = Field(title="越大越好")


class PlanAssignment(BaseModel):
    group: str = Field(title="群体")
    group_name: str = Field(title="群体名称")
    village: str = Field(title="村（社区）")
    township: str = Field(title="乡镇（街道）")
    shelter: str = Field(title="避难场所编号")
    shelter_name: str = Field(title="避难场所")
    people: int = Field(title="人数")
    special: int = Field(title="特殊人员")
    mode: str = Field(title="方式")
    mode_label: str = Field(title="转移方式")
    travel_s: int = Field(title="路程（秒）")
    arrive_s: int = Field(title="到达（秒）")
    fixed: bool = Field(default=False, title="已出发")


class TierQuantity(BaseModel):
    tier: str = Field(title="层级")
    tier_label: str = Field(title="来源层级")
    quantity: int = Field(title="数量")


class SubstituteQuantity(BaseModel):
    item: str = Field(title="品目编号")
    item_name: str = Field(title="品目")
    unit: str = Field(title="单位")
    quantity: int = Field(title="数量")


class PlanNeed(BaseModel):
    item: str = Field(title="品目编号")
    item_name: str = Field(title="品目")
    unit: str = Field(title="单位")
    required: int = Field(title="需求")
    on_time: int = Field(title="按时")
    late: int = Field(title="迟到")
    unmet: int = Field(title="未满足")
    tiers: list[TierQuantity] = Field(title="来源层级")
    substitutes: list[SubstituteQuantity] = Field(default_factory=list, title="替代品")


class CargoLine(BaseModel):
    item: str = Field(title="品目编号")
    item_name: str = Field(title="品目")
    unit: str = Field(title="单位")
    lot: str = Field(title="批次编号")
    lot_no: str = Field(title="批号")
    shelter: str = Field(title="送往场所编号")
    quantity: int = Field(title="数量")
    package_text: str = Field(title="包装")


class PlanStop(BaseModel):
    action: str = Field(title="动作")
    action_label: str = Field(title="动作名称")
    place: str = Field(title="地点编号")
    place_name: str = Field(title="地点")
    arrive_s: int = Field(title="到达（秒）")
    leave_s: int = Field(title="离开（秒）")
    people: int = Field(title="人数")
    lines: list[CargoLine] = Field(title="货物")


class PlanTrip(BaseModel):
    id: str = Field(title="车次编号")
    vehicle: str = Field(title="车辆编号")
    vehicle_name: str = Field(title="车辆")
    kind: str = Field(title="类型")
    start_s: int = Field(title="出发（秒）")
    end_s: int = Field(title="结束（秒）")
    metres: int = Field(title="里程（米）")
    peak_kg: float = Field(title="最大载重（千克）")
    peak_m3: float = Field(title="最大体积（立方米）")
    people: int = Field(title="运送人数")
    stops: list[PlanStop] = Field(title="站点")
    fixed: bool = Field(default=False, title="已出发")


class PlanMission(BaseModel):
    mission: str = Field(title="任务编号")
    name: str = Field(title="任务")
    place_name: str = Field(title="地点")
    skill_name: str = Field(title="专业")
    required: int = Field(title="需要人数")
    from_s: int = Field(title="开始（秒）")
    team: str | None = Field(title="队伍编号")
    team_name: str | None = Field(title="队伍")
    people: int = Field(title="出动人数")
    depart_s: int | None = Field(title="出发（秒）")
    arrive_s: int | None = Field(title="到场（秒）")
    within_profile: bool = Field(title="符合集结时限")
    by_boat: bool = Field(default=False, title="乘舟")
    fixed: bool = Field(default=False, title="已出动")

    @property
    def team_words(self) -> str | None:
        """The team, and whether it goes by boat."""
        return f"{self.team_name}（乘舟）" if self.by_boat else self.team_name


class CauseOut(BaseModel):
    code: str = Field(title="原因代码")
    text: str = Field(title="原因")
    remedy: str = Field(title="建议")


class PlanShortage(BaseModel):
    kind: str = Field(title="类别")
    kind_label: str = Field(title="缺口类别")
    item: str | None = Field(title="品目编号")
    item_name: str = Field(title="品目")
    site: str = Field(title="地点编号")
    site_name: str = Field(title="地点")
    quantity: int = Field(title="缺少数量")
    unit: str = Field(title="单位")
    persons: int = Field(title="影响人数")
    late: bool = Field(title="仅迟到")
    cause: CauseOut = Field(title="原因")


class CityRequest(BaseModel):
    """What to ask the city for: goods that no own channel brings at all, or, once a plan has been looked into, those
    that no own means brings in time."""

    item: str = Field(title="品目编号")
    item_name: str = Field(title="品目")
    unit: str = Field(title="单位")
    quantity: int = Field(title="申请数量")
    package_text: str = Field(title="包装")
    source: str | None = Field(default=None, title="送达库点编号")
    source_name: str | None = Field(default=None, title="送达库点")
    ready_s: int | None = Field(default=None, title="最迟到库（秒）")
    verified: bool = Field(default=False, title="复算：到库后可按时送达")
    checked: bool = Field(default=False, title="已核对", description="已从头编制核对；否则只按现方案估算")


class InputAgeOut(BaseModel):
    name: str = Field(title="输入")
    at: datetime | None = Field(title="截止时间")


class PlanTimings(BaseModel):
    snapshot_s: float = Field(title="取数")
    matrix_s: float = Field(title="路网")
    shelters_s: float = Field(title="安置")
    allocation_s: float = Field(title="物资")
    trips_s: float = Field(title="车次")
    missions_s: float = Field(title="队伍")
    total_s: float = Field(title="合计")


class PlanReport(BaseModel):
    """One checked plan with the names of everything in it; times in seconds after ``issued_at``."""

    id: UUID | None = Field(title="方案标识")
    number: str | None = Field(title="方案编号")
    incident_id: UUID = Field(title="事件标识")
    incident_name: str = Field(title="事件")
    district: str = Field(title="区县")
    issued_at: datetime = Field(title="方案起算时刻")
    started_at: datetime = Field(title="灾害发生时刻")
    created_at: datetime | None = Field(title="编制时间")
    ended: str = Field(title="结束方式")
    ended_label: str = Field(title="结束方式说明")
    input_hash: str = Field(title="输入摘要")
    seed: int = Field(title="随机种子")
    effort: int = Field(title="计算量")
    solver: str = Field(title="求解器")
    people: PlanPeople
    needs: list[PlanNeed] = Field(title="物资")
    targets: PlanTargets
    objective: list[PlanGoal] = Field(title="指标")
    assignments: list[PlanAssignment] = Field(title="安置")
    trips: list[PlanTrip] = Field(title="车次")
    missions: list[PlanMission] = Field(title="队伍")
    shortages: list[PlanShortage] = Field(title="缺口")
    city_request: list[CityRequest] = Field(title="市级申请")
    behind: list[str] = Field(default_factory=list, title="排在这些方案之后")
    beside: list[UUID] = Field(default_factory=list, title="同级事件")
    adjustment: PlanAdjustment | None = Field(default=None, title="由原方案调整")
    closed_roads: list[str] = Field(title="封闭道路")
    ages: list[InputAgeOut] = Field(title="输入时效")
    timings: PlanTimings


class PlanSummary(BaseModel):
    id: UUID = Field(title="方案标识")
    number: str = Field(title="方案编号")
    incident_id: UUID = Field(title="事件标识")
    state: PlanState = Field(title="状态")
    in_force: bool = Field(title="正在执行", description="已下达，所涉事件没有都改用更晚下达的方案")
    author_name: str = Field(title="编制人")
    created_at: datetime = Field(title="编制时间")
    ended: str = Field(title="结束方式")
    ended_label: str = Field(title="结束方式说明")
    people: PlanPeople
    targets: PlanTargets
    shortages: int = Field(title="缺口项数")


class PlanList(BaseModel):
    items: list[PlanSummary]
    next: str | None = Field(default=None, title="下一页")


class PlanRequested(BaseModel):
    job_id: UUID = Field(title="任务标识")


class PlanOptions(BaseModel):
    effort: int | None = Field(default=None, ge=1, le=1000, title="计算量")
    time_limit_s: float = Field(default=20.0, gt=0, le=600, title="时限（秒）")
    seed: int = Field(default=1, ge=0, title="随机种子")
    restart_clock: bool = Field(default=False, title="从现在起算")
    goal_order: GoalOrder = Field(default=GoalOrder.USUAL, title="目标次序")
    behind: list[UUID] = Field(
        default_factory=list, max_length=20, title="排在这些方案之后", description="其他事件的方案，其占用的资源先扣除"
    )
    beside: list[UUID] = Field(
        default_factory=list, max_length=20, title="同级事件", description="同等优先的其他事件，合为一个方案编制"
    )


class JointPlans(BaseModel):
    """Plans of several incidents over one pool: one after the other, the incident named first first, or one plan for
    all where they come equal."""

    incidents: list[UUID] = Field(min_length=2, max_length=20, title="事件（按优先次序）")
    equal: bool = Field(default=False, title="同等优先", description="合为一个方案编制，各级目标对全部事件一并比较")
    options: PlanOptions = Field(default_factory=PlanOptions, title="编制选项")


class PlanMap(BaseModel):
    """GeoJSON FeatureCollections (WGS84). Properties carry the ids that the report uses."""

    groups: dict[str, Any] = Field(title="转移群体")
    shelters: dict[str, Any] = Field(title="避难场所")
    sources: dict[str, Any] = Field(title="出货库点")
    trips: dict[str, Any] = Field(title="车次")
    missions: dict[str, Any] = Field(title="任务地点")
    calls: dict[str, Any] = Field(default_factory=lambda: collection(()), title="队伍路线")


class BusyRoad(BaseModel):
    """A piece of road in its busiest hour."""

    id: str = Field(title="路段编号")
    name: str = Field(title="路段")
    road_class: RoadClass = Field(title="等级")
    length_m: int = Field(title="长度（米）")
    from_s: int = Field(title="最忙一小时自（秒）")
    people: int = Field(title="载客车（辆）")
    goods: int = Field(title="载货车（辆）")
    capacity: int = Field(title="通行能力（辆/小时）")
    share: float = Field(title="占通行能力")
    speed_percent: int = Field(title="此时车速（%）")
    meetings: int = Field(title="单车道会车（次）")
    geometry: dict[str, Any] = Field(title="线形（GeoJSON，WGS84）")


class PlanRoads(BaseModel):
    """What the plan's own trucks and buses ask of the roads; motorcycles, teams and other traffic are not in it. Plans
    made before this was counted say so.
    """

    counted: bool = Field(default=False, title="已测算")
    driven: int = Field(default=0, title="有车通过的路段")
    over_10: int = Field(default=0, title="超过通行能力一成的路段")
    over_50: int = Field(default=0, title="超过通行能力一半的路段")
    over_100: int = Field(default=0, title="超过通行能力的路段")
    meetings: int = Field(default=0, title="单车道会车（次）")
    met_on: int = Field(default=0, title="有会车的单车道路段")
    busiest: list[BusyRoad] = Field(default_factory=list, title="最忙路段")
