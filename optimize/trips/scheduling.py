"""Which vehicle carries what and whom, and when: exact trips for goods and people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

from optimize.goods.flows import Flow, Move, Schedule
from optimize.goods.freight import Freight, Handled
from optimize.index import Index
from optimize.people.convoy import BusTrip
from optimize.people.journeys import Journeys, ride, walk
from optimize.plan import Action, Cargo, Delivery, Stop, Trip
from optimize.problem import Problem
from optimize.progress import Control
from optimize.trips.haulage import Style, fill
from optimize.trips.improvement import improve
from optimize.trips.pool import Pool
from optimize.trips.rating import Judge
from optimize.trips.tours import TimedTour, Timeline

STAGE = "trips"


def schedule(
    problem: Problem,
    index: Index,
    flows: Sequence[Flow],
    moves: Sequence[Move],
    control: Control,
    *,
    rides: Journeys | None = None,
) -> Schedule:
    """Trips for all flows and moves; what cannot be done by the horizon or before expiry is named, not forced.

    People come first, in a vehicle that carries both and at a shelter's docks. ``rides`` are their trips if they have
    been found before.
    """
    on_foot, riding = walk(problem, index, moves), rides or ride(problem, index, moves, control)
    freight = Freight(problem, index, [flow for flow in flows if flow.quantity], people=riding.trips)
    tours = _haul(problem, freight, moves, control)
    trips, deliveries = written(freight, riding.trips, tours)
    return Schedule(
        trips=trips,
        deliveries=deliveries,
        arrivals={**on_foot.arrivals, **riding.arrivals},
        undelivered=_undelivered(freight, tours),
        unmoved=(*on_foot.left_behind, *riding.left_behind),
    )


def _haul(problem: Problem, freight: Freight, moves: Sequence[Move], control: Control) -> list[TimedTour]:
    judge = Judge(problem, freight, moves)
    timeline = Timeline(freight)
    fill(timeline, Pool(freight), Style(), control if control.answered else None)
    control.report(STAGE, "incumbent", level=3, incumbent=judge.critical(judge.rate(timeline.tours)))
    return improve(freight, judge, timeline.tours, control)


def _undelivered(freight: Freight, tours: Iterable[TimedTour]) -> tuple[Flow, ...]:
    left = [parcel.flow.quantity for parcel in freight.parcels]
    for timed in tours:
        for _, handled in timed.tour.unloads:
            for parcel, quantity in handled:
                left[parcel] -= quantity
    return tuple(
        Flow(parcel.flow.lot, parcel.flow.shelter, parcel.flow.line, rest)
        for parcel, rest in zip(freight.parcels, left, strict=True)
        if rest
    )


def written(
    freight: Freight, rides: Sequence[BusTrip], tours: Sequence[TimedTour]
) -> tuple[tuple[Trip, ...], tuple[Delivery, ...]]:
    """Trips numbered in the order in which they set off, past the fixed ones, and the deliveries they make."""
    numbered: list[tuple[int, str, int, BusTrip | TimedTour]] = [
        *((trip.start_s, trip.vehicle, 0, trip) for trip in rides),
        *((tour.start_s, freight.trucks[tour.tour.truck].id, 1, tour) for tour in tours),
    ]
    trips: list[Trip] = []
    deliveries: list[Delivery] = []
    names = (name for number in count(1) if (name := f"T{number:04d}") not in freight.index.fixed_trips)
    for name, (_, _, _, row) in zip(names, sorted(numbered, key=lambda entry: entry[:3]), strict=False):
        if isinstance(row, TimedTour):
            trips.append(_goods_trip(freight, name, row))
            deliveries += _deliveries(freight, name, row)
        else:
            trips.append(_bus_trip(name, row))
    return tuple(trips), tuple(deliveries)


def _bus_trip(name: str, ride: BusTrip) -> Trip:
    return Trip(
        id=name,
        vehicle=ride.vehicle,
        from_location=ride.from_location,
        start_s=ride.start_s,
        stops=ride.stops,
        end_s=ride.end_s,
        metres=ride.metres,
        peak_g=0,
        peak_cm3=0,
    )


def _goods_trip(freight: Freight, name: str, timed: TimedTour) -> Trip:
    tour = timed.tour
    visits = iter(timed.visits)
    stops = []
    for action, places, calls in (
        (Action.LOAD, freight.sources, tour.loads),
        (Action.UNLOAD, freight.shelters, tour.unloads),
    ):
        for place, handled in calls:
            visit = next(visits)
            stops.append(
                Stop(
                    action=action,
                    place=places[place].id,
                    location=places[place].location,
                    arrive_s=visit.arrive_s,
                    start_s=visit.start_s,
                    leave_s=visit.leave_s,
                    cargo=_cargo(freight, handled),
                )
            )
    return Trip(
        id=name,
        vehicle=freight.trucks[tour.truck].id,
        from_location=freight.locations[timed.from_place],
        start_s=timed.start_s,
        stops=tuple(stops),
        end_s=timed.end_s,
        metres=freight.tour_metres(tour.truck, timed.from_place, [visit.place for visit in timed.visits]),
        peak_g=sum(freight.grams(handled) for _, handled in tour.loads),
        peak_cm3=sum(freight.cm3(handled) for _, handled in tour.loads),
    )


def _cargo(freight: Freight, handled: Handled) -> tuple[Cargo, ...]:
    """Units of one lot for one shelter are one row, whatever lines they serve."""
    units: dict[tuple[str, str], int] = defaultdict(int)
    for parcel, quantity in handled:
        flow = freight.parcels[parcel].flow
        units[flow.lot, flow.shelter] += quantity
    return tuple(Cargo(lot=lot, shelter=shelter, quantity=quantity) for (lot, shelter), quantity in units.items())


def _deliveries(freight: Freight, trip: str, timed: TimedTour) -> list[Delivery]:
    units: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for position, (_, handled) in enumerate(timed.tour.unloads):
        for parcel, quantity in handled:
            flow = freight.parcels[parcel].flow
            units[flow.lot, flow.shelter, flow.line, timed.unloaded_s(position)] += quantity
    return [
        Delivery(lot=lot, shelter=shelter, line=line, quantity=quantity, trip=trip, arrive_s=arrive)
        for (lot, shelter, line, arrive), quantity in units.items()
    ]
