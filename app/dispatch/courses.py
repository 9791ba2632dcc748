"""The ways that a plan's vehicles take, from stop to stop, and its teams. Pure."""

import math
from dataclasses import dataclass
from itertools import pairwise

from app.dispatch.travel import Terrain
from gis.landings import routes_over
from gis.network import OpenRoads
from gis.plane import Plane
from gis.routes import Route, route
from optimize.figures import afloat
from optimize.index import Index
from optimize.plan import Plan, Posting, Trip
from optimize.problem import BY_ROAD, Problem


@dataclass(frozen=True)
class Leg:
    """From second ``depart_s`` on to the next stop; no ``way`` where that is here, or where it lies is not known."""

    depart_s: int
    way: Route | None


@dataclass(frozen=True)
class Course:
    """A trip on the ways that its times were taken from; ``roads`` is None for what flies."""

    trip: Trip
    roads: OpenRoads | None
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class Call:
    """A posting with the road that its team takes and the water after that, as far as there is either."""

    posting: Posting
    by_road: Route | None
    by_water: Route | None


def calls_of(problem: Problem, plan: Plan, terrain: Terrain) -> list[Call]:
    """One call a posting, in the plan's order."""
    index = Index(problem)

    def call(posting: Posting) -> Call:
        team, mission = index.teams[posting.team], index.missions[posting.mission]
        ends = team.location, mission.location
        if terrain.afloat and afloat(index, team, mission):
            return Call(posting, *routes_over(terrain.afloat, *ends))
        return Call(posting, _way(terrain, BY_ROAD, *ends), None)

    return [call(posting) for posting in plan.postings]


def courses_of(problem: Problem, plan: Plan, terrain: Terrain) -> list[Course]:
    """One course a trip, in the plan's order."""
    known: dict[tuple[str, str, str], Route | None] = {}
    profile_of = {vehicle.id: vehicle.profile for vehicle in problem.vehicles}

    def way(profile: str, start: str, end: str) -> Route | None:
        key = (profile, start, end)
        if key not in known:
            known[key] = _way(terrain, *key)
        return known[key]

    def course(trip: Trip) -> Course:
        profile = profile_of[trip.vehicle]
        here = [(trip.from_location, trip.start_s), *((stop.location, stop.leave_s) for stop in trip.stops)]
        legs = tuple(Leg(leave_s, way(profile, start, end)) for (start, leave_s), (end, _) in pairwise(here))
        return Course(trip, terrain.ways.get(profile), legs)

    return [course(trip) for trip in plan.trips]


def _way(terrain: Terrain, profile: str, start: str, end: str) -> Route | None:
    """The way of this profile; the straight flight where it has none."""
    places, roads = terrain.places, terrain.ways.get(profile)
    if start == end or start not in places or end not in places:
        return None
    if roads is not None:
        return route(roads, start, end)
    ends = [(places[place].lon, places[place].lat) for place in (start, end)]
    x, y = Plane(*ends[0]).to_metres(*zip(*ends, strict=True))
    return Route(0, round(math.hypot(x[1] - x[0], y[1] - y[0])), (), tuple(ends))
