"""What a trip carries: the right things taken at the right places, all of it given, never more than fits."""

from collections import Counter

from optimize.plan import Action, Stop, Trip
from optimize.problem import Vehicle
from optimize.validation.facts import Facts
from optimize.validation.report import Code, Report

TAKES = (Action.LOAD, Action.BOARD)
GOODS = (Action.LOAD, Action.UNLOAD)


def check_cargo(facts: Facts, report: Report) -> None:
    for trip in facts.open_trips:
        for number, stop in enumerate(trip.stops):
            _check_stop(f"trip {trip.id} stop {number}", stop, facts, report)
        _check_order(trip, report)
        _check_balance(trip, report)
        _check_capacity(trip, facts.vehicles[trip.vehicle], facts, report)


def _check_stop(where: str, stop: Stop, facts: Facts, report: Report) -> None:
    report.equal(Code.STOP_PLACE, where, f"{stop.place} 的地点", stop.location, _location(stop, facts))
    goods = stop.action in GOODS
    if bool(stop.cargo) != goods or bool(stop.passengers) == goods:
        report.add(Code.STOP_PAYLOAD, where, f"{stop.action.value} 停靠应有且只有{'货物' if goods else '人员'}")
    for cargo in stop.cargo:
        if stop.action is Action.LOAD and facts.lots[cargo.lot].source != stop.place:
            expected = facts.lots[cargo.lot].source
            report.add(Code.CARGO_SOURCE, where, f"批次 {cargo.lot} 在 {stop.place} 装车，应在 {expected}")
        if stop.action is Action.UNLOAD and cargo.shelter != stop.place:
            report.add(Code.CARGO_ASTRAY, where, f"批次 {cargo.lot} 卸在 {stop.place}，应卸在 {cargo.shelter}")
    if stop.action is Action.BOARD:
        for passengers in stop.passengers:
            home = facts.groups[passengers.group].location
            report.equal(Code.STOP_PLACE, where, f"{passengers.group} 上车地点", stop.location, home)


def _location(stop: Stop, facts: Facts) -> str:
    if stop.action is Action.LOAD:
        return facts.sources[stop.place].location
    if stop.action is Action.BOARD:
        return facts.groups[stop.place].location
    return facts.shelters[stop.place].location


def _check_order(trip: Trip, report: Report) -> None:
    takes = [stop.action in TAKES for stop in trip.stops]
    if not takes or takes != sorted(takes, reverse=True):
        actions = "、".join(stop.action.value for stop in trip.stops) or "无"
        report.add(Code.STOP_ORDER, f"trip {trip.id}", f"停靠顺序为 {actions}，应先装（上）后卸（下）且不为空")


def _check_balance(trip: Trip, report: Report) -> None:
    """A trip starts and ends empty: whatever is taken is given, lot by lot and group by group."""
    taken: Counter[tuple[str, str]] = Counter()
    given: Counter[tuple[str, str]] = Counter()
    for stop in trip.stops:
        side = taken if stop.action in TAKES else given
        for cargo in stop.cargo:
            side[f"批次 {cargo.lot}", f"（运往 {cargo.shelter}）"] += cargo.quantity
        for passengers in stop.passengers:
            side[f"安置组 {passengers.group}", ""] += passengers.people
    for key in sorted(taken.keys() | given.keys()):
        if taken[key] != given[key]:
            words = f"{key[0]}{key[1]}装（上）{taken[key]}，卸（下）{given[key]}，应相等"
            report.add(Code.LOAD_UNLOAD, f"trip {trip.id}", words)


def _check_capacity(trip: Trip, vehicle: Vehicle, facts: Facts, report: Report) -> None:
    """Load after every stop; the peak is the largest of them."""
    grams = volume = seated = peak_g = peak_cm3 = peak_seated = 0
    for stop in trip.stops:
        sign = 1 if stop.action in TAKES else -1
        grams += sign * facts.grams(stop)
        volume += sign * facts.volume(stop)
        seated += sign * sum(passengers.people for passengers in stop.passengers)
        peak_g, peak_cm3, peak_seated = max(peak_g, grams), max(peak_cm3, volume), max(peak_seated, seated)
    where = f"trip {trip.id}"
    report.at_most(Code.OVER_MASS, where, f"{vehicle.name}载重（克）", peak_g, vehicle.capacity_g)
    report.at_most(Code.OVER_VOLUME, where, f"{vehicle.name}容积（立方厘米）", peak_cm3, vehicle.capacity_cm3)
    report.at_most(Code.OVER_SEATS, where, f"{vehicle.name}乘员（人）", peak_seated, vehicle.seats)
    report.equal(Code.PEAK, where, "最大载重（克）", trip.peak_g, peak_g)
    report.equal(Code.PEAK, where, "最大装载体积（立方厘米）", trip.peak_cm3, peak_cm3)
