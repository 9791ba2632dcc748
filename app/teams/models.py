"""Tables of the teams' room."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.kernel.types import LabeledEnum, enum_check, enum_column
from app.sites.models import Registered, registered_checks


class TeamLevel(LabeledEnum):
    DISTRICT = "district", "区级综合", "danger"
    DEPARTMENT = "department", "部门", "warning"
    TOWNSHIP = "township", "街镇", "primary"
    VILLAGE = "village", "村社区", "info"
    SOCIAL = "social", "社会", "success"


class Skill(LabeledEnum):
    FLOOD = "flood", "抗洪抢险"
    FOREST_FIRE = "forest_fire", "森林防灭火"
    LANDSLIDE = "landslide", "地震地灾救援"
    WATER_RESCUE = "water_rescue", "水上救援"
    HAZARDOUS_CHEMICALS = "hazardous_chemicals", "危化品处置"
    MINE = "mine", "矿山救护"
    MEDICAL = "medical", "医疗救护"
    COMMUNICATIONS = "communications", "通信保障"
    POWER = "power", "电力抢修"
    TRANSPORT = "transport", "运输与转移引导"
    DRONE = "drone", "无人机侦察"


class Stage(LabeledEnum):
    RESPONSE = "response", "响应"
    ASSEMBLY = "assembly", "集结"
    ON_SCENE = "on_scene", "到场"


class Team(Registered, table=True):
    """A rescue team. Its place is the base site, or ``lon``/``lat`` where it has none of its own."""

    __tablename__ = "team"
    __table_args__ = (
        *registered_checks(),
        enum_check("level", TeamLevel),
        CheckConstraint("people >= 0 AND on_duty BETWEEN 0 AND people", name="on_duty_within_people"),
        CheckConstraint("home_cover >= 0", name="home_cover_not_negative"),
        CheckConstraint("self_support_days >= 0", name="self_support_not_negative"),
        CheckConstraint("response_s >= 0 AND assembly_s >= 0", name="times_not_negative"),
    )

    level: TeamLevel = Field(sa_column=enum_column(TeamLevel))
    base_site_id: UUID | None = Field(default=None, foreign_key="site.id", index=True)
    people: int
    on_duty: int
    home_cover: int = 0
    self_support_days: int = 0
    response_s: int = 120
    """From the call to its confirmation; a planning value until a drill has measured it."""
    assembly_s: int = 300
    """From the confirmation to ready to leave; a planning value until a drill has measured it."""
    contact_name: str = Field(default="", sa_type=Text)
    contact_phone: str = Field(default="", sa_type=Text)
    deputy_name: str = Field(default="", sa_type=Text)
    deputy_phone: str = Field(default="", sa_type=Text)
    ready_checked_on: date | None = None


class TeamSkill(SQLModel, table=True):
    __tablename__ = "team_skill"
    __table_args__ = (enum_check("skill", Skill),)

    team_id: UUID = Field(sa_column=Column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True))
    skill: Skill = Field(sa_column=enum_column(Skill, primary_key=True, index=True))


class AssemblyProfile(SQLModel, table=True):
    """An ordered list of time limits. The “252” words are published, their meaning is not: ``note`` says 假设."""

    __tablename__ = "assembly_profile"
    __table_args__ = (Index("uq_assembly_profile_active", "active", unique=True, postgresql_where=text("active")),)

    code: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    active: bool = False
    version: int = 1


class AssemblyStage(SQLModel, table=True):
    """One limit: how long response and assembly may take each, and how long after the call the team is on scene.

    ``level`` None holds for every level without a row of its own.
    """

    __tablename__ = "assembly_stage"
    __table_args__ = (
        enum_check("stage", Stage),
        enum_check("level", TeamLevel),
        UniqueConstraint("profile_code", "stage", "level", postgresql_nulls_not_distinct=True),
        CheckConstraint("limit_s > 0", name="limit_positive"),
    )

    profile_code: str = Field(
        sa_column=Column(ForeignKey("assembly_profile.code", ondelete="CASCADE"), primary_key=True)
    )
    position: int = Field(primary_key=True)
    stage: Stage = Field(sa_column=enum_column(Stage))
    level: TeamLevel | None = Field(default=None, sa_column=enum_column(TeamLevel, nullable=True))
    limit_s: int
