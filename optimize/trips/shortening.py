"""Cheaper rounds by small changes, each tried on exact dock calendars: calls and whole rounds change trucks."""

from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate, pairwise

from optimize.index import Rows
from optimize.progress import Control
from optimize.trips.distances import FAR
from optimize.trips.rounds import Board, Entry, Round

TRIES = 4000
"""Changes that are tried at the standard effort."""
NEAREST = 6
"""Other rounds, or trucks, that are tried for a call or a round."""
DISSOLVED, NEAR_S = 6, 1500
"""Rounds of up to so many calls are dissolved; each goes to a round that passes within so many seconds."""
STRETCH = 5
"""The most stops whose order is changed at once."""

Stops = tuple[int, ...]


class Shortening:
    """A local search over one board: the first change of a round that saves cost is made, until none does."""

    def __init__(self, board: Board, control: Control) -> None:
        self.board, self.freight, self.control = board, board.freight, control
        self.road_of = self.freight.road_of.tolist()
        self.stop_s = [row.stop_s for row in self.freight.sources]
        self.tries = control.scaled(TRIES)
        self.todo = deque(sorted(board.timed))

    def run(self) -> None:
        """Look at every round, and again at those of trucks that have changed since."""
        while self.todo:
            number = self.todo.popleft()
            for change in (
                self._calls_elsewhere,
                self._on_another_truck,
                self._with_another,
                self._dissolved,
                self._reordered,
            ):
                if self.tries <= 0 or self.control.stopped():
                    return
                if number in self.board.timed:
                    change(number)

    def _try(self, changes: dict[int, Round]) -> bool:
        """Make the changes if they save cost."""
        self.tries -= 1
        board = self.board
        trucks = {row.truck for row in changes.values()}
        trucks |= {board.truck_of(number) for number in changes if number in board.timed}
        if not board.replace(changes, fen=board.fen_of(trucks) - 1):
            return False
        waiting = set(self.todo)
        self.todo += [n for truck in sorted(trucks) for n in board.of_truck[truck] if n not in waiting]
        return True

    # -- changes

    def _calls_elsewhere(self, number: int) -> bool:
        """Another round, to the same shelters, calls at one of the sources instead."""
        sources = self.board.timed[number].round.sources
        return any(self._call_elsewhere(number, source) for source in sources)

    def _call_elsewhere(self, number: int, source: int) -> bool:
        if number not in self.board.timed:
            return False
        board, timed = self.board, self.board.timed[number]
        row = timed.round
        moved = {entry: units for entry, units in row.cargo.items() if board.pool_source[entry[0]] == source}
        goals = {board.need_shelter[need] for _, need, _ in moved}
        saved_s = self._length(timed.from_place, row) - self._length(
            timed.from_place, row, tuple(s for s in row.sources if s != source)
        )
        for other, sources in self._hosts(number, source, goals, self._load(moved), saved_s):
            host = board.timed[other].round
            rest = {entry: units for entry, units in row.cargo.items() if entry not in moved}
            changes = {
                number: board.round(row.truck, row.sources, row.shelters, rest),
                other: board.round(host.truck, sources, host.shelters, _sum(host.cargo, moved)),
            }
            if self._try(changes):
                return True
        return False

    def _hosts(
        self, number: int, source: int, goals: set[int], load: tuple[int, int], saved_s: int
    ) -> list[tuple[int, Stops]]:
        """Rounds with room that go to all the goals, with the source where it is least out of their way, shortest way
        first."""
        found, goal = [], next(iter(goals))
        for other, timed in self.board.timed.items():
            host = timed.round
            if other != number and goal in host.shelters and goals.issubset(host.shelters):
                extra_s, sources = self._inserted(timed.from_place, host, source)
                if extra_s < saved_s and self._holds(host, load):
                    found.append((extra_s, other, sources))
        return [(other, sources) for _, other, sources in sorted(found)[:NEAREST]]

    def _on_another_truck(self, number: int) -> bool:
        """The same round, last of all of another truck."""
        board, freight = self.board, self.freight
        timed = board.timed[number]
        row = timed.round
        first = freight.place_of_source[row.sources[0]]
        approach_s = freight.seconds[row.truck][timed.from_place][first]
        found = []
        for truck, numbers in enumerate(board.of_truck):
            place = board.timed[numbers[-1]].visits[-1].place if numbers else freight.base_of[truck]
            way_s = freight.seconds[truck][place][first]
            if truck != row.truck and way_s < approach_s and self._carries(truck, row.grams, row.cm3):
                found.append((way_s, truck))
        return any(
            self._try({number: board.round(truck, row.sources, row.shelters, row.cargo)})
            for _, truck in sorted(found)[:NEAREST]
        )

    def _with_another(self, number: int) -> bool:
        """All of it on another round that ends nearby."""
        board, freight = self.board, self.freight
        row = board.timed[number].round
        toward = self._toward(freight.place_of_shelter[row.shelters[-1]])
        near = []
        for other, timed in board.timed.items():
            host = timed.round
            if other != number and self._holds(host, (row.grams, row.cm3)):
                way_s = toward[self.road_of[host.truck]]
                near.append((min([way_s[freight.place_of_shelter[s]] for s in host.shelters]), other))
        alone_s = self._length(board.timed[number].from_place, row)
        for _, other in sorted(near)[:NEAREST]:
            host, start = board.timed[other].round, board.timed[other].from_place
            both = self._joined(start, host, row)
            if self._length(start, both) >= self._length(start, host) + alone_s:
                continue
            cargo = _sum(host.cargo, row.cargo)
            joined = board.round(host.truck, both.sources, both.shelters, cargo)
            if self._try({number: board.round(row.truck, (), (), {}), other: joined}):
                return True
        return False

    def _joined(self, start: int, host: Round, row: Round) -> Round:
        """A round without cargo: the host's stops with those of the other round where they are least out of the way."""
        joined = Round(host.truck, host.sources, host.shelters, {})
        for source in row.sources:
            joined.sources = self._inserted(start, joined, source)[1]
        for shelter in row.shelters:
            joined.shelters = self._extended(joined, shelter)
        return joined

    def _dissolved(self, number: int) -> bool:
        """Its calls one by one on the rounds that pass nearest, which go on to its shelters if need be."""
        board, row = self.board, self.board.timed[number].round
        if len(row.sources) > DISSOLVED:
            return False
        changes = {number: board.round(row.truck, (), (), {})}
        left_s = self._length(board.timed[number].from_place, row)
        for source in row.sources:
            moved = {entry: units for entry, units in row.cargo.items() if board.pool_source[entry[0]] == source}
            found = self._nearest_host(source, moved, changes)
            if found is None or found[0] >= left_s:
                return False
            left_s -= found[0]
            changes[found[1]] = found[2]
        return self._try(changes)

    def _nearest_host(
        self, source: int, moved: Mapping[Entry, int], changes: Mapping[int, Round]
    ) -> tuple[int, int, Round] | None:
        """(seconds more, number, round) of the round that calls there, and goes where it must, most easily."""
        board, freight = self.board, self.freight
        load = self._load(moved)
        goals = dict.fromkeys(board.need_shelter[need] for _, need, _ in moved)
        toward = self._toward(freight.place_of_source[source])
        best: tuple[int, int, Round] | None = None
        for other, timed in board.timed.items():
            host = changes.get(other, timed.round)
            way_s = toward[self.road_of[host.truck]]
            if not host.cargo or not self._holds(host, load):
                continue
            if min([way_s[freight.place_of_source[stop]] for stop in host.sources]) > NEAR_S:
                continue
            extra_s, sources = self._inserted(timed.from_place, host, source)
            longer = Round(host.truck, sources, host.shelters, {})
            before_s = self._length(timed.from_place, longer)
            for goal in goals:
                longer.shelters = self._extended(longer, goal)
            extra_s += self._length(timed.from_place, longer) - before_s
            if best is None or extra_s < best[0]:
                best = extra_s, other, longer
        if best is None:
            return None
        extra_s, other, longer = best
        cargo = _sum(changes.get(other, board.timed[other].round).cargo, moved)
        return extra_s, other, board.round(longer.truck, longer.sources, longer.shelters, cargo)

    def _reordered(self, number: int) -> bool:
        """The sources in the order of a shorter way: one of them elsewhere, or a stretch the other way round."""
        board = self.board
        timed = board.timed[number]
        row, start = timed.round, timed.from_place
        path = self._path(start, row)[: len(row.sources) + 2]
        seconds, best = self.freight.seconds[row.truck], (0, row.sources)
        upto = list(accumulate((seconds[a][b] for a, b in pairwise(path)), initial=0))
        for first, last, window in _orders(len(row.sources)):
            at, longer_s = path[first], upto[first] - upto[last + 2]
            for position in window:
                longer_s += seconds[at][path[position + 1]]
                at = path[position + 1]
            longer_s += seconds[at][path[last + 2]]
            if longer_s < 0 and longer_s <= best[0]:
                order = (*row.sources[:first], *(row.sources[n] for n in window), *row.sources[last + 1 :])
                best = min(best, (longer_s, order))
        if not best[0]:
            return False
        return self._try({number: board.round(row.truck, best[1], row.shelters, row.cargo)})

    # -- loads

    def _load(self, cargo: Mapping[Entry, int]) -> tuple[int, int]:
        """Grams and cm³."""
        board = self.board
        grams = sum(units * board.unit_g[pool] for (pool, _, _), units in cargo.items())
        return grams, sum(units * board.unit_cm3[pool] for (pool, _, _), units in cargo.items())

    def _holds(self, row: Round, load: tuple[int, int]) -> bool:
        """Whether the truck of a round has room for more."""
        return self._carries(row.truck, row.grams + load[0], row.cm3 + load[1])

    def _carries(self, truck: int, grams: int, cm3: int) -> bool:
        vehicle = self.freight.trucks[truck]
        return grams <= vehicle.capacity_g and cm3 <= vehicle.capacity_cm3

    # -- ways

    def _toward(self, place: int) -> list[list[int]]:
        """Seconds to this place from each other, per road."""
        return [ways[:, place].tolist() for ways in self.freight.seconds_of]

    def _path(self, start: int, row: Round, sources: Stops | None = None) -> list[int]:
        freight = self.freight
        stops = [freight.place_of_source[source] for source in (row.sources if sources is None else sources)]
        return [start, *stops, *[freight.place_of_shelter[shelter] for shelter in row.shelters]]

    def _length(self, start: int, row: Round, sources: Stops | None = None) -> int:
        """Seconds of driving, and of stopping at the sources."""
        seconds, total, at = self.freight.seconds[row.truck], 0, start
        for place in self._path(start, row, sources):
            total += seconds[at][place]
            at = place
        for source in row.sources if sources is None else sources:
            total += self.stop_s[source]
        return total

    def _inserted(self, start: int, row: Round, source: int) -> tuple[int, Stops]:
        """(seconds more, sources) with a further source where it is least out of the way."""
        if source in row.sources:
            return 0, row.sources
        seconds = self.freight.seconds[row.truck]
        path = self._path(start, row)[: len(row.sources) + 2]
        extra_s, position = _least_detour(seconds, path, self.freight.place_of_source[source])
        return extra_s + self.stop_s[source], (*row.sources[:position], source, *row.sources[position:])

    def _extended(self, row: Round, shelter: int) -> Stops:
        """The shelters with a further one where it is least out of the way."""
        if shelter in row.shelters:
            return row.shelters
        freight, seconds = self.freight, self.freight.seconds[row.truck]
        here = freight.place_of_shelter[shelter]
        path = [freight.place_of_source[row.sources[-1]], *(freight.place_of_shelter[s] for s in row.shelters)]
        last = seconds[path[-1]][here], len(row.shelters)
        _, position = min(_least_detour(seconds, path, here), last)
        return (*row.shelters[:position], shelter, *row.shelters[position:])


def _least_detour(seconds: Rows, path: Stops | list[int], here: int) -> tuple[int, int]:
    """(seconds more, position) of a stop between two places of a path."""
    best, at, out_s = (FAR, -1), path[0], seconds[here]
    for position in range(1, len(path)):
        place = path[position]
        extra_s = seconds[at][here] + out_s[place] - seconds[at][place]
        if extra_s < best[0]:
            best = extra_s, position - 1
        at = place
    return best


def _sum(one: Mapping[Entry, int], other: Mapping[Entry, int]) -> dict[Entry, int]:
    return {entry: one.get(entry, 0) + other.get(entry, 0) for entry in (*one, *other)}


@lru_cache(maxsize=64)
def _orders(count: int) -> list[tuple[int, int, Stops]]:
    """(first, last, new order of the positions between): a stretch the other way round, or one of its ends at the
    other."""
    found: list[tuple[int, int, Stops]] = []
    for a in range(count):
        for b in range(a + 1, min(count, a + STRETCH)):
            stretch = tuple(range(a, b + 1))
            found += [(a, b, order) for order in (stretch[::-1], (*stretch[1:], a), (b, *stretch[:-1]))]
    return found
