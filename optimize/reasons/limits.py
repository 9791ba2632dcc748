"""A class of limits, relaxed altogether or as little as it takes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from optimize.figures import Figures
from optimize.problem import About, Problem, Vehicle
from optimize.reasons.advice import Change, Lack, RuleChange, VehicleChange
from optimize.reasons.rows import ADDED
from optimize.reasons.trials import Trials

Changes = tuple[Change, ...]
MOST_VEHICLES = 8
"""Further vehicles that are thought of, at most."""


@dataclass(frozen=True)
class Limit:
    """``relaxed`` takes the class away as far as it could matter; ``sizes`` are what that shows to be enough, from
    small to large, the last as good as all of it."""

    code: str
    relaxed: Changes
    sizes: Callable[[Figures], Sequence[Changes]]


def smallest(
    trials: Trials, lack: Lack, sizes: Sequence[Changes], enough: int, *, beside: Changes = ()
) -> tuple[Changes, int]:
    """By bisection, the first of the sizes that leaves no more than ``enough`` short, and what it leaves.

    Sizes are tried together with ``beside``. None is trusted: what the answer leaves has been planned.
    """
    low, high = 0, len(sizes) - 1
    tried: dict[int, int] = {}
    while low < high:
        middle = (low + high) // 2
        tried[middle] = trials.without(lack, (*beside, *sizes[middle]))[0]
        low, high = (low, middle) if tried[middle] <= enough else (middle + 1, high)
    if low not in tried:
        tried[low] = trials.without(lack, (*beside, *sizes[low]))[0]
    return (*beside, *sizes[low]), tried[low]


def rule_limits(problem: Problem, about: set[About]) -> Iterator[Limit]:
    """Locks and bans of these kinds: one of them lifted, or all."""
    rules = tuple(RuleChange(rule=rule) for rule in problem.adjustment.rules if rule.about in about)
    if rules:
        yield Limit("rule", rules, lambda _: [*((rule,) for rule in rules), rules])


def vehicle_limits(problem: Problem, fleet: Sequence[Vehicle], size: Callable[[Vehicle], int]) -> list[Limit]:
    """Further vehicles: of the largest kind, and of the commonest, each where the first of its kind is ready."""
    kinds: dict[str, list[Vehicle]] = {}
    for vehicle in fleet:
        kinds.setdefault(vehicle.kind, []).append(vehicle)
    if not kinds:
        return []
    largest = max(kinds, key=lambda kind: (max(map(size, kinds[kind])), kind))
    commonest = max(kinds, key=lambda kind: (len(kinds[kind]), kind))
    return [
        _vehicles(min(kinds[kind], key=lambda row: (row.ready_s, row.id)))
        for kind in dict.fromkeys((largest, commonest))
    ]


def _vehicles(like: Vehicle) -> Limit:
    def more(count: int) -> Changes:
        return (VehicleChange(like=like.id, location=like.location, count=count, ready_s=like.ready_s),)

    def sizes(figures: Figures) -> Sequence[Changes]:
        known = {trip.vehicle for trip in figures.execution.trips}
        used = sum(1 for row in figures.index.problem.vehicles if row.name.startswith(ADDED) and row.id in known)
        return [more(count) for count in range(1, (max(1, used) if known else MOST_VEHICLES) + 1)]

    return Limit("vehicles", more(MOST_VEHICLES), sizes)
