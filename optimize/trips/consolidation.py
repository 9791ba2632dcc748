"""Fewer and shorter trips for the same goods: the trip engine plans anew what a few trucks carry, exact docks decide.

The engine knows no docks and may load again before a truck is empty. So its routes are read as rounds (sources, then
shelters), timed on the board's calendars among all other trucks, and kept where they cost less.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from optimize import routing
from optimize.index import Matrix, Table
from optimize.plan import Ended
from optimize.progress import Control
from optimize.trips.distances import FAR
from optimize.trips.rounds import Board, Entry, Round

CLUSTERS = 2
"""Groups of trucks that are planned anew at the standard effort."""
EFFORT = 100
"""Iterations of the engine for one of them."""
LOADS = 30
"""A group carries about so many loads."""
PARTS, DECAMETRE = 6, 10
"""The engine counts in sixths of a fen and in tens of metres."""


@dataclass(frozen=True)
class Load:
    """Cargo from one source to one shelter, to be there by one time: a shipment of the engine."""

    source: int
    shelter: int
    latest_s: int
    cargo: Mapping[Entry, int]


class Consolidation:
    """The search over one board."""

    def __init__(self, board: Board, control: Control) -> None:
        self.board, self.freight, self.control = board, board.freight, control
        self.random = Random(control.seed)

    def run(self) -> None:
        for _ in range(self.control.scaled(CLUSTERS)):
            if self.control.stopped() or len(self.board.timed) < 2:
                return
            self._replan(self._cluster())

    def _cluster(self) -> list[int]:
        """Trucks whose rounds end near those of one drawn by lot."""
        board, freight = self.board, self.freight
        centre = board.timed[self.random.choice(sorted(board.timed))].visits[-1].place
        ways = freight.seconds_of[0]
        near = sorted(
            (min(int(ways[centre, visit.place]) for visit in timed.visits), number)
            for number, timed in board.timed.items()
        )
        trucks: list[int] = []
        loads = 0
        for _, number in near:
            truck = board.truck_of(number)
            if truck in trucks:
                continue
            loads += sum(len(_parts(board, board.timed[other].round)) for other in board.of_truck[truck])
            if loads > LOADS and len(trucks) > 1:
                break
            trucks.append(truck)
        return trucks

    def _replan(self, trucks: Sequence[int]) -> bool:
        """Whether the engine found rounds for these trucks that cost less, docks and all."""
        board = self.board
        numbers = [number for truck in trucks for number in board.of_truck[truck]]
        before = sum(board.fen(board.timed[number]) for number in numbers)
        question = Question(board, trucks)
        answer = routing.solve(
            question.model, seed=self.random.randrange(2**31), effort=EFFORT, start=question.start,
            stop=self.control.stopped,
        )  # fmt: skip
        if not answer.feasible or answer.cost >= question.cost:
            return False
        changes: dict[int, Round] = {number: board.round(board.truck_of(number), (), (), {}) for number in numbers}
        for row in question.rounds(answer):
            changes[next(board.ids)] = row
        return board.replace(changes, fen=before - 1)


def _parts(board: Board, row: Round) -> dict[tuple[int, int, int], dict[Entry, int]]:
    """The cargo of a round by source, shelter and latest time."""
    parts: dict[tuple[int, int, int], dict[Entry, int]] = defaultdict(dict)
    for entry, units in row.cargo.items():
        parts[board.pool_source[entry[0]], board.need_shelter[entry[1]], entry[2]][entry] = units
    return parts


class Question:
    """What the engine is asked about some trucks: ``model``, and ``start``, what they do now."""

    def __init__(self, board: Board, trucks: Sequence[int]) -> None:
        self.board, self.freight, self.trucks = board, board.freight, trucks
        self.loads: list[Load] = []
        routes = [routing.Route(number, tuple(self._steps(truck))) for number, truck in enumerate(trucks)]
        self.model = self._model()
        self.start = routing.Routes(tuple(route for route in routes if route.steps), 0, True, Ended.EFFORT)
        self.cost = PARTS * sum(board.fen(board.timed[n]) for truck in trucks for n in board.of_truck[truck])

    def _steps(self, truck: int) -> Iterator[routing.Step]:
        """The loads of a truck, and the steps in which it carries them."""
        for number in self.board.of_truck[truck]:
            row, numbers = self.board.timed[number].round, {}
            for key, cargo in _parts(self.board, row).items():
                numbers[key] = len(self.loads)
                self.loads.append(Load(*key, cargo))
            for source in row.sources:
                yield from (routing.Step(routing.Act.PICKUP, n) for key, n in numbers.items() if key[0] == source)
            for shelter in row.shelters:
                yield from (routing.Step(routing.Act.DELIVERY, n) for key, n in numbers.items() if key[1] == shelter)

    def _model(self) -> routing.Model:
        freight, policy = self.freight, self.freight.index.problem.policy
        stops = {freight.place_of_source[row.source]: freight.sources[row.source].stop_s for row in self.loads}
        for row in self.loads:
            place = freight.place_of_shelter[row.shelter]
            stops[place] = max(stops.get(place, 0), freight.shelters[row.shelter].stop_s)
        places = list(dict.fromkeys((*stops, *(freight.base_of[truck] for truck in self.trucks))))
        self.place = {place: number for number, place in enumerate(places)}
        picked = np.ix_(places, places)
        return routing.Model(
            travel=tuple(
                routing.Travel(_open(seconds[picked]), _open(metres, DECAMETRE))
                for seconds, metres in zip(freight.seconds_of, freight.metres_among(places), strict=True)
            ),
            depots=tuple(routing.Depot(self.place[freight.base_of[truck]]) for truck in self.trucks),
            vehicles=tuple(
                routing.Vehicle(
                    capacity=(freight.trucks[truck].capacity_g, freight.trucks[truck].capacity_cm3),
                    start=number,
                    end=None,
                    cost_per_distance=round(policy.km_fen * PARTS * DECAMETRE / 1000),
                    cost_per_duration=round(policy.vehicle_hour_fen * PARTS / 3600),
                    earliest=freight.free_s[truck],
                    latest=freight.horizon_s,
                    travel=int(freight.road_of[truck]),
                )
                for number, truck in enumerate(self.trucks)
            ),
            shipments=tuple(self._shipment(load) for load in self.loads),
            stop_time=tuple(stops.get(place, 0) for place in places),
        )

    def _shipment(self, load: Load) -> routing.Shipment:
        board, freight = self.board, self.freight
        source, shelter = freight.sources[load.source], freight.shelters[load.shelter]
        grams = sum(units * board.unit_g[pool] for (pool, _, _), units in load.cargo.items())
        cm3 = sum(units * board.unit_cm3[pool] for (pool, _, _), units in load.cargo.items())
        loading = freight.loading_s(load.source, grams) - source.stop_s
        unloading = freight.unloading_s(load.shelter, grams) - shelter.stop_s
        here, there = freight.place_of_source[load.source], freight.place_of_shelter[load.shelter]
        ready = max(board.ready_s[pool] for pool, _, _ in load.cargo)
        return routing.Shipment(
            origin=routing.Stop(self.place[here], earliest=ready, service=loading),
            destination=routing.Stop(self.place[there], shelter.ready_s, load.latest_s - unloading, unloading),
            load=(grams, cm3),
        )

    def rounds(self, answer: routing.Routes) -> Iterator[Round]:
        """The engine's routes: a round ends where a truck is empty; what it mixes is loaded before it is unloaded."""
        for route in answer.routes:
            aboard: set[int] = set()
            loads: list[int] = []
            goals: list[int] = []
            for step in route.tasks():
                if step.act == routing.Act.PICKUP:
                    aboard.add(step.number)
                    loads.append(step.number)
                else:
                    aboard.discard(step.number)
                    goals.append(step.number)
                if not aboard:
                    yield self._round(self.trucks[route.vehicle], loads, goals)
                    loads, goals = [], []

    def _round(self, truck: int, loads: Sequence[int], goals: Sequence[int]) -> Round:
        cargo: dict[Entry, int] = defaultdict(int)
        for number in loads:
            for entry, units in self.loads[number].cargo.items():
                cargo[entry] += units
        sources = dict.fromkeys(self.loads[number].source for number in loads)
        shelters = dict.fromkeys(self.loads[number].shelter for number in reversed(goals))
        return self.board.round(truck, tuple(sources), tuple(reversed(shelters)), dict(cargo))


def _open(ways: Table, unit: int = 1) -> Matrix:
    return np.where(ways >= FAR, routing.NO_WAY, -(-ways.astype(np.int64) // unit))
