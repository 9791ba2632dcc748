"""The vehicles of a VRPLIB file: one row per vehicle in sections, or one figure for all in the header."""

from dataclasses import dataclass

import numpy as np

from optimize.routing.formats.instance import Reals, Rounding
from optimize.routing.formats.sections import Row, Sections
from optimize.routing.model import NEVER

ENDLESS = float("inf")


@dataclass(frozen=True)
class Truck:
    """One vehicle of the file; places are nodes from 0. ``capacity`` and costs are the file's, times the model's."""

    capacity: tuple[float, ...]
    depot: int
    fixed: float
    per_length: float
    earliest: int
    latest: int
    max_duration: int
    max_distance: int
    reload: tuple[int, ...]
    max_reloads: int | None
    skills: frozenset[str]


def need_of(node: int) -> str:
    """What a vehicle must be able to do to serve this node, where a file lists the clients that vehicles may serve."""
    return f"node {node + 1}"


def read_fleet(parts: Sections, way: Rounding, depots: list[int], clients: list[int], windows: Reals) -> list[Truck]:
    """All vehicles; as many as there are clients where the file does not say how many."""
    listed = [name for name in ("CAPACITY", "VEHICLES_DEPOT") if name in parts.sections]
    count = parts.whole("VEHICLES") or (len(parts.sections[listed[0]]) if listed else len(clients))

    def column(name: str, default: float) -> Reals:
        return parts.column(name, count, "车辆", default)

    capacities = _capacities(parts, count)
    starts = column("VEHICLES_DEPOT", depots[0] + 1).astype(int) - 1
    if not set(starts.tolist()) <= set(depots):
        raise parts.fail("VEHICLES_DEPOT", "有车辆的车场不在 DEPOT_SECTION 里")
    longest = way.time(column("VEHICLES_MAX_DURATION", parts.number("DISTANCE") or ENDLESS)).tolist()
    farthest = way.time(column("VEHICLES_MAX_DISTANCE", ENDLESS)).tolist()
    fixed, rates = column("VEHICLES_FIXED_COST", 0.0).tolist(), column("VEHICLES_UNIT_DISTANCE_COST", 1.0).tolist()
    reloads, most = _lists(parts, "VEHICLES_RELOAD_DEPOT", count), column("VEHICLES_MAX_RELOADS", -1.0)
    allowed = _lists(parts, "VEHICLES_ALLOWED_CLIENTS", count)
    return [
        Truck(
            capacity=capacities[number],
            depot=int(starts[number]),
            fixed=fixed[number],
            per_length=rates[number],
            earliest=int(way.time(windows[starts[number]][0])),
            latest=int(way.time(windows[starts[number]][1])),
            max_duration=longest[number],
            max_distance=farthest[number],
            reload=tuple(int(depot) - 1 for depot in reloads[number]),
            max_reloads=None if most[number] < 0 else int(most[number]),
            skills=frozenset(need_of(int(node) - 1) for node in allowed[number]),
        )
        for number in range(count)
    ]


def _capacities(parts: Sections, count: int) -> list[tuple[float, ...]]:
    if "CAPACITY" in parts.sections:
        return [tuple(row) for row in parts.by_number("CAPACITY", count, "车辆")]
    header = parts.headers.get("CAPACITY")
    try:
        row = tuple(float(word) for word in (header or "").replace(",", " ").split())
    except ValueError:
        raise parts.fail("CAPACITY", f"“{header}”不是数", "请改为一个数") from None
    return [row or (float(np.float64(NEVER)),)] * count


def _lists(parts: Sections, name: str, count: int) -> list[Row]:
    if name not in parts.sections:
        return [[] for _ in range(count)]
    return parts.by_number(name, count, "车辆")
