"""Facts → the frozen problem. Pure: the same facts give the same problem, byte for byte."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import numpy as np
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from app.catalog.schemas import ItemOut, KitOut, SubstituteOut
from app.dispatch.needs import KitNeed, groups_of, kit_lines
from app.dispatch.offroad import launch_of
from app.dispatch.supply import Clockwork, Supply, arrivals_of, supply_of
from app.dispatch.travel import Journeys, Limits, Travel, conditions_of, night_share, travel_of
from app.dispatch.values import DispatchValues
from app.fleet.models import VehicleProfile
from app.fleet.queries import ReadyVehicle
from app.incidents.facts import IncidentFacts, NeedFacts
from app.inventory.queries import PlanFloor, PlanStock
from app.kernel.clock import SHANGHAI
from app.shelters.queries import UsableShelter
from app.sites.facts import Agreement, Giving
from app.teams.queries import ActiveProfile, ReadyTeam
from gis.network import Closures
from gis.plane import Plane
from gis.roads import RoadNetwork
from gis.snapping import Place
from optimize.problem import (
    Arrival,
    AssemblyLimit,
    Group,
    InputAge,
    Item,
    KitLine,
    Location,
    MissionNeed,
    Policy,
    Problem,
    Shelter,
    Substitute,
    Team,
    Vehicle,
)

PROFILES = {profile: profile.value for profile in VehicleProfile} | {VehicleProfile.LIGHT: "truck"}
"""Whose matrices a vehicle moves over: a light truck goes where trucks go; ``light`` is the teams'."""


@dataclass(frozen=True)
class Facts:
    """Everything that one planning run reads."""

    incident: IncidentFacts
    values: DispatchValues
    first_batch_h: float
    basic_needs_h: float
    items: tuple[ItemOut, ...]
    kit: KitOut
    substitutes: tuple[SubstituteOut, ...]
    giving: Giving
    stock: tuple[PlanStock, ...]
    floors: tuple[PlanFloor, ...]
    shelters: tuple[UsableShelter, ...]
    vehicles: tuple[ReadyVehicle, ...]
    teams: tuple[ReadyTeam, ...]
    profile: ActiveProfile | None
    network: RoadNetwork
    waters: tuple[BaseGeometry, ...]
    closures: Closures
    closed_roads: tuple[str, ...]
    depot: str
    ages: tuple[InputAge, ...]

    @property
    def started_s(self) -> int:
        return -int((self.incident.plan_from - self.incident.started_at).total_seconds())

    def due_s(self, hours: float) -> int:
        """A deadline counted from the disaster's start, in seconds of the plan."""
        return max(0, round(hours * 3600) + self.started_s)


class Gazetteer:
    """Places of the problem under their location ids, in the order in which they were first named."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.named: dict[str, tuple[str, str]] = {}

    def add(self, location: str, name: str, township: str, lon: float | None, lat: float | None) -> str:
        """A place without coordinates gets a location all the same: it is unreachable, and the plan says so."""
        self.named.setdefault(location, (name, township))
        if lon is not None and lat is not None:
            self.places.setdefault(location, Place(location, name, lon, lat))
        return location

    def locations(self, cut_by: Mapping[str, tuple[str, ...]]) -> tuple[Location, ...]:
        return tuple(
            Location(
                id=location,
                name=name,
                township=township,
                cut_by=cut_by.get(location, ()) if location in self.places else ("没有坐标",),
            )
            for location, (name, township) in self.named.items()
        )


def base_location(gazetteer: Gazetteer, force: ReadyVehicle | ReadyTeam | UsableShelter, site: UUID | None) -> str:
    """Forces at a site share its location; others stand at a point of their own."""
    location = f"site:{site}" if site else f"at:{force.id}"
    return gazetteer.add(location, force.name, force.division[:9], force.lon, force.lat)


def people_of(facts: Facts, gazetteer: Gazetteer) -> list[Group]:
    groups = []
    for village in facts.incident.villages:
        if village.people:
            name = f"{village.township_name}{village.name}"
            location = gazetteer.add(f"village:{village.division}", name, village.township, village.lon, village.lat)
            groups += groups_of(
                village.division,
                name=name,
                township=village.township,
                location=location,
                people=village.people,
                special=village.special,
                group_people=facts.values.group_people,
            )
    return groups


def stays_overnight(facts: Facts) -> bool:
    """Whether there is a night between the plan's start and its horizon."""
    start = facts.incident.plan_from
    return night_share(start, start + timedelta(hours=facts.values.horizon_h)) > 0


