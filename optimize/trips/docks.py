"""Who is in service where and when: vehicles take turns at the docks of a place."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable

from optimize.decisions import Trip

Span = tuple[int, int]
"""A half-open service [start, end)."""


def within(docks: int, taken: Iterable[Span]) -> list[Span]:
    """Services that keep as many docks busy at every second as these do, but never more than there are."""
    busy, since, found = 0, list[int](), list[Span]()
    for second, change in sorted(step for begin, end in taken if begin < end for step in ((begin, 1), (end, -1))):
        busy += change
        if change > 0 and busy <= docks:
            since.append(second)
        elif change < 0 and busy < docks:
            start = since.pop()
            found += [(start, second)] if start < second else []
    return sorted(found)


class Docks:
    """The calendar of one place: never more services at once than it has docks."""

    def __init__(self, docks: int, taken: Iterable[Span] = ()) -> None:
        """``taken`` are services of others, never more at once than there are docks."""
        self._docks = docks
        self._spans: list[Span] = sorted(taken)
        self._longest = max((end - start for start, end in self._spans), default=0)

    def earliest(self, not_before: int, duration: int) -> int:
        """The first start at or after ``not_before`` with ``duration`` undisturbed seconds; gaps count."""
        start = not_before
        while duration and (later := self._blocked_until(start, start + duration)):
            start = later
        return start

    def book(self, start: int, duration: int) -> None:
        """Take a gap that ``earliest`` found."""
        if self.earliest(start, duration) != start:
            raise ValueError("no dock is free at that time")
        self.put_back(start, duration)

    def take(self, not_before: int, duration: int) -> int:
        """Book the earliest gap; its start."""
        start = self.earliest(not_before, duration)
        self.put_back(start, duration)
        return start

    def put_back(self, start: int, duration: int) -> None:
        """Book again what has been released, when nothing else has been booked since."""
        if duration:
            insort(self._spans, (start, start + duration))
            self._longest = max(self._longest, duration)

    def release(self, start: int, duration: int) -> None:
        """Give back what has been booked."""
        if duration:
            del self._spans[bisect_left(self._spans, (start, start + duration))]

    def _blocked_until(self, start: int, end: int) -> int:
        """The first second at which a dock is free again after the window has found all taken; 0 if it never does."""
        spans, docks = self._spans, self._docks
        first = bisect_left(spans, (start - self._longest, 0))
        ends: list[int] = []
        for begin, leave in spans[first : bisect_right(spans, (end - 1, end + self._longest))]:
            if leave <= start:
                continue
            ends = [other for other in ends if other > begin]
            ends.append(leave)
            if len(ends) >= docks:
                return min(ends)
        return 0


def in_turn(trips: Iterable[Trip]) -> list[Trip]:
    """The trips in an order in which each waits where it waited, if they are timed one after the other: those that a
    trip waited for at a dock come before it, and so does the vehicle's trip before. Where that goes round in a circle,
    whoever sets off first comes first."""
    waiting = {trip.id: trip for trip in sorted(trips, key=lambda row: (row.start_s, row.id))}
    at: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for trip in waiting.values():
        for stop in trip.stops:
            at[stop.place].append((stop.start_s, stop.leave_s, trip.id))
    before, behind = dict[str, Trip](), dict[str, set[str]]()
    for trip in waiting.values():
        last = before.get(trip.vehicle)
        behind[trip.id] = {last.id} if last else set()
        free_s = last.end_s if last else 0
        for number, stop in enumerate(trip.stops):
            # whoever has to wait at the first stop sets off later instead
            there_s = stop.arrive_s if number else free_s
            first = [row for row in at[stop.place] if row[0] < stop.start_s and row[1] > there_s and row[2] != trip.id]
            if any(leave_s == stop.start_s for _, leave_s, _ in first):
                behind[trip.id] |= {name for _, _, name in first}
        before[trip.vehicle] = trip
    found: list[Trip] = []
    while waiting:
        free = (name for name in waiting if not behind[name] & waiting.keys())
        found.append(waiting.pop(next(free, next(iter(waiting)))))
    return found
