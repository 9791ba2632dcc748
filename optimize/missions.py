"""Which team goes to which mission, and how many of its people.

Each team, mission that it can serve and moment to set off is one 0/1 decision of a mixed-integer program with three
levels: severity-weighted people missing; seconds by which the first arrival at each mission exceeds the on-scene limit;
travel.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from optimize.figures import on_scene_limit_s
from optimize.index import Index
from optimize.linear import INFINITY, Answer, Program, Reals, Whole
from optimize.plan import Posting
from optimize.problem import MissionNeed, Problem, Team
from optimize.progress import Control

STAGE = "missions"
PROFILE = "light"
NODES = (1000, 100, 5)
"""Branch-and-bound nodes per level at the standard effort; travel is no goal of the plan, so little is spent on it."""
TRAVEL = 2
TRAVEL_GAP = 0.05


@dataclass(frozen=True)
class MissionResult:
    """Postings, people missing per mission, and the two goals: bounds are valid, ``minutes_bound`` for this unmet."""

    postings: tuple[Posting, ...]
    unmet: dict[str, int]
    bound_unmet: int
    minutes_over: float
    minutes_bound: float
    proven: bool


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A team that could set off to a mission at ``depart_s``. It is away in [depart_s, home_s)."""

    team: Team
    mission: MissionNeed
    people: int
    travel_s: int
    depart_s: int
    over_s: int

    @property
    def arrive_s(self) -> int:
        return self.depart_s + self.travel_s

    @property
    def home_s(self) -> int:
        return self.mission.until_s + self.travel_s


def assign(problem: Problem, index: Index, control: Control) -> MissionResult:
    """Post teams; people missing and lateness are optimal where ``proven``, else the best found within the effort."""
    if not problem.missions:
        return MissionResult((), {}, 0, 0.0, 0.0, proven=True)
    options = _options(problem, index)
    cover, timed = (_Model(problem, index, options, timed=flag) for flag in (False, True))
    stages = ((cover, cover.unmet_cost), (timed, timed.over_cost), (timed, timed.travel_cost))
    chosen, proven = _greedy(options), True
    bounds = [0.0, 0.0, 0.0]
    for level, (model, cost) in enumerate(stages):
        answer = model.solve(level, cost, control, chosen)
        if answer.found:
            chosen = [option for option, x in zip(options, answer.x[model.sent], strict=True) if x > 0.5]
        value, bounds[level] = model.value(cost, chosen), max(0.0, answer.bound)
        timed.hold(level, value)
        proven = proven and (answer.proven or level == TRAVEL)
        control.report(STAGE, "end", level=level + 1, incumbent=value, bound=min(value, bounds[level]))
        if control.stopped():
            proven = proven and level == TRAVEL
            break
    return _result(problem, index, chosen, bounds, proven=proven)


def _options(problem: Problem, index: Index) -> list[Option]:
    """Pairs where the team has the skill, people to spare, and a road that gets it there before the mission ends."""
    found = []
    for mission in problem.missions:
        for team in problem.teams:
            people = min(team.on_duty - team.home_cover, mission.people)
            travel = index.seconds(PROFILE, team.location, mission.location)
            if mission.skill not in team.skills or people <= 0 or travel < 0:
                continue
            for depart in _departures(problem, index, team, mission, travel):
                over = _over_s(index, team, mission, depart + travel)
                found.append(Option(team, mission, people, travel, depart, over))
    return found


def _departures(problem: Problem, index: Index, team: Team, mission: MissionNeed, travel_s: int) -> list[int]:
    """When it can make sense to set off: as soon as useful, or at once when home from another mission."""
    first = max(team.response_s + team.assembly_s, mission.from_s - travel_s)
    moments = {first}
    for other in problem.missions:
        way = index.seconds(PROFILE, team.location, other.location)
        if other is not mission and other.skill in team.skills and way >= 0 and other.until_s + way > first:
            moments.add(other.until_s + way)
    return sorted(moment for moment in moments if moment + travel_s < mission.until_s)


