"""Places and roads → the travel matrices of a problem. Pure; geometry ends here."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shapely.geometry.base import BaseGeometry

from app.dispatch.offroad import afloat, in_the_air
from app.dispatch.reopening import reopened
from app.kernel.clock import SHANGHAI
from gis.isolation import isolated
from gis.landings import PUT_IN_S, RoadAndWater, road_and_water, sooner, travel_over
from gis.legs import CARGO_DRONE
from gis.network import Closures, Matrix, OpenRoads, open_roads, travel
from gis.roads import BUS, MOTORCYCLE, TEAM, TRUCK, WALK, WALK_WITH_ELDERS, RoadNetwork
from gis.snapping import Place, snap
from gis.water import CARRY_LIMIT_M
from optimize.packed import packed
from optimize.problem import BY_BOAT, BY_ROAD, TravelMatrix


@dataclass(frozen=True)
class Journeys:
    """Who travels between which places, by location id. One profile may serve several kinds of journey.

    People's ways lead to exposed shelters too, so that exposure is told from a closed road; goods go to safe ones.
    ``slow_villages`` are those whose people walk with elders, patients or infants, and therefore more slowly. ``bases``
    are the vehicles', by profile.
    """

    sources: tuple[str, ...]
    shelters: tuple[str, ...]
    safe_shelters: tuple[str, ...]
    villages: tuple[str, ...]
    slow_villages: tuple[str, ...]
    bases: Mapping[str, tuple[str, ...]]
    team_bases: tuple[str, ...]
    mission_places: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """How far goods and boats are carried between the water and a place, how long boats take from their vehicle into
    the water, and how far drones fly from their base."""

    carry_m: float = CARRY_LIMIT_M
    put_in_s: int = PUT_IN_S
    drone_radius_m: float = CARGO_DRONE.radius_m


@dataclass(frozen=True)
class Terrain:
    """What the matrices were taken from, kept to draw the plan: places by location id, ways by profile.

    A profile without ways goes straight; teams with boats go over ``afloat``.
    """

    places: Mapping[str, Place]
    ways: Mapping[str, OpenRoads]
    afloat: RoadAndWater | None = None


@dataclass(frozen=True)
class Travel:
    """Matrices for the problem, and the names of the closed links that cut each isolated place off."""

    matrices: tuple[TravelMatrix, ...]
    cut_by: Mapping[str, tuple[str, ...]]
    terrain: Terrain
    reopened: tuple[TravelMatrix, ...] = ()


_DUSK, _DAWN = time(19), time(6)


def conditions_of(reported: Sequence[str], start: datetime, driving_h: int) -> dict[str, float]:
    """What slows road vehicles, with its share of the driving window: all of it what is reported, night its hours."""
    night = night_share(start, start + timedelta(hours=driving_h))
    return dict.fromkeys(reported, 1.0) | ({"night": night} if night else {})


def night_share(start: datetime, end: datetime) -> float:
    """Share of a span that lies between 19:00 and 06:00 in Shanghai, to three decimals."""
    day = start.astimezone(SHANGHAI).date() - timedelta(days=1)
    dark = timedelta()
    while (dusk := datetime.combine(day, _DUSK, SHANGHAI)) < end:
        dawn = datetime.combine(day + timedelta(days=1), _DAWN, SHANGHAI)
        dark += max(timedelta(), min(end, dawn) - max(start, dusk))
        day += timedelta(days=1)
    return round(dark / (end - start), 3)


def unique(*groups: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for group in groups for place in group))


def travel_of(
    network: RoadNetwork,
    closures: Closures,
    places: Mapping[str, Place],
    journeys: Journeys,
    *,
    conditions: Mapping[str, float],
    anchor: str,
    snap_limit_m: float,
    waters: Sequence[BaseGeometry] = (),
    limits: Limits = Limits(),
) -> Travel:
    """Matrices for trucks, buses, walkers (two paces) and teams, and for what goes where no truck gets.

    A place without a road within the limit is unreachable and says so; ``anchor`` is the place (the district depot)
    from which cut-off places are judged.
    """
    snapping = snap(network, list(places.values()), snap_limit_m)
    snaps = snapping.snaps

    driving = (profile.under(conditions) for profile in (TRUCK, BUS, TEAM))
    truck, bus, light, foot, slow_foot = (
        open_roads(network, profile, closures, snaps) for profile in (*driving, WALK, WALK_WITH_ELDERS)
    )
    slow = frozenset(journeys.slow_villages)
    brisk = tuple(village for village in journeys.villages if village not in slow)
    goods = unique(journeys.sources, journeys.safe_shelters, journeys.bases.get("truck", ()))
    people = unique(journeys.villages, journeys.shelters, journeys.bases.get("bus", ()))
    called, both = _called(light, waters, places, journeys, limits)
    matrices = [
        matrix("truck", truck, goods, goods),
        matrix("bus", bus, people, people),
        matrix("foot", foot, brisk, journeys.shelters),
        matrix("foot", slow_foot, journeys.slow_villages, journeys.shelters),
        *called,
    ]
    cut_by: dict[str, tuple[str, ...]] = {fault.place.id: ("附近没有道路",) for fault in snapping.faults}
    closed = set[str]()
    if anchor in snaps:
        for isolation in isolated(network, TRUCK, closures, [snaps[anchor]], list(snaps.values())):
            links = tuple(network.links[network.index[link]].name for link in isolation.links)
            cut_by[isolation.place] = links or ("没有相连的道路",)
            closed |= {isolation.place} if links else set()
    profiles = {"truck": truck.profile, "bus": bus.profile, BY_ROAD: light.profile, BY_BOAT: light.profile}
    again = reopened(network, profiles, matrices, closed, snaps)
    ways = {"truck": truck, "bus": bus, BY_ROAD: light}
    if "boat" in journeys.bases:
        landed = unique(journeys.bases["boat"], journeys.sources, journeys.shelters, journeys.villages)
        ways["boat"], reached = afloat(waters, places, landed, limits.carry_m)
        matrices += [matrix("boat", ways["boat"], reached, reached)] if reached else []
    if "motorcycle" in journeys.bases and (calls := _calls(journeys, "motorcycle", cut_by)):
        ways["motorcycle"] = open_roads(network, MOTORCYCLE.under(conditions), closures, snaps)
        matrices.append(matrix("motorcycle", ways["motorcycle"], calls, calls))
    if "drone" in journeys.bases and (calls := _calls(journeys, "drone", cut_by)):
        matrices.append(plain("drone", in_the_air(places, calls, journeys.bases["drone"], limits.drone_radius_m)))
    return Travel(tuple(matrices), cut_by, Terrain(places, ways, both), again)


def _called(
    roads: OpenRoads, waters: Sequence[BaseGeometry], places: Mapping[str, Place], journeys: Journeys, limits: Limits
) -> tuple[list[TravelMatrix], RoadAndWater | None]:
    """The teams' ways by road and, where there is water, those of teams with boats, whichever teams have any."""
    ends = journeys.team_bases, journeys.mission_places
    driven = travel(roads, *ends)
    if not waters:
        return [plain(BY_ROAD, driven)], None
    both = road_and_water(roads, waters, places, *ends, carry_limit_m=limits.carry_m, put_in_s=limits.put_in_s)
    return [plain(BY_ROAD, driven), plain(BY_BOAT, sooner(driven, travel_over(both, *ends)))], both


def _calls(journeys: Journeys, profile: str, cut_off: Container[str]) -> tuple[str, ...]:
    """Where vehicles that carry little go: to shelters that trucks cannot reach, from the stores at their bases and
    from those that are cut off as well. Empty if trucks reach every shelter."""
    shelters = [shelter for shelter in journeys.safe_shelters if shelter in cut_off]
    stores = [source for source in journeys.sources if source in cut_off]
    return unique(journeys.bases[profile], stores, shelters) if shelters else ()


def matrix(name: str, roads: OpenRoads, origins: tuple[str, ...], destinations: tuple[str, ...]) -> TravelMatrix:
    """Travel on open roads in the problem's own plain form."""
    return plain(name, travel(roads, origins, destinations))


def plain(name: str, made: Matrix) -> TravelMatrix:
    return TravelMatrix(
        profile=name,
        origins=made.origins,
        destinations=made.destinations,
        seconds=packed(row.tolist() for row in made.seconds),
        metres=packed(row.tolist() for row in made.metres),
    )
