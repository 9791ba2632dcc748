"""The routing question: places, travel, tasks and vehicles as plain integers.

Units are the caller's own, as long as they are integers: seconds or minutes, metres or 0.1 km, grams and cm³, fen.
What a solution costs is the sum over used vehicles of ``fixed_cost`` + ``cost_per_distance`` × distance +
``cost_per_duration`` × (end − start), plus the prizes of the tasks left out. Fractions of a fen per metre are made
integers by the caller: 0.6 fen per metre and 2.5 fen per second are costs of 6 and 25 in tenths of a fen.

Everything refers to everything by its position: a client's ``place`` is a row of the matrices, a vehicle's ``start`` a
position in ``depots``, its ``travel`` a position in ``Model.travel``.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Load = tuple[int, ...]
"""One integer per load dimension, such as (grams, cm³)."""

NO_WAY = -1
"""In a matrix: no way from here to there."""
NEVER = 1 << 40
"""Later than anything; the default end of windows."""
NO_NEEDS: frozenset[str] = frozenset()


class BadModel(ValueError):
    """The model contradicts itself; the message names the part."""


@dataclass(frozen=True, eq=False)
class Travel:
    """Square matrices over all places for one kind of vehicle; ``NO_WAY`` where there is none.

    ``distance`` is what ``cost_per_distance`` and ``max_distance`` count. The triangle inequality is not needed.
    """

    duration: Whole
    distance: Whole


@dataclass(frozen=True)
class Stop:
    """A place where service begins within [earliest, latest]; who comes sooner waits."""

    place: int
    earliest: int = 0
    latest: int = NEVER
    service: int = 0


def service_of(stop: Stop, units: int, of: int) -> int:
    """Service time of a visit that handles so many of the units of a task."""
    return -(-stop.service * units // of)


@dataclass(frozen=True)
class Client:
    """A visit that delivers goods from the depot, brings goods to the depot, or both.

    A trip leaves its depot no sooner than the ``release`` of all its clients. ``prize`` None means the visit must be
    made; otherwise leaving it out costs the prize. At most one client of a ``group`` is visited; all its clients have
    the same prize, and leaving them all out costs it once. A load of ``units`` > 1 equal units may be shared out among
    several visits, whole units each, the service time with it (rounded up); what every visit costs anew belongs into
    ``Model.stop_time``. Only vehicles that have all of ``needs`` among their ``skills`` may come.
    """

    stop: Stop
    delivery: Load = ()
    pickup: Load = ()
    release: int = 0
    prize: int | None = None
    group: int | None = None
    units: int = 1
    needs: frozenset[str] = NO_NEEDS
    name: str = ""


@dataclass(frozen=True)
class Shipment:
    """Goods to be loaded at ``origin`` and unloaded at ``destination`` by the same vehicle. Fields as in Client."""

    origin: Stop
    destination: Stop
    load: Load = ()
    prize: int | None = None
    units: int = 1
    needs: frozenset[str] = NO_NEEDS
    name: str = ""


@dataclass(frozen=True)
class Depot:
    """Where vehicles start, end or reload, taking ``service`` before each departure, within [earliest, latest]."""

    place: int
    earliest: int = 0
    latest: int = NEVER
    service: int = 0


@dataclass(frozen=True)
class Vehicle:
    """``count`` equal vehicles (0: none now, but routes may name the position).

    ``start`` (``end``) None: the route begins (ends) at its first (last) stop. ``reload`` names the depots where a new
    trip may begin, at most ``max_reloads`` times; goods of shipments stay on board only within a trip. ``latest`` is
    the end of the shift, ``max_duration`` its length.
    """

    count: int = 1
    capacity: Load = ()
    start: int | None = 0
    end: int | None = 0
    fixed_cost: int = 0
    cost_per_distance: int = 1
    cost_per_duration: int = 0
    earliest: int = 0
    latest: int = NEVER
    max_duration: int = NEVER
    max_distance: int = NEVER
    reload: tuple[int, ...] = ()
    max_reloads: int | None = None
    travel: int = 0
    skills: frozenset[str] = NO_NEEDS
    name: str = ""


@dataclass(frozen=True)
class Model:
    """One routing problem.

    ``stop_time[place]`` is spent once on each arrival from another place, before service begins, however many tasks
    are done there (parking, papers); empty means none. With ``fewest_vehicles`` the number of used vehicles comes
    before the cost.
    """

    travel: tuple[Travel, ...]
    depots: tuple[Depot, ...]
    vehicles: tuple[Vehicle, ...]
    clients: tuple[Client, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    stop_time: tuple[int, ...] = ()
    fewest_vehicles: bool = False
    dimensions: int = field(init=False)

    def __post_init__(self) -> None:
        loads = [v.capacity for v in self.vehicles] + [c.delivery for c in self.clients]
        loads += [c.pickup for c in self.clients] + [s.load for s in self.shipments]
        object.__setattr__(self, "dimensions", max((len(load) for load in loads), default=0))
        self._check_travel()
        self._check_tasks(loads)
        self._check_vehicles()

    @property
    def places(self) -> int:
        return len(self.travel[0].duration)

    def groups(self) -> dict[int, list[int]]:
        """The clients of each group, by position."""
        members: dict[int, list[int]] = {}
        for number, client in enumerate(self.clients):
            if client.group is not None:
                members.setdefault(client.group, []).append(number)
        return members

    def padded(self, load: Load) -> Load:
        """The load with a figure for every dimension; what is not said is 0."""
        return load + (0,) * (self.dimensions - len(load))

    def _check_travel(self) -> None:
        if not self.travel or not self.depots or not self.vehicles:
            raise BadModel("a model needs travel, depots and vehicles")
        shape = (self.places, self.places)
        if any(matrix.shape != shape for t in self.travel for matrix in (t.duration, t.distance)):
            raise BadModel("all matrices must be square and of one size")
        if any(matrix.size and matrix.min() < NO_WAY for t in self.travel for matrix in (t.duration, t.distance)):
            raise BadModel("a matrix holds negative travel")
        if self.stop_time and len(self.stop_time) != self.places:
            raise BadModel("stop_time needs one figure per place")

    def _check_tasks(self, loads: list[Load]) -> None:
        stops = [c.stop for c in self.clients]
        stops += [stop for s in self.shipments for stop in (s.origin, s.destination)]
        places = [stop.place for stop in stops] + [depot.place for depot in self.depots]
        if any(not 0 <= place < self.places for place in places):
            raise BadModel("a task or depot lies outside the matrices")
        if any(quantity < 0 for load in loads for quantity in load):
            raise BadModel("loads and capacities must not be negative")
        for number, client in enumerate(self.clients):
            self._check_units(f"client {number}", client.units, (*client.delivery, *client.pickup))
        for number, shipment in enumerate(self.shipments):
            self._check_units(f"shipment {number}", shipment.units, shipment.load)
        for group, members in self.groups().items():
            if len({self.clients[number].prize for number in members}) > 1:
                raise BadModel(f"the clients of group {group} have different prizes")

    @staticmethod
    def _check_units(name: str, units: int, load: Load) -> None:
        if units < 1 or any(quantity % units for quantity in load):
            raise BadModel(f"{name}: the load is not {units} equal units")

    def _check_vehicles(self) -> None:
        for number, vehicle in enumerate(self.vehicles):
            ends = [depot for depot in (vehicle.start, vehicle.end) if depot is not None]
            if any(not 0 <= depot < len(self.depots) for depot in (*ends, *vehicle.reload)):
                raise BadModel(f"vehicle {number} names an unknown depot")
            if not 0 <= vehicle.travel < len(self.travel):
                raise BadModel(f"vehicle {number} names an unknown travel")
