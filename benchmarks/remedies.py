"""How often a named remedy keeps its word: random districts (``--county``: of a county's size) are planned, every
remedy (``--checked``: so many of each district, drawn at random) is carried out and all planned again. Prints one JSON
line: the share of remedies after which no more is short than they said, by the way of planning again, in all and
(``where_named``) in the very rows that they named; by class those that all ways keep, of how many; the same of requests
to the city beside the best own remedy (``city``); those that there was no effort left to prove (``unproved``); and the
re-solves that it took to find them."""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from optimize.figures import Figures
from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Lack, Reason, Reasons, Remedy, StockChange
from optimize.reasons.city import best_own
from optimize.reasons.lacks import GOODS, figures_of, short, short_in_all
from optimize.reasons.limits import Changes
from optimize.reasons.relaxing import reasons
from optimize.reasons.remedies import changed
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


def requests(found: Reasons) -> Iterator[tuple[Lack, Changes, int]]:
    """Each lack with the best own remedy and what is asked for beside it, and what the request says is left then."""
    for reason in found.reasons:
        needs = [need for need in found.city if reason.lack.kind == GOODS and need.item == reason.lack.subject]
        stock = tuple(
            StockChange(source=need.source, item=need.item, quantity=need.quantity, ready_s=need.ready_s)
            for need in needs
            if need.source
        )
        if any(need.verified for need in needs):
            own = best_own(reason)
            left = sum(need.quantity for need in needs if not need.verified)
            yield reason.lack, (*(own.changes if own else ()), *stock), left


class District:
    """A district's plan and all plans made again after changes."""

    def __init__(self, question: Problem, effort: int) -> None:
        self.question, self.effort = question, effort
        self.plan: Plan = self.planned(question, 1)
        self._again: dict[Changes, Mapping[str, Figures]] = {}

    def planned(self, problem: Problem, seed: int) -> Plan:
        return solve(problem, effort=self.effort, seed=seed, time_limit=WALL_S)

    def again(self, changes: Changes) -> Mapping[str, Figures]:
        """All planned again: from the plan, from nothing, and from nothing with another seed than the plan's."""
        if changes not in self._again:
            after, seed = changed(self.question, changes), self.plan.seed
            plans = {
                "from_the_plan": self.planned(replan(after, Answered(after, self.plan)), seed),
                "from_nothing": self.planned(after, seed),
                "another_seed": self.planned(after, seed + 1),
            }
            self._again[changes] = {way: figures_of(after, plan) for way, plan in plans.items()}
        return self._again[changes]

    def kept(self, lack: Lack, changes: Changes, left: int) -> dict[str, tuple[bool, bool]]:
        """Whether no more is short than said once the changes are made, in all and in the rows that were named."""
        again = self.again(changes)
        return {way: (short_in_all(lack, row) <= left, short(lack, row) <= left) for way, row in again.items()}


class Tally:
    """How many words were given and kept."""

    def __init__(self) -> None:
        self.count = 0
        self.good, self.named, self.all_of, self.by_class = (
            Counter[str](),
            Counter[str](),
            Counter[str](),
            Counter[str](),
        )

    def add(self, code: str, ways: Mapping[str, tuple[bool, bool]]) -> bool:
        """Whether all ways keep it."""
        self.count += 1
        self.all_of[code] += 1
        self.good.update(way for way, (in_all, _) in ways.items() if in_all)
        self.named.update(way for way, (_, here) in ways.items() if here)
        well = all(in_all for in_all, _ in ways.values())
        self.by_class[code] += well
        return well

    def shares(self, kept: Counter[str]) -> dict[str, float]:
        return {way: round(count / max(1, self.count), 4) for way, count in sorted(kept.items())}

    def classes(self) -> dict[str, list[int]]:
        return {code: [self.by_class[code], count] for code, count in sorted(self.all_of.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="districts")
    parser.add_argument("--first", type=int, default=1, help="seed of the first district")
    parser.add_argument("--county", action="store_true", help="districts of a county's size")
    parser.add_argument("--effort", type=int, default=10, help="effort of every plan")
    parser.add_argument("--checked", type=int, help="remedies of each district that are carried out; all unless given")
    parser.add_argument("--show", action="store_true", help="name the remedies that do not keep their word")
    options = parser.parse_args()
    remedies, city = Tally(), Tally()
    lacks = helped = solves = unproved = named = 0
    began = time.process_time()
    for problem in problems(options.count, options.first, county=options.county):
        district = District(problem, options.effort)
        found = reasons(problem, district.plan, Control(seed=1))
        solves += found.solves
        lacks += len(found.reasons)
        helped += sum(any(not row.after for row in reason.remedies) for reason in found.reasons)
        unproved += found.unproved
        rows = list(told(found.reasons))
        named += len(rows)
        if options.checked is not None:
            rows = Random(1).sample(rows, min(options.checked, len(rows)))
        for lack, remedy in rows:
            ways = district.kept(lack, remedy.changes, remedy.after)
            if not remedies.add(remedy.code, ways) and options.show:
                print(problem.incident, lack.kind, lack.name, remedy.before, remedy.text, ways, flush=True)
        for lack, changes, left in requests(found):
            ways = district.kept(lack, changes, left)
            if not city.add(lack.name, ways) and options.show:
                print(problem.incident, lack.name, lack.short, "asked of the city", left, ways, flush=True)
    result = {
        "benchmark": "remedies",
        "districts": options.count,
        "lacks": lacks,
        "lacks_with_a_remedy_that_leaves_none": helped,
        "remedies": named,
        "checked": remedies.count,
        "unproved": unproved,
        "share": remedies.shares(remedies.good),
        "where_named": remedies.shares(remedies.named),
        "by_class": remedies.classes(),
        "city": {"requests": city.count, "share": city.shares(city.good)},
        "solves": solves,
        "cpu_s": round(time.process_time() - began, 1),
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
