"""From decisions to an executed plan: settle people with the buses there are, send the goods, measure the result."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from optimize.figures import Execution, Figures, executed
from optimize.goods.allocation import Ledger, flows
from optimize.goods.flows import Flow, Move, Schedule
from optimize.goods.supply import Supply, needs_of
from optimize.goods.terms import allocated_within, called_too_little, drawn_from
from optimize.index import Index
from optimize.missions.assignment import MissionResult
from optimize.people.journeys import Journeys, ride_soonest
from optimize.people.shelters import NOWHERE, Choice, Placing, moves_of, place_greedily, prepare
from optimize.people.shuttles import shuttled
from optimize.people.ways import Ways
from optimize.plan import Assignment, Delivery, Trip
from optimize.progress import Control
from optimize.trips.scheduling import schedule

ATTEMPTS = 4
"""How often people for whom the buses are too slow are placed again before they are told so."""

Allocate = Callable[[Ledger], None]
"""Books what should go where."""


@dataclass(frozen=True)
class Settled:
    """A choice of shelters whose moves all arrive in time; ``short_of_buses`` if people were left for want of them.

    ``rides`` are its bus trips once they have been searched on for time.
    """

    choice: Choice
    moves: tuple[Move, ...]
    short_of_buses: bool
    rides: Journeys | None = None

    def people_at(self) -> dict[str, int]:
        totals: dict[str, int] = defaultdict(int)
        for move in self.moves:
            totals[move.shelter] += move.people
        return dict(totals)


@dataclass(frozen=True)
class Candidate:
    """An executed plan and what it is worth."""

    settled: Settled
    flows: tuple[Flow, ...]
    schedule: Schedule
    figures: Figures


def settle(ways: Ways, placing: Placing, choice: Choice, control: Control) -> Settled:
    """Place people again whom the buses do not bring in time, a few times; whoever is left stays without a place."""
    index, blocked = ways.index, set[tuple[int, int]]()
    number = {group.id: row for row, group in enumerate(index.problem.groups)}
    for attempt in range(ATTEMPTS):
        moves = moves_of(ways, choice)
        late = _not_in_time(index, moves, schedule(index.problem, index, (), moves, control))
        if not late:
            break
        choice = choice.copy()
        for group in late:
            blocked.add((number[group], int(choice[number[group]])))
            choice[number[group]] = NOWHERE
        if control.stopped():
            break
        if attempt < ATTEMPTS - 1:
            choice = place_greedily(prepare(ways, frozenset(blocked)), choice)
    return Settled(choice, moves_of(ways, choice), bool(blocked))


def shuttle(ways: Ways, placing: Placing, settled: Settled, control: Control) -> Settled:
    """The same people on foot, and the most that buses which are short can bring in beside, if that is more."""
    tours = shuttled(placing, settled.choice, control)
    if placing.unplaced(tours.choice) >= placing.unplaced(settled.choice):
        return settled
    return Settled(tours.choice, moves_of(ways, tours.choice), True, tours.rides)


def squeeze(ways: Ways, placing: Placing, settled: Settled, control: Control, attempts: int) -> Settled:
    """Try to bring people without a place in after all: alone, or instead of fewer who ride."""
    best = settled
    for choice in _squeezed(placing, settled):
        if attempts == 0 or control.stopped():
            break
        if placing.worth(choice) < placing.worth(best.choice):
            attempts -= 1
            moves = moves_of(ways, choice)
            if not _not_in_time(ways.index, moves, schedule(ways.index.problem, ways.index, (), moves, control)):
                best = Settled(choice, moves, settled.short_of_buses)
    return best


def _squeezed(placing: Placing, settled: Settled) -> Iterator[Choice]:
    """Neighbours with fewer people unplaced, the most people and the shortest rides first."""
    start = settled.choice
    riders = [g for g in placing.groups if start[g] != NOWHERE and placing.seat_s[g, start[g]] > 0]
    left = sorted((g for g in placing.groups if start[g] == NOWHERE), key=lambda g: (-int(placing.people[g]), g))
    for group in left:
        yield place_greedily(placing, start, only=[group])
        for rider in riders:
            if placing.people[rider] < placing.people[group]:
                without = start.copy()
                without[rider] = NOWHERE
                yield place_greedily(placing, without, only=[group])


def _not_in_time(index: Index, moves: Sequence[Move], found: Schedule) -> list[str]:
    limit = index.problem.policy.place_by_s
    return [m.group for m in moves if found.arrivals.get(m.group, limit + 1) > limit]


def allocated(supply: Supply, settled: Settled, allocate: Allocate) -> tuple[Flow, ...]:
    """The goods that should go to the settled people."""
    return flows(allocated_within(supply, needs_of(supply.index, settled.people_at()), allocate))


def drive(
    ways: Ways, settled: Settled, wanted: tuple[Flow, ...], missions: MissionResult, control: Control
) -> Candidate:
    """The exact trips of these flows, and the figures of the plan that they make."""
    index = ways.index
    found = schedule(index.problem, index, wanted, settled.moves, control, rides=settled.rides)
    execution = Execution(_assignments(index, settled, found), found.deliveries, found.trips, missions.postings)
    return Candidate(settled, wanted, found, executed(index, execution))


def called_enough(ways: Ways, candidate: Candidate, missions: MissionResult, control: Control) -> Candidate:
    """The same without the goods of which trips bring less than the least call; itself where there are none."""
    barred: set[str] = set()
    while short := called_too_little(ways.index, drawn_from(candidate.schedule.deliveries)):
        lots = {lot for terms in short for lot in terms.lots}
        if lots <= barred:
            break
        barred |= lots
        wanted = tuple(flow for flow in candidate.flows if flow.lot not in barred)
        candidate = drive(ways, candidate.settled, wanted, missions, control)
    return candidate


def with_goods(
    ways: Ways, candidate: Candidate, trips: Sequence[Trip], deliveries: Sequence[Delivery], missions: MissionResult
) -> Candidate:
    """The same people at the same places, with these trips and deliveries."""
    found = replace(candidate.schedule, trips=tuple(trips), deliveries=tuple(deliveries))
    execution = Execution(_assignments(ways.index, candidate.settled, found), deliveries, trips, missions.postings)
    return replace(candidate, schedule=found, figures=executed(ways.index, execution))


def with_soonest_rides(ways: Ways, settled: Settled, control: Control) -> Settled:
    """The same people at the same places, by the bus trips found that bring them in soonest; unless they have trips."""
    if settled.rides is not None:
        return settled
    return replace(settled, rides=ride_soonest(ways.index.problem, ways.index, settled.moves, control))


def with_postings(candidate: Candidate, missions: MissionResult) -> Candidate:
    """The same people and goods with other teams."""
    figures = candidate.figures
    fixed = figures.index.problem.adjustment.fixed
    execution = replace(figures.execution, postings=(*fixed.postings, *missions.postings))
    return replace(candidate, figures=Figures(figures.index, execution))


def _assignments(index: Index, settled: Settled, found: Schedule) -> tuple[Assignment, ...]:
    rows = []
    for move in settled.moves:
        if move.group in found.arrivals:
            start, end = index.groups[move.group].location, index.shelters[move.shelter].location
            rows.append(
                Assignment(
                    group=move.group,
                    shelter=move.shelter,
                    people=move.people,
                    mode=move.mode,
                    travel_s=index.seconds(move.mode, start, end),
                    arrive_s=found.arrivals[move.group],
                )
            )
    return tuple(rows)
