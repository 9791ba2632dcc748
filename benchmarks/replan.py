"""Planning again after the demand has changed by 8 % and three links have closed, an hour into the plan.

``warm`` starts from the plan that is being carried out, ``cold`` answers the same question (the same trips have left)
without it. Every group has 8 % more or fewer people; ways that lead over a closed link take twice as long and as far. A
unit counts as moved if it no longer goes from where to where it went, and as spared if people bound for the shelter are
too few to need it; ``ratio_gone`` is that of both together. Seconds are processor time. Prints one JSON line per seed,
and after several the worst ratios, and by how much the warm answer leaves more unmet at most.
"""

import argparse
import json
import random
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.districts import Size, city
from optimize.intake.reading import read
from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import Adjustment, Problem, TravelMatrix
from optimize.replanning.difference import difference
from optimize.replanning.replan import Answered, replan
from optimize.validate import validate

HOUR = 3600
CHANGE, LINKS, DETOUR = 0.08, 3, 2
ON_THE_WAY = 1.05
"""A way leads over a link if going over it is at most this much longer."""

Link = tuple[str, str]


def changed(problem: Problem, plan: Plan, seed: int) -> Problem:
    """More people here, fewer there, and three links closed that trips of the plan drive over."""
    drawn = random.Random(seed)
    groups = tuple(
        group.model_copy(
            update={"people": (people := _drift(group.people, drawn)), "special": min(group.special, people)}
        )
        for group in problem.groups
    )
    ways = sorted({way for trip in plan.trips for way in pairwise([stop.location for stop in trip.stops])})
    links = drawn.sample([way for way in ways if way[0] != way[1]], LINKS)
    return problem.model_copy(
        update={"groups": groups, "travel": tuple(_closed(matrix, links) for matrix in problem.travel)}
    )


def _drift(people: int, drawn: random.Random) -> int:
    return max(1, round(people * (1 + drawn.choice((-CHANGE, CHANGE)))))


def _closed(matrix: TravelMatrix, links: list[Link]) -> TravelMatrix:
    seconds, metres = np.array(matrix.seconds), np.array(matrix.metres)
    row = {name: number for number, name in enumerate(matrix.origins)}
    column = {name: number for number, name in enumerate(matrix.destinations)}
    slow = np.zeros(seconds.shape, dtype=bool)
    for start, end in links:
        if start in row and end in row and start in column and end in column:
            over = seconds[:, column[start]][:, None] + seconds[row[start], column[end]] + seconds[row[end]][None, :]
            slow |= (seconds > 0) & (over <= ON_THE_WAY * seconds)
    factor = np.where(slow & (seconds > 0), DETOUR, 1)
    return matrix.model_copy(
        update={
            "seconds": tuple(map(tuple, (seconds * factor).tolist())),
            "metres": tuple(map(tuple, (metres * factor).tolist())),
        }
    )


def timed(problem: Problem, seed: int) -> tuple[Plan, float]:
    began = time.process_time()
    plan = solve(problem, seed=seed, time_limit=600)
    spent = time.process_time() - began
    assert not validate(problem, plan)
    return plan, spent


def unmet(plan: Plan) -> float:
    return next(goal.value for goal in plan.objective if goal.key == "life_critical_unmet")


def compared(problem: Problem, seed: int, now_s: int) -> dict[str, Any]:
    """One change of a plan, answered from that plan and afresh."""
    before = Answered(problem, solve(problem, seed=seed, time_limit=600))
    question = replan(changed(problem, before.plan, seed), before, now_s)
    afresh = question.adjustment.model_copy(update={"before": None})
    warm, warm_s = timed(question, seed)
    blank = question.model_copy(update={"adjustment": Adjustment.model_validate(afresh)})
    cold, cold_s = timed(blank, seed)
    moved = [difference(before, Answered(question, plan)) for plan in (warm, cold)]
    gone = [told.units_moved + told.units_spared for told in moved]
    return {
        "seed": seed,
        "warm_s": round(warm_s, 2),
        "cold_s": round(cold_s, 2),
        "ratio": round(warm_s / cold_s, 3),
        "units_moved_warm": moved[0].units_moved,
        "units_moved_cold": moved[1].units_moved,
        "units_spared_warm": moved[0].units_spared,
        "units_spared_cold": moved[1].units_spared,
        "ratio_moved": round(moved[0].units_moved / max(1, moved[1].units_moved), 3),
        "ratio_gone": round(gone[0] / max(1, gone[1]), 3),
        "unmet_warm": unmet(warm),
        "unmet_cold": unmet(cold),
        "people_resettled_warm": moved[0].people_resettled,
        "people_resettled_cold": moved[1].people_resettled,
        "trips_kept_warm": moved[0].trips_kept,
        "trips_kept_cold": moved[1].trips_kept,
        "goals_warm": {goal.key: goal.value for goal in warm.objective},
        "goals_cold": {goal.key: goal.value for goal in cold.objective},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a problem file; none = a district drawn from each seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", help="several, with commas between; then the worst of all comes last")
    parser.add_argument("--now", type=float, default=1.0, help="hours after the plan's start")
    given = parser.parse_args()
    seeds = [int(seed) for seed in given.seeds.split(",")] if given.seeds else [given.seed]
    told = []
    for seed in seeds:
        problem = read(given.file) if given.file else city(seed, 1, Size(hit=60, people=6_000, stock=1.2))
        told.append(compared(problem, seed, round(given.now * HOUR)))
        print(json.dumps(told[-1], ensure_ascii=False), flush=True)
    if given.seeds:
        worst = {key: max(row[key] for row in told) for key in ("ratio", "ratio_moved", "ratio_gone")}
        more = max(row["unmet_warm"] - row["unmet_cold"] for row in told)
        print(json.dumps({"seeds": seeds, **worst, "unmet_more": more}))


if __name__ == "__main__":
    main()
