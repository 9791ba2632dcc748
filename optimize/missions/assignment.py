"""Which team goes to which mission, and how many of its people.

Three levels, each a mixed-integer program: severity-weighted people missing; seconds by which the first arrival at each
mission exceeds the on-scene limit (both ``chains``); travel (``travel``). A team stays at a mission until its end and
is home before the next one.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from optimize.figures import on_scene_limit_s
from optimize.index import Index
from optimize.missions.chains import Chains, Found, steps_of
from optimize.missions.exchanging import exchanged
from optimize.missions.postings import Option, late_cost, missing_cost, nobody_over_s, timetable
from optimize.missions.reposting import Costs, repost, with_more
from optimize.missions.travel import MOST_CELLS, Travel
from optimize.plan import Posting
from optimize.problem import Problem
from optimize.progress import Control

STAGE = "missions"
NODES = (200, 50, 200)
"""Branch-and-bound nodes per level at the standard effort."""
TRAVEL = 2
MOST_STEPS = 60_000
"""Larger programs do not pay within seconds: what the search finds then stays unproven."""
PATIENCE = 40
"""Fruitless rounds after which postings that are kept are changed no further."""
EXACT = 0.01
"""By how much the bound of a whole value may be off in floating point."""


@dataclass(frozen=True)
class MissionResult:
    """Postings, people missing per mission, and the two goals: bounds are valid, ``minutes_bound`` for this unmet."""

    postings: tuple[Posting, ...]
    unmet: dict[str, int]
    bound_unmet: int
    minutes_over: float
    minutes_bound: float
    proven: bool


NOTHING = MissionResult((), {}, 0, 0.0, 0.0, proven=True)
"""What is done where no mission is asked for."""


def assign(problem: Problem, index: Index, control: Control) -> MissionResult:
    """Post teams; people missing and lateness are optimal where ``proven``, else the best found within the effort."""
    if not problem.missions:
        return NOTHING
    return _Search(problem, index, control).drafted().run()


def draft(problem: Problem, index: Index) -> MissionResult:
    """Teams posted one after the other, in a moment; nothing is claimed about how good that is."""
    return _Search(problem, index, Control()).drafted().result() if problem.missions else NOTHING


def keep(problem: Problem, index: Index, before: Sequence[Posting], control: Control) -> MissionResult:
    """The postings of an earlier plan; changed only where that leaves fewer people missing or comes less late, which is
    then as good as postings from nothing would be if there are teams enough."""
    return _Search(problem, index, control).kept(before) if problem.missions else NOTHING


class _Search:
    """The best postings so far, made better level by level."""

    def __init__(self, problem: Problem, index: Index, control: Control) -> None:
        self.problem, self.index, self.control = problem, index, control
        self.options = find_options(problem, index)
        self.chosen: Sequence[Option] = ()

    def drafted(self) -> "_Search":
        """Start with teams posted one after the other."""
        fixed = [option for option in self.options if option.fixed]
        drafts = [_trimmed(self.problem, _greedy(self.options, fixed, early=early)) for early in (True, False)]
        self.chosen = min(drafts, key=self._costs)
        return self

    def run(self) -> MissionResult:
        unmet_bound = self._improve(self._chains(timed=False) if self._costs(self.chosen)[0] else None, 0)
        over_bound = float(self._least_late())
        self._repost(over_bound)
        timed = self._chains(timed=True) if self._costs(self.chosen)[1] > over_bound else None
        over_bound = self._improve(timed, 1, over_bound)
        self._repost(over_bound)
        if self._costs(self.chosen)[1] <= over_bound + 1:
            self._travel_less()
        self.chosen = exchanged(self.options, self.chosen, self._costs, self.control)
        return self.result(unmet_bound, over_bound)

    def kept(self, before: Sequence[Posting]) -> MissionResult:
        """Programs say whether the kept postings can be better; those that are then change as few as they can."""
        known = {(row.team, row.mission) for row in before}
        start: list[Option] = []
        for option in self.options:
            wanted = option.fixed or (option.team.id, option.mission.id) in known
            if wanted and not any(option.team is other.team and option.clashes(other) for other in start):
                start.append(option)

        def costs(chosen: Sequence[Option]) -> tuple[int, int, int]:
            return *self._costs(chosen)[:2], _changes(chosen, known)

        unmet_bound, over_bound = 0.0, float(self._least_late())
        self.chosen = _trimmed(self.problem, start)
        if costs(self.chosen)[:2] > (0, over_bound):
            drafts = [start, with_more(self.options, start, costs)]
            drafts += [_greedy(self.options, start, early=early) for early in (True, False)]
            best = min((_trimmed(self.problem, chosen) for chosen in drafts), key=costs)
            least_s = self._least_late()
            self.chosen = repost(
                self.problem.missions, self.options, best, costs, self.control, least_s=least_s, patience=PATIENCE
            )
            chains = self._chains(timed=False) if costs(self.chosen)[0] else None
            unmet_bound = chains.bound(chains.unmet_cost, self.control) if chains else 0.0
            if unmet_bound < EXACT:  # where teams are too few for all, programs take as long as a first plan
                self._improve(chains, 0)
                timed = self._chains(timed=True) if costs(self.chosen)[1] > over_bound else None
                over_bound = self._improve(timed, 1, over_bound)
                self._change_less(known, costs)
        return self.result(unmet_bound, over_bound)

    def _change_less(self, known: Container[tuple[str, str]], costs: Costs) -> None:
        """The fewest postings other than the known ones that leave the levels before as they are."""
        missing, late, changes = costs(self.chosen)
        chains = self._chains(timed=True) if changes > 1 else None
        if chains is not None:
            chains.hold(missing, late)
            nodes = self.control.scaled(NODES[TRAVEL])
            found = chains.solve(chains.change_cost(known), changes, self.chosen, self.control, nodes=nodes).chosen
            self.chosen = min(self.chosen, _trimmed(self.problem, found), found, key=costs)

    def result(self, unmet_bound: float = 0.0, over_bound: float = 0.0) -> MissionResult:
        chosen = min(_trimmed(self.problem, self.chosen), self.chosen, key=self._costs)
        return _result(self.problem, self.index, chosen, unmet_bound, over_bound)

    def _chains(self, *, timed: bool) -> Chains | None:
        """The program, with the levels before held as they are; None where it would not pay."""
        if steps_of(self.options) > MOST_STEPS or self.control.stopped():
            return None
        missing, late, _ = self._costs(self.chosen)
        chains = Chains(self.problem, self.index, self.options, latest_s=late if timed else None)
        if timed:
            chains.hold(missing)
        return chains

    def _least_late(self) -> int:
        """Lateness if every mission had the pick of all teams that can serve it, or of nobody: a bound at any size."""
        least = {m.id: nobody_over_s(self.index, m) for m in self.problem.missions}
        for option in self.options:
            least[option.mission.id] = min(least[option.mission.id], option.over_s)
        return sum(least.values())

    def _costs(self, chosen: Sequence[Option]) -> tuple[int, int, int]:
        travel_s = sum(option.cost_s for option in chosen)
        return missing_cost(self.problem, chosen), late_cost(self.problem, self.index, chosen), travel_s

    def _repost(self, over_bound: float) -> None:
        """Search for less lateness where there could be less."""
        if self._costs(self.chosen)[1] > over_bound + 1:
            self.chosen = repost(self.problem.missions, self.options, self.chosen, self._costs, self.control)

    def _improve(self, chains: Chains | None, level: int, bound: float = 0.0) -> float:
        """Improve the postings on one level; returns its bound, ``bound`` if there is no better."""
        value = self._costs(self.chosen)[level]
        if chains is not None and value and not self.control.stopped():
            nodes, cost = self.control.scaled(NODES[level]), (chains.unmet_cost, chains.over_cost)[level]
            bound = max(bound, self._take(chains.solve(cost, value, self.chosen, self.control, nodes=nodes)))
        self._report(level, bound)
        return bound

    def _travel_less(self) -> None:
        """The least travel that leaves the levels before as they are."""
        missing, late, _ = self._costs(self.chosen)
        bound = 0.0
        if steps_of(self.options) <= MOST_STEPS and not self.control.stopped():
            travel = Travel(self.problem, self.index, self.options, missing, late)
            if travel.cells <= MOST_CELLS:
                nodes = self.control.scaled(NODES[TRAVEL])
                bound = self._take(travel.solve(self.chosen, self.control, nodes=nodes))
        self._report(TRAVEL, bound)

    def _take(self, found: Found) -> float:
        """Take what was found where it is better; who is not needed stays at home, which may make another one first."""
        self.chosen = min(self.chosen, _trimmed(self.problem, found.chosen), found.chosen, key=self._costs)
        return found.bound

    def _report(self, level: int, bound: float) -> None:
        value = self._costs(self.chosen)[level]
        whole = min(value, float(np.ceil(bound - EXACT)))
        self.control.report(STAGE, "end", level=level + 1, incumbent=value, bound=whole)


def find_options(problem: Problem, index: Index) -> list[Option]:
    """Pairs where the team has the skill, people to spare, and a way that gets it there before the mission ends.

    First come the fixed postings, as they are.
    """
    found, now_s = _fixed_options(problem, index), problem.adjustment.now_s
    departed = {(option.team.id, option.mission.id) for option in found}
    for mission in problem.missions:
        for team in problem.teams:
            if (team.id, mission.id) in departed or not index.rules.may_post(team.id, mission.id):
                continue
            people = min(team.on_duty - team.home_cover, mission.people)
            travel = index.seconds(team.profile, team.location, mission.location)
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


def _greedy(options: Sequence[Option], start: Sequence[Option], *, early: bool) -> list[Option]:
    """The worthiest posting first, until no free team is wanted: most people × severity, or ``early``: first whoever
    is least late at a mission that has nobody yet."""
    chosen = list(start)
    missing = {option.mission.id: option.mission.people for option in options}
    for option in chosen:
        missing[option.mission.id] = max(0, missing[option.mission.id] - option.people)

    def worth(option: Option) -> tuple[bool, int, bool, int, int, str]:
        """Less is better."""
        people = option.mission.severity * min(option.people, missing[option.mission.id])
        alone = early and missing[option.mission.id] == option.mission.people
        ranked = (option.over_s, -people) if alone else (-people, option.over_s)
        return not alone, ranked[0], bool(tasks[option.team.id]), ranked[1], option.travel_s, option.team.id

    tasks: dict[str, list[Option]] = defaultdict(list)
    for option in chosen:
        tasks[option.team.id].append(option)
    waiting = [(worth(option), option.number, option) for option in options if not option.fixed]
    heapify(waiting)
    while waiting:
        rank, number, option = heappop(waiting)
        if not missing[option.mission.id] or any(option.clashes(task) for task in tasks[option.team.id]):
            continue
        now = worth(option)  # which only ever gets worse, as missions get people and teams tasks
        if now > rank:
            heappush(waiting, (now, number, option))
            continue
        chosen.append(option)
        tasks[option.team.id].append(option)
        missing[option.mission.id] = max(0, missing[option.mission.id] - option.people)
    return chosen


def _result(
    problem: Problem, index: Index, chosen: Sequence[Option], unmet_bound: float, over_bound: float
) -> MissionResult:
    """Everybody chosen gives at least one, as far as people are wanted, and leaves as early as can be."""
    needed = dict(_given(problem, chosen, at_least=1))
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


def _given(problem: Problem, chosen: Sequence[Option], *, at_least: int = 0) -> list[tuple[Option, int]]:
    """The people that each posting gives, fixed ones and first arrivals first, and no more than a mission wants.

    First arrivals leave ``at_least`` so many to each of those who come after them.
    """
    departs = timetable(chosen)
    missing = {mission.id: mission.people for mission in problem.missions}
    coming = Counter(option.mission.id for option in chosen)
    given = []
    for option in sorted(chosen, key=lambda o: (not o.fixed, departs[o] + o.travel_s, o.team.id, o.mission.id)):
        mission = option.mission.id
        coming[mission] -= 1
        wanted = max(min(at_least, missing[mission]), missing[mission] - at_least * coming[mission])
        people = option.people if option.fixed else min(option.people, max(0, wanted))
        if people:
            missing[mission] -= people
            given.append((option, people))
    return given


def _trimmed(problem: Problem, chosen: Sequence[Option]) -> list[Option]:
    """Without those whom no mission needs any more when they arrive."""
    return [option for option, _ in _given(problem, chosen)]


def _changes(chosen: Sequence[Option], known: Container[tuple[str, str]]) -> int:
    """Postings other than the known (team, mission) pairs."""
    return sum((option.team.id, option.mission.id) not in known for option in chosen if not option.fixed)


def _posting(option: Option, people: int, depart_s: int) -> Posting:
    return Posting(
        mission=option.mission.id,
        team=option.team.id,
        people=people,
        depart_s=depart_s,
        arrive_s=depart_s + option.travel_s,
        within_profile=option.late_s(depart_s) == 0,
    )
