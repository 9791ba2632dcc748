"""The trip engine: known optima, rules kept, the same seed the same routes, limits, shared loads, fewer vehicles."""

from dataclasses import replace

import numpy as np
import pytest

from optimize.plan import Ended
from optimize.routing import (
    NO_WAY,
    Act,
    BadModel,
    Client,
    Depot,
    Incumbent,
    Model,
    Route,
    Shipment,
    Step,
    Stop,
    Travel,
    Vehicle,
    solve,
)
from optimize.routing.bound import lower_bound
from optimize.routing.check import check, cost
from optimize.routing.construction import nearest_first
from optimize.routing.encoding import Encoding, whole
from optimize.routing.search import LARGE
from tests.optimize.routing_cases import optimum, random_points, small_model, square

EFFORT = 300


@pytest.mark.parametrize("seed", range(6))
def test_bound_optimum_and_solution_stand_in_order(seed: int) -> None:
    model = small_model(seed)
    found, best = solve(model, seed=1, effort=EFFORT), optimum(model)
    assert found.feasible and not check(model, found.routes)
    assert found.cost == cost(model, found.routes) == best
    assert 0 < lower_bound(model, time_limit=2) <= best


def test_same_seed_and_effort_give_the_same_routes() -> None:
    model = small_model(3, clients=20, vehicles=(Vehicle(12, (20,), fixed_cost=50),))
    first, again = (solve(model, seed=7, effort=400) for _ in range(2))
    assert first == again
    assert first.ended == Ended.EFFORT and first.iterations == 400


def test_incumbents_are_told_and_get_better() -> None:
    told: list[Incumbent] = []
    model = small_model(4, clients=25, vehicles=(Vehicle(15, (20,)),))
    found = solve(model, effort=400, progress=told.append)
    costs = [row.cost for row in told]
    assert costs == sorted(costs, reverse=True) and costs[-1] == found.cost


def test_a_stop_and_a_deadline_end_with_the_best_so_far() -> None:
    model = small_model(5, clients=15, vehicles=(Vehicle(9, (20,)),))
    stopped = solve(model, effort=None, stop=lambda: True)
    assert stopped.ended == Ended.CANCELLED and stopped.routes
    assert solve(model, effort=None, time_limit=0.05).ended == Ended.WALL
    with pytest.raises(ValueError, match="limit"):
        solve(model, effort=None)


def test_a_start_is_taken_up_and_repaired() -> None:
    model = small_model(6, clients=12, vehicles=(Vehicle(9, (20,)),))
    before = solve(model, effort=EFFORT)
    assert solve(model, effort=1, start=before).cost <= before.cost
    more = replace(model, clients=(*model.clients, Client(Stop(1), (3,))))
    found = solve(more, effort=EFFORT, start=before)
    assert not check(more, found.routes)


def test_shipments_ride_within_capacity_before_their_deadline() -> None:
    travel = square([(0, 0), (0, 10), (0, 20), (10, 0), (20, 0), (5, 5)])
    shipments = tuple(
        Shipment(Stop(a, 100), Stop(b, 0, 2_000, 60), (5_000, 3), needs=frozenset({"truck"}))
        for a, b in ((1, 3), (1, 4), (2, 3), (2, 4))
    )
    truck = Vehicle(1, (10_000, 6), start=0, end=None, cost_per_duration=1, skills=frozenset({"truck"}))
    bike = Vehicle(1, (10_000, 6), start=0, end=None, cost_per_distance=0)
    model = Model((travel,), (Depot(5),), (truck, bike), shipments=shipments, stop_time=(30,) * 6)
    found = solve(model, effort=EFFORT)
    assert found.feasible and not check(model, found.routes)
    assert {route.vehicle for route in found.routes} == {0}
    assert 0 < lower_bound(model) <= found.cost


def test_vehicles_keep_to_open_ways_and_to_their_skills() -> None:
    open_ = square(random_points(8, 6))
    cut = Travel(open_.duration.copy(), open_.distance.copy())
    cut.duration[:, 3] = cut.duration[3, :] = NO_WAY
    cut.duration[3, 3] = 0
    vehicles = (
        Vehicle(3, (30,), travel=0, cost_per_distance=1),
        Vehicle(1, (30,), travel=1, cost_per_distance=5, skills=frozenset({"ferry"})),
    )
    clients = tuple(Client(Stop(n), (5,), needs=frozenset({"ferry"} if n == 4 else ())) for n in range(1, 6))
    model = Model((cut, open_), (Depot(0),), vehicles, clients)
    found = solve(model, effort=EFFORT)
    assert not check(model, found.routes)
    dear = {step.number for route in found.routes if route.vehicle == 1 for step in route.tasks()}
    assert {2, 3} <= dear


