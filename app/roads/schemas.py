"""Roads and the base map on the wire."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.roads.models import LayerKind, RoadClass


class MapFeatureOut(BaseModel):
    type: Literal["Feature"] = "Feature"
    properties: dict[str, Any] = Field(title="属性")
    geometry: dict[str, Any] = Field(title="图形（GeoJSON，WGS84）")


class MapCollection(BaseModel):
    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[MapFeatureOut] = Field(title="要素")


class MapLayerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: LayerKind = Field(title="图层")
    name: str = Field(title="名称")
    source: str = Field(title="来源")
    as_of: date = Field(title="数据日期")
    synthetic: bool = Field(title="合成数据")
    version: int = Field(title="版本")


class BaseMap(BaseModel):
    """Everything that the schematic base map draws, bottom to top."""

    district: str = Field(title="区县代码")
    name: str = Field(title="区县")
    bounds: tuple[float, float, float, float] = Field(title="范围（西、南、东、北）")
    layers: list[MapLayerOut] = Field(title="图层说明")
    outline: MapCollection = Field(title="示意轮廓")
    rivers: MapCollection = Field(title="河流")
    roads: MapCollection = Field(title="道路")
    bridges: MapCollection = Field(title="桥梁")
    townships: MapCollection = Field(title="乡镇（街道）")


class RoadLinkOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str = Field(title="路段编号")
    name: str = Field(title="路段")
    road_class: RoadClass = Field(title="等级")
    length_m: int = Field(title="长度（米）")
    bridge: bool = Field(title="桥梁")
    river: str | None = Field(title="跨越河流")


class RoadLinkList(BaseModel):
    items: list[RoadLinkOut] = Field(title="路段")
    next: str | None = Field(default=None, title="下一页")


class CriticalLinkOut(BaseModel):
    id: str = Field(title="路段编号")
    name: str = Field(title="路段")
    road_class: RoadClass = Field(title="等级")
    length_m: int = Field(title="长度（米）")
    bridge: bool = Field(title="桥梁")
    tunnel: bool = Field(title="隧道")
    line: tuple[tuple[float, float], ...] = Field(title="线形（经纬度，WGS84）")
    people: int = Field(title="中断后被隔断人口")
    villages: list[str] = Field(title="被隔断的村（社区）")


class CriticalLinkList(BaseModel):
    """Most people first; ``total`` counts those beyond the limit too."""

    items: list[CriticalLinkOut] = Field(title="无路可绕的路段")
    total: int = Field(title="合计")
