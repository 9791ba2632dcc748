"""Goods: no lot overdrawn, floors kept, ready when loaded, unexpired when unloaded, wanted where they go."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from optimize.plan import Action, Cargo, Delivery, Stop, Trip
from optimize.problem import Arrival
from optimize.validation.facts import Facts, ceil_div
from optimize.validation.report import Code, Report


def check_stock(facts: Facts, report: Report) -> None:
    loaded, gone = _loaded(facts.plan.trips), _loaded(facts.problem.adjustment.fixed.trips)
    for trip in facts.open_trips:
        for number, stop in enumerate(trip.stops):
            for cargo in stop.cargo:
                _check_dates(f"trip {trip.id} stop {number}", stop, cargo, facts, report)
    _check_lots(loaded, facts, report)
    _check_floors(loaded, gone, facts, report)
    _check_terms(loaded, gone, facts, report)
    _check_deliveries(facts, report)
    for trip in facts.plan.trips:
        _check_carried(trip, facts, report)


def _loaded(trips: Iterable[Trip]) -> Counter[tuple[str, str]]:
    """Units by lot and shelter."""
    units: Counter[tuple[str, str]] = Counter()
    for trip in trips:
        for stop in trip.stops:
            if stop.action is Action.LOAD:
                for cargo in stop.cargo:
                    units[cargo.lot, cargo.shelter] += cargo.quantity
    return units


def _check_dates(where: str, stop: Stop, cargo: Cargo, facts: Facts, report: Report) -> None:
    lot = facts.lots[cargo.lot]
    if stop.action is Action.LOAD:
        report.at_least(Code.LOT_NOT_READY, where, f"批次 {lot.id} 装车时刻（秒）", stop.start_s, lot.ready_s)
    elif stop.action is Action.UNLOAD and lot.expires_s is not None:
        report.at_most(Code.LOT_EXPIRED, where, f"批次 {lot.id} 卸完时刻（秒）", stop.leave_s, lot.expires_s)


def _check_lots(loaded: Counter[tuple[str, str]], facts: Facts, report: Report) -> None:
    taken: Counter[str] = Counter()
    for (ident, _), quantity in loaded.items():
        taken[ident] += quantity
    for ident, quantity in taken.items():
        lot = facts.lots[ident]
        name = f"{facts.sources[lot.source].name}批次 {ident} 调出量（{facts.items[lot.item].unit}）"
        report.at_most(Code.LOT_OVERDRAWN, f"lot {ident}", name, quantity, lot.quantity)


def _check_floors(
    loaded: Counter[tuple[str, str]], gone: Counter[tuple[str, str]], facts: Facts, report: Report
) -> None:
    """No more than floors let go; what had left before a floor was raised is not called back."""
    held: Counter[tuple[str, str]] = Counter()
    for lot in facts.problem.lots:
        held[lot.source, lot.item] += lot.quantity
    for floor in facts.problem.floors:
        key = (floor.source, floor.item)
        outside, gone_outside = (
            sum(
                quantity
                for (ident, shelter), quantity in units.items()
                if (facts.lots[ident].source, facts.lots[ident].item) == key and shelter not in floor.free_shelters
            )
            for units in (loaded, gone)
        )
        item = facts.items[floor.item]
        name = f"{facts.sources[floor.source].name}{item.name}调往本区域以外（{item.unit}）"
        where = f"floor {floor.source}/{floor.item}"
        report.at_most(Code.FLOOR_BROKEN, where, name, outside, max(gone_outside, held[key] - floor.quantity))


def _check_terms(
    loaded: Counter[tuple[str, str]], gone: Counter[tuple[str, str]], facts: Facts, report: Report
) -> None:
    """Each channel draws on nothing or on its least call, in time, for the shelters that it serves."""
    for number, terms in enumerate(facts.problem.terms):
        where, lots = f"terms {number}", set(terms.lots)
        drawn = {key: units for key, units in loaded.items() if key[0] in lots}
        called = any(ident in lots for ident, _ in gone)
        if drawn and not called:
            report.at_least(Code.TERMS_MINIMUM, where, "调出总量", sum(drawn.values()), terms.minimum)
        for ident, shelter in drawn if terms.reach is not None else ():
            if shelter not in (terms.reach or ()) and (ident, shelter) not in gone:
                report.add(Code.TERMS_REACH, where, f"批次 {ident} 送往 {facts.shelters[shelter].name}，超出约定范围")
        if terms.until_s is not None:
            _check_loading(lots, terms.until_s, facts, report)


def _check_loading(lots: set[str], until_s: int, facts: Facts, report: Report) -> None:
    for trip in facts.open_trips:
        for stop in trip.stops:
            if stop.action is Action.LOAD and any(cargo.lot in lots for cargo in stop.cargo):
                report.at_most(Code.TERMS_ENDED, f"trip {trip.id}", "装车时刻（秒）", stop.start_s, until_s)


def _check_deliveries(facts: Facts, report: Report) -> None:
    sent, gone = _by_line(facts.plan.deliveries), _by_line(facts.problem.adjustment.fixed.deliveries)
    there: dict[tuple[str, str], list[Arrival]] = defaultdict(list)
    for arrival in facts.problem.arrivals:
        there[arrival.shelter, arrival.line].append(arrival)
    for row in facts.plan.deliveries:
        line, lot = facts.lines[row.line], facts.lots[row.lot]
        if lot.item not in {line.item, *(other.item for other in line.substitutes)}:
            where = f"delivery {row.lot}→{row.shelter}/{row.line}"
            report.equal(Code.LINE_ITEM, where, "品目", lot.item, line.item)
    for (shelter, ident), rows in sent.items():
        line, items = facts.lines[ident], {facts.lots[row.lot].item for row in rows}
        required = facts.required(shelter, line) - facts.counts(line, there[shelter, ident])
        most = max([1, *(ceil_div(other.replaces, other.units) for other in line.substitutes if other.item in items)])
        limit = max(required + most - 1 if required > 0 else 0, facts.counts(line, gone[shelter, ident]))
        where = f"delivery {shelter}/{ident}"
        name = f"{facts.shelters[shelter].name}{line.name}送达量"
        report.at_most(Code.OVER_DELIVERY, where, name, facts.counts(line, rows), limit)


def _by_line(rows: Iterable[Delivery]) -> dict[tuple[str, str], list[Delivery]]:
    found: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for row in rows:
        found[row.shelter, row.line].append(row)
    return found


def _check_carried(trip: Trip, facts: Facts, report: Report) -> None:
    """Deliveries of a trip are exactly what it unloads, lot by lot, place by place, second by second."""
    unloaded: Counter[tuple[str, str, int]] = Counter()
    for stop in trip.stops:
        if stop.action is Action.UNLOAD:
            for cargo in stop.cargo:
                unloaded[cargo.lot, cargo.shelter, stop.leave_s] += cargo.quantity
    told: Counter[tuple[str, str, int]] = Counter()
    for row in facts.deliveries_of[trip.id]:
        told[row.lot, row.shelter, row.arrive_s] += row.quantity
    for lot, shelter, second in sorted(unloaded.keys() | told.keys()):
        key = (lot, shelter, second)
        where = f"trip {trip.id} delivery {lot}→{shelter}"
        label = f"第 {second} 秒在 {facts.shelters[shelter].name} 交付批次 {lot}"
        report.equal(Code.DELIVERY_UNCARRIED, where, label, told[key], unloaded[key])
