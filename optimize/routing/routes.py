"""The routing answer: which vehicle does what, in which order, when."""

from dataclasses import dataclass
from enum import StrEnum

from optimize.plan import Ended


class Act(StrEnum):
    DEPOT = "depot"
    CLIENT = "client"
    PICKUP = "pickup"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a vehicle. ``number`` is that of the depot, client or shipment; ``units`` how much of it is handled.

    Service (at a depot: the time between two trips) runs from ``begin`` to ``end``.
    """

    act: Act
    number: int
    units: int = 1
    begin: int = 0
    end: int = 0


@dataclass(frozen=True)
class Route:
    """All of one vehicle's work, from its start depot over reloads to its end; ``vehicle`` is a type of the model."""

    vehicle: int
    steps: tuple[Step, ...]

    def tasks(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.act != Act.DEPOT)


@dataclass(frozen=True)
class Routes:
    """The best routes found. ``feasible`` is False only where no solution was found that keeps every rule.

    ``cost`` is the model's, prizes of what was left out included. ``iterations`` is the effort that was spent.
    """

    routes: tuple[Route, ...]
    cost: int
    feasible: bool
    ended: Ended
    iterations: int = 0

    @property
    def vehicles(self) -> int:
        return len(self.routes)
