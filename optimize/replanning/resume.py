"""A plan taken up again on a changed problem: what was decided and still holds stays, what was short is decided anew.

It is quick (no program is solved for goods) and executed: trips with exact times, figures as the plan measures them. On
the same problem it is never worse than the plan.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from optimize.decisions import Action, Assignment, Decisions, Delivery, Trip
from optimize.figures import Execution, Figures
from optimize.goods.allocation import Ledger, fill
from optimize.goods.flows import Flow, Move
from optimize.goods.freight import Freight, Handled
from optimize.goods.supply import Need, Supply, needs_of
from optimize.goods.terms import called_too_little, drawn_from
from optimize.people.convoy import BusTrip
from optimize.people.journeys import Journeys
from optimize.people.ways import FOOT
from optimize.progress import Control
from optimize.trips.docks import in_turn
from optimize.trips.improvement import improve
from optimize.trips.insertion import taken_along
from optimize.trips.rating import Judge
from optimize.trips.scheduling import written
from optimize.trips.tours import Tour

Parcel = tuple[str, str, str]
"""(lot, shelter, line)"""
Doubt = Callable[[Delivery], bool]
"""Whether a delivery may be made otherwise."""


@dataclass(frozen=True)
class People:
    """Who is where at the end of which journey."""

    assignments: tuple[Assignment, ...]
    rides: tuple[BusTrip, ...]

    @classmethod
    def of(cls, decisions: Decisions) -> "People":
        return cls(tuple(decisions.assignments), tuple(bus_trips(decisions.trips)))

    def moves(self) -> list[Move]:
        return [Move(row.group, row.shelter, row.people, row.mode) for row in self.assignments]

    def at(self) -> dict[str, int]:
        totals: dict[str, int] = defaultdict(int)
        for row in self.assignments:
            totals[row.shelter] += row.people
        return dict(totals)


def bus_trips(trips: Iterable[Trip]) -> list[BusTrip]:
    return [
        BusTrip(trip.vehicle, trip.from_location, trip.start_s, trip.stops, trip.metres)
        for trip in trips
        if trip.stops and trip.stops[0].action == Action.BOARD
    ]


def journeys(people: People) -> Journeys:
    """The rides of people as the trips' search knows them."""
    arrivals = {row.group: row.arrive_s for row in people.assignments if row.mode != FOOT}
    return Journeys(trips=list(people.rides), arrivals=arrivals)


