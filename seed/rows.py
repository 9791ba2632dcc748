"""Generator records as rows of the rooms' tables.

Rows get identifiers derived from their codes (UUID version 5), so that rows can refer to each other before anything is
written and two databases with the same seed hold the same goods under the same names.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID, uuid5

from app.catalog.models import Item, ItemPackage, ItemSubstitute, Kit, KitLine, Standard
from app.divisions.models import Division
from app.fleet.models import PLANNING_VALUES, Ownership, Vehicle, VehicleType
from app.kernel.types import LabeledEnum
from app.shelters.imports import ShelterRow
from app.shelters.models import Function, Hazard, Shelter
from app.sites.models import AgreementReserve, Bin, CapacityReserve, MinimumStock, Partner, ReserveFloor, Site
from app.teams.models import Skill, Team
from seed.generator import goods
from seed.generator.records import DistrictSeed, ShelterRecord, SiteRecord, TeamRecord, VehicleRecord
from seed.profiles import GENERATED_AS_OF, SYNTHETIC

Label = TypeVar("Label", bound=LabeledEnum)

_NAMESPACE = UUID("7d2b6a52-3c0e-5a8f-9f53-1d9f0f4e6a11")
_MARK = {"source": SYNTHETIC, "as_of": GENERATED_AS_OF, "synthetic": True}
_VALID_FROM = date(2021, 1, 1)
"""Both code lists are those of the plans' period 2021–2025."""


def identity(kind: str, code: str) -> UUID:
    return uuid5(_NAMESPACE, f"{kind}/{code}")


def bin_identity(site: str, code: str) -> UUID:
    """The named bin, or the site's floor."""
    return identity("bin", f"{site}/{code}") if code else identity("site", site)


def member(kind: type[Label], value: str) -> Label:
    """The member of a labelled enum by its stored value."""
    return next(member for member in kind if member.value == value)


def divisions(seed: DistrictSeed) -> list[Division]:
    return [
        Division.model_validate({**vars(record), "valid_from": _VALID_FROM, "valid_to": None})
        for record in seed.divisions
    ]


def items() -> tuple[list[Item], list[ItemPackage], list[ItemSubstitute]]:
    rows = [
        Item.model_validate(
            {
                "id": identity("item", record.code),
                **{name: getattr(record, name) for name in _ITEM_FIELDS},
            }
        )
        for record in goods.items()
    ]
    packages = [
        ItemPackage(item_id=identity("item", record.code), level=level, name=name, factor=factor)
        for record in goods.items()
        for level, (name, factor) in enumerate(record.packages, start=1)
    ]
    substitutes = [
        ItemSubstitute(
            item_id=identity("item", record.item),
            substitute_id=identity("item", record.substitute),
            numerator=record.numerator,
            denominator=record.denominator,
            note=record.note,
        )
        for record in goods.SUBSTITUTES
    ]
    return rows, packages, substitutes


_ITEM_FIELDS = (
    "code",
    "name",
    "spec",
    "unit",
    "mass_g",
    "volume_cm3",
    "shelf_life_days",
    "storage",
    "nature",
    "life_critical",
    "priority",
    "source",
    "as_of",
)


def kits() -> tuple[list[Kit], list[KitLine]]:
    seasons = dict.fromkeys(line.season for line in goods.kit_lines())
    rows = [
        Kit.model_validate(
            {
                "id": identity("kit", season),
                "code": goods.KIT_CODE,
                "name": goods.KIT_NAME,
                "season": season,
                "days": goods.KIT_DAYS,
                "valid_from": goods.KIT_VALID_FROM,
                "source": goods.KIT_SOURCE,
            }
        )
        for season in seasons
    ]
    lines = [
        KitLine.model_validate(
            {
                **vars(line),
                "kit_id": identity("kit", line.season),
                "item_id": identity("item", line.item),
                "sort": sort,
            }
        )
        for sort, line in enumerate(goods.kit_lines(), start=1)
    ]
    return rows, lines


def minimums() -> list[MinimumStock]:
    """Thresholds of the tiers: a part of the kit, and only for what the tier keeps."""
    return [
        MinimumStock.model_validate({"site_kind": kind, "item_id": identity("item", item), "quantity": quantity})
        for kind, persons in goods.MINIMUM_PERSONS.items()
        for item, quantity in goods.kit_quantities(persons).items()
        if kind != "village_room" or item in ("water", "food")
    ]


