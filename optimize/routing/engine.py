"""The one way to solve a routing model: local search over the whole model, within an effort or a time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyvrp

from optimize.plan import Ended
from optimize.routing.check import cost
from optimize.routing.encoding import Encoding, whole
from optimize.routing.fewest import Tell, fewer_vehicles
from optimize.routing.model import Model
from optimize.routing.routes import Route, Routes
from optimize.routing.search import Limits, Manner, Search, Watch, manners
from optimize.routing.splitting import SHARES, cut_evenly, cut_visits, join, splittable

STANDARD_EFFORT = 10_000
"""Iterations; seconds for 50 tasks, ten for some hundred."""
FLEET_SHARE = 0.5
"""The part of the effort or time that goes into fewer vehicles, where they come first."""
MANNERS = ((Manner(), 4_000), (Manner(neighbours=50, perturbations=25), 1_500))
"""How to search, and for how many iterations at a time."""
STRETCHES = 2
"""Stretches of a search with parts, each with the visits of the one before cut anew."""


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
    if not model.clients and not model.shipments:
        return Routes((), 0, True, Ended.PROVEN)
    began = clock()
    limits = Limits(effort, began + time_limit, stop, clock)
    again = _counted_again(model)

    def tell(solution: pyvrp.Solution) -> None:
        if progress is not None and solution.is_feasible():
            progress(Incumbent(clock() - began, _cost(solution) - again, solution.num_routes(), limits.spent))

    routes = start.routes if start is not None else None
    if model.fewest_vehicles:
        model, routes = fewer_vehicles(model, routes, seed, limits.share(FLEET_SHARE), tell)
    if splittable(model):
        found, feasible = _with_parts(model, routes, seed, limits, tell)
    else:
        found, feasible = _stretch(Encoding(model, whole(model)), routes, seed, limits, tell)
    limits.over()  # what cut the last stretch short has cut the run short
    return Routes(found, cost(model, found), feasible, limits.ended, limits.spent)


Found = tuple[tuple[Route, ...], bool]
"""Routes, and whether they keep every rule."""


def _with_parts(model: Model, routes: Sequence[Route] | None, seed: int, limits: Limits, tell: Tell) -> Found:
    """Stretches that begin where the one before ended, its visits cut anew."""
    found, feasible = routes, False
    for stretch in range(STRETCHES):
        if found is not None and feasible:
            cut, begin = cut_visits(model, found, SHARES)
        else:
            cut, begin = cut_evenly(model, SHARES), None
        share = limits.share(1 / (STRETCHES - stretch))
        again, feasible_again = _stretch(Encoding(model, cut), begin, seed + stretch, share, tell)
        again = join(again)
        if found is None or not feasible or cost(model, again) <= cost(model, found):
            found, feasible = again, feasible_again
    return tuple(found or ()), feasible


def _stretch(encoding: Encoding, routes: Sequence[Route] | None, seed: int, limits: Limits, tell: Tell) -> Found:
    """Search from these routes or from scratch: small steps while they help, larger ones when they no longer do."""
    ways = manners(encoding.data, MANNERS)
    searches = [Search(encoding.data, seed + number, manner) for number, (manner, _) in enumerate(ways)]
    best = searches[-1].first() if routes is None else encoding.solution(routes)
    tell(best)
    turn = 0
    while not limits.over():
        before = best
        best = searches[turn].improve(before, limits.part(ways[turn][1]), Watch(tell))
        if not best.is_feasible() or turn or _cost(best) >= _cost(before):
            turn = (turn + 1) % len(ways)
    return encoding.routes(best), best.is_feasible()


def _counted_again(model: Model) -> int:
    """PyVRP counts the prize of every client that is not visited, of the other clients of a group too."""
    return sum((len(members) - 1) * (model.clients[members[0]].prize or 0) for members in model.groups().values())


def _cost(solution: pyvrp.Solution) -> int:
    parts = (solution.distance_cost(), solution.duration_cost(), solution.fixed_vehicle_cost())
    return int(sum(parts) + solution.uncollected_prizes())
