"""The same routing model for OR-Tools' routing, for comparison; runs in a process of its own."""

import time
from collections.abc import Callable
from typing import Any

from optimize.plan import Ended
from optimize.routing.model import NEVER, NO_WAY, Model
from optimize.routing.routes import Act, Route, Routes, Step

FAR = 1 << 40


def states(model: Model) -> bool:
    """Whether OR-Tools can state the model without tricks: no reloads, no releases, no shared loads, closed routes."""
    tasks = [*model.clients, *model.shipments]
    return (
        all(task.units == 1 and task.prize is None for task in tasks)
        and all(not client.release and not any(client.pickup) for client in model.clients)
        and all(v.start is not None and v.end is not None and not v.reload for v in model.vehicles)
        and not model.stop_time
    )


def solve_with_ortools(model: Model, seconds: float, wall: bool) -> Routes | None:
    """Parallel cheapest insertion, then guided local search; None where it finds nothing in time."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    clock: Callable[[], float] = time.monotonic if wall else time.process_time
    deadline = clock() + seconds
    rival = _Rival(model, pywrapcp)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = strategies.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromSeconds(int(seconds if wall else 20 * seconds) + 1)
    limit = rival.routing.solver().CustomLimit(lambda: clock() >= deadline)
    rival.routing.AddSearchMonitor(limit)
    answer = rival.routing.SolveWithParameters(parameters)
    return None if answer is None else rival.routes(answer)


class _Rival:
    """Nodes are depots, then clients, then pickups and deliveries. Of equal vehicles, twice as many as fill up."""

    def __init__(self, model: Model, library: Any) -> None:
        self.model = model
        stops = [client.stop for client in model.clients]
        stops += [stop for shipment in model.shipments for stop in (shipment.origin, shipment.destination)]
        self.places = [depot.place for depot in model.depots] + [stop.place for stop in stops]
        self.service = [0] * len(model.depots) + [stop.service for stop in stops]
        self.vehicles = [number for number, count in enumerate(self._counts()) for _ in range(count)]
        starts = [model.vehicles[number].start for number in self.vehicles]
        ends = [model.vehicles[number].end for number in self.vehicles]
        self.manager = library.RoutingIndexManager(len(self.places), len(self.vehicles), starts, ends)
        self.routing = library.RoutingModel(self.manager)
        self._add_costs()
        self._add_loads()
        self._add_times(stops)
        self._add_rules()

    def routes(self, answer: Any) -> Routes:
        found = []
        for number, vehicle in enumerate(self.vehicles):
            index = self.routing.Start(number)
            steps = []
            while not self.routing.IsEnd(index):
                steps.append(self._step(self.manager.IndexToNode(index)))
                index = answer.Value(self.routing.NextVar(index))
            if len(steps) > 1:
                last = Step(Act.DEPOT, self.manager.IndexToNode(index))
                found.append(Route(vehicle, (*steps, last)))
        return Routes(tuple(found), int(answer.ObjectiveValue()), True, Ended.WALL)

    def _step(self, node: int) -> Step:
        first, clients = len(self.model.depots), len(self.model.clients)
        if node < first:
            return Step(Act.DEPOT, node)
        if node < first + clients:
            return Step(Act.CLIENT, node - first)
        shipment, end = divmod(node - first - clients, 2)
        return Step((Act.PICKUP, Act.DELIVERY)[end], shipment)

    def _counts(self) -> list[int]:
        model = self.model
        total = [sum(row) for row in zip(*(model.padded(c.delivery) for c in model.clients), strict=True)]
        total = total or [0] * model.dimensions
        counts = []
        for vehicle in model.vehicles:
            room = model.padded(vehicle.capacity)
            full = max((t / max(1, r) for t, r in zip(total, room, strict=True)), default=1.0)
            counts.append(min(vehicle.count, 2 * int(full) + 10) if not model.shipments else vehicle.count)
        return counts

    def _add_costs(self) -> None:
        rows = [self.model.travel[vehicle.travel].distance.tolist() for vehicle in self.model.vehicles]
        distinct: dict[tuple[int, int], int] = {}
        for number, kind in enumerate(self.vehicles):
            vehicle = self.model.vehicles[kind]
            key = vehicle.travel, vehicle.cost_per_distance
            if key not in distinct:
                distinct[key] = self._callback(rows[kind], vehicle.cost_per_distance)
            self.routing.SetArcCostEvaluatorOfVehicle(distinct[key], number)
            fixed = vehicle.fixed_cost + (10**9 if self.model.fewest_vehicles else 0)
            self.routing.SetFixedCostOfVehicle(fixed, number)

    def _callback(self, matrix: list[list[int]], rate: int, service: list[int] | None = None) -> int:
        places, node = self.places, self.manager.IndexToNode

        def way(a: int, b: int) -> int:
            here, there = node(a), node(b)
            length = matrix[places[here]][places[there]]
            if length == NO_WAY:
                return FAR
            return length * rate + (service[here] if service else 0)

        return int(self.routing.RegisterTransitCallback(way))

    def _add_loads(self) -> None:
        model = self.model
        for dimension in range(model.dimensions):
            loads = [0] * len(model.depots) + [model.padded(c.delivery)[dimension] for c in model.clients]
            for shipment in model.shipments:
                load = model.padded(shipment.load)[dimension]
                loads += [load, -load]
            number = self.routing.RegisterUnaryTransitCallback(lambda i, rows=loads: rows[self.manager.IndexToNode(i)])
            rooms = [model.padded(model.vehicles[kind].capacity)[dimension] for kind in self.vehicles]
            self.routing.AddDimensionWithVehicleCapacity(number, 0, rooms, True, f"load{dimension}")

    def _add_times(self, stops: list[Any]) -> None:
        model = self.model
        horizon = min(FAR, max([v.latest for v in model.vehicles if v.latest < NEVER] or [FAR]))
        timed = any(stop.latest < NEVER or stop.earliest for stop in stops)
        if not timed and all(v.max_duration >= NEVER and v.latest >= NEVER for v in model.vehicles):
            return
        matrices = [travel.duration.tolist() for travel in model.travel]
        callbacks = [self._callback(matrix, 1, self.service) for matrix in matrices]
        transits = [callbacks[model.vehicles[kind].travel] for kind in self.vehicles]
        spans = [min(horizon, model.vehicles[kind].latest) for kind in self.vehicles]
        self.routing.AddDimensionWithVehicleTransitAndCapacity(transits, horizon, spans, False, "time")
        time_ = self.routing.GetDimensionOrDie("time")
        for node, stop in enumerate(stops, start=len(model.depots)):
            index = self.manager.NodeToIndex(node)
            time_.CumulVar(index).SetRange(min(stop.earliest, horizon), min(stop.latest, horizon))
        for number, kind in enumerate(self.vehicles):
            vehicle = model.vehicles[kind]
            time_.CumulVar(self.routing.Start(number)).SetRange(vehicle.earliest, min(vehicle.latest, horizon))
            if vehicle.max_duration < NEVER:
                time_.SetSpanUpperBoundForVehicle(vehicle.max_duration, number)

    def _add_rules(self) -> None:
        """Who may come, one of each group, pickup before delivery in one vehicle."""
        model, first = self.model, len(self.model.depots)
        groups: dict[int, list[int]] = {}
        for node, client in enumerate(model.clients, start=first):
            index = self.manager.NodeToIndex(node)
            if client.group is not None:
                groups.setdefault(client.group, []).append(index)
            if client.needs:
                able = [n for n, kind in enumerate(self.vehicles) if client.needs <= model.vehicles[kind].skills]
                self.routing.VehicleVar(index).SetValues(able)
        for members in groups.values():
            self.routing.AddDisjunction(members, FAR)
        solver = self.routing.solver()
        for number in range(len(model.shipments)):
            node = first + len(model.clients) + 2 * number
            here, there = self.manager.NodeToIndex(node), self.manager.NodeToIndex(node + 1)
            self.routing.AddPickupAndDelivery(here, there)
            solver.Add(self.routing.VehicleVar(here) == self.routing.VehicleVar(there))
            time_ = self.routing.GetDimensionOrDie("time")
            solver.Add(time_.CumulVar(here) <= time_.CumulVar(there))
