"""What would happen without planning: the nearest-source practice of a duty room, as a yardstick beside weak bounds.

Villages go one after the other to the nearest shelter with room. Then each shelter in turn telephones for what is due
first, later for the rest: it calls the nearest store that still has the item, and the truck that can be there first
drives it over, as often as it takes. Nobody looks ahead, shares a short item or plans a round. The result is executed
with the same docks, vehicles and times as any plan, and stands before the validator like one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from optimize.appraisal import told
from optimize.figures import Execution, Figures, goals
from optimize.goods.allocation import Ledger, flows
from optimize.goods.flows import Flow, Move
from optimize.goods.freight import Freight, Handled
from optimize.goods.supply import NO_ARRIVAL, Need, Supply, needs_of
from optimize.index import Index
from optimize.intake.reading import input_hash
from optimize.missions.assignment import draft
from optimize.people.convoy import BusTrip
from optimize.people.journeys import ride, walk
from optimize.people.shelters import NOWHERE, Choice, Placing, moves_of, prepare
from optimize.people.ways import find_ways
from optimize.plan import Assignment, Plan
from optimize.problem import Problem
from optimize.progress import Control
from optimize.trips.distances import FAR
from optimize.trips.haulage import too_late
from optimize.trips.scheduling import written
from optimize.trips.tours import TimedTour, Timeline, Tour

SOLVER = "nearest-source practice"


def nearest_source(problem: Problem) -> Plan:
    """The plan that the practice amounts to; nothing that is fixed or ruled is looked at, and no bounds are given."""
    index = Index(problem)
    ways, supply = find_ways(index), Supply(index)
    moves = moves_of(ways, nearest_shelters(prepare(ways)))
    on_foot = walk(problem, index, moves)
    riding = ride(problem, index, moves, Control(effort=1))
    arrivals = {**on_foot.arrivals, **riding.arrivals}
    assignments = [_assignment(index, move, arrivals[move.group]) for move in moves if move.group in arrivals]
    freight, tours = _haul(supply, assignments, riding.trips)
    trips, deliveries = written(freight, riding.trips, tours)
    figures = Figures(index, Execution(assignments, deliveries, trips, draft(problem, index).postings))
    objective = goals(figures.values, {})
    return told(supply, ways, figures, objective, input_hash=input_hash(problem), solver=SOLVER)


def nearest_shelters(placing: Placing) -> Choice:
    """Each group in turn to the nearest shelter that takes all of it; nobody makes way for anybody."""
    choice = np.full(len(placing.people), NOWHERE)
    free, special = placing.places.copy(), placing.special_places.copy()
    for group in placing.groups:
        fits = (free >= placing.people[group]) & (special >= placing.special[group])
        minutes = np.where(fits & np.isfinite(placing.cost[group]), placing.ways.minutes[group], np.inf)
        if minutes.size and np.isfinite(minutes.min()):
            shelter = int(minutes.argmin())
            choice[group] = shelter
            free[shelter] -= placing.people[group]
            special[shelter] -= placing.special[group]
    return choice


def _assignment(index: Index, move: Move, arrive_s: int) -> Assignment:
    start, end = index.groups[move.group].location, index.shelters[move.shelter].location
    return Assignment(
        group=move.group,
        shelter=move.shelter,
        people=move.people,
        mode=move.mode,
        travel_s=index.seconds(move.mode, start, end),
        arrive_s=arrive_s,
    )


def _haul(
    supply: Supply, assignments: Sequence[Assignment], people: Sequence[BusTrip]
) -> tuple[Freight, list[TimedTour]]:
    people_at: dict[str, int] = defaultdict(int)
    for row in assignments:
        people_at[row.shelter] += row.people
    ledger = Ledger(supply, needs_of(supply.index, people_at))
    calls = sorted(range(len(ledger.needs)), key=lambda row: (ledger.needs[row].line.due_s, row))
    for number in calls:
        _call(ledger, number)
    wanted = flows(ledger)
    freight = Freight(supply.index.problem, supply.index, wanted, people=people)
    return freight, _drive(freight, _by_call(ledger, calls, wanted))


def _call(ledger: Ledger, row: int) -> None:
    """The nearest stores that have the item, one after the other, until nothing is wanted any more; then those that
    have what does for it."""
    supply, need = ledger.supply, ledger.needs[row]
    for item in need.line.items:
        if item not in supply.pools_of:
            continue
        pools, arrive = supply.pools_of[item], supply.direct_arrivals_s(item)[:, need.shelter]
        drive = supply.drive_s(pools, np.full(len(pools), need.shelter))
        for position in np.lexsort((pools, drive)):
            if arrive[position] != NO_ARRIVAL and ledger.wanted[row]:
                ledger.serve(int(pools[position]), row, int(ledger.wanted[row]))


def _by_call(ledger: Ledger, calls: Sequence[int], wanted: Sequence[Flow]) -> list[list[int]]:
    """Parcel numbers in the order in which they are sent: those of one due time, shelter and source go together."""
    order = {_key(ledger.supply, ledger.needs[row]): rank for rank, row in enumerate(calls)}
    lots, lines = ledger.supply.index.lots, ledger.supply.index.lines
    sent: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for number, flow in enumerate(wanted):
        shelter = ledger.supply.shelter_number[flow.shelter]
        sent[lines[flow.line].due_s, shelter, lots[flow.lot].source].append(number)
    ranked = [[*sorted(rows, key=lambda n: order[wanted[n].shelter, wanted[n].line])] for rows in sent.values()]
    return sorted(ranked, key=lambda rows: order[wanted[rows[0]].shelter, wanted[rows[0]].line])


def _key(supply: Supply, need: Need) -> tuple[str, str]:
    return supply.index.problem.shelters[need.shelter].id, need.line.id


def _drive(freight: Freight, calls: Iterable[list[int]]) -> list[TimedTour]:
    """For each call the truck that can be at the store first, again and again; what would come too late stays."""
    timeline = Timeline(freight)
    for parcels in calls:
        left = {parcel: freight.parcels[parcel].flow.quantity for parcel in parcels}
        while left:
            truck = _first_there(timeline, parcels[0], left)
            handled = _loaded(freight, truck, left) if truck is not None else []
            first = freight.parcels[parcels[0]]
            timed = timeline.preview(Tour(truck or 0, [(first.source, handled)], [(first.shelter, handled)]))
            if not handled or too_late(freight, timed):
                break
            timeline.commit(timed)
            left = {parcel: rest for parcel, units in left.items() if (rest := units - dict(handled).get(parcel, 0))}
    return timeline.tours


def _first_there(timeline: Timeline, parcel: int, left: dict[int, int]) -> int | None:
    """The truck that is at the store first and takes at least one piece of something."""
    freight, row = timeline.freight, timeline.freight.parcels[parcel]
    here, there = freight.place_of_source[row.source], freight.place_of_shelter[row.shelter]
    best: tuple[int, int] | None = None
    for truck, roads in enumerate(freight.seconds):
        approach = roads[timeline.at[truck]][here]
        if approach < FAR and roads[here][there] < FAR and _loaded(freight, truck, left):
            best = min(best or (FAR, truck), (timeline.free_s[truck] + approach, truck))
    return best[1] if best else None


def _loaded(freight: Freight, truck: int, left: dict[int, int]) -> Handled:
    """What fits, in the order of the call."""
    grams, cm3 = int(freight.capacity_g[truck]), int(freight.capacity_cm3[truck])
    handled: Handled = []
    for parcel, units in left.items():
        row = freight.parcels[parcel]
        quantity = min(units, grams // row.unit_g, cm3 // row.unit_cm3)
        if quantity:
            handled.append((parcel, quantity))
            grams -= quantity * row.unit_g
            cm3 -= quantity * row.unit_cm3
    return handled
