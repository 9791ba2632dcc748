"""Which team goes to which mission, and how many of its people.

A mixed-integer program with three levels: severity-weighted people missing; seconds by which the first arrival at each
mission exceeds the on-scene limit; travel. A team stays at a mission until its end and is home before the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.figures import on_scene_limit_s
from optimize.index import Index
from optimize.linear import Reals
from optimize.plan import Posting
from optimize.postings import Model, Option, late_cost, missing_cost, nobody_over_s, timetable
from optimize.problem import Problem
from optimize.progress import Control
from optimize.reposting import repost

STAGE = "missions"
PROFILE = "light"
NODES = (200, 50, 5)
"""Branch-and-bound nodes per level at the standard effort; travel is no goal of the plan, so little is spent on it."""
TRAVEL = 2
TRAVEL_GAP = 0.05
MOST_ROWS = 6_000
"""Larger programs do not pay within seconds: a coarse one then takes their place, and the rest stays unproven."""
EXACT = 1e-6


@dataclass(frozen=True)
class MissionResult:
    """Postings, people missing per mission, and the two goals: bounds are valid, ``minutes_bound`` for this unmet."""

    postings: tuple[Posting, ...]
    unmet: dict[str, int]
    bound_unmet: int
    minutes_over: float
    minutes_bound: float
    proven: bool


def assign(problem: Problem, index: Index, control: Control) -> MissionResult:
    """Post teams; people missing and lateness are optimal where ``proven``, else the best found within the effort."""
    if not problem.missions:
        return MissionResult((), {}, 0, 0.0, 0.0, proven=True)
    return _Search(problem, index, control).run()


class _Search:
    """The best postings so far, made better level by level."""

    def __init__(self, problem: Problem, index: Index, control: Control) -> None:
        self.problem, self.index, self.control = problem, index, control
        self.options = find_options(problem, index)
        drafts = [_trimmed(problem, _greedy(self.options, early=early)) for early in (True, False)]
        self.chosen = min(drafts, key=self._costs)

    def run(self) -> MissionResult:
        cover = Model(self.problem, self.index, self.options, latest_s=None)
        unmet_bound = self._solve(cover, cover.unmet_cost, 0)
        self.chosen = repost(self.problem.missions, self.options, self.chosen, self._costs, self.control)
        missing, late, _ = self._costs(self.chosen)
        timed = Model(self.problem, self.index, self.options, latest_s=late)
        if timed.program.rows > MOST_ROWS:
            timed = Model(self.problem, self.index, self.options, latest_s=late, coarse=True)
        timed.hold(0, missing)
        over_bound = max(self._solve(timed, timed.over_cost, 1), self._least_late())
        timed.hold(1, self._costs(self.chosen)[1])
        self._solve(timed, timed.travel_cost, TRAVEL)
        return _result(self.problem, self.index, self.chosen, unmet_bound, over_bound)

    def _least_late(self) -> int:
        """Lateness if every mission had the pick of all teams that can serve it, or of nobody: a bound at any size."""
        least = {m.id: nobody_over_s(self.index, m) for m in self.problem.missions}
        for option in self.options:
            least[option.mission.id] = min(least[option.mission.id], option.over_s)
        return sum(least.values())

    def _costs(self, chosen: Sequence[Option]) -> tuple[int, int, int]:
        travel = sum(option.travel_s for option in chosen)
        return missing_cost(self.problem, chosen), late_cost(self.problem, self.index, chosen), travel

    def _solve(self, model: Model, cost: Reals, level: int) -> float:
        """Improve the postings on one level; returns its bound."""
        bound = 0.0
        if self._costs(self.chosen)[level] and model.program.rows <= MOST_ROWS and not self.control.stopped():
            answer = model.program.solve(
                cost,
                self.control,
                nodes=self.control.scaled(NODES[level]),
                start=model.point(self.chosen),
                relative_gap=TRAVEL_GAP if level == TRAVEL else 0.0,
            )
            bound = max(0.0, answer.bound)
            sent = [option for option, x in zip(self.options, answer.x[model.sent], strict=True) if x > 0.5]
            if answer.found:
                self._keep(_trimmed(self.problem, sent), again=model.coarse and level == 1)
        value = self._costs(self.chosen)[level]
        self.control.report(STAGE, "end", level=level + 1, incumbent=value, bound=min(value, bound))
        return bound

    def _keep(self, found: list[Option], *, again: bool) -> None:
        """Keep the better postings; ``again`` first improves those of a coarse program, another place to start from."""
        if again:
            found = repost(self.problem.missions, self.options, found, self._costs, self.control)
        self.chosen = min(self.chosen, found, key=self._costs)


def find_options(problem: Problem, index: Index) -> list[Option]:
    """Pairs where the team has the skill, people to spare, and a road that gets it there before the mission ends.

    First come the fixed postings, as they are.
    """
    found, now_s = _fixed_options(problem, index), problem.adjustment.now_s
    departed = {(option.team.id, option.mission.id) for option in found}
    for mission in problem.missions:
        for team in problem.teams:
            if (team.id, mission.id) in departed or not index.rules.may_post(team.id, mission.id):
                continue
            people = min(team.on_duty - team.home_cover, mission.people)
            travel = index.seconds(PROFILE, team.location, mission.location)
            if mission.skill not in team.skills or people <= 0 or travel < 0:
                continue
            depart = max(team.response_s + team.assembly_s, mission.from_s - travel, now_s)
            if depart + travel < mission.until_s:
                limit = on_scene_limit_s(index, team)
                found.append(Option(len(found), team, mission, people, travel, depart, limit))
    return found


def _fixed_options(problem: Problem, index: Index) -> list[Option]:
    found: list[Option] = []
    for row in problem.adjustment.fixed.postings:
        team, mission, travel_s = index.teams[row.team], index.missions[row.mission], row.arrive_s - row.depart_s
        limit_s = on_scene_limit_s(index, team)
        found.append(Option(len(found), team, mission, row.people, travel_s, row.depart_s, limit_s, fixed=True))
    return found


def _greedy(options: Sequence[Option], *, early: bool) -> list[Option]:
    """The worthiest posting first, until no free team is wanted: most people × severity, or ``early``: first whoever
    is least late at a mission that has nobody yet."""
    chosen = [option for option in options if option.fixed]
    missing = {option.mission.id: option.mission.people for option in options}
    for option in chosen:
        missing[option.mission.id] = max(0, missing[option.mission.id] - option.people)
    busy = {option.team.id for option in chosen}

    def worth(option: Option) -> tuple[bool, int, bool, int, int, str]:
        people = option.mission.severity * min(option.people, missing[option.mission.id])
        alone = early and missing[option.mission.id] == option.mission.people
        ranked = (-option.over_s, people) if alone else (people, -option.over_s)
        return alone, ranked[0], option.team.id not in busy, ranked[1], -option.travel_s, option.team.id

    open_options = [
        option
        for option in options
        if missing[option.mission.id] and not any(option.team is out.team and option.clashes(out) for out in chosen)
    ]
    while open_options:
        best = max(open_options, key=worth)
        chosen.append(best)
        busy.add(best.team.id)
        missing[best.mission.id] = max(0, missing[best.mission.id] - best.people)
        open_options = [
            option
            for option in open_options
            if missing[option.mission.id] and not (option.team is best.team and option.clashes(best))
        ]
    return chosen


def _result(
    problem: Problem, index: Index, chosen: Sequence[Option], unmet_bound: float, over_bound: float
) -> MissionResult:
    """Whom no mission needs any more stays at home; those who are needed leave as early as they then can."""
    needed = dict(_needed(problem, chosen))
    departs = timetable(list(needed))
    order = {mission.id: number for number, mission in enumerate(problem.missions)}
    rows = sorted(needed, key=lambda o: (order[o.mission.id], departs[o] + o.travel_s, o.team.id))
    unmet = {mission.id: mission.people for mission in problem.missions}
    for option, people in needed.items():
        unmet[option.mission.id] = max(0, unmet[option.mission.id] - people)
    weighted, seconds_over = missing_cost(problem, rows), late_cost(problem, index, rows)
    bound_unmet = min(weighted, int(np.ceil(unmet_bound - EXACT)))
    bound_s = min(seconds_over, int(np.ceil(over_bound - EXACT)))
    minutes_over = round(seconds_over / 60, 1)
    return MissionResult(
        postings=tuple(_posting(option, needed[option], departs[option]) for option in rows if not option.fixed),
        unmet=unmet,
        bound_unmet=bound_unmet,
        minutes_over=minutes_over,
        minutes_bound=minutes_over if bound_s == seconds_over else bound_s // 6 / 10,
        proven=(bound_unmet, bound_s) == (weighted, seconds_over),
    )


def _needed(problem: Problem, chosen: Sequence[Option]) -> list[tuple[Option, int]]:
    """The people that each posting gives, fixed ones and first arrivals first, and no more than a mission wants."""
    departs = timetable(chosen)
    missing = {mission.id: mission.people for mission in problem.missions}
    needed = []
    for option in sorted(chosen, key=lambda o: (not o.fixed, departs[o] + o.travel_s, o.team.id, o.mission.id)):
        people = option.people if option.fixed else min(option.people, max(0, missing[option.mission.id]))
        if people:
            missing[option.mission.id] -= people
            needed.append((option, people))
    return needed


def _trimmed(problem: Problem, chosen: Sequence[Option]) -> list[Option]:
    return [option for option, _ in _needed(problem, chosen)]


def _posting(option: Option, people: int, depart_s: int) -> Posting:
    return Posting(
        mission=option.mission.id,
        team=option.team.id,
        people=people,
        depart_s=depart_s,
        arrive_s=depart_s + option.travel_s,
        within_profile=option.late_s(depart_s) == 0,
    )
