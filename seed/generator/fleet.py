"""Vehicles: synthetic. Boats are towed from the depot to the water; motorcycles and drones go where no truck can."""

from itertools import count

from seed.generator.records import SiteRecord, VehicleRecord
from seed.generator.scene import Scene
from seed.generator.sites import SiteSet

OWN_S, HAULIER_S, TOWNSHIP_S = 1800, 2700, 1800

DEPOT_FLEET = {"truck_6m8": 4, "truck_4m2": 4, "minibus": 3, "assault_boat": 6, "motorcycle": 4, "cargo_drone": 2}
HAULIER_FLEETS = (
    {"truck_9m6": 6, "truck_6m8": 10, "bus": 12, "minibus": 4},
    {"truck_9m6": 2, "truck_6m8": 6, "truck_4m2": 4, "bus": 18, "minibus": 6},
)
POINT_FLEET = {"truck_4m2": 1, "motorcycle": 1}

_WORDS = {
    "truck_9m6": "9.6 米货车",
    "truck_6m8": "6.8 米货车",
    "truck_4m2": "4.2 米货车",
    "bus": "大客车",
    "minibus": "中巴车",
    "assault_boat": "冲锋舟",
    "motorcycle": "摩托车",
    "cargo_drone": "载货无人机",
}


def build_fleet(scene: Scene, sites: SiteSet) -> tuple[VehicleRecord, ...]:
    """Depot and hauliers' vehicles, and a truck and a motorcycle at every point that keeps 200-person kits."""
    by_code = {site.code: site for site in sites.sites}
    depots = [(sites.depot, None, DEPOT_FLEET, OWN_S)]
    hauliers = [
        (by_code[code], code, fleet, HAULIER_S) for code, fleet in zip(sites.hauliers, HAULIER_FLEETS, strict=True)
    ]
    points = [
        (site, None, POINT_FLEET, TOWNSHIP_S)
        for site in sites.sites
        if site.kind == "township_point" and scene.land.needs_point(site.division)
    ]
    plates = count(1)
    return tuple(
        VehicleRecord(
            code=f"演{scene.profile.code[-3:]}-{next(plates):03d}",
            name=f"{_owner(site)}{_WORDS[kind]}{number}",
            type=kind,
            division=site.division,
            base_site=site.code,
            partner=partner,
            driver_name=scene.people.name(),
            driver_phone=scene.people.phone(),
            mobilisation_s=mobilisation_s,
        )
        for site, partner, fleet, mobilisation_s in (*depots, *hauliers, *points)
        for kind, how_many in fleet.items()
        for number in range(1, how_many + 1)
    )


def _owner(site: SiteRecord) -> str:
    return site.name.removesuffix("（合成企业）").removesuffix("（合成）").removesuffix("应急物资储备点")
