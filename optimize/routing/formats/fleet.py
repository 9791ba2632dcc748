"""The vehicles of a VRPLIB file: one row per vehicle in sections, or one figure for all in the header."""

from collections.abc import Collection
from dataclasses import dataclass

from optimize.routing.formats.instance import Reals, Rounding, finite
from optimize.routing.formats.nodes import Nodes
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


def read_fleet(parts: Sections, way: Rounding, nodes: Nodes) -> list[Truck]:
    """All vehicles; as many as there are tasks where the file does not say how many."""
    count = _count(parts, nodes)

    def column(name: str, default: float) -> Reals:
        values = parts.column(name, count, "车辆", default)
        if (values < min(0.0, default)).any():
            raise parts.fail(name, "有负数", "请改为不小于 0 的数")
        return values

    capacities = _capacities(parts, count)
    starts = column("VEHICLES_DEPOT", nodes.depots[0] + 1).astype(int) - 1
    if not set(starts.tolist()) <= set(nodes.depots):
        raise parts.fail("VEHICLES_DEPOT", "有车辆的车场不在 DEPOT_SECTION 里")
    longest = way.time(column("VEHICLES_MAX_DURATION", parts.number("DISTANCE") or ENDLESS)).tolist()
    farthest = way.time(column("VEHICLES_MAX_DISTANCE", ENDLESS)).tolist()
    fixed, rates = column("VEHICLES_FIXED_COST", 0.0).tolist(), column("VEHICLES_UNIT_DISTANCE_COST", 1.0).tolist()
    reloads = _lists(parts, "VEHICLES_RELOAD_DEPOT", count, nodes.depots, "不是车场")
    most = column("VEHICLES_MAX_RELOADS", -1.0)
    allowed = _lists(parts, "VEHICLES_ALLOWED_CLIENTS", count, range(nodes.count), "不是节点")
    windows = nodes.windows
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
            reload=tuple(reloads[number]),
            max_reloads=None if most[number] < 0 else int(most[number]),
            skills=frozenset(map(need_of, allowed[number])),
        )
        for number in range(count)
    ]


def _count(parts: Sections, nodes: Nodes) -> int:
    listed = [name for name in ("CAPACITY", "VEHICLES_DEPOT") if name in parts.sections]
    said = parts.whole("VEHICLES") or (len(parts.sections[listed[0]]) if listed else None)
    if nodes.kind.alone and said not in (None, 1):
        raise parts.fail("VEHICLES", "这一类型只有一辆车", "请改为 1，或改用 CVRP 等多车类型")
    return said or (1 if nodes.kind.alone else max(1, len(nodes.clients) + len(nodes.pairs)))


def _capacities(parts: Sections, count: int) -> list[tuple[float, ...]]:
    if "CAPACITY" in parts.sections:
        rows = [tuple(row) for row in parts.by_number("CAPACITY", count, "车辆")]
    else:
        header = parts.headers.get("CAPACITY", "")
        try:
            rows = [tuple(finite(word) for word in header.replace(",", " ").split())] * count
        except ValueError:
            raise parts.fail("CAPACITY", f"“{header}”不是数", "请改为一个数") from None
    if any(value < 0 for row in rows for value in row):
        raise parts.fail("CAPACITY", "有负数", "请改为不小于 0 的数")
    return [row or (float(NEVER),) for row in rows]


def _lists(parts: Sections, name: str, count: int, known: Collection[int], fault: str) -> list[list[int]]:
    """Positions of nodes, a row per vehicle."""
    rows: list[Row] = parts.by_number(name, count, "车辆") if name in parts.sections else [[]] * count
    for value in (value for row in rows for value in row):
        if value - 1 not in known:
            raise parts.fail(name, f"{value:g} {fault}")
    return [[int(value) - 1 for value in row] for row in rows]
