"""The program behind the missions: one 0/1 column per team and mission it can serve, and who is first where."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.figures import on_scene_limit_s
from optimize.index import Index
from optimize.linear import INFINITY, Program, Reals, Whole
from optimize.problem import MissionNeed, Problem, Team

NEVER = 10**12
"""A second after any."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A team that could serve a mission, leaving at ``depart_s`` if no other mission keeps it longer.

    ``limit_s`` is the on-scene limit of its level, ``over_s`` its lateness if it leaves at ``depart_s``. A
    ``fixed`` one has left at just that second.
    """

    number: int
    team: Team
    mission: MissionNeed
    people: int
    travel_s: int
    depart_s: int
    limit_s: int | None
    fixed: bool = False

    @property
    def begin_s(self) -> int:
        """The first second at which the team can be nowhere else any more."""
        return self.depart_s + 1 if self.fixed else self.mission.until_s - self.travel_s

    @property
    def over_s(self) -> int:
        return self.late_s(self.depart_s)

    @property
    def home_s(self) -> int:
        return self.mission.until_s + self.travel_s

    def late_s(self, depart_s: int) -> int:
        """Seconds over the on-scene limit when leaving then."""
        if self.limit_s is None:
            return 0
        return max(0, depart_s + self.travel_s - self.mission.from_s - self.limit_s)

    def precedes(self, later: "Option") -> bool:
        """Whether the team is home early enough to come to ``later`` before its end."""
        return self.home_s < later.begin_s

    def clashes(self, other: "Option") -> bool:
        return not (self.precedes(other) or other.precedes(self))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A team's arrival as the first of a mission, if no other mission keeps it away beyond ``depart_s``."""

    option: Option
    depart_s: int
    over_s: int


def nobody_over_s(index: Index, mission: MissionNeed) -> int:
    """Lateness of a mission that nobody goes to: its end stands for the arrival."""
    limit = on_scene_limit_s(index, None)
    return 0 if limit is None else max(0, mission.until_s - mission.from_s - limit)


def timetable(chosen: Sequence[Option]) -> dict[Option, int]:
    """When each team leaves for each of its missions, one after the other."""
    departs: dict[Option, int] = {}
    free_s: dict[str, int] = {}
    for option in sorted(chosen, key=lambda o: (o.mission.until_s, o.number)):
        free = 0 if option.fixed else free_s.get(option.team.id, 0)
        departs[option] = max(option.depart_s, free)
        free_s[option.team.id] = option.home_s
    return departs


def missing_cost(problem: Problem, chosen: Sequence[Option]) -> int:
    """Severity × people whom nobody sends."""
    sent: dict[str, int] = defaultdict(int)
    for option in chosen:
        sent[option.mission.id] += option.people
    return sum(mission.severity * max(0, mission.people - sent[mission.id]) for mission in problem.missions)


def late_cost(problem: Problem, index: Index, chosen: Sequence[Option]) -> int:
    """Seconds over the on-scene limit of the first arrivals, all missions together."""
    firsts: dict[str, tuple[int, str, int]] = {}
    for option, depart in timetable(chosen).items():
        arrival = depart + option.travel_s, option.team.id, option.late_s(depart)
        firsts[option.mission.id] = min(arrival, firsts.get(option.mission.id, arrival))
    return sum(
        firsts[mission.id][2] if mission.id in firsts else nobody_over_s(index, mission) for mission in problem.missions
    )


