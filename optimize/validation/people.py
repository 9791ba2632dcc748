"""Groups to shelters: each once, whole, to a safe place with room, over a way that exists, at the time that is told."""

from collections import defaultdict

from optimize.plan import Action, Assignment
from optimize.problem import Group
from optimize.validation.facts import Facts
from optimize.validation.report import Code, Report

FOOT = "foot"


def check_people(facts: Facts, report: Report) -> None:
    seen: set[str] = set()
    for row in facts.plan.assignments:
        if row.group in seen:
            report.add(Code.GROUP_TWICE, f"assignment {row.group}", f"{facts.groups[row.group].name}安置了不止一次")
        seen.add(row.group)
    for row in facts.open_assignments:
        _check_assignment(row, facts, report)
    _check_places(facts, report)
    _check_rides(facts, report)


def _check_assignment(row: Assignment, facts: Facts, report: Report) -> None:
    where = f"assignment {row.group}"
    group, shelter = facts.groups[row.group], facts.shelters[row.shelter]
    report.equal(Code.GROUP_PEOPLE, where, f"{group.name}人数", row.people, group.people)
    if shelter.exposed_to:
        report.add(Code.SHELTER_EXPOSED, where, f"{shelter.name}受{'、'.join(shelter.exposed_to)}威胁，不得安置人员")
    report.at_most(Code.GROUP_LATE, where, f"{group.name}到达时刻（秒）", row.arrive_s, facts.problem.horizon_s)
    if row.mode not in {FOOT, *(vehicle.profile for vehicle in facts.problem.vehicles if vehicle.seats)}:
        report.add(Code.MODE, where, f"转移方式为“{row.mode}”，应为 foot 或某种载人车船的通行类别")
        return
    seconds, _ = facts.way(row.mode, group.location, shelter.location)
    if seconds < 0:
        report.add(Code.NO_WAY, where, f"{group.name}到{shelter.name}没有可走的路（{row.mode}）")
        return
    report.equal(Code.WAY_TIME, where, "路程用时（秒）", row.travel_s, seconds)
    if row.mode == FOOT:
        report.at_most(Code.WALK_LIMIT, where, "步行用时（秒）", seconds, facts.problem.policy.walk_limit_s)
        walked_s = facts.problem.adjustment.now_s + seconds
        report.equal(Code.GROUP_ARRIVAL, where, "到达时刻（秒）", row.arrive_s, max(walked_s, shelter.ready_s))


def _check_places(facts: Facts, report: Report) -> None:
    """Counts rows as the plan has them, so that a person counted twice also takes two places.

    Who was on the way before places went missing does not count against them; nobody else may follow.
    """
    people: dict[str, int] = defaultdict(int)
    special: dict[str, int] = defaultdict(int)
    for row in facts.plan.assignments:
        people[row.shelter] += facts.groups[row.group].people
        special[row.shelter] += facts.groups[row.group].special
    for ident in dict.fromkeys(row.shelter for row in facts.open_assignments):
        shelter, count = facts.shelters[ident], people[ident]
        where = f"shelter {ident}"
        report.at_most(Code.SHELTER_FULL, where, f"{shelter.name}安置人数", count, shelter.places)
        report.at_most(Code.SPECIAL_FULL, where, f"{shelter.name}特殊需求人数", special[ident], shelter.special_places)


def _check_rides(facts: Facts, report: Report) -> None:
    """Who rides does so in vehicles of their mode and alights whole at their shelter; nobody else rides."""
    alighted: dict[str, int] = defaultdict(int)
    last: dict[str, int] = defaultdict(int)
    profiles: dict[str, set[str]] = defaultdict(set)
    for trip in facts.plan.trips:
        for number, stop in enumerate(trip.stops):
            if stop.action is not Action.ALIGHT:
                continue
            for passengers in stop.passengers:
                ident = passengers.group
                alighted[ident] += passengers.people
                last[ident] = max(last[ident], stop.leave_s)
                profiles[ident].add(facts.vehicles[trip.vehicle].profile)
                if facts.shelter_of.get(ident) != stop.place:
                    bound_for = facts.shelter_of.get(ident, "无处")
                    report.add(
                        Code.CARRIED_ASTRAY, f"trip {trip.id} stop {number}",
                        f"{facts.groups[ident].name}在 {stop.place} 下车，应安置于 {bound_for}",
                    )  # fmt: skip
    modes = {row.group: row for row in facts.plan.assignments}
    for ident in modes.keys() | alighted.keys():
        row = modes.get(ident)
        rides = row is not None and row.mode != FOOT
        _check_ride(facts.groups[ident], alighted[ident], rides, report)
        if row is not None and rides and alighted[ident]:
            report.equal(Code.GROUP_ARRIVAL, f"assignment {ident}", "到达时刻（秒）", row.arrive_s, last[ident])
            report.equal(Code.MODE, f"assignment {ident}", "所乘车船的通行类别", profiles[ident], {row.mode})


def _check_ride(group: Group, carried: int, rides: bool, report: Report) -> None:
    expected = group.people if rides else 0
    report.equal(Code.NOT_CARRIED, f"assignment {group.id}", f"{group.name}乘车人数", carried, expected)
