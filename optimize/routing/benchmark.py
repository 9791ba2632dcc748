"""One public instance within a time: routes and their value, a lower bound, and whether the routes keep every rule."""

import math
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from optimize.ending import die_with
from optimize.plan import Ended
from optimize.routing.bound import at_once, lower_bound
from optimize.routing.check import check, missing_prizes
from optimize.routing.engine import solve
from optimize.routing.formats import Instance, read
from optimize.routing.model import Model
from optimize.routing.routes import Routes

MARGIN_S = 0.25
"""Of the time limit, for checking and telling."""
Row = dict[str, float | int | bool | str | None]


def run(
    path: Path,
    kind: str,
    *,
    time_limit: float,
    seed: int,
    convention: str | None = None,
    stop: Callable[[], bool] | None = None,
) -> Row:
    """The one line of the benchmark command. The bound is worked out by a second process at the same time."""
    began = time.monotonic()
    instance = read(path, kind, convention)
    deadline = began + time_limit - min(MARGIN_S, time_limit / 4)
    with bounding(instance.model, deadline) as bounds:
        found = solve(
            instance.model,
            seed=seed,
            effort=None,
            time_limit=max(0.0, deadline - time.monotonic()),
            stop=stop,
            start=Routes(instance.routes, 0, False, Ended.EFFORT) if instance.routes else None,
        )
        bound = latest(bounds) or at_once(instance.model)
    faults = check(instance.model, found.routes)
    missed = missing_prizes(instance.model, found.routes)
    objective, valid = instance.objective(found.routes), found.feasible and not faults
    row: Row = {
        "objective": round(objective, 6),
        "bound": round(_told(instance, bound, missed), 6) if valid else None,
        "wall_s": round(time.monotonic() - began, 3),
        "valid": valid,
        "vehicles": found.vehicles,
        "rounding": instance.rounding,
        "iterations": found.iterations,
    }
    return {**row, "fault": faults[0]} if faults else row


def _told(instance: Instance, bound: float, missed: int) -> float:
    """The bound in the unit of the objective. Where tasks were left out whose prizes the objective does not count, it
    is the bound of doing as much as was done.
    """
    counted = 0 if instance.prizes else missed
    told = max(0.0, bound - counted) / instance.scale
    return told if math.isfinite(told) else 0.0


@contextmanager
def bounding(model: Model, deadline: float) -> Iterator[Connection]:
    """A process that sends ever better bounds until the deadline (of ``time.monotonic``); killed on leaving."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.Process(target=_work, args=(model, deadline, sender, os.getpid()), daemon=True)
    worker.start()
    sender.close()
    try:
        yield receiver
    finally:
        worker.kill()
        worker.join()


def _work(model: Model, deadline: float, sender: Connection, parent: int) -> None:
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    try:
        lower_bound(model, time_limit=deadline - time.monotonic(), tell=sender.send)
    except MemoryError:
        return  # the bounds so far will do
    except Exception as error:
        sender.send(error)


def latest(bounds: Connection) -> float:
    """The best of the bounds that have been sent, 0 before any; raises what went wrong there."""
    best = 0.0
    while bounds.poll():
        try:
            told = bounds.recv()
        except EOFError:
            break
        if isinstance(told, Exception):
            raise told
        best = max(best, float(told))
    return best
