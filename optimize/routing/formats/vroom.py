"""VROOM's JSON: jobs, shipments, vehicles; matrices or coordinates.

As in VROOM, as many tasks as possible are done first (by priority), then the cost by fixed, per-hour and per-km rates
is least; hours are those of driving. Times are seconds, lengths metres.
"""

import json
from typing import Any

import numpy as np

from optimize.routing.formats.classics import read_classic
from optimize.routing.formats.grounds import Grounds
from optimize.routing.formats.instance import BadFile, Instance
from optimize.routing.model import NEVER, Client, Depot, Load, Model, Shipment, Stop, Travel, Vehicle

Json = dict[str, Any]
HOUR, KM = 3600, 1000
FINE = 100
"""Model cost in one unit of VROOM's cost: rates need not be whole."""
WORTH = 10
"""The prize of a task, in the dearest ways there and back: leaving one out never pays unless nobody can come."""
TEXT_REMEDY = "请对照 VROOM 的接口说明改正"
UNSUPPORTED = {"vehicles": ("steps", "breaks"), "jobs": (), "shipments": ()}
"""Fields that would change the answer and are not understood."""


def read_vroom(text: str, convention: str | None = None) -> Instance:
    """The instance of a JSON text, or of one of the classic texts that VROOM's benchmarks are made from."""
    if not text.lstrip().startswith("{"):
        classic = read_classic(text, convention)
        if classic is None:
            raise BadFile("文件", "既不是 VROOM 的 JSON，也不是已知的经典算例文本", "请检查格式，或换 --format")
        return classic
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFile(f"第 {error.lineno} 行第 {error.colno} 列", "不是正确的 JSON", "请改正该处") from None
    try:
        return _Reader(data).instance()
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadFile("文件", f"字段缺失或类型不对（{error}）", TEXT_REMEDY) from None


