"""What shelters look like on the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.shelters.models import Function, Hazard, ShelterClass, ShelterGrade, ShelterState

Words = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Seconds = Annotated[int, Field(ge=0, le=259_200)]


class ShelterCreate(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Words = Field(title="编号", min_length=1)
    name: Words = Field(title="避难场所名称", min_length=1)
    division: str = Field(title="所属区划")
    site_id: UUID | None = Field(None, title="物资站点")
    lon: float | None = Field(None, title="经度")
    lat: float | None = Field(None, title="纬度")
    shelter_class: ShelterClass = Field(title="类别")
    grade: ShelterGrade = Field(title="级别")
    indoor_places: Count = Field(title="室内床位")
    outdoor_places: Count = Field(title="室外位置")
    special_places: Count = Field(0, title="特殊人群位置")
    usable_area_m2: Count = Field(title="可用面积（m²）")
    area_per_person_cm2: Annotated[int, Field(gt=0, le=1_000_000)] = Field(20_000, title="人均面积（cm²）")
    day_capacity: Count = Field(title="日间容量")
    night_capacity: Count = Field(title="夜间容量")
    functions: list[Function] = Field([], title="功能")
    exposures: list[Hazard] = Field([], title="受威胁灾种")
    state: ShelterState = Field(ShelterState.STANDBY, title="状态")
    ready_s: Seconds = Field(1800, title="启用准备时间（秒）")
    docks: Annotated[int, Field(ge=1, le=50)] = Field(1, title="卸货位")
    stop_s: Seconds = Field(300, title="每次停靠时间（秒）")
    handling_s_per_t: Seconds = Field(1080, title="每吨卸货时间（秒）")
    contact_name: Words = Field("", title="联系人")
    contact_phone: Words = Field("", title="联系电话")
    source: Words = Field("", title="来源")


class ShelterUpdate(BaseModel):
    """Only the fields that are sent change."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Words | None = Field(None, title="编号", min_length=1)
    name: Words | None = Field(None, title="避难场所名称", min_length=1)
    division: str | None = Field(None, title="所属区划")
    site_id: UUID | None = Field(None, title="物资站点")
    lon: float | None = Field(None, title="经度")
    lat: float | None = Field(None, title="纬度")
    shelter_class: ShelterClass | None = Field(None, title="类别")
    grade: ShelterGrade | None = Field(None, title="级别")
    indoor_places: Count | None = Field(None, title="室内床位")
    outdoor_places: Count | None = Field(None, title="室外位置")
    special_places: Count | None = Field(None, title="特殊人群位置")
    usable_area_m2: Count | None = Field(None, title="可用面积（m²）")
    area_per_person_cm2: Annotated[int, Field(gt=0, le=1_000_000)] | None = Field(None, title="人均面积（cm²）")
    day_capacity: Count | None = Field(None, title="日间容量")
    night_capacity: Count | None = Field(None, title="夜间容量")
    functions: list[Function] | None = Field(None, title="功能")
    exposures: list[Hazard] | None = Field(None, title="受威胁灾种")
    state: ShelterState | None = Field(None, title="状态")
    ready_s: Seconds | None = Field(None, title="启用准备时间（秒）")
    docks: Annotated[int, Field(ge=1, le=50)] | None = Field(None, title="卸货位")
    stop_s: Seconds | None = Field(None, title="每次停靠时间（秒）")
    handling_s_per_t: Seconds | None = Field(None, title="每吨卸货时间（秒）")
    contact_name: Words | None = Field(None, title="联系人")
    contact_phone: Words | None = Field(None, title="联系电话")
    source: Words | None = Field(None, title="来源")


class ShelterOut(ShelterCreate):
    """A shelter with the coordinates it can be reached at: its own, or those of its site."""

    id: UUID
    division_name: str = Field(title="区划名称")
    out_of_service: bool = Field(title="停用")
    out_of_service_reason: str = Field(title="停用原因")
    version: int = Field(title="版本")
    synthetic: bool = Field(title="合成数据")
    as_of: date | None = Field(title="来源日期")


class ShelterList(BaseModel):
    items: list[ShelterOut]
    next: str | None = None
