"""The plan on the map: places as points, trips and teams along the ways they use. Pure; stored with the plan."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from shapely.geometry import LineString, Point

from app.dispatch.courses import Call, Course
from app.dispatch.report import TIER_LABELS
from app.dispatch.schemas import PlanMap, PlanReport, PlanTrip
from gis.layers import GeoJson, collection, feature
from gis.network import OpenRoads
from gis.routes import Route
from gis.snapping import Place
from optimize.plan import Action
from optimize.problem import Problem, Source


def plan_map(
    problem: Problem,
    report: PlanReport,
    courses: Sequence[Course],
    calls: Sequence[Call],
    places: Mapping[str, Place],
) -> PlanMap:
    """Everything that the plan uses, by kind; shelters that it leaves empty stay out."""
    return PlanMap(
        groups=_groups(problem, report, places),
        shelters=_shelters(problem, report, places),
        sources=_sources(problem, report, places),
        trips=_trips(report, courses),
        missions=_missions(problem, report, places),
        calls=_calls(calls),
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


def _calls(calls: Sequence[Call]) -> GeoJson:
    """A line for the road and one for the water that a team takes to its mission (``id``)."""
    return collection(
        feature(LineString(_rounded(part.line)), id=call.posting.mission, team=call.posting.team, way=way)
        for call in calls
        for way, part in (("team", call.by_road), ("water", call.by_water))
        if part and len(set(_rounded(part.line))) > 1
    )


def _rounded(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(round(lon, 5), round(lat, 5)) for lon, lat in line]


def _trips(report: PlanReport, courses: Sequence[Course]) -> GeoJson:
    """One line a trip, from where the vehicle stands to its last stop.

    ``metres`` is the length of these ways, ``roads`` their names in order.
    """
    features = []
    for course, row in zip(courses, report.trips, strict=True):
        ways = [leg.way for leg in course.legs if leg.way]
        line = [point for way in ways for point in _rounded(way.line)]
        if len(set(line)) > 1:
            features.append(feature(LineString(line), **_trip_properties(row), **_driven(course.roads, ways)))
    return collection(features)


def _driven(roads: OpenRoads | None, ways: Sequence[Route]) -> dict[str, Any]:
    network = roads.network if roads else None
    names = [network.links[network.index[link]].name for way in ways for link in way.links] if network else []
    return {"metres": sum(way.metres for way in ways), "roads": [name for name, _ in groupby(names) if name]}


def _trip_properties(row: PlanTrip) -> dict[str, Any]:
    return {
        "id": row.id,
        "vehicle": row.vehicle,
        "vehicle_name": row.vehicle_name,
        "people": row.people,
        "start_s": row.start_s,
        "end_s": row.end_s,
    }
