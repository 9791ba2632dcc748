"""Tables of the fleet, and the planning values of each vehicle type."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.kernel.types import LabeledEnum, enum_check, enum_column
from app.sites.models import Registered, registered_checks


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


class Vehicle(Registered, table=True):
    """A vehicle at its base. Seats carry people, capacity carries goods. ``code`` is the plate, of a boat or drone its
    registration.
    """

    __tablename__ = "vehicle"
    __table_args__ = (
        *registered_checks(),
        enum_check("type", VehicleType),
        enum_check("profile", VehicleProfile),
        enum_check("owner", Ownership),
        CheckConstraint("capacity_g >= 0 AND capacity_cm3 >= 0 AND seats >= 0", name="capacity_not_negative"),
        CheckConstraint("(capacity_g > 0 AND capacity_cm3 > 0) OR seats > 0", name="carries_something"),
        CheckConstraint("mobilisation_s >= 0", name="mobilisation_not_negative"),
        CheckConstraint("(owner = 'haulier') = (partner_id IS NOT NULL)", name="haulier_named"),
    )

    type: VehicleType = Field(sa_column=enum_column(VehicleType))
    profile: VehicleProfile = Field(sa_column=enum_column(VehicleProfile))
    base_site_id: UUID | None = Field(default=None, foreign_key="site.id", index=True)
    capacity_g: int
    capacity_cm3: int
    seats: int = 0
    owner: Ownership = Field(default=Ownership.OWN, sa_column=enum_column(Ownership))
    partner_id: UUID | None = Field(default=None, foreign_key="partner.site_id", index=True)
    mobilisation_s: int = MOBILISATION_S
    driver_name: str = Field(default="", sa_type=Text)
    driver_phone: str = Field(default="", sa_type=Text)
