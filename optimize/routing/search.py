"""One run of PyVRP's iterated local search within limits."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyvrp
from pyvrp.IteratedLocalSearch import IteratedLocalSearch, IteratedLocalSearchCallbacks, IteratedLocalSearchParams
from pyvrp.search import (
    OPERATORS,
    BinaryOperator,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    UnaryOperator,
    compute_neighbours,
)

from optimize.plan import Ended
from optimize.routing.construction import nearest_first
from optimize.routing.penalties import Penalties


@dataclass
class Limits:
    """What a run may spend. ``spent`` counts iterations over all its searches; ``ended`` says what cut it short."""

    iterations: int | None
    deadline: float
    stop: Callable[[], bool] | None = None
    clock: Callable[[], float] = time.monotonic
    spent: int = 0
    ended: Ended = Ended.EFFORT

    def share(self, fraction: float) -> "Limits":
        """A part of what is left, for one stage; what it spends is spent here, and only a cancelled stage ends all."""
        if fraction >= 1.0:
            return self
        now = self.clock()
        iterations = None
        if self.iterations is not None:
            iterations = max(1, round((self.iterations - self.spent) * fraction))
        return _Share(iterations, now + max(0.0, self.deadline - now) * fraction, self.stop, self.clock, whole=self)

    def part(self, iterations: int) -> "Limits":
        """At most so many iterations of what is left."""
        left = iterations if self.iterations is None else min(iterations, self.iterations - self.spent)
        return _Share(left, self.deadline, self.stop, self.clock, whole=self)

    def spend(self) -> None:
        """One iteration."""
        self.spent += 1

    def over(self) -> bool:
        if self.ended == Ended.EFFORT:
            if self.stop is not None and self.stop():
                self.ended = Ended.CANCELLED
            elif self.clock() >= self.deadline:
                self.ended = Ended.WALL
        return self.ended != Ended.EFFORT or (self.iterations is not None and self.spent >= self.iterations)


@dataclass
class _Share(Limits):
    whole: Limits | None = None

    def part(self, iterations: int) -> "Limits":
        """At most so many iterations of what is left."""
        left = iterations if self.iterations is None else min(iterations, self.iterations - self.spent)
        return _Share(left, self.deadline, self.stop, self.clock, whole=self)

    def spend(self) -> None:
        super().spend()
        if self.whole is not None:
            self.whole.spend()


@dataclass(frozen=True)
class Manner:
    """How the search goes about it. With fewer near neighbours and smaller shakes than PyVRP's own (50 and 25) it makes
    three times as many steps and mostly gets further; where vehicles are tight, it may get stuck.
    """

    neighbours: int = 30
    history: int = 300
    perturbations: int = 12
    patience: int = 150_000
    waiting: float = 0.2
    exhaustive: bool = True
    """Whether every better solution is searched through as a whole."""
    operators: tuple[type[UnaryOperator | BinaryOperator], ...] = tuple(OPERATORS)


LARGE = 2_000
"""Tasks from which on searching through a whole solution takes too long."""
BLOCK = 256
"""Clients whose neighbours are looked for at once."""
HASTY = (Manner(exhaustive=False), 4_000)


def manners(data: pyvrp.ProblemData, usual: Sequence[tuple[Manner, int]]) -> Sequence[tuple[Manner, int]]:
    """How to search, and for how many iterations at a time: as usual, or hastily where there is too much."""
    return (HASTY,) if data.num_clients + data.num_shipments >= LARGE else usual


class Search:
    """A local search over one data set, to be run in several stretches; penalties carry over between them."""

    def __init__(self, data: pyvrp.ProblemData, seed: int, manner: Manner = Manner()) -> None:
        self.data, self._manner = data, manner
        self._random = pyvrp.RandomNumberGenerator(seed=seed)
        self._penalties = Penalties(data)

    @cached_property
    def _local(self) -> LocalSearch:
        """Not made before there is anything to search: that alone takes long for large questions."""
        manner, data = self._manner, self.data
        if manner.exhaustive or data.num_shipments:
            near = compute_neighbours(data, NeighbourhoodParams(manner.waiting, manner.neighbours))
        else:
            near = nearest_clients(data, manner.neighbours)
        shaking = PerturbationManager(PerturbationParams(1, manner.perturbations))
        local = LocalSearch(data, self._random, near, shaking)
        for operator in manner.operators:
            if operator.supports(data):
                local.add_operator(operator(data))
        return local

    def first(self) -> pyvrp.Solution:
        """A solution from scratch, feasible if that is easy."""
        if not self._manner.exhaustive:
            return nearest_first(self.data)
        scattered = pyvrp.Solution.make_random(self.data, self._random)
        return self._local(scattered, self._penalties.max_cost_evaluator(), exhaustive=True)

    def improve(self, start: pyvrp.Solution, limits: Limits, watch: "Watch") -> pyvrp.Solution:
        """The best solution found from ``start`` on until the limits are reached or ``watch`` has seen enough."""
        parameters = IteratedLocalSearchParams(
            num_iters_no_improvement=self._manner.patience,
            history_length=self._manner.history,
            exhaustive_on_best=self._manner.exhaustive,
            callbacks=watch,
        )
        search = IteratedLocalSearch(self.data, self._penalties, self._local, start, parameters)

        def stop(best_cost: int) -> bool:
            over = watch.enough or limits.over()
            if not over:
                limits.spend()
            return over

        return search.run(stop, collect_stats=False).best


def nearest_clients(data: pyvrp.ProblemData, most: int) -> dict[pyvrp.Activity, list[pyvrp.Activity]]:
    """The clients with the shortest ways from each, a block of clients at a time; windows do not count."""
    clients = [pyvrp.Activity(pyvrp.ActivityType.CLIENT, number) for number in range(data.num_clients)]
    places = np.array([client.location for client in data.clients()])
    lengths = np.asarray(data.distance_matrix(0))
    near: dict[pyvrp.Activity, list[pyvrp.Activity]] = {}
    for first in range(0, len(clients), BLOCK):
        rows = np.arange(first, min(first + BLOCK, len(clients)))
        ways = lengths[np.ix_(places[rows], places)]
        ways[rows - first, rows] = np.iinfo(np.int64).max
        for row, others in zip(rows.tolist(), ways.argpartition(most, axis=1)[:, :most].tolist(), strict=True):
            near[clients[row]] = [clients[other] for other in others]
    return near


class Watch(IteratedLocalSearchCallbacks):
    """Tells of every better solution; ``enough`` ends the run, at the first feasible solution if so wanted."""

    def __init__(self, tell: Callable[[pyvrp.Solution], None], *, first_feasible: bool = False) -> None:
        self._tell, self._first_feasible = tell, first_feasible
        self.enough = False

    def on_best(self, best: pyvrp.Solution) -> None:
        self._tell(best)
        self.enough = self._first_feasible
