"""What vehicles look like on the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.fleet.models import MOBILISATION_S, Ownership, VehicleProfile, VehicleType

Words = Annotated[str, Field(max_length=200)]
Grams = Annotated[int, Field(ge=0, le=100_000_000)]
Volume = Annotated[int, Field(ge=0, le=500_000_000)]
Seats = Annotated[int, Field(ge=0, le=500)]
Seconds = Annotated[int, Field(ge=0, le=259_200)]


class VehicleCreate(BaseModel):
    """Figures that are not sent are the planning values of the type."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Words = Field(title="车牌号", min_length=1)
    name: Words = Field(title="车辆名称", min_length=1)
    type: VehicleType = Field(title="车型")
    profile: VehicleProfile | None = Field(None, title="通行类别")
    division: str = Field(title="所属区划")
    base_site_id: UUID | None = Field(None, title="停放站点")
    lon: float | None = Field(None, title="经度")
    lat: float | None = Field(None, title="纬度")
    capacity_g: Grams | None = Field(None, title="载重（g）")
    capacity_cm3: Volume | None = Field(None, title="容积（cm³）")
    seats: Seats | None = Field(None, title="座位数")
    owner: Ownership = Field(Ownership.OWN, title="归属")
    partner_id: UUID | None = Field(None, title="协议运输单位")
    mobilisation_s: Seconds = Field(MOBILISATION_S, title="动员时间（秒）")
    driver_name: Words = Field("", title="驾驶员")
    driver_phone: Words = Field("", title="驾驶员电话")
    source: Words = Field("", title="来源")


class VehicleUpdate(BaseModel):
    """Only the fields that are sent change."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Words | None = Field(None, title="车牌号", min_length=1)
    name: Words | None = Field(None, title="车辆名称", min_length=1)
    type: VehicleType | None = Field(None, title="车型")
    profile: VehicleProfile | None = Field(None, title="通行类别")
    division: str | None = Field(None, title="所属区划")
    base_site_id: UUID | None = Field(None, title="停放站点")
    lon: float | None = Field(None, title="经度")
    lat: float | None = Field(None, title="纬度")
    capacity_g: Grams | None = Field(None, title="载重（g）")
    capacity_cm3: Volume | None = Field(None, title="容积（cm³）")
    seats: Seats | None = Field(None, title="座位数")
    owner: Ownership | None = Field(None, title="归属")
    partner_id: UUID | None = Field(None, title="协议运输单位")
    mobilisation_s: Seconds | None = Field(None, title="动员时间（秒）")
    driver_name: Words | None = Field(None, title="驾驶员")
    driver_phone: Words | None = Field(None, title="驾驶员电话")
    source: Words | None = Field(None, title="来源")


class VehicleOut(BaseModel):
    """A vehicle with the coordinates it stands at: its own, or those of its base."""

    id: UUID
    code: str = Field(title="车牌号")
    name: str = Field(title="车辆名称")
    type: VehicleType = Field(title="车型")
    profile: VehicleProfile = Field(title="通行类别")
    division: str = Field(title="所属区划")
    division_name: str = Field(title="区划名称")
    base_site_id: UUID | None = Field(title="停放站点")
    base_name: str | None = Field(title="停放站点名称")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    capacity_g: int = Field(title="载重（g）")
    capacity_cm3: int = Field(title="容积（cm³）")
    seats: int = Field(title="座位数")
    owner: Ownership = Field(title="归属")
    partner_id: UUID | None = Field(title="协议运输单位")
    mobilisation_s: int = Field(title="动员时间（秒）")
    driver_name: str = Field(title="驾驶员")
    driver_phone: str = Field(title="驾驶员电话")
    out_of_service: bool = Field(title="停用")
    out_of_service_reason: str = Field(title="停用原因")
    version: int = Field(title="版本")
    synthetic: bool = Field(title="合成数据")
    source: str = Field(title="来源")
    as_of: date | None = Field(title="来源日期")


class VehicleList(BaseModel):
    items: list[VehicleOut]
    next: str | None = None


class VehicleTypeOut(BaseModel):
    type: VehicleType = Field(title="车型")
    label: str = Field(title="名称")
    profile: VehicleProfile = Field(title="通行类别")
    capacity_g: int = Field(title="载重（g）")
    capacity_cm3: int = Field(title="容积（cm³）")
    seats: int = Field(title="座位数")


class VehicleTypeList(BaseModel):
    """Planning values of every type, to be changed per vehicle."""

    items: list[VehicleTypeOut]
    next: str | None = None
