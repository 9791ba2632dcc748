"""Ways where no truck goes: on water, in the air, and on roads closed to heavier vehicles. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from gis.legs import CARGO_DRONE, air_matrix
from gis.network import Matrix, OpenRoads
from gis.plane import Plane
from gis.snapping import Place
from gis.water import open_water

TRAILER_KMH, TRAILER_DETOUR = 22.0, 1.4
"""Planning values: how a boat is brought to the water, by road over so much more than the straight way."""


@dataclass(frozen=True)
class Launch:
    """Where a boat is put on the water, and the seconds that it takes to bring it there."""

    lon: float
    lat: float
    tow_s: int


def launch_of(waters: Sequence[BaseGeometry], lon: float, lat: float) -> Launch | None:
    """The water nearest to a place on land; None where there is no water at all."""
    if not waters:
        return None
    plane, base = Plane(lon, lat), Point(0.0, 0.0)
    shores = [shapely.shortest_line(base, plane.flatten(water)) for water in waters]
    way = min(shores, key=shapely.length)
    x, y = way.coords[-1]
    shore_lon, shore_lat = plane.to_degrees(x, y)
    tow_s = round(way.length * TRAILER_DETOUR * 3.6 / TRAILER_KMH)
    return Launch(round(float(shore_lon), 6), round(float(shore_lat), 6), tow_s)


def afloat(
    waters: Sequence[BaseGeometry], places: Mapping[str, Place], wanted: Sequence[str], carry_limit_m: float
) -> tuple[OpenRoads, tuple[str, ...]]:
    """The water as ways, and which of the wanted places lie close enough to it."""
    near = _near(waters, [places[place] for place in wanted if place in places], carry_limit_m)
    water = open_water(waters, near, carry_limit_m=carry_limit_m)
    return water, tuple(place.id for place in near if place.id in water.node_of)


def _near(waters: Sequence[BaseGeometry], places: Sequence[Place], limit_m: float) -> list[Place]:
    if not waters or not places:
        return []
    plane = Plane(places[0].lon, places[0].lat)
    water = shapely.union_all([plane.flatten(geometry) for geometry in waters])
    points = shapely.points(*plane.to_metres([place.lon for place in places], [place.lat for place in places]))
    near = shapely.distance(water, points) <= limit_m
    return [place for place, is_near in zip(places, near.tolist(), strict=True) if is_near]


def in_the_air(places: Mapping[str, Place], wanted: Sequence[str], bases: Sequence[str], radius_m: float) -> Matrix:
    """Flights between the wanted places; those without coordinates cannot be flown to."""
    flown = [places[place] for place in wanted if place in places]
    homes = [places[base] for base in bases if base in places]
    return air_matrix(flown, flown, homes, replace(CARGO_DRONE, radius_m=radius_m))
