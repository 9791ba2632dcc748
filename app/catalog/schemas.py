"""Items, kits and standards on the wire."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.catalog.models import Comparison, Nature, NeedBasis, Season, StorageClass
from app.divisions.models import DivisionKind


class _Row(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PackageOut(_Row):
    level: int = Field(title="包装层级")
    name: str = Field(title="包装名称")
    factor: int = Field(title="含下一级数量")


class ItemOut(_Row):
    id: UUID
    code: str = Field(title="品目编码")
    name: str = Field(title="品目")
    spec: str = Field(title="规格")
    unit: str = Field(title="计量单位")
    mass_g: int = Field(title="单位质量（克）")
    volume_cm3: int = Field(title="单位体积（立方厘米）")
    shelf_life_days: int | None = Field(title="保质期（天）")
    storage: StorageClass = Field(title="储存要求")
    nature: Nature = Field(title="物资属性")
    gb_code: str | None = Field(title="国标编码")
    life_critical: bool = Field(title="生命攸关")
    priority: int = Field(title="优先权重")
    packages: list[PackageOut] = Field(default=[], title="包装")


class SubstituteOut(_Row):
    """``numerator`` units of the substitute do for ``denominator`` units of the item."""

    item_id: UUID
    substitute_id: UUID
    numerator: int
    denominator: int


class ItemList(BaseModel):
    items: list[ItemOut] = Field(title="品目")
    next: str | None = Field(default=None, title="下一页")


class KitLineOut(_Row):
    item_id: UUID = Field(title="品目")
    item_name: str = Field(title="品目名称")
    unit: str = Field(title="计量单位")
    units: int = Field(title="数量")
    people: int = Field(title="每人数")
    basis: NeedBasis = Field(title="配发方式")
    first_day_units: int | None = Field(title="首日数量")
    first_day_people: int | None = Field(title="首日每人数")
    essential: bool = Field(title="必需")
    indoor_replaces: bool = Field(title="室内安置可免")


class KitOut(_Row):
    id: UUID
    code: str = Field(title="定额编码")
    name: str = Field(title="定额名称")
    season: Season = Field(title="季节")
    version: int = Field(title="版本")
    days: int = Field(title="天数")
    valid_from: date = Field(title="启用日期")
    source: str = Field(title="来源")
    note: str = Field(title="说明")
    lines: list[KitLineOut] = Field(title="定额明细")


class KitList(BaseModel):
    items: list[KitOut] = Field(title="保障定额")
    next: str | None = Field(default=None, title="下一页")


class StandardOut(_Row):
    id: UUID
    metric: str = Field(title="指标代码")
    name: str = Field(title="指标")
    scope_kind: DivisionKind = Field(title="适用级别")
    division: str | None = Field(title="适用区划")
    scope_flag: str = Field(title="适用范围限定")
    comparison: Comparison = Field(title="比较")
    threshold: Decimal = Field(title="目标值")
    unit: str = Field(title="单位")
    document: str = Field(title="依据文件")
    clause: str = Field(title="条款")
    as_of: date = Field(title="日期")
    example: bool = Field(title="示例目标")
    note: str = Field(title="说明")


class StandardList(BaseModel):
    items: list[StandardOut] = Field(title="标准")
    next: str | None = Field(default=None, title="下一页")


class LabelOut(BaseModel):
    value: str = Field(title="值")
    label: str = Field(title="名称")
    colour: str = Field(title="颜色")


class LabelsOut(BaseModel):
    enums: dict[str, list[LabelOut]] = Field(title="枚举")
