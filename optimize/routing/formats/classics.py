"""The classic benchmark texts: Solomon and Homberger, Cordeau's multi-depot files, Taillard's fleets, Li and Lim.

All count straight lines as real numbers, and time as length.
"""

from dataclasses import dataclass

import numpy as np

from optimize.routing.formats.euclid import euclidean
from optimize.routing.formats.instance import (
    BadFile,
    Instance,
    Rounding,
    check_size,
    cost_unit,
    finite,
    load_unit,
    rounding,
)
from optimize.routing.model import NEVER, NO_NEEDS, Client, Depot, Model, Shipment, Stop, Vehicle

ENDLESS = float("inf")
HOMBERGER = 200
"""From this many customers on, the instances are Gehring and Homberger's, where the fewest vehicles come first."""
PERIODIC = {1, 5}
"""Cordeau's problem types with several days."""
MULTI_DEPOT, SITE_DEPENDENT, WITH_WINDOWS = {2, 6}, {3, 7}, {4, 5, 6, 7}
Row = list[float]


@dataclass(frozen=True)
class _Node:
    """One point of a file: where, how much, when. ``allowed`` are the vehicle types that may come, () for all."""

    at: tuple[float, float]
    demand: float = 0.0
    window: tuple[float, float] = (0.0, ENDLESS)
    service: float = 0.0
    allowed: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Truck:
    count: int
    capacity: float
    depot: int = 0
    fixed: float = 0.0
    per_length: float = 1.0
    longest: float = ENDLESS
    kind: int = 0


@dataclass(frozen=True)
class _Case:
    """A file as read: depots, customers or (pickup, delivery) pairs of points, and trucks."""

    depots: list[_Node]
    nodes: list[_Node]
    trucks: list[_Truck]
    pairs: list[tuple[int, int]] | None = None
    fewest_vehicles: bool = False


