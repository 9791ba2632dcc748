"""Fewer vehicles before lower cost: take one away, look for any solution without it, go on while there is one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyvrp

from optimize.routing.encoding import Encoding, whole
from optimize.routing.model import Model
from optimize.routing.routes import Route
from optimize.routing.search import Limits, Manner, Search, Watch, manners
from optimize.routing.splitting import SHARES, cut_evenly, splittable

Tell = Callable[[pyvrp.Solution], None]


def fewer_vehicles(
    model: Model, routes: Sequence[Route] | None, seed: int, limits: Limits, tell: Tell
) -> tuple[Model, tuple[Route, ...] | None]:
    """The model with no more vehicles than the best solution found here uses, and that solution.

    With several types of vehicles, the one with the least loaded route gives one up.
    """
    cut = cut_evenly(model, SHARES) if splittable(model) else whole(model)
    best = tuple(routes) if routes is not None else None
    fewest = least_vehicles(model)
    while best is None or len(best) > fewest:
        tried = model if best is None else _without_one(model, best)
        found = _any_solution(Encoding(tried, cut), best, seed, limits, tell)
        if found is None:
            break
        model, best = _with_only(model, found), found
    return model, best


def least_vehicles(model: Model) -> int:
    """No solution has fewer: the largest vehicles, full, on as many trips as they may make."""
    if any(vehicle.reload and vehicle.max_reloads is None for vehicle in model.vehicles):
        return 1
    rooms = np.array([model.padded(vehicle.capacity) for vehicle in model.vehicles], float)
    trips = max(1 + (v.max_reloads or 0) if v.reload else 1 for v in model.vehicles)
    must = [client for client in model.clients if client.prize is None and client.group is None]
    needed = 1.0
    for goods in ([client.delivery for client in must], [client.pickup for client in must]):
        total = np.sum([model.padded(load) for load in goods], axis=0) if goods else np.zeros(model.dimensions)
        needed = max(needed, float(np.max(total / np.maximum(rooms.max(axis=0) * trips, 1), initial=0.0)))
    return int(np.ceil(needed - 1e-9))


def _without_one(model: Model, routes: Sequence[Route]) -> Model:
    """Only as many vehicles of each type as are used, and one less of the type whose route has the fewest tasks."""
    loser = min(routes, key=lambda route: len(route.tasks())).vehicle
    return _with_counts(model, Counter(route.vehicle for route in routes) - Counter([loser]))


def _with_only(model: Model, routes: Sequence[Route]) -> Model:
    return _with_counts(model, Counter(route.vehicle for route in routes))


def _with_counts(model: Model, counts: Counter[int]) -> Model:
    """Types without a vehicle stay, since routes name types by position."""
    rows = [replace(vehicle, count=counts[number]) for number, vehicle in enumerate(model.vehicles)]
    return replace(model, vehicles=tuple(rows))


def _any_solution(
    encoding: Encoding, routes: Sequence[Route] | None, seed: int, limits: Limits, tell: Tell
) -> tuple[Route, ...] | None:
    """A feasible solution, begun from these routes less the shortest; None if none was found within the limits."""
    ((manner, _),) = manners(encoding.data, ((Manner(), 0),))
    search = Search(encoding.data, seed, manner)
    if routes is None:
        begin = search.first()
    else:
        shortest = min(routes, key=lambda route: len(route.tasks()))
        begin = encoding.solution([route for route in routes if route is not shortest])
    best = begin if begin.is_feasible() else search.improve(begin, limits, Watch(tell, first_feasible=True))
    if not best.is_feasible():
        return None
    tell(best)
    return encoding.routes(best)
