"""VRPLIB files in PyVRP's dialect: capacities, windows, fleets, depots, reloads, groups, prizes, pickups, splits."""

import numpy as np

from optimize.routing.formats.fleet import Truck, need_of, read_fleet
from optimize.routing.formats.instance import Instance, Reals, Rounding, cost_unit, load_unit, rounding
from optimize.routing.formats.sections import Sections, edge_weights, take_apart
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

CONVENTIONS = {
    "CVRP": "round",
    "GVRP": "round",
    "VRPB": "round",
    "TSP": "round",
    "SDVRP": "round",
    "VRPTW": "dimacs",
    "PCVRPTW": "dimacs",
    "MTVRPTWR": "dimacs",
    "HFVRP": "exact",
    "MDVRPTW": "exact",
    "SDVRPTW": "exact",
}
"""How the literature rounds each type of file."""
HUNDREDTHS = {"HFVRP"}
"""Types whose costs per unit and vehicle are in hundredths; their objective is told in whole units."""
FAR = float("inf")
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
OTHER_SECTIONS = {"EDGE_WEIGHT", "DEPOT", "MUTUALLY_EXCLUSIVE_GROUP", "PICKUP_AND_DELIVERY", "DISPLAY_DATA"}


def read_vrplib(text: str, convention: str | None = None, *, split: bool = False) -> Instance:
    """The instance; ``convention`` is a rounding, None the one of its type. ``split``: loads may be shared out."""
    parts = take_apart(text)
    unknown = set(parts.sections) - NODE_SECTIONS - FLEET_SECTIONS - OTHER_SECTIONS
    if unknown:
        name = min(unknown)
        raise parts.fail(name, "不认识这一段", "请删去该段，或改用支持的段名")
    kind = parts.headers.get("TYPE", "CVRP").upper()
    return _Reader(parts, kind, rounding(convention or _convention(parts, kind)), split or kind == "SDVRP").instance()


def _convention(parts: Sections, kind: str) -> str:
    """Classic files with a length limit or broken coordinates count real lengths, others as their type does."""
    if kind in CONVENTIONS and kind != "CVRP":
        return CONVENTIONS[kind]
    broken = any(value != int(value) for row in parts.sections.get("NODE_COORD", []) for value in row)
    if kind == "CVRP":
        return "none" if broken or "DISTANCE" in parts.headers else "round"
    return "exact" if broken else "dimacs" if "TIME_WINDOW" in parts.sections else "round"