class Goods:
    """The goods of a plan, ready to be taken up again on one changed problem; what is open goes to ``first``, the
    (line, shelter) of some needs, before it goes to others."""

    def __init__(
        self, supply: Supply, before: Decisions, people: People, first: Collection[tuple[str, str]] = ()
    ) -> None:
        self.supply, self.index, self.before, self.people = supply, supply.index, before, people
        self.first = first
        self.needs = needs_of(self.index, people.at())
        shelters = self.index.problem.shelters
        self.need_of = {(shelters[need.shelter].id, need.line.id): row for row, need in enumerate(self.needs)}
        self.pool_of = {lot.id: row for row, pool in enumerate(supply.pools) for lot in pool.lots}
        self.trucks = {vehicle.id for vehicle in self.index.problem.vehicles}

    def again(self, control: Control | None, doubt: Doubt, moved: Mapping[str, str] | None = None) -> Figures:
        """Everything in doubt, and everything that was short, is allocated and carried anew; goods that are now too
        many at a shelter go on to the one that ``moved`` names, on the same trip.

        Without a control no trip changes that need not. An agreement of which too little would come is left out.
        """
        self.moved = moved or {}
        left_out: set[str] = set()
        while True:
            figures = self._again(control, doubt, left_out)
            called = drawn_from(figures.execution.deliveries)
            more = {lot for terms in called_too_little(self.index, called) for lot in terms.lots} - left_out
            if not more:
                return figures
            left_out |= more

    def _again(self, control: Control | None, doubt: Doubt, left_out: Collection[str]) -> Figures:
        ledger = self.ledger()
        for number, pool in enumerate(self.supply.pools):
            if pool.lots[0].id in left_out:
                ledger.left[number] = 0
        kept = self._keep(ledger, doubt)
        had = dict(ledger.booked)
        self.allocate(ledger)
        wanted = defaultdict(int, {parcel: sum(row[2] for row in rows) for parcel, rows in kept.items()})
        for parcel, units in self._more(ledger, had, wanted):
            wanted[parcel] += units
        return self._driven(wanted, kept, control)

    def ledger(self) -> Ledger:
        """What may be booked as it was before."""
        return Ledger(self.supply, self.needs)

    def allocate(self, ledger: Ledger) -> None:
        """Book what is still wanted, for the needs that come first before all others."""
        if self.first:
            others = [row for row, need in enumerate(self.needs) if self._names(need) not in self.first]
            wanted = ledger.wanted[others]
            ledger.wanted[others] = 0
            fill(ledger)
            ledger.wanted[others] = wanted
        fill(ledger)

    def _names(self, need: Need) -> tuple[str, str]:
        return need.line.id, self.index.problem.shelters[need.shelter].id

    def _keep(self, ledger: Ledger, doubt: Doubt) -> "dict[Parcel, list[tuple[str, int, int]]]":
        """(trip, second, units) of the deliveries that stay, by parcel; all of them are booked."""
        kept: dict[Parcel, list[tuple[str, int, int]]] = defaultdict(list)
        vehicle_of = {trip.id: trip.vehicle for trip in self.before.trips}
        left = {lot.id: lot.quantity for lot in self.index.problem.lots}
        for row in self.before.deliveries:
            pool = self.pool_of.get(row.lot)
            if pool is None or vehicle_of.get(row.trip) not in self.trucks:
                continue
            rest = min(row.quantity, left[row.lot])
            further = self.moved.get(row.shelter)
            for there in (row, row.model_copy(update={"shelter": further})) if further else (row,):
                goal = self.need_of.get((there.shelter, row.line))
                units = 0 if goal is None or doubt(there) else ledger.book(pool, goal, rest)
                rest, left[row.lot] = rest - units, left[row.lot] - units
                if units:
                    kept[row.lot, there.shelter, row.line].append((row.trip, row.arrive_s, units))
        return kept

    def _more(
        self, ledger: Ledger, had: dict[tuple[int, int], int], taken: "dict[Parcel, int]"
    ) -> list[tuple[Parcel, int]]:
        """What was booked beyond ``had``, of the lots that expire first among what is left."""
        left = {lot.id: lot.quantity for lot in self.index.problem.lots}
        for (lot_id, _, _), units in taken.items():
            left[lot_id] -= units
        found = []
        for (pool, row), units in sorted(ledger.booked.items()):
            more, need = units - had.get((pool, row), 0), self.needs[row]
            for lot in self.supply.pools[pool].lots:
                part = min(more, left[lot.id])
                if part:
                    left[lot.id] -= part
                    more -= part
                    found.append(((lot.id, self.index.problem.shelters[need.shelter].id, need.line.id), part))
        return found

    def _driven(
        self, wanted: "dict[Parcel, int]", kept: "dict[Parcel, list[tuple[str, int, int]]]", control: Control | None
    ) -> Figures:
        problem, moves = self.index.problem, self.people.moves()
        flows = [Flow(*parcel, units) for parcel, units in sorted(wanted.items())]
        freight = Freight(problem, self.index, flows, people=self.people.rides)
        judge, before = Judge(problem, freight, moves), list(self._tours(freight, kept))
        tours = taken_along(freight, judge, [replace(tour, not_before=()) for tour in before])
        if control:
            tours = improve(freight, judge, tours, control)
        else:
            tours = min(taken_along(freight, judge, before), tours, key=judge.rate)
        trips, deliveries = written(freight, self.people.rides, tours)
        execution = Execution(self.people.assignments, deliveries, trips, self.before.postings)
        return Figures(self.index, execution)

    def _tours(self, freight: Freight, kept: "dict[Parcel, list[tuple[str, int, int]]]") -> Iterable[Tour]:
        """The tours as they were, with what is still to be carried, as far as their trucks may and can; those that stop
        where they stopped keep their times."""
        number = {(p.flow.lot, p.flow.shelter, p.flow.line): row for row, p in enumerate(freight.parcels)}
        aboard: dict[tuple[str, str, int], Handled] = defaultdict(list)
        for parcel, rows in kept.items():
            for name, second, units in rows:
                aboard[name, parcel[1], second].append((number[parcel], units))
        truck = {vehicle.id: row for row, vehicle in enumerate(freight.trucks)}
        shelter = {row.id: number for number, row in enumerate(freight.shelters)}
        for trip in in_turn(self.before.trips):
            unloads: dict[int, Handled] = defaultdict(list)
            for stop in trip.stops:
                for place in (stop.place, self.moved.get(stop.place, "")):
                    if (trip.id, place, stop.leave_s) in aboard:
                        unloads[shelter[place]] += aboard[trip.id, place, stop.leave_s]
            if unloads and trip.vehicle in truck:
                loads = _loads(freight, trip, [row for rows in unloads.values() for row in rows])
                stays = len(loads) + len(unloads) == len(trip.stops)
                held = tuple(stop.start_s for stop in trip.stops) if stays else ()
                tour = Tour(truck[trip.vehicle], loads, list(unloads.items()), held)
                if tour.allowed(freight):
                    yield tour


def _loads(freight: Freight, trip: Trip, aboard: Handled) -> list[tuple[int, Handled]]:
    """What is loaded where, in the order of the trip's stops."""
    by_source: dict[str, Handled] = defaultdict(list)
    for parcel, units in aboard:
        by_source[freight.sources[freight.parcels[parcel].source].id].append((parcel, units))
    source = {row.id: number for number, row in enumerate(freight.sources)}
    places = dict.fromkeys(stop.place for stop in trip.stops if stop.action == Action.LOAD)
    return [(source[place], by_source[place]) for place in places if by_source[place]]
