"""Divisions on the wire."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from app.divisions.models import DivisionKind


class DivisionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str = Field(title="区划代码")
    name: str = Field(title="名称")
    kind: DivisionKind = Field(title="级别")
    parent: str | None = Field(title="上级区划")
    population: int | None = Field(title="人口")
    hazard_prone: bool = Field(title="多灾易灾")
    remote: bool = Field(title="偏远")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    valid_from: date = Field(title="启用日期")
    valid_to: date | None = Field(title="停用日期")
    source: str = Field(title="来源")
    as_of: date = Field(title="数据日期")
    synthetic: bool = Field(title="合成数据")


class DivisionList(BaseModel):
    items: list[DivisionOut] = Field(title="区划")
    next: str | None = Field(default=None, title="下一页")
