"""Places and roads → the travel matrices of a problem. Pure; geometry ends here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.kernel.clock import SHANGHAI
from gis.isolation import isolated
from gis.network import Closures, OpenRoads, open_roads, travel
from gis.roads import BUS, TEAM, TRUCK, WALK, WALK_WITH_ELDERS, RoadNetwork
from gis.snapping import Place, snap
from optimize.problem import TravelMatrix


@dataclass(frozen=True)
class Journeys:
    """Who travels between which places, by location id. One profile may serve several kinds of journey.

    People's ways lead to exposed shelters too, so that exposure is told from a closed road; goods go to safe ones.
    ``slow_villages`` are those whose people walk with elders, patients or infants, and therefore more slowly.
    """

    sources: tuple[str, ...]
    shelters: tuple[str, ...]
    safe_shelters: tuple[str, ...]
    villages: tuple[str, ...]
    slow_villages: tuple[str, ...]
    truck_bases: tuple[str, ...]
    bus_bases: tuple[str, ...]
    team_bases: tuple[str, ...]
    mission_places: tuple[str, ...]


@dataclass(frozen=True)
class Terrain:
    """What the matrices were taken from, kept to draw the plan: places by location id, roads by profile."""

    places: Mapping[str, Place]
    truck: OpenRoads
    bus: OpenRoads


@dataclass(frozen=True)
class Travel:
    """Matrices for the problem, and the names of the closed links that cut each isolated place off."""

    matrices: tuple[TravelMatrix, ...]
    cut_by: Mapping[str, tuple[str, ...]]
    terrain: Terrain


WEATHER: Mapping[str, str] = {"flood": "rain", "landslide": "rain", "earthquake": "debris"}
"""What slows every road vehicle in an incident of this kind."""
_DUSK, _DAWN = time(19), time(6)


def conditions_of(kind: str, start: datetime, driving_h: int) -> dict[str, float]:
    """What slows road vehicles, with its share of the driving window: the weather all of it, night while it lasts."""
    weather = {WEATHER[kind]: 1.0} if kind in WEATHER else {}
    night = night_share(start, start + timedelta(hours=driving_h))
    return weather | ({"night": night} if night else {})


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
) -> Travel:
    """Matrices for trucks, buses, walkers (two paces) and teams.

    A place without a road within the limit is unreachable and says so; ``anchor`` is the place (the district depot)
    from which cut-off places are judged.
    """
    snapping = snap(network, list(places.values()), snap_limit_m)
    snaps = snapping.snaps

    by_road = (TRUCK.under(conditions), BUS.under(conditions), TEAM.under(conditions))
    truck, bus, light, foot, slow_foot = (
        open_roads(network, profile, closures, snaps) for profile in (*by_road, WALK, WALK_WITH_ELDERS)
    )
    slow = frozenset(journeys.slow_villages)
    brisk = tuple(village for village in journeys.villages if village not in slow)
    goods = unique(journeys.sources, journeys.safe_shelters, journeys.truck_bases)
    people = unique(journeys.villages, journeys.shelters, journeys.bus_bases)
    matrices = (
        matrix("truck", truck, goods, goods),
        matrix("bus", bus, people, people),
        matrix("foot", foot, brisk, journeys.shelters),
        matrix("foot", slow_foot, journeys.slow_villages, journeys.shelters),
        matrix("light", light, journeys.team_bases, journeys.mission_places),
    )
    cut_by: dict[str, tuple[str, ...]] = {fault.place.id: ("附近没有道路",) for fault in snapping.faults}
    if anchor in snaps:
        for isolation in isolated(network, TRUCK, closures, [snaps[anchor]], list(snaps.values())):
            links = tuple(network.links[network.index[link]].name for link in isolation.links)
            cut_by[isolation.place] = links or ("没有相连的道路",)
    return Travel(matrices, cut_by, Terrain(places, truck, bus))


def matrix(name: str, roads: OpenRoads, origins: tuple[str, ...], destinations: tuple[str, ...]) -> TravelMatrix:
    """A matrix in the problem's own plain form."""
    made = travel(roads, origins, destinations)
    return TravelMatrix(
        profile=name,
        origins=origins,
        destinations=destinations,
        seconds=tuple(map(tuple, made.seconds.tolist())),
        metres=tuple(map(tuple, made.metres.tolist())),
    )
