"""What the bus trips cost at least in any plan that brings as many people to shelters in time.

A linear program over shares of bus trips. A trip that picks up several groups is split among them by their passengers:
the cheapest chain of ways over one of them alone is never dearer. Relaxed are whole groups and trips, times, and sizes
(every bus has the seats of the largest). Kept are places, who can be where in time, and that a bus starts where it
stands: at its base, once per bus, or at a shelter to which it has brought people.
"""

from collections import Counter

import numpy as np

from optimize.legs import Legs
from optimize.linear import Program, Reals, Whole
from optimize.progress import Control
from optimize.ways import Ways, buses

LARGEST = 20_000
"""Beyond so many pairs of group and shelter no program is solved."""
RIDES = 2
"""The entry of ``Ways.usable`` for pairs that need a bus."""


def rides_fen(ways: Ways, placed: int) -> float:
    """Fen of all people's trips, in any plan that places at least so many people in time."""
    problem = ways.index.problem
    people, special = _counts(ways)
    places = np.array([row.places for row in problem.shelters])
    care = np.array([row.special_places for row in problem.shelters])
    fits = (people[:, None] <= places) & (special[:, None] <= care)
    group, shelter = np.nonzero((ways.usable > 0) & fits)
    if not buses(ways.index) or not 0 < len(group) <= LARGEST:
        return 0.0
    return _Rides(ways, group, shelter).least(placed)


def _counts(ways: Ways) -> tuple[Whole, Whole]:
    groups = ways.index.problem.groups
    people = np.array([row.people for row in groups], dtype=np.int64)
    return people, np.array([row.special for row in groups], dtype=np.int64)


class _Rides:
    """Columns: shares of groups by pair, loaded trips by pair that rides, and empty ways to the groups."""

    def __init__(self, ways: Ways, group: Whole, shelter: Whole) -> None:
        self.ways, self.group, self.shelter = ways, group, shelter
        self.problem, self.fleet = ways.index.problem, buses(ways.index)
        self.people, self.special = _counts(ways)
        self.riding = np.flatnonzero(ways.usable[group, shelter] == RIDES)
        self.homes, self.home = np.unique(group[self.riding], return_inverse=True)
        self.stand = Counter(bus.location for bus in self.fleet)
        homes, goals = [row.location for row in self.problem.groups], [row.location for row in self.problem.shelters]
        legs = Legs(ways.index, self.fleet, (*homes, *goals))
        self.loaded_fen = legs.fen(homes, goals)
        self.empty_fen = legs.fen([*self.stand, *goals], [homes[row] for row in self.homes])
        self.program = Program()
        self.share = self.program.add_columns(len(group), 0, 1)
        self.trips = self.program.add_columns(len(self.riding))
        self.start, self.to = np.nonzero(np.isfinite(self.empty_fen))
        self.empty = self.program.add_columns(len(self.start))

    def least(self, placed: int) -> float:
        self._place(placed)
        self._seat()
        self._follow(bound_to_stand=placed == int(self.people.sum()))
        answer = self.program.solve(self._fen(), Control())
        return max(0.0, answer.bound) if answer.proven else 0.0

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
        seats = max(bus.seats for bus in self.fleet)
        rows = self.program.add_rows(len(self.riding), 0, np.inf)
        self.program.put(rows, self.trips, 1.0)
        self.program.put(rows, self.share[self.riding], -self.people[self.group[self.riding]] / seats)

    def _follow(self, *, bound_to_stand: bool) -> None:
        """Each trip comes from a base or from where an earlier one ended; goods trips and late people loosen that."""
        program, bases = self.program, len(self.stand)
        reach = program.add_rows(len(self.homes), 0, 0)
        program.put(reach[self.to], self.empty, 1.0)
        program.put(reach[self.home], self.trips, -1.0)
        if any(bus.capacity_g and bus.capacity_cm3 for bus in self.fleet) or not bound_to_stand:
            return
        leave = program.add_rows(
            self.empty_fen.shape[0], -np.inf, [*self.stand.values(), *[0] * len(self.problem.shelters)]
        )
        program.put(leave[self.start], self.empty, 1.0)
        program.put(leave[bases + self.shelter[self.riding]], self.trips, -1.0)

    def _fen(self) -> Reals:
        """Ways, one stop per trip to alight, and per group the stops it takes to board and everybody's boarding."""
        policy, cost = self.problem.policy, np.zeros(self.program.columns)
        second = policy.vehicle_hour_fen / 3600
        seats = max(bus.seats for bus in self.fleet)
        group, shelter = self.group[self.riding], self.shelter[self.riding]
        people = self.people[group]
        boarding = -(-people // seats) * policy.people_stop_s + 2 * people * policy.board_s_per_person
        cost[self.share[self.riding]] = boarding * second
        cost[self.trips] = self.loaded_fen[group, shelter] + policy.people_stop_s * second
        cost[self.empty] = self.empty_fen[self.start, self.to]
        return cost
