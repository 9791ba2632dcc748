"""What a plan's trips ask of the roads: how full each gets, and where vehicles meet on a single lane. Pure."""

from collections.abc import Sequence

from shapely.geometry import LineString

from app.dispatch.courses import Course
from app.dispatch.schemas import BusyRoad, PlanRoads
from app.roads.models import RoadClass
from gis.layers import to_geojson
from gis.roads import MOTORCYCLE_KG, RoadNetwork
from gis.traffic import Drive, LinkLoad, link_loads
from optimize.plan import Action

SHOWN = 100
"""Roads that are named, the fullest first."""


def plan_roads(courses: Sequence[Course], network: RoadNetwork) -> PlanRoads:
    """The load of every road of the network that trucks and buses drive; motorcycles pass where these do not."""
    loads = link_loads(network, (drive for course in courses for drive in _drives(course, network)))
    return PlanRoads(
        counted=True,
        driven=len(loads),
        over_10=sum(load.share > 0.1 for load in loads),
        over_50=sum(load.share > 0.5 for load in loads),
        over_100=sum(load.share > 1 for load in loads),
        meetings=sum(load.meetings for load in loads),
        met_on=sum(load.meetings > 0 for load in loads),
        busiest=[_busy(load, network) for load in loads[:SHOWN]],
    )


def _drives(course: Course, network: RoadNetwork) -> list[Drive]:
    if course.roads is None or course.roads.network is not network or course.roads.profile.weight_kg <= MOTORCYCLE_KG:
        return []
    people = any(stop.action == Action.ALIGHT for stop in course.trip.stops)
    return [Drive(course.trip.vehicle, people, leg.depart_s, leg.way.passages) for leg in course.legs if leg.way]


def _busy(load: LinkLoad, network: RoadNetwork) -> BusyRoad:
    link = load.link
    return BusyRoad(
        id=link.id,
        name=link.name,
        road_class=RoadClass[link.road_class.name],
        length_m=link.length_m,
        from_s=load.from_s,
        people=load.people,
        goods=load.goods,
        capacity=load.capacity,
        share=round(load.share, 4),
        speed_percent=max(1, round(load.speed_left * 100)),
        meetings=load.meetings,
        geometry=to_geojson(LineString(network.line_of(link))),
    )
