"""The program behind the missions: each team goes a way from mission to mission, or stays at home.

A step leads a team from home, or home again from the mission before, to its next one; when it leaves, and so how late
it comes, follows from the step alone. Ways through steps are a flow, so the linear relaxation is nearly whole and its
bound close. Columns are steps that arrive first at a mission, all other steps, people missing, and missions without
anybody.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimize.figures import on_scene_limit_s
from optimize.index import Index
from optimize.missions.postings import Option, free_options, nobody_over_s
from optimize.problem import Problem
from optimize.programs.linear import INFINITY, Program, Reals, Whole
from optimize.progress import Control

MOST_ORDERED = 8_000
"""Steps up to which a late first arrival may not hide behind a less late one that comes after it."""
PASSES = (6_000, 1.0), (40_000, 0.1)
"""For each search for whole numbers: its columns, those with the least reduced costs, and the part of the nodes that
it may use. The second knows a better value, so its columns are few where that is good."""
HALF = 0.5
"""What may be added to a whole value that is held."""


@dataclass(frozen=True, slots=True)
class Step:
    """A way to ``option``, from home or from the mission ``before``; ``arrive_s`` and ``over_s`` are as in a plan."""

    option: Option
    before: Option | None
    arrive_s: int
    over_s: int


@dataclass(frozen=True)
class Found:
    """The options of the best answer, and a bound of the level."""

    chosen: list[Option]
    bound: float


class Chains:
    """The program over all steps. A level that does not ask who comes first leaves the ``first`` columns out."""

    def __init__(self, problem: Problem, index: Index, options: Sequence[Option], *, latest_s: int | None) -> None:
        self.missions = problem.missions
        self.number = {mission.id: number for number, mission in enumerate(problem.missions)}
        self.fixed = [option for option in options if option.fixed]
        self.options = free_options(options)
        self.row = {option: row for row, option in enumerate(self.options)}
        self.timed, self.limit_s = latest_s is not None, on_scene_limit_s(index, None)
        self.over_nobody = np.array([nobody_over_s(index, mission) for mission in problem.missions], dtype=float)
        self.steps = list(_steps(self.options, self.fixed))
        soon = [n for n, step in enumerate(self.steps) if latest_s is not None and step.over_s <= latest_s]
        self.firsts = np.array(soon, dtype=np.int64)
        self._build()

    def _build(self) -> None:
        program = self.program = Program()
        needs = np.array([mission.people for mission in self.missions], dtype=float)
        for option in self.fixed:
            needs[self.number[option.mission.id]] -= option.people
        needs = np.maximum(0, needs)
        begun = [self.number[option.mission.id] for option in self.fixed]
        self.step: Whole = program.add_columns(len(self.steps), 0, 1)
        self.first: Whole = program.add_columns(len(self.firsts), 0, 1)
        self.missing: Whole = program.add_columns(len(needs), 0, needs)
        timed = len(needs) if self.timed else 0
        self.nobody: Whole = program.add_columns(timed, 0, np.where(np.isin(np.arange(timed), begun), 0.0, 1.0))
        self.begun: Whole = program.add_columns(len(begun) if self.timed else 0, 0, 1)
        self._costs()
        self._flow(needs)
        if self.timed:
            self._name_first(np.array(begun, dtype=np.int64))
        self.held, self.held_late = program.add_rows(2, -INFINITY, INFINITY).tolist()
        program.put(self.held, self.missing, self.unmet_cost[self.missing])
        for columns in (self.first, self.nobody, self.begun):
            program.put(self.held_late, columns, self.over_cost[columns])

    def _costs(self) -> None:
        self.unmet_cost: Reals = np.zeros(self.program.columns)
        self.unmet_cost[self.missing] = [mission.severity for mission in self.missions]
        self.over_cost: Reals = np.zeros(self.program.columns)
        over = np.array([step.over_s for step in self.steps], dtype=float)
        self.over_cost[self.first] = over[self.firsts]
        if self.timed:
            self.over_cost[self.nobody] = self.over_nobody
            self.over_cost[self.begun] = [option.over_s for option in self.fixed]

    def _flow(self, needs: Reals) -> None:
        """A team sets out once, serves a mission once at most, goes on from where it was, and brings its people."""
        program, count = self.program, len(self.options)
        teams = {team: row for row, team in enumerate(dict.fromkeys(option.team.id for option in self.options))}
        out = program.add_rows(len(teams), -INFINITY, 1)
        once = program.add_rows(count, -INFINITY, 1)
        onward = program.add_rows(count, -INFINITY, 0)
        cover = program.add_rows(len(needs), needs, INFINITY)
        program.put(cover, self.missing, 1)
        to = np.array([self.row[step.option] for step in self.steps], dtype=np.int64)
        before = np.array([-1 if s.before is None else self.row[s.before] for s in self.steps], dtype=np.int64)
        team = np.array([teams[option.team.id] for option in self.options], dtype=np.int64)
        mission = np.array([self.number[option.mission.id] for option in self.options], dtype=np.int64)
        people = np.array([option.people for option in self.options], dtype=float)
        for columns, number in ((self.step, np.arange(len(self.steps))), (self.first, self.firsts)):
            if not len(number):
                continue
            goal, start = to[number], before[number]
            new = start < 0
            program.put(out[team[goal[new]]], columns[new], 1)
            program.put(once[goal], columns, 1)
            program.put(onward[start[~new]], columns[~new], 1)
            program.put(onward[goal], columns, -1)
            program.put(cover[mission[goal]], columns, people[goal])

    def _name_first(self, begun: Whole) -> None:
        """Exactly one first arrival per mission, or nobody; the program alone would name the least late."""
        rows = self.program.add_rows(len(self.missions), 1, 1)
        self.program.put(rows, self.nobody, 1)
        if len(begun):
            self.program.put(rows[begun], self.begun, 1)
        if len(self.firsts):
            goals = [self.number[self.steps[n].option.mission.id] for n in self.firsts]
            self.program.put(rows[goals], self.first, 1)
        limits = {option.limit_s for option in self.options}
        if len(self.steps) <= MOST_ORDERED and (len(limits) > 1 or limits != {self.limit_s}):
            self._keep_order()

    def _keep_order(self) -> None:
        """Where limits differ by level, whoever comes later and less late is not the first."""
        column_of = {int(n): int(column) for n, column in zip(self.firsts, self.first, strict=True)}
        by_mission: dict[str, list[int]] = defaultdict(list)
        for number, step in enumerate(self.steps):
            by_mission[step.option.mission.id].append(number)
        for mission, numbers in by_mission.items():
            nobody = self.number[mission]
            for number in numbers:
                early = self.steps[number]
                hidden = [column_of[n] for n in numbers if n in column_of and _hides(self.steps[n], early)]
                if early.over_s > self.over_nobody[nobody]:
                    hidden.append(int(self.nobody[nobody]))
                if hidden:
                    (row,) = self.program.add_rows(1, -INFINITY, 1)
                    self.program.put(row, [int(self.step[number]), *hidden], 1)

    def hold(self, missing: float, late_s: float = INFINITY) -> None:
        """No more people × severity may be missing, and no more seconds be late."""
        self.program.set_row(self.held, -INFINITY, missing + HALF)
        self.program.set_row(self.held_late, -INFINITY, late_s + HALF)

    def change_cost(self, known: Container[tuple[str, str]]) -> Reals:
        """How many postings are others than the known (team, mission) pairs."""
        cost: Reals = np.zeros(self.program.columns)
        new = np.array([(step.option.team.id, step.option.mission.id) not in known for step in self.steps], dtype=float)
        cost[self.step], cost[self.first] = new, new[self.firsts]
        return cost

    def bound(self, cost: Reals, control: Control) -> float:
        """What the relaxation says that a cost is at least."""
        relaxed = self.program.solve(cost, control)
        return relaxed.bound if relaxed.proven else 0.0

    def solve(self, cost: Reals, value: float, start: Sequence[Option], control: Control, *, nodes: int) -> Found:
        """The least cost (of ``unmet_cost``, ``over_cost`` or ``change_cost``), below ``value`` if it can be; ``start``
        has that.

        The relaxation bounds it and prices all columns; those that an answer below ``value`` may use, or the best of
        them where they are many, are searched for whole numbers, and again once ``value`` is lower.
        """
        relaxed = self.program.solve(cost, control)
        best, bound = list(start), relaxed.bound if relaxed.proven else 0.0
        for most, part_of_nodes in PASSES:
            if not relaxed.proven or value - HALF < bound or control.stopped():
                break
            room = min(value - relaxed.value, _reach(relaxed.reduced, most))
            point = self.point(best)
            kept = np.flatnonzero((relaxed.reduced <= room) | (point > 0))
            part = self.program.part(kept, whole=True)
            limit = max(1, round(nodes * part_of_nodes))
            answer = part.solve(cost[kept], control, nodes=limit, start=point[kept])
            bound = max(bound, min(answer.bound, relaxed.value + room))
            if answer.found and answer.value <= value:
                best, value = self._chosen(kept, answer.x), answer.value
        return Found(best, bound)

    def _chosen(self, kept: Whole, values: Reals) -> list[Option]:
        x = np.zeros(self.program.columns)
        x[kept] = values
        going = [*np.flatnonzero(x[self.step] > HALF), *self.firsts[x[self.first] > HALF]]
        return [*self.fixed, *(self.steps[n].option for n in sorted(going))]

    def point(self, chosen: Sequence[Option]) -> Reals:
        """The columns' values for these postings, lateness as it really is."""
        x: Reals = np.zeros(self.program.columns)
        number = {(step.option, step.before): n for n, step in enumerate(self.steps)}
        first = {int(n): column for n, column in zip(self.firsts, self.first, strict=True)}
        arrivals: dict[int, list[tuple[int, str, int, bool]]] = defaultdict(list)
        last: dict[str, Option] = {}
        for option in sorted(chosen, key=lambda o: (o.mission.until_s, o.number)):
            if option in self.row:
                n = number[option, last.get(option.team.id)]
                arrivals[self.number[option.mission.id]].append((self.steps[n].arrive_s, option.team.id, n, False))
                last[option.team.id] = option
        for row, option in enumerate(self.fixed):
            arrive_s = option.depart_s + option.travel_s
            arrivals[self.number[option.mission.id]].append((arrive_s, option.team.id, row, True))
        for mission, needed in enumerate(self.missing):
            here = sorted(arrivals[mission])
            sent = sum((self.fixed[n] if fixed else self.steps[n].option).people for _, _, n, fixed in here)
            x[needed] = max(0, self.missions[mission].people - sent)
            if self.timed and not here:
                x[self.nobody[mission]] = 1
            for rank, (_, _, n, fixed) in enumerate(here):
                foremost = self.timed and rank == 0
                if not fixed:
                    x[first[n] if foremost else self.step[n]] = 1
                elif foremost:
                    x[self.begun[n]] = 1
        return x


