"""People and teams of a plan taken up again on a changed problem."""

from collections.abc import Sequence

import numpy as np

from optimize.decisions import Decisions, Posting
from optimize.execution import Settled, drive, settle, shuttle, squeeze
from optimize.index import Index
from optimize.missions.assignment import MissionResult, find_options
from optimize.missions.postings import Option, late_cost, missing_cost, timetable
from optimize.missions.reposting import Costs, repost, with_more
from optimize.people.journeys import ride
from optimize.people.shelters import NOWHERE, Choice, Placing, improve, place_greedily, prepare
from optimize.people.ways import Ways, find_ways
from optimize.progress import Control
from optimize.replanning.resume import People, bus_trips

SQUEEZES = 6
"""Attempts to bring single groups in after all."""


def people_again(index: Index, before: Decisions, control: Control) -> People:
    """Whoever has a place keeps it; the others are placed if there is a way, others making room if they must."""
    ways = find_ways(index)
    placing = prepare(ways)
    start = choice_of(placing, before)
    choice = place_greedily(placing, start)
    if placing.unplaced(choice):
        choice = improve(placing, choice, control)
    settled = settle(ways, placing, choice, control)
    if placing.unplaced(settled.choice) and settled.short_of_buses:
        settled = shuttle(ways, placing, squeeze(ways, placing, settled, control, SQUEEZES), control)
    if placing.unplaced(settled.choice) >= placing.unplaced(start):
        return People.of(before)
    return _people_of(ways, settled, control)


def choice_of(placing: Placing, before: Decisions) -> Choice:
    """The assignment of a plan as far as it is still possible and in time."""
    problem = placing.ways.index.problem
    shelter = {row.id: number for number, row in enumerate(problem.shelters)}
    chosen = {row.group: shelter[row.shelter] for row in before.assignments if row.shelter in shelter}
    choice = np.array([chosen.get(group.id, NOWHERE) for group in problem.groups], dtype=np.int64)
    for group in placing.groups:
        if choice[group] != NOWHERE and not np.isfinite(placing.cost[group, choice[group]]):
            choice[group] = NOWHERE
    for number in range(len(problem.shelters)):
        _thin_out(placing, choice, number)
    return choice


def _thin_out(placing: Placing, choice: Choice, shelter: int) -> None:
    """Groups leave a shelter that is too small: the smallest that is enough, else the largest and others."""
    while True:
        there = np.flatnonzero(choice == shelter)
        over = max(0, placing.people[there].sum() - placing.places[shelter])
        over_special = max(0, placing.special[there].sum() - placing.special_places[shelter])
        if not (over or over_special) or not len(there):
            return
        people, special = placing.people[there], placing.special[there]
        enough = (people >= over) & (special >= over_special)
        useful = people > 0 if over else special > 0
        order = np.lexsort((there, np.where(enough, people, -people), ~enough, ~useful))
        choice[there[order[0]]] = NOWHERE


def _people_of(ways: Ways, settled: Settled, control: Control) -> People:
    """The journeys of settled people."""
    rides = settled.rides or ride(ways.index.problem, ways.index, settled.moves, control)
    nobody = MissionResult((), {}, 0, 0.0, 0.0, proven=False)
    candidate = drive(ways, Settled(settled.choice, settled.moves, False, rides), (), nobody, control)
    execution = candidate.figures.execution
    return People(tuple(execution.assignments), tuple(bus_trips(execution.trips)))


def teams_again(index: Index, before: Sequence[Posting], control: Control) -> tuple[Posting, ...]:
    """Whoever is posted stays so while the search finds nothing better; free teams go where people are missing."""
    problem = index.problem
    options = find_options(problem, index)
    pair = {(option.team.id, option.mission.id): option for option in options}
    kept = [pair[row.team, row.mission] for row in before if (row.team, row.mission) in pair]

    costs = costs_of(index)
    chosen = with_more(options, kept, costs)
    return _postings(index, repost(problem.missions, options, chosen, costs, control))


def costs_of(index: Index) -> Costs:
    """What postings are worth; the smaller the better."""

    def costs(chosen: Sequence[Option]) -> tuple[int, int, int]:
        travel = sum(option.travel_s for option in chosen)
        return missing_cost(index.problem, chosen), late_cost(index.problem, index, chosen), travel

    return costs


def _postings(index: Index, chosen: Sequence[Option]) -> tuple[Posting, ...]:
    """The rows of these options: first arrivals first, no more people than a mission wants."""
    order = {mission.id: number for number, mission in enumerate(index.problem.missions)}
    departs = timetable(chosen)
    missing = {option.mission.id: option.mission.people for option in chosen}
    rows = []
    for option in sorted(chosen, key=lambda o: (departs[o] + o.travel_s, o.team.id, o.mission.id)):
        people = min(option.people, missing[option.mission.id])
        if people:
            missing[option.mission.id] -= people
            rows.append(
                Posting(
                    mission=option.mission.id,
                    team=option.team.id,
                    people=people,
                    depart_s=departs[option],
                    arrive_s=departs[option] + option.travel_s,
                    within_profile=option.late_s(departs[option]) == 0,
                )
            )
    return tuple(sorted(rows, key=lambda row: (order[row.mission], row.arrive_s, row.team)))
