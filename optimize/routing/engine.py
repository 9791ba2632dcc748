"""The one way to solve a routing model: local search over the whole model, within an effort or a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pyvrp

from optimize.plan import Ended
from optimize.routing.encoding import Encoding, whole
from optimize.routing.model import Model
from optimize.routing.routes import Routes
from optimize.routing.search import Limits, Manner, Search, Watch

STANDARD_EFFORT = 10_000
"""Iterations; about a second for 50 tasks, ten for 1,000."""


@dataclass(frozen=True)
class Incumbent:
    """A better solution: seconds since the start, its cost, the number of routes and the iterations so far."""

    t_s: float
    cost: int
    vehicles: int
    iterations: int


def solve(
    model: Model,
    *,
    seed: int = 0,
    effort: int | None = STANDARD_EFFORT,
    time_limit: float = float("inf"),
    start: Routes | None = None,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Incumbent], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Routes:
    """The best routes within ``effort`` iterations (None: no such limit) and ``time_limit`` seconds of ``clock``.

    ``start`` is a solution to begin from; what it lacks is added, what no longer fits is repaired. ``stop`` is asked
    at every iteration and ends the run with the best so far.
    """
    if effort is None and time_limit == float("inf") and stop is None:
        raise ValueError("a run needs a limit: effort, time_limit or stop")
    began = clock()
    limits = Limits(effort, began + time_limit, stop, clock)
    if not model.clients and not model.shipments:
        return Routes((), 0, True, Ended.PROVEN)
    encoding = Encoding(model, whole(model))

    def tell(solution: pyvrp.Solution) -> None:
        if progress is not None and solution.is_feasible():
            progress(Incumbent(clock() - began, _cost(solution), solution.num_routes(), limits.spent))

    search = Search(encoding.data, seed, Manner())
    first = encoding.solution(start.routes) if start is not None else search.first()
    tell(first)
    best = search.improve(first, limits, Watch(tell))
    return Routes(encoding.routes(best), _cost(best), best.is_feasible(), limits.ended, limits.spent)


def _cost(solution: pyvrp.Solution) -> int:
    parts = (solution.distance_cost(), solution.duration_cost(), solution.fixed_vehicle_cost())
    return int(sum(parts) + solution.uncollected_prizes())
