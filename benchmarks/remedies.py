"""How often a named remedy keeps its word: random districts (``--county``: of a county's size) are planned, every
remedy is carried out and all planned again. Prints one JSON line: the share of remedies after which no more is short
than they said, by the way of planning again, in all and (``where_named``) in the very rows that they named; by class
those that all ways keep, of how many; those that there was no effort left to prove (``unproved``); and the re-solves
that it took to find them."""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Lack, Reason, Remedy
from optimize.reasons.lacks import figures_of, short, short_in_all
from optimize.reasons.relaxing import reasons
from optimize.reasons.remedies import apply
from optimize.replanning.replan import Answered, replan
from tests.optimize.instances import random_problem

CASES: tuple[tuple[str, ...], ...] = (
    (),
    ("closed_floor",),
    ("few_places",),
    ("withheld",),
    ("cut_off_village",),
    ("late_capacity",),
    ("no_stock",),
    ("special_needs", "few_places"),
    ("no_buses",),
    ("cut_off_shelter", "area_floor"),
    ("expiring_lot",),
    ("far_mission",),
)
SIZES: tuple[dict[str, Any], ...] = (
    {},
    {"groups": 12, "shelters": 6, "sources": 5, "vehicles": 8, "teams": 5, "missions": 5, "items": 8},
)
TIGHT = (0.8, 1.2, 2.0)
WALL_S = 3600.0
"""Plans end with their effort, however busy the machine is."""
COUNTY: dict[str, Any] = {
    "groups": 120, "shelters": 60, "sources": 30, "items": 8, "vehicles": 110, "teams": 40, "missions": 20,
    "side_m": 30_000.0,
}  # fmt: skip
COUNTY_CASES: tuple[tuple[str, ...], ...] = (
    ("withheld", "area_floor", "cut_off_shelter"),
    ("closed_floor", "few_places", "special_needs"),
)


def problems(count: int, first: int, *, county: bool) -> Iterator[Problem]:
    for seed in range(first, first + count):
        if county:
            odd = COUNTY_CASES[seed % len(COUNTY_CASES)]
            yield random_problem(seed, tight=1.2, odd=odd, **COUNTY)
            continue
        odd, size, tight = CASES[seed % len(CASES)], SIZES[seed // len(CASES) % len(SIZES)], TIGHT[seed % len(TIGHT)]
        yield random_problem(seed, tight=tight, odd=odd, **size)


def told(reasons: Iterable[Reason]) -> Iterator[tuple[Lack, Remedy]]:
    """All remedies, of parts as well."""
    for reason in reasons:
        yield from ((reason.lack, remedy) for remedy in reason.remedies)
        yield from told(reason.parts)


def kept(question: Problem, plan: Plan, lack: Lack, remedy: Remedy, effort: int) -> dict[str, tuple[bool, bool]]:
    """Whether no more is short than named, in all and in the rows that were named, once the remedy is carried out and
    everything planned again: from the plan, from nothing, and from nothing with another seed than the plan's."""
    changed = apply(question, remedy)
    again = {
        "from_the_plan": (replan(changed, Answered(changed, plan)), plan.seed),
        "from_nothing": (changed, plan.seed),
        "another_seed": (changed, plan.seed + 1),
    }
    found = {}
    for way, (problem, seed) in again.items():
        figures = figures_of(changed, solve(problem, effort=effort, seed=seed, time_limit=WALL_S))
        found[way] = (short_in_all(lack, figures) <= remedy.after, short(lack, figures) <= remedy.after)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="districts")
    parser.add_argument("--first", type=int, default=1, help="seed of the first district")
    parser.add_argument("--county", action="store_true", help="districts of a county's size")
    parser.add_argument("--effort", type=int, default=10, help="effort of every plan")
    parser.add_argument("--show", action="store_true", help="name the remedies that do not keep their word")
    options = parser.parse_args()
    good: Counter[str] = Counter()
    named: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    by_class: Counter[str] = Counter()
    lacks = helped = solves = unproved = 0
    began = time.process_time()
    for problem in problems(options.count, options.first, county=options.county):
        plan = solve(problem, effort=options.effort, seed=1, time_limit=WALL_S)
        found = reasons(problem, plan, Control(seed=1))
        solves += found.solves
        lacks += len(found.reasons)
        helped += sum(any(not row.after for row in reason.remedies) for reason in found.reasons)
        for lack, remedy in told(found.reasons):
            all_of[remedy.code] += 1
            unproved += not remedy.verified
            ways = kept(problem, plan, lack, remedy, options.effort)
            good.update(way for way, (in_all, _) in ways.items() if in_all)
            named.update(way for way, (_, here) in ways.items() if here)
            well = all(in_all for in_all, _ in ways.values())
            by_class[remedy.code] += well
            if options.show and not well:
                print(problem.incident, lack.kind, lack.name, remedy.before, remedy.text, ways, flush=True)
    every = max(1, sum(all_of.values()))
    result = {
        "benchmark": "remedies",
        "districts": options.count,
        "lacks": lacks,
        "lacks_with_a_remedy_that_leaves_none": helped,
        "remedies": sum(all_of.values()),
        "unproved": unproved,
        "share": {way: round(count / every, 4) for way, count in sorted(good.items())},
        "where_named": {way: round(count / every, 4) for way, count in sorted(named.items())},
        "by_class": {code: [by_class[code], count] for code, count in sorted(all_of.items())},
        "solves": solves,
        "cpu_s": round(time.process_time() - began, 1),
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
