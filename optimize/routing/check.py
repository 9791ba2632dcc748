"""Verify routes against the model, independently of whatever made them: nothing here knows a solver.

Every route is walked again from the matrices: loads, windows, shifts, skills, trips; then what was served is counted.
The times that routes claim are not trusted, only their order of stops.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from optimize.routing.model import Model, Vehicle
from optimize.routing.routes import Act, Route, Step
from optimize.routing.timing import Timing, timing

Served = Counter[tuple[Act, int]]


def check(model: Model, routes: Sequence[Route]) -> list[str]:
    """What is wrong with the routes, in words; empty if they keep every rule."""
    if any(not _known(model, route) for route in routes):
        return ["a route names an unknown vehicle, depot or task"]
    wrong = [f"route {number}: {fault}" for number, route in enumerate(routes) for fault in _faults(model, route)]
    used = Counter(route.vehicle for route in routes)
    wrong += [f"{n} of vehicle {v} used" for v, n in used.items() if n > model.vehicles[v].count]
    return wrong + list(_service_faults(model, served_units(routes)))


def cost(model: Model, routes: Sequence[Route]) -> int:
    """What the routes cost, from the matrices; each lasts no longer than its order of stops needs."""
    return missing_prizes(model, routes) + sum(_route_cost(model, route) for route in routes)


def missing_prizes(model: Model, routes: Sequence[Route]) -> int:
    """What leaving out tasks, or parts of them, costs: the share of their prizes, rounded up for each."""
    served = served_units(routes)
    rows = [(c.prize, c.units, served[Act.CLIENT, n]) for n, c in enumerate(model.clients) if c.group is None]
    for members in model.groups().values():
        visited = next((n for n in members if served[Act.CLIENT, n]), members[0])
        rows.append((model.clients[visited].prize, model.clients[visited].units, served[Act.CLIENT, visited]))
    rows += [(s.prize, s.units, served[Act.PICKUP, n]) for n, s in enumerate(model.shipments)]
    return sum(-(-prize * (units - done) // units) for prize, units, done in rows if prize)


def served_units(routes: Sequence[Route]) -> Served:
    """Units per client, pickup and delivery over all routes."""
    served: Served = Counter()
    for route in routes:
        for step in route.tasks():
            served[step.act, step.number] += step.units
    return served


def _known(model: Model, route: Route) -> bool:
    counts = {
        Act.DEPOT: len(model.depots),
        Act.CLIENT: len(model.clients),
        Act.PICKUP: len(model.shipments),
        Act.DELIVERY: len(model.shipments),
    }
    inside = all(0 <= step.number < counts[step.act] and step.units > 0 for step in route.steps)
    return inside and 0 <= route.vehicle < len(model.vehicles)


def _route_cost(model: Model, route: Route) -> int:
    vehicle, walked = model.vehicles[route.vehicle], timing(model, route)
    lasting = walked.shortest if vehicle.cost_per_duration else 0
    return vehicle.fixed_cost + vehicle.cost_per_distance * walked.distance + vehicle.cost_per_duration * lasting


def _faults(model: Model, route: Route) -> Iterator[str]:
    vehicle = model.vehicles[route.vehicle]
    walked = timing(model, route)
    if walked.blocked:
        yield "takes a way that is closed"
    else:
        yield from _late(vehicle, walked)
    yield from _wrong_depots(vehicle, route)
    for step in route.tasks():
        needs = (model.clients if step.act == Act.CLIENT else model.shipments)[step.number].needs
        if not needs <= vehicle.skills:
            yield f"lacks {sorted(needs - vehicle.skills)} for {step.act} {step.number}"
    for trip in trips(route):
        yield from _overload(model, vehicle, trip)


def _late(vehicle: Vehicle, walked: Timing) -> Iterator[str]:
    if walked.late:
        yield f"comes too late at step {walked.late[0]}"
    elif walked.end > vehicle.latest:
        yield f"ends at {walked.end}, after its shift"
    elif walked.shortest > vehicle.max_duration:
        yield f"lasts {walked.shortest}, longer than {vehicle.max_duration}"
    if walked.distance > vehicle.max_distance:
        yield f"goes {walked.distance}, farther than {vehicle.max_distance}"


def _wrong_depots(vehicle: Vehicle, route: Route) -> Iterator[str]:
    depots = [step.number for step in route.steps if step.act == Act.DEPOT]
    for end, position in ((vehicle.start, 0), (vehicle.end, -1)):
        if end is None:
            continue
        if not depots or depots.pop(position) != end or route.steps[position].act != Act.DEPOT:
            yield "does not start or end at its depot"
            return
    if any(depot not in vehicle.reload for depot in depots):
        yield "reloads at a depot that it may not use"
    if vehicle.max_reloads is not None and len(depots) > vehicle.max_reloads:
        yield f"reloads {len(depots)} times"


def trips(route: Route) -> list[list[Step]]:
    """The tasks of a route, parted at depots; empty trips left out."""
    parted: list[list[Step]] = [[]]
    for step in route.steps:
        if step.act == Act.DEPOT:
            parted.append([])
        else:
            parted[-1].append(step)
    return [trip for trip in parted if trip]


def _overload(model: Model, vehicle: Vehicle, trip: list[Step]) -> Iterator[str]:
    """Goods for clients are aboard from the start of the trip, goods from clients until its end."""
    aboard: Counter[int] = Counter()
    now = [0] * model.dimensions
    changes = []
    for step in trip:
        gained, lost = _change(model, step)
        if step.act == Act.CLIENT:
            now = [a + b for a, b in zip(now, lost, strict=True)]
        elif step.act == Act.PICKUP:
            aboard[step.number] += step.units
        else:
            aboard[step.number] -= step.units
            if aboard[step.number] < 0:
                yield f"delivers shipment {step.number} before it is aboard"
        changes.append([a - b for a, b in zip(gained, lost, strict=True)])
    if any(aboard.values()):
        yield "keeps a shipment aboard beyond its trip"
    peak = now
    for change in changes:
        now = [a + b for a, b in zip(now, change, strict=True)]
        peak = [max(a, b) for a, b in zip(peak, now, strict=True)]
    if any(a > b for a, b in zip(peak, model.padded(vehicle.capacity), strict=True)):
        yield f"carries {peak} of {vehicle.capacity}"


def _change(model: Model, step: Step) -> tuple[list[int], list[int]]:
    """(gained, lost) of each dimension at a step."""
    nothing = (0,) * model.dimensions
    if step.act == Act.CLIENT:
        client = model.clients[step.number]
        rows = (client.pickup, client.delivery)
        gained, lost = ([q // client.units * step.units for q in model.padded(row)] for row in rows)
        return gained, lost
    shipment = model.shipments[step.number]
    load = [quantity // shipment.units * step.units for quantity in model.padded(shipment.load)]
    return (load, list(nothing)) if step.act == Act.PICKUP else (list(nothing), load)


def _service_faults(model: Model, served: Served) -> Iterator[str]:
    for number, client in enumerate(model.clients):
        units = served[Act.CLIENT, number]
        optional = units == 0 if client.group is not None else client.prize is not None
        if units != client.units and not optional:
            yield f"client {number}: {units} of {client.units} units served"
    for group, members in model.groups().items():
        visited = sum(served[Act.CLIENT, number] > 0 for number in members)
        if visited > 1 or (visited == 0 and model.clients[members[0]].prize is None):
            yield f"group {group}: {visited} clients served"
    for number, shipment in enumerate(model.shipments):
        units = served[Act.PICKUP, number]
        optional = shipment.prize is not None and units < shipment.units
        if units != shipment.units and not optional:
            yield f"shipment {number}: {units} of {shipment.units} units served"
