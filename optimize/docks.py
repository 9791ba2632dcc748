"""Who is in service where and when: vehicles take turns at the docks of a place."""

from bisect import bisect_left, insort
from collections.abc import Iterable


class Docks:
    """The calendar of one place. Each dock is a lane of disjoint half-open services, kept in order of time."""

    def __init__(self, docks: int, taken: Iterable[tuple[int, int]] = ()) -> None:
        """``taken`` are services of others, never more at once than there are docks."""
        self._lanes: list[list[tuple[int, int]]] = [[] for _ in range(docks)]
        for start, leave in sorted(taken):
            self.book(start, leave - start)

    def earliest(self, not_before: int, duration: int) -> int:
        """The first start at or after ``not_before`` with ``duration`` undisturbed seconds; gaps count."""
        return self._first(not_before, duration)[0]

    def book(self, start: int, duration: int) -> None:
        """Take a gap that ``earliest`` found."""
        found, lane = self._first(start, duration)
        if found != start:
            raise ValueError("no dock is free at that time")
        if duration:
            insort(self._lanes[lane], (start, start + duration))

    def _first(self, not_before: int, duration: int) -> tuple[int, int]:
        best = (-1, -1)
        for number, lane in enumerate(self._lanes):
            start = _gap(lane, not_before, duration)
            if start == not_before:
                return start, number
            if best[1] < 0 or start < best[0]:
                best = (start, number)
        return best


def _gap(lane: list[tuple[int, int]], not_before: int, duration: int) -> int:
    start = not_before
    first = bisect_left(lane, (not_before, not_before))
    if first and lane[first - 1][1] > start:
        start = lane[first - 1][1]
    for begin, end in lane[first:]:
        if begin >= start + duration:
            break
        start = end
    return start
