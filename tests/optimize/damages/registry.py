"""The list of damages, and the edits that several of them make.

A damage edits the problem and the plan as plain JSON values. Where it edits the problem, the plan's hash is renewed, so
that only the damage itself is found.
"""

from collections.abc import Callable
from typing import Any

from optimize.validate import Code

Json = dict[str, Any]
Damage = Callable[[Json, Json], None]

DAMAGES: list[tuple[Code, Damage]] = []

TRUCK, BUS = 0, 1


def damage(code: Code) -> Callable[[Damage], Damage]:
    def register(function: Damage) -> Damage:
        DAMAGES.append((code, function))
        return function

    return register


def delay(trip: Json, first: int, seconds: int) -> None:
    """Everything from stop ``first`` on happens later."""
    for stop in trip["stops"][first:]:
        for key in ("arrive_s", "start_s", "leave_s"):
            stop[key] += seconds
    trip["end_s"] += seconds


def second_trip(plan: Json, *, after_s: int, vehicle: str = "t0", place: str = "at-s1") -> Json:
    """An empty-handed looking copy of the truck's trip, later by ``after_s``."""
    trip: Json = {**plan["trips"][TRUCK], "id": "k9", "vehicle": vehicle, "from_location": place}
    trip["stops"] = [dict(stop) for stop in trip["stops"]]
    trip["start_s"] += after_s
    delay(trip, 0, after_s)
    plan["trips"].append(trip)
    return trip


def road(problem: Json, profile: str, start: str, end: str, seconds: int) -> None:
    matrix = next(m for m in problem["travel"] if m["profile"] == profile)
    i, j = matrix["origins"].index(start), matrix["destinations"].index(end)
    matrix["seconds"][i][j] = seconds
    if seconds < 0:
        matrix["metres"][i][j] = seconds
