"""What one plan does otherwise than another: who goes elsewhere, which goods, trips and teams change.

Groups that an earlier re-plan has split are compared with what was planned for the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum

from optimize.decisions import Trip
from optimize.figures import needing, required
from optimize.frozen import Count, Frozen
from optimize.problem import Problem
from optimize.replanning.replan import Answered, origin


class Change(StrEnum):
    MOVED = "moved"
    """the same stops at other times, or with other loads"""
    ADDED = "added"
    DROPPED = "dropped"


class Resettled(Frozen):
    """People who go elsewhere; None = no place, or before also nobody who had been counted."""

    group: str
    people: Count
    before: str | None
    after: str | None


class Redirected(Frozen):
    """Units of an item from a source to a shelter."""

    item: str
    source: str
    shelter: str
    before: Count
    after: Count


class TripChange(Frozen):
    """A trip of one plan or of both, by their ids in each."""

    change: Change
    vehicle: str
    before: str | None
    after: str | None
    before_s: Count | None
    after_s: Count | None


class Reposted(Frozen):
    """People of a team at a mission."""

    team: str
    mission: str
    before: Count
    after: Count


class Difference(Frozen):
    """``units_moved`` no longer go from where to where they went. Not counted there are goods that come in addition,
    nor ``units_spared``: those that stay where they are, since people bound for the shelter have become fewer."""

    resettled: tuple[Resettled, ...] = ()
    redirected: tuple[Redirected, ...] = ()
    trips: tuple[TripChange, ...] = ()
    reposted: tuple[Reposted, ...] = ()
    people_resettled: Count = 0
    units_moved: Count = 0
    units_spared: Count = 0
    trips_kept: Count = 0


def difference(before: Answered, after: Answered) -> Difference:
    """From one plan to another; ids are the same in both problems as far as things are in both."""
    resettled, redirected = tuple(_resettled(before, after)), tuple(_redirected(before, after))
    trips, kept = _trip_changes(before.plan.trips, after.plan.trips)
    spared = _spared(before, after, redirected)
    return Difference(
        resettled=resettled,
        redirected=redirected,
        trips=trips,
        reposted=tuple(_reposted(before, after)),
        people_resettled=sum(row.people for row in resettled if row.before and row.after),
        units_moved=sum(max(0, row.before - row.after) for row in redirected) - spared,
        units_spared=spared,
        trips_kept=kept,
    )


def _resettled(before: Answered, after: Answered) -> Iterable[Resettled]:
    was = {row.group: row.shelter for row in before.plan.assignments}
    now = {row.group: row.shelter for row in after.plan.assignments}
    known = {group.id for group in before.problem.groups}
    waiting = Counter[str]()
    """People of a group who were counted and have not left."""
    for row in before.plan.assignments:
        waiting[origin(row.group)] += row.people
    for row in after.problem.adjustment.fixed.assignments:
        waiting[origin(row.group)] -= row.people
    for group in after.problem.groups:
        named = group.id if group.id in known else origin(group.id)
        start = was.get(named) if named == group.id or waiting[named] > 0 else None
        if start != now.get(group.id):
            yield Resettled(group=group.id, people=group.people, before=start, after=now.get(group.id))


def _flows(answered: Answered) -> Counter[tuple[str, str, str]]:
    lots = {lot.id: lot for lot in answered.problem.lots}
    units: Counter[tuple[str, str, str]] = Counter()
    for row in answered.plan.deliveries:
        units[lots[row.lot].item, lots[row.lot].source, row.shelter] += row.quantity
    return units


def _redirected(before: Answered, after: Answered) -> Iterable[Redirected]:
    was, now = _flows(before), _flows(after)
    for key in sorted(was.keys() | now.keys()):
        if was[key] != now[key]:
            item, source, shelter = key
            yield Redirected(item=item, source=source, shelter=shelter, before=was[key], after=now[key])


def _spared(before: Answered, after: Answered, redirected: Iterable[Redirected]) -> int:
    """What would no longer be needed if everybody went where they were to go, as far as less goes there now."""
    was, now = _bound_for(before, before.problem), _bound_for(before, after.problem)
    less, fewer = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in redirected:
        less[row.item, row.shelter] += row.before - row.after
    for shelter in before.problem.shelters:
        for line in before.problem.kit:
            wanted = [required(line, needing(line, shelter, people[shelter.id])) for people in (was, now)]
            fewer[line.item, shelter.id] += wanted[0] - wanted[1]
    return sum(max(0, min(units, fewer[key])) for key, units in less.items())


def _bound_for(earlier: Answered, problem: Problem) -> Counter[str]:
    """People by the shelter that an earlier plan has for them, no more than it knew of; as many as there are in a
    problem."""
    left, people = Counter[str](), Counter[str]()
    for group in problem.groups:
        left[origin(group.id)] += group.people
    for row in earlier.plan.assignments:
        bound = min(row.people, left[origin(row.group)])
        left[origin(row.group)] -= bound
        people[row.shelter] += bound
    return people


def _trip_changes(before: Iterable[Trip], after: Iterable[Trip]) -> tuple[tuple[TripChange, ...], int]:
    """Equal trips are kept; of the others those of one vehicle that call at the same places are one trip that moved."""
    was, now = _by_route(before), _by_route(after)
    changes: list[TripChange] = []
    kept = 0
    for key in sorted(was.keys() | now.keys()):
        old, new = list(was[key]), list(now[key])
        for trip in list(old):
            same = next((other for other in new if _content(other) == _content(trip)), None)
            if same:
                old.remove(trip)
                new.remove(same)
                kept += 1
        for number in range(max(len(old), len(new))):
            changes.append(_change(key[0], old[number : number + 1], new[number : number + 1]))
    return tuple(changes), kept


def _by_route(trips: Iterable[Trip]) -> defaultdict[tuple[str, ...], list[Trip]]:
    found: defaultdict[tuple[str, ...], list[Trip]] = defaultdict(list)
    for trip in sorted(trips, key=lambda row: (row.start_s, row.id)):
        found[trip.vehicle, *(f"{stop.action} {origin(stop.place)}" for stop in trip.stops)].append(trip)
    return found


def _content(trip: Trip) -> Trip:
    """The trip without its name, what a split group is called, and the order in which goods are told."""
    stops = []
    for stop in trip.stops:
        riders = tuple(row.model_copy(update={"group": origin(row.group)}) for row in stop.passengers)
        cargo = tuple(sorted(stop.cargo, key=lambda row: (row.lot, row.shelter)))
        stops.append(stop.model_copy(update={"passengers": riders, "cargo": cargo, "place": origin(stop.place)}))
    return trip.model_copy(update={"id": "", "stops": tuple(stops)})


def _change(vehicle: str, old: list[Trip], new: list[Trip]) -> TripChange:
    change = Change.MOVED if old and new else Change.ADDED if new else Change.DROPPED
    return TripChange(
        change=change,
        vehicle=vehicle,
        before=old[0].id if old else None,
        after=new[0].id if new else None,
        before_s=old[0].start_s if old else None,
        after_s=new[0].start_s if new else None,
    )


def _reposted(before: Answered, after: Answered) -> Iterable[Reposted]:
    was, now = _posted(before), _posted(after)
    for key in sorted(was.keys() | now.keys()):
        if was[key] != now[key]:
            team, mission = key
            yield Reposted(team=team, mission=mission, before=was[key], after=now[key])


def _posted(answered: Answered) -> Counter[tuple[str, str]]:
    people: Counter[tuple[str, str]] = Counter()
    for row in answered.plan.postings:
        people[row.team, row.mission] += row.people
    return people
