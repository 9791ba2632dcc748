"""VROOM's JSON: jobs, shipments, vehicles; matrices or coordinates.

As in VROOM, the sum of priorities of the tasks that are done is greatest first, then their number, then the cost by
fixed, per-hour and per-km rates is least; hours are those of driving. Times are seconds, lengths metres.
"""

import json
import math
from collections import Counter
from itertools import product

import numpy as np

from optimize.routing.formats.classics import read_classic
from optimize.routing.formats.fields import Json, listed, parse, real, whole
from optimize.routing.formats.grounds import Grounds
from optimize.routing.formats.instance import BadFile, Instance, Reals
from optimize.routing.formats.steps import first_routes
from optimize.routing.model import NEVER, NO_NEEDS, Client, Depot, Load, Model, Shipment, Stop, Travel, Vehicle

HOUR, KM = 3600, 1000
FINE = 100
"""Model cost in one unit of VROOM's cost: rates need not be whole."""
WORTH = 10
"""The prize of a task, in the dearest ways there and back: leaving one out never pays unless nobody can come."""
MOST_PRIORITY = 100
LARGEST = 1 << 60
"""What all prizes together may come to."""
EVEN, ROUNDED = 1e-6, 0.6
"""Costs follow time (or length) if they differ by no more; by no more of a second where ways are straight lines."""
TEXT_REMEDY = "请对照 VROOM 的接口说明改正"


def read_vroom(text: str, convention: str | None = None) -> Instance:
    """The instance of a JSON text, or of one of the classic texts that VROOM's benchmarks are made from."""
    if not text.lstrip().startswith("{"):
        classic = read_classic(text, convention)
        if classic is None:
            raise BadFile("文件", "既不是 VROOM 的 JSON，也不是已知的经典算例文本", "请检查格式，或换 --format")
        return classic
    data = parse(text)
    try:
        return _Reader(data).instance()
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadFile("文件", f"字段缺失或类型不对（{error}）", TEXT_REMEDY) from None


