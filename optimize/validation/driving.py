"""Where vehicles are and when: one trip after the other, over open roads, in the matrix's time, at a free dock."""

from collections import defaultdict
from collections.abc import Container

from optimize.plan import Action, Stop, Trip
from optimize.problem import Vehicle
from optimize.validation.cargo import GOODS
from optimize.validation.facts import Facts, ceil_div
from optimize.validation.report import Code, Report


def check_driving(facts: Facts, report: Report) -> None:
    trips_of: dict[str, list[Trip]] = defaultdict(list)
    for trip in facts.plan.trips:
        trips_of[trip.vehicle].append(trip)
    for trip in facts.open_trips:
        _check_trip(trip, facts, report)
    for ident, trips in trips_of.items():
        ordered = sorted(trips, key=lambda trip: (trip.start_s, trip.end_s))
        _check_sequence(facts.vehicles[ident], ordered, frozenset(facts.open_trips), report)
    _check_docks(facts, report)


def _check_sequence(vehicle: Vehicle, trips: list[Trip], judged: Container[Trip], report: Report) -> None:
    """A vehicle drives one trip at a time and starts where it stands, not before it is ready."""
    at, free_s = vehicle.location, None
    for trip in trips:
        if trip not in judged:
            at, free_s = trip.stops[-1].location, trip.end_s
            continue
        where = f"trip {trip.id}"
        report.equal(Code.VEHICLE_PLACE, where, f"{vehicle.name}出发地点", trip.from_location, at)
        report.at_least(Code.VEHICLE_NOT_READY, where, f"{vehicle.name}出车时刻（秒）", trip.start_s, vehicle.ready_s)
        if free_s is not None:
            report.at_least(Code.VEHICLE_BUSY, where, f"{vehicle.name}上一车次未结束即出车（秒）", trip.start_s, free_s)
        at, free_s = (trip.stops[-1].location if trip.stops else at), trip.end_s


def _check_trip(trip: Trip, facts: Facts, report: Report) -> None:
    profile = facts.vehicles[trip.vehicle].profile
    at, left_s, metres = trip.from_location, trip.start_s, 0
    for number, stop in enumerate(trip.stops):
        where = f"trip {trip.id} stop {number}"
        seconds, length = facts.way(profile, at, stop.location)
        if seconds < 0:
            words = f"从 {facts.locations[at].name} 到 {facts.locations[stop.location].name} 没有可通行的道路"
            report.add(Code.ROAD_CLOSED, where, words)
        else:
            report.equal(Code.DRIVING_TIME, where, "到达时刻（秒）", stop.arrive_s, left_s + seconds)
            metres += length
        _check_service(where, stop, facts, report)
        at, left_s = stop.location, stop.leave_s
    where = f"trip {trip.id}"
    report.equal(Code.TRIP_END, where, "结束时刻（秒）", trip.end_s, left_s)
    report.equal(Code.TRIP_METRES, where, "行驶里程（米）", trip.metres, metres)
    report.at_most(Code.TRIP_HORIZON, where, "结束时刻（秒）", trip.end_s, facts.problem.horizon_s)


def _check_service(where: str, stop: Stop, facts: Facts, report: Report) -> None:
    report.at_least(Code.STARTED_EARLY, where, "作业开始时刻（秒）", stop.start_s, stop.arrive_s)
    if stop.action in (Action.UNLOAD, Action.ALIGHT):
        shelter = facts.shelters[stop.place]
        report.at_least(Code.SHELTER_NOT_READY, where, f"{shelter.name}启用前作业（秒）", stop.start_s, shelter.ready_s)
    duration = stop.leave_s - stop.start_s
    report.equal(Code.SERVICE_TIME, where, "作业用时（秒）", duration, _service_s(stop, facts))


def _service_s(stop: Stop, facts: Facts) -> int:
    if stop.action in GOODS:
        site = facts.sources[stop.place] if stop.action is Action.LOAD else facts.shelters[stop.place]
        return site.stop_s + ceil_div(facts.grams(stop) * site.handling_s_per_t, 1_000_000)
    policy = facts.problem.policy
    people = sum(passengers.people for passengers in stop.passengers)
    return policy.people_stop_s + people * policy.board_s_per_person


def _check_docks(facts: Facts, report: Report) -> None:
    """At no moment more vehicles in service than docks, buses at shelters included, as far as a trip that is still open
    takes part.

    Services are half-open: one may follow at once.
    """
    judged = frozenset(facts.open_trips)
    events: dict[tuple[str, str, int], list[tuple[int, int, int]]] = defaultdict(list)
    for trip in facts.plan.trips:
        ours = int(trip in judged)
        for stop in trip.stops:
            if stop.action is not Action.BOARD:
                place = facts.sources[stop.place] if stop.action is Action.LOAD else facts.shelters[stop.place]
                events[place.id, place.name, place.docks] += [(stop.start_s, 1, ours), (stop.leave_s, -1, -ours)]
    for key in list(events):
        taken = (use for use in facts.problem.dock_uses if use.place == key[0])
        events[key] += [change for use in taken for change in ((use.start_s, 1, 0), (use.leave_s, -1, 0))]
    for (ident, name, docks), changes in events.items():
        busy, open_busy, most, moment = 0, 0, 0, 0
        for second, change, ours in sorted(changes):
            busy, open_busy = busy + change, open_busy + ours
            if open_busy and busy > most:
                most, moment = busy, second
        report.at_most(Code.DOCKS, f"place {ident}", f"{name}第 {moment} 秒同时作业车辆（辆）", most, docks)
