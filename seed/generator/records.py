"""What the generator hands over: plain frozen records that refer to each other by code."""

from dataclasses import dataclass
from datetime import date, datetime

from gis.layers import GeoJson
from gis.roads import RoadNetwork
from seed.generator.reference import River


@dataclass(frozen=True)
class DivisionRecord:
    code: str
    name: str
    kind: str
    parent: str | None
    population: int
    hazard_prone: bool
    remote: bool
    lon: float
    lat: float
    source: str
    as_of: date
    synthetic: bool


@dataclass(frozen=True)
class SiteRecord:
    code: str
    name: str
    kind: str
    division: str
    lon: float
    lat: float
    address: str = ""
    floor_area_m2: int | None = None
    keeper: str = ""
    phone: str = ""
    hours: str = ""
    key_holder: str = ""
    docks: int = 1
    handling_s_per_t: int = 1080
    bins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PartnerRecord:
    site: str
    kind: str
    contact: str
    phone: str
    note: str


@dataclass(frozen=True)
class AgreementRecord:
    site: str
    item: str
    quantity: int
    response_s: int
    radius_m: int
    price_basis: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class CapacityRecord:
    site: str
    item: str
    per_day: int
    ramp_up_s: int
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class FloorRecord:
    site: str
    item: str
    quantity: int
    reason: str


@dataclass(frozen=True)
class LotRecord:
    item: str
    lot_no: str
    made_on: date
    expires_on: date | None
    owner: str = "district"

    @property
    def key(self) -> str:
        return f"{self.item}/{self.lot_no}/{self.owner}"


@dataclass(frozen=True)
class StockLine:
    """Goods of one lot in one bin on the first day; ``bin`` empty is the site's floor."""

    site: str
    bin: str
    lot: LotRecord
    quantity: int
    condition: str = "usable"


@dataclass(frozen=True)
class HoldRecord:
    """Goods of one stock line that are already promised."""

    site: str
    bin: str
    lot: LotRecord
    quantity: int
    reason: str


@dataclass(frozen=True)
class TeamRecord:
    code: str
    name: str
    level: str
    division: str
    lon: float
    lat: float
    people: int
    on_duty: int
    home_cover: int
    skills: tuple[str, ...]
    self_support_days: int
    contact_name: str
    contact_phone: str
    deputy_name: str
    deputy_phone: str
    ready_checked_on: date


@dataclass(frozen=True)
class ShelterRecord:
    code: str
    name: str
    division: str
    lon: float
    lat: float
    shelter_class: str
    grade: str
    indoor_places: int
    outdoor_places: int
    special_places: int
    usable_area_m2: int
    area_per_person_cm2: int
    functions: tuple[str, ...]
    exposed_to: tuple[str, ...]
    docks: int
    handling_s_per_t: int
    contact_name: str
    contact_phone: str

    @property
    def places(self) -> int:
        return self.indoor_places + self.outdoor_places


@dataclass(frozen=True)
class VehicleRecord:
    code: str
    name: str
    type: str
    division: str
    base_site: str
    partner: str | None
    driver_name: str
    driver_phone: str
    mobilisation_s: int


@dataclass(frozen=True)
class AffectedRecord:
    village: str
    people: int
    elderly: int
    disabled: int
    infants: int
    patients: int


@dataclass(frozen=True)
class ClosedLink:
    link: str
    reason: str
    speed_percent: int = 0


@dataclass(frozen=True)
class IncidentRecord:
    name: str
    kind: str
    level: str
    started_at: datetime
    plan_from: datetime
    description: str
    areas: tuple[tuple[str, GeoJson], ...]
    villages: tuple[AffectedRecord, ...]
    closures: tuple[ClosedLink, ...]


@dataclass(frozen=True)
class StandardRecord:
    """A target; ``metric`` is the gap page's name for what is measured."""

    metric: str
    name: str
    threshold: int
    unit: str
    document: str
    clause: str
    comparison: str = "at_least"
    scope_kind: str = "district"
    scope_flag: str = ""
    example: bool = False
    note: str = ""


@dataclass(frozen=True)
class DistrictSeed:
    """Everything about one demo district on its demo date."""

    key: str
    code: str
    name: str
    demo_date: date
    divisions: tuple[DivisionRecord, ...]
    network: RoadNetwork
    rivers: tuple[River, ...]
    outline: GeoJson
    sites: tuple[SiteRecord, ...]
    partners: tuple[PartnerRecord, ...]
    agreements: tuple[AgreementRecord, ...]
    capacities: tuple[CapacityRecord, ...]
    floors: tuple[FloorRecord, ...]
    stock: tuple[StockLine, ...]
    holds: tuple[HoldRecord, ...]
    teams: tuple[TeamRecord, ...]
    shelters: tuple[ShelterRecord, ...]
    vehicles: tuple[VehicleRecord, ...]
    incident: IncidentRecord
    standards: tuple[StandardRecord, ...]
