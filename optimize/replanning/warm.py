"""A first plan taken from an earlier one: what still holds is kept, and only the rest is decided.

People keep their shelter, buses and trucks their trips in their order with the times of today, teams their missions.
Whoever and whatever lost its way, place or vehicle, and what is wanted in addition, is decided as for a first plan.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimize.decisions import Decisions, Delivery
from optimize.execution import Candidate, Settled, drive, settle, squeeze, with_goods
from optimize.goods.flows import Flow
from optimize.goods.supply import NO_ARRIVAL, Supply
from optimize.index import Index
from optimize.missions.assignment import MissionResult
from optimize.people.journeys import Journeys, ride_again
from optimize.people.shelters import NOWHERE, Choice, Placing, improve, moves_of, place_greedily, prepare
from optimize.people.ways import Ways
from optimize.programs.linear import Whole
from optimize.progress import Control
from optimize.replanning.keeping import KeptGoods
from optimize.replanning.replan import origin
from optimize.replanning.rescue import rescue
from optimize.replanning.resettle import choice_of
from optimize.replanning.resume import Doubt, People, bus_trips
from optimize.replanning.surplus import where_goods_are
from optimize.rules import Flags

ATTEMPTS = 4
"""How often people for whom the buses are too slow are placed again."""
RIDES = 10
"""The effort for their rides, against all else: whoever has to go elsewhere makes many goods late."""
SQUEEZES = 6
"""Attempts to bring single groups in after all."""
CHANGE_MINUTES = 100_000.0
"""Minutes of a person that another shelter than before stands for: more than any way."""
GOODS_MINUTES = 1.0
"""For those who leave their shelter, minutes on the way that a minute stands for by which goods are there later."""

APART_MINUTES = 600.0
"""Minutes of a person that it stands for if a group does not stay together: goods go there for the others anyhow."""


@dataclass(frozen=True)
class Warm:
    """An earlier plan, as far as what it speaks of is still there."""

    ways: Ways
    supply: Supply
    before: Decisions
    control: Control

    def settled(self, placing: Placing) -> Settled:
        """People where they were; the others where there is room, as few making way as need be."""
        start, blocked = choice_of(placing, self.before), set[tuple[int, int]]()
        supplied, before = self._supplied_s() / 60, {row.group for row in self.before.assignments}
        apart = self._apart()
        moved = np.array([group.id in before for group in self.ways.index.problem.groups], dtype=bool)
        diligent = self.control.share(1.0, effort=RIDES * self.control.effort)
        orders: dict[str, tuple[str, ...]] = {}
        for _ in range(ATTEMPTS):
            today = prepare(self.ways, frozenset(blocked)) if blocked else placing
            cost = today.cost + GOODS_MINUTES * (moved * today.people)[:, None] * supplied
            cost = cost + APART_MINUTES * today.people[:, None] * apart
            costly = replace(today, cost=cost)
            choice = self._placed(costly, where_goods_are(costly, self.supply, start))
            moves = moves_of(self.ways, choice)
            index = self.ways.index
            rides = ride_again(index.problem, index, moves, self.before.trips, diligent, orders=orders)
            late, orders = self._late(choice, rides), rides.orders
            if not late:
                return Settled(choice, moves, bool(blocked), rides)
            blocked |= late
            start = choice.copy()
            start[[group for group, _ in late]] = NOWHERE
        return self._squeezed(placing, self._without_late(start))

    def _supplied_s(self) -> Whole:
        """Per shelter, when the first goods of each life-critical line could be there at the earliest."""
        supply, problem = self.supply, self.ways.index.problem
        last = np.zeros(len(problem.shelters), dtype=np.int64)
        for item in dict.fromkeys(line.item for line in problem.kit if line.life_critical):
            if item in supply.pools_of:
                arrive = supply.direct_arrivals_s(item).min(axis=0, initial=problem.horizon_s)
                last = np.maximum(last, arrive)
        return last

    def _apart(self) -> Flags:
        """Group × shelter: whether those who stay behind would not be where the others of their group went."""
        problem = self.ways.index.problem
        number = {shelter.id: row for row, shelter in enumerate(problem.shelters)}
        went = {origin(row.group): number.get(row.shelter) for row in problem.adjustment.fixed.assignments}
        apart = np.zeros((len(problem.groups), len(problem.shelters)), dtype=bool)
        for row, group in enumerate(problem.groups):
            home = went.get(origin(group.id))
            if home is not None:
                apart[row] = True
                apart[row, home] = False
        return apart

    def _squeezed(self, placing: Placing, kept: Settled) -> Settled:
        """Where vehicles are short, other trips, if these bring more people in."""
        if not placing.unplaced(kept.choice) or self.control.stopped():
            return kept
        other = settle(self.ways, placing, place_greedily(placing, choice_of(placing, self.before)), self.control)
        other = squeeze(self.ways, placing, other, self.control, SQUEEZES)
        return min(kept, other, key=lambda settled: placing.unplaced(settled.choice))

    def _placed(self, placing: Placing, start: Choice) -> Choice:
        choice = place_greedily(placing, start)
        if placing.unplaced(choice) and not self.control.stopped():
            wish = self._wishing(placing, start)
            choice = min(choice, improve(wish, choice, self.control), key=wish.worth)
        return choice

    def wish(self, placing: Placing) -> Placing:
        """The same where nobody goes to another shelter than before without need."""
        return self._wishing(placing, choice_of(placing, self.before))

    @staticmethod
    def _wishing(placing: Placing, start: Choice) -> Placing:
        groups, kept = np.flatnonzero(start != NOWHERE), start[start != NOWHERE]
        change = np.ones_like(placing.cost)
        change[groups, kept] = 0.0
        return replace(placing, cost=placing.cost + CHANGE_MINUTES * placing.people[:, None] * change)

    def _late(self, choice: Choice, rides: Journeys) -> set[tuple[int, int]]:
        """(group, shelter) pairs that the vehicles do not serve in time."""
        problem = self.ways.index.problem
        limit = problem.policy.place_by_s
        behind = {move.group for move in rides.left_behind}
        return {
            (row, int(choice[row]))
            for row, group in enumerate(problem.groups)
            if group.id in behind or rides.arrivals.get(group.id, 0) > limit
        }

    def _without_late(self, choice: Choice) -> Settled:
        """Whoever the vehicles do not bring in time in the end stays without a place."""
        index = self.ways.index
        while True:
            moves = moves_of(self.ways, choice)
            rides = ride_again(index.problem, index, moves, self.before.trips, self.control)
            late = self._late(choice, rides)
            if not late:
                return Settled(choice, moves, True, rides)
            choice = choice.copy()
            choice[[group for group, _ in late]] = NOWHERE

    def candidates(self, settled: Settled, missions: MissionResult) -> Iterator[Candidate]:
        """The executed plan; then with late goods taken along by other trips; then, where goods rather than time are
        lacking, the same two with those goods redirected that the needs call for."""
        people = drive(self.ways, settled, (), missions, self.control)
        execution = people.figures.execution
        fixed = self.ways.index.problem.adjustment.fixed
        riders = People(
            tuple(row for row in execution.assignments if row not in fixed.assignments),
            tuple(bus_trips(trip for trip in execution.trips if trip.id not in self.ways.index.fixed_trips)),
        )
        goods, lost = KeptGoods(self.supply, self.before, riders), self._lost()
        for redirected in (False, True):
            if redirected:
                goods.redirect(lost, self.control)
            found = goods.again(None, lost, self._followed(settled)).execution
            flows = tuple(Flow(row.lot, row.shelter, row.line, row.quantity) for row in found.deliveries)
            candidate = with_goods(self.ways, replace(people, flows=flows), found.trips, found.deliveries, missions)
            yield candidate
            candidate = rescue(self.supply, self.ways, candidate, missions, self.control)
            yield candidate
            if not _lack(candidate):
                return

    def _followed(self, settled: Settled) -> dict[str, str]:
        """Goods of people who go to another shelter than before go there as well: most of all where most people do."""
        chosen = {move.group: move for move in settled.moves}
        people: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.before.assignments:
            move = chosen.get(row.group)
            if move and move.shelter != row.shelter:
                people[row.shelter][move.shelter] += move.people
        return {start: max(sorted(ends), key=ends.__getitem__) for start, ends in people.items()}

    def _lost(self) -> Doubt:
        """Whether goods can no longer go where they went."""
        supply, index = self.supply, self.ways.index
        arrivals = {item: supply.direct_arrivals_s(item) for item in supply.pools_of}
        row_of = {
            lot.id: row
            for rows in supply.pools_of.values()
            for row, pool in enumerate(rows.tolist())
            for lot in supply.pools[pool].lots
        }

        def lost(row: Delivery) -> bool:
            shelter = supply.shelter_number[row.shelter]
            return bool(arrivals[index.lots[row.lot].item][row_of[row.lot], shelter] == NO_ARRIVAL)

        return lost


def _lack(candidate: Candidate) -> bool:
    """Whether more of what is needed will never be there than will come late."""
    needs = candidate.figures.needs
    return sum(need.unmet for need in needs) > sum(need.late for need in needs)


def known(index: Index, before: Decisions) -> Decisions:
    """The rows about things that are still there."""
    trips = tuple(
        trip
        for trip in before.trips
        if trip.vehicle in index.vehicles
        and trip.stops
        and all(stop.location in index.locations for stop in trip.stops)
    )
    names = {trip.id for trip in trips}
    return Decisions(
        assignments=tuple(
            row for row in before.assignments if row.group in index.groups and row.shelter in index.shelters
        ),
        deliveries=tuple(
            row
            for row in before.deliveries
            if row.lot in index.lots and row.shelter in index.shelters and row.line in index.lines and row.trip in names
        ),
        trips=trips,
        postings=tuple(row for row in before.postings if row.team in index.teams and row.mission in index.missions),
    )
