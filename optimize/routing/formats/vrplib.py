"""VRPLIB files in PyVRP's dialect: capacities, windows, fleets, depots, reloads, groups, prizes, pickups, splits."""

import numpy as np

from optimize.routing.formats.fleet import Truck, need_of, read_fleet
from optimize.routing.formats.instance import Instance, Reals, Rounding, check_size, cost_unit, load_unit, rounding
from optimize.routing.formats.kinds import KINDS, Kind
from optimize.routing.formats.nodes import Nodes
from optimize.routing.formats.sections import Row, Sections, edge_weights, take_apart
from optimize.routing.model import (
    NEVER,
    NO_NEEDS,
    NO_WAY,
    Client,
    Depot,
    Load,
    Model,
    Shipment,
    Stop,
    Travel,
    Vehicle,
    Whole,
)

TIMES = ("EDGE_WEIGHT", "TIME_WINDOW", "SERVICE_TIME", "RELEASE_TIME", "PICKUP_AND_DELIVERY")
NODE_SECTIONS = {"NODE_COORD", "DEMAND", "LINEHAUL", "BACKHAUL", "TIME_WINDOW", "SERVICE_TIME", "RELEASE_TIME", "PRIZE"}
FLEET_SECTIONS = {
    "CAPACITY",
    "VEHICLES_DEPOT",
    "VEHICLES_MAX_DISTANCE",
    "VEHICLES_MAX_DURATION",
    "VEHICLES_RELOAD_DEPOT",
    "VEHICLES_MAX_RELOADS",
    "VEHICLES_FIXED_COST",
    "VEHICLES_UNIT_DISTANCE_COST",
    "VEHICLES_ALLOWED_CLIENTS",
}
OTHER_SECTIONS = {
    "EDGE_WEIGHT",
    "DEPOT",
    "MUTUALLY_EXCLUSIVE_GROUP",
    "GVRP_SET",
    "PICKUP_AND_DELIVERY",
    "DISPLAY_DATA",
}
HEADERS = {
    *("NAME", "COMMENT", "TYPE", "DIMENSION", "VEHICLES", "CAPACITY", "DISTANCE", "SERVICE_TIME", "RELEASE_TIME"),
    *("PRIZE", "GVRP_SETS", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE"),
    *FLEET_SECTIONS - {"VEHICLES_RELOAD_DEPOT", "VEHICLES_ALLOWED_CLIENTS"},
}
"""What a header may say; a figure there counts for all nodes or vehicles."""


def read_vrplib(text: str, convention: str | None = None, *, split: bool = False) -> Instance:
    """The instance; ``convention`` is a rounding, None the one of its type. ``split``: loads may be shared out."""
    parts = take_apart(text)
    _check_names(parts)
    name = parts.headers.get("TYPE", "CVRP").upper()
    if name not in KINDS:
        raise parts.fail("TYPE", f"不认识问题类型 {name}", f"可用 {'、'.join(KINDS)}")
    kind = KINDS[name]
    return _Reader(parts, kind, rounding(convention or _convention(parts, kind)), split or kind.split).instance()


def _check_names(parts: Sections) -> None:
    """Nothing in a file is passed over in silence."""
    for name in sorted(set(parts.sections) - NODE_SECTIONS - FLEET_SECTIONS - OTHER_SECTIONS):
        raise parts.fail(name, "不认识这一段", "请删去该段，或改用支持的段名")
    for name in sorted(set(parts.headers) - HEADERS):
        raise parts.fail(name, "不认识文件头的这一项", "请删去该行，或写进 COMMENT")
    for name in sorted(set(parts.headers) & set(parts.sections)):
        raise parts.fail(name, "在文件头和段里都有", "请只留一处")
    doubled = (("DISTANCE", "VEHICLES_MAX_DURATION"), ("MUTUALLY_EXCLUSIVE_GROUP", "GVRP_SET"))
    given = {*parts.headers, *parts.sections}
    for one, other in doubled:
        if {one, other} <= given:
            raise parts.fail(other, f"与 {one} 重复", "请只留一处")


def _convention(parts: Sections, kind: Kind) -> str:
    """Whole matrices with whole times stay as they are; classic files with a length limit or broken coordinates count
    real lengths, others as their type does.
    """
    rows = parts.sections
    if rows.get("EDGE_WEIGHT") and all(_whole_figures(rows.get(name, [])) for name in TIMES):
        return "round"
    broken = not _whole_figures(rows.get("NODE_COORD", []))
    if kind.rounding:
        return kind.rounding
    return "none" if broken or "DISTANCE" in parts.headers else "round"


def _whole_figures(rows: list[Row]) -> bool:
    return all(value == int(value) for row in rows for value in row)


class _Reader:
    def __init__(self, parts: Sections, kind: Kind, way: Rounding, split: bool) -> None:
        self.parts, self.kind, self.way, self.split = parts, kind, way, split
        dimension = parts.whole("DIMENSION")
        if dimension is None or dimension < 2:
            raise parts.fail("DIMENSION", "缺少节点数，或不足两个", "请在文件头写 DIMENSION : 节点数")
        check_size(dimension)
        self.nodes = Nodes(parts, kind, dimension)
        self.lengths = edge_weights(parts, dimension)

    def instance(self) -> Instance:
        nodes, trucks = self.nodes, read_fleet(self.parts, self.way, self.nodes)
        kinds = list(dict.fromkeys(trucks))
        rates = [truck.per_length for truck in kinds]
        unit, told = cost_unit(rates), self._told()
        loads = load_unit([*np.ravel(nodes.demand), *np.ravel(nodes.supply), *(q for t in kinds for q in t.capacity)])
        travel = self.way.travel(self.lengths)
        model = Model(
            travel=(Travel(self._backhauls_last(travel.duration), self._backhauls_last(travel.distance)),),
            depots=tuple(Depot(node) for node in nodes.depots),
            vehicles=tuple(self._vehicle(truck, trucks.count(truck), unit, loads) for truck in kinds),
            clients=self._clients(kinds, unit, loads),
            shipments=tuple(self._shipment(*pair, kinds, loads) for pair in nodes.pairs),
        )
        return Instance(
            model=model,
            lengths=(self.way.lengths(self.lengths),),
            fixed=tuple(float(self.way.lengths(np.array(truck.fixed))) / told for truck in kinds),
            per_length=tuple(rate / told for rate in rates),
            prizes=tuple(float(prize) / told for prize in self.way.lengths(nodes.prizes[nodes.clients])),
            scale=float(unit * told * (self.way.scale if self.way.real else 1)),
            rounding=self.way.name,
        )

    def _told(self) -> float:
        """Model cost (at a unit cost of 1) in one unit of the objective, beside the thousandths of real numbers."""
        if not self.kind.hundredths:
            return 1.0
        return 100.0 * (1 if self.way.real else self.way.scale)

    def _backhauls_last(self, matrix: Whole) -> Whole:
        """Pure linehaul and backhaul clients: deliveries first, and no route of pickups only."""
        if not self.kind.backhauls_last:
            return matrix
        nodes = self.nodes
        line, back = nodes.demand.sum(axis=1) > 0, nodes.supply.sum(axis=1) > 0
        closed = matrix.copy()
        closed[np.ix_(back, line)] = NO_WAY
        closed[np.ix_(nodes.depots, back)] = NO_WAY
        return closed

    def _stop(self, node: int) -> Stop:
        early, late = self.way.time(self.nodes.windows[node]).tolist()
        return Stop(node, early, late, int(self.way.time(self.nodes.service[node])))

    def _clients(self, kinds: list[Truck], unit: int, loads: int) -> tuple[Client, ...]:
        nodes, prizes = self.nodes, self.way.time(self.nodes.prizes) * unit
        release = self.way.time(nodes.release)
        rows = []
        for node in nodes.clients:
            demand = whole_load(nodes.demand[node], loads)
            rows.append(
                Client(
                    stop=self._stop(node),
                    delivery=demand,
                    pickup=whole_load(nodes.supply[node], loads) if nodes.supply[node].any() else (),
                    release=int(release[node]),
                    prize=int(prizes[node]) or None,
                    group=nodes.groups.get(node),
                    units=max(1, demand[0]) if self.split and len(demand) == 1 else 1,
                    needs=_needs(kinds, node),
                    name=str(node + 1),
                )
            )
        return tuple(rows)

    def _shipment(self, here: int, there: int, kinds: list[Truck], loads: int) -> Shipment:
        load = whole_load(self.nodes.demand[here], loads)
        return Shipment(
            self._stop(here),
            self._stop(there),
            load,
            units=max(1, load[0]) if self.split and len(load) == 1 else 1,
            needs=_needs(kinds, here, there),
            name=f"{here + 1}→{there + 1}",
        )

    def _vehicle(self, truck: Truck, count: int, unit: int, loads: int) -> Vehicle:
        fixed, home = self.way.time(truck.fixed), self.nodes.depots.index(truck.depot)
        return Vehicle(
            count=count,
            capacity=whole_load(np.array(truck.capacity), loads),
            start=home,
            end=None if self.kind.open else home,
            fixed_cost=int(fixed) * unit,
            cost_per_distance=round(truck.per_length * unit),
            earliest=truck.earliest,
            latest=truck.latest,
            max_duration=truck.max_duration,
            max_distance=truck.max_distance,
            reload=tuple(self.nodes.depots.index(depot) for depot in truck.reload),
            max_reloads=truck.max_reloads,
            skills=truck.skills,
        )


def _needs(kinds: list[Truck], *nodes: int) -> frozenset[str]:
    """Where the file says which vehicles may serve which clients."""
    if not any(truck.skills for truck in kinds):
        return NO_NEEDS
    needs = map(need_of, nodes)
    return frozenset(need for need in needs if not all(need in truck.skills for truck in kinds))


def whole_load(values: Reals, unit: int) -> Load:
    return tuple(int(quantity) for quantity in np.round(np.minimum(values * unit, NEVER)))
