"""Who could take late goods along: rounds that call at the shelter or pass by, and trucks with time for one more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.goods.supply import NEVER, NO_ARRIVAL
from optimize.programs.linear import Whole
from optimize.progress import Control
from optimize.replanning.timetable import Flags, Passing, Timetable
from optimize.trips.distances import FAR
from optimize.trips.rounds import Board, Entry
from optimize.trips.shedding import Shedding

STORES = 12
"""Stores per round that are thought of beside those that it calls at, the nearest."""
EACH = 2
"""Stores that are thought of for a further round of a truck, those from where it is there first."""

Rank = tuple[int, bool, int, int, int]
"""(seconds that are lacking, whether others give the goods than before, seconds that it takes, who, from which pool)"""


@dataclass(frozen=True)
class Lift:
    """A round that could take goods of a pool along; ``number`` is -1 for one that its truck is yet to make.

    If it does not call at the shelter so far it does so as stop number ``position``; handling may take ``room_s``.
    """

    number: int
    truck: int
    pool: int
    position: int
    room_s: int


class Stores:
    """The pools of one item that are on the board."""

    def __init__(self, search: Shedding, item: int) -> None:
        board, shelters = search.board, range(len(search.board.supply.index.problem.shelters))
        self.numbers = [
            pool for pool, source in enumerate(board.pool_source) if source >= 0 and search.item_of[pool] == item
        ]
        self.pools: Whole = np.array(self.numbers, dtype=np.int64)
        keys = [(board.supply.pools[pool].source, board.supply.pools[pool].item) for pool in self.numbers]
        self.floors = [key if key in search.floors else None for key in keys]
        self.bound: Flags = np.zeros((len(keys), len(shelters)), dtype=bool)
        """Pool × shelter of the problem: whether a floor limits what may go there."""
        for row, key in enumerate(self.floors):
            if key:
                self.bound[row] = True
                self.bound[row, list(search.floors[key][1])] = False
        arrive, rows = search.arrive[item], [search.row[pool] for pool in self.numbers]
        self.reaches: Flags = np.asarray(arrive[rows] != NO_ARRIVAL)

    def giving(self, search: "Lifting", shelter: int) -> Whole:
        """Those that may still give a shelter something."""
        left = search.stock[self.pools]
        spare = np.array([search.spare[key] if key else NEVER for key in self.floors], dtype=np.int64)
        there = np.where(self.bound[:, shelter], np.minimum(left, spare), left)
        return np.asarray(self.pools[(there > 0) & self.reaches[:, shelter]])


class Lifting(Shedding):
    """Finds lifts for late goods, at the times of now."""

    most = 0
    """Lifts that are wanted."""
    otherwise_s = 0
    """Seconds that a truck might win by other means than calls saved."""
    stores: dict[int, Stores]
    timetable: Timetable

    def __init__(self, board: Board, control: Control) -> None:
        self.stock: Whole = board.supply.quantity.copy()
        """What each pool has left, as ``left``."""
        super().__init__(board, control)

    def _draw(self, pool: int, need: int, units: int) -> None:
        super()._draw(pool, need, units)
        self.stock[pool] = self.left[pool]

    def look_around(self) -> None:
        """Take up how all rounds stand now."""
        self.stores = {}
        self.timetable = Timetable(self.board)

    @property
    def won_s(self) -> Whole:
        """Per row of the timetable, the seconds that the truck could win, if it may."""
        return self.timetable.won_s * (self.sheds > 0) + self.otherwise_s

    def lifts(self, number: int, entry: Entry) -> list[Lift]:
        """Those first that lack least time and then take least; nothing is lacking if no calls may be saved."""
        board = self.board
        due_s, shelter = board.needs[entry[1]].line.due_s, board.need_shelter[entry[1]]
        along = self.timetable.passing(shelter, due_s)
        able = self._able(number, entry, along)
        giving: dict[int, list[int]] = defaultdict(list)
        for pool in self._giving(entry):
            giving[board.pool_source[pool]].append(pool)
        own = np.zeros(len(board.freight.sources) + 1, dtype=bool)
        own[list(giving)] = True
        loads = own[self.timetable.sources].any(axis=1)
        found = [
            *self._on_the_way(entry, giving, along, np.flatnonzero(able & loads)),
            *self._from_nearby(entry, giving, along, np.flatnonzero(able & along.calls & ~loads)),
            *self._further_rounds(entry, giving),
        ]
        return [lift for _, lift in sorted(found, key=lambda offer: offer[0])[: self.most]]

    def _giving(self, entry: Entry) -> list[int]:
        """The pools that the goods may come from, the present one included."""
        item = self.item_of[entry[0]]
        if item not in self.stores:
            self.stores[item] = Stores(self, item)
        found: list[int] = self.stores[item].giving(self, self.board.needs[entry[1]].shelter).tolist()
        return found if entry[0] in found else sorted([*found, entry[0]])

    def _able(self, number: int, entry: Entry, along: Passing) -> Flags:
        """The rounds that may call at the shelter, have room for a unit, and lack no time that cannot be won."""
        board, table, due_s = self.board, self.timetable, self.board.needs[entry[1]].line.due_s
        fits = (table.space_g >= board.unit_g[entry[0]]) & (table.space_cm3 >= board.unit_cm3[entry[0]])
        fits &= board.freight.may_unload[table.truck, board.need_shelter[entry[1]]]
        timely = (table.start_s <= due_s) & (along.extra_s < FAR // 2) & (table.number != number)
        return np.asarray(fits & timely & (along.room_s + self.won_s >= 0))

    def _on_the_way(
        self, entry: Entry, giving: dict[int, list[int]], along: Passing, rows: Whole
    ) -> Iterator[tuple[Rank, Lift]]:
        """Rounds that load at one of the stores in any case."""
        table, lacking_s = self.timetable, np.maximum(0, -along.room_s)
        order = rows[np.lexsort((along.extra_s[rows], lacking_s[rows]))][: self.most]
        for row in order.tolist():
            number, lacking, extra_s = int(table.number[row]), int(lacking_s[row]), int(along.extra_s[row])
            for source in table.sources[row].tolist():
                for pool in giving.get(source, ()):
                    lift = Lift(number, int(table.truck[row]), pool, int(along.position[row]), int(along.room_s[row]))
                    yield (lacking, pool != entry[0], extra_s, number, pool), lift

    def _from_nearby(
        self, entry: Entry, giving: dict[int, list[int]], along: Passing, rows: Whole
    ) -> Iterator[tuple[Rank, Lift]]:
        """Rounds that call at the shelter in any case, and could at a further store."""
        freight, table = self.board.freight, self.timetable
        sources = np.array(list(giving), dtype=np.intp)
        here = self.place[sources]
        for row in rows.tolist():
            number, truck = int(table.number[row]), int(table.truck[row])
            timed, ways = self.board.timed[number], freight.seconds_of[freight.road_of[truck]]
            path = np.array(
                [timed.from_place, *(visit.place for visit in timed.visits[: len(timed.round.sources) + 1])]
            )
            a, b = path[:-1, None], path[1:, None]
            extra_s = (ways[a, here].astype(np.int64) + ways[here, b] - ways[a, b]).min(axis=0) + self.stop_s[sources]
            lacking_s = np.maximum(0, extra_s - along.room_s[row])
            good = (extra_s < FAR // 2) & freight.may_load[truck, sources] & (lacking_s <= self.won_s[row])
            for near in np.argsort(extra_s, kind="stable")[:STORES].tolist():
                for pool in giving[int(sources[near])] if good[near] else ():
                    lift = Lift(number, truck, pool, 0, int(along.room_s[row] - extra_s[near]))
                    yield (int(lacking_s[near]), pool != entry[0], int(extra_s[near]), number, pool), lift

    def _further_rounds(self, entry: Entry, giving: dict[int, list[int]]) -> Iterator[tuple[Rank, Lift]]:
        """Trucks that could set out once more and be there in time."""
        board, freight, table = self.board, self.board.freight, self.timetable
        due_s, shelter = board.needs[entry[1]].line.due_s, board.need_shelter[entry[1]]
        able = (freight.capacity_g >= board.unit_g[entry[0]]) & (freight.capacity_cm3 >= board.unit_cm3[entry[0]])
        trucks = np.flatnonzero(able & freight.may_unload[:, shelter] & (table.free_s < due_s))
        pools = np.array([pool for rows in giving.values() for pool in rows], dtype=np.intp)
        source = np.array([board.pool_source[pool] for pool in pools.tolist()], dtype=np.intp)
        here, goal, road = self.place[source], freight.place_of_shelter[shelter], freight.road_of[trucks][:, None]
        free_s, stands = table.free_s[trucks][:, None], table.stands[trucks][:, None]
        ready_s = np.array([board.ready_s[pool] for pool in pools.tolist()], dtype=np.int64)
        loading_s = np.maximum(free_s + freight.seconds_of[road, stands, here], ready_s)
        way_s = loading_s - free_s + self.stop_s[source] + freight.seconds_of[road, here, goal]
        room_s = due_s - free_s - way_s - freight.shelters[shelter].stop_s
        timely = (room_s >= 0) & freight.may_load[trucks][:, source]
        nearest = np.argsort(np.where(timely, way_s, NEVER), axis=1, kind="stable")[:, :EACH]
        rows = np.repeat(np.arange(len(trucks)), nearest.shape[1])
        columns = nearest.ravel()
        there = timely[rows, columns]
        rows, columns = rows[there], columns[there]
        order = np.lexsort((pools[columns], trucks[rows], way_s[rows, columns], pools[columns] != entry[0]))[
            : self.most
        ]
        for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
            truck, pool = int(trucks[row]), int(pools[column])
            lift = Lift(-1, truck, pool, 0, int(room_s[row, column]))
            yield (0, pool != entry[0], int(way_s[row, column]), truck, pool), lift