def read_classic(text: str, convention: str | None = None) -> Instance | None:
    """The instance, or None where the text is none of these."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    words = [(number, line) for number, line in lines if line]
    upper = {line.upper() for _, line in words[:12]}
    rows = [(number, _numbers(line)) for number, line in words]
    plain = [(number, row) for number, row in rows if row is not None]
    mixed = _mixed(words, plain[0][0]) if plain else None
    if {"VEHICLE", "CUSTOMER"} <= upper or text.lstrip().startswith("//"):
        if mixed:
            raise BadFile(f"第 {mixed} 行", "里有不是数的内容", "请改正该行")
        case = _fleet(plain) if text.lstrip().startswith("//") else _solomon(plain)
    elif len(plain) < len(rows) or not plain:
        return None
    elif len(plain[0][1]) == 4:
        case = _cordeau(plain)
    elif len(plain[0][1]) == 3 and len(plain) > 1 and len(plain[1][1]) == 9:
        case = _li_lim(plain)
    else:
        return None
    return _instance(case, rounding(convention or "none"))


def _numbers(line: str) -> Row | None:
    try:
        return [finite(word) for word in line.split()]
    except ValueError:
        return None


def _mixed(words: list[tuple[int, str]], first: int) -> int | None:
    """The first line after the first numbers that has figures and is no row of numbers."""
    rows = ((number, line) for number, line in words if number > first and not line.startswith("//"))
    return next((n for n, line in rows if _numbers(line) is None and any(sign.isdigit() for sign in line)), None)


def _wide(row: tuple[int, Row], width: int, what: str) -> Row:
    number, values = row
    if len(values) < width:
        raise BadFile(f"第 {number} 行", f"{what}应有 {width} 个数，实有 {len(values)} 个", "请补齐该行")
    return values


def _exactly(row: tuple[int, Row], width: int, what: str) -> Row:
    values = _wide(row, width, what)
    if len(values) > width:
        raise BadFile(f"第 {row[0]} 行", f"{what}应有 {width} 个数，实有 {len(values)} 个", "请删去多余的数")
    return values


def _few(rows: list[tuple[int, Row]], count: int, what: str) -> None:
    if len(rows) < count:
        raise BadFile(what, f"应有 {count} 行，实有 {len(rows)} 行", "请检查文件是否被截断")


def _all(rows: list[tuple[int, Row]], count: int) -> None:
    _few(rows, count, "文件")
    if len(rows) > count:
        raise BadFile(f"第 {rows[count][0]} 行", f"应共有 {count} 行数，此行起多余", "请改正首行的个数，或删去多余的行")


def _solomon(rows: list[tuple[int, Row]]) -> _Case:
    """Number and capacity of vehicles; then number, x, y, demand, ready, due, service; the first row is the depot."""
    _few(rows, 3, "文件")
    count, capacity = _exactly(rows[0], 2, "车辆行")
    nodes = []
    for row in rows[1:]:
        _, x, y, demand, ready, due, service = _exactly(row, 7, "客户行")
        nodes.append(_Node((x, y), demand, (ready, due), service))
    trucks = [_Truck(int(count), capacity)]
    return _Case(nodes[:1], nodes[1:], trucks, fewest_vehicles=len(nodes) - 1 >= HOMBERGER)


def _cordeau(rows: list[tuple[int, Row]]) -> _Case:
    """Type, vehicles, customers, depots (or days, or vehicle types); their limits; customers; then depots."""
    kind, count, customers, sorts = (int(value) for value in rows[0][1])
    if kind in PERIODIC:
        raise BadFile(f"第 {rows[0][0]} 行", "是多日（周期）问题", "目前只解单日问题，请按日拆成多个文件")
    if kind not in range(8):
        raise BadFile(f"第 {rows[0][0]} 行", f"不认识问题类型 {kind}", "第一个数应为 0–7")
    multiple, mixed = kind in MULTI_DEPOT, kind in SITE_DEPENDENT
    depots = sorts if multiple else 1
    _all(rows, 1 + sorts + customers + depots)
    limits = [_wide(row, 2, "车辆行") for row in rows[1 : 1 + sorts]]
    points = [_cordeau_node(row, kind in WITH_WINDOWS, mixed) for row in rows[1 + sorts :]]
    leading = not multiple and not points[0].demand and len(points) > customers and points[-1].demand > 0
    homes = points[:1] if leading else points[customers : customers + depots]
    nodes = points[1 : 1 + customers] if leading else points[:customers]
    trucks = [
        _Truck(count, load or ENDLESS, number if multiple else 0, longest=length or ENDLESS, kind=number)
        for number, (length, load, *_) in enumerate(limits)
    ]
    return _Case(homes, nodes, trucks)


def _cordeau_node(row: tuple[int, Row], windows: bool, mixed: bool) -> _Node:
    """Number, x, y, service, demand, frequency, number of combinations, combinations, and maybe a window."""
    values = _wide(row, 5, "客户行")
    _, x, y, service, demand = values[:5]
    combinations = int(values[6]) if len(values) > 6 else 0
    listed = [int(value) for value in values[7 : 7 + combinations]]
    rest = values[7 + combinations :]
    window = (rest[0], rest[1]) if windows and len(rest) > 1 else (0.0, ENDLESS)
    kinds = {kind for combination in listed for kind in range(combination.bit_length()) if combination >> kind & 1}
    return _Node((x, y), demand, window, service, tuple(sorted(kinds)) if mixed else ())


def _fleet(rows: list[tuple[int, Row]]) -> _Case:
    """Customers, types, range, service; per type: number, capacity, fixed cost, cost per length; depot; customers."""
    _few(rows, 4, "文件")
    customers, sorts, longest, service = _wide(rows[0], 4, "首行")[:4]
    _all(rows, 2 + int(sorts) + int(customers))
    trucks = []
    for row in rows[1 : 1 + int(sorts)]:
        count, capacity, fixed, per_length = _wide(row, 4, "车型行")[:4]
        trucks.append(_Truck(int(count), capacity, fixed=fixed, per_length=per_length, longest=longest))
    depot, *points = rows[1 + int(sorts) : 2 + int(sorts) + int(customers)]
    x, y = _wide(depot, 2, "车场行")[:2]
    nodes = [_wide(row, 3, "客户行") for row in points]
    return _Case([_Node((x, y))], [_Node((a, b), load, service=service) for a, b, load, *_ in nodes], trucks)


def _li_lim(rows: list[tuple[int, Row]]) -> _Case:
    """Vehicles, capacity, speed; then number, x, y, demand, ready, due, service, pickup partner, delivery partner."""
    count, capacity, speed = rows[0][1]
    if speed != 1:
        raise BadFile(f"第 {rows[0][0]} 行", f"车速为 {speed:g}", "这种格式的行驶时间等于里程，请改为 1")
    points = [_exactly(row, 9, "任务行") for row in rows[1:]]
    nodes = [_Node((x, y), abs(load), (ready, due), service) for _, x, y, load, ready, due, service, *_ in points]
    numbers = {int(row[0]): position for position, row in enumerate(points)}
    pairs = []
    for (line, _), row in zip(rows[1:], points, strict=True):
        if row[8]:
            if int(row[8]) not in numbers:
                raise BadFile(f"第 {line} 行", f"送货任务 {int(row[8])} 不存在", "请改正最后一列")
            pairs.append((numbers[int(row[0])] - 1, numbers[int(row[8])] - 1))
    return _Case(nodes[:1], nodes[1:], [_Truck(int(count), capacity)], pairs, fewest_vehicles=True)


def _instance(case: _Case, way: Rounding) -> Instance:
    check_size(len(case.depots) + len(case.nodes))
    lengths = euclidean(np.array([node.at for node in (*case.depots, *case.nodes)]))
    unit = cost_unit([truck.per_length for truck in case.trucks])
    loads = load_unit([*(node.demand for node in case.nodes), *(t.capacity for t in case.trucks if t.capacity < 1e15)])
    stops = [_stop(node, len(case.depots) + n, way) for n, node in enumerate(case.nodes)]
    model = Model(
        travel=(way.travel(lengths),),
        depots=tuple(Depot(number) for number in range(len(case.depots))),
        vehicles=tuple(_vehicle(truck, case, way, unit, loads) for truck in case.trucks),
        clients=_clients(case, stops, loads) if case.pairs is None else (),
        shipments=_shipments(case, stops, loads),
        fewest_vehicles=case.fewest_vehicles,
    )
    return Instance(
        model=model,
        lengths=(way.lengths(lengths),),
        fixed=tuple(float(way.lengths(np.array(truck.fixed))) for truck in case.trucks),
        per_length=tuple(truck.per_length for truck in case.trucks),
        prizes=(),
        scale=float(unit * (way.scale if way.real else 1)),
        rounding=way.name,
    )


def _stop(node: _Node, place: int, way: Rounding) -> Stop:
    early, late = way.time(np.array(node.window)).tolist()
    return Stop(place, early, late, int(way.time(node.service)))


def _shipments(case: _Case, stops: list[Stop], unit: int) -> tuple[Shipment, ...]:
    return tuple(
        Shipment(stops[here], stops[there], (round(case.nodes[here].demand * unit),), name=f"{here + 1}→{there + 1}")
        for here, there in case.pairs or ()
    )


def _clients(case: _Case, stops: list[Stop], unit: int) -> tuple[Client, ...]:
    kinds, rows = {truck.kind for truck in case.trucks}, []
    for number, node in enumerate(case.nodes):
        limited = node.allowed and not kinds <= set(node.allowed)
        needs = frozenset([_need(node.allowed)]) if limited else NO_NEEDS
        rows.append(Client(stops[number], (round(node.demand * unit),), needs=needs, name=str(number + 1)))
    return tuple(rows)


def _need(allowed: tuple[int, ...]) -> str:
    return "types " + " ".join(map(str, allowed))


def _vehicle(truck: _Truck, case: _Case, way: Rounding, unit: int, loads: int) -> Vehicle:
    early, late = way.time(np.array(case.depots[truck.depot].window)).tolist()
    combinations = {node.allowed for node in case.nodes if truck.kind in node.allowed}
    return Vehicle(
        count=truck.count,
        capacity=(min(NEVER, round(min(truck.capacity * loads, 1e15))),),
        start=truck.depot,
        end=truck.depot,
        fixed_cost=int(way.time(truck.fixed)) * unit,
        cost_per_distance=round(truck.per_length * unit),
        earliest=early,
        latest=late,
        max_duration=int(way.time(truck.longest)),
        skills=frozenset(map(_need, combinations)),
    )
