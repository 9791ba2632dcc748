"""What the allocation and the shelter assignment ask of the vehicles, and what the vehicles can do about it."""

from dataclasses import dataclass, field

from optimize.plan import Delivery, Trip


@dataclass(frozen=True, slots=True)
class Flow:
    """Units of a lot wanted at a shelter for one line of its kit."""

    lot: str
    shelter: str
    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Move:
    """A whole group bound for a shelter; ``mode`` is foot or a profile."""

    group: str
    shelter: str
    people: int
    mode: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Trips with exact times, and what no vehicle can do within the horizon.

    ``arrivals`` gives the second at which the last of a group is at its shelter; groups in ``unmoved`` have none.
    """

    trips: tuple[Trip, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    arrivals: dict[str, int] = field(default_factory=dict)
    undelivered: tuple[Flow, ...] = ()
    unmoved: tuple[Move, ...] = ()
