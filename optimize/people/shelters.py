"""Which group goes to which shelter: few people without a place, then villages together, then short ways.

A greedy answer comes first; a mixed-integer program improves it within the effort. Groups are never split.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimize.goods.flows import Move
from optimize.index import Index
from optimize.people.ways import RIDES, WALKS, Ways
from optimize.problem import Group, Shelter
from optimize.programs.linear import Program, Reals, Whole
from optimize.progress import Control

NOWHERE = -1
BUS_MINUTES = 30.0
"""Minutes on foot that a person's seat on a bus is worth: buses are few."""
CUT_OFF_MINUTES = 6_000.0
"""What it costs to settle a person where goods can hardly follow."""
OUTDOOR_MINUTES = 240.0
"""What a place outdoors costs: it takes part of a tent."""
SPLIT_MINUTES = 2_000.0
"""Person-minutes that keeping a village together is worth, per further shelter."""
NEAREST, MANY = 16, 200
"""How many of the cheapest shelters per group the program looks at, half as many where groups are many; where seats are
short, also all to which it could walk."""
LAST_CHANCE = 10_000.0
"""Minutes that stand for having no second choice."""
SMALL = 1_000
"""Up to so many pairs all of them are looked at, and the search goes on to the optimum."""
COARSE_GAP = 0.02

Choice = NDArray[np.int64]


@dataclass(frozen=True)
class Placing:
    """The data of the assignment in problem order; ``cost`` in person-minutes, infinite where there is no way.

    ``seat_s`` is how long seats are taken, the way back included.
    """

    ways: Ways
    people: Whole
    special: Whole
    places: Whole
    special_places: Whole
    indoor: Whole
    village: Whole
    cost: Reals
    seat_s: Reals

    @property
    def groups(self) -> range:
        return range(len(self.people))

    def unplaced(self, choice: Choice) -> int:
        return int(self.people[choice == NOWHERE].sum())

    def seat_time(self, choice: Choice) -> Reals:
        """Seat-seconds that a choice needs of the vehicles of each profile."""
        placed = np.flatnonzero(choice != NOWHERE)
        pairs = placed, choice[placed]
        return np.asarray(np.bincount(self.ways.rider[pairs], self.seat_s[pairs], len(self.ways.profiles)), dtype=float)

    def worth(self, choice: Choice) -> tuple[int, float]:
        """What is minimised, in order: people unplaced; person-minutes with splits and outdoor places."""
        placed = np.flatnonzero(choice != NOWHERE)
        taken = np.bincount(choice[placed], self.people[placed], len(self.places))
        pairs = {(int(self.village[g]), int(choice[g])) for g in placed}
        splits = len(pairs) - len({village for village, _ in pairs})
        outdoor = np.maximum(0, taken - self.indoor).sum()
        minutes = self.cost[placed, choice[placed]].sum()
        return self.unplaced(choice), float(minutes + SPLIT_MINUTES * splits + OUTDOOR_MINUTES * outdoor)


def prepare(ways: Ways, blocked: frozenset[tuple[int, int]] = frozenset()) -> Placing:
    """``blocked`` pairs (group, shelter) are those that the buses turned out not to serve in time."""
    index, problem = ways.index, ways.index.problem
    villages = {name: i for i, name in enumerate(dict.fromkeys(group.village for group in problem.groups))}
    rides = ways.usable == RIDES
    people = np.array([group.people for group in problem.groups], dtype=np.int64)
    cost = people[:, None] * (ways.minutes + np.where(rides, BUS_MINUTES, 0.0) + _cut_off_minutes(index))
    fits = np.array([[_fits(g, s) for s in problem.shelters] for g in problem.groups], dtype=bool).reshape(cost.shape)
    homes, ends = [group.location for group in problem.groups], [shelter.location for shelter in problem.shelters]
    driven = ~rides | index.rules.driving(homes, ends)
    cost = np.where((ways.usable > 0) & fits & driven, cost, np.inf)
    for group, shelter in blocked:
        cost[group, shelter] = np.inf
    return Placing(
        ways=ways,
        people=people,
        special=np.array([group.special for group in problem.groups], dtype=np.int64),
        places=np.array([shelter.places for shelter in problem.shelters], dtype=np.int64),
        special_places=np.array([shelter.special_places for shelter in problem.shelters], dtype=np.int64),
        indoor=np.array([max(0, s.indoor_places - index.settled[s.id]) for s in problem.shelters], dtype=np.int64),
        village=np.array([villages[group.village] for group in problem.groups], dtype=np.int64),
        cost=cost,
        seat_s=np.where(ways.usable == RIDES, people[:, None] * (2.0 * ways.ride_s + 2 * index.boarding_s(1)), 0.0),
    )