def shelters_of(facts: Facts, gazetteer: Gazetteer) -> list[Shelter]:
    """Every usable shelter; what exposes it to this incident excludes it, by name."""
    overnight = stays_overnight(facts)
    hazard_area = unary_union([shape(area.geometry) for area in facts.incident.areas])
    rows = []
    for shelter in facts.shelters:
        exposed = [hazard.label for hazard in shelter.exposures if hazard in facts.incident.hazards]
        if shelter.lon is not None and shelter.lat is not None and hazard_area.covers(Point(shelter.lon, shelter.lat)):
            exposed.append("位于灾害影响范围内")
        places = shelter.places(overnight=overnight)
        rows.append(
            Shelter(
                id=str(shelter.id),
                name=shelter.name,
                township=shelter.division[:9],
                location=base_location(gazetteer, shelter, shelter.site_id),
                places=places,
                indoor_places=min(shelter.indoor_places, places),
                special_places=min(shelter.special_places, places),
                ready_s=shelter.ready_s,
                docks=shelter.docks,
                stop_s=shelter.stop_s,
                handling_s_per_t=shelter.handling_s_per_t,
                exposed_to=tuple(exposed),
            )
        )
    return rows


def vehicles_of(facts: Facts, gazetteer: Gazetteer) -> list[Vehicle]:
    rows = []
    for vehicle in facts.vehicles:
        location = base_location(gazetteer, vehicle, vehicle.base_site_id)
        tow_s = 0
        if vehicle.profile == VehicleProfile.BOAT:
            location, tow_s = launched(facts, gazetteer, location)
        rows.append(
            Vehicle(
                id=str(vehicle.id),
                name=f"{vehicle.name} {vehicle.code}",
                kind=vehicle.type.label,
                profile=PROFILES[vehicle.profile],
                location=location,
                ready_s=vehicle.mobilisation_s + tow_s,
                capacity_g=vehicle.capacity_g,
                capacity_cm3=vehicle.capacity_cm3,
                seats=vehicle.seats,
            )
        )
    return rows


def launched(facts: Facts, gazetteer: Gazetteer, base: str) -> tuple[str, int]:
    """Where a boat that stands at ``base`` is put on the water, and when it is there."""
    place = gazetteer.places.get(base)
    launch = launch_of(facts.waters, place.lon, place.lat) if place else None
    if place is None or launch is None:
        return base, 0
    _, township = gazetteer.named[base]
    return gazetteer.add(f"launch:{base}", f"{place.name}下水点", township, launch.lon, launch.lat), launch.tow_s


def teams_of(facts: Facts, gazetteer: Gazetteer) -> list[Team]:
    return [
        Team(
            id=str(team.id),
            name=team.name,
            level=team.level,
            township=team.division[:9],
            location=base_location(gazetteer, team, team.base_site_id),
            on_duty=team.on_duty,
            home_cover=team.home_cover,
            skills=tuple(team.skills),
            response_s=team.response_s,
            assembly_s=team.assembly_s,
        )
        for team in facts.teams
    ]


