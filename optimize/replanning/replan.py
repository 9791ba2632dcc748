"""Planning again while a plan is being carried out: what has left is frozen, the rest of the plan is a wish.

A trip is frozen wholly once its vehicle has set off, a group on foot once the plan it belongs to has begun, a team once
it has left. Of a group that has left in part, the rest becomes a group of its own, which may go elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from optimize.decisions import Action, Assignment, Decisions, Passengers, Trip
from optimize.plan import Ended, Plan
from optimize.problem import About, Adjustment, Group, Problem, Rule

REST = "~rest"
"""What marks the id of those who stay behind; a number follows."""
FOOT = "foot"


class _Row(Protocol):
    @property
    def id(self) -> str: ...

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self: ...


T = TypeVar("T", bound=_Row)


@dataclass(frozen=True)
class Answered:
    """A plan, with the question that it answers."""

    problem: Problem
    plan: Plan

    @property
    def rows(self) -> Decisions:
        plan = self.plan
        return Decisions(
            assignments=plan.assignments, deliveries=plan.deliveries, trips=plan.trips, postings=plan.postings
        )


def replan(problem: Problem, earlier: Answered, now_s: int = 0, rules: Sequence[Rule] = ()) -> Problem:
    """``problem`` (what is known now, on the clock of the earlier plan) as a question about what is still open.

    A plan that somebody stopped, and nobody has begun to carry out since, is unfinished.
    """
    begun = now_s > earlier.problem.adjustment.now_s
    fixed = departed(earlier, now_s)
    known = _with_departed(problem, earlier.problem, fixed)
    groups, stays = _split(known.groups, fixed)
    before = _renamed(_without(earlier.rows, fixed), stays)
    return known.model_copy(
        update={
            "groups": groups,
            "adjustment": Adjustment(
                now_s=now_s,
                fixed=fixed,
                rules=tuple(_for_those_who_stay(rule, stays) for rule in rules),
                before=before,
                unfinished=earlier.plan.ended is Ended.CANCELLED and not begun,
            ),
        }
    )


def departed(earlier: Answered, now_s: int) -> Decisions:
    """The rows of a plan that have left by now; groups of which some have left count as those who have."""
    plan, adjustment = earlier.plan, earlier.problem.adjustment
    known = {row.group for row in adjustment.fixed.assignments}
    trips = tuple(trip for trip in plan.trips if trip.start_s < now_s or trip in adjustment.fixed.trips)
    names = {trip.id for trip in trips}
    riding = _carried(trips)
    walking = tuple(
        row for row in plan.assignments if row.mode == FOOT and (adjustment.now_s < now_s or row.group in known)
    )
    return Decisions(
        assignments=(*walking, *(_partly(row, riding[row.group]) for row in plan.assignments if row.group in riding)),
        deliveries=tuple(row for row in plan.deliveries if row.trip in names),
        trips=trips,
        postings=tuple(row for row in plan.postings if row.depart_s < now_s or row in adjustment.fixed.postings),
    )


def _carried(trips: Iterable[Trip]) -> dict[str, tuple[int, int]]:
    """(people, last arrival) by group."""
    found: dict[str, tuple[int, int]] = {}
    for trip in trips:
        for stop in trip.stops:
            if stop.action is Action.ALIGHT:
                for riders in stop.passengers:
                    people, last_s = found.get(riders.group, (0, 0))
                    found[riders.group] = people + riders.people, max(last_s, stop.leave_s)
    return found


def _partly(row: Assignment, carried: tuple[int, int]) -> Assignment:
    return row.model_copy(update={"people": carried[0], "arrive_s": carried[1]})


def _without(rows: Decisions, fixed: Decisions) -> Decisions:
    """The rows that are open; of a group that has left in part also its assignment."""
    trips = {trip.id for trip in fixed.trips}
    whole = set(fixed.assignments)
    return Decisions(
        assignments=tuple(row for row in rows.assignments if row not in whole),
        deliveries=tuple(row for row in rows.deliveries if row.trip not in trips),
        trips=tuple(trip for trip in rows.trips if trip.id not in trips),
        postings=tuple(row for row in rows.postings if row not in fixed.postings),
    )


def origin(group: str) -> str:
    """The group that somebody staying behind belongs to."""
    return group.partition(REST)[0]


def _split(groups: Sequence[Group], fixed: Decisions) -> tuple[tuple[Group, ...], dict[str, str]]:
    """Groups of those who have left, then of those who stay; and the id of the latter by origin, where it is new."""
    parts: dict[str, list[Assignment]] = {}
    for row in fixed.assignments:
        parts.setdefault(origin(row.group), []).append(row)
    found: list[Group] = []
    stays: dict[str, str] = {}
    for group in _merged(groups):
        if group.id not in parts:
            found.append(group)
            continue
        left, special = group.people, group.special
        for row in parts[group.id]:
            away = min(special, round(group.special * row.people / max(group.people, row.people)))
            found.append(group.model_copy(update={"id": row.group, "people": row.people, "special": away}))
            left, special = left - row.people, special - away
        if left > 0:
            taken = {row.group for row in parts[group.id]}
            stays[group.id] = next(name for name in _rests(group.id) if name not in taken)
            rest = {
                "id": stays[group.id],
                "name": f"{group.name}（余下）",
                "people": left,
                "special": min(left, special),
            }
            found.append(group.model_copy(update=rest))
    return tuple(found), stays


def _merged(groups: Sequence[Group]) -> Iterable[Group]:
    """Parts that an earlier re-plan made, together again."""
    found: dict[str, Group] = {}
    for group in groups:
        known = found.get(origin(group.id))
        if known:
            both = {"people": known.people + group.people, "special": known.special + group.special}
            found[known.id] = known.model_copy(update=both)
        else:
            found[group.id] = group
    return found.values()


def _rests(group: str) -> Iterable[str]:
    return (f"{group}{REST}{number}" for number in range(1, 1_000_000))


def _renamed(before: Decisions, stays: dict[str, str]) -> Decisions:
    """Wishes about a group that has left in part are wishes about those who stay."""

    def name(group: str) -> str:
        return stays.get(origin(group), group)

    def renamed(trip: Trip) -> Trip:
        stops = []
        for stop in trip.stops:
            riders = tuple(Passengers(group=name(row.group), people=row.people) for row in stop.passengers)
            place = name(stop.place) if stop.action is Action.BOARD else stop.place
            stops.append(stop.model_copy(update={"passengers": riders, "place": place}))
        return trip.model_copy(update={"stops": tuple(stops)})

    return before.model_copy(
        update={
            "assignments": tuple(row.model_copy(update={"group": name(row.group)}) for row in before.assignments),
            "trips": tuple(renamed(trip) for trip in before.trips),
        }
    )


def _for_those_who_stay(rule: Rule, stays: dict[str, str]) -> Rule:
    if rule.about is About.GROUP:
        return rule.model_copy(update={"subject": stays.get(rule.subject, rule.subject)})
    if rule.about is About.VEHICLE and rule.target:
        return rule.model_copy(update={"target": stays.get(rule.target, rule.target)})
    return rule


def _with_departed(problem: Problem, earlier: Problem, fixed: Decisions) -> Problem:
    """What fixed rows speak of is known, if only to say where it went: it serves for nothing more."""
    loaded: Counter[str] = Counter()
    sent: Counter[str] = Counter()
    for row in fixed.deliveries:
        loaded[row.lot] += row.quantity
    for posting in fixed.postings:
        sent[posting.mission] += posting.people
    gone = (lot.model_copy(update={"quantity": loaded[lot.id]}) for lot in earlier.lots if loaded[lot.id])
    lots = tuple(
        lot.model_copy(update={"quantity": loaded[lot.id]}) if lot.quantity < loaded[lot.id] else lot
        for lot in _joined(problem.lots, gone, loaded)
    )
    shelters = {row.shelter for row in fixed.assignments} | {row.shelter for row in fixed.deliveries}
    vehicles, teams = {trip.vehicle for trip in fixed.trips}, {row.team for row in fixed.postings}
    found = problem.model_copy(
        update={
            "lots": lots,
            "sources": _joined(problem.sources, earlier.sources, {lot.source for lot in lots}),
            "kit": _joined(problem.kit, earlier.kit, {row.line for row in fixed.deliveries}),
            "shelters": _joined(problem.shelters, _emptied(earlier.shelters, places=0, special_places=0), shelters),
            "vehicles": _joined(
                problem.vehicles, _emptied(earlier.vehicles, capacity_g=0, capacity_cm3=0, seats=0), vehicles
            ),
            "teams": _joined(problem.teams, _emptied(earlier.teams, on_duty=0), teams),
            "missions": _joined(
                problem.missions,
                (row.model_copy(update={"people": sent[row.id]}) for row in earlier.missions if sent[row.id]),
                sent,
            ),
            "groups": _joined(problem.groups, earlier.groups, {origin(row.group) for row in fixed.assignments}),
        }
    )
    places = {row.location for table in (found.sources, found.shelters, found.vehicles, found.teams) for row in table}
    places |= {row.location for table in (found.missions, found.groups) for row in table}
    places |= {name for trip in fixed.trips for name in (trip.from_location, *(stop.location for stop in trip.stops))}
    items = {lot.item for lot in lots} | {item for line in found.kit for item in line.items}
    return found.model_copy(
        update={
            "locations": _joined(problem.locations, earlier.locations, places),
            "items": _joined(problem.items, earlier.items, items),
        }
    )


def _joined(rows: Sequence[T], more: Iterable[T], wanted: Iterable[str]) -> tuple[T, ...]:
    """The rows, and those of ``more`` that are wanted and missing."""
    missing = set(wanted) - {row.id for row in rows}
    return (*rows, *(row for row in more if row.id in missing))


def _emptied(rows: Iterable[T], **nothing: int) -> Iterable[T]:
    return (row.model_copy(update=nothing) for row in rows)