def _fits(group: Group, shelter: Shelter) -> bool:
    return group.people <= shelter.places and group.special <= shelter.special_places


def _cut_off_minutes(index: Index) -> Reals:
    """Per shelter, the extra cost of a place that the vehicles with most capacity reach from no source."""
    problem = index.problem
    safe = [shelter.location for shelter in problem.shelters]
    road = index.road(next(iter(index.carrying), ""))
    table = road.seconds_between(dict.fromkeys(source.location for source in problem.sources), safe)
    return np.where((table >= 0).any(axis=0), 0.0, CUT_OFF_MINUTES)


def moves_of(ways: Ways, choice: Choice) -> tuple[Move, ...]:
    problem = ways.index.problem
    return tuple(
        Move(group.id, problem.shelters[shelter].id, group.people, ways.mode(row, shelter))
        for row, (group, shelter) in enumerate(zip(problem.groups, choice.tolist(), strict=True))
        if shelter != NOWHERE
    )


def place_greedily(placing: Placing, fixed: Choice | None = None, only: Sequence[int] | None = None) -> Choice:
    """The village that would lose most by waiting comes first, each together if one shelter takes it.

    Villages that no shelter takes whole are settled group by group; then others make way for those left over. ``fixed``
    groups stay where they are unless they make way; with ``only`` nobody else is placed.
    """
    wanted = placing.groups if only is None else only
    choice = np.full(len(placing.people), NOWHERE) if fixed is None else fixed.copy()
    room = _Room(placing, choice)
    villages: dict[int, list[int]] = defaultdict(list)
    for group in wanted:
        if choice[group] == NOWHERE:
            villages[int(placing.village[group])].append(group)
    room.settle_all(list(villages.values()))
    room.settle_all([[group] for group in wanted if choice[group] == NOWHERE])
    for group in sorted(wanted, key=lambda g: (-int(placing.people[g]), g)):
        if choice[group] == NOWHERE:
            room.make_way(group)
    return choice


