"""The road graph and the speeds on it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString

from gis.plane import Plane, plane_of


class RoadClass(StrEnum):
    """Kind of way. ``waterway`` is for boats and never part of a road layer."""

    EXPRESSWAY = "expressway"
    CLASS_2 = "class_2"
    CLASS_3 = "class_3"
    CLASS_4 = "class_4"
    VILLAGE = "village"
    WATERWAY = "waterway"


LAND_CLASSES = tuple(road_class for road_class in RoadClass if road_class is not RoadClass.WATERWAY)


Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class RoadLink:
    """A piece of road from node ``start`` to node ``end`` (positions in the node arrays).

    ``length_m`` is the length driven, windings included; ``line`` is what is drawn, None for a straight line.
    ``limit_kg`` is the heaviest vehicle that may use it, None for any.
    """

    id: str
    name: str
    start: int
    end: int
    length_m: int
    road_class: RoadClass
    oneway: bool = False
    bridge: bool = False
    river: str | None = None
    line: Line | None = None
    tunnel: bool = False
    limit_kg: int | None = None


@dataclass(frozen=True, eq=False)
class RoadNetwork:
    """Nodes (lon/lat in WGS84) and links of one district, with the provenance of the layer that they came from."""

    name: str
    source: str
    as_of: date
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    links: tuple[RoadLink, ...]
    version: int = 1

    def __post_init__(self) -> None:
        nodes = len(self.lon)
        for link in self.links:
            if not (0 <= link.start < nodes and 0 <= link.end < nodes) or link.length_m <= 0:
                raise ValueError(f"道路「{link.name}」（{link.id}）的端点或长度无效")
        if len(self.index) != len(self.links):
            raise ValueError("道路编号重复")

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each link by its id."""
        return {link.id: position for position, link in enumerate(self.links)}

    @cached_property
    def plane(self) -> Plane:
        return plane_of(self.lon, self.lat)

    @cached_property
    def nodes_m(self) -> NDArray[np.float64]:
        """Node positions on the plane, [n × 2]."""
        return np.column_stack(self.plane.to_metres(self.lon, self.lat))

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Start and end node of each link, [links × 2]."""
        return np.array([(link.start, link.end) for link in self.links], dtype=np.int64).reshape(-1, 2)

    @cached_property
    def lengths_m(self) -> NDArray[np.int64]:
        return np.array([link.length_m for link in self.links], dtype=np.int64)

    @cached_property
    def oneways(self) -> NDArray[np.bool_]:
        return np.array([link.oneway for link in self.links], dtype=bool)

    @cached_property
    def classes(self) -> NDArray[np.int64]:
        """Class of each link as its position in ``RoadClass``."""
        position = {road_class: number for number, road_class in enumerate(RoadClass)}
        return np.array([position[link.road_class] for link in self.links], dtype=np.int64)

    @cached_property
    def limits_kg(self) -> NDArray[np.float64]:
        """Heaviest vehicle on each link, infinite where any may go."""
        return np.array([np.inf if link.limit_kg is None else link.limit_kg for link in self.links])

    def line_of(self, link: RoadLink) -> Line:
        """The drawn line of a link, start to end."""
        return link.line or tuple((float(self.lon[node]), float(self.lat[node])) for node in (link.start, link.end))

    @cached_property
    def lines_m(self) -> NDArray[np.object_]:
        """Drawn lines on the plane, one Shapely LineString per link."""
        lines = np.empty(len(self.links), dtype=object)
        lines[:] = [LineString(self.line_of(link)) for link in self.links]
        flat: NDArray[np.object_] = shapely.transform(lines, self.plane.to_metres, interleaved=False)
        return flat

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Spatial index of ``lines_m``."""
        return shapely.STRtree(self.lines_m)


FACTORS: Mapping[str, float] = {"rain": 0.75, "night": 0.85, "debris": 0.5}
"""Planning values: what rain, night and debris leave of the speed."""

WALKING_KMH = 3.0
WALKING_WITH_ELDERS_KMH = 2.0


@dataclass(frozen=True)
class Profile:
    """Who travels, and how fast on each class in km/h; a class without a speed may not be used.

    ``factor`` scales every speed (weather, night). ``connector_kmh`` holds between a place and its road.
    ``weight_kg`` keeps the traveller off links with a lower limit.
    """

    name: str
    kmh: Mapping[RoadClass, float]
    connector_kmh: float
    factor: float = 1.0
    conditions: tuple[str, ...] = field(default=())
    weight_kg: int = 0

    def under(self, conditions: Mapping[str, float]) -> "Profile":
        """The same traveller under conditions named in ``FACTORS``, each with the share of the time that it lasts.

        The factor gives the mean time per kilometre: 1 / (share / FACTORS + 1 − share).
        """
        factor = self.factor
        for condition, share in conditions.items():
            factor /= share / FACTORS[condition] + 1 - share
        names = tuple(name if share == 1 else f"{name} {share:.0%}" for name, share in conditions.items() if share)
        return replace(self, factor=round(factor, 6), conditions=self.conditions + names)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Profile":
        kmh = {RoadClass(name): float(speed) for name, speed in value["kmh"].items()}
        return cls(
            value["name"],
            kmh,
            value["connector_kmh"],
            value["factor"],
            tuple(value["conditions"]),
            value.get("weight_kg", 0),
        )


_DRIVING: Mapping[RoadClass, float] = {
    RoadClass.EXPRESSWAY: 70.0,
    RoadClass.CLASS_2: 45.0,
    RoadClass.CLASS_3: 32.0,
    RoadClass.CLASS_4: 22.0,
    RoadClass.VILLAGE: 15.0,
}


VEHICLES_PER_HOUR: Mapping[RoadClass, int] = {
    RoadClass.EXPRESSWAY: 2750,
    RoadClass.CLASS_2: 750,
    RoadClass.CLASS_3: 300,
    RoadClass.CLASS_4: 100,
    RoadClass.VILLAGE: 20,
}
"""Planning values: trucks and buses that a class of road is meant for in an hour, both directions together.

A tenth of the passenger cars a day that JTG B01 names as the most of the class (55,000 on four lanes in the edition of
2003; 15,000, 6,000, 2,000 on two lanes and 400 on one in that of 2014), a truck or a bus counted as two of them.
"""

ONE_LANE = frozenset({RoadClass.VILLAGE})
"""Classes on which two vehicles pass each other at passing places only."""


TRUCK_KG = 12_000
BUS_KG = 12_000
TEAM_KG = 3_500
MOTORCYCLE_KG = 300
"""Planning values: gross weights of a loaded two-axle truck, a 45-seat bus, a team's light vehicle, a motorcycle."""


def driving(name: str, weight_kg: int = 0) -> Profile:
    """Planning speeds of a road vehicle; the last stretch to a place is a village road."""
    return Profile(name, dict(_DRIVING), connector_kmh=_DRIVING[RoadClass.VILLAGE], weight_kg=weight_kg)


def walking(kmh: float = WALKING_KMH) -> Profile:
    """On foot along every road but the expressway; rain and night do not change the planning value."""
    speeds: dict[RoadClass, float] = {
        road_class: kmh for road_class in LAND_CLASSES if road_class is not RoadClass.EXPRESSWAY
    }
    return Profile("walk", speeds, connector_kmh=kmh)


TRUCK = driving("truck", TRUCK_KG)
BUS = driving("bus", BUS_KG)
TEAM = driving("team", TEAM_KG)
MOTORCYCLE = driving("motorcycle", MOTORCYCLE_KG)
WALK = walking()
WALK_WITH_ELDERS = walking(WALKING_WITH_ELDERS_KMH)
