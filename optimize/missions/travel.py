"""The least travel of all postings with the same people missing and the same lateness: a program over whole crews.

Each mission has one crew. A team is at one place at a time: of its stays that overlap, a plan has one. Costs of single
teams bound this badly, as parts of teams add up to just the people wanted; crews are whole. Those that would help are
found by column generation; when a good answer is known, all crews that a better one could have are listed and the best
combination is chosen among them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from scipy.sparse import csr_array

from optimize.index import Index
from optimize.missions.chains import Found
from optimize.missions.crews import NEVER, PLAINLY, Crew, Site, Table, Way
from optimize.missions.postings import Option, nobody_over_s, timetable
from optimize.missions.stays import Stay, Stays
from optimize.problem import MissionNeed, Problem
from optimize.programs.linear import INFINITY, Answer, Program, Reals
from optimize.progress import Control

ROUNDS = 100
"""Rounds of column generation at most; about ten are enough, whatever the effort."""
NEW_CREWS = 5
"""Crews added per mission and round."""
MOST_CELLS = 20_000_000
"""All tables together; larger problems would take minutes for what is no goal of the plan."""
MOST_CREWS = 10_000
"""Crews among which the best combination is chosen at most."""
FIRST_NODES = 0.25
"""The part of the nodes that may go into the answer from which crews are listed."""
EXACT = 0.01
"""By how much the bound of a whole value may be off in floating point."""
HALF = 0.5


class Travel:
    """The program with ``missing`` and ``late`` held."""

    def __init__(self, problem: Problem, index: Index, options: Sequence[Option], missing: int, late: int) -> None:
        self.missions = problem.missions
        self.stays = Stays.of(options)
        self.options = self.stays.options
        self.delays: dict[tuple[int, int], int] = {}
        self.fixed: dict[str, list[Option]] = defaultdict(list)
        for option in options:
            if option.fixed:
                self.fixed[option.mission.id].append(option)
        self.ordered = len({option.limit_s for option in options}) > 1
        members: dict[str, list[int]] = defaultdict(list)
        for row, option in enumerate(self.options):
            members[option.mission.id].append(row)
        ways = [self._ways(index, mission, members[mission.id], late) for mission in problem.missions]
        leaving = [(way.option, way.depart_s) for site in ways for way in site if way.option is not None]
        cliques, self.first_row = self.stays.cliques(leaving), len(problem.missions)
        self.held = self.first_row + len(cliques)
        self.sites = [
            self._site(number, mission, members[mission.id], ways[number])
            for number, mission in enumerate(problem.missions)
        ]
        self.rests = [site.rest(self.options) for site in self.sites]
        self.rows = self.held + 2 + len(self.delays)
        self.upper = np.zeros(self.rows)
        self.upper[: self.held] = 1
        self.upper[self.held : self.held + 2] = missing + HALF, late + HALF
        self.cost = np.array([option.cost_s for option in self.options], dtype=float)
        self._matrices(cliques)

    @property
    def cells(self) -> int:
        return sum(site.cells for site in self.sites)

    def _ways(self, index: Index, mission: MissionNeed, members: Sequence[int], late: int) -> list[Way]:
        """In order of arrival; none that is later than all missions together may be."""
        ways = [
            Way(row, depart_s, self.options[row].late_s(depart_s))
            for row in members
            for depart_s in self.stays.departs(row)
            if self.options[row].late_s(depart_s) <= late
        ]
        ways.sort(key=lambda way: self._arrival(way.option or 0, way.depart_s))
        begun = [(o.depart_s + o.travel_s, o.team.id, o.over_s) for o in self.fixed[mission.id]]
        if not begun:
            return [*ways, Way(None, 0, nobody_over_s(index, mission), alone=True)]
        arrive_s, team, over_s = min(begun)
        sooner = [way for way in ways if self._arrival(way.option or 0, way.depart_s) < (arrive_s, team)]
        return [*sooner, Way(None, arrive_s, over_s)]

    def _arrival(self, row: int, depart_s: int) -> tuple[int, str]:
        option = self.options[row]
        return depart_s + option.travel_s, option.team.id

    def _site(self, number: int, mission: MissionNeed, members: Sequence[int], ways: Sequence[Way]) -> Site:
        sent = sum(option.people for option in self.fixed[mission.id])
        after = [[self._after(mission, way, row) for row in members] for way in ways]
        return Site(
            number=number,
            people=max(0, mission.people - sent),
            severity=mission.severity,
            members=np.array(members, dtype=np.int64),
            gives=np.array([self.options[row].people for row in members], dtype=np.int64),
            ways=ways,
            after=np.array(after, dtype=np.int64).reshape(len(ways), len(members)),
        )

    def _after(self, mission: MissionNeed, way: Way, row: int) -> int:
        """Whether ``row`` comes after the first, or which delay it needs; it matters where limits differ by level."""
        option = self.options[row]
        if way.alone or (way.option is not None and self.options[way.option].team is option.team):
            return NEVER
        if not self.ordered:
            return PLAINLY
        if way.option is None:
            first = min((o.depart_s + o.travel_s, o.team.id) for o in self.fixed[mission.id])
        else:
            first = self._arrival(way.option, way.depart_s)
        departs = [depart_s for depart_s in self.stays.departs(row) if self._arrival(row, depart_s) > first]
        if not departs:
            return NEVER
        if departs[0] == self.stays.ready_s[row]:
            return PLAINLY
        return self.delays.setdefault((row, departs[0]), self.held + 2 + len(self.delays))

    def _matrices(self, cliques: Sequence[Sequence[Stay]]) -> None:
        """What options that come later, and ways, put into the rows."""
        ways = [(site.number, way) for site in self.sites for way in site.ways]
        self.way_start = np.cumsum([0, *(len(site.ways) for site in self.sites)])
        number = {(way.option, way.depart_s): n for n, (_, way) in enumerate(ways) if way.option is not None}
        plain, first = list[tuple[int, int, float]](), list[tuple[int, int, float]]()
        for row, clique in enumerate(cliques, self.first_row):
            for option, depart_s in clique:
                if depart_s is None:
                    plain.append((option, row, 1.0))
                else:
                    first.append((number[option, depart_s], row, 1.0))
        delaying: dict[int, list[int]] = defaultdict(list)
        for (option, depart_s), row in self.delays.items():
            for before in self.stays.before[option]:
                if self.stays.back_s(option, before) >= depart_s:
                    delaying[before].append(row)
        plain += [(option, row, -1.0) for option, rows in delaying.items() for row in rows]
        for n, (_, way) in enumerate(ways):
            first.append((n, self.held + 1, float(way.over_s)))
            if way.option is not None:
                first += [(n, row, -1.0) for row in delaying[way.option]]
        self.plain, self.first = _matrix(plain, len(self.options), self.rows), _matrix(first, len(ways), self.rows)
        self.way_cost = np.array([0.0 if way.option is None else self.cost[way.option] for _, way in ways])

    def solve(self, chosen: Sequence[Option], control: Control, *, nodes: int) -> Found:
        """The least travel, from ``chosen``, whose people missing and lateness must be what is held."""
        pool = dict.fromkeys(self.crews_of(chosen))
        best = list(pool)
        bound, prices = self._generate(pool, control)
        for part in (FIRST_NODES, 1.0):
            value = sum(self.cost_of(crew) for crew in best)
            if prices is None or value - bound < 1 - EXACT or control.stopped():
                break
            beyond = INFINITY
            if part == 1.0:
                listed, beyond = self._listed(prices, value - bound)
                pool = dict.fromkeys([*best, *listed])
            answer = self._choose(list(pool), best, control, max(1, round(nodes * part)))
            if part == 1.0:
                bound = max(bound, min(answer.bound, bound + beyond))
            best = [crew for crew, used in zip(pool, answer.x, strict=True) if used > HALF] if answer.found else best
        away = [option for options in self.fixed.values() for option in options]
        chosen = [self.options[row] for crew in best for row in self.options_of(crew)]
        return Found([*away, *chosen], bound + sum(option.cost_s for option in away))

    def _generate(self, pool: dict[Crew, None], control: Control) -> tuple[float, Reals | None]:
        """Add crews until none would help; the bound and the prices of the rows that give it."""
        best, prices = -INFINITY, None
        for _ in range(ROUNDS):
            answer = self._program(list(pool), whole=False).solve(self._costs(pool), control)
            if not answer.proven or control.stopped():
                break
            now = np.where(np.arange(self.rows) < self.first_row, answer.prices, np.minimum(0, answer.prices))
            tables, before = self._tables(now), len(pool)
            bound = self._bound(tables, now)
            if bound > best:
                best, prices = bound, now
            for table, price in zip(tables, now[: self.first_row].tolist(), strict=True):
                ways = [
                    int(way) for way in np.argsort(table.totals, kind="stable") if table.totals[way] < price - EXACT
                ]
                pool |= dict.fromkeys(table.best(way) for way in ways[:NEW_CREWS])
            if answer.value - best < HALF or len(pool) == before:
                break
        return best, prices

    def _tables(self, prices: Reals) -> list[Table]:
        member, way = self.cost - self.plain @ prices, self.way_cost - self.first @ prices
        return [self._table(site, member, way, prices) for site in self.sites]

    def _table(self, site: Site, member: Reals, way: Reals, prices: Reals) -> Table:
        own = member[site.members] - np.where(site.after >= 0, prices[np.maximum(0, site.after)], 0.0)
        costs = np.where(site.after == NEVER, INFINITY, own)
        ways = way[self.way_start[site.number] : self.way_start[site.number + 1]]
        return Table(site, self.rests[site.number], costs, ways, -prices[self.held] * site.severity)

    def _bound(self, tables: Iterable[Table], prices: Reals) -> float:
        """What every plan costs at least, at these prices of rows that are at most their upper bound."""
        fixed = prices[self.first_row :] @ self.upper[self.first_row :]
        return sum(table.least for table in tables) + float(fixed)

    def _listed(self, prices: Reals, room: float) -> tuple[list[Crew], float]:
        """All crews of plans that cost less than the bound + room; of too many those in half the room, and so on."""
        tables = self._tables(prices)
        while room >= HALF:
            every = (crew for table in tables for crew in table.within(table.least + room))
            listed = list(islice(every, MOST_CREWS + 1))
            if len(listed) <= MOST_CREWS:
                return listed, room
            room /= 2
        return [], 0.0

    def _choose(self, crews: Sequence[Crew], start: Sequence[Crew], control: Control, nodes: int) -> Answer:
        begin = np.isin(np.arange(len(crews)), [n for n, crew in enumerate(crews) if crew in set(start)]).astype(float)
        return self._program(crews, whole=True).solve(self._costs(crews), control, nodes=nodes, start=begin)

    def _program(self, crews: Sequence[Crew], *, whole: bool) -> Program:
        program = Program()
        columns = program.add_columns(len(crews), 0, 1 if whole else INFINITY, whole=whole)
        lower = np.where(np.arange(self.rows) < self.first_row, 1.0, -INFINITY)
        program.add_rows(self.rows, lower, np.where(lower == 1.0, 1.0, self.upper))
        ways = np.array([self.way_start[crew.site] + crew.way for crew in crews], dtype=np.int64)
        others = [(n, self._row(crew, place)) for n, crew in enumerate(crews) for place in crew.others]
        of, rows = np.array(others, dtype=np.int64).reshape(-1, 2).T
        program.put([crew.site for crew in crews], columns, 1)
        for owner, entries in ((columns, self.first[ways].tocoo()), (columns[of], self.plain[rows].tocoo())):
            program.put(entries.col, owner[entries.row], entries.data)
        delayed = [(n, int(self.sites[c.site].after[c.way, o])) for n, c in enumerate(crews) for o in c.others]
        late = np.array([pair for pair in delayed if pair[1] >= 0], dtype=np.int64).reshape(-1, 2)
        program.put(late[:, 1], columns[late[:, 0]], 1)
        program.put(self.held, columns, [self.sites[crew.site].severity * self.lacking(crew) for crew in crews])
        return program

    def _row(self, crew: Crew, place: int) -> int:
        return int(self.sites[crew.site].members[place])

    def options_of(self, crew: Crew) -> list[int]:
        first = self.sites[crew.site].ways[crew.way].option
        return [*([] if first is None else [first]), *(self._row(crew, place) for place in crew.others)]

    def lacking(self, crew: Crew) -> int:
        site = self.sites[crew.site]
        return max(0, int(self.rests[crew.site][crew.way]) - int(site.gives[list(crew.others)].sum()))

    def cost_of(self, crew: Crew) -> float:
        return float(self.cost[self.options_of(crew)].sum())

    def _costs(self, crews: Iterable[Crew]) -> Reals:
        return np.array([self.cost_of(crew) for crew in crews])

    def crews_of(self, chosen: Sequence[Option]) -> list[Crew]:
        """The crews of a choice of postings, as they come."""
        departs, row = timetable(chosen), {option: row for row, option in enumerate(self.options)}
        here: dict[str, list[tuple[tuple[int, str], int, int]]] = defaultdict(list)
        for option in chosen:
            if option in row:
                arrival = self._arrival(row[option], departs[option])
                here[option.mission.id].append((arrival, row[option], departs[option]))
        crews = []
        for site, mission in zip(self.sites, self.missions, strict=True):
            arrived = sorted(here[mission.id])
            ways = {(way.option, way.depart_s): number for number, way in enumerate(site.ways)}
            way = len(site.ways) - 1 if not arrived else ways.get(arrived[0][1:], len(site.ways) - 1)
            crews.append(site.crew_of(way, [option for _, option, _ in arrived]))
        return crews


def _matrix(entries: Sequence[tuple[int, int, float]], rows: int, columns: int) -> csr_array:
    row, column, value = np.array(entries, dtype=float).reshape(-1, 3).T
    return csr_array((value, (row.astype(np.int64), column.astype(np.int64))), shape=(rows, columns))
