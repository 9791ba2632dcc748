"""Ways of those who have boats with them: by road to a landing, where the boats are put in, and on by water."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from gis.network import UNREACHABLE, Matrix, OpenRoads, link_kmh, open_roads, travel
from gis.pieces import Ints
from gis.roads import RoadClass
from gis.routes import Route, route
from gis.snapping import Place, Snap
from gis.water import CARRY_LIMIT_M, open_water

PUT_IN_S = 900
EVERY_M = 1_000.0
"""Planning values: how long boats take from their vehicles into the water, and how far apart landings may be."""
_NEVER = 2**40

Points = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class RoadAndWater:
    """Roads and water with the quays that lead from one to the other; putting in takes ``put_in_s``."""

    roads: OpenRoads
    water: OpenRoads
    quays: tuple[str, ...]
    put_in_s: int


def road_and_water(
    roads: OpenRoads,
    waters: Sequence[BaseGeometry],
    places: Mapping[str, Place],
    origins: Sequence[str],
    destinations: Sequence[str],
    *,
    carry_limit_m: float = CARRY_LIMIT_M,
    put_in_s: int = PUT_IN_S,
) -> RoadAndWater:
    """Landings on ``roads``, which the origins are snapped to, as far as the water leads from them to a destination.

    Boats are carried from the road to the water, and people go from the water to their destination, on foot within
    ``carry_limit_m``. Who stands that near to the water may put in at once. What is not among the ``places`` is
    unreachable.
    """
    landings = {landing.place.id: landing for landing in _landings(roads, waters, origins, carry_limit_m)}
    quays = {name: landing.place for name, landing in landings.items()}
    quays |= {name: places[name] for name in origins if name in places}
    ends = [places[name] for name in destinations if name in places]
    water = open_water(waters, [*quays.values(), *ends], carry_limit_m=carry_limit_m)
    on = travel(water, list(quays), destinations)
    useful = [quay for quay, row in zip(on.origins, on.seconds, strict=True) if (row != UNREACHABLE).any()]
    snaps = {**roads.snaps, **{quay: landings[quay] for quay in useful if quay in landings}}
    joined = open_roads(roads.network, roads.profile, roads.closures, snaps)
    return RoadAndWater(joined, water, tuple(useful), put_in_s)


def travel_over(ways: RoadAndWater, origins: Sequence[str], destinations: Sequence[str]) -> Matrix:
    """The soonest ways over water, each by the quay that it is soonest by."""
    there, on = travel(ways.roads, origins, ways.quays), travel(ways.water, ways.quays, destinations)
    shape = len(origins), len(destinations)
    seconds, metres = (np.full(shape, UNREACHABLE, dtype=np.int32) for _ in range(2))
    rows, first_s, then_s = np.arange(shape[0]), _times(there), _times(on)
    for column in range(shape[1] if ways.quays else 0):
        total = first_s + then_s[:, column] + ways.put_in_s
        quay = total.argmin(axis=1)
        reached = total[rows, quay] < _NEVER
        seconds[reached, column] = total[rows, quay][reached]
        metres[reached, column] = (there.metres[rows, quay] + on.metres[quay, column])[reached]
    return Matrix(tuple(origins), tuple(destinations), seconds, metres, there.provenance)


def routes_over(ways: RoadAndWater, origin: str, destination: str) -> tuple[Route | None, Route | None]:
    """The road and the water of that way; none where there is no way, no road where one puts in at once."""
    there, on = travel(ways.roads, [origin], ways.quays), travel(ways.water, ways.quays, [destination])
    total = _times(there)[0] + _times(on)[:, 0]
    if not ways.quays or total.min() >= _NEVER:
        return None, None
    quay = ways.quays[int(total.argmin())]
    by_road = route(ways.roads, origin, quay) if quay != origin else None
    return by_road, route(ways.water, quay, destination)


def sooner(one: Matrix, other: Matrix) -> Matrix:
    """Of two matrices between the same places the ways that take less time, the first's where both take as long."""
    first = _times(one) <= _times(other)
    seconds, metres = np.where(first, one.seconds, other.seconds), np.where(first, one.metres, other.metres)
    return Matrix(one.origins, one.destinations, seconds, metres, one.provenance)


def _times(matrix: Matrix) -> Ints:
    return np.where(matrix.seconds == UNREACHABLE, _NEVER, matrix.seconds.astype(np.int64))


def _landings(
    roads: OpenRoads, waters: Sequence[BaseGeometry], starts: Sequence[str], limit_m: float
) -> tuple[Snap, ...]:
    """Points of open roads near the water, in each part of the network where somebody starts."""
    shores, here = _shores(roads, waters), [roads.node_of[start] for start in starts if start in roads.node_of]
    if not len(shores) or not here:
        return ()
    network, (_, part) = roads.network, connected_components(roads.graph, directed=False)
    fit = np.flatnonzero(_fit(roads))
    found = dict[tuple[int, float], None]()
    for one in np.unique(part[here]).tolist():
        links = fit[part[network.ends[fit, 0]] == one]
        shore, near = shapely.STRtree(network.lines_m[links]).query_nearest(
            shores, max_distance=limit_m, all_matches=False
        )
        lines = network.lines_m[links[near]]
        shares = shapely.line_locate_point(lines, shores[shore], normalized=True)
        found |= dict.fromkeys(zip(links[near].tolist(), shares.tolist(), strict=True))
    return tuple(_landing(roads, number, *at) for number, at in enumerate(found))


def _shores(roads: OpenRoads, waters: Sequence[BaseGeometry]) -> Points:
    """Points along rivers and shores, ``EVERY_M`` apart at most."""
    flat = shapely.get_parts([roads.network.plane.flatten(water) for water in waters])
    lines = shapely.get_parts([part.boundary if part.geom_type == "Polygon" else part for part in flat])
    along = [np.linspace(0.0, line.length, int(np.ceil(line.length / EVERY_M)) + 1) for line in lines]
    points = [shapely.line_interpolate_point(line, at) for line, at in zip(lines, along, strict=True)]
    return np.concatenate([np.empty(0, dtype=object), *points])


def _fit(roads: OpenRoads) -> NDArray[np.bool_]:
    """Links that are open and lie on the ground, where one may stop."""
    may_stop = [
        not (link.bridge or link.tunnel or link.road_class is RoadClass.EXPRESSWAY) for link in roads.network.links
    ]
    return np.array(may_stop, dtype=bool) & (link_kmh(roads.network, roads.profile, roads.closures) > 0)


def _landing(roads: OpenRoads, number: int, link: int, share: float) -> Snap:
    """On the road itself: from there boats are carried."""
    point = shapely.line_interpolate_point(roads.network.lines_m[link], share, normalized=True)
    lon, lat = roads.network.plane.to_degrees(point.x, point.y)
    return Snap(Place(f"landing:{number}", "下水点", float(lon), float(lat)), link, share, 0)
