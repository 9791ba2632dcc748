"""Facts → the frozen problem. Pure: the same facts give the same problem, byte for byte."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import numpy as np
from shapely.geometry import Point, shape
from shapely.ops import unary_union

from app.catalog.schemas import ItemOut
from app.dispatch.facts import Facts, Gazetteer, base_location
from app.dispatch.forces import bases_of, limits_of, missions_of, teams_of, vehicles_of
from app.dispatch.needs import KitNeed, groups_of, kit_lines
from app.dispatch.supply import Clockwork, Supply, arrivals_of, supply_of
from app.dispatch.travel import Journeys, Limits, Travel, conditions_of, night_share, travel_of
from app.kernel.clock import SHANGHAI
from app.sites.facts import Agreement
from gis.plane import Plane
from optimize.problem import Arrival, Group, Item, KitLine, Policy, Problem, Shelter, Substitute


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
        limits=Limits(facts.values.boat_carry_m, facts.values.boat_put_in_min * 60, facts.values.drone_radius_m),
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
