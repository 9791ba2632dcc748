"""Tables of the fleet, and the planning values of each vehicle type."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column


class VehicleProfile(LabeledEnum):
    """Which network a vehicle moves on: one travel matrix each."""

    TRUCK = "truck", "货车"
    BUS = "bus", "客车"
    LIGHT = "light", "轻型车"
    MOTORCYCLE = "motorcycle", "摩托车"
    BOAT = "boat", "船艇"
    DRONE = "drone", "无人机"


class VehicleType(LabeledEnum):
    MICRO = "micro", "微型货车"
    TRUCK_4M2 = "truck_4m2", "4.2 米货车"
    TRUCK_6M8 = "truck_6m8", "6.8 米货车"
    TRUCK_9M6 = "truck_9m6", "9.6 米货车"
    BUS = "bus", "大客车"
    MINIBUS = "minibus", "中巴车"
    MOTORCYCLE = "motorcycle", "摩托车"
    ASSAULT_BOAT = "assault_boat", "冲锋舟"
    CARGO_DRONE = "cargo_drone", "载货无人机"


class Ownership(LabeledEnum):
    OWN = "own", "自有", "success"
    HAULIER = "haulier", "协议运输", "warning"


@dataclass(frozen=True)
class TypeDefaults:
    profile: VehicleProfile
    capacity_g: int
    capacity_cm3: int
    seats: int


PLANNING_VALUES: dict[VehicleType, TypeDefaults] = {
    VehicleType.MICRO: TypeDefaults(VehicleProfile.LIGHT, 700_000, 4_500_000, 0),
    VehicleType.TRUCK_4M2: TypeDefaults(VehicleProfile.TRUCK, 1_800_000, 15_000_000, 0),
    VehicleType.TRUCK_6M8: TypeDefaults(VehicleProfile.TRUCK, 8_000_000, 38_000_000, 0),
    VehicleType.TRUCK_9M6: TypeDefaults(VehicleProfile.TRUCK, 15_000_000, 55_000_000, 0),
    VehicleType.BUS: TypeDefaults(VehicleProfile.BUS, 0, 0, 45),
    VehicleType.MINIBUS: TypeDefaults(VehicleProfile.BUS, 0, 0, 19),
    VehicleType.MOTORCYCLE: TypeDefaults(VehicleProfile.MOTORCYCLE, 40_000, 150_000, 0),
    VehicleType.ASSAULT_BOAT: TypeDefaults(VehicleProfile.BOAT, 800_000, 2_000_000, 8),
    VehicleType.CARGO_DRONE: TypeDefaults(VehicleProfile.DRONE, 30_000, 150_000, 0),
}
"""Editable planning values, filled in when a vehicle is added without figures of its own; never shown as a rule."""

MOBILISATION_S = 1_800


class Vehicle(SQLModel, table=True):
    """A vehicle at its base. Seats carry people, capacity carries goods."""

    __tablename__ = "vehicle"
    __table_args__ = (
        UniqueConstraint("code"),
        enum_check("type", VehicleType),
        enum_check("profile", VehicleProfile),
        enum_check("owner", Ownership),
        CheckConstraint("capacity_g >= 0 AND capacity_cm3 >= 0 AND seats >= 0", name="capacity_not_negative"),
        CheckConstraint("(capacity_g > 0 AND capacity_cm3 > 0) OR seats > 0", name="carries_something"),
        CheckConstraint("mobilisation_s >= 0", name="mobilisation_not_negative"),
        CheckConstraint("(owner = 'haulier') = (partner_id IS NOT NULL)", name="haulier_named"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_with_lat"),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="on_earth"),
        CheckConstraint("out_of_service = (out_of_service_reason <> '')", name="reason_when_out"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    code: str = Field(sa_type=Text)
    """The plate; a boat or drone has its registration."""
    name: str = Field(sa_type=Text)
    type: VehicleType = Field(sa_column=enum_column(VehicleType))
    profile: VehicleProfile = Field(sa_column=enum_column(VehicleProfile))
    division: str = Field(foreign_key="division.code", index=True, sa_type=Text)
    base_site_id: UUID | None = Field(default=None, foreign_key="site.id", index=True)
    lon: float | None = None
    lat: float | None = None
    capacity_g: int
    capacity_cm3: int
    seats: int = 0
    owner: Ownership = Field(default=Ownership.OWN, sa_column=enum_column(Ownership))
    partner_id: UUID | None = Field(default=None, foreign_key="partner.site_id", index=True)
    mobilisation_s: int = MOBILISATION_S
    driver_name: str = Field(default="", sa_type=Text)
    driver_phone: str = Field(default="", sa_type=Text)
    out_of_service: bool = False
    out_of_service_reason: str = Field(default="", sa_type=Text)
    version: int = 1
    synthetic: bool = False
    source: str = Field(default="", sa_type=Text)
    as_of: date | None = None
