"""Tables of the shelters' room."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.kernel.types import LabeledEnum, enum_check, enum_column
from app.sites.models import Registered, registered_checks


class ShelterClass(LabeledEnum):
    EMERGENCY = "emergency", "紧急", "warning"
    SHORT = "short", "短期", "primary"
    LONG = "long", "长期", "success"


class ShelterGrade(LabeledEnum):
    DISTRICT = "district", "区级", "danger"
    TOWNSHIP = "township", "乡镇级", "primary"
    VILLAGE = "village", "村级", "info"


class ShelterState(LabeledEnum):
    """平时 → 准备 → 启用 → 满员 → 关闭 → 恢复."""

    STANDBY = "standby", "平时", "info"
    PREPARING = "preparing", "准备", "warning"
    OPEN = "open", "启用", "success"
    FULL = "full", "满员", "danger"
    CLOSED = "closed", "关闭", "info"
    RECOVERING = "recovering", "恢复", "warning"


class Function(LabeledEnum):
    WATER = "water", "供水"
    POWER = "power", "供电"
    TOILETS = "toilets", "厕所"
    MEDICAL = "medical", "医疗"
    KITCHEN = "kitchen", "炊事"
    ACCESSIBLE = "accessible", "无障碍"


class Hazard(LabeledEnum):
    FLOOD = "flood", "洪涝", "primary"
    LANDSLIDE = "landslide", "地质灾害", "warning"
    EARTHQUAKE = "earthquake", "地震", "danger"
    FIRE = "fire", "火灾", "danger"


class Shelter(Registered, table=True):
    """A shelter. Goods go to its ``site`` (kind shelter); its place is the site's, or ``lon``/``lat`` of its own."""

    __tablename__ = "shelter"
    __table_args__ = (
        *registered_checks(),
        UniqueConstraint("site_id"),
        enum_check("shelter_class", ShelterClass),
        enum_check("grade", ShelterGrade),
        enum_check("state", ShelterState),
        CheckConstraint("indoor_places >= 0 AND outdoor_places >= 0", name="places_not_negative"),
        CheckConstraint("special_places BETWEEN 0 AND indoor_places + outdoor_places", name="special_within_places"),
        CheckConstraint("usable_area_m2 >= 0 AND area_per_person_cm2 > 0", name="area_sensible"),
        CheckConstraint("day_capacity >= 0 AND night_capacity >= 0", name="capacity_not_negative"),
        CheckConstraint(
            "docks > 0 AND stop_s >= 0 AND handling_s_per_t >= 0 AND ready_s >= 0", name="handling_sensible"
        ),
    )

    site_id: UUID | None = Field(default=None, foreign_key="site.id")
    shelter_class: ShelterClass = Field(sa_column=enum_column(ShelterClass))
    grade: ShelterGrade = Field(sa_column=enum_column(ShelterGrade))
    indoor_places: int
    outdoor_places: int
    special_places: int = 0
    usable_area_m2: int
    area_per_person_cm2: int = Field(default=20_000)
    """Planning value of this shelter: 20,000 cm² = 2.0 m² a person."""
    day_capacity: int
    night_capacity: int
    state: ShelterState = Field(default=ShelterState.STANDBY, sa_column=enum_column(ShelterState))
    ready_s: int = 1800
    docks: int = 1
    stop_s: int = 300
    handling_s_per_t: int = 1080
    contact_name: str = Field(default="", sa_type=Text)
    contact_phone: str = Field(default="", sa_type=Text)


class ShelterFunction(SQLModel, table=True):
    __tablename__ = "shelter_function"
    __table_args__ = (enum_check("function", Function),)

    shelter_id: UUID = Field(sa_column=Column(ForeignKey("shelter.id", ondelete="CASCADE"), primary_key=True))
    function: Function = Field(sa_column=enum_column(Function, primary_key=True))


class ShelterExposure(SQLModel, table=True):
    """A hazard that makes the shelter unsafe: incidents of that kind exclude it."""

    __tablename__ = "shelter_exposure"
    __table_args__ = (enum_check("hazard", Hazard),)

    shelter_id: UUID = Field(sa_column=Column(ForeignKey("shelter.id", ondelete="CASCADE"), primary_key=True))
    hazard: Hazard = Field(sa_column=enum_column(Hazard, primary_key=True))
