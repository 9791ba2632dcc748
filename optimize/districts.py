"""A city as many districts: each plans with its own pool, then goods are exchanged over the borders.

First every district is planned alone. What it then has to spare, above its floors, is offered as a neighbour's source
to those districts that lack it and have a way to it; every unit is promised to one of them only. They plan once more.
Both rounds run in chunks through any executor (``sweep``), so a city grows over machines, not within one.
"""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import ceil

from optimize.figures import rate
from optimize.index import Index
from optimize.plan import Goal, Plan
from optimize.planner import TIME_LIMIT_S, solve
from optimize.problem import Lot, Problem, Source, Tier
from optimize.progress import STANDARD_EFFORT
from optimize.sweep import chunks, run

TRUCK = "truck"


@dataclass(frozen=True)
class Answer:
    """A district's problem, with what neighbours promised it, and its plan."""

    problem: Problem
    plan: Plan


def solve_city(
    problems: Sequence[Problem],
    executor: Executor,
    *,
    seed: int = 0,
    effort: int = STANDARD_EFFORT,
    time_limit: float = TIME_LIMIT_S,
) -> list[Answer]:
    """A plan for each district; ids must be distinct all over the city."""
    work = [partial(_plan, problem, effort, time_limit) for problem in problems]
    alone = [Answer(*pair) for pair in zip(problems, run(chunks(work, seed), executor), strict=True)]
    helped = [(n, problem) for n, problem in enumerate(exchange(alone)) if problem is not problems[n]]
    work = [partial(_plan, problem, effort, time_limit) for _, problem in helped]
    for (number, problem), plan in zip(helped, run(chunks(work, seed + 1), executor), strict=True):
        if _worth(plan.objective) < _worth(alone[number].plan.objective):
            alone[number] = Answer(problem, plan)
    return alone


def _plan(problem: Problem, effort: int, time_limit: float, seed: int) -> Plan:
    return solve(problem, effort=effort, time_limit=time_limit, seed=seed)


def _worth(objective: Sequence[Goal]) -> list[float]:
    return [-goal.value if goal.maximise else goal.value for goal in objective]


def exchange(answers: Sequence[Answer]) -> list[Problem]:
    """The problems again, with sources next door where something is lacking; the same object where nothing changes."""
    left = [_left(answer) for answer in answers]
    promised: list[list[tuple[int, Lot]]] = [[] for _ in answers]
    claims = [(units, n, item) for n, answer in enumerate(answers) for item, units in _lacking(answer.plan).items()]
    reach = [set(_reached(answer.problem)) for answer in answers]
    for units, claimant, item in sorted(claims, key=lambda row: (-row[0], row[1], row[2])):
        wanted = units
        for other, share in _serving(answers[claimant].problem, item).items():
            for number, lots in enumerate(left):
                places = {source.id: source.location for source in answers[number].problem.sources}
                for name in sorted(lots) if number != claimant else ():
                    lot = lots[name]
                    if wanted > 0 and lot.item == other and places[lot.source] in reach[claimant]:
                        taken = min(ceil(wanted / share), lot.quantity)
                        promised[claimant].append((number, lot.model_copy(update={"quantity": taken})))
                        wanted -= int(taken * share)
                        if taken == lot.quantity:
                            del lots[name]
                        else:
                            lots[name] = lot.model_copy(update={"quantity": lot.quantity - taken})
    return [_with(answers, n, offers) for n, offers in enumerate(promised)]


def _serving(problem: Problem, item: str) -> dict[str, Fraction]:
    """What does for an item, itself first, and for how many units of it one counts."""
    found = {item: Fraction(1)}
    for line in problem.kit:
        if line.item == item:
            found |= {other: rate(line, other) for other in line.items[1:]}
    return found


def _lacking(plan: Plan) -> dict[str, int]:
    """Units of each item that come late or never, those of substitutes counted in."""
    units: dict[str, int] = defaultdict(int)
    for row in plan.needs:
        units[row.item] += row.late + row.unmet
    return {item: count for item, count in units.items() if count}


def _left(answer: Answer) -> dict[str, Lot]:
    """What remains of each lot that would serve nobody at home, floors kept; the last to expire stays.

    What is called by agreement is the district's own to call.
    """
    problem = answer.problem
    at_home = {other for item in _lacking(answer.plan) for other in _serving(problem, item)}
    agreed = {lot for terms in problem.terms for lot in terms.lots}
    sent: dict[str, int] = defaultdict(int)
    for row in answer.plan.deliveries:
        sent[row.lot] += row.quantity
    kept = {(floor.source, floor.item): floor.quantity for floor in problem.floors}
    found: dict[str, Lot] = {}
    for lot in sorted(problem.lots, key=lambda row: (-(row.expires_s or problem.horizon_s), row.id)):
        quantity = lot.quantity - sent[lot.id]
        stays = min(quantity, kept.get((lot.source, lot.item), 0))
        if stays:
            kept[lot.source, lot.item] -= stays
        if quantity > stays and lot.item not in at_home and lot.id not in agreed:
            found[lot.id] = lot.model_copy(update={"quantity": quantity - stays})
    return found


def _reached(problem: Problem) -> set[str]:
    """Places that the district's trucks can come to and leave again."""
    road = Index(problem).road(TRUCK)
    return set(road.origins & road.destinations)


def _with(answers: Sequence[Answer], number: int, offers: Sequence[tuple[int, Lot]]) -> Problem:
    """A district's problem with the sources and lots that neighbours promised."""
    problem = answers[number].problem
    if not offers:
        return problem
    known = {location.id for location in problem.locations}
    sources: dict[str, Source] = {}
    locations = []
    for other, lot in offers:
        source = next(row for row in answers[other].problem.sources if row.id == lot.source)
        sources[source.id] = source.model_copy(update={"tier": Tier.NEIGHBOUR})
        if source.location not in known:
            known.add(source.location)
            locations += [row for row in answers[other].problem.locations if row.id == source.location]
    return problem.model_copy(
        update={
            "sources": (*problem.sources, *sources.values()),
            "lots": (*problem.lots, *(lot for _, lot in offers)),
            "locations": (*problem.locations, *locations),
        }
    )
