"""Administrative divisions (行政区划), never timeless: every row says from when until when its code held."""

import re
from datetime import date

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel

from app.kernel.types import LabeledEnum, enum_check, enum_column


class DivisionKind(LabeledEnum):
    DISTRICT = "district", "区县", "danger"
    TOWNSHIP = "township", "乡镇（街道）", "warning"
    VILLAGE = "village", "村（社区）", "primary"


class Division(SQLModel, table=True):
    """One division under its official code: 6 digits for a district, 9 for a township, 12 for a village."""

    __tablename__ = "division"
    __table_args__ = (
        enum_check("kind", DivisionKind),
        CheckConstraint(
            "code ~ '^[0-9]+$' AND length(code) = CASE kind WHEN 'district' THEN 6 WHEN 'township' THEN 9 ELSE 12 END",
            name="code_length",
        ),
        CheckConstraint("(parent IS NULL) = (kind = 'district')", name="parent_unless_district"),
        CheckConstraint("population IS NULL OR population >= 0", name="population_counted"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon_range"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat_range"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="validity_ordered"),
    )

    code: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    kind: DivisionKind = Field(sa_column=enum_column(DivisionKind))
    parent: str | None = Field(default=None, foreign_key="division.code", index=True, sa_type=Text)
    population: int | None = None
    hazard_prone: bool = False
    remote: bool = False
    lon: float | None = None
    lat: float | None = None
    valid_from: date
    valid_to: date | None = None
    source: str = Field(sa_type=Text)
    as_of: date
    synthetic: bool = False

    @property
    def spoken(self) -> str:
        """The name as people say it: 三升村 for 三升村村民委员会, 九龙社区 for 九龙社区居民委员会."""
        return re.sub(r"(村村民|社区居民|(?<!村)村民)委员会$", lambda ending: ending[1][:-2] or "村", self.name)
