"""What people have locked or banned, as questions that every stage asks in the same way.

Fixed rows are never asked about: they have happened.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from optimize.problem import About, Lot, Problem, Rule, Vehicle

Flags = NDArray[np.bool_]


class _Kept:
    """The rules of one kind whose targets are of one kind."""

    def __init__(self, rules: Iterable[Rule], targets: Collection[str] | None = None) -> None:
        self.banned: dict[str, set[str | None]] = defaultdict(set)
        self.locked: dict[str, set[str | None]] = defaultdict(set)
        for rule in rules:
            if targets is None or rule.target is None or rule.target in targets:
                (self.locked if rule.keep else self.banned)[rule.subject].add(rule.target)
        self.subjects = self.banned.keys() | self.locked.keys()

    def allow(self, subject: str, target: str) -> bool:
        if subject not in self.subjects:
            return True
        banned, locked = self.banned.get(subject, set()), self.locked.get(subject)
        return None not in banned and target not in banned and (locked is None or target in locked)

    def table(self, subjects: Sequence[str], targets: Sequence[str]) -> Flags:
        """Subject × target."""
        found = np.ones((len(subjects), len(targets)), dtype=bool)
        for row, subject in enumerate(subjects):
            if subject in self.subjects:
                found[row] = [self.allow(subject, target) for target in targets]
        return found


class Rules:
    """Every lock and ban of a problem; what nobody has ruled on is allowed."""

    def __init__(self, problem: Problem) -> None:
        of: dict[About, list[Rule]] = defaultdict(list)
        for rule in problem.adjustment.rules:
            of[rule.about].append(rule)
        self._groups, self._sources, self._lots, self._teams, self._ways = (
            _Kept(of[about]) for about in (About.GROUP, About.SOURCE, About.LOT, About.TEAM, About.WAY)
        )
        self._closed = {rule.subject for rule in of[About.SHELTER]}
        tables = problem.sources, problem.shelters, problem.groups
        self._loads, self._serves, self._boards = (
            _Kept(of[About.VEHICLE], {row.id for row in table}) for table in tables
        )
        self.any_vehicle = bool(of[About.VEHICLE])
        self.any_way = bool(of[About.WAY])
        self._reach = {lot: frozenset(row.reach) for row in problem.terms if row.reach is not None for lot in row.lots}
        self.ruled_lots = self._lots.subjects | {lot for row in problem.terms for lot in row.lots}

    def may_shelter(self, group: str, shelter: str) -> bool:
        return shelter not in self._closed and self._groups.allow(group, shelter)

    def may_send(self, lot: Lot, shelter: str) -> bool:
        return (
            (lot.id not in self._reach or shelter in self._reach[lot.id])
            and self._sources.allow(lot.source, shelter)
            and self._lots.allow(lot.id, shelter)
        )

    def may_load(self, vehicle: str, source: str) -> bool:
        return self._loads.allow(vehicle, source)

    def may_serve(self, vehicle: str, shelter: str) -> bool:
        """Unload, or let people alight."""
        return self._serves.allow(vehicle, shelter)

    def may_board(self, vehicle: str, group: str) -> bool:
        return self._boards.allow(vehicle, group)

    def may_drive(self, start: str, end: str) -> bool:
        """From one location to another, without a stop between; staying is no way."""
        return start == end or self._ways.allow(start, end)

    def may_post(self, team: str, mission: str) -> bool:
        return self._teams.allow(team, mission)

    def sheltering(self, groups: Sequence[str], shelters: Sequence[str]) -> Flags:
        """Group × shelter."""
        open_shelters = np.array([shelter not in self._closed for shelter in shelters], dtype=bool)
        return np.asarray(self._groups.table(groups, shelters) & open_shelters)

    def sending(self, lots: Sequence[Lot], shelters: Sequence[str]) -> Flags:
        """Lot × shelter."""
        sources = self._sources.table([lot.source for lot in lots], shelters)
        names = [lot.id for lot in lots]
        return np.asarray(sources & self._lots.table(names, shelters) & self.reaching(names, shelters))

    def reaching(self, lots: Sequence[str], shelters: Sequence[str]) -> Flags:
        """Lot × shelter: whether agreements let the lot go there."""
        found = np.ones((len(lots), len(shelters)), dtype=bool)
        for row, lot in enumerate(lots):
            if lot in self._reach:
                found[row] = [shelter in self._reach[lot] for shelter in shelters]
        return found

    def loading(self, vehicles: Sequence[Vehicle], sources: Sequence[str]) -> Flags:
        """Vehicle × source."""
        return self._loads.table([vehicle.id for vehicle in vehicles], sources)

    def serving(self, vehicles: Sequence[Vehicle], shelters: Sequence[str]) -> Flags:
        """Vehicle × shelter: to unload, or to let people alight."""
        return self._serves.table([vehicle.id for vehicle in vehicles], shelters)

    def carrying(self, vehicles: Sequence[Vehicle], sources: Sequence[str], shelters: Sequence[str]) -> Flags:
        """Source × shelter: whether one of the vehicles may load here and unload there."""
        return self._joined(vehicles, self._loads, sources, shelters)

    def riding(self, vehicles: Sequence[Vehicle], groups: Sequence[str], shelters: Sequence[str]) -> Flags:
        """Group × shelter: whether one of the vehicles may board these people and take them there."""
        return self._joined(vehicles, self._boards, groups, shelters)

    def _joined(
        self, vehicles: Sequence[Vehicle], begin: _Kept, starts: Sequence[str], shelters: Sequence[str]
    ) -> Flags:
        if not self.any_vehicle or not vehicles:
            return np.full((len(starts), len(shelters)), fill_value=True)
        names = [vehicle.id for vehicle in vehicles]
        here, there = begin.table(names, starts), self._serves.table(names, shelters)
        return np.asarray(here.T.astype(np.int64) @ there.astype(np.int64) > 0)

    def driving(self, starts: Sequence[str], ends: Sequence[str]) -> Flags:
        """Location × location: whether the way from one to the other is open, staying included."""
        found = self._ways.table(starts, ends)
        if self.any_way:
            found |= np.array(starts, dtype=object)[:, None] == np.array(ends, dtype=object)
        return found
