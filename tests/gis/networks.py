"""Small networks with known answers."""

from datetime import date

import numpy as np

from gis.roads import RoadClass, RoadLink, RoadNetwork
from gis.snapping import Place

LON, LAT = 108.40, 31.17
STEP = 0.01


def network(nodes: list[tuple[float, float]], links: list[RoadLink]) -> RoadNetwork:
    lon, lat = np.array(nodes).T
    return RoadNetwork("测试路网", "手工", date(2026, 1, 1), LON + lon * STEP, LAT + lat * STEP, tuple(links))


def link(name: str, start: int, end: int, length_m: int = 1000, kind: str = "class_3", **more) -> RoadLink:
    return RoadLink(name, f"{name}路", start, end, length_m, RoadClass(kind), **more)


def place(name: str, lon: float, lat: float) -> Place:
    return Place(name, name, LON + lon * STEP, LAT + lat * STEP)


def two_banks() -> RoadNetwork:
    """Town 0 - 1 =bridge= 2 - 3, with a long way round 1 - 4 - 2 and a leaf 5 beyond 3."""
    return network(
        [(0, 0), (1, 0), (2, 0), (3, 0), (1.5, 1), (4, 0)],
        [
            link("town", 0, 1, 3200),
            link("bridge", 1, 2, 1600, bridge=True, river="东河"),
            link("bank", 2, 3, 3200),
            link("up", 1, 4, 8000),
            link("down", 4, 2, 8000),
            link("leaf", 3, 5, 1500, "village"),
        ],
    )
