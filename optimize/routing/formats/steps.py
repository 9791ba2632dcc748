"""The ``steps`` of VROOM's vehicles: routes to begin the search from."""

from optimize.routing.formats.fields import Json, listed, whole
from optimize.routing.formats.instance import BadFile
from optimize.routing.model import Model, Vehicle
from optimize.routing.routes import Act, Route, Step

SILENT = ("start", "end")
"""Steps that go without saying."""


def first_routes(model: Model, vehicles: list[tuple[int, Json]]) -> tuple[Route, ...]:
    """The routes that the vehicles, each with its type in the model, bring along."""
    numbers: dict[tuple[str, str], int] = {}
    for number, shipment in enumerate(model.shipments):
        pickup, delivery = shipment.name.split("→")
        numbers |= {("pickup", pickup): number, ("delivery", delivery): number}
    routes, done = [], set[tuple[Act, int]]()
    for kind, row in vehicles:
        steps = []
        for given in listed(row, "steps"):
            if given["type"] in SILENT:
                continue
            name = str(whole(given, "id", "steps"))
            act = Act.CLIENT if given["type"] == "job" else Act(given["type"])
            if act == Act.CLIENT:
                number = _client(model, name, model.vehicles[kind])
            else:
                number = numbers.get((given["type"], name), -1)
            if number < 0 or (act, number) in done or (act == Act.DELIVERY and _picked(number) not in steps):
                where = f"vehicles.steps（编号 {row['id']}）"
                raise BadFile(where, f"{given['type']} {name} 不存在、重复，或未先取货", "请改正该步")
            done.add((act, number))
            steps.append(Step(act, number))
        if steps:
            routes.append(Route(kind, tuple(steps)))
    return tuple(routes)


def _picked(shipment: int) -> Step:
    return Step(Act.PICKUP, shipment)


def _client(model: Model, name: str, vehicle: Vehicle) -> int:
    """The first of a job's alternatives that the vehicle may do."""
    alternatives = (n for n, client in enumerate(model.clients) if client.name == name)
    return next((n for n in alternatives if model.clients[n].needs <= vehicle.skills), -1)
