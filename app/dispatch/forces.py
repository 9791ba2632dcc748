"""Vehicles, teams and what they are wanted for → rows of the problem. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from app.dispatch.facts import Facts, Gazetteer, base_location
from app.dispatch.offroad import launch_of
from app.fleet.models import VehicleProfile
from app.incidents.facts import NeedFacts
from app.teams.models import Skill
from app.teams.queries import ActiveProfile
from optimize.problem import BY_BOAT, BY_ROAD, AssemblyLimit, MissionNeed, Team, Vehicle

PROFILES = {profile: profile.value for profile in VehicleProfile} | {VehicleProfile.LIGHT: "truck"}
"""Whose matrices a vehicle moves over: a light truck goes where trucks go; ``light`` is the teams'."""


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
    """A team that is trained for rescue on the water is taken to have boats of its own."""
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
            profile=BY_BOAT if facts.waters and Skill.WATER_RESCUE in team.skills else BY_ROAD,
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


def bases_of(vehicles: Sequence[Vehicle]) -> dict[str, tuple[str, ...]]:
    """Where the vehicles of each profile stand."""
    bases: dict[str, list[str]] = defaultdict(list)
    for vehicle in vehicles:
        bases[vehicle.profile].append(vehicle.location)
    return {profile: tuple(dict.fromkeys(places)) for profile, places in bases.items()}


def limits_of(profile: ActiveProfile | None) -> tuple[AssemblyLimit, ...]:
    rows = profile.limits if profile else ()
    return tuple(AssemblyLimit(stage=row.stage, level=row.level, limit_s=row.limit_s) for row in rows)