def missions_of(needs: Sequence[NeedFacts], gazetteer: Gazetteer) -> list[MissionNeed]:
    return [
        MissionNeed(
            id=str(need.id),
            name=need.name,
            location=gazetteer.add(
                f"village:{need.division}" if need.division else f"mission:{need.id}",
                need.place,
                (need.division or "")[:9],
                need.lon,
                need.lat,
            ),
            skill=need.skill,
            skill_name=need.skill.label,
            people=need.people,
            from_s=need.from_s,
            until_s=need.until_s,
            severity=need.severity,
        )
        for need in needs
    ]


def item_of(item: ItemOut) -> Item:
    smallest = min(item.packages, key=lambda package: package.level, default=None)
    return Item(
        id=str(item.id),
        name=item.name,
        unit=item.unit,
        mass_g=item.mass_g,
        volume_cm3=item.volume_cm3,
        package=smallest.factor if smallest else 1,
        package_name=smallest.name if smallest else "",
    )


def kit_of(facts: Facts) -> list[KitLine]:
    items = {item.id: item for item in facts.items}
    needs = [
        KitNeed(
            item=str(line.item_id),
            name=line.item_name,
            basis=line.basis,
            units=line.units,
            people=line.people,
            first_day_units=line.first_day_units,
            first_day_people=line.first_day_people,
            essential=line.essential,
            life_critical=items[line.item_id].life_critical,
            weight=items[line.item_id].priority,
            outdoor_only=line.indoor_replaces,
            substitutes=tuple(
                Substitute(item=str(row.substitute_id), units=row.numerator, replaces=row.denominator)
                for row in facts.substitutes
                if row.item_id == line.item_id
            ),
        )
        for line in facts.kit.lines
    ]
    return kit_lines(
        needs,
        days=facts.kit.days,
        first_due_s=facts.due_s(facts.basic_needs_h),
        later_due_s=facts.due_s(facts.values.later_needs_h),
    )


def policy_of(facts: Facts) -> Policy:
    values = facts.values
    return Policy(
        walk_limit_s=values.walk_limit_min * 60,
        place_by_s=max(1, facts.due_s(values.place_by_h)),
        board_s_per_person=values.board_s_per_person,
        people_stop_s=values.people_stop_s,
        first_batch_s=round(facts.first_batch_h * 3600),
        basic_needs_s=round(facts.basic_needs_h * 3600),
        vehicle_hour_fen=values.vehicle_hour_fen,
        km_fen=values.km_fen,
    )


def reach_of(facts: Facts) -> dict[UUID, tuple[str, ...]]:
    """By agreement with a radius, the shelters within it."""
    placed = [(str(row.id), row.lon, row.lat) for row in facts.shelters if row.lon is not None and row.lat is not None]
    sites = {site.id: site for site in facts.giving.sites}

    def within(agreement: Agreement, radius_m: int) -> tuple[str, ...]:
        site = sites[agreement.site]
        x, y = Plane(site.lon, site.lat).to_metres([lon for _, lon, _ in placed], [lat for _, _, lat in placed])
        near = np.hypot(x, y) <= radius_m
        return tuple(name for (name, _, _), is_near in zip(placed, near.tolist(), strict=True) if is_near)

    rows = facts.giving.agreements
    return {row.id: within(row, row.radius_m) for row in rows if row.radius_m is not None}


def supply(facts: Facts, shelters: Sequence[Shelter], needed: frozenset[str]) -> Supply:
    clockwork = Clockwork(facts.incident.plan_from, facts.values.horizon_h * 3600, facts.values.release_h * 3600)
    closed = frozenset(site.site_id for site in facts.incident.closed_sites)
    return supply_of(
        facts.stock,
        facts.floors,
        facts.giving,
        reach=reach_of(facts),
        shelters=shelters,
        items=needed,
        closed_sites=closed,
        clockwork=clockwork,
    )


def there_already(facts: Facts, shelters: Sequence[Shelter], kit: Sequence[KitLine]) -> tuple[Arrival, ...]:
    clockwork = Clockwork(facts.incident.plan_from, facts.values.horizon_h * 3600, facts.values.release_h * 3600)
    rows = {row.id: row for row in shelters}
    by_site = {shelter.site_id: rows[str(shelter.id)] for shelter in facts.shelters if shelter.site_id}
    return arrivals_of(facts.stock, by_site, kit, clockwork)


