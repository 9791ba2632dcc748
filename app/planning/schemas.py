"""What the gap page and the terminal show."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.catalog.models import Season


class ItemGap(BaseModel):
    """One essential kit line at one place: what is usable, how many people it covers, what is missing."""

    item: UUID
    name: str = Field(title="品目")
    unit: str = Field(title="单位")
    usable: int = Field(title="可用数量")
    floor: int = Field(title="其中储备底线")
    reserved: int = Field(title="已预留")
    expired: int = Field(title="已过期")
    held: int = Field(title="待检、待修、损坏或市级代储")
    persons: int = Field(title="可保障人数")
    required: int = Field(title="目标需要")
    lacking: int = Field(title="需补充数量")
    packages: str = Field(title="需补充（包装）")
    limiting: bool = Field(title="短板")


class PlaceGap(BaseModel):
    """Persons supported by the reserve of one place, against its target."""

    division: str = Field(title="区划代码")
    name: str = Field(title="地点")
    scope: Literal["district", "township"] = Field(title="层级")
    hazard_prone: bool = Field(title="多灾易灾")
    remote: bool = Field(title="偏远")
    source: str = Field(title="区划数据来源（含标记来源）")
    sites: list[str] = Field(title="储备库点")
    indoor_places: int = Field(title="室内床位（抵扣帐篷）")
    target: int = Field(title="目标人数")
    standard: str = Field(title="依据")
    example: bool = Field(title="示例目标")
    persons: int = Field(title="现可保障人数")
    gap: int = Field(title="缺口人数")
    limiting: list[str] = Field(title="短板品目")
    items: list[ItemGap] = Field(title="品目")


class ForceGap(BaseModel):
    metric: str = Field(title="指标代号")
    name: str = Field(title="指标")
    required: int | None = Field(title="目标")
    actual: int = Field(title="现有")
    gap: int = Field(title="缺口")
    unit: str = Field(title="单位")
    standard: str = Field(title="依据")
    example: bool = Field(title="示例目标")


class StageCoverage(BaseModel):
    stage: str = Field(title="阶段")
    label: str = Field(title="阶段名称")
    limits: str = Field(title="时限")
    covered: int = Field(title="达标村数")


class UncoveredVillage(BaseModel):
    division: str = Field(title="村（社区）代码")
    name: str = Field(title="村（社区）")
    township: str = Field(title="乡镇（街道）")
    team: str | None = Field(title="最近队伍")
    arrive_s: int | None = Field(title="最快到场（秒，空为无路可达）")


class Coverage(BaseModel):
    profile: str = Field(title="集结机制")
    note: str = Field(title="说明")
    villages: int = Field(title="村（社区）数")
    covered: int = Field(title="全部达标村数")
    stages: list[StageCoverage] = Field(title="分阶段")
    uncovered: list[UncoveredVillage] = Field(title="最薄弱的村（至多 50 个）")


class GapInput(BaseModel):
    """How old an input is: the planner must know what the figures rest on."""

    name: str = Field(title="数据")
    at: datetime | None = Field(title="最近更新")


class GapReport(BaseModel):
    district: str = Field(title="区县代码")
    district_name: str = Field(title="区县")
    season: Season = Field(title="季节")
    as_of: datetime = Field(title="计算时刻")
    kit: str = Field(title="保障定额")
    kit_days: int = Field(title="保障天数")
    places: list[PlaceGap] = Field(title="物资保障能力")
    forces: list[ForceGap] = Field(title="队伍与避难场所")
    coverage: Coverage | None = Field(title="集结覆盖")
    inputs: list[GapInput] = Field(title="数据时点")
    warnings: list[str] = Field(title="提示")
