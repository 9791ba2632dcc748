"""Faults of an adjustment: rules about things that there are, and fixed rows that could have happened as they stand.

Contradictory rules are no fault, since nothing is ever forced. ``before`` may name what is no longer there.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from optimize.decisions import Action, Decisions, Trip
from optimize.intake.faults import Fault
from optimize.problem import About, Problem, Rule

NAMES = {
    "groups": "安置组",
    "shelters": "避难场所",
    "sources": "储备点",
    "lots": "批次",
    "vehicles": "车辆",
    "locations": "地点",
    "teams": "队伍",
    "missions": "任务",
    "kit": "保障定额行",
}
SIDES: dict[About, tuple[str, tuple[str, ...]]] = {
    About.GROUP: ("groups", ("shelters",)),
    About.SHELTER: ("shelters", ()),
    About.SOURCE: ("sources", ("shelters",)),
    About.LOT: ("lots", ("shelters",)),
    About.VEHICLE: ("vehicles", ("sources", "shelters", "groups")),
    About.WAY: ("locations", ("locations",)),
    About.TEAM: ("teams", ("missions",)),
}
"""The tables of a rule's subject and of its target."""
BANS_ONLY = frozenset({About.SHELTER, About.WAY})
TAKES = {Action.LOAD: Action.UNLOAD, Action.BOARD: Action.ALIGHT}


class _Known:
    """The ids of every table."""

    def __init__(self, problem: Problem) -> None:
        self.ids = {table: {row.id for row in getattr(problem, table)} for table in NAMES}

    def check(self, field: str, table: str, name: str) -> Iterator[Fault]:
        if name not in self.ids[table]:
            yield Fault(field, f"{NAMES[table]}“{name}”不存在", f"请在 {table} 中补上，或改正编号")


def check_adjustment(problem: Problem) -> Iterator[Fault]:
    """Everything that is wrong with what is said to be no longer open."""
    known = _Known(problem)
    for number, rule in enumerate(problem.adjustment.rules):
        yield from _rule(f"$.adjustment.rules[{number}]", rule, known)
    fixed = problem.adjustment.fixed
    if fixed == Decisions():
        return
    unknown = list(_unknown(fixed, known))
    yield from unknown
    if not unknown:
        for check in (_assignments, _trips, _vehicles, _lots, _deliveries, _riders):
            yield from check(problem, fixed)


def _rule(field: str, rule: Rule, known: _Known) -> Iterator[Fault]:
    table, targets = SIDES[rule.about]
    yield from known.check(f"{field}.subject", table, rule.subject)
    if rule.keep and rule.about in BANS_ONLY:
        yield Fault(f"{field}.keep", f"{NAMES[table]}只能禁用，不能锁定", "请改为 false")
    elif rule.keep and rule.target is None:
        yield Fault(f"{field}.target", "锁定没有对象", "请写明锁定到哪里")
    if rule.target is None:
        return
    if not targets:
        yield Fault(f"{field}.target", f"{NAMES[table]}停用不带对象", "请删除该项")
    elif not any(rule.target in known.ids[name] for name in targets):
        kinds = "、".join(NAMES[name] for name in targets)
        yield Fault(f"{field}.target", f"“{rule.target}”不是已知的{kinds}", "请改正编号")
    elif rule.about is About.WAY and rule.target == rule.subject:
        yield Fault(f"{field}.target", "路段的起点和终点相同", "请改正编号")


def _unknown(fixed: Decisions, known: _Known) -> Iterator[Fault]:
    for number, assignment in enumerate(fixed.assignments):
        field = f"$.adjustment.fixed.assignments[{number}]"
        yield from known.check(f"{field}.group", "groups", assignment.group)
        yield from known.check(f"{field}.shelter", "shelters", assignment.shelter)
    trips = {trip.id for trip in fixed.trips}
    for number, row in enumerate(fixed.deliveries):
        field = f"$.adjustment.fixed.deliveries[{number}]"
        yield from known.check(f"{field}.lot", "lots", row.lot)
        yield from known.check(f"{field}.shelter", "shelters", row.shelter)
        yield from known.check(f"{field}.line", "kit", row.line)
        if row.trip not in trips:
            yield Fault(f"{field}.trip", f"车次“{row.trip}”不在已执行的车次中", "请补上车次，或删除该行")
    for number, posting in enumerate(fixed.postings):
        field = f"$.adjustment.fixed.postings[{number}]"
        yield from known.check(f"{field}.mission", "missions", posting.mission)
        yield from known.check(f"{field}.team", "teams", posting.team)
    for number, trip in enumerate(fixed.trips):
        yield from _unknown_of_trip(f"$.adjustment.fixed.trips[{number}]", trip, known)


def _unknown_of_trip(field: str, trip: Trip, known: _Known) -> Iterator[Fault]:
    yield from known.check(f"{field}.vehicle", "vehicles", trip.vehicle)
    yield from known.check(f"{field}.from_location", "locations", trip.from_location)
    if not trip.stops:
        yield Fault(f"{field}.stops", "车次没有停靠", "请补上停靠，或删除该车次")
    places = {Action.LOAD: "sources", Action.BOARD: "groups", Action.UNLOAD: "shelters", Action.ALIGHT: "shelters"}
    for number, stop in enumerate(trip.stops):
        here = f"{field}.stops[{number}]"
        yield from known.check(f"{here}.place", places[stop.action], stop.place)
        yield from known.check(f"{here}.location", "locations", stop.location)
        for cargo in stop.cargo:
            yield from known.check(f"{here}.cargo", "lots", cargo.lot)
            yield from known.check(f"{here}.cargo", "shelters", cargo.shelter)
        for passengers in stop.passengers:
            yield from known.check(f"{here}.passengers", "groups", passengers.group)


