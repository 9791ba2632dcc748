"""Sites and partners on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.sites.models import PartnerKind, SiteKind


class _Row(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class BinOut(_Row):
    id: UUID
    code: str = Field(title="货位号")
    name: str = Field(title="货位名称")


class SiteOut(_Row):
    id: UUID
    code: str = Field(title="库点编码")
    name: str = Field(title="库点")
    kind: SiteKind = Field(title="类型")
    division: str | None = Field(title="所属区划")
    division_name: str | None = Field(default=None, title="所属区划名称")
    address: str = Field(title="地址")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    keeper: str = Field(title="保管人")
    phone: str = Field(title="电话")
    out_of_service: bool = Field(title="停用")
    synthetic: bool = Field(title="合成数据")
    version: int = Field(title="版本")


class SiteList(BaseModel):
    items: list[SiteOut] = Field(title="库点")
    next: str | None = Field(default=None, title="下一页")


class AgreementOut(_Row):
    id: UUID
    item_id: UUID = Field(title="品目")
    item_name: str = Field(title="品目名称")
    unit: str = Field(title="计量单位")
    guaranteed_quantity: int = Field(title="保证数量")
    least_call: int = Field(title="最低起调量")
    response_s: int = Field(title="响应时间（秒）")
    radius_m: int | None = Field(title="服务半径（米）")
    price_basis: str = Field(title="计价依据")
    valid_from: date = Field(title="生效日期")
    valid_to: date = Field(title="失效日期")


class CapacityOut(_Row):
    id: UUID
    item_id: UUID = Field(title="品目")
    item_name: str = Field(title="品目名称")
    unit: str = Field(title="计量单位")
    per_day: int = Field(title="日产能")
    least_call: int = Field(title="最低起调量")
    ramp_up_s: int = Field(title="启动时间（秒）")
    valid_from: date = Field(title="生效日期")
    valid_to: date = Field(title="失效日期")


class PartnerOut(_Row):
    kind: PartnerKind = Field(title="协议类型")
    contact: str = Field(title="联系人")
    phone: str = Field(title="电话")
    note: str = Field(title="说明")
    agreements: list[AgreementOut] = Field(title="协议储备")
    capacities: list[CapacityOut] = Field(title="产能储备")


class FloorOut(_Row):
    id: UUID
    item_id: UUID = Field(title="品目")
    item_name: str = Field(title="品目名称")
    unit: str = Field(title="计量单位")
    quantity: int = Field(title="储备底线")
    reason: str = Field(title="说明")
    released_by: str | None = Field(title="解除人")
    released_at: datetime | None = Field(title="解除时间")


class SiteDetail(SiteOut):
    floor_area_m2: int | None = Field(title="面积（平方米）")
    hours: str = Field(title="开放时间")
    key_holder: str = Field(title="钥匙保管人")
    docks: int = Field(title="装卸口")
    stop_s: int = Field(title="停靠时间（秒）")
    handling_s_per_t: int = Field(title="装卸时间（秒/吨）")
    out_of_service_reason: str = Field(title="停用原因")
    source: str = Field(title="来源")
    as_of: date | None = Field(title="数据日期")
    bins: list[BinOut] = Field(title="货位")
    floors: list[FloorOut] = Field(title="储备底线")
    partner: PartnerOut | None = Field(title="协议企业")
