"""Joining pieces end to end where nothing else meets: a road is one link from junction to junction."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from gis.importing.lines import Lines
from gis.importing.report import ImportReport, Step

_Step = tuple[int, bool]
"""A line, and whether it is walked against its own direction."""


def merge_chains(lines: Lines, report: ImportReport) -> Lines:
    """Lines with the same traits that meet where no third one does become one line."""
    chains = list(_Chains(lines).walk())
    report.add(Step.CHANGED, "并入相邻路段的折段", len(lines) - len(chains))
    vertices, lengths = [], []
    for chain in chains:
        course = _course(lines, chain)
        vertices.append(course)
        lengths.append(len(course))
    where = np.concatenate(vertices) if vertices else np.zeros(0, dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    trait = lines.trait[[chain[0][0] for chain in chains]] if chains else lines.trait
    return Lines(lines.xy[where], lines.node[where], offsets, trait, lines.traits, lines.numbered)


def _course(lines: Lines, chain: list[_Step]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Vertices along a chain; the shared ones once."""
    parts = []
    for line, against in chain:
        own = np.arange(lines.offsets[line], lines.offsets[line + 1])
        parts.append(own[::-1] if against else own)
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


class _Chains:
    def __init__(self, lines: Lines) -> None:
        self.start: list[int] = lines.node[lines.first].tolist()
        self.end: list[int] = lines.node[lines.last].tolist()
        self.trait: list[int] = lines.trait.tolist()
        self.oneway: list[bool] = lines.flag("oneway").tolist()
        self.meeting: dict[int, list[int]] = defaultdict(list)
        for line, (start, end) in enumerate(zip(self.start, self.end, strict=True)):
            self.meeting[start].append(line)
            self.meeting[end].append(line)
        self.used = [False] * len(self.trait)

    def walk(self) -> Iterator[list[_Step]]:
        for line in range(len(self.trait)):
            if self.used[line]:
                continue
            self.used[line] = True
            behind = self._follow(line, self.start[line], True)
            before = [(own, not against) for own, against in reversed(behind)]
            yield [*before, (line, False), *self._follow(line, self.end[line], False)]

    def _follow(self, line: int, node: int, backwards: bool) -> list[_Step]:
        """Lines that continue ``line`` beyond ``node``, in order."""
        found: list[_Step] = []
        while (following := self._next(line, node, backwards)) is not None:
            self.used[following] = True
            against = self.end[following] == node
            node = self.start[following] if against else self.end[following]
            found.append((following, against))
            line = following
        return found

    def _next(self, line: int, node: int, backwards: bool) -> int | None:
        meeting = self.meeting[node]
        if len(meeting) != 2:
            return None
        following = meeting[0] if meeting[1] == line else meeting[1]
        if following == line or self.used[following] or self.trait[following] != self.trait[line]:
            return None
        if self.oneway[line]:
            goes_on = self.end[following] == node if backwards else self.start[following] == node
            return following if goes_on else None
        return following
