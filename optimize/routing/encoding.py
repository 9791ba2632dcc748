"""Between the model and PyVRP: places per need, skills as closed roads, tasks cut into parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pyvrp
from pyvrp.constants import MAX_SIZE

from optimize.routing.model import NEVER, NO_WAY, Client, Load, Model, Shipment, Stop, Vehicle, Whole, service_of
from optimize.routing.routes import Act, Route, Step

Part = tuple[int, int]
"""(client or shipment, units of it that are handled together)."""

_KINDS = {
    Act.DEPOT: pyvrp.ActivityType.DEPOT,
    Act.CLIENT: pyvrp.ActivityType.CLIENT,
    Act.PICKUP: pyvrp.ActivityType.PICKUP,
    Act.DELIVERY: pyvrp.ActivityType.DELIVERY,
}
_ACTS = {kind: act for act, kind in _KINDS.items()}


@dataclass(frozen=True)
class Cut:
    """How the tasks of a model are cut into parts; each part is one client or shipment for PyVRP."""

    clients: tuple[Part, ...]
    shipments: tuple[Part, ...]


def whole(model: Model) -> Cut:
    """Nothing is cut."""
    return Cut(
        tuple((number, client.units) for number, client in enumerate(model.clients)),
        tuple((number, shipment.units) for number, shipment in enumerate(model.shipments)),
    )


class Encoding:
    """``data`` for PyVRP, and the way there and back. Prizes and places left out mean what they mean in the model."""

    def __init__(self, model: Model, cut: Cut) -> None:
        self.model, self.cut = model, cut
        self._needs = sorted(
            {(stop.place, needs) for stop, needs in _stops(model)}, key=lambda row: (row[0], sorted(row[1]))
        )
        depots = [(depot.place, frozenset[str]()) for depot in model.depots]
        self._spots = list(dict.fromkeys([*depots, *self._needs]))
        self._spot = {spot: number for number, spot in enumerate(self._spots)}
        self._types = [number for number, vehicle in enumerate(model.vehicles) if vehicle.count > 0]
        self._open = any(vehicle.start is None or vehicle.end is None for vehicle in model.vehicles)
        self._nowhere = len(model.depots)
        self._closed_at = self._horizon()
        self.data = self._data()

    def routes(self, solution: pyvrp.Solution) -> tuple[Route, ...]:
        return tuple(self._route(route) for route in solution.routes())

    def solution(self, routes: Sequence[Route]) -> pyvrp.Solution:
        """The routes for PyVRP; every part is used at most once, parts that no step names are left out."""
        return pyvrp.Solution(self.data, self._rows(routes))

    def _rows(self, routes: Sequence[Route]) -> list[pyvrp.Route]:
        free: dict[tuple[Act, int, int], list[int]] = {}
        for number, (task, units) in reversed(list(enumerate(self.cut.clients))):
            free.setdefault((Act.CLIENT, task, units), []).append(number)
        for number, (task, units) in reversed(list(enumerate(self.cut.shipments))):
            free.setdefault((Act.PICKUP, task, units), []).append(number)
        rows = []
        for route in routes:
            aboard: dict[tuple[int, int], list[int]] = {}
            acts = []
            for step in route.steps:
                part = self._part(step, free, aboard)
                if part is not None:
                    acts.append(pyvrp.Activity(_KINDS[step.act], part))
            tasks = [position for position, act in enumerate(acts) if not act.is_depot()]
            if tasks:  # the ends go without saying, and only reloads between tasks matter
                inner = acts[tasks[0] : tasks[-1] + 1]
                rows.append(pyvrp.Route(self.data, inner, self._types.index(route.vehicle)))
        return rows

    @staticmethod
    def _part(
        step: Step, free: dict[tuple[Act, int, int], list[int]], aboard: dict[tuple[int, int], list[int]]
    ) -> int | None:
        if step.act == Act.DEPOT:
            return step.number
        if step.act == Act.DELIVERY:
            carried = aboard.get((step.number, step.units))
            return carried.pop(0) if carried else None
        left = free.get((step.act, step.number, step.units))
        if not left:
            return None
        if step.act == Act.PICKUP:
            aboard.setdefault((step.number, step.units), []).append(left[-1])
        return left.pop()

    def _route(self, route: pyvrp.Route) -> Route:
        steps = []
        for row in route.schedule():
            act, number, units = _ACTS[row.type], row.idx, 1
            if act == Act.DEPOT:
                if number == self._nowhere:
                    continue
            else:
                number, units = (self.cut.clients if act == Act.CLIENT else self.cut.shipments)[row.idx]
            steps.append(Step(act, number, units, int(row.start_time), int(row.end_time)))
        return Route(self._types[route.vehicle_type()], tuple(steps))

    def _horizon(self) -> int:
        """Where roads are closed, shifts must end somewhere, so that a closed road is too long for any of them."""
        model = self.model
        closed = any((t.duration == NO_WAY).any() or (t.distance == NO_WAY).any() for t in model.travel)
        if not closed and not any(needs - vehicle.skills for _, needs in self._needs for vehicle in model.vehicles):
            return NEVER
        stops = [stop for stop, _ in _stops(model)]
        waits = max((stop.earliest for stop in stops), default=0) + max(
            (client.release for client in model.clients), default=0
        )
        start = max(vehicle.earliest for vehicle in model.vehicles)
        longest = max(int(travel.duration.max(initial=0)) for travel in model.travel) + max(model.stop_time, default=0)
        services = sum(stop.service + len(self.cut.clients) + len(self.cut.shipments) for stop in stops) + sum(
            depot.service for depot in model.depots
        )
        parts = 2 * (len(self.cut.clients) + 2 * len(self.cut.shipments)) + 2
        return start + waits + services * 2 + parts * (longest + 1)

    def _data(self) -> pyvrp.ProblemData:
        model = self.model
        matrices: dict[tuple[int, frozenset[str]], int] = {}
        distances: list[Any] = []  # PyVRP's stubs know no square arrays
        durations: list[Any] = []
        types = []
        for vehicle in (model.vehicles[number] for number in self._types):
            key = vehicle.travel, vehicle.skills
            if key not in matrices:
                matrices[key] = len(matrices)
                distance, duration = self._matrices(*key)
                distances.append(distance)
                durations.append(duration)
            types.append(self._vehicle(vehicle, matrices[key]))
        groups = {group: model.clients[members[0]].prize is None for group, members in model.groups().items()}
        number = {group: position for position, group in enumerate(groups)}
        clients = [self._client(model.clients[task], units, number) for task, units in self.cut.clients]
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in range(len(self._spots) + self._open)],
            clients=clients,
            depots=self._depots(),
            vehicle_types=types,
            distance_matrices=distances,
            duration_matrices=durations,
            groups=[
                pyvrp.ClientGroup([n for n, c in enumerate(clients) if c.group == number[group]], required)
                for group, required in groups.items()
            ],
            shipments=[self._shipment(model.shipments[task], units) for task, units in self.cut.shipments],
        )

    def _matrices(self, travel: int, skills: frozenset[str]) -> tuple[Whole, Whole]:
        """Over the spots; where a vehicle must not go, a way that is longer than any shift."""
        place = np.array([place for place, _ in self._spots])
        picked = np.ix_(place, place)
        duration, distance = self.model.travel[travel].duration[picked], self.model.travel[travel].distance[picked]
        closed = (duration == NO_WAY) | (distance == NO_WAY)
        banned = np.array([bool(needs - skills) for _, needs in self._spots])
        closed |= banned[:, None] | banned[None, :]
        closed &= place[:, None] != place[None, :]
        closed |= banned[:, None] ^ banned[None, :]
        if self.model.stop_time:
            waits = np.array(self.model.stop_time)[place]
            duration = duration + np.where(place[:, None] != place[None, :], waits[None, :], 0)
        far = int(distance.max(initial=0)) * (len(place) + 1) + 1
        duration = np.where(closed, 2 * self._closed_at, duration)
        distance = np.where(closed, far, distance)
        if self._open:
            duration, distance = (np.pad(matrix, (0, 1)) for matrix in (duration, distance))
        np.fill_diagonal(duration, 0)
        np.fill_diagonal(distance, 0)
        return distance, duration

    def _depots(self) -> list[pyvrp.Depot]:
        rows = [
            pyvrp.Depot(self._spot[depot.place, frozenset()], depot.earliest, depot.latest, depot.service)
            for depot in self.model.depots
        ]
        return [*rows, pyvrp.Depot(len(self._spots))] if self._open else rows

    def _vehicle(self, vehicle: Vehicle, profile: int) -> pyvrp.VehicleType:
        start, end = (self._nowhere if depot is None else depot for depot in (vehicle.start, vehicle.end))
        return pyvrp.VehicleType(
            num_available=vehicle.count,
            capacity=list(self.model.padded(vehicle.capacity)),
            start_depot=start,
            end_depot=end,
            fixed_cost=vehicle.fixed_cost,
            tw_early=vehicle.earliest,
            tw_late=min(vehicle.latest, self._closed_at),
            shift_duration=vehicle.max_duration,
            max_distance=vehicle.max_distance,
            unit_distance_cost=vehicle.cost_per_distance,
            unit_duration_cost=vehicle.cost_per_duration,
            profile=profile,
            reload_depots=list(vehicle.reload),
            max_reloads=MAX_SIZE if vehicle.max_reloads is None else vehicle.max_reloads,
        )

    def _client(self, client: Client, units: int, group: dict[int, int]) -> pyvrp.Client:
        optional = client.prize is not None or client.group is not None
        return pyvrp.Client(
            location=self._spot[client.stop.place, client.needs],
            delivery=self._share(client.delivery, units, client.units),
            pickup=self._share(client.pickup, units, client.units),
            service_duration=service_of(client.stop, units, client.units),
            tw_early=client.stop.earliest,
            tw_late=client.stop.latest,
            release_time=client.release,
            prize=_share_of(client.prize, units, client.units),
            required=not optional,
            group=None if client.group is None else group[client.group],
        )

    def _shipment(self, shipment: Shipment, units: int) -> pyvrp.Shipment:
        origin, destination = shipment.origin, shipment.destination
        return pyvrp.Shipment(
            pickup_location=self._spot[origin.place, shipment.needs],
            delivery_location=self._spot[destination.place, shipment.needs],
            pickup_tw_early=origin.earliest,
            pickup_tw_late=origin.latest,
            pickup_service_duration=service_of(origin, units, shipment.units),
            delivery_tw_early=destination.earliest,
            delivery_tw_late=destination.latest,
            delivery_service_duration=service_of(destination, units, shipment.units),
            amount=self._share(shipment.load, units, shipment.units),
            prize=_share_of(shipment.prize, units, shipment.units),
            required=shipment.prize is None,
        )

    def _share(self, load: Load, units: int, of: int) -> list[int]:
        return [quantity // of * units for quantity in self.model.padded(load)]


def _share_of(prize: int | None, units: int, of: int) -> int:
    """Of a prize that a task bears; rounded up, so that a part is never thought cheaper to leave out than it is."""
    return 0 if prize is None else -(-prize * units // of)


def _stops(model: Model) -> list[tuple[Stop, frozenset[str]]]:
    rows = [(client.stop, client.needs) for client in model.clients]
    ends = product(model.shipments, ("origin", "destination"))
    return rows + [(getattr(shipment, end), shipment.needs) for shipment, end in ends]
