"""Places that can hold goods, their bins, what partners have promised, and what rows of every register have."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column


class SiteKind(LabeledEnum):
    DISTRICT_DEPOT = "district_depot", "区级库", "danger"
    TOWNSHIP_POINT = "township_point", "乡镇（街道）储备点", "warning"
    VILLAGE_ROOM = "village_room", "村（社区）储存室", "primary"
    PARTNER = "partner", "协议企业", "success"
    SHELTER = "shelter", "避难场所", "success"
    TEAM_BASE = "team_base", "队伍驻地", "primary"
    VEHICLE = "vehicle", "车辆", "info"
    SUPPLIER = "supplier", "供应商", "info"
    TRANSIT = "transit", "在途", "info"
    CONSUMED = "consumed", "已发放", "info"
    LOSS = "loss", "损耗", "info"
    DONOR = "donor", "捐赠方", "info"
    UPPER_LEVEL = "upper_level", "市级", "info"


# One row of each exists from the first migration on, under a fixed id, so that every movement has two ends.
VIRTUAL_SITES: dict[SiteKind, UUID] = {
    kind: UUID(int=0x7000_8000_0000_0000_0000 + number)
    for number, kind in enumerate(
        (
            SiteKind.SUPPLIER,
            SiteKind.TRANSIT,
            SiteKind.CONSUMED,
            SiteKind.LOSS,
            SiteKind.DONOR,
            SiteKind.UPPER_LEVEL,
        ),
        start=1,
    )
}
# The outside world may owe us any quantity; the road gives back what it took, and people what they were given.
UNBOUNDED_KINDS = frozenset(VIRTUAL_SITES) - {SiteKind.TRANSIT, SiteKind.CONSUMED}
PHYSICAL_KINDS = frozenset(SiteKind) - frozenset(VIRTUAL_SITES)


def _listed(kinds: frozenset[SiteKind]) -> str:
    return ", ".join(f"'{kind.value}'" for kind in SiteKind if kind in kinds)


class Serviceable(SQLModel):
    """What can be out of service, for a reason that is kept beside it."""

    name: str = Field(sa_type=Text)
    out_of_service: bool = False
    out_of_service_reason: str = Field(default="", sa_type=Text)
    version: int = 1


class Registered(Serviceable):
    """A row of a register. Its place is that of its site, or ``lon``/``lat`` where it has none."""

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    code: str = Field(sa_type=Text)
    division: str = Field(foreign_key="division.code", index=True, sa_type=Text)
    lon: float | None = None
    lat: float | None = None
    synthetic: bool = False
    source: str = Field(default="", sa_type=Text)
    as_of: date | None = None


def registered_checks() -> tuple[UniqueConstraint | CheckConstraint, ...]:
    """What the database holds every row of a register to; new ones for each table."""
    return (
        UniqueConstraint("code"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_with_lat"),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="on_earth"),
        CheckConstraint("out_of_service = (out_of_service_reason <> '')", name="reason_when_out"),
    )


class Site(Serviceable, table=True):
    """A place that can hold goods. ``bounded`` follows the kind: its balances never go below zero.

    Every site has a default bin whose id equals the site's (see ``Bin``). ``handling_s_per_t`` and ``stop_s`` are
    loading seconds per tonne and fixed seconds per vehicle.
    """

    __tablename__ = "site"
    __table_args__ = (
        enum_check("kind", SiteKind),
        UniqueConstraint("id", "bounded"),
        CheckConstraint(f"bounded = (kind NOT IN ({_listed(UNBOUNDED_KINDS)}))", name="bounded_by_kind"),
        CheckConstraint(
            f"kind IN ({_listed(frozenset(VIRTUAL_SITES))})"
            " OR (division IS NOT NULL AND lon IS NOT NULL AND lat IS NOT NULL)",
            name="located",
        ),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon_range"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat_range"),
        CheckConstraint("floor_area_m2 >= 0", name="floor_area_counted"),
        CheckConstraint("docks > 0", name="docks_positive"),
        CheckConstraint("stop_s >= 0 AND handling_s_per_t >= 0", name="handling_counted"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    code: str = Field(sa_type=Text, unique=True)
    kind: SiteKind = Field(sa_column=enum_column(SiteKind))
    bounded: bool = True
    division: str | None = Field(default=None, foreign_key="division.code", index=True, sa_type=Text)
    address: str = Field(default="", sa_type=Text)
    lon: float | None = None
    lat: float | None = None
    floor_area_m2: int | None = None
    keeper: str = Field(default="", sa_type=Text)
    phone: str = Field(default="", sa_type=Text)
    hours: str = Field(default="", sa_type=Text)
    key_holder: str = Field(default="", sa_type=Text)
    docks: int = 1
    stop_s: int = 600
    handling_s_per_t: int = 1080
    source: str = Field(default="", sa_type=Text)
    as_of: date | None = None
    synthetic: bool = False


class Bin(SQLModel, table=True):
    """A bin (货位). The bin that bears its site's id is the site's floor, used where nobody names a bin."""

    __tablename__ = "bin"
    __table_args__ = (UniqueConstraint("site_id", "code"), UniqueConstraint("id", "site_id"))

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    site_id: UUID = Field(foreign_key="site.id")
    code: str = Field(sa_type=Text)
    name: str = Field(default="", sa_type=Text)


class PartnerKind(LabeledEnum):
    GOODS = "goods", "物资供应", "success"
    TRANSPORT = "transport", "运输", "primary"


class Partner(SQLModel, table=True):
    """The enterprise behind a site of kind partner."""

    __tablename__ = "partner"
    __table_args__ = (enum_check("kind", PartnerKind),)

    site_id: UUID = Field(foreign_key="site.id", primary_key=True)
    kind: PartnerKind = Field(sa_column=enum_column(PartnerKind))
    contact: str = Field(default="", sa_type=Text)
    phone: str = Field(default="", sa_type=Text)
    note: str = Field(default="", sa_type=Text)


class AgreementReserve(SQLModel, table=True):
    """Goods a partner guarantees (协议储备): ready ``response_s`` after the call, within ``radius_m`` of its site."""

    __tablename__ = "agreement_reserve"
    __table_args__ = (
        CheckConstraint("guaranteed_quantity > 0", name="quantity_positive"),
        CheckConstraint("least_call >= 0", name="least_call_not_negative"),
        CheckConstraint("least_call <= guaranteed_quantity", name="least_call_guaranteed"),
        CheckConstraint("response_s >= 0", name="response_counted"),
        CheckConstraint("radius_m > 0", name="radius_positive"),
        CheckConstraint("valid_to >= valid_from", name="validity_ordered"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    site_id: UUID = Field(foreign_key="partner.site_id", index=True)
    item_id: UUID = Field(foreign_key="item.id")
    guaranteed_quantity: int = Field(sa_type=BigInteger)
    least_call: int = Field(default=0, sa_type=BigInteger)
    response_s: int
    radius_m: int | None = None
    price_basis: str = Field(default="", sa_type=Text)
    valid_from: date
    valid_to: date


class CapacityReserve(SQLModel, table=True):
    """Production a partner can start (产能储备): ``per_day`` units from ``ramp_up_s`` after the call on."""

    __tablename__ = "capacity_reserve"
    __table_args__ = (
        CheckConstraint("per_day > 0", name="per_day_positive"),
        CheckConstraint("least_call >= 0", name="least_call_not_negative"),
        CheckConstraint("ramp_up_s >= 0", name="ramp_up_counted"),
        CheckConstraint("valid_to >= valid_from", name="validity_ordered"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    site_id: UUID = Field(foreign_key="partner.site_id", index=True)
    item_id: UUID = Field(foreign_key="item.id")
    per_day: int = Field(sa_type=BigInteger)
    least_call: int = Field(default=0, sa_type=BigInteger)
    ramp_up_s: int
    valid_from: date
    valid_to: date


class MinimumStock(SQLModel, table=True):
    """Alert threshold (最低库存): of one site, or of every site of a kind that has none of its own."""

    __tablename__ = "minimum_stock"
    __table_args__ = (
        enum_check("site_kind", SiteKind),
        CheckConstraint("(site_id IS NULL) <> (site_kind IS NULL)", name="one_scope"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        UniqueConstraint("site_id", "site_kind", "item_id", postgresql_nulls_not_distinct=True),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    site_id: UUID | None = Field(default=None, foreign_key="site.id")
    site_kind: SiteKind | None = Field(default=None, sa_column=enum_column(SiteKind, nullable=True))
    item_id: UUID = Field(foreign_key="item.id")
    quantity: int = Field(sa_type=BigInteger)


class ReserveFloor(SQLModel, table=True):
    """Reserve floor (储备底线): plans leave this much until a named approver releases it."""

    __tablename__ = "reserve_floor"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("(released_by IS NULL) = (released_at IS NULL)", name="release_whole"),
        Index(
            "uq_reserve_floor_active", "site_id", "item_id", unique=True, postgresql_where=text("released_at IS NULL")
        ),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    site_id: UUID = Field(foreign_key="site.id")
    item_id: UUID = Field(foreign_key="item.id")
    quantity: int = Field(sa_type=BigInteger)
    reason: str = Field(default="", sa_type=Text)
    released_by: str | None = Field(default=None, foreign_key="person.code", sa_type=Text)
    released_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
