"""What teams look like on the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.teams.models import Skill, Stage, TeamLevel

Words = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Seconds = Annotated[int, Field(ge=0, le=86_400)]


class TeamCreate(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Words = Field(title="编号", min_length=1)
    name: Words = Field(title="队伍名称", min_length=1)
    level: TeamLevel = Field(title="层级")
    division: str = Field(title="所属区划")
    base_site_id: UUID | None = Field(None, title="驻地")
    lon: float | None = Field(None, title="经度")
    lat: float | None = Field(None, title="纬度")
    people: Count = Field(title="在册人数")
    on_duty: Count = Field(title="在岗人数")
    home_cover: Count = Field(0, title="留守人数")
    skills: list[Skill] = Field([], title="专长")
    self_support_days: Count = Field(0, title="自我保障天数")
    response_s: Seconds = Field(120, title="响应时间（秒）")
    assembly_s: Seconds = Field(300, title="集结时间（秒）")
    contact_name: Words = Field("", title="联系人")
    contact_phone: Words = Field("", title="联系电话")
    deputy_name: Words = Field("", title="副手")
    deputy_phone: Words = Field("", title="副手电话")
    ready_checked_on: date | None = Field(None, title="最近战备检查")
    source: Words = Field("", title="来源")


class TeamUpdate(BaseModel):
    """Only the fields that are sent change."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Words | None = Field(None, title="编号", min_length=1)
    name: Words | None = Field(None, title="队伍名称", min_length=1)
    level: TeamLevel | None = Field(None, title="层级")
    division: str | None = Field(None, title="所属区划")
    base_site_id: UUID | None = Field(None, title="驻地")
    lon: float | None = Field(None, title="经度")
    lat: float | None = Field(None, title="纬度")
    people: Count | None = Field(None, title="在册人数")
    on_duty: Count | None = Field(None, title="在岗人数")
    home_cover: Count | None = Field(None, title="留守人数")
    skills: list[Skill] | None = Field(None, title="专长")
    self_support_days: Count | None = Field(None, title="自我保障天数")
    response_s: Seconds | None = Field(None, title="响应时间（秒）")
    assembly_s: Seconds | None = Field(None, title="集结时间（秒）")
    contact_name: Words | None = Field(None, title="联系人")
    contact_phone: Words | None = Field(None, title="联系电话")
    deputy_name: Words | None = Field(None, title="副手")
    deputy_phone: Words | None = Field(None, title="副手电话")
    ready_checked_on: date | None = Field(None, title="最近战备检查")
    source: Words | None = Field(None, title="来源")


class TeamOut(TeamCreate):
    """A team with the coordinates it can be reached at: its own, or those of its base."""

    id: UUID
    division_name: str = Field(title="区划名称")
    base_name: str | None = Field(title="驻地名称")
    out_of_service: bool = Field(title="停用")
    out_of_service_reason: str = Field(title="停用原因")
    version: int = Field(title="版本")
    synthetic: bool = Field(title="合成数据")
    as_of: date | None = Field(title="来源日期")


class TeamList(BaseModel):
    items: list[TeamOut]
    next: str | None = None


class AssemblyStageOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    stage: Stage = Field(title="阶段")
    level: TeamLevel | None = Field(title="队伍层级（空为不限）")
    limit_s: int = Field(title="时限（秒）")


class AssemblyProfileOut(BaseModel):
    code: str = Field(title="编号")
    name: str = Field(title="名称")
    note: str = Field(title="说明")
    active: bool = Field(title="启用")
    version: int = Field(title="版本")
    stages: list[AssemblyStageOut] = Field(title="时限")


class AssemblyProfileList(BaseModel):
    items: list[AssemblyProfileOut]
    next: str | None = None