def standards(seed: DistrictSeed) -> list[Standard]:
    return [
        Standard.model_validate({**vars(record), "division": seed.code, "as_of": GENERATED_AS_OF})
        for record in seed.standards
    ]


def sites(seed: DistrictSeed) -> tuple[list[Site], dict[UUID, list[Bin]]]:
    """Stores and partners, and a site for the goods of every shelter."""
    records = [*seed.sites, *(_shelter_site(shelter) for shelter in seed.shelters)]
    bins = {
        identity("site", record.code): [
            Bin(id=bin_identity(record.code, code), site_id=identity("site", record.code), code=code, name=name)
            for code, name in record.bins
        ]
        for record in records
    }
    return [_site(record) for record in records], bins


def _site(record: SiteRecord) -> Site:
    fields = {name: value for name, value in vars(record).items() if name != "bins"}
    return Site.model_validate({"id": identity("site", record.code), **fields, **_MARK})


def _shelter_site(shelter: ShelterRecord) -> SiteRecord:
    return SiteRecord(
        code=shelter.code,
        name=shelter.name,
        kind="shelter",
        division=shelter.division,
        lon=shelter.lon,
        lat=shelter.lat,
        keeper=shelter.contact_name,
        phone=shelter.contact_phone,
        docks=shelter.docks,
        handling_s_per_t=shelter.handling_s_per_t,
    )


def partners(seed: DistrictSeed) -> tuple[list[Partner], list[AgreementReserve], list[CapacityReserve]]:
    def placed(record: object) -> dict[str, object]:
        fields = dict(vars(record))
        fields["site_id"] = identity("site", fields.pop("site"))
        if "item" in fields:
            fields["item_id"] = identity("item", fields.pop("item"))
        return fields

    agreements = [placed(record) for record in seed.agreements]
    for fields in agreements:
        fields["guaranteed_quantity"] = fields.pop("quantity")
    return (
        [Partner.model_validate(placed(record)) for record in seed.partners],
        [AgreementReserve.model_validate(fields) for fields in agreements],
        [CapacityReserve.model_validate(placed(record)) for record in seed.capacities],
    )


def floors(seed: DistrictSeed) -> list[ReserveFloor]:
    return [
        ReserveFloor(
            site_id=identity("site", record.site),
            item_id=identity("item", record.item),
            quantity=record.quantity,
            reason=record.reason,
        )
        for record in seed.floors
    ]


def teams(seed: DistrictSeed) -> list[tuple[Team, Sequence[Skill]]]:
    return [(_team(record), [member(Skill, skill) for skill in record.skills]) for record in seed.teams]


def _team(record: TeamRecord) -> Team:
    fields = {name: value for name, value in vars(record).items() if name != "skills"}
    return Team.model_validate({"id": identity("team", record.code), **fields, **_MARK})


def shelters(seed: DistrictSeed) -> list[ShelterRow]:
    return [
        (
            _shelter(record),
            [member(Function, function) for function in record.functions],
            [member(Hazard, hazard) for hazard in record.exposed_to],
        )
        for record in seed.shelters
    ]


def _shelter(record: ShelterRecord) -> Shelter:
    fields = {name: value for name, value in vars(record).items() if name not in ("functions", "exposed_to")}
    capacity = {"day_capacity": record.places, "night_capacity": record.places}
    return Shelter.model_validate(
        {
            "id": identity("shelter", record.code),
            "site_id": identity("site", record.code),
            **fields,
            **capacity,
            **_MARK,
        }
    )


def vehicles(seed: DistrictSeed) -> list[Vehicle]:
    return [_vehicle(record) for record in seed.vehicles]


def _vehicle(record: VehicleRecord) -> Vehicle:
    kind = member(VehicleType, record.type)
    values = PLANNING_VALUES[kind]
    return Vehicle.model_validate(
        {
            "id": identity("vehicle", record.code),
            "code": record.code,
            "name": record.name,
            "type": kind,
            **vars(values),
            "division": record.division,
            "base_site_id": identity("site", record.base_site),
            "owner": Ownership.HAULIER if record.partner else Ownership.OWN,
            "partner_id": identity("site", record.partner) if record.partner else None,
            "mobilisation_s": record.mobilisation_s,
            "driver_name": record.driver_name,
            "driver_phone": record.driver_phone,
            **_MARK,
        }
    )
