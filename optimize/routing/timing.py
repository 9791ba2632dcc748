"""When a vehicle is where, from nothing but the order of its stops: earliest times, and the shortest duration."""

from dataclasses import dataclass, replace

from optimize.routing.model import NEVER, NO_WAY, Client, Model, Shipment, Stop, service_of
from optimize.routing.routes import Act, Route, Step


@dataclass(frozen=True)
class Timing:
    """``late`` are the steps (by position) that begin after their window even at the earliest times; ``blocked`` if a
    way is closed. ``end`` is the earliest end, ``shortest`` the least duration of all starts that are on time.
    """

    distance: int
    end: int
    shortest: int
    late: tuple[int, ...]
    blocked: bool


def stop_of(model: Model, step: Step) -> Stop:
    """Where and when a step may be done, and how long its share of the task takes."""
    match step.act:
        case Act.DEPOT:
            depot = model.depots[step.number]
            return Stop(depot.place, depot.earliest, depot.latest, depot.service)
        case Act.CLIENT:
            task: Client | Shipment = model.clients[step.number]
            stop = model.clients[step.number].stop
        case Act.PICKUP | Act.DELIVERY:
            task = shipment = model.shipments[step.number]
            stop = shipment.origin if step.act == Act.PICKUP else shipment.destination
    return replace(stop, service=service_of(stop, step.units, task.units))


def timing(model: Model, route: Route) -> Timing:
    """Walk the route. Leaving at t it ends at max(``end``, t + ``busy``), as long as t is no later than ``latest``."""
    vehicle = model.vehicles[route.vehicle]
    travel = model.travel[vehicle.travel]
    released = _releases(model, route)
    end, busy, latest = max(vehicle.earliest, released.get(-1, 0)), 0, vehicle.latest
    distance, late, here = 0, [], None
    for position, step in enumerate(route.steps):
        stop = stop_of(model, step)
        if here is not None and here != stop.place:
            way = int(travel.duration[here, stop.place])
            length = int(travel.distance[here, stop.place])
            if NO_WAY in (way, length):
                return Timing(distance, NEVER, NEVER, (), True)
            way += model.stop_time[stop.place] if model.stop_time else 0
            distance, end, busy = distance + length, end + way, busy + way
        here = stop.place
        if end > stop.latest:
            late.append(position)
        latest = min(latest, stop.latest - busy)
        end = max(end, stop.earliest)
        leaves = step.act != Act.DEPOT or position < len(route.steps) - 1
        if leaves:
            end, busy = end + stop.service, busy + stop.service
        end = max(end, released.get(position, 0))
    latest = min(latest, vehicle.latest - busy)
    return Timing(distance, end, max(busy, end - latest), tuple(late), False)


def _releases(model: Model, route: Route) -> dict[int, int]:
    """When a trip may leave, by the position of its depot; a trip without a depot leaves from before its first step."""
    released: dict[int, int] = {}
    depot = -1
    for position, step in enumerate(route.steps):
        if step.act == Act.DEPOT:
            depot = position
        elif step.act == Act.CLIENT:
            released[depot] = max(released.get(depot, 0), model.clients[step.number].release)
    return released
