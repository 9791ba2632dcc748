"""Drawing roads: a road between two nodes becomes pieces with bends, and a bridge wherever it crosses a river."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString

from gis.roads import RoadClass, RoadLink, RoadNetwork
from seed.generator.reference import Reference

Point = NDArray[np.float64]

_PIECE_M = 1300.0
_BEND = 0.09
_HALF_BRIDGE_M = 110.0


@dataclass(frozen=True)
class Road:
    """How a road is to be drawn. ``winding`` is its length over the drawn line; ``flexible`` says how much of the
    network's common winding it takes on top (0 for none, 1 for all)."""

    name: str
    road_class: RoadClass
    winding: float = 1.0
    flexible: float = 0.0


@dataclass
class Piece:
    road: Road
    name: str
    start: int
    end: int
    drawn_m: float
    bridge: bool
    river: str | None


class Draft:
    """A road network being drawn on the plane."""

    def __init__(self, reference: Reference, rng: np.random.Generator) -> None:
        self.reference = reference
        self.rng = rng
        self.nodes: list[Point] = []
        self.pieces: list[Piece] = []
        self._bridges: dict[str, int] = {}

    def add_node(self, x: float, y: float) -> int:
        self.nodes.append(np.array([x, y]))
        return len(self.nodes) - 1

    def add_road(self, road: Road, start: int, end: int) -> list[int]:
        """Draw a road; answers with its nodes in order."""
        ways = self._bent(self.nodes[start], self.nodes[end])
        stops = [(way, None) for way in ways[1:-1]]
        line = [start, *(self.add_node(*point) for point, _ in stops), end]
        nodes, number = [start], 0
        for first, last in pairwise(line):
            for stop, river in self._over_rivers(first, last):
                number += river is None
                self.pieces.append(self._piece(road, nodes[-1], stop, number, river))
                nodes.append(stop)
        if number == 1:
            self.pieces[-1].name = self.pieces[-1].name.removesuffix("1段") or road.name
        return nodes

    def _bent(self, start: Point, end: Point) -> Point:
        span = end - start
        length = float(np.hypot(*span))
        count = max(1, round(length / _PIECE_M))
        along = np.linspace(0.0, 1.0, count + 1)
        across = np.array([-span[1], span[0]]) / max(length, 1.0)
        offset = self.rng.uniform(-1.0, 1.0, count + 1) * _BEND * length / count
        offset[[0, -1]] = 0.0
        return start + along[:, None] * span + offset[:, None] * across

    def _over_rivers(self, first: int, last: int) -> list[tuple[int, str | None]]:
        """The stops after ``first`` up to ``last``; one that ends a bridge says over which river."""
        a, b = self.nodes[first], self.nodes[last]
        length = float(np.hypot(*(b - a)))
        stops: list[tuple[int, str | None]] = []
        reached = 0.0
        for low, high, river in self._crossings(LineString([a, b]), length):
            if low > reached:
                stops.append((self.add_node(*(a + (b - a) * low / length)), None))
            reached = high
            stops.append((last if high >= length else self.add_node(*(a + (b - a) * high / length)), river))
        return stops if reached >= length else [*stops, (last, None)]

    def _crossings(self, line: LineString, length: float) -> list[tuple[float, float, str]]:
        """Where the line is a bridge: (from, to, river) in metres along it, merged where they touch."""
        found = sorted(
            (float(line.project(shapely.Point(point))), river.name)
            for river in self.reference.rivers
            for point in shapely.get_coordinates(shapely.intersection(line, river.flat))
        )
        bridges: list[tuple[float, float, str]] = []
        for at, river in found:
            low, high = max(0.0, at - _HALF_BRIDGE_M), min(length, at + _HALF_BRIDGE_M)
            if bridges and low <= bridges[-1][1]:
                bridges[-1] = (bridges[-1][0], high, bridges[-1][2])
            else:
                bridges.append((low, high, river))
        return bridges

    def _piece(self, road: Road, start: int, end: int, number: int, river: str | None) -> Piece:
        drawn_m = float(np.hypot(*(self.nodes[end] - self.nodes[start])))
        name = f"{road.name}{number}段" if river is None else self._bridge_name(road, end, river)
        return Piece(road, name, start, end, drawn_m, river is not None, river)

    def _bridge_name(self, road: Road, node: int, river: str) -> str:
        x, y = self.nodes[node]
        near = min(self.reference.townships, key=lambda t: float(np.hypot(t.x - x, t.y - y)))
        kind = {RoadClass.EXPRESSWAY: "高速大桥", RoadClass.VILLAGE: "便桥"}.get(road.road_class, "大桥")
        base = f"{near.short}{river}{kind}"
        self._bridges[base] = count = self._bridges.get(base, 0) + 1
        return base if count == 1 else f"{near.short}{river}{_ORDINALS[count]}{kind}"

    def lengths(self, common: float) -> NDArray[np.int64]:
        """Metres of every piece when the network's common winding is ``common``; never below the drawn length."""
        factor = [
            1.0 if piece.bridge else piece.road.winding * (1.0 + (common - 1.0) * piece.road.flexible)
            for piece in self.pieces
        ]
        drawn = np.array([piece.drawn_m for piece in self.pieces])
        metres: NDArray[np.int64] = np.maximum(np.ceil(drawn * np.maximum(factor, 1.0)), 1.0).astype(np.int64)
        return metres

    def finish(self, name: str, source: str, as_of: date, common: float) -> RoadNetwork:
        x, y = np.array(self.nodes).T
        lon, lat = self.reference.plane.to_degrees(x, y)
        links = tuple(
            RoadLink(
                id=f"{self.reference.profile.code}-{number:05d}",
                name=piece.name,
                start=piece.start,
                end=piece.end,
                length_m=int(length),
                road_class=piece.road.road_class,
                bridge=piece.bridge,
                river=piece.river,
            )
            for number, (piece, length) in enumerate(zip(self.pieces, self.lengths(common), strict=True), start=1)
        )
        return RoadNetwork(name, source, as_of, np.round(lon, 5), np.round(lat, 5), links)


_ORDINALS = dict(enumerate("零一二三四五六七八九十")) | {n: f"第{n}" for n in range(11, 100)}
