"""The plan on the map: places as points, trips along the roads they use. Pure; stored with the plan."""

import math
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from shapely.geometry import LineString, Point

from app.dispatch.report import TIER_LABELS
from app.dispatch.schemas import PlanMap, PlanReport, PlanTrip
from app.dispatch.travel import Terrain
from gis.layers import GeoJson, collection, feature
from gis.network import OpenRoads
from gis.plane import Plane
from gis.routes import Route, route
from gis.snapping import Place
from optimize.plan import Action, Plan
from optimize.problem import Problem, Source


def plan_map(problem: Problem, plan: Plan, report: PlanReport, terrain: Terrain) -> PlanMap:
    """Everything that the plan uses, by kind; shelters that it leaves empty stay out."""
    places = terrain.places
    return PlanMap(
        groups=_groups(problem, report, places),
        shelters=_shelters(problem, report, places),
        sources=_sources(problem, report, places),
        trips=_trips(problem, plan, report, terrain),
        missions=_missions(problem, report, places),
    )


def _points(rows: list[tuple[str, dict[str, Any]]], places: Mapping[str, Place]) -> GeoJson:
    """Features at the locations named first in each row; a location without coordinates is left out."""
    return collection(
        feature(Point(places[location].lon, places[location].lat), **properties)
        for location, properties in rows
        if location in places
    )


def _groups(problem: Problem, report: PlanReport, places: Mapping[str, Place]) -> GeoJson:
    shelter_of = {row.group: row for row in report.assignments}
    rows: list[tuple[str, dict[str, Any]]] = []
    for group in problem.groups:
        row = shelter_of.get(group.id)
        properties = {"id": group.id, "name": group.name, "people": group.people, "placed": row is not None}
        rows.append((group.location, properties | ({"shelter": row.shelter, "mode": row.mode} if row else {})))
    return _points(rows, places)


def _shelters(problem: Problem, report: PlanReport, places: Mapping[str, Place]) -> GeoJson:
    people: dict[str, int] = {}
    for row in report.assignments:
        people[row.shelter] = people.get(row.shelter, 0) + row.people
    rows = [
        (s.location, {"id": s.id, "name": s.name, "people": people[s.id], "places": s.places})
        for s in problem.shelters
        if s.id in people
    ]
    return _points(rows, places)


def _sources(problem: Problem, report: PlanReport, places: Mapping[str, Place]) -> GeoJson:
    used = {stop.place for trip in report.trips for stop in trip.stops if stop.action == Action.LOAD}

    def properties(source: Source) -> dict[str, Any]:
        return {"id": source.id, "name": source.name, "tier": source.tier, "tier_label": TIER_LABELS[source.tier]}

    return _points([(s.location, properties(s)) for s in problem.sources if s.id in used], places)


def _missions(problem: Problem, report: PlanReport, places: Mapping[str, Place]) -> GeoJson:
    location = {need.id: need.location for need in problem.missions}
    rows = [
        (
            location[row.mission],
            {"id": row.mission, "name": row.name, "team": row.team_name or "", "people": row.people},
        )
        for row in report.missions
    ]
    return _points(rows, places)


def _trips(problem: Problem, plan: Plan, report: PlanReport, terrain: Terrain) -> GeoJson:
    """One line a trip, from where the vehicle stands to its last stop, on the ways its times were taken from.

    ``metres`` is the length of these ways, ``roads`` their names in order.
    """
    ways: dict[tuple[str, str, str], Route | None] = {}
    profile_of = {vehicle.id: vehicle.profile for vehicle in problem.vehicles}
    features = []
    for trip, row in zip(plan.trips, report.trips, strict=True):
        profile = profile_of[trip.vehicle]
        roads, legs = terrain.ways.get(profile), []
        for leg in pairwise((trip.from_location, *(stop.location for stop in trip.stops))):
            key = (profile, *leg)
            if key not in ways:
                ways[key] = _way(roads, terrain.places, *leg)
            legs.append(ways[key])
        line = [(round(lon, 5), round(lat, 5)) for way in legs if way for lon, lat in way.line]
        if len(set(line)) > 1:
            features.append(feature(LineString(line), **_trip_properties(row), **_driven(roads, legs)))
    return collection(features)


def _way(roads: OpenRoads | None, places: Mapping[str, Place], start: str, end: str) -> Route | None:
    """The way on these roads; the straight flight where there are none."""
    if start == end or start not in places or end not in places:
        return None
    if roads is not None:
        return route(roads, start, end)
    ends = [(places[place].lon, places[place].lat) for place in (start, end)]
    x, y = Plane(*ends[0]).to_metres(*zip(*ends, strict=True))
    return Route(0, round(math.hypot(x[1] - x[0], y[1] - y[0])), (), tuple(ends))


def _driven(roads: OpenRoads | None, legs: Sequence[Route | None]) -> dict[str, Any]:
    network = roads.network if roads else None
    names = [network.links[network.index[link]].name for way in legs if way for link in way.links] if network else []
    return {"metres": sum(way.metres for way in legs if way), "roads": [name for name, _ in groupby(names) if name]}


def _trip_properties(row: PlanTrip) -> dict[str, Any]:
    return {
        "id": row.id,
        "vehicle": row.vehicle,
        "vehicle_name": row.vehicle_name,
        "people": row.people,
        "start_s": row.start_s,
        "end_s": row.end_s,
    }
