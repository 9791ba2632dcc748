"""Joining places to the nearest road."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely

from gis.roads import RoadNetwork

SNAP_LIMIT_M = 2000.0
_ON_NODE_M = 1.0


@dataclass(frozen=True)
class Place:
    """Something that people or goods travel from or to."""

    id: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Snap:
    """Where a place joins the roads: on ``link``, ``share`` of the way from its start, ``connector_m`` away."""

    place: Place
    link: int
    share: float
    connector_m: int


class SnapFault(ValueError):
    """A place is too far from every road."""

    def __init__(self, place: Place, limit_m: float) -> None:
        self.place = place
        self.message = (
            f"「{place.name}」（{place.lon:.5f}, {place.lat:.5f}）{limit_m / 1000:g} 公里内没有道路，"
            "请核对坐标，或在道路图层中补充通往该处的道路"
        )
        super().__init__(self.message)


@dataclass(frozen=True)
class Snapping:
    """Snaps by place id, and a fault for every place that has no road."""

    snaps: Mapping[str, Snap]
    faults: tuple[SnapFault, ...]

    def require(self) -> Mapping[str, Snap]:
        if self.faults:
            raise self.faults[0]
        return self.snaps


def snap(network: RoadNetwork, places: Sequence[Place], limit_m: float = SNAP_LIMIT_M) -> Snapping:
    """Join each place to the nearest point of the nearest link, ties to the earlier link."""
    if not places or not network.links:
        return Snapping({}, tuple(SnapFault(place, limit_m) for place in places))
    x, y = network.plane.to_metres([p.lon for p in places], [p.lat for p in places])
    points = shapely.points(x, y)
    pairs = network.tree.query_nearest(points, max_distance=limit_m, all_matches=True)
    nearest: dict[int, int] = {}
    for point, link in pairs.T.tolist():
        nearest[point] = min(link, nearest.get(point, link))
    snaps: dict[str, Snap] = {}
    for number, link in nearest.items():
        line = network.lines_m[link]
        along, length = shapely.line_locate_point(line, points[number]), shapely.length(line)
        share = 0.0 if along < _ON_NODE_M else 1.0 if length - along < _ON_NODE_M else along / length
        away = round(float(shapely.distance(line, points[number])))
        snaps[places[number].id] = Snap(places[number], link, float(share), away)
    return Snapping(snaps, tuple(SnapFault(place, limit_m) for place in places if place.id not in snaps))