def _reach(reduced: Reals, most: int) -> float:
    """The reduced cost up to which so many columns can be looked at."""
    return INFINITY if len(reduced) <= most else float(np.partition(reduced, most)[most])


def _steps(options: Sequence[Option], fixed: Sequence[Option]) -> Iterator[Step]:
    """From home, once back from what is fixed, and from each mission that the team may serve before."""
    by_team: dict[str, list[Option]] = defaultdict(list)
    for option in options:
        by_team[option.team.id].append(option)
    for option in options:
        back_s = [away.home_s for away in fixed if away.team is option.team and away.precedes(option)]
        ready_s = max([option.depart_s, *back_s])
        yield _step(option, None, ready_s)
        for before in by_team[option.team.id]:
            if before is not option and before.precedes(option):
                yield _step(option, before, max(ready_s, before.home_s))


def _step(option: Option, before: Option | None, depart_s: int) -> Step:
    return Step(option, before, depart_s + option.travel_s, option.late_s(depart_s))


def _hides(later: Step, early: Step) -> bool:
    after = (later.arrive_s, later.option.team.id) > (early.arrive_s, early.option.team.id)
    return after and later.over_s < early.over_s


def steps_of(options: Sequence[Option]) -> int:
    """At most so many steps lead through these options."""
    by_team: dict[str, int] = defaultdict(int)
    for option in options:
        by_team[option.team.id] += 1
    return sum(count * (count + 1) // 2 for count in by_team.values())