def _over_s(index: Index, team: Team | None, mission: MissionNeed, arrive_s: int) -> int:
    """Seconds over the on-scene limit; the end of the mission stands for the arrival of nobody."""
    limit = on_scene_limit_s(index, team)
    return 0 if limit is None else max(0, arrive_s - mission.from_s - limit)


def _greedy(options: list[Option]) -> list[Option]:
    """The worthiest posting first, until no free team is wanted: the answer if there is no time for a better one."""
    chosen: list[Option] = []
    missing = {option.mission.id: option.mission.people for option in options}

    def worth(option: Option) -> tuple[int, int, str]:
        people = min(option.people, missing[option.mission.id])
        return people * option.mission.severity, -option.travel_s, option.team.id

    open_options = list(options)
    while open_options:
        best = max(open_options, key=worth)
        chosen.append(best)
        missing[best.mission.id] = max(0, missing[best.mission.id] - best.people)
        open_options = [
            option
            for option in open_options
            if missing[option.mission.id] and not (option.team is best.team and _clash(option, best))
        ]
    return chosen


def _clash(a: Option, b: Option) -> bool:
    """Whether one team would have to be at both, the way home between them included."""
    return a.mission is b.mission or (a.depart_s < b.home_s and b.depart_s < a.home_s)


class _Model:
    """The program over all options: ``sent`` per option, ``missing`` people, and who is ``first`` at each mission.

    The first level does not ask who comes first; ``timed`` leaves those columns and rows out or puts them in.
    """

    def __init__(self, problem: Problem, index: Index, options: list[Option], *, timed: bool) -> None:
        self.options, self.missions, self.timed = options, problem.missions, timed
        self.number = {mission.id: number for number, mission in enumerate(problem.missions)}
        self.at: dict[str, list[int]] = defaultdict(list)
        for position, option in enumerate(options):
            self.at[option.mission.id].append(position)
        self.over_nobody = [_over_s(index, None, mission, mission.until_s) for mission in problem.missions]
        self.program = Program()
        needs = np.array([mission.people for mission in problem.missions], dtype=float)
        self.sent: Whole = self.program.add_columns(len(options), 0, 1, whole=True)
        self.missing: Whole = self.program.add_columns(len(needs), 0, needs, whole=True)
        self.first: Whole = self.program.add_columns(len(options) if timed else 0, 0, 1, whole=True)
        self.nobody: Whole = self.program.add_columns(len(needs) if timed else 0, 0, 1, whole=True)
        self._costs()
        self._cover(needs)
        self._part_teams()
        if timed:
            self._name_first()
        self.held = self.program.add_rows(2, -INFINITY, INFINITY)
        for row, cost in zip(self.held, (self.unmet_cost, self.over_cost), strict=True):
            columns = np.flatnonzero(cost)
            self.program.put(row, columns, cost[columns])

    def _costs(self) -> None:
        self.unmet_cost: Reals = np.zeros(self.program.columns)
        self.unmet_cost[self.missing] = [mission.severity for mission in self.missions]
        self.over_cost: Reals = np.zeros(self.program.columns)
        if self.timed:
            self.over_cost[self.first] = [option.over_s for option in self.options]
            self.over_cost[self.nobody] = self.over_nobody
        self.travel_cost: Reals = np.zeros(self.program.columns)
        self.travel_cost[self.sent] = [option.travel_s + 60 for option in self.options]

    def _cover(self, needs: Reals) -> None:
        rows = self.program.add_rows(len(needs), needs, INFINITY)
        self.program.put(rows, self.missing, 1)
        if self.options:
            mission_of = [self.number[option.mission.id] for option in self.options]
            self.program.put(rows[mission_of], self.sent, [option.people for option in self.options])

    def _part_teams(self) -> None:
        """Of the missions that keep a team away at one moment it serves at most one; moments of departure suffice."""
        by_team: dict[str, list[int]] = defaultdict(list)
        for position, option in enumerate(self.options):
            by_team[option.team.id].append(position)
        for positions in by_team.values():
            moments = {self.options[position].depart_s for position in positions}
            away = {
                tuple(p for p in positions if self.options[p].depart_s <= moment < self.options[p].home_s)
                for moment in moments
            }
            for together in sorted(away):
                if len(together) > 1:
                    self._at_most_one([int(self.sent[position]) for position in together])

    def _name_first(self) -> None:
        """Exactly one first arrival per mission, or nobody. The program would name the least late of those sent, so the
        rows forbid it only where that is not who arrives first."""
        rows = self.program.add_rows(len(self.missions), 1, 1)
        self.program.put(rows, self.nobody, 1)
        for mission, positions in self.at.items():
            number = self.number[mission]
            self.program.put(rows[number], self.first[positions], 1)
            links = self.program.add_rows(len(positions), -INFINITY, 0)
            self.program.put(links, self.first[positions], 1)
            self.program.put(links, self.sent[positions], -1)
            ordered = sorted(positions, key=self._arrival)
            for rank, later in enumerate(ordered):
                if self.options[later].over_s > self.over_nobody[number]:
                    self._at_most_one([int(self.nobody[number]), int(self.sent[later])])
                for earlier in ordered[:rank]:
                    if self.options[earlier].over_s > self.options[later].over_s:
                        self._at_most_one([int(self.first[later]), int(self.sent[earlier])])

    def _at_most_one(self, columns: list[int]) -> None:
        self.program.put(self.program.add_rows(1, -INFINITY, 1), columns, 1)

    def _arrival(self, position: int) -> tuple[int, str]:
        return self.options[position].arrive_s, self.options[position].team.id

    def point(self, chosen: list[Option]) -> Reals:
        """The columns' values for these postings."""
        x: Reals = np.zeros(self.program.columns)
        picked = set(chosen)
        for mission in self.missions:
            number = self.number[mission.id]
            positions = [position for position in self.at[mission.id] if self.options[position] in picked]
            x[self.sent[positions]] = 1
            x[self.missing[number]] = max(0, mission.people - sum(self.options[p].people for p in positions))
            if not self.timed:
                continue
            if positions:
                x[self.first[min(positions, key=self._arrival)]] = 1
            else:
                x[self.nobody[number]] = 1
        return x

    def value(self, cost: Reals, chosen: list[Option]) -> float:
        return float(cost @ self.point(chosen))

    def solve(self, level: int, cost: Reals, control: Control, chosen: list[Option]) -> Answer:
        nodes, gap = control.scaled(NODES[level]), TRAVEL_GAP if level == TRAVEL else 0.0
        return self.program.solve(cost, control, nodes=nodes, start=self.point(chosen), relative_gap=gap)

    def hold(self, level: int, value: float) -> None:
        """Later levels may not be worse on this one."""
        if level < len(self.held):
            self.program.set_row(int(self.held[level]), -INFINITY, value + 0.5)


