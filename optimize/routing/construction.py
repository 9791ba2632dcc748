"""A first solution for questions too large to begin from a random one: always the nearest task that still fits."""

from dataclasses import dataclass, field

import numpy as np
import pyvrp

from optimize.routing.model import Whole

Acts = list[pyvrp.Activity]


def nearest_first(data: pyvrp.ProblemData) -> pyvrp.Solution:
    """One vehicle after another, each as long as anything fits; what nobody can take is dealt out against the rules."""
    tasks = _Tasks(data)
    routes: list[tuple[Acts, int]] = []
    for kind, vehicle in enumerate(data.vehicle_types()):
        for _ in range(vehicle.num_available):
            if not tasks.left.any():
                break
            acts = _Tour(data, vehicle, tasks).acts
            if not acts:
                break  # the next of the same kind could do no more
            routes.append((acts, kind))
    if not routes:
        routes.append(([], 0))
    for number, task in enumerate(np.flatnonzero(tasks.left & tasks.required).tolist()):
        routes[number % len(routes)][0].extend(tasks.acts(task))
    return pyvrp.Solution(data, [pyvrp.Route(data, acts, kind) for acts, kind in routes if acts])


class _Tasks:
    """Clients, then shipments, which are loaded and unloaded in one go; ``left`` are those not yet done."""

    def __init__(self, data: pyvrp.ProblemData) -> None:
        clients, shipments = data.clients(), data.shipments()
        self.clients = len(clients)
        self.first = np.array([*(c.location for c in clients), *(s.pickup.location for s in shipments)], int)
        self.last = np.array([*(c.location for c in clients), *(s.delivery.location for s in shipments)], int)
        windows = [(c.tw_early, c.tw_late, c.service_duration, c.release_time) for c in clients]
        windows += [(s.pickup.tw_early, s.pickup.tw_late, s.pickup.service_duration, 0) for s in shipments]
        self.early, self.late, self.service, self.release = np.array(windows, np.int64).reshape(-1, 4).T
        ends = [(0, np.iinfo(np.int64).max, 0)] * len(clients)
        ends += [(s.delivery.tw_early, s.delivery.tw_late, s.delivery.service_duration) for s in shipments]
        self.then_early, self.then_late, self.then_service = np.array(ends, np.int64).reshape(-1, 3).T
        nothing = [0] * data.num_load_dimensions
        self.delivered = _loads([*(c.delivery for c in clients), *(nothing for _ in shipments)])
        self.picked = _loads([*(c.pickup for c in clients), *(nothing for _ in shipments)])
        self.carried = _loads([*(nothing for _ in clients), *(s.amount for s in shipments)])
        self.group = np.array([-1 if c.group is None else c.group for c in clients] + [-1] * len(shipments), int)
        self.required = np.array([c.required for c in clients] + [s.required for s in shipments], bool)
        must = np.array([group.required for group in data.groups()] or [False], bool)
        self.required |= (self.group >= 0) & must[self.group]
        self.left = np.ones(len(self.first), bool)

    def done(self, task: int) -> None:
        """Nobody needs to do it any more, nor the others of its group."""
        self.left[task] = False
        if self.group[task] >= 0:
            self.left[self.group == self.group[task]] = False

    def acts(self, task: int) -> Acts:
        if task < self.clients:
            return [pyvrp.Activity(pyvrp.ActivityType.CLIENT, task)]
        kinds = (pyvrp.ActivityType.PICKUP, pyvrp.ActivityType.DELIVERY)
        return [pyvrp.Activity(kind, task - self.clients) for kind in kinds]


def _loads(rows: list[list[int]]) -> Whole:
    return np.array(rows, np.int64).reshape(len(rows), -1)


@dataclass
class _Tour:
    """One vehicle's way, filled on creation. The loads of a trip are bounded by all it delivers and all it picks up."""

    data: pyvrp.ProblemData
    vehicle: pyvrp.VehicleType
    tasks: _Tasks
    acts: Acts = field(default_factory=list)

    def __post_init__(self) -> None:
        self._distance = np.asarray(self.data.distance_matrix(self.vehicle.profile))
        self._duration = np.asarray(self.data.duration_matrix(self.vehicle.profile))
        depots = self.data.depots()
        self._home = depots[self.vehicle.end_depot].location
        self._here = depots[self.vehicle.start_depot].location
        self._began = self._time = self._leaves = max(self.vehicle.tw_early, depots[self.vehicle.start_depot].tw_early)
        waiting = self.tasks.release[self.tasks.left]
        if (waiting > self._leaves).all():
            self._time = self._leaves = int(waiting.min())
        self._length, self._load = 0, np.zeros(self.data.num_load_dimensions, np.int64)
        while (task := self._next()) is not None:
            self._go(task)

    def _next(self) -> int | None:
        """The task with the least way and wait of those that fit."""
        tasks = self.tasks
        open_ = np.flatnonzero(tasks.left & (tasks.release <= self._leaves))
        first, last = tasks.first[open_], tasks.last[open_]
        way, between = self._duration[self._here, first], self._duration[first, last]
        begin = np.maximum(self._time + way, tasks.early[open_])
        then = np.maximum(begin + tasks.service[open_] + between, tasks.then_early[open_])
        end = then + tasks.then_service[open_] + self._duration[last, self._home]
        length = self._distance[self._here, first] + self._distance[first, last]
        load = self._load + np.maximum(tasks.delivered[open_], tasks.picked[open_]) + tasks.carried[open_]
        fits = (begin <= tasks.late[open_]) & (then <= tasks.then_late[open_]) & (end <= self.vehicle.tw_late)
        fits &= end - self._began <= self.vehicle.shift_duration
        fits &= self._length + length + self._distance[last, self._home] <= self.vehicle.max_distance
        fits &= (load <= np.array(self.vehicle.capacity)).all(axis=1)
        if not fits.any():
            return None
        cost = np.where(fits, self.vehicle.unit_distance_cost * length + (begin - self._time), np.inf)
        return int(open_[cost.argmin()])

    def _go(self, task: int) -> None:
        tasks, first, last = self.tasks, int(self.tasks.first[task]), int(self.tasks.last[task])
        begin = max(self._time + int(self._duration[self._here, first]), int(tasks.early[task]))
        then = max(begin + int(tasks.service[task] + self._duration[first, last]), int(tasks.then_early[task]))
        self._length += int(self._distance[self._here, first] + self._distance[first, last])
        self._time, self._here = then + int(tasks.then_service[task]), last
        self._load += np.maximum(tasks.delivered[task], tasks.picked[task])
        self.acts += tasks.acts(task)
        tasks.done(task)
