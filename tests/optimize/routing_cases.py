"""Tiny routing models and files for the tests, and their optima by trying everything."""

from itertools import permutations

import numpy as np

from optimize.routing import Act, Client, Depot, Model, Route, Step, Stop, Travel, Vehicle
from optimize.routing.check import check, cost


def square(points: list[tuple[float, float]]) -> Travel:
    """Straight lines in tenths."""
    at = np.array(points, float)
    lengths = np.round(10 * np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2))).astype(np.int64)
    return Travel(lengths, lengths)


def random_points(seed: int, count: int) -> list[tuple[float, float]]:
    draw = np.random.default_rng(seed)
    return [(float(x), float(y)) for x, y in draw.integers(0, 60, (count, 2))]


def small_model(seed: int, clients: int = 5, **changes: object) -> Model:
    """One depot, a few clients with loads, windows and two kinds of vehicles."""
    draw = np.random.default_rng(seed)
    rows = tuple(
        Client(
            Stop(n, int(early := draw.integers(0, 300)), int(early) + 900, 20),
            (int(draw.integers(2, 9)),),
            name=str(n),
        )
        for n in range(1, clients + 1)
    )
    vehicles = (Vehicle(clients, (12,), fixed_cost=100), Vehicle(clients, (20,), fixed_cost=180, cost_per_distance=2))
    parts: dict[str, object] = {"travel": (square(random_points(seed, clients + 1)),), "depots": (Depot(0),)}
    return Model(**{**parts, "vehicles": vehicles, "clients": rows, **changes})  # type: ignore[arg-type]  # parts by name


def optimum(model: Model) -> int:
    """The least cost over every order of clients and every way to part it among vehicles; for a handful only."""
    best: dict[frozenset[int], int] = {}

    def route_cost(members: frozenset[int]) -> int | None:
        if members not in best:
            costs = [
                cost(alone, (route,))
                for kind, vehicle in enumerate(model.vehicles)
                for order in permutations(sorted(members))
                for route in [Route(kind, _steps(vehicle, order))]
                for alone in [_alone(model, members)]
                if not check(alone, (route,))
            ]
            best[members] = min(costs, default=1 << 60)
        return best[members]

    def partition(left: tuple[int, ...]) -> int:
        if not left:
            return 0
        first, rest = left[0], left[1:]
        total = 1 << 60
        for mask in range(1 << len(rest)):
            chosen = frozenset([first, *(n for bit, n in enumerate(rest) if mask >> bit & 1)])
            others = tuple(n for n in rest if n not in chosen)
            total = min(total, (route_cost(chosen) or 0) + partition(others))
        return total

    return partition(tuple(range(len(model.clients))))


def _steps(vehicle: Vehicle, order: tuple[int, ...]) -> tuple[Step, ...]:
    start, end = vehicle.start or 0, vehicle.end or 0
    return (Step(Act.DEPOT, start), *(Step(Act.CLIENT, n) for n in order), Step(Act.DEPOT, end))


def _alone(model: Model, members: frozenset[int]) -> Model:
    """The same model with everybody else optional and worth nothing."""
    from dataclasses import replace

    rows = tuple(c if n in members else replace(c, prize=0) for n, c in enumerate(model.clients))
    return replace(model, clients=rows)


CVRP = """NAME : tiny
TYPE : CVRP
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
4 10 0
5 20 0
DEMAND_SECTION
1 0
2 5
3 5
4 5
5 5
DEPOT_SECTION
1
-1
EOF
"""
"""Two trips out and back: 2 × 20 + 2 × 20 = 80."""

SOLOMON = """TINY

VEHICLE
NUMBER     CAPACITY
  3         10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0          0          0          0        200          0
    1      0         10          5          0        200         10
    2      0         20          5          0        200         10
    3     10          0          5         50         60         10
"""
"""40 for the first two, 20 for the third."""

SPLIT = """3 4
3 3 2
0 0
10 0
10 0
10 0
"""
"""Loads of 8 at one place need two full vehicles: 40; undivided 3 + 3 + 2 would take three: 60."""