class _Reader:
    """One file. Vehicles that differ only by name are counted together."""

    def __init__(self, data: Json) -> None:
        self.jobs, self.shipments, self.vehicles = (data.get(key, []) for key in ("jobs", "shipments", "vehicles"))
        for kind, rows in (("jobs", self.jobs), ("shipments", self.shipments), ("vehicles", self.vehicles)):
            for number, row in enumerate(rows):
                for name in UNSUPPORTED[kind]:
                    if row.get(name):
                        raise BadFile(f"{kind}[{number}].{name}", "暂不支持这一字段", "请删去该字段后再试")
        if not self.vehicles:
            raise BadFile("vehicles", "没有车辆", "请至少给出一辆车")
        self.most_tasks = any("max_tasks" in vehicle for vehicle in self.vehicles)
        if self.most_tasks and self.shipments:
            raise BadFile("vehicles.max_tasks", "有运单时暂不支持任务数上限", "请删去 max_tasks 或改用 jobs")
        self.grounds = Grounds(data)
        self.dimensions = self._dimensions()

    def instance(self) -> Instance:
        kinds = [json.dumps({**row, "id": 0, "description": ""}, sort_keys=True) for row in self.vehicles]
        distinct = dict(zip(kinds, self.vehicles, strict=True))
        depots = sorted({place for row in self.vehicles for place in self._ends(row) if place is not None})
        travels = [self._travel(row) for row in distinct.values()]
        fixed = [float(row.get("costs", {}).get("fixed", 0)) for row in distinct.values()]
        dearest = max(int(travel.distance.max(initial=0)) for travel in travels)
        worth = WORTH * (2 * dearest + round(FINE * max(fixed)) + 1)
        clients = tuple(row for job in self.jobs for row in self._clients(job, worth))
        model = Model(
            travel=tuple(travels),
            depots=tuple(Depot(place) for place in depots or [0]),
            vehicles=tuple(
                self._vehicle(row, kinds.count(kind), number, depots)
                for number, (kind, row) in enumerate(distinct.items())
            ),
            clients=clients,
            shipments=tuple(self._shipment(row, worth) for row in self.shipments),
            stop_time=self._setups(),
        )
        lengths = tuple(travel.distance / FINE for travel in travels)
        return Instance(model, lengths, tuple(fixed), (1.0,) * len(travels), (), float(FINE), "none")

    def _dimensions(self) -> int:
        loads = [row.get(key, []) for row in self.jobs for key in ("delivery", "pickup", "amount")]
        loads += [row.get("amount", []) for row in self.shipments] + [row.get("capacity", []) for row in self.vehicles]
        return max((len(load) for load in loads), default=0)

    def _load(self, row: Json, key: str, last: int) -> Load:
        """As many figures as any load has, then the number of tasks where that is limited."""
        load = tuple(int(quantity) for quantity in row.get(key, ()))
        return load + (0,) * (self.dimensions - len(load)) + ((last,) if self.most_tasks else ())

    def _ends(self, vehicle: Json) -> tuple[int | None, int | None]:
        return self.grounds.place(vehicle, "start"), self.grounds.place(vehicle, "end")

    def _travel(self, vehicle: Json) -> Travel:
        costs = vehicle.get("costs", {})
        if costs.get("per_task_hour"):
            raise BadFile("vehicles.costs.per_task_hour", "暂不支持按服务时间计费", "请删去该字段")
        seconds, metres, given = self.grounds.ways(vehicle.get("profile", "car"))
        seconds = np.round(seconds / float(vehicle.get("speed_factor", 1.0)))
        cost = given
        if cost is None:
            cost = seconds * costs.get("per_hour", HOUR) / HOUR + metres * costs.get("per_km", 0) / KM
        return Travel(seconds.astype(np.int64), np.round(FINE * cost).astype(np.int64))

    def _vehicle(self, row: Json, count: int, number: int, depots: list[int]) -> Vehicle:
        start, end = (None if place is None else depots.index(place) for place in self._ends(row))
        earliest, latest = row.get("time_window", (0, NEVER))
        return Vehicle(
            count=count,
            capacity=self._capacity(row),
            start=start,
            end=end,
            fixed_cost=round(FINE * row.get("costs", {}).get("fixed", 0)),
            earliest=int(earliest),
            latest=int(latest),
            max_distance=self._farthest(row),
            travel=number,
            skills=frozenset(map(str, row.get("skills", ()))),
            name=str(row.get("id", "")),
        )

    def _capacity(self, row: Json) -> Load:
        most = int(row.get("max_tasks", NEVER))
        if "capacity" not in row:
            return (NEVER,) * self.dimensions + ((most,) if self.most_tasks else ())
        return self._load(row, "capacity", most)

    @staticmethod
    def _farthest(row: Json) -> int:
        """Limits of driving are limits of cost where cost is nothing else."""
        costs = row.get("costs", {})
        if "max_travel_time" in row and not costs.get("per_km"):
            return int(FINE * row["max_travel_time"] * costs.get("per_hour", HOUR) / HOUR)
        if "max_distance" in row and costs.get("per_hour") == 0:
            return int(FINE * row["max_distance"] * costs.get("per_km", 0) / KM)
        if "max_travel_time" in row or "max_distance" in row:
            raise BadFile("vehicles", "行驶上限与计费方式不同，暂不支持", "请只按时间或只按里程计费，或删去上限")
        return NEVER

    def _clients(self, job: Json, worth: int) -> list[Client]:
        """One client, or one per window, of which at most one is visited."""
        stops = self._stops(job)
        group = None if len(stops) == 1 else int(job["id"])
        delivery = "delivery" if "delivery" in job else "amount"
        return [
            Client(
                stop=stop,
                delivery=self._load(job, delivery, 1),
                pickup=self._load(job, "pickup", 0) if "pickup" in job else (),
                prize=worth * (1 + int(job.get("priority", 0))),
                group=group,
                needs=frozenset(map(str, job.get("skills", ()))),
                name=str(job["id"]),
            )
            for stop in stops
        ]

    def _shipment(self, row: Json, worth: int) -> Shipment:
        origins, destinations = self._stops(row["pickup"]), self._stops(row["delivery"])
        if len(origins) > 1 or len(destinations) > 1:
            raise BadFile("shipments", "暂不支持一端有多个时间窗", "请只留一个时间窗，或拆成多个算例")
        return Shipment(
            origin=origins[0],
            destination=destinations[0],
            load=self._load(row, "amount", 0),
            prize=worth * (1 + int(row.get("priority", 0))),
            needs=frozenset(map(str, row.get("skills", ()))),
            name=f"{row['pickup']['id']}→{row['delivery']['id']}",
        )

    def _stops(self, row: Json) -> list[Stop]:
        place = self.grounds.place(row, "location")
        if place is None:
            raise BadFile(f"任务 {row.get('id')}", "没有位置", "请给出 location 或 location_index")
        windows = row.get("time_windows") or [(0, NEVER)]
        return [Stop(place, int(early), int(late), int(row.get("service", 0))) for early, late in windows]

    def _setups(self) -> tuple[int, ...]:
        """Setup counts once on arrival at a place."""
        rows = [*self.jobs, *(row[end] for row in self.shipments for end in ("pickup", "delivery"))]
        setups: dict[int, int] = {}
        for row in rows:
            place, setup = self.grounds.place(row, "location"), int(row.get("setup", 0))
            if place is not None and setups.setdefault(place, setup) != setup:
                raise BadFile(f"任务 {row.get('id')}", "同一地点的 setup 不同，暂不支持", "请改为相同，或计入 service")
        if not any(setups.values()):
            return ()
        return tuple(setups.get(place, 0) for place in range(self.grounds.places))
