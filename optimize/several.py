"""Several incidents over one pool, in strict order of priority: what one plan takes is not there for the next.

The incident that comes first is planned as if it were alone; every other gets the pool that the plans before it leave:
goods (none of those at shelters in use), floors, docks, vehicles where and when their last trip ends, people of teams,
places at shelters. So no two plans book the same thing, and nothing of a later incident is ever worth anything of an
earlier one. Goods, vehicles, teams and shelters have the same ids in all problems.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from optimize.decisions import Trip
from optimize.index import Index
from optimize.plan import Action, Plan
from optimize.problem import (
    UNREACHABLE,
    DockUse,
    Floor,
    Lot,
    Problem,
    Shelter,
    Source,
    Team,
    Terms,
    Vehicle,
    Withheld,
)
from optimize.trips.docks import Span, within

Key = tuple[str, str]
"""(source, item)"""


@dataclass(frozen=True)
class Booked:
    """A plan that comes first, with the question that it answers."""

    problem: Problem
    plan: Plan


def left_over(problem: Problem, earlier: Iterable[Booked]) -> Problem:
    """The problem with the pool that the earlier plans leave; its clock stays its own."""
    for booked in earlier:
        problem = _without(problem, booked)
    return problem


def _without(problem: Problem, booked: Booked) -> Problem:
    taken = _Taken(booked, problem.issued_at)
    lots = taken.lots(problem)
    kept = {lot.source for lot in lots}
    return problem.model_copy(
        update={
            "lots": lots,
            "floors": taken.floors(problem, lots),
            "terms": taken.terms(problem, lots),
            "arrivals": tuple(row for row in problem.arrivals if not taken.people[row.shelter]),
            "withheld": taken.withheld(problem, lots),
            "sources": tuple(source for source in problem.sources if source.id in kept),
            "dock_uses": taken.dock_uses(problem, kept),
            "vehicles": tuple(vehicle for row in problem.vehicles for vehicle in taken.vehicle(row, problem)),
            "teams": tuple(taken.team(team) for team in problem.teams),
            "shelters": tuple(taken.shelter(shelter) for shelter in problem.shelters),
        }
    )


class _Taken:
    """What a plan uses, on the clock of another problem."""

    def __init__(self, booked: Booked, issued_at: datetime) -> None:
        problem, plan = booked.problem, booked.plan
        self.index, self.plan = Index(problem), plan
        self.shift_s = math.ceil((problem.issued_at - issued_at).total_seconds())
        self.units: Counter[str] = Counter()
        self.of_key: Counter[Key] = Counter()
        self.beyond_floor: Counter[Key] = Counter()
        for row in plan.deliveries:
            lot = self.index.lots[row.lot]
            key = lot.source, lot.item
            self.units[lot.id] += row.quantity
            self.of_key[key] += row.quantity
            floor = self.index.floors.get(key)
            self.beyond_floor[key] += 0 if floor and row.shelter in floor.free_shelters else row.quantity
        self.trips: dict[str, list[Trip]] = defaultdict(list)
        for trip in plan.trips:
            self.trips[trip.vehicle].append(trip)
        self.people: Counter[str] = Counter()
        self.special: Counter[str] = Counter()
        for assigned in plan.assignments:
            self.people[assigned.shelter] += assigned.people
            self.special[assigned.shelter] += self.index.groups[assigned.group].special
        self.away: dict[str, int] = {}
        for posting in plan.postings:
            self.away[posting.team] = max(self.away.get(posting.team, 0), posting.people)

    def lots(self, problem: Problem) -> tuple[Lot, ...]:
        """Lots less their own units; what a lot no longer holds comes from others of its source and item."""
        owed, left = Counter(self.of_key), {}
        for lot in problem.lots:
            own = min(lot.quantity, self.units[lot.id])
            owed[lot.source, lot.item] -= own
            left[lot.id] = lot.quantity - own
        for lot in sorted(problem.lots, key=lambda lot: lot.ready_s):
            more = min(left[lot.id], max(0, owed[lot.source, lot.item]))
            owed[lot.source, lot.item] -= more
            left[lot.id] -= more
        return tuple(lot.model_copy(update={"quantity": left[lot.id]}) for lot in problem.lots if left[lot.id])

    def floors(self, problem: Problem, lots: Sequence[Lot]) -> tuple[Floor, ...]:
        """As much may still go elsewhere as before, less what the earlier plan sends elsewhere."""
        before, after = _held(problem.lots), _held(lots)
        found = []
        for floor in problem.floors:
            key = floor.source, floor.item
            elsewhere = max(0, before[key] - floor.quantity - self.beyond_floor[key])
            if after[key] > elsewhere:
                found.append(floor.model_copy(update={"quantity": after[key] - elsewhere}))
        return tuple(found)

    def terms(self, problem: Problem, lots: Sequence[Lot]) -> tuple[Terms, ...]:
        """What is left of the lots; whoever has called once may be asked for any further quantity."""
        left = {lot.id for lot in lots}
        found = []
        for terms in problem.terms:
            kept = tuple(lot for lot in terms.lots if lot in left)
            called = any(self.units[lot] for lot in terms.lots)
            found.append(terms.model_copy(update={"lots": kept, "minimum": 0 if called else terms.minimum}))
        return tuple(terms for terms in found if terms.lots)

    def withheld(self, problem: Problem, lots: Sequence[Lot]) -> tuple[Withheld, ...]:
        """What the earlier plan takes is told as reserved."""
        before, after = _held(problem.lots), _held(lots)
        rows = {(row.source, row.item): row for row in problem.withheld}
        for key, quantity in before.items():
            gone = quantity - after[key]
            if gone:
                known = rows.get(key) or Withheld(source=key[0], item=key[1], on_hand=quantity)
                rows[key] = known.model_copy(update={"reserved": known.reserved + gone})
        kept = {lot.source for lot in lots}
        return tuple(row for key, row in sorted(rows.items()) if key[0] in kept)

    def dock_uses(self, problem: Problem, sources: Container[str]) -> tuple[DockUse, ...]:
        """Services of both plans that are not over before this one begins, no more at once than there are docks."""
        services = self._services()
        for use in problem.dock_uses:
            services[use.place].append((use.start_s, use.leave_s))
        places: list[Source | Shelter] = [row for row in problem.sources if row.id in sources]
        return tuple(
            DockUse(place=row.id, start_s=start_s, leave_s=leave_s)
            for row in (*places, *problem.shelters)
            for start_s, leave_s in within(row.docks, services[row.id])
        )

    def _services(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        for trip in self.plan.trips:
            for stop in trip.stops:
                leave_s = stop.leave_s + self.shift_s
                if stop.action is not Action.BOARD and leave_s > 0:
                    found[stop.place].append((max(0, stop.start_s + self.shift_s), leave_s))
        return found

    def vehicle(self, vehicle: Vehicle, problem: Problem) -> Iterator[Vehicle]:
        """Free where its last trip ends, or back at its base if the problem knows no ways from there."""
        trips = self.trips.get(vehicle.id)
        if not trips:
            yield vehicle
            return
        last = max(trips, key=lambda trip: trip.end_s)
        place, free_s = last.stops[-1].location, last.end_s + self.shift_s
        starts = {name for m in problem.travel if m.profile == vehicle.profile for name in m.origins}
        if place not in starts:
            back_s = self.index.seconds(vehicle.profile, place, vehicle.location)
            if back_s == UNREACHABLE:
                return
            place, free_s = vehicle.location, free_s + back_s
        yield vehicle.model_copy(update={"location": place, "ready_s": max(vehicle.ready_s, free_s)})

    def team(self, team: Team) -> Team:
        """People who are out do not count, however soon they come home."""
        return team.model_copy(update={"on_duty": max(0, team.on_duty - self.away.get(team.id, 0))})

    def shelter(self, shelter: Shelter) -> Shelter:
        """Places that are left; those indoors are taken first."""
        people = self.people[shelter.id]
        return shelter.model_copy(
            update={
                "places": max(0, shelter.places - people),
                "indoor_places": max(0, shelter.indoor_places - people),
                "special_places": max(0, shelter.special_places - self.special[shelter.id]),
            }
        )


def _held(lots: Iterable[Lot]) -> Counter[Key]:
    totals: Counter[Key] = Counter()
    for lot in lots:
        totals[lot.source, lot.item] += lot.quantity
    return totals
