"""The nodes of a VRPLIB file: depots, clients, pairs of pickup and delivery, groups, and what each node asks for."""

from dataclasses import dataclass, field

import numpy as np

from optimize.routing.formats.instance import Reals
from optimize.routing.formats.kinds import Kind
from optimize.routing.formats.sections import Row, Sections

FAR = float("inf")
PAIRED = "PICKUP_AND_DELIVERY"
DEMAND, EARLIEST, LATEST, SERVICE, FROM, TO = range(6)
"""The columns of that section."""
NODE = "节点"


@dataclass
class Nodes:
    """``count`` nodes from 0; ``demand`` and ``supply`` have one column per load dimension."""

    parts: Sections
    kind: Kind
    count: int
    depots: list[int] = field(init=False)
    pairs: list[tuple[int, int]] = field(init=False)
    clients: list[int] = field(init=False)
    groups: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.depots = self._depots()
        self._paired = np.zeros((0, 6))
        if PAIRED in self.parts.sections:
            rows = self.parts.by_number(PAIRED, self.count, NODE)
            if any(len(row) != 6 for row in rows):
                raise self.parts.fail(PAIRED, "每行应有编号、货量、时间窗起止、服务时间、取货点、送货点七个数")
            self._paired = np.array(rows)
        self.pairs = [] if self.kind.amounts else self._pairs()
        paired = {node for pair in self.pairs for node in pair}
        self.clients = [node for node in range(self.count) if node not in self.depots and node not in paired]
        self.groups = self._groups()
        self.windows, self.service = self._windows(), self._service()
        self.demand, self.supply = self._loads()
        self.prizes, self.release = (self._of_clients(name) for name in ("PRIZE", "RELEASE_TIME"))
        self._check_groups()

    def _depots(self) -> list[int]:
        values = [value for row in self.parts.sections.get("DEPOT", [[1.0]]) for value in row if value != -1]
        if not values or any(value != int(value) or not 1 <= value <= self.count for value in values):
            raise self.parts.fail("DEPOT", f"车场编号应为 1–{self.count} 的整数，以 -1 结束")
        return [int(value) - 1 for value in dict.fromkeys(values)]

    def _pairs(self) -> list[tuple[int, int]]:
        """(pickup node, delivery node); each names the other."""
        pairs = []
        for node, row in enumerate(self._paired.tolist()):
            partner = row[TO] or row[FROM]
            if not partner:
                continue
            if not 1 <= partner <= self.count or node in self.depots or bool(row[TO]) == bool(row[FROM]):
                raise self.parts.fail(PAIRED, f"节点 {node + 1} 的取货点或送货点编号不对")
            back = self._paired[int(partner) - 1]
            if back[FROM if row[TO] else TO] != node + 1:
                raise self.parts.fail(PAIRED, f"节点 {node + 1} 与 {partner:g} 没有互相指明对方")
            if row[TO]:
                pairs.append((node, int(partner) - 1))
        return pairs

    def _groups(self) -> dict[int, int]:
        """The group of each node that is in one; a set of GVRP is a group."""
        rows: list[Row] = [row[1:] for row in self.parts.sections.get("MUTUALLY_EXCLUSIVE_GROUP", [])]
        if "GVRP_SET" in self.parts.sections:
            count = self.parts.whole("GVRP_SETS") or len(self.parts.sections["GVRP_SET"])
            rows = [[v for v in row if v != -1] for row in self.parts.by_number("GVRP_SET", count, "集合")]
        name = "GVRP_SET" if "GVRP_SET" in self.parts.sections else "MUTUALLY_EXCLUSIVE_GROUP"
        groups: dict[int, int] = {}
        for number, row in enumerate(rows):
            for value in row:
                node = int(value) - 1
                if node not in self.clients or value != node + 1:
                    raise self.parts.fail(name, f"{value:g} 不是客户的编号")
                if groups.setdefault(node, number) != number:
                    raise self.parts.fail(name, f"节点 {node + 1} 在两个组里")
        if name == "GVRP_SET" and len(groups) < len(self.clients):
            raise self.parts.fail(name, "有的节点不在任何集合里")
        return groups

    def _check_groups(self) -> None:
        if any(self.prizes[node] for node in self.groups):
            raise self.parts.fail("PRIZE", "组内节点不能有奖励", "组内必去其一，请删去这些节点的奖励")

    def _loads(self) -> tuple[Reals, Reals]:
        """(delivered, picked up) per node."""
        supply = np.zeros((self.count, 1))
        if self.kind.amounts and len(self._paired):
            demand, supply = self._paired[:, [TO]], self._paired[:, [FROM]]
            if self._paired[:, DEMAND].any() or self.parts.sections.keys() & {"DEMAND", "LINEHAUL", "BACKHAUL"}:
                raise self.parts.fail(PAIRED, "取送货量与另外的货量重复", "请把货量列写 0，并删去 DEMAND 等段")
        else:
            demand = self._delivered()
            if "BACKHAUL" in self.parts.sections:
                demand, supply = self._picked_up(demand)
        for loads, name in ((demand, "DEMAND"), (supply, "BACKHAUL")):
            self._check_loads(loads, name)
        return demand, supply

    def _check_loads(self, loads: Reals, name: str) -> None:
        if (loads < 0).any():
            node = int(np.argmax((loads < 0).any(axis=1))) + 1
            raise self.parts.fail(name, f"节点 {node} 的货量为负")
        if loads[self.depots].any():
            raise self.parts.fail(name, "车场有货量", "车场的货量应为 0")

    def _delivered(self) -> Reals:
        names = [name for name in ("DEMAND", "LINEHAUL") if name in self.parts.sections]
        if len(names) > 1:
            raise self.parts.fail("LINEHAUL", "与 DEMAND 段重复", "请只留一段")
        given = self._table(names[0]) if names else None
        if len(self._paired):
            given = self._agreeing(given, [DEMAND], names[0] if names else PAIRED)
        demand = np.zeros((self.count, 1)) if given is None else given.copy()
        for here, there in self.pairs:
            if (demand[here] != -demand[there]).any() and (demand[here] != demand[there]).any():
                raise self.parts.fail(PAIRED, f"节点 {here + 1} 的取货量与 {there + 1} 的送货量不等")
            demand[[here, there]] = np.abs(demand[[here, there]])
        return demand

    def _table(self, name: str) -> Reals:
        """Loads per node; in GVRP they are those of the node's set."""
        sets = "GVRP_SET" in self.parts.sections
        count = max(self.groups.values(), default=-1) + 1 if sets else self.count
        rows = self.parts.by_number(name, count, "集合" if sets else NODE)
        if len({len(row) for row in rows}) != 1 or not rows[0]:
            raise self.parts.fail(name, "各行的数不一样多或没有货量")
        if not sets:
            return np.array(rows)
        nothing = [0.0] * len(rows[0])
        return np.array([rows[self.groups[n]] if n in self.groups else nothing for n in range(self.count)])

    def _picked_up(self, demand: Reals) -> tuple[Reals, Reals]:
        """A row per node with what is picked up there, or only the numbers of the nodes whose demand that is."""
        rows = self.parts.sections["BACKHAUL"]
        if len(rows) == self.count and all(len(row) > 1 and row[-1] != -1 for row in rows):
            return demand, self._table("BACKHAUL")
        listed = [value for row in rows for value in row if value != -1]
        if any(value - 1 not in self.clients for value in listed):
            raise self.parts.fail("BACKHAUL", "应每个节点一行（编号和取货量），或只列取货客户的编号、以 -1 结束")
        back = np.isin(np.arange(1, self.count + 1), listed)[:, None]
        return np.where(back, 0.0, demand), np.where(back, demand, 0.0)

    def _agreeing(self, given: Reals | None, columns: list[int], name: str) -> Reals:
        """Figures from their own section, or from the columns of the paired one; they must not contradict."""
        paired = self._paired[:, columns]
        if given is None:
            return paired
        if paired.any() and (given.shape != paired.shape or (given != paired).any()):
            raise self.parts.fail(name, f"与 {PAIRED} 段里的数不同", "请只写一处")
        return given

    def _windows(self) -> Reals:
        given = None
        if "TIME_WINDOW" in self.parts.sections:
            rows = self.parts.by_number("TIME_WINDOW", self.count, NODE)
            if any(len(row) != 2 for row in rows):
                raise self.parts.fail("TIME_WINDOW", "每行应有编号、最早、最迟三个数")
            given = np.array(rows)
        if len(self._paired) and self._paired[:, [EARLIEST, LATEST]].any():
            given = self._agreeing(given, [EARLIEST, LATEST], "TIME_WINDOW")
        windows = np.tile([0.0, FAR], (self.count, 1)) if given is None else given
        if (windows[:, 0] > windows[:, 1]).any():
            node = int(np.argmax(windows[:, 0] > windows[:, 1])) + 1
            raise self.parts.fail("TIME_WINDOW", f"节点 {node} 的最早时间晚于最迟时间")
        return windows

    def _service(self) -> Reals:
        times = self.parts.column("SERVICE_TIME", self.count, NODE, 0.0)
        if "SERVICE_TIME" not in self.parts.sections:
            times[self.depots] = 0.0
        if len(self._paired) and self._paired[:, SERVICE].any():
            given = times[:, None] if times.any() else None
            times = self._agreeing(given, [SERVICE], "SERVICE_TIME")[:, 0]
        if (times < 0).any() or times[self.depots].any():
            raise self.parts.fail("SERVICE_TIME", "有的时间为负，或车场有服务时间", "请改为不小于 0 的数，车场写 0")
        return times

    def _of_clients(self, name: str) -> Reals:
        """A column that only single clients may have."""
        column = self.parts.column(name, self.count, NODE, 0.0)
        if name not in self.parts.sections:
            column[[node for node in range(self.count) if node not in self.clients]] = 0.0
        alien = next((node for node in np.flatnonzero(column).tolist() if node not in self.clients), None)
        if alien is not None or (column < 0).any():
            raise self.parts.fail(name, f"节点 {(alien or 0) + 1} 是车场或取送货对，或有负数", "这一段只能给单个客户")
        return column
