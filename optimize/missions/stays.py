"""When a team is bound to a mission, and so which of its stays shut each other out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from optimize.missions.postings import Option, free_options

Stay = tuple[int, int | None]
"""An option (its row) and, where its team is the first to come, when it leaves for that."""


@dataclass(frozen=True)
class Stays:
    """Options that clash with none that is fixed, when each can leave, and the options of its team before it."""

    options: Sequence[Option]
    ready_s: Sequence[int]
    before: Sequence[Sequence[int]]

    @classmethod
    def of(cls, options: Sequence[Option]) -> "Stays":
        fixed, free = [option for option in options if option.fixed], free_options(options)
        by_team: dict[str, list[int]] = defaultdict(list)
        for row, option in enumerate(free):
            by_team[option.team.id].append(row)
        backs = ([away.home_s for away in fixed if away.team is o.team and away.precedes(o)] for o in free)
        ready = [max([option.depart_s, *back_s]) for option, back_s in zip(free, backs, strict=True)]
        before = [[b for b in by_team[o.team.id] if free[b] is not o and free[b].precedes(o)] for o in free]
        return cls(free, ready, before)

    def departs(self, row: int) -> list[int]:
        """Every second at which an option may leave: at once, or back from a mission before."""
        return sorted({self.ready_s[row], *(self.back_s(row, before) for before in self.before[row])})

    def back_s(self, row: int, before: int) -> int:
        return max(self.ready_s[row], self.options[before].home_s)

    def cliques(self, leaving: Iterable[tuple[int, int]]) -> list[list[Stay]]:
        """Stays of one team that overlap: of all options, and of those that are ``leaving`` to be first.

        A stay ends at home; it begins when the team can be nowhere else any more, or when it leaves to be first.
        """
        by_team: dict[str, list[tuple[int, int, Stay]]] = defaultdict(list)
        for row, option in enumerate(self.options):
            by_team[option.team.id].append((option.begin_s, option.home_s, (row, None)))
        for row, depart_s in leaving:
            option = self.options[row]
            by_team[option.team.id].append((depart_s + 1, option.home_s, (row, depart_s)))
        return [clique for stays in by_team.values() for clique in _overlapping(stays)]


def _overlapping(stays: Sequence[tuple[int, int, Stay]]) -> Iterator[list[Stay]]:
    """All stays at once, at every beginning that is followed by an end: in between it only becomes more of them."""
    ends = sorted(end for _, end, _ in stays)
    begins = sorted({begin for begin, _, _ in stays})
    for begin, following in zip(begins, [*begins[1:], ends[-1] + 1], strict=True):
        if any(begin <= end < following for end in ends):
            yield [stay for first, last, stay in stays if first <= begin <= last]