def _assignments(problem: Problem, fixed: Decisions) -> Iterator[Fault]:
    people = {group.id: group.people for group in problem.groups}
    times = Counter(row.group for row in fixed.assignments)
    for number, row in enumerate(fixed.assignments):
        field = f"$.adjustment.fixed.assignments[{number}]"
        if times[row.group] > 1:
            yield Fault(field, f"安置组“{row.group}”出现 {times[row.group]} 次", "请使每组只出现一次")
        if row.people != people[row.group]:
            message = f"已出发 {row.people} 人，安置组“{row.group}”为 {people[row.group]} 人"
            yield Fault(f"{field}.people", message, "请把未出发的人另列一组")


def _trips(problem: Problem, fixed: Decisions) -> Iterator[Fault]:
    times = Counter(trip.id for trip in fixed.trips)
    for number, trip in enumerate(fixed.trips):
        field = f"$.adjustment.fixed.trips[{number}]"
        if times[trip.id] > 1:
            yield Fault(f"{field}.id", f"车次编号“{trip.id}”重复", "请使每个编号只出现一次")
        moments = [trip.start_s]
        for stop in trip.stops:
            moments += [stop.arrive_s, stop.start_s, stop.leave_s]
        if moments != sorted(moments) or trip.end_s != moments[-1]:
            yield Fault(field, f"车次“{trip.id}”的时刻先后不符", "请核对出发、到达、作业和结束时刻")
        if _handled(trip, taken=True) != _handled(trip, taken=False):
            yield Fault(field, f"车次“{trip.id}”装（上）与卸（下）不相等", "请核对各停靠的货物和人员")


def _handled(trip: Trip, *, taken: bool) -> Counter[tuple[str, str]]:
    units: Counter[tuple[str, str]] = Counter()
    for stop in trip.stops:
        if (stop.action in TAKES) == taken:
            for cargo in stop.cargo:
                units[cargo.lot, cargo.shelter] += cargo.quantity
            for passengers in stop.passengers:
                units[passengers.group, ""] += passengers.people
    return units


def _vehicles(problem: Problem, fixed: Decisions) -> Iterator[Fault]:
    ordered = sorted(fixed.trips, key=lambda trip: (trip.vehicle, trip.start_s, trip.end_s))
    for before, after in pairwise(ordered):
        if before.vehicle != after.vehicle or not before.stops:
            continue
        if after.start_s < before.end_s or after.from_location != before.stops[-1].location:
            message = f"车辆“{after.vehicle}”的车次“{before.id}”与“{after.id}”不相接"
            yield Fault("$.adjustment.fixed.trips", message, "请核对时刻和地点")


def _lots(problem: Problem, fixed: Decisions) -> Iterator[Fault]:
    loaded: Counter[str] = Counter()
    sources = {lot.id: lot.source for lot in problem.lots}
    for number, trip in enumerate(fixed.trips):
        for stop in trip.stops:
            for cargo in stop.cargo:
                if stop.action is Action.LOAD:
                    loaded[cargo.lot] += cargo.quantity
                expected = sources[cargo.lot] if stop.action is Action.LOAD else cargo.shelter
                if stop.place != expected:
                    message = f"批次“{cargo.lot}”在“{stop.place}”装卸，应在“{expected}”"
                    yield Fault(f"$.adjustment.fixed.trips[{number}]", message, "请改正停靠")
    for lot in problem.lots:
        if loaded[lot.id] > lot.quantity:
            message = f"批次“{lot.id}”已装车 {loaded[lot.id]}，多于批次数量 {lot.quantity}"
            yield Fault("$.adjustment.fixed.trips", message, "批次数量应包括已装车的货物")


def _deliveries(problem: Problem, fixed: Decisions) -> Iterator[Fault]:
    """Deliveries are what the trips unload, and of the line's item."""
    unloaded: Counter[tuple[str, str, str, int]] = Counter()
    for trip in fixed.trips:
        for stop in trip.stops:
            if stop.action is Action.UNLOAD:
                for cargo in stop.cargo:
                    unloaded[trip.id, cargo.lot, cargo.shelter, stop.leave_s] += cargo.quantity
    told: Counter[tuple[str, str, str, int]] = Counter()
    for row in fixed.deliveries:
        told[row.trip, row.lot, row.shelter, row.arrive_s] += row.quantity
    for key in sorted(unloaded.keys() | told.keys()):
        if unloaded[key] != told[key]:
            name, lot, shelter, second = key
            message = f"车次“{name}”第 {second} 秒在“{shelter}”卸下的批次“{lot}”与送达数量不符"
            yield Fault("$.adjustment.fixed.deliveries", message, "请核对送达与车次")


def _riders(problem: Problem, fixed: Decisions) -> Iterator[Fault]:
    """Whoever rides is assigned there, wholly and by the last arrival."""
    alighted: Counter[str] = Counter()
    last: dict[str, tuple[str, int]] = {}
    for trip in fixed.trips:
        for stop in trip.stops:
            if stop.action is Action.ALIGHT:
                for riders in stop.passengers:
                    alighted[riders.group] += riders.people
                    last[riders.group] = max(last.get(riders.group, (stop.place, 0)), (stop.place, stop.leave_s))
    assigned = {row.group: row for row in fixed.assignments}
    riding = {name for name, row in assigned.items() if row.mode != "foot"}
    for name in sorted(alighted.keys() | riding):
        row = assigned.get(name)
        if row is None or (alighted[name], *last.get(name, ("", 0))) != (row.people, row.shelter, row.arrive_s):
            message = f"安置组“{name}”的乘车人数、地点或时刻与安置不符"
            yield Fault("$.adjustment.fixed.assignments", message, "已出发的人应全部在已执行的车次中")
