"""Tables of the incidents' room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column, json_column
from app.roads.models import RoadClass
from app.teams.models import Skill


class IncidentKind(LabeledEnum):
    FLOOD = "flood", "洪涝", "primary"
    EARTHQUAKE = "earthquake", "地震", "danger"
    LANDSLIDE = "landslide", "地质灾害", "warning"
    FOREST_FIRE = "forest_fire", "森林火灾", "danger"
    DROUGHT = "drought", "干旱", "warning"
    SNOW_ICE = "snow_ice", "低温雨雪冰冻", "info"
    CHEMICAL = "chemical", "危化品事故", "danger"


class IncidentLevel(LabeledEnum):
    I = "I", "Ⅰ级（特别重大）", "danger"  # noqa: E741 -- the level is called I
    II = "II", "Ⅱ级（重大）", "warning"
    III = "III", "Ⅲ级（较大）", "primary"
    IV = "IV", "Ⅳ级（一般）", "info"


class IncidentState(LabeledEnum):
    OPEN = "open", "处置中", "danger"
    CLOSED = "closed", "已结束", "info"


class RoadCondition(LabeledEnum):
    """What slows every road vehicle in the district; by how much says ``gis.roads.FACTORS``."""

    RAIN = "rain", "降雨"
    DEBRIS = "debris", "路面堆积物"


class ClosureKind(LabeledEnum):
    LINK = "link", "路段"
    LINE = "line", "沿线"
    POLYGON = "polygon", "区域"
    DISTRICT = "district", "全区"


class RoadStructure(LabeledEnum):
    BRIDGE = "bridge", "桥梁"
    TUNNEL = "tunnel", "隧道"


class NeedOrigin(LabeledEnum):
    RULE = "rule", "规则生成", "info"
    MANUAL = "manual", "人工填写", "primary"


class LogKind(LabeledEnum):
    EVENT = "event", "系统记录", "info"
    NOTE = "note", "值班记录", "primary"


class RuleBasis(LabeledEnum):
    """What a mission rule counts."""

    PEOPLE_MOVED = "people_moved", "每村转移若干人"
    TOWNSHIP_PEOPLE = "township_people", "每乡镇（街道）转移若干人"
    PATIENTS = "patients", "每乡镇（街道）若干名伤病员"
    CUT_OFF_VILLAGE = "cut_off_village", "每个道路中断的村"
    CLOSED_ROAD = "closed_road", "每处道路中断"
    INCIDENT = "incident", "每起事件"


class Incident(SQLModel, table=True):
    """What happened. ``plan_from`` (方案起算时刻) is second 0 of its plans; the disaster began at ``started_at``."""

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("number"),
        enum_check("kind", IncidentKind),
        enum_check("level", IncidentLevel),
        enum_check("state", IncidentState),
        CheckConstraint("plan_from >= started_at", name="plan_after_start"),
        CheckConstraint("road_conditions <@ ARRAY['rain', 'debris']", name="road_conditions_known"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_when_closed"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    number: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    kind: IncidentKind = Field(sa_column=enum_column(IncidentKind))
    level: IncidentLevel = Field(sa_column=enum_column(IncidentLevel))
    started_at: datetime = Field(sa_column=instant_column())
    plan_from: datetime = Field(sa_column=instant_column())
    district: str = Field(foreign_key="division.code", index=True, sa_type=Text)
    state: IncidentState = Field(default=IncidentState.OPEN, sa_column=enum_column(IncidentState))
    exercise: bool = False
    description: str = Field(default="", sa_type=Text)
    road_conditions: list[str] | None = Field(default=None, sa_column=Column(ARRAY(Text), nullable=True))
    """``RoadCondition`` values as reported; null: what its kind brings."""
    needs_corrected: bool = False
    """The mission needs were corrected by hand: rules do not touch them until they are asked to."""
    opened_by: str = Field(foreign_key="person.code", sa_type=Text)
    opened_at: datetime = Field(sa_column=instant_column())
    closed_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    version: int = 1


class IncidentArea(SQLModel, table=True):
    """A hazard polygon (GeoJSON, WGS84). ``note`` says how it was repaired, if it was."""

    __tablename__ = "incident_area"

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    incident_id: UUID = Field(
        sa_column=Column(ForeignKey("incident.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    name: str = Field(default="", sa_type=Text)
    geometry: dict[str, Any] = Field(sa_column=json_column())
    note: str = Field(default="", sa_type=Text)


class AffectedVillage(SQLModel, table=True):
    """People of a village to be relocated, and how many of them need special places."""

    __tablename__ = "affected_village"
    __table_args__ = (
        CheckConstraint("people >= 0", name="people_not_negative"),
        CheckConstraint(
            "elderly BETWEEN 0 AND people AND disabled BETWEEN 0 AND people"
            " AND infants BETWEEN 0 AND people AND patients BETWEEN 0 AND people",
            name="special_within_people",
        ),
    )

    incident_id: UUID = Field(sa_column=Column(ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True))
    division: str = Field(foreign_key="division.code", primary_key=True, sa_type=Text)
    people: int
    elderly: int = 0
    disabled: int = 0
    infants: int = 0
    patients: int = 0


class Closure(SQLModel, table=True):
    """Closed or slowed roads. ``speed_percent`` 0 = blocked, 50 = half the speed.

    ``structure`` and ``road_class`` narrow what a line, an area or the district hits. With ``limit_kg`` only heavier
    vehicles are kept out; the others go on, at ``speed_percent`` if it is not 0.
    ``link_id`` is no foreign key: a newer road layer may lack the link, and the record of what was closed stays.
    """

    __tablename__ = "closure"
    __table_args__ = (
        enum_check("kind", ClosureKind),
        CheckConstraint("(kind = 'link') = (link_id IS NOT NULL)", name="link_named"),
        enum_check("structure", RoadStructure),
        enum_check("road_class", RoadClass),
        CheckConstraint("(kind IN ('link', 'district')) = (geometry IS NULL)", name="geometry_drawn"),
        CheckConstraint("kind <> 'link' OR (structure IS NULL AND road_class IS NULL)", name="link_not_narrowed"),
        CheckConstraint("limit_kg > 0", name="limit_positive"),
        CheckConstraint("speed_percent BETWEEN 0 AND 99", name="speed_slower"),
        CheckConstraint("until IS NULL OR until > since", name="until_after_since"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    incident_id: UUID = Field(
        sa_column=Column(ForeignKey("incident.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    kind: ClosureKind = Field(sa_column=enum_column(ClosureKind))
    link_id: str | None = Field(default=None, sa_type=Text)
    geometry: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    speed_percent: int = 0
    since: datetime = Field(sa_column=instant_column())
    until: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    structure: RoadStructure | None = Field(default=None, sa_column=enum_column(RoadStructure, nullable=True))
    road_class: RoadClass | None = Field(default=None, sa_column=enum_column(RoadClass, nullable=True))
    limit_kg: int | None = None
    reason: str = Field(sa_type=Text)
    reported_by: str = Field(foreign_key="person.code", sa_type=Text)
    reported_at: datetime = Field(sa_column=instant_column())


class ClosedSite(SQLModel, table=True):
    """A site that can neither give nor take goods in this incident."""

    __tablename__ = "closed_site"

    incident_id: UUID = Field(sa_column=Column(ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True))
    site_id: UUID = Field(foreign_key="site.id", primary_key=True)
    reason: str = Field(sa_type=Text)


class MissionNeed(SQLModel, table=True):
    """People of one skill wanted at a division or a point in [from_s, until_s) after ``plan_from``."""

    __tablename__ = "mission_need"
    __table_args__ = (
        enum_check("skill", Skill),
        enum_check("origin", NeedOrigin),
        CheckConstraint("people > 0", name="people_positive"),
        CheckConstraint("from_s >= 0 AND until_s > from_s", name="window"),
        CheckConstraint("severity BETWEEN 1 AND 5", name="severity_range"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_with_lat"),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="on_earth"),
        CheckConstraint("division IS NOT NULL OR lon IS NOT NULL", name="somewhere"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    incident_id: UUID = Field(
        sa_column=Column(ForeignKey("incident.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    name: str = Field(sa_type=Text)
    division: str | None = Field(default=None, foreign_key="division.code", sa_type=Text)
    lon: float | None = None
    lat: float | None = None
    skill: Skill = Field(sa_column=enum_column(Skill))
    people: int
    from_s: int
    until_s: int
    severity: int
    origin: NeedOrigin = Field(sa_column=enum_column(NeedOrigin))
    rule_code: str | None = Field(default=None, foreign_key="mission_rule.code", sa_type=Text)


class LogEntry(SQLModel, table=True):
    """One line of the duty log (值班日志); never changed."""

    __tablename__ = "log_entry"
    __table_args__ = (enum_check("kind", LogKind),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    incident_id: UUID = Field(
        sa_column=Column(ForeignKey("incident.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    at: datetime = Field(sa_column=instant_column())
    actor: str = Field(foreign_key="person.code", sa_type=Text)
    kind: LogKind = Field(sa_column=enum_column(LogKind))
    text: str = Field(sa_type=Text)


class MissionRule(SQLModel, table=True):
    """A planning value: for every ``per`` of ``basis``, ``people`` of ``skill``. ``kinds`` empty = every kind."""

    __tablename__ = "mission_rule"
    __table_args__ = (
        enum_check("basis", RuleBasis),
        enum_check("skill", Skill),
        CheckConstraint("per > 0 AND people > 0", name="amounts_positive"),
        CheckConstraint("from_s >= 0 AND until_s > from_s", name="window"),
        CheckConstraint("severity BETWEEN 1 AND 5", name="severity_range"),
    )

    code: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    basis: RuleBasis = Field(sa_column=enum_column(RuleBasis))
    per: int = 1
    skill: Skill = Field(sa_column=enum_column(Skill))
    people: int
    from_s: int = 0
    until_s: int
    severity: int
    kinds: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}"))
    active: bool = True
    note: str = Field(default="规划值，可修改", sa_type=Text)
    version: int = 1