def _result(
    problem: Problem, index: Index, chosen: list[Option], bounds: list[float], *, proven: bool
) -> MissionResult:
    """Who arrives first gives people first; who is not needed any more stays at home."""
    postings: list[Posting] = []
    missing = {mission.id: mission.people for mission in problem.missions}
    seconds_over = 0
    for mission in problem.missions:
        sent = sorted((o for o in chosen if o.mission is mission), key=lambda o: (o.arrive_s, o.team.id))
        seconds_over += sent[0].over_s if sent else _over_s(index, None, mission, mission.until_s)
        for option in sent:
            people = min(option.people, missing[mission.id])
            if people:
                missing[mission.id] -= people
                postings.append(_posting(option, people))
    minutes_over, bound_s = round(seconds_over / 60, 1), int(np.ceil(bounds[1] - 1e-6))
    return MissionResult(
        postings=tuple(postings),
        unmet=missing,
        bound_unmet=int(np.ceil(bounds[0] - 1e-6)),
        minutes_over=minutes_over,
        minutes_bound=minutes_over if bound_s >= seconds_over else bound_s // 6 / 10,
        proven=proven,
    )


def _posting(option: Option, people: int) -> Posting:
    return Posting(
        mission=option.mission.id,
        team=option.team.id,
        people=people,
        depart_s=option.depart_s,
        arrive_s=option.arrive_s,
        within_profile=option.over_s == 0,
    )
