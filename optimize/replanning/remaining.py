"""What is still to be decided: the problem without what its fixed rows have used up.

Goods that fixed trips have loaded are gone; vehicles stand where and when their fixed trips end, nobody sets off before
``now_s``; groups on their way are no longer there, nor the places they take; docks are in use. What has arrived and
which teams are out are no rows of a problem: they are read from the fixed rows (``Index``, ``missions``).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from optimize.decisions import Action, Decisions, Trip
from optimize.problem import DockUse, Floor, Lot, Problem, Shelter, Source, Vehicle
from optimize.trips.docks import Span, within


def remaining(problem: Problem) -> Problem:
    """The same adjustment with smaller tables; the problem itself where nothing is fixed and now is second 0."""
    adjustment = problem.adjustment
    if adjustment.fixed == Decisions() and not adjustment.now_s:
        return problem
    loaded = _loaded(adjustment.fixed)
    last = last_trips(adjustment.fixed)
    gone = {row.group for row in adjustment.fixed.assignments}
    return problem.model_copy(
        update={
            "groups": tuple(group for group in problem.groups if group.id not in gone),
            "shelters": _shelters(problem),
            "lots": _lots(problem, loaded),
            "floors": _floors(problem, loaded),
            "dock_uses": tuple(_dock_uses(problem)),
            "vehicles": tuple(_later(vehicle, last.get(vehicle.id), adjustment.now_s) for vehicle in problem.vehicles),
        }
    )


def last_trips(fixed: Decisions) -> dict[str, Trip]:
    """The last fixed trip of each vehicle that has one."""
    return {trip.vehicle: trip for trip in sorted(fixed.trips, key=lambda trip: (trip.start_s, trip.end_s))}


def _loaded(fixed: Decisions) -> Counter[tuple[str, str]]:
    """Units by lot and shelter."""
    units: Counter[tuple[str, str]] = Counter()
    for trip in fixed.trips:
        for stop in trip.stops:
            if stop.action is Action.LOAD:
                for cargo in stop.cargo:
                    units[cargo.lot, cargo.shelter] += cargo.quantity
    return units


def _lots(problem: Problem, loaded: Counter[tuple[str, str]]) -> tuple[Lot, ...]:
    taken: Counter[str] = Counter()
    for (lot, _), units in loaded.items():
        taken[lot] += units
    return tuple(
        lot.model_copy(update={"quantity": lot.quantity - taken[lot.id]}) if taken[lot.id] else lot
        for lot in problem.lots
        if lot.quantity > taken[lot.id]
    )


def _floors(problem: Problem, loaded: Counter[tuple[str, str]]) -> tuple[Floor, ...]:
    """What went to a floor's own area came out of the floor; what went elsewhere has used up what it lets go."""
    key_of = {lot.id: (lot.source, lot.item) for lot in problem.lots}
    held: Counter[tuple[str, str]] = Counter()
    for lot in problem.lots:
        held[key_of[lot.id]] += lot.quantity
    sent: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (lot_id, shelter), units in loaded.items():
        sent[key_of[lot_id]][shelter] += units
    found = []
    for floor in problem.floors:
        key = floor.source, floor.item
        free = sum(sent[key][shelter] for shelter in floor.free_shelters)
        away = sent[key].total() - free
        spare = max(0, max(0, held[key] - floor.quantity) - away)
        stays = held[key] - free - away - spare
        if stays > 0:
            found.append(floor.model_copy(update={"quantity": stays}))
    return tuple(found)


def _shelters(problem: Problem) -> tuple[Shelter, ...]:
    people: Counter[str] = Counter()
    special: Counter[str] = Counter()
    of = {group.id: group for group in problem.groups}
    for row in problem.adjustment.fixed.assignments:
        people[row.shelter] += row.people
        special[row.shelter] += of[row.group].special
    return tuple(
        shelter.model_copy(
            update={
                "places": max(0, shelter.places - people[shelter.id]),
                "special_places": max(0, shelter.special_places - special[shelter.id]),
            }
        )
        if people[shelter.id]
        else shelter
        for shelter in problem.shelters
    )


def _later(vehicle: Vehicle, last: Trip | None, now_s: int) -> Vehicle:
    ready_s = max(vehicle.ready_s, now_s, last.end_s if last else 0)
    location = last.stops[-1].location if last else vehicle.location
    return vehicle.model_copy(update={"ready_s": ready_s, "location": location})


def _dock_uses(problem: Problem) -> Iterator[DockUse]:
    """Services of others and fixed ones; the latter may be more than the docks of today."""
    services: dict[str, list[Span]] = defaultdict(list)
    for use in problem.dock_uses:
        services[use.place].append((use.start_s, use.leave_s))
    for trip in problem.adjustment.fixed.trips:
        for stop in trip.stops:
            if stop.action is not Action.BOARD:
                services[stop.place].append((stop.start_s, stop.leave_s))
    places: tuple[Source | Shelter, ...] = (*problem.sources, *problem.shelters)
    for place in places:
        for start_s, leave_s in within(place.docks, services[place.id]):
            yield DockUse(place=place.id, start_s=start_s, leave_s=leave_s)
