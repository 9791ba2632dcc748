"""A lower bound of what any solution costs: a linear program over arcs, with cuts for capacity and for subtours.

Arcs come in as their reduced costs ask for them, cuts as solutions violate them. The bound that is told is computed
from the multipliers alone, so it is valid at whatever moment the work stops.
"""

import math
import time
from collections.abc import Callable

import numpy as np

from optimize.routing.cuts import Cut, violated
from optimize.routing.master import Master
from optimize.routing.model import Model
from optimize.routing.relaxation import Relaxation, relax

ROUNDS = 400
MOST_ARCS = 16_000_000
"""Ways between tasks, over all types of vehicles; of more, no bound but 0 is worked out."""
SLOW = 1e-4
"""A round of cuts that lifts the bound by less than this share is a poor one …"""
PATIENCE = 6
"""… and after so many of them in a row the work ends."""


def lower_bound(
    model: Model,
    *,
    time_limit: float = 5.0,
    tell: Callable[[float], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
) -> float:
    """No solution of the model costs less. Ends when cuts no longer help, or after ``time_limit`` seconds.

    ``tell`` gets every better bound on the way.
    """
    deadline = clock() + time_limit
    if not _bounded(model):
        return 0.0
    relaxed = relax(model)
    best, poor = nearest(relaxed), 0
    tell(best)
    master = Master(relaxed, lambda: deadline - clock())
    known: set[Cut] = set()
    for _ in range(ROUNDS):
        found = master.solve()
        if found is None or clock() >= deadline:
            break
        poor = poor + 1 if found.bound - best <= SLOW * max(1.0, abs(found.bound)) else 0
        if found.bound > best:
            best = found.bound
            tell(_whole(best))
        cuts = [cut for cut in violated(relaxed, found.between, found.visits) if cut not in known]
        if not cuts or poor > PATIENCE:
            break
        known.update(cuts)
        master.add(cuts)
    return _whole(best)


def at_once(model: Model) -> float:
    """The first bound, without a program."""
    return nearest(relax(model)) if _bounded(model) else 0.0


def _bounded(model: Model) -> bool:
    tasks = len(model.clients) + 2 * len(model.shipments)
    return 0 < tasks * tasks * len(model.vehicles) <= MOST_ARCS


def nearest(relaxed: Relaxation) -> float:
    """Everything that must be visited is entered from somewhere: the first bound, at once."""
    entered = [np.minimum(kind.arcs.min(axis=0, initial=np.inf), kind.leaving) for kind in relaxed.kinds]
    least = np.min(entered, axis=0)
    ways = [min(least[node] * max(1.0, relaxed.visits[node]) for node in unit) for unit in relaxed.units]
    return _whole(float(sum(way for way in ways if np.isfinite(way))))


def _whole(bound: float) -> float:
    """Costs are integers; a hair is given away to the inexactness of the program."""
    return max(0.0, float(math.ceil(bound - 1e-6 * max(1.0, abs(bound)))))
