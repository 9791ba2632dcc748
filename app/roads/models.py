"""Map layers, the road graph in rows, and drawn features (outline, rivers)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, json_column


class LayerKind(LabeledEnum):
    ROADS = "roads", "道路", "primary"
    RIVERS = "rivers", "河流", "primary"
    OUTLINE = "outline", "示意轮廓", "info"


class RoadClass(LabeledEnum):
    EXPRESSWAY = "expressway", "高速公路", "success"
    CLASS_2 = "class_2", "二级公路", "primary"
    CLASS_3 = "class_3", "三级公路", "warning"
    CLASS_4 = "class_4", "四级公路", "warning"
    VILLAGE = "village", "村道", "info"


class MapLayer(SQLModel, table=True):
    """One layer of one district. Importing it again replaces its rows and raises ``version``."""

    __tablename__ = "map_layer"
    __table_args__ = (
        UniqueConstraint("district", "kind"),
        enum_check("kind", LayerKind),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    district: str = Field(foreign_key="division.code", sa_type=Text)
    kind: LayerKind = Field(sa_column=enum_column(LayerKind))
    name: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    as_of: date
    synthetic: bool
    version: int = 1


def _layer_key(**options: Any) -> Column[Any]:
    return Column(ForeignKey("map_layer.id", ondelete="CASCADE"), nullable=False, **options)


class RoadNode(SQLModel, table=True):
    """A junction or end of road, numbered within its layer."""

    __tablename__ = "road_node"
    __table_args__ = (
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon_range"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat_range"),
    )

    layer_id: UUID = Field(sa_column=_layer_key(primary_key=True))
    number: int = Field(primary_key=True)
    lon: float
    lat: float


class RoadLink(SQLModel, table=True):
    """A piece of road between two nodes. ``geometry`` is a GeoJSON LineString, null where it is a straight line.

    ``limit_kg`` is the heaviest vehicle allowed, null for any.
    """

    __tablename__ = "road_link"
    __table_args__ = (
        ForeignKeyConstraint(["layer_id", "start_node"], ["road_node.layer_id", "road_node.number"]),
        ForeignKeyConstraint(["layer_id", "end_node"], ["road_node.layer_id", "road_node.number"]),
        enum_check("road_class", RoadClass),
        CheckConstraint("length_m > 0", name="length_positive"),
        CheckConstraint("limit_kg > 0", name="limit_positive"),
    )

    id: str = Field(sa_type=Text, primary_key=True)
    layer_id: UUID = Field(sa_column=_layer_key(index=True))
    name: str = Field(sa_type=Text)
    start_node: int
    end_node: int
    length_m: int
    road_class: RoadClass = Field(sa_column=enum_column(RoadClass))
    oneway: bool = False
    bridge: bool = False
    river: str | None = Field(default=None, sa_type=Text)
    geometry: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    tunnel: bool = False
    limit_kg: int | None = None


class MapFeature(SQLModel, table=True):
    """A drawn feature of a layer: a river's line or the district's outline, GeoJSON in WGS84."""

    __tablename__ = "map_feature"

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    layer_id: UUID = Field(sa_column=_layer_key(index=True))
    name: str = Field(sa_type=Text)
    geometry: dict[str, Any] = Field(sa_column=json_column())