class _Room:
    """Free places while groups are settled one after the other."""

    def __init__(self, placing: Placing, choice: Choice) -> None:
        self.placing, self.choice = placing, choice
        placed = np.flatnonzero(choice != NOWHERE)
        shelters = len(placing.places)
        self.free = placing.places - np.bincount(choice[placed], placing.people[placed], shelters).astype(np.int64)
        taken = np.bincount(choice[placed], placing.special[placed], shelters).astype(np.int64)
        self.special = placing.special_places - taken

    def settle_all(self, parties: list[list[int]]) -> None:
        """Each party to one shelter, largest regret (second best less best, per person) first."""
        if not parties:
            return
        placing = self.placing
        people = np.array([placing.people[party].sum() for party in parties])
        special = np.array([placing.special[party].sum() for party in parties])
        cost = np.array([placing.cost[party].sum(axis=0) for party in parties]) / people[:, None]
        for _ in parties:
            cost[(self.free < people[:, None]) | (self.special < special[:, None])] = np.inf
            best = cost.min(axis=1, initial=np.inf)
            if not np.isfinite(best).any():
                return
            second = np.partition(cost, 1, axis=1)[:, 1] if cost.shape[1] > 1 else np.full(len(parties), np.inf)
            regret = np.where(np.isfinite(best), np.minimum(second, LAST_CHANCE) - best, -np.inf)
            party = int(np.lexsort((-people, -regret))[0])
            shelter = int(cost[party].argmin())
            for group in parties[party]:
                self._put(group, shelter)
            cost[party] = np.inf

    def settle(self, members: Sequence[int]) -> bool:
        """All members to the cheapest shelter that takes them all; False if there is none."""
        rows = list(members)
        people, special = self.placing.people[rows].sum(), self.placing.special[rows].sum()
        cost = self.placing.cost[rows].sum(axis=0)
        cost = np.where((self.free >= people) & (self.special >= special), cost, np.inf)
        if not cost.size or not np.isfinite(cost.min()):
            return False
        for group in rows:
            self._put(group, int(cost.argmin()))
        return True

    def make_way(self, group: int) -> None:
        """Settle a group by moving one other group to another shelter with room, if that is possible."""
        for shelter in np.argsort(self.placing.cost[group], kind="stable"):
            if not np.isfinite(self.placing.cost[group, shelter]):
                return
            least = self.placing.people[group] - self.free[shelter]
            fitting = (self.placing.people >= least) & (self.placing.people <= self.free.max())
            for other in np.flatnonzero((self.choice == shelter) & fitting):
                if self._exchange(group, int(other), int(shelter)):
                    return

    def _exchange(self, group: int, other: int, shelter: int) -> bool:
        placing = self.placing
        fits = self.free[shelter] + placing.people[other] >= placing.people[group]
        cared = self.special[shelter] + placing.special[other] >= placing.special[group]
        if not (fits and cared):
            return False
        self._take(other)
        free = self.free[shelter]
        self.free[shelter] = 0
        moved = self.settle([other])
        self.free[shelter] += free
        self._put(group if moved else other, shelter)
        return moved

    def _put(self, group: int, shelter: int) -> None:
        self.choice[group] = shelter
        self.free[shelter] -= self.placing.people[group]
        self.special[shelter] -= self.placing.special[group]

    def _take(self, group: int) -> None:
        shelter = self.choice[group]
        self.choice[group] = NOWHERE
        self.free[shelter] += self.placing.people[group]
        self.special[shelter] += self.placing.special[group]


def improve(placing: Placing, choice: Choice, control: Control, seat_s: Reals | None = None) -> Choice:
    """Better the answer by mixed-integer programming: first fewer people unplaced, then shorter and less split.

    ``seat_s`` is what the vehicles of each profile turned out to offer, in seconds of a seat, if they are short; then
    ways are all that counts.
    """
    best = choice
    if placing.unplaced(choice) or seat_s is not None:
        program = _Assignment(placing, best, seat_s)
        best = min(best, program.solve(control.share(0.5), level=1), key=placing.worth)
    if not control.stopped():
        best = min(best, _Assignment(placing, best, seat_s).solve(control, level=2), key=placing.worth)
    return best