class Model:
    """The program over all options: ``sent`` per option, ``missing`` people, and who is ``first`` at each mission.

    The first level does not ask who comes first: ``latest_s`` None leaves those columns out; else they are first
    arrivals that are not later than that. Lateness in the program is never above the real one, so its bounds hold;
    ``coarse`` keeps less of what is real (a team is there as soon as it ever could be, and the least late counts as the
    first), for a far smaller program.
    """

    def __init__(
        self, problem: Problem, index: Index, options: Sequence[Option], *, latest_s: int | None, coarse: bool = False
    ) -> None:
        self.options, self.missions, self.timed, self.coarse = options, problem.missions, latest_s is not None, coarse
        self.number = {mission.id: number for number, mission in enumerate(problem.missions)}
        self.by_team: dict[str, list[Option]] = defaultdict(list)
        self.by_mission: dict[str, list[Option]] = defaultdict(list)
        for option in options:
            self.by_team[option.team.id].append(option)
            self.by_mission[option.mission.id].append(option)
        self.over_nobody = [nobody_over_s(index, mission) for mission in problem.missions]
        self.arrivals = [
            row
            for option in (options if latest_s is not None else ())
            for row in self._arrivals(option)
            if latest_s is None or row.over_s <= latest_s
        ]
        self.arrivals_of: dict[Option, list[int]] = defaultdict(list)
        for position, arrival in enumerate(self.arrivals):
            self.arrivals_of[arrival.option].append(position)
        self._build(np.array([mission.people for mission in problem.missions], dtype=float))

    def _arrivals(self, option: Option) -> list[Arrival]:
        """The ideal arrival, and those after other missions of the team; of equally late ones the freest."""
        if self.coarse:
            return [Arrival(option, NEVER, option.over_s)]
        freest: dict[int, Arrival] = {}
        for depart in sorted({option.depart_s, *(other.home_s for other in self._before(option))}):
            late = option.late_s(depart)
            freest[late] = Arrival(option, depart, late)
        return list(freest.values())

    def _before(self, option: Option) -> list[Option]:
        """Missions that the team may serve before this one and that keep it from leaving for it when it could."""
        return [o for o in self.by_team[option.team.id] if o.precedes(option) and o.home_s > option.depart_s]

    def _build(self, needs: Reals) -> None:
        self.program = Program()
        fixed = [float(option.fixed) for option in self.options]
        self.sent: Whole = self.program.add_columns(len(self.options), fixed, 1, whole=True)
        self.missing: Whole = self.program.add_columns(len(needs), 0, needs, whole=True)
        self.first: Whole = self.program.add_columns(len(self.arrivals), 0, 1, whole=True)
        self.nobody: Whole = self.program.add_columns(len(needs) if self.timed else 0, 0, 1, whole=True)
        self._costs()
        self._cover(needs)
        self.exclusive: list[tuple[int, ...]] = []
        self._part_teams()
        if self.timed:
            self._name_first()
        self._put_exclusive()
        self.held = self.program.add_rows(2, -INFINITY, INFINITY)
        for row, cost in zip(self.held, (self.unmet_cost, self.over_cost), strict=True):
            columns = np.flatnonzero(cost)
            self.program.put(row, columns, cost[columns])

    def _costs(self) -> None:
        self.unmet_cost: Reals = np.zeros(self.program.columns)
        self.unmet_cost[self.missing] = [mission.severity for mission in self.missions]
        self.over_cost: Reals = np.zeros(self.program.columns)
        if self.timed:
            self.over_cost[self.first] = [arrival.over_s for arrival in self.arrivals]
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
        """A mission blocks its team from the last moment to leave for it until the return; of the missions that block
        one moment a team serves at most one. Moments at which a block begins suffice."""
        for options in self.by_team.values():
            moments = {option.begin_s for option in options}
            blocked = {tuple(o.number for o in options if o.begin_s <= moment <= o.home_s) for moment in moments}
            for numbers in sorted(blocked):
                if len(numbers) > 1:
                    self._at_most_one(*(int(self.sent[number]) for number in numbers))

    def _name_first(self) -> None:
        """Exactly one first arrival per mission, or nobody. The program would name the least late of those sent, so
        rows forbid it where another team surely comes before."""
        rows = self.program.add_rows(len(self.missions), 1, 1)
        self.program.put(rows, self.nobody, 1)
        if self.arrivals:
            self.program.put(rows[[self.number[row.option.mission.id] for row in self.arrivals]], self.first, 1)
            links = self.program.add_rows(len(self.options), -INFINITY, 0)
            self.program.put(links, self.sent, -1)
            self.program.put(links[[row.option.number for row in self.arrivals]], self.first, 1)
        if self.coarse:
            return
        for option in self.options:
            self._await_return(option)
        for options in self.by_mission.values():
            self._keep_order([option for option in options if not self._before(option)])

    def _await_return(self, option: Option) -> None:
        """At any moment a team is on its way to be first here, or still blocked by one mission before, or neither."""
        before = self._before(option)
        arrivals = [(self.arrivals[n].depart_s, int(self.first[n])) for n in self.arrivals_of[option]]
        begins = {other: other.begin_s for other in before}
        rows = set()
        for moment in {*begins.values(), *(depart for depart, _ in arrivals)}:
            away = [int(self.sent[o.number]) for o in before if begins[o] <= moment < o.home_s]
            if away:
                rows.add((*away, *(column for depart, column in arrivals if depart <= moment)))
        for columns in sorted(rows):
            self._at_most_one(*columns)

    def _keep_order(self, options: Sequence[Option]) -> None:
        """Of teams that can come at one time only, nobody but the earliest of those sent is first."""
        ordered = sorted(options, key=lambda o: (o.depart_s + o.travel_s, o.team.id))
        for rank, later in enumerate(ordered):
            number = self.number[later.mission.id]
            if later.over_s > self.over_nobody[number]:
                self._at_most_one(int(self.nobody[number]), int(self.sent[later.number]))
            for position in self.arrivals_of[later]:
                for earlier in ordered[:rank]:
                    if earlier.over_s > later.over_s:
                        self._at_most_one(int(self.first[position]), int(self.sent[earlier.number]))

    def _at_most_one(self, *columns: int) -> None:
        """Of fixed postings that overlap by now one stands for all."""
        fixed = [column for column in columns if self._is_fixed(column)]
        self.exclusive.append(tuple(column for column in columns if column not in fixed[1:]))

    def _is_fixed(self, column: int) -> bool:
        return column < len(self.options) and self.options[column].fixed

    def _put_exclusive(self) -> None:
        """One row for each set of columns of which at most one may be 1."""
        rows = self.program.add_rows(len(self.exclusive), -INFINITY, 1)
        sizes = [len(columns) for columns in self.exclusive]
        if sizes:
            self.program.put(np.repeat(rows, sizes), np.concatenate(self.exclusive), 1)

    def point(self, chosen: Sequence[Option]) -> Reals:
        """The columns' values for these postings, lateness as it really is."""
        x: Reals = np.zeros(self.program.columns)
        departs = timetable(chosen)
        for number, mission in enumerate(self.missions):
            here = [option for option in chosen if option.mission is mission]
            x[self.sent[[option.number for option in here]]] = 1
            x[self.missing[number]] = max(0, mission.people - sum(option.people for option in here))
            if self.timed and here:
                first = min(here, key=lambda o: (departs[o] + o.travel_s, o.team.id))
                x[self.first[self._arrival_at(first, departs[first])]] = 1
            elif self.timed:
                x[self.nobody[number]] = 1
        return x

    def _arrival_at(self, option: Option, depart_s: int) -> int:
        """The arrival that stands for leaving at this second."""
        return next(n for n in self.arrivals_of[option] if self.arrivals[n].depart_s >= depart_s)

    def hold(self, level: int, value: float) -> None:
        """Later levels may not be worse on this one."""
        if level < len(self.held):
            self.program.set_row(int(self.held[level]), -INFINITY, value + 0.5)
