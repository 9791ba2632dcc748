"""What incidents look like on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.incidents.models import (
    ClosureKind,
    IncidentKind,
    IncidentLevel,
    IncidentState,
    LogKind,
    NeedOrigin,
    RoadCondition,
    RoadStructure,
    RuleBasis,
)
from app.roads.models import RoadClass
from app.teams.models import Skill

Words = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=4000)]
Count = Annotated[int, Field(ge=0, le=200_000)]
"""People of one village: more is a slip of the keyboard that the planner could not hold in memory."""
Percent = Annotated[int, Field(ge=0, le=100)]
Severity = Annotated[int, Field(ge=1, le=5)]
Seconds = Annotated[int, Field(ge=0, le=259_200)]
Conditions = Annotated[list[RoadCondition], Field(max_length=2)]
GeoJson = dict[str, Any]


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AreaInput(Wire):
    name: Words = Field("", title="名称")
    geometry: GeoJson = Field(title="范围（GeoJSON 面，WGS84）")


class VillageInput(Wire):
    """People to relocate. Left out: population × ``people_percent`` of the incident."""

    division: str = Field(title="村（社区）代码")
    people: Count | None = Field(None, title="转移人数")
    elderly: Count = Field(0, title="其中老人")
    disabled: Count = Field(0, title="其中残疾人")
    infants: Count = Field(0, title="其中婴幼儿")
    patients: Count = Field(0, title="其中伤病员")


class ClosureInput(Wire):
    kind: ClosureKind = Field(title="方式")
    link_id: str | None = Field(None, title="路段编号")
    geometry: GeoJson | None = Field(None, title="线或面（GeoJSON，WGS84）")
    speed_percent: Annotated[int, Field(ge=0, le=99)] = Field(0, title="车速百分比（0 为中断）")
    since: AwareDatetime | None = Field(None, title="开始时间（空为方案起算前已中断）")
    until: AwareDatetime | None = Field(None, title="预计恢复时间")
    structure: RoadStructure | None = Field(None, title="仅限（桥梁或隧道）")
    road_class: RoadClass | None = Field(None, title="仅限（道路等级）")
    limit_kg: Annotated[int, Field(ge=1, le=100_000)] | None = Field(None, title="限重（千克，不超过者仍可通行）")
    reason: Words = Field(title="原因", min_length=1)


class ClosedSiteInput(Wire):
    site_id: UUID = Field(title="站点")
    reason: Words = Field(title="原因", min_length=1)


class NeedInput(Wire):
    name: Words = Field(title="任务", min_length=1)
    division: str | None = Field(None, title="地点（区划）")
    lon: float | None = Field(None, title="经度")
    lat: float | None = Field(None, title="纬度")
    skill: Skill = Field(title="专长")
    people: Annotated[int, Field(ge=1, le=100_000)] = Field(title="人数")
    from_s: Seconds = Field(0, title="最早（方案起算后秒数）")
    until_s: Annotated[int, Field(gt=0, le=259_200)] = Field(title="最晚（方案起算后秒数）")
    severity: Severity = Field(3, title="紧要程度 1–5")


class IncidentCreate(Wire):
    """Villages are picked; when none are sent, those inside ``areas``. With neither, nobody has to move."""

    name: Words = Field(title="事件名称", min_length=1)
    kind: IncidentKind = Field(title="灾种")
    level: IncidentLevel = Field(title="级别")
    started_at: AwareDatetime = Field(title="发生时间")
    plan_from: AwareDatetime | None = Field(None, title="方案起算时刻（空为现在）")
    district: str = Field(title="区县代码")
    exercise: bool = Field(False, title="演练")
    road_conditions: Conditions | None = Field(None, title="路况影响（不填按灾种）")
    description: Text = Field("", title="情况说明")
    areas: list[AreaInput] = Field([], title="受灾范围", max_length=50)
    villages: list[VillageInput] | None = Field(None, title="受灾村（社区），空为范围内全部", max_length=2000)
    people_percent: Percent = Field(100, title="未填人数的村转移人口比例（%）")
    closures: list[ClosureInput] = Field([], title="中断道路", max_length=500)
    closed_sites: list[ClosedSiteInput] = Field([], title="停用站点", max_length=500)


class IncidentUpdate(Wire):
    """Only the fields that are sent change; a list that is sent replaces the whole list."""

    name: Words | None = Field(None, title="事件名称", min_length=1)
    level: IncidentLevel | None = Field(None, title="级别")
    started_at: AwareDatetime | None = Field(None, title="发生时间")
    plan_from: AwareDatetime | None = Field(None, title="方案起算时刻")
    description: Text | None = Field(None, title="情况说明")
    road_conditions: Conditions | None = Field(None, title="路况影响（空为按灾种）")
    areas: list[AreaInput] | None = Field(None, title="受灾范围", max_length=50)
    villages: list[VillageInput] | None = Field(None, title="受灾村（社区）", max_length=2000)
    people_percent: Percent = Field(100, title="未填人数的村转移人口比例（%）")
    closed_sites: list[ClosedSiteInput] | None = Field(None, title="停用站点", max_length=500)


class AreaOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str = Field(title="名称")
    geometry: GeoJson = Field(title="范围")
    note: str = Field(title="说明")


class AffectedOut(BaseModel):
    division: str = Field(title="村（社区）代码")
    name: str = Field(title="村（社区）")
    township: str = Field(title="乡镇（街道）")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    population: int | None = Field(title="人口")
    people: int = Field(title="转移人数")
    elderly: int = Field(title="其中老人")
    disabled: int = Field(title="其中残疾人")
    infants: int = Field(title="其中婴幼儿")
    patients: int = Field(title="其中伤病员")


class ClosureOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: ClosureKind = Field(title="方式")
    link_id: str | None = Field(title="路段编号")
    geometry: GeoJson | None = Field(title="线或面")
    speed_percent: int = Field(title="车速百分比（0 为中断）")
    since: datetime = Field(title="开始时间")
    until: datetime | None = Field(title="预计恢复时间")
    structure: RoadStructure | None = Field(title="仅限（桥梁或隧道）")
    road_class: RoadClass | None = Field(title="仅限（道路等级）")
    limit_kg: int | None = Field(title="限重（千克，不超过者仍可通行）")
    roads: str = Field(title="道路")
    state: str = Field(title="通行状态")
    reason: str = Field(title="原因")
    reported_by: str = Field(title="报告人")
    reported_at: datetime = Field(title="报告时间")


class ClosedSiteOut(BaseModel):
    site_id: UUID = Field(title="站点")
    name: str = Field(title="站点名称")
    reason: str = Field(title="原因")


class NeedOut(BaseModel):
    id: UUID
    name: str = Field(title="任务")
    division: str | None = Field(title="地点（区划）")
    place: str = Field(title="地点")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    skill: Skill = Field(title="专长")
    people: int = Field(title="人数")
    from_s: int = Field(title="最早（秒）")
    until_s: int = Field(title="最晚（秒）")
    severity: int = Field(title="紧要程度 1–5")
    origin: NeedOrigin = Field(title="来源")


class LogOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    at: datetime = Field(title="时间")
    actor: str = Field(title="记录人")
    kind: LogKind = Field(title="类别")
    text: str = Field(title="内容")


class LogList(BaseModel):
    items: list[LogOut]
    next: str | None = None


class LogInput(Wire):
    text: Text = Field(title="内容", min_length=1)


class IncidentSummary(BaseModel):
    id: UUID
    number: str = Field(title="编号")
    name: str = Field(title="事件名称")
    kind: IncidentKind = Field(title="灾种")
    level: IncidentLevel = Field(title="级别")
    state: IncidentState = Field(title="状态")
    exercise: bool = Field(title="演练")
    district: str = Field(title="区县代码")
    district_name: str = Field(title="区县")
    started_at: datetime = Field(title="发生时间")
    plan_from: datetime = Field(title="方案起算时刻")
    villages: int = Field(title="受灾村数")
    people_to_place: int = Field(title="需安置人数")
    version: int = Field(title="版本")


class IncidentList(BaseModel):
    items: list[IncidentSummary]
    next: str | None = None


class IncidentOut(IncidentSummary):
    description: str = Field(title="情况说明")
    opened_by: str = Field(title="开设人")
    opened_at: datetime = Field(title="开设时间")
    closed_at: datetime | None = Field(title="结束时间")
    road_conditions: list[RoadCondition] | None = Field(title="路况影响（空为按灾种）")
    areas: list[AreaOut] = Field(title="受灾范围")
    affected: list[AffectedOut] = Field(title="受灾村（社区）")
    closures: list[ClosureOut] = Field(title="中断道路")
    closed_sites: list[ClosedSiteOut] = Field(title="停用站点")
    needs: list[NeedOut] = Field(title="救援任务需求")
    needs_corrected: bool = Field(title="任务需求已人工修改")
    warnings: list[str] = Field(title="提示")


class IncidentClose(Wire):
    note: Words = Field("", title="结束说明")


class NeedsUpdate(Wire):
    """The corrected list; rows that came from a rule and are sent unchanged stay marked so."""

    needs: list[NeedInput] = Field(title="救援任务需求", max_length=2000)


class PreviewInput(Wire):
    district: str = Field(title="区县")
    areas: list[AreaInput] = Field(title="受灾范围", max_length=50)
    people_percent: Percent = Field(100, title="转移人口比例（%）")


class PreviewOut(BaseModel):
    areas: list[AreaOut] = Field(title="范围（修复后）")
    villages: list[AffectedOut] = Field(title="范围内的村（社区）")
    people: int = Field(title="合计转移人数")
    warnings: list[str] = Field(title="提示")


class Feature(BaseModel):
    type: Literal["Feature"] = "Feature"
    id: str
    geometry: GeoJson | None
    properties: dict[str, Any]


class FeatureCollection(BaseModel):
    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]


class IncidentMap(BaseModel):
    """Layers for the map, GeoJSON in WGS84."""

    areas: FeatureCollection = Field(title="受灾范围")
    closures: FeatureCollection = Field(title="中断道路")
    villages: FeatureCollection = Field(title="受灾村（社区）")
    closed_sites: FeatureCollection = Field(title="停用站点")


class RuleOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str = Field(title="编号")
    name: str = Field(title="任务")
    basis: RuleBasis = Field(title="计算依据")
    per: int = Field(title="每多少")
    skill: Skill = Field(title="专长")
    people: int = Field(title="需要人数")
    from_s: int = Field(title="最早（秒）")
    until_s: int = Field(title="最晚（秒）")
    severity: int = Field(title="紧要程度 1–5")
    kinds: list[IncidentKind] = Field(title="适用灾种（空为全部）")
    active: bool = Field(title="启用")
    note: str = Field(title="说明")
    version: int = Field(title="版本")


class RuleList(BaseModel):
    items: list[RuleOut]
    next: str | None = None


class RuleCreate(Wire):
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = Field(title="编号")
    name: Words = Field(title="任务", min_length=1)
    basis: RuleBasis = Field(title="计算依据")
    per: Annotated[int, Field(ge=1, le=200_000)] = Field(1, title="每多少")
    skill: Skill = Field(title="专长")
    people: Annotated[int, Field(ge=1, le=100_000)] = Field(title="需要人数")
    from_s: Seconds = Field(0, title="最早（秒）")
    until_s: Annotated[int, Field(gt=0, le=259_200)] = Field(title="最晚（秒）")
    severity: Severity = Field(3, title="紧要程度 1–5")
    kinds: list[IncidentKind] = Field([], title="适用灾种（空为全部）")
    note: Words = Field("规划值，可修改", title="说明")


class RuleUpdate(Wire):
    per: Annotated[int, Field(ge=1, le=200_000)] | None = Field(None, title="每多少")
    people: Annotated[int, Field(ge=1, le=100_000)] | None = Field(None, title="需要人数")
    from_s: Seconds | None = Field(None, title="最早（秒）")
    until_s: Annotated[int, Field(gt=0, le=259_200)] | None = Field(None, title="最晚（秒）")
    severity: Severity | None = Field(None, title="紧要程度 1–5")
    active: bool | None = Field(None, title="启用")
    note: Words | None = Field(None, title="说明")