class _Assignment:
    """The program: x[group, shelter] whole, u[group] unplaced, y[village, shelter] used, o[shelter] people outdoors."""

    def __init__(self, placing: Placing, start: Choice, seat_s: Reals | None) -> None:
        self.placing, self.start = placing, start
        usable = np.isfinite(placing.cost)
        self.small = int(usable.sum()) <= SMALL
        nearest = NEAREST if len(placing.people) <= MANY else NEAREST // 2
        if not self.small and placing.cost.shape[1] > nearest:
            cut = np.partition(placing.cost, nearest, axis=1)[:, nearest]
            walks = (placing.ways.usable == WALKS) & (seat_s is not None)
            usable &= (placing.cost <= cut[:, None]) | walks
            placed = np.flatnonzero(start != NOWHERE)
            usable[placed, start[placed]] = True
        self.group, self.shelter = np.nonzero(usable)
        self.program = Program()
        self._columns()
        self._rows()
        self.short_of_seats = seat_s is not None
        if seat_s is not None:
            seats = self.program.add_rows(len(seat_s), -np.inf, seat_s)
            riders = placing.ways.rider[self.group, self.shelter]
            self.program.put(seats[riders], self.x, placing.seat_s[self.group, self.shelter])

    def _columns(self) -> None:
        placing, program = self.placing, self.program
        self.x = program.add_columns(len(self.group), 0, 1, whole=True)
        self.u = program.add_columns(len(placing.people), 0, 1)
        pairs = placing.village[self.group] * len(placing.places) + self.shelter
        self.pairs, self.pair_of = np.unique(pairs, return_inverse=True)
        shared = np.bincount(placing.village)[self.pairs // len(placing.places)] > 1
        self.y = program.add_columns(len(self.pairs), 0, np.where(shared, 1.0, 0.0))
        self.shared = shared[self.pair_of]
        self.o = program.add_columns(len(placing.places))

    def _rows(self) -> None:
        placing, program, shelters = self.placing, self.program, len(self.placing.places)
        self.left_over = int(program.add_rows(1, -np.inf, np.inf)[0])
        program.put(self.left_over, self.u, placing.people)
        once = program.add_rows(len(placing.people), 1, 1)
        program.put(once[self.group], self.x, 1.0)
        program.put(once, self.u, 1.0)
        capacity = program.add_rows(shelters, -np.inf, placing.places)
        program.put(capacity[self.shelter], self.x, placing.people[self.group])
        care = program.add_rows(shelters, -np.inf, placing.special_places)
        program.put(care[self.shelter], self.x, placing.special[self.group])
        outdoor = program.add_rows(shelters, -np.inf, placing.indoor)
        program.put(outdoor[self.shelter], self.x, placing.people[self.group])
        program.put(outdoor, self.o, -1.0)
        together = program.add_rows(int(self.shared.sum()), -np.inf, 0)
        program.put(together, self.x[self.shared], 1.0)
        program.put(together, self.y[self.pair_of[self.shared]], -1.0)

    def solve(self, control: Control, *, level: int) -> Choice:
        """The choice found, or the start if none was."""
        cost = np.zeros(self.program.columns)
        if level == 1:
            cost[self.u] = self.placing.people
        else:
            self.program.set_row(self.left_over, -np.inf, self.placing.unplaced(self.start) + 0.5)
            cost[self.x] = self.placing.cost[self.group, self.shelter]
            cost[self.y] = SPLIT_MINUTES
            cost[self.o] = 0.0 if self.short_of_seats else OUTDOOR_MINUTES
        answer = self.program.solve(
            cost,
            control,
            nodes=control.scaled(2_000 if self.small else 20),
            start=self._start(),
            relative_gap=1e-6 if self.small else COARSE_GAP,
        )
        control.report("shelters", "bound", level=1, incumbent=answer.value, bound=answer.bound)
        return self._choice(answer.x) if answer.found else self.start

    def _start(self) -> Reals:
        x = np.zeros(self.program.columns)
        x[self.x] = self.start[self.group] == self.shelter
        x[self.u] = self.start == NOWHERE
        np.maximum.at(x, self.y[self.pair_of[self.shared]], x[self.x[self.shared]])
        taken = np.bincount(self.shelter, x[self.x] * self.placing.people[self.group], len(self.placing.places))
        x[self.o] = np.maximum(0, taken - self.placing.indoor)
        return x

    def _choice(self, x: Reals) -> Choice:
        choice = np.full(len(self.placing.people), NOWHERE)
        chosen = x[self.x] > 0.5
        choice[self.group[chosen]] = self.shelter[chosen]
        return choice
