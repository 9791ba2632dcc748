"""Loads that may be shared out: cut into parts, searched as parts, joined where one vehicle takes several.

Coarse parts find the shape of a solution, finer ones its edges. Each stretch starts from the best routes so far, whose
visits are cut anew; what two vehicles share stays shared, what one vehicle takes becomes one visit again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from optimize.routing.encoding import Cut, Part
from optimize.routing.model import Client, Model, Shipment
from optimize.routing.routes import Act, Route, Step

SHARES = (0.2, 0.1, 0.05, 0.01)
"""Sizes of parts, in vehicles, from the first that fits down to the last (after Chen, Golden, Wang and Wasil)."""


def splittable(model: Model) -> bool:
    """Whether any load may be shared out."""
    return any(c.units > 1 for c in model.clients) or any(s.units > 1 for s in model.shipments)


def cut_evenly(model: Model, shares: Sequence[float]) -> Cut:
    """Every task on its own, by these shares of a vehicle."""
    return Cut(
        tuple((n, part) for n, task in enumerate(model.clients) for part in parts(model, task, task.units, shares)),
        tuple((n, part) for n, task in enumerate(model.shipments) for part in parts(model, task, task.units, shares)),
    )


def cut_visits(model: Model, routes: Sequence[Route], shares: Sequence[float]) -> tuple[Cut, tuple[Route, ...]]:
    """Every visit on its own, and the same routes with a step for each part."""
    clients: list[Part] = []
    shipments: list[Part] = []
    cut = []
    for route in routes:
        steps: list[Step] = []
        for step in route.steps:
            if step.act == Act.DEPOT:
                steps.append(step)
                continue
            task = model.clients[step.number] if step.act == Act.CLIENT else model.shipments[step.number]
            pieces = parts(model, task, step.units, shares)
            steps += [replace(step, units=piece) for piece in pieces]
            if step.act != Act.DELIVERY:
                listed = clients if step.act == Act.CLIENT else shipments
                listed += [(step.number, piece) for piece in pieces]
        cut.append(Route(route.vehicle, tuple(steps)))
    return Cut(tuple(sorted(clients)), tuple(sorted(shipments))), tuple(cut)


def parts(model: Model, task: Client | Shipment, units: int, shares: Sequence[float]) -> list[int]:
    """``units`` of a task as sizes: as many of the largest as fit, then of the next, the rest as one."""
    if task.units == 1:
        return [units]
    room = max(1, _full(model, task))
    sizes = sorted({max(1, round(share * room)) for share in shares}, reverse=True)
    found: list[int] = []
    for size in sizes:
        found += [size] * (units // size)
        units %= size
    return found + ([units] if units else [])


def _full(model: Model, task: Client | Shipment) -> int:
    """Units of the task that fill the largest vehicle."""
    loads = (task.delivery, task.pickup) if isinstance(task, Client) else (task.load,)
    each = [max(row) for row in zip(*(model.padded(load) for load in loads), strict=True)]
    rooms = [model.padded(vehicle.capacity) for vehicle in model.vehicles]
    return max(
        min((room // (quantity // task.units) for room, quantity in zip(row, each, strict=True) if quantity), default=1)
        for row in rooms
    )


def join(routes: Sequence[Route]) -> tuple[Route, ...]:
    """Neighbouring steps for the same task become one."""
    return tuple(Route(route.vehicle, tuple(_joined(route.steps))) for route in routes)


def _joined(steps: Sequence[Step]) -> Iterator[Step]:
    last: Step | None = None
    for step in steps:
        if last and step.act != Act.DEPOT and (step.act, step.number) == (last.act, last.number):
            last = replace(last, units=last.units + step.units, end=step.end)
        else:
            if last:
                yield last
            last = step
    if last:
        yield last
