"""What can be stored (品目), what one person needs (保障定额), and the targets to be met (标准)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Numeric, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.divisions.models import DivisionKind
from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column


class Nature(LabeledEnum):
    CONSUMABLE = "consumable", "消耗品", "warning"
    REUSABLE = "reusable", "可回收", "success"
    EQUIPMENT = "equipment", "装备", "primary"


class StorageClass(LabeledEnum):
    GENERAL = "general", "常规", "info"
    COOL_DRY = "cool_dry", "阴凉干燥", "primary"
    FOOD = "food", "食品", "success"
    MEDICAL = "medical", "药械", "danger"
    HAZARDOUS = "hazardous", "危险品", "danger"


class Season(LabeledEnum):
    WINTER = "winter", "冬季", "primary"
    SUMMER = "summer", "夏季", "warning"


class NeedBasis(LabeledEnum):
    DURABLE = "durable", "一次配发", "primary"
    PER_DAY = "per_day", "按日消耗", "warning"


class Comparison(LabeledEnum):
    AT_LEAST = "at_least", "不少于", "success"
    AT_MOST = "at_most", "不超过", "warning"


class Item(SQLModel, table=True):
    """An item (品目). ``mass_g`` and ``volume_cm3`` are per base unit; quantities everywhere are base units.

    ``priority`` is the weight of a person lacking it in a plan; ``shelf_life_days`` None = does not expire.
    """

    __tablename__ = "item"
    __table_args__ = (
        enum_check("nature", Nature),
        enum_check("storage", StorageClass),
        CheckConstraint("gb_code ~ '^[123][0-9]{6}$'", name="gb_code_format"),
        CheckConstraint("mass_g > 0", name="mass_positive"),
        CheckConstraint("volume_cm3 > 0", name="volume_positive"),
        CheckConstraint("shelf_life_days > 0", name="shelf_life_positive"),
        CheckConstraint("priority > 0", name="priority_positive"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    code: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    spec: str = Field(default="", sa_type=Text)
    unit: str = Field(sa_type=Text)
    mass_g: int
    volume_cm3: int
    shelf_life_days: int | None = None
    storage: StorageClass = Field(sa_column=enum_column(StorageClass))
    nature: Nature = Field(sa_column=enum_column(Nature))
    gb_code: str | None = Field(default=None, sa_type=Text)
    life_critical: bool = False
    priority: int = 1
    source: str = Field(default="", sa_type=Text)
    as_of: date | None = None
    synthetic: bool = False
    version: int = 1


class ItemPackage(SQLModel, table=True):
    """A package level: ``factor`` units of the level below (level 1: base units)."""

    __tablename__ = "item_package"
    __table_args__ = (
        CheckConstraint("level > 0", name="level_positive"),
        CheckConstraint("factor > 1", name="factor_above_one"),
    )

    item_id: UUID = Field(foreign_key="item.id", primary_key=True)
    level: int = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    factor: int


class ItemSubstitute(SQLModel, table=True):
    """``numerator`` units of the substitute do the work of ``denominator`` units of the item."""

    __tablename__ = "item_substitute"
    __table_args__ = (
        CheckConstraint("item_id <> substitute_id", name="another_item"),
        CheckConstraint("numerator > 0 AND denominator > 0", name="factor_positive"),
    )

    item_id: UUID = Field(foreign_key="item.id", primary_key=True)
    substitute_id: UUID = Field(foreign_key="item.id", primary_key=True)
    numerator: int = 1
    denominator: int = 1
    note: str = Field(default="", sa_type=Text)


class Kit(SQLModel, table=True):
    """A relief kit (保障定额) of one season; a change is a new ``version``, the newest valid one counts."""

    __tablename__ = "kit"
    __table_args__ = (
        enum_check("season", Season),
        UniqueConstraint("code", "season", "version"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("days > 0", name="days_positive"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    season: Season = Field(sa_column=enum_column(Season))
    version: int = 1
    days: int = 3
    valid_from: date
    source: str = Field(sa_type=Text)
    note: str = Field(default="", sa_type=Text)


class KitLine(SQLModel, table=True):
    """``units`` of the item per ``people`` persons, once or per day; the first-day ratio applies on day one if given.

    ``indoor_replaces``: people with an indoor place need none of it (tents).
    """

    __tablename__ = "kit_line"
    __table_args__ = (
        enum_check("basis", NeedBasis),
        CheckConstraint("units > 0 AND people > 0", name="ratio_positive"),
        CheckConstraint("(first_day_units IS NULL) = (first_day_people IS NULL)", name="first_day_ratio_whole"),
        CheckConstraint("first_day_units > 0 AND first_day_people > 0", name="first_day_ratio_positive"),
    )

    kit_id: UUID = Field(foreign_key="kit.id", primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", primary_key=True)
    units: int
    people: int
    basis: NeedBasis = Field(sa_column=enum_column(NeedBasis))
    first_day_units: int | None = None
    first_day_people: int | None = None
    essential: bool = True
    indoor_replaces: bool = False
    sort: int = 0


class Standard(SQLModel, table=True):
    """A target with its document and clause. ``metric`` names what is compared (``persons_supported``, ``teams`` …).

    Scope: one division (``division``), or every division of a kind (``scope_kind``), narrowed by ``scope_flag``
    (``hazard_prone_or_remote``) where the document does so. ``example`` marks a target borrowed from elsewhere.
    """

    __tablename__ = "standard"
    __table_args__ = (
        enum_check("scope_kind", DivisionKind),
        enum_check("comparison", Comparison),
        CheckConstraint("scope_flag IN ('', 'hazard_prone_or_remote')", name="scope_flag_known"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    metric: str = Field(sa_type=Text, index=True)
    name: str = Field(sa_type=Text)
    scope_kind: DivisionKind = Field(sa_column=enum_column(DivisionKind))
    division: str | None = Field(default=None, foreign_key="division.code", sa_type=Text)
    scope_flag: str = Field(default="", sa_type=Text)
    comparison: Comparison = Field(sa_column=enum_column(Comparison))
    threshold: Decimal = Field(sa_column=Column(Numeric(14, 3), nullable=False))
    unit: str = Field(sa_type=Text)
    document: str = Field(sa_type=Text)
    clause: str = Field(default="", sa_type=Text)
    as_of: date
    example: bool = False
    note: str = Field(default="", sa_type=Text)