class _Reader:
    def __init__(self, parts: Sections, kind: str, way: Rounding, split: bool) -> None:
        self.parts, self.kind, self.way, self.split = parts, kind, way, split
        dimension = parts.whole("DIMENSION")
        if dimension is None or dimension < 2:
            raise parts.fail("DIMENSION", "缺少节点数", "请在文件头写 DIMENSION : 节点数")
        self.nodes = dimension
        self.depots = self._depots()
        self.pairs = self._pairs()
        paired = {node for pair in self.pairs for node in pair}
        self.clients = [n for n in range(self.nodes) if n not in self.depots and n not in paired]
        self.lengths = edge_weights(parts, self.nodes)
        self.windows = self._windows()
        self.service = self._service()
        self.demand, self.supply = self._loads("DEMAND", "LINEHAUL"), self._loads("BACKHAUL")
        self.prizes = parts.column("PRIZE", self.nodes, "节点", 0.0)

    def instance(self) -> Instance:
        trucks = self._trucks()
        kinds = list(dict.fromkeys(trucks))
        rates = [truck.per_length for truck in kinds]
        unit, told = cost_unit(rates), self._told()
        loads = load_unit([*np.ravel(self.demand), *np.ravel(self.supply), *(q for t in kinds for q in t.capacity)])
        distance, duration = self.way.distance(self.lengths), self.way.duration(self.lengths)
        model = Model(
            travel=(Travel(self._backhauls_last(duration), self._backhauls_last(distance)),),
            depots=tuple(Depot(node) for node in self.depots),
            vehicles=tuple(self._vehicle(truck, trucks.count(truck), unit, loads) for truck in kinds),
            clients=self._clients(kinds, unit, loads),
            shipments=tuple(self._shipment(*pair, loads) for pair in self.pairs),
        )
        return Instance(
            model=model,
            lengths=(self.way.lengths(self.lengths),),
            fixed=tuple(float(self.way.lengths(np.array(truck.fixed))) / told for truck in kinds),
            per_length=tuple(rate / told for rate in rates),
            prizes=tuple(float(prize) / told for prize in self.way.lengths(self.prizes[self.clients])),
            scale=float(unit * told * (self.way.scale if self.way.real else 1)),
            rounding=self.way.name,
        )

    def _told(self) -> float:
        """Model cost (at a unit cost of 1) in one unit of the objective, beside the thousandths of real numbers."""
        if self.kind not in HUNDREDTHS:
            return 1.0
        return 100.0 * (1 if self.way.real else self.way.scale)

    def _depots(self) -> list[int]:
        rows = self.parts.sections.get("DEPOT", [[1.0]])
        numbers = [int(value) for row in rows for value in row if value != -1]
        if not numbers or any(value != int(value) or not 1 <= value <= self.nodes for row in rows for value in row):
            raise self.parts.fail("DEPOT", f"车场编号应为 1–{self.nodes} 的整数，以 -1 结束")
        return [number - 1 for number in dict.fromkeys(numbers)]

    def _pairs(self) -> list[tuple[int, int]]:
        """(pickup node, delivery node): rows of demand, window, service and the partners' numbers, 0 for none."""
        if "PICKUP_AND_DELIVERY" not in self.parts.sections:
            return []
        rows = self.parts.by_number("PICKUP_AND_DELIVERY", self.nodes, "节点")
        if any(len(row) < 6 for row in rows):
            raise self.parts.fail(
                "PICKUP_AND_DELIVERY", "每行应有编号、货量、时间窗起止、服务时间、取货点、送货点七个数"
            )
        pairs = [(node, int(row[5]) - 1) for node, row in enumerate(rows) if row[5] > 0 and node not in self.depots]
        if any(not 0 <= there < self.nodes for _, there in pairs):
            raise self.parts.fail("PICKUP_AND_DELIVERY", "送货点编号超出节点数")
        return pairs

    def _paired_column(self, column: int) -> Reals:
        return np.array([row[column] for row in self.parts.by_number("PICKUP_AND_DELIVERY", self.nodes, "节点")])

    def _loads(self, *names: str) -> Reals:
        """Loads per node, one column per dimension."""
        for name in names:
            if name in self.parts.sections:
                rows = self.parts.by_number(name, self.nodes, "节点")
                if len({len(row) for row in rows}) != 1 or not rows[0]:
                    raise self.parts.fail(name, "各行的数不一样多或没有货量")
                loads = np.array(rows, float)
                if (loads < 0).any():
                    node = int(np.argmax((loads < 0).any(axis=1))) + 1
                    raise self.parts.fail(name, f"节点 {node} 的货量为负")
                return loads
        if self.pairs and "DEMAND" in names:
            return np.abs(self._paired_column(0))[:, None]
        return np.zeros((self.nodes, 1))

    def _windows(self) -> Reals:
        if self.pairs and "TIME_WINDOW" not in self.parts.sections:
            return np.column_stack([self._paired_column(1), self._paired_column(2)])
        if "TIME_WINDOW" not in self.parts.sections:
            return np.tile([0.0, FAR], (self.nodes, 1))
        rows = self.parts.by_number("TIME_WINDOW", self.nodes, "节点")
        if any(len(row) < 2 for row in rows):
            raise self.parts.fail("TIME_WINDOW", "每行应有编号、最早、最迟三个数")
        windows = np.array([row[:2] for row in rows], float)
        if (windows[:, 0] > windows[:, 1]).any():
            node = int(np.argmax(windows[:, 0] > windows[:, 1])) + 1
            raise self.parts.fail("TIME_WINDOW", f"节点 {node} 的最早时间晚于最迟时间")
        return windows

    def _service(self) -> Reals:
        if self.pairs and "SERVICE_TIME" not in self.parts.sections:
            return self._paired_column(3)
        times = self.parts.column("SERVICE_TIME", self.nodes, "节点", 0.0)
        if "SERVICE_TIME" not in self.parts.sections:
            times[self.depots] = 0.0
        return times

    def _backhauls_last(self, matrix: Whole) -> Whole:
        """Pure linehaul and backhaul clients: deliveries first, and no route of pickups only."""
        if self.kind != "VRPB":
            return matrix
        line, back = self.demand.sum(axis=1) > 0, self.supply.sum(axis=1) > 0
        closed = matrix.copy()
        closed[np.ix_(back, line)] = NO_WAY
        closed[np.ix_(self.depots, back)] = NO_WAY
        return closed

    def _stop(self, node: int) -> Stop:
        early, late = self.way.time(self.windows[node]).tolist()
        return Stop(node, early, late, int(self.way.time(self.service[node])))

    def _clients(self, kinds: list[Truck], unit: int, loads: int) -> tuple[Client, ...]:
        group_of, prizes = self._groups(), self.way.time(self.prizes) * unit
        release = self.way.time(self.parts.column("RELEASE_TIME", self.nodes, "节点", 0.0))
        bound = {need for truck in kinds for need in truck.skills}
        rows = []
        for node in self.clients:
            demand, need = whole_load(self.demand[node], loads), need_of(node)
            rows.append(
                Client(
                    stop=self._stop(node),
                    delivery=demand,
                    pickup=whole_load(self.supply[node], loads) if self.supply[node].any() else (),
                    release=int(release[node]),
                    prize=int(prizes[node]) if prizes[node] and node not in group_of else None,
                    group=group_of.get(node),
                    units=max(1, demand[0]) if self.split and len(demand) == 1 else 1,
                    needs=frozenset([need]) if bound and not all(need in truck.skills for truck in kinds) else NO_NEEDS,
                    name=str(node + 1),
                )
            )
        return tuple(rows)

    def _groups(self) -> dict[int, int]:
        groups = [row[1:] for row in self.parts.sections.get("MUTUALLY_EXCLUSIVE_GROUP", [])]
        return {int(node) - 1: number for number, row in enumerate(groups) if len(row) > 1 for node in row}

    def _shipment(self, here: int, there: int, loads: int) -> Shipment:
        load = whole_load(self.demand[here], loads)
        units = max(1, load[0]) if self.split and len(load) == 1 else 1
        return Shipment(self._stop(here), self._stop(there), load, units=units, name=f"{here + 1}→{there + 1}")

    def _trucks(self) -> list[Truck]:
        return read_fleet(self.parts, self.way, self.depots, self.clients, self.windows)

    def _vehicle(self, truck: Truck, count: int, unit: int, loads: int) -> Vehicle:
        fixed = self.way.time(truck.fixed)
        return Vehicle(
            count=count,
            capacity=whole_load(np.array(truck.capacity), loads),
            start=self.depots.index(truck.depot),
            end=self.depots.index(truck.depot),
            fixed_cost=int(fixed) * unit,
            cost_per_distance=round(truck.per_length * unit),
            earliest=truck.earliest,
            latest=truck.latest,
            max_duration=truck.max_duration,
            max_distance=truck.max_distance,
            reload=tuple(self.depots.index(depot) for depot in truck.reload),
            max_reloads=truck.max_reloads,
            skills=truck.skills,
        )


def whole_load(values: Reals, unit: int) -> Load:
    return tuple(int(quantity) for quantity in np.round(np.minimum(values * unit, NEVER)))