class _Reader:
    """One file. Vehicles that differ only by name are counted together."""

    def __init__(self, data: Json) -> None:
        self.jobs, self.shipments, self.vehicles = (listed(data, key) for key in ("jobs", "shipments", "vehicles"))
        if not self.vehicles:
            raise BadFile("vehicles", "没有车辆", "请至少给出一辆车")
        self.ends = [row[end] for row in self.shipments for end in ("pickup", "delivery")]
        self.tasks = len(self.jobs) + len(self.ends)
        self.most_tasks = any(whole(row, "max_tasks", "vehicles", NEVER) < self.tasks for row in self.vehicles)
        if self.most_tasks and self.shipments:
            raise BadFile(
                "vehicles.max_tasks", "运单装上又卸下，途中任务数无法累计，表达不准", "请删去 max_tasks 或改用 jobs"
            )
        self.types = sorted({str(row.get("type", "")) for row in self.vehicles})
        self.grounds = Grounds(data)
        self.dimensions = self._dimensions()
        self.setups = self._setups()

    def instance(self) -> Instance:
        ignored = {"id": 0, "description": "", "steps": []}
        kinds = [json.dumps({**row, **ignored}, sort_keys=True) for row in self.vehicles]
        distinct = dict(zip(kinds, self.vehicles, strict=True))
        depots = sorted({place for row in self.vehicles for place in self._ends(row) if place is not None})
        travels, limits = zip(*(self._travel(row) for row in distinct.values()), strict=True)
        fixed = [real(row.get("costs", {}), "fixed", "costs", 0) for row in distinct.values()]
        dearest = max(int(travel.distance.max(initial=0)) for travel in travels)
        worth = self._worth(WORTH * (2 * dearest + round(FINE * max(fixed)) + 1))
        model = Model(
            travel=tuple(travels),
            depots=tuple(Depot(place) for place in depots),
            vehicles=tuple(
                self._vehicle(row, kinds.count(kind), number, depots, limits[number])
                for number, (kind, row) in enumerate(distinct.items())
            ),
            clients=tuple(client for job in self.jobs for client in self._clients(job, worth)),
            shipments=tuple(self._shipment(row, worth) for row in self.shipments),
            stop_time=self.setups if any(self.setups) else (),
        )
        lengths = tuple(travel.distance / FINE for travel in travels)
        routes = first_routes(model, [(list(distinct).index(k), v) for k, v in zip(kinds, self.vehicles, strict=True)])
        return Instance(model, lengths, tuple(fixed), (1.0,) * len(travels), (), float(FINE), "none", routes)

    def _worth(self, one: int) -> dict[int, int]:
        """The prize of one task by priority: the sum of priorities counts before the number of tasks."""
        rows = [*self.jobs, *self.shipments, *self.shipments]
        priorities = Counter(whole(row, "priority", "任务", 0, MOST_PRIORITY) for row in rows)
        step = math.gcd(*priorities) or 1
        first = 0 if len(priorities) == 1 else self.tasks + 1
        worth = {priority: one * (1 + first * priority // step) for priority in priorities}
        if sum(worth[priority] * count for priority, count in priorities.items()) > LARGEST:
            raise BadFile("priority", "优先级、任务数和费用相乘超出计算范围", "请减少优先级的档数，或缩小费用的单位")
        return worth

    def _dimensions(self) -> int:
        loads = [listed(row, key) for row in self.jobs for key in ("delivery", "pickup", "amount")]
        loads += [listed(row, "amount") for row in self.shipments] + [listed(row, "capacity") for row in self.vehicles]
        return max((len(load) for load in loads), default=0)

    def _load(self, row: Json, key: str, last: int) -> Load:
        """As many figures as any load has, then the number of tasks where that is limited."""
        figures = listed(row, key)
        load = tuple(whole({key: quantity}, key, f"编号 {row.get('id', '?')}") for quantity in figures)
        return load + (0,) * (self.dimensions - len(load)) + ((last,) if self.most_tasks else ())

    def _ends(self, vehicle: Json) -> tuple[int | None, int | None]:
        ends = self.grounds.place(vehicle, "start"), self.grounds.place(vehicle, "end")
        if ends == (None, None):
            raise BadFile(f"vehicles（编号 {vehicle.get('id')}）", "没有起点也没有终点", "请至少给出 start 或 end")
        return ends

    def _travel(self, vehicle: Json) -> tuple[Travel, int]:
        """Times and costs, and the limit of driving as one of cost."""
        costs = vehicle.get("costs", {})
        seconds, metres, given = self.grounds.ways(vehicle.get("profile", "car"))
        factor = real(vehicle, "speed_factor", "vehicles", 1.0)
        if factor == 0:
            raise BadFile("vehicles.speed_factor", "是 0", "请改为正数")
        seconds = np.round(seconds / factor)
        cost = given
        if cost is None:
            hourly, distant = real(costs, "per_hour", "costs", HOUR), real(costs, "per_km", "costs", 0)
            cost = seconds * hourly / HOUR + metres * distant / KM
        slack = ROUNDED * real(costs, "per_hour", "costs", HOUR) / HOUR if self.grounds.straight else EVEN
        ways = [(key, way) for key, way in (("max_travel_time", seconds), ("max_distance", metres)) if key in vehicle]
        limit = min((_limit(vehicle, key, cost, way, slack) for key, way in ways), default=NEVER)
        return Travel(seconds.astype(np.int64), np.round(FINE * cost).astype(np.int64)), limit

    def _vehicle(self, row: Json, count: int, number: int, depots: list[int], limit: int) -> Vehicle:
        start, end = (None if place is None else depots.index(place) for place in self._ends(row))
        earliest, latest = _window(row["time_window"], "time_window") if "time_window" in row else (0, NEVER)
        return Vehicle(
            count=count,
            capacity=self._capacity(row),
            start=start,
            end=end,
            fixed_cost=round(FINE * row.get("costs", {}).get("fixed", 0)),
            earliest=earliest,
            latest=latest,
            max_distance=limit,
            travel=number,
            skills=frozenset(map(str, listed(row, "skills"))) | self._type_of(row),
            name=str(row["id"]),
        )

    def _type_of(self, row: Json) -> frozenset[str]:
        return frozenset([_type(str(row.get("type", "")))]) if len(self.types) > 1 else NO_NEEDS

    def _capacity(self, row: Json) -> Load:
        most = whole(row, "max_tasks", "vehicles", NEVER)
        if "capacity" not in row:
            return (NEVER,) * self.dimensions + ((most,) if self.most_tasks else ())
        return self._load(row, "capacity", most)

    def _clients(self, job: Json, worth: dict[int, int]) -> list[Client]:
        """One client, or one per window and length of service, of which at most one is visited."""
        variants = list(product(_windows(job), self._services(job)))
        if "amount" in job and "delivery" in job:
            raise BadFile(f"jobs（编号 {job['id']}）", "amount 与 delivery 重复", "请只留 delivery")
        place = self._place(job)
        return [
            Client(
                stop=Stop(place, early, late, service),
                delivery=self._load(job, "delivery" if "delivery" in job else "amount", 1),
                pickup=self._load(job, "pickup", 0) if "pickup" in job else (),
                prize=worth[int(job.get("priority", 0))],
                group=None if len(variants) == 1 else int(job["id"]),
                needs=frozenset(map(str, listed(job, "skills"))) | needs,
                name=str(job["id"]),
            )
            for (early, late), (service, needs) in variants
        ]

    def _shipment(self, row: Json, worth: dict[int, int]) -> Shipment:
        origin, destination = self._end(row["pickup"]), self._end(row["delivery"])
        return Shipment(
            origin=origin,
            destination=destination,
            load=self._load(row, "amount", 0),
            prize=2 * worth[int(row.get("priority", 0))],
            needs=frozenset(map(str, listed(row, "skills"))),
            name=f"{row['pickup']['id']}→{row['delivery']['id']}",
        )

    def _end(self, row: Json) -> Stop:
        windows, services = _windows(row), self._services(row)
        where = f"shipments（编号 {row['id']}）"
        if len(windows) > 1:
            raise BadFile(where, "一端有多个互不相连的时间窗，表达不准", "请只留一个，或改用 jobs")
        if len(services) > 1:
            raise BadFile(where, "作业时间随车型不同，表达不准", "请改为相同，或改用 jobs")
        ((early, late),) = windows
        ((service, _),) = services
        return Stop(self._place(row), early, late, service)

    def _place(self, row: Json) -> int:
        place = self.grounds.place(row, "location")
        if place is None:
            raise BadFile(f"任务 {row.get('id')}", "没有位置", "请给出 location 或 location_index")
        return place

    def _services(self, row: Json) -> list[tuple[int, frozenset[str]]]:
        """Lengths of service, and what vehicles need where it depends on their type. Setup counts as service where no
        other task could share it.
        """
        by_type = self._by_type(row, "service")
        if not self.setups[self._place(row)]:
            setups = self._by_type(row, "setup")
            by_type = {kind: length + setups[kind] for kind, length in by_type.items()}
        if len(set(by_type.values())) == 1:
            return [(by_type[self.types[0]], NO_NEEDS)]
        return [(length, frozenset([_type(kind)])) for kind, length in by_type.items()]

    def _by_type(self, row: Json, key: str) -> dict[str, int]:
        """Seconds for each type of vehicle."""
        where, special = f"任务 {row.get('id')}", row.get(f"{key}_per_type", {})
        usual = whole(row, key, where, 0)
        return {kind: whole(special, kind, f"{where}.{key}_per_type", usual) for kind in self.types}

    def _setups(self) -> tuple[int, ...]:
        """Per place, the setup that tasks share who follows one with another there; 0 where a task is alone."""
        there: dict[int, list[Json]] = {}
        for row in [*self.jobs, *self.ends]:
            there.setdefault(self._place(row), []).append(row)
        starts = [self.grounds.place(vehicle, "start") for vehicle in self.vehicles]
        shared = [0] * self.grounds.places
        for place, rows in there.items():
            setups = {setup for row in rows for setup in self._by_type(row, "setup").values()}
            if setups == {0} or (len(rows) == 1 and place not in starts):
                continue
            if len(setups) > 1 or None in starts or any(row.get("time_windows") for row in rows):
                raise BadFile(
                    f"任务 {rows[0].get('id')}",
                    "与别的任务或车辆起点同一地点，setup 不同，或另有时间窗，或有车没有起点，表达不准",
                    "请把该地点的 setup 计入 service",
                )
            shared[place] = setups.pop()
        return tuple(shared)


def _limit(vehicle: Json, key: str, cost: Reals, way: Reals, slack: float) -> int:
    """Limits of driving are limits of cost where cost follows what is limited."""
    most = whole(vehicle, key, "vehicles")
    if not way.any():
        if key == "max_distance":
            raise BadFile(f"vehicles.{key}", "没有里程矩阵", "请补 matrices 里的 distances，或删去上限")
        return NEVER
    rate = float(cost.sum() / way.sum())
    if rate == 0 or (np.abs(cost - rate * way) > slack).any():
        what = "费用与受限的时间或里程不成比例，上限表达不准"
        raise BadFile(f"vehicles.{key}", what, "请只按受限的一项计费，或删去上限")
    return int(FINE * rate * most + 1e-6)


def _windows(row: Json) -> list[tuple[int, int]]:
    """Windows in order, those that touch as one."""
    where, merged = f"任务 {row.get('id')}.time_windows", list[tuple[int, int]]()
    for early, late in sorted(_window(window, where) for window in listed(row, "time_windows")):
        if merged and early <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(late, merged[-1][1])
        else:
            merged.append((early, late))
    return merged or [(0, NEVER)]


def _window(window: list[int], where: str) -> tuple[int, int]:
    early, late = (whole({"time": time}, "time", where) for time in window)
    if early > late:
        raise BadFile(where, f"最早 {early} 晚于最迟 {late}", "请改正该时间窗")
    return early, late


def _type(kind: str) -> str:
    return f"type {kind}"
