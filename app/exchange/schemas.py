"""Tokens, and the resources that other systems read: codes of the divisions and of GB/T 38565 where they are known."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.auth import Subject
from app.kernel.paging import Page
from app.kernel.types import LabeledEnum
from app.shelters.models import ShelterClass, ShelterGrade, ShelterState
from app.sites.models import SiteKind
from app.teams.models import Skill, TeamLevel

DAYS_LIMIT = 365


class TokenState(LabeledEnum):
    WAITING = "waiting", "待批准", "warning"
    ACTIVE = "active", "有效", "success"
    EXPIRED = "expired", "已过期", "info"
    REVOKED = "revoked", "已吊销", "danger"


Shared = Literal[Subject.PLACES, Subject.STOCK, Subject.FORCES]


class TokenCreate(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=60)] = Field(title="接入系统")
    subjects: list[Shared] = Field(min_length=1, max_length=3, title="可读内容")
    reads: str = Field(pattern=r"^(\d{6}|\d{9}|\d{12})?$", title="区划代码", description="含其下各级；空串为全部区域")
    days: int = Field(ge=1, le=DAYS_LIMIT, title="有效天数")


class TokenOut(BaseModel):
    id: UUID
    name: str = Field(title="接入系统")
    subjects: list[Subject] = Field(title="可读内容")
    reads: str = Field(title="区划代码")
    state: TokenState = Field(title="状态")
    made_by: str = Field(title="申请人")
    made_at: datetime = Field(title="申请时间")
    approved_by: str | None = Field(title="批准人")
    approved_at: datetime | None = Field(title="批准时间")
    expires_at: datetime = Field(title="到期时间")
    revoked_at: datetime | None = Field(title="吊销时间")
    last_used_at: datetime | None = Field(title="最近使用")


class TokenList(BaseModel):
    items: list[TokenOut] = Field(title="共享令牌")


class TokenMade(BaseModel):
    id: UUID
    token: str = Field(title="令牌", description="只显示这一次；批准后生效")


class _Shared(BaseModel):
    id: UUID = Field(title="标识")
    code: str = Field(title="编码")
    name: str = Field(title="名称")
    division: str = Field(title="行政区划代码")
    division_name: str = Field(title="行政区划")
    lon: float | None = Field(title="经度", description="WGS84/CGCS2000，度")
    lat: float | None = Field(title="纬度", description="WGS84/CGCS2000，度")
    out_of_service: bool = Field(title="停用")


class SharedPlace(_Shared):
    kind: SiteKind = Field(title="类型")
    address: str = Field(title="地址")
    floor_area_m2: int | None = Field(title="面积（平方米）")


class SharedStock(BaseModel):
    site_id: UUID = Field(title="库点标识")
    site_code: str = Field(title="库点编码")
    site_name: str = Field(title="库点")
    division: str = Field(title="行政区划代码")
    item_id: UUID = Field(title="品目标识")
    item_code: str = Field(title="品目编码")
    gb_code: str | None = Field(title="GB/T 38565 编码", description="未赋码的品目为空")
    item_name: str = Field(title="品目")
    spec: str = Field(title="规格")
    unit: str = Field(title="计量单位")
    on_hand: int = Field(title="在库")
    available: int = Field(title="可用", description="完好、未过期、未占用的本区物资")
    earliest_expiry: date | None = Field(title="最早有效期至")


class SharedTeam(_Shared):
    level: TeamLevel = Field(title="层级")
    people: int = Field(title="在册人数")
    on_duty: int = Field(title="在岗人数")
    skills: list[Skill] = Field(title="专长")


class SharedShelter(_Shared):
    shelter_class: ShelterClass = Field(title="类别")
    grade: ShelterGrade = Field(title="级别")
    state: ShelterState = Field(title="状态")
    indoor_places: int = Field(title="室内位置")
    outdoor_places: int = Field(title="室外位置")


class SharedPlaces(Page[SharedPlace]): ...


class SharedStocks(Page[SharedStock]): ...


class SharedTeams(Page[SharedTeam]): ...


class SharedShelters(Page[SharedShelter]): ...