def roads_of(facts: Facts, gazetteer: Gazetteer, journeys: Journeys) -> Travel:
    return travel_of(
        facts.network,
        facts.closures,
        gazetteer.places,
        journeys,
        conditions=conditions_of(facts.incident.conditions, facts.incident.plan_from, facts.values.driving_h),
        anchor=facts.depot,
        snap_limit_m=facts.values.snap_limit_m,
        waters=facts.waters,
        limits=Limits(facts.values.boat_carry_m, facts.values.drone_radius_m),
    )


def assemble(facts: Facts) -> tuple[Problem, Travel]:
    """The problem, and the travel that its matrices came from."""
    gazetteer = Gazetteer()
    groups = people_of(facts, gazetteer)
    shelters = shelters_of(facts, gazetteer)
    kit = kit_of(facts)
    needed = frozenset(item for line in kit for item in line.items)
    goods = supply(facts, shelters, needed)
    for site in facts.giving.sites:
        gazetteer.add(f"site:{site.id}", site.name, site.division[:9], site.lon, site.lat)
    vehicles = vehicles_of(facts, gazetteer)
    teams = teams_of(facts, gazetteer)
    missions = missions_of(facts.incident.needs, gazetteer)
    journeys = Journeys(
        sources=tuple(dict.fromkeys(source.location for source in goods.sources)),
        shelters=tuple(dict.fromkeys(shelter.location for shelter in shelters)),
        safe_shelters=tuple(dict.fromkeys(shelter.location for shelter in shelters if not shelter.exposed_to)),
        villages=tuple(dict.fromkeys(group.location for group in groups)),
        slow_villages=tuple(dict.fromkeys(group.location for group in groups if group.special)),
        bases=bases_of(vehicles),
        team_bases=tuple(dict.fromkeys(team.location for team in teams)),
        mission_places=tuple(dict.fromkeys(need.location for need in missions)),
    )
    travel = roads_of(facts, gazetteer, journeys)
    moving = {matrix.profile for matrix in travel.matrices}
    incident = facts.incident
    problem = Problem(
        incident=str(incident.id),
        name=incident.name,
        district=incident.district_name,
        issued_at=incident.plan_from.astimezone(SHANGHAI),
        started_s=facts.started_s,
        horizon_s=facts.values.horizon_h * 3600,
        policy=policy_of(facts),
        locations=gazetteer.locations(travel.cut_by),
        travel=travel.matrices,
        reopened=travel.reopened,
        groups=tuple(groups),
        shelters=tuple(shelters),
        items=tuple(item_of(item) for item in facts.items if str(item.id) in needed),
        kit=tuple(kit),
        sources=goods.sources,
        lots=goods.lots,
        floors=goods.floors,
        terms=goods.terms,
        arrivals=there_already(facts, shelters, kit),
        withheld=goods.withheld,
        vehicles=tuple(vehicle for vehicle in vehicles if vehicle.profile in moving),
        teams=tuple(teams),
        missions=tuple(missions),
        assembly=limits_of(facts.profile),
        closed_roads=facts.closed_roads,
        ages=facts.ages,
    )
    return problem, travel


def bases_of(vehicles: Sequence[Vehicle]) -> dict[str, tuple[str, ...]]:
    """Where the vehicles of each profile stand."""
    bases: dict[str, list[str]] = defaultdict(list)
    for vehicle in vehicles:
        bases[vehicle.profile].append(vehicle.location)
    return {profile: tuple(dict.fromkeys(places)) for profile, places in bases.items()}


def limits_of(profile: ActiveProfile | None) -> tuple[AssemblyLimit, ...]:
    rows = profile.limits if profile else ()
    return tuple(AssemblyLimit(stage=row.stage, level=row.level, limit_s=row.limit_s) for row in rows)