def test_trips_reload_and_wait_for_releases() -> None:
    clients = tuple(Client(Stop(n), (5,), release=100 * n) for n in range(1, 5))
    vehicle = Vehicle(1, (10,), reload=(0,), latest=5_000)
    model = Model((square(random_points(9, 5)),), (Depot(0, service=10),), (vehicle,), clients)
    found = solve(model, effort=EFFORT)
    assert not check(model, found.routes)
    assert sum(step.act == Act.DEPOT for step in found.routes[0].steps) >= 3


def test_prizes_and_groups() -> None:
    far, near = Client(Stop(1), (1,), prize=5), Client(Stop(2), (1,), prize=10_000)
    either = (Client(Stop(3), (1,), group=0), Client(Stop(4), (1,), group=0))
    model = Model(
        (square([(0, 0), (90, 0), (1, 0), (0, 50), (0, 2)]),), (Depot(0),), (Vehicle(1, (9,)),), (far, near, *either)
    )
    found = solve(model, effort=EFFORT)
    assert not check(model, found.routes)
    assert {step.number for route in found.routes for step in route.tasks()} == {1, 3}
    assert found.cost == cost(model, found.routes) and lower_bound(model) <= found.cost


def test_a_group_with_a_prize_is_visited_once_or_not_at_all() -> None:
    far = tuple(Client(Stop(1, late, late + 9), (1,), prize=50, group=1) for late in (90, 200))
    near = tuple(Client(Stop(2, late, late + 9), (1,), prize=50, group=2) for late in (20, 300))
    model = Model((square([(0, 0), (90, 0), (2, 0)]),), (Depot(0),), (Vehicle(2, (9,)),), (*far, *near))
    found = solve(model, effort=EFFORT)
    assert not check(model, found.routes)
    assert [step.number in (2, 3) for route in found.routes for step in route.tasks()] == [True]
    assert found.cost == 50 + 2 * 20 and 50 < lower_bound(model) <= found.cost
    twice = (Route(0, (Step(Act.DEPOT, 0), Step(Act.CLIENT, 2), Step(Act.CLIENT, 3), Step(Act.DEPOT, 0))),)
    assert check(model, twice) == ["group 2: 2 clients served"]


def test_members_of_a_group_have_one_prize() -> None:
    clients = (Client(Stop(1), prize=3, group=0), Client(Stop(1), prize=4, group=0))
    with pytest.raises(BadModel, match="group 0"):
        Model((square([(0, 0), (1, 0)]),), (Depot(0),), (Vehicle(),), clients)


@pytest.mark.parametrize("seed", range(3))
def test_shared_loads_need_fewer_trips(seed: int) -> None:
    clients = tuple(Client(Stop(n), (6,), units=6) for n in range(1, 9))
    model = Model((square(random_points(seed, 9)),), (Depot(0),), (Vehicle(12, (8,), fixed_cost=5_000),), clients)
    found = solve(model, effort=1_500, seed=seed)
    assert not check(model, found.routes)
    assert found.vehicles == 6  # 48 units in vehicles of 8; undivided it would be 8
    assert lower_bound(model, time_limit=2) <= found.cost


def test_shared_shipments_are_wholly_delivered() -> None:
    shipments = tuple(Shipment(Stop(a), Stop(b), (70, 7), units=7) for a, b in ((1, 3), (2, 4), (1, 4)))
    model = Model((square(random_points(2, 5)),), (Depot(0),), (Vehicle(6, (40, 5), end=None),), shipments=shipments)
    found = solve(model, effort=500)
    assert found.feasible and not check(model, found.routes)


def test_fewest_vehicles_come_before_cost() -> None:
    points = [(0.0, 0.0)] + [(10.0 * x, 10.0 * y) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0))]
    clients = tuple(Client(Stop(n), (5,)) for n in range(1, 7))
    model = Model((square(points),), (Depot(0),), (Vehicle(6, (15,), cost_per_distance=1),), clients)
    assert solve(replace(model, fewest_vehicles=True), effort=EFFORT).vehicles == 2


def test_large_costs_and_loads_are_no_trouble() -> None:
    """Grams and thousandths of a fen: penalties follow the scale of the data."""
    model = small_model(1)
    scaled = replace(
        model,
        clients=tuple(replace(c, delivery=(c.delivery[0] * 1_000_000,)) for c in model.clients),
        vehicles=tuple(
            replace(
                v,
                capacity=(v.capacity[0] * 1_000_000,),
                fixed_cost=v.fixed_cost * 100_000,
                cost_per_distance=v.cost_per_distance * 100_000,
            )
            for v in model.vehicles
        ),
    )
    assert solve(scaled, effort=EFFORT).cost == 100_000 * optimum(model)


