"""What the bus trips cost at least in any plan that brings as many people to shelters in time.

A linear program over shares of trips, profile by profile (buses, boats …). A trip that picks up several groups is split
among them by their passengers: the cheapest chain of ways over one of them alone is never dearer. Relaxed are whole
groups and trips, times, and sizes (every bus has the seats of the largest of its profile). Kept are places, who can be
where in time, and that a bus starts where it stands: at its base, once per bus, or at a shelter to which it has brought
people.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from optimize.people.ways import RIDES, Ways, buses
from optimize.problem import Vehicle
from optimize.programs.bounding import Bounding
from optimize.programs.linear import Program, Reals, Whole
from optimize.progress import Control
from optimize.trips.legs import Legs

LARGEST = 20_000
"""Beyond so many pairs of group and shelter no program is solved."""


def _counts(ways: Ways) -> tuple[Whole, Whole]:
    groups = ways.index.problem.groups
    people = np.array([row.people for row in groups], dtype=np.int64)
    return people, np.array([row.special for row in groups], dtype=np.int64)


@dataclass(frozen=True)
class _Fleet:
    """The buses of one profile: loaded trips by pair that they can serve, and empty ways to the groups.

    ``pairs`` are numbers of pairs that ride; ``homes`` the distinct groups among them and ``home`` which one each pair
    has; ``start`` and ``to`` the ends of each empty way, starts being bases and then shelters, ends ``homes``.
    """

    buses: list[Vehicle]
    bases: Counter[str]
    pairs: Whole
    loaded_fen: Reals
    trips: Whole
    homes: Whole
    home: Whole
    start: Whole
    to: Whole
    empty_fen: Reals
    empty: Whole

    @property
    def seats(self) -> int:
        return max(bus.seats for bus in self.buses)


class RidesBound:
    """Columns: shares of groups by pair, and per fleet loaded trips and empty ways; the same for every plan."""

    def __init__(self, ways: Ways) -> None:
        self.ways, self.problem = ways, ways.index.problem
        self.people, self.special = _counts(ways)
        places = np.array([row.places for row in self.problem.shelters])
        care = np.array([row.special_places for row in self.problem.shelters])
        fits = (self.people[:, None] <= places) & (self.special[:, None] <= care)
        self.group, self.shelter = np.nonzero((ways.usable > 0) & fits)
        self.riding = np.flatnonzero(ways.usable[self.group, self.shelter] == RIDES)
        self.program = Program()
        self.fleets: list[_Fleet] = []
        if buses(ways.index) and 0 < len(self.group) <= LARGEST:
            self.share = self.program.add_columns(len(self.group), 0, 1)
            self.fleets = [self._fleet(vehicles) for vehicles in ways.index.seating.values()]

    def _fleet(self, vehicles: list[Vehicle]) -> _Fleet:
        homes, goals = [row.location for row in self.problem.groups], [row.location for row in self.problem.shelters]
        legs, bases = Legs(self.ways.index, vehicles, (*homes, *goals)), Counter(bus.location for bus in vehicles)
        loaded = legs.fen(homes, goals)[self.group[self.riding], self.shelter[self.riding]]
        pairs = np.flatnonzero(np.isfinite(loaded))
        used, home = np.unique(self.group[self.riding[pairs]], return_inverse=True)
        empty = legs.fen([*bases, *goals], [homes[row] for row in used])
        start, to = np.nonzero(np.isfinite(empty))
        return _Fleet(
            buses=vehicles,
            bases=bases,
            pairs=pairs,
            loaded_fen=loaded[pairs],
            trips=self.program.add_columns(len(pairs), 0, self.people[self.group[self.riding[pairs]]]),
            homes=used,
            home=home,
            start=start,
            to=to,
            empty_fen=empty[start, to],
            empty=self.program.add_columns(len(start), 0, self.people[used[to]]),
        )

    def least_fen(self, placed: int, control: Control) -> float:
        """Fen of all people's trips, in any plan that places at least so many people in time. Asked once.

        Nobody's trips, shared out, are more than the people who ride.
        """
        if not self.fleets or control.stopped():
            return 0.0
        self._place(placed)
        self._seat()
        for fleet in self.fleets:
            self._follow(fleet, bound_to_stand=placed == int(self.people.sum()))
        cost, bounding = self._fen(), Bounding(self.program)
        return max(0.0, bounding.least(cost, bounding.prices(cost, control)))

    def _place(self, placed: int) -> None:
        program, people = self.program, self.people[self.group]
        program.put(program.add_rows(len(self.people), -np.inf, 1)[self.group], self.share, 1.0)
        program.put(program.add_rows(1, placed, np.inf)[0], self.share, people)
        places = [row.places for row in self.problem.shelters]
        care = [row.special_places for row in self.problem.shelters]
        program.put(program.add_rows(len(places), -np.inf, places)[self.shelter], self.share, people)
        program.put(program.add_rows(len(care), -np.inf, care)[self.shelter], self.share, self.special[self.group])

    def _seat(self) -> None:
        """At least as many trips as the passengers fill."""
        rows = self.program.add_rows(len(self.riding), 0, np.inf)
        most = max(fleet.seats for fleet in self.fleets)
        for fleet in self.fleets:
            self.program.put(rows[fleet.pairs], fleet.trips, fleet.seats / most)
        self.program.put(rows, self.share[self.riding], -self.people[self.group[self.riding]] / most)

    def _follow(self, fleet: _Fleet, *, bound_to_stand: bool) -> None:
        """Each trip comes from a base or from where an earlier one ended; goods trips and late people loosen that."""
        program = self.program
        reach = program.add_rows(len(fleet.homes), 0, 0)
        program.put(reach[fleet.to], fleet.empty, 1.0)
        program.put(reach[fleet.home], fleet.trips, -1.0)
        if any(bus.capacity_g and bus.capacity_cm3 for bus in fleet.buses) or not bound_to_stand:
            return
        leave = program.add_rows(
            len(fleet.bases) + len(self.problem.shelters),
            -np.inf,
            [*fleet.bases.values(), *[0] * len(self.problem.shelters)],
        )
        program.put(leave[fleet.start], fleet.empty, 1.0)
        program.put(leave[len(fleet.bases) + self.shelter[self.riding[fleet.pairs]]], fleet.trips, -1.0)

    def _fen(self) -> Reals:
        """Ways, one stop per trip to alight, and per group the stops it takes to board and everybody's boarding."""
        policy, cost = self.problem.policy, np.zeros(self.program.columns)
        second = policy.vehicle_hour_fen / 3600
        seats = max(fleet.seats for fleet in self.fleets)
        people = self.people[self.group[self.riding]]
        boarding = -(-people // seats) * policy.people_stop_s + 2 * people * policy.board_s_per_person
        cost[self.share[self.riding]] = boarding * second
        for fleet in self.fleets:
            cost[fleet.trips] = fleet.loaded_fen + policy.people_stop_s * second
            cost[fleet.empty] = fleet.empty_fen
        return cost
