"""One run of PyVRP's iterated local search within limits."""

import time
from collections.abc import Callable
from dataclasses import dataclass

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
    operators: tuple[type[UnaryOperator | BinaryOperator], ...] = tuple(OPERATORS)


class Search:
    """A local search over one data set, to be run in several stretches; penalties carry over between them."""

    def __init__(self, data: pyvrp.ProblemData, seed: int, manner: Manner = Manner()) -> None:
        self.data, self._manner = data, manner
        self._random = pyvrp.RandomNumberGenerator(seed=seed)
        near = compute_neighbours(data, NeighbourhoodParams(manner.waiting, manner.neighbours))
        shaking = PerturbationManager(PerturbationParams(1, manner.perturbations))
        self._local = LocalSearch(data, self._random, near, shaking)
        for operator in manner.operators:
            if operator.supports(data):
                self._local.add_operator(operator(data))
        self._penalties = Penalties(data)

    def first(self) -> pyvrp.Solution:
        """A solution from scratch, feasible if that is easy."""
        scattered = pyvrp.Solution.make_random(self.data, self._random)
        return self._local(scattered, self._penalties.max_cost_evaluator(), exhaustive=True)

    def improve(self, start: pyvrp.Solution, limits: Limits, watch: "Watch") -> pyvrp.Solution:
        """The best solution found from ``start`` on until the limits are reached or ``watch`` has seen enough."""
        parameters = IteratedLocalSearchParams(
            num_iters_no_improvement=self._manner.patience, history_length=self._manner.history, callbacks=watch
        )
        search = IteratedLocalSearch(self.data, self._penalties, self._local, start, parameters)

        def stop(best_cost: int) -> bool:
            over = watch.enough or limits.over()
            if not over:
                limits.spend()
            return over

        return search.run(stop, collect_stats=False).best


class Watch(IteratedLocalSearchCallbacks):
    """Tells of every better solution; ``enough`` ends the run, at the first feasible solution if so wanted."""

    def __init__(self, tell: Callable[[pyvrp.Solution], None], *, first_feasible: bool = False) -> None:
        self._tell, self._first_feasible = tell, first_feasible
        self.enough = False

    def on_best(self, best: pyvrp.Solution) -> None:
        self._tell(best)
        self.enough = self._first_feasible