def test_models_that_contradict_themselves_are_refused() -> None:
    travel = Travel(np.zeros((2, 2), np.int64), np.zeros((2, 2), np.int64))
    with pytest.raises(BadModel, match="outside"):
        Model((travel,), (Depot(0),), (Vehicle(),), (Client(Stop(2)),))
    with pytest.raises(BadModel, match="units"):
        Model((travel,), (Depot(0),), (Vehicle(),), (Client(Stop(1), (5,), units=2),))
    with pytest.raises(BadModel, match="depot"):
        Model((travel,), (Depot(0),), (Vehicle(start=1),))


def test_nothing_to_do_is_done_at_once() -> None:
    travel = Travel(np.zeros((1, 1), np.int64), np.zeros((1, 1), np.int64))
    model = Model((travel,), (Depot(0),), (Vehicle(),))
    assert solve(model).routes == () and lower_bound(model) == 0


class TestChecker:
    """Every damage to good routes is found."""

    model = small_model(2, clients=8, vehicles=(Vehicle(4, (20,), latest=3_000),))
    good = solve(model, effort=200).routes

    def damaged(self, change: str) -> tuple[Route, ...]:
        first, *others = self.good
        steps = first.steps
        if change == "left out":
            return (Route(first.vehicle, (steps[0], *steps[2:])), *others)
        if change == "twice":
            return (Route(first.vehicle, (*steps[:-1], steps[1], steps[-1])), *others)
        if change == "no return":
            return (Route(first.vehicle, steps[:-1]), *others)
        if change == "all in one":
            tasks = [step for route in self.good for step in route.tasks()]
            return (Route(0, (steps[0], *tasks, steps[-1])),)
        return (*self.good, *self.good)

    @pytest.mark.parametrize("change", ["left out", "twice", "no return", "all in one", "doubled"])
    def test_finds(self, change: str) -> None:
        assert not check(self.model, self.good)
        assert check(self.model, self.damaged(change))

    def test_finds_lateness_and_short_shifts(self) -> None:
        late = tuple(replace(c, stop=replace(c.stop, earliest=0, latest=1)) for c in self.model.clients)
        assert any("late" in fault for fault in check(replace(self.model, clients=late), self.good))
        hurried = tuple(replace(v, max_duration=30) for v in self.model.vehicles)
        assert any("lasts" in fault for fault in check(replace(self.model, vehicles=hurried), self.good))
        near = tuple(replace(v, max_distance=30) for v in self.model.vehicles)
        assert any("farther" in fault for fault in check(replace(self.model, vehicles=near), self.good))

    def test_finds_a_shipment_that_never_comes_aboard(self) -> None:
        shipment = Shipment(Stop(1), Stop(2), (3,))
        model = Model((square(random_points(1, 3)),), (Depot(0),), (Vehicle(1, (9,)),), shipments=(shipment,))
        (route,) = solve(model, effort=20).routes
        swapped = (route.steps[0], route.steps[2], route.steps[1], route.steps[3])
        assert check(model, (Route(0, swapped),))
        assert check(model, (Route(0, (route.steps[0], route.steps[1], route.steps[3])),))


def test_large_questions_begin_with_the_nearest_task() -> None:
    draw = np.random.default_rng(4)
    at = draw.integers(0, 900, (LARGE + 1, 2)).astype(float)
    travel = square([(float(x), float(y)) for x, y in at])
    clients = tuple(Client(Stop(n, 0, 60_000, 5), (int(draw.integers(1, 9)),)) for n in range(1, LARGE + 1))
    model = Model((travel,), (Depot(0),), (Vehicle(LARGE, (120,)),), clients)
    first, better = (solve(model, effort=effort) for effort in (1, 150))
    assert first.feasible and not check(model, first.routes)
    assert better.feasible and better.cost < first.cost


def test_the_nearest_task_first_keeps_rules() -> None:
    clients = (
        Client(Stop(1, 0, 900, 20), (5,), release=40),
        Client(Stop(2, 100, 900, 20), (5,), group=1),
        Client(Stop(3, 100, 900, 20), (5,), group=1),
    )
    shipments = (Shipment(Stop(4, 0, 900, 10), Stop(5, 0, 900, 10), (6,)),)
    model = replace(small_model(3), clients=clients, shipments=shipments)
    encoding = Encoding(model, whole(model))
    found = nearest_first(encoding.data)
    routes = encoding.routes(found)
    assert found.is_feasible() and not check(model, routes)
