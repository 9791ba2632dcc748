"""The limits that can hold back one item, each with what would relax it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from optimize.figures import Figures
from optimize.goods.supply import NEVER, TYPICAL_LOAD_G, Carrier, Supply
from optimize.goods.terms import drawn_from
from optimize.plan import Action
from optimize.problem import UNREACHABLE, About, Lot, Tier
from optimize.reasons.advice import (
    Change,
    DocksChange,
    FloorChange,
    Lack,
    RoadChange,
    StockChange,
    TermsChange,
    TimeChange,
)
from optimize.reasons.limits import Changes, Limit, rule_limits, vehicle_limits
from optimize.reasons.rows import ADDED, FREED

OWN = frozenset({Tier.DISTRICT, Tier.TOWNSHIP, Tier.VILLAGE})
PLACES_TRIED = 4
"""Sources at which further stock is thought of."""
MORE_DOCKS = 3
DAY_S = 24 * 3600
STEP_S = 1800
"""Further time is named in such steps."""


class GoodsLimits:
    """The limits of one item, and of what does for it, in one plan."""

    def __init__(self, lack: Lack, figures: Figures, supply: Supply) -> None:
        self.lack, self.figures, self.supply = lack, figures, supply
        self.index, self.problem = figures.index, figures.index.problem
        self.short_at: dict[str, int] = defaultdict(int)
        for row in lack.rows:
            self.short_at[row.site] += row.short
        self.lines = [line for line in self.index.lines_of[lack.subject] if line.id in lack.subjects]
        self.items = frozenset(item for line in self.lines for item in line.items)

    def found(self) -> Iterator[Limit]:
        """Own means first: what is there already, then vehicles, docks and time, then further stock."""
        yield from self._floor()
        yield from self._reserved()
        yield from rule_limits(self.problem, {About.SOURCE, About.LOT, About.VEHICLE, About.WAY})
        yield from self._terms()
        yield from self._road()
        for carrier in self._carriers():
            yield from vehicle_limits(self.problem, carrier.vehicles, lambda row: row.capacity_cm3)
        yield from self._docks("loading", Action.LOAD)
        yield from self._docks("receiving", Action.UNLOAD)
        yield self._time()
        yield from self._stock()

    def _carriers(self) -> list[Carrier]:
        """Those that would carry the item to where it is short; the one with most capacity if nobody knows."""
        pools = self.supply.pools_of.get(self.lack.subject, np.zeros(0, dtype=np.int64))
        short = np.array([self.supply.shelter_number[name] for name in self.short_at], np.int64)
        numbers: list[int] = []
        if len(pools) and len(short):
            numbers = np.unique(self.supply.carrier(pools[:, None], short)).tolist()
        found = [self.supply.carriers[number] for number in numbers if number >= 0]
        return found or self.supply.carriers[:1]

    def _stock(self) -> Iterator[Limit]:
        """More of the item where most of what is short could start from and be in time; at one place, or at several."""
        best = self._best_sources()
        for places in dict.fromkeys((*((name,) for name in best[:1]), tuple(best))):
            relaxed = tuple(self._more(name, self.lack.short) for name in places)
            yield Limit("stock", relaxed, partial(self._used, places=places))

    def _best_sources(self) -> list[str]:
        own = [row for row, source in enumerate(self.problem.sources) if source.tier in OWN]
        stores = own or range(len(self.problem.sources))
        ranked = sorted(stores, key=lambda row: (-self._reached(row), self._done_s(row), row))
        return [self.problem.sources[row].id for row in ranked[:PLACES_TRIED]]

    def best_source(self) -> str | None:
        """Where more of the item would help most; None where there is no store."""
        return next(iter(self._best_sources()), None)

    def substitutes(self) -> list[str]:
        """Other items that do for this one."""
        return sorted(self.items - {self.lack.subject})

    def channel_lots(self) -> list[Lot]:
        """Of each channel that is not the district's own, the lot that helps most: the item's own first, then the
        soonest from where it would reach most."""
        number = {source.id: row for row, source in enumerate(self.problem.sources)}
        best: dict[Tier, tuple[bool, int, int, str, Lot]] = {}
        for lot in self.problem.lots:
            row = number[lot.source]
            tier = self.problem.sources[row].tier
            if lot.item in self.items and tier not in OWN:
                rank = (lot.item != self.lack.subject, lot.ready_s, -self._reached(row), lot.id, lot)
                best[tier] = min(rank, best.get(tier, rank), key=lambda found: found[:4])
        return [best[tier][4] for tier in Tier if tier in best]

    def _more(self, source: str, quantity: int) -> StockChange:
        return StockChange(source=source, item=self.lack.subject, quantity=quantity)

    def _used(self, figures: Figures, *, places: tuple[str, ...]) -> Sequence[Changes]:
        """The added units that come in time, or all that were sent."""
        added = {lot: source for lot, (source, _) in self._put(figures, ADDED).items()}
        due = {line.id: line.due_s for line in figures.index.problem.kit}
        timely: dict[str, int] = defaultdict(int)
        sent: dict[str, int] = defaultdict(int)
        for row in figures.execution.deliveries:
            if row.lot in added:
                sent[added[row.lot]] += row.quantity
                timely[added[row.lot]] += row.quantity if row.arrive_s <= due[row.line] else 0
        sizes = (tuple(self._more(name, units[name]) for name in places if units[name]) for units in (timely, sent))
        return list(dict.fromkeys(size for size in sizes if size)) or [(self._more(places[0], 1),)]

    def _reached(self, source: int) -> int:
        """Units short at shelters that a load from this source could reach before the first of its deadlines."""
        start = self.supply.truck_at[source]
        if start >= NEVER:
            return 0
        row = self.problem.sources[source]
        due = max((line.due_s for line in self.lines), default=0)
        leave = int(start) + self.index.handling_s(row.stop_s, row.handling_s_per_t, TYPICAL_LOAD_G)
        units = 0
        for name, short in self.short_at.items():
            drive, shelter = self._drive_s(source, name), self.index.shelters[name]
            unload = self.index.handling_s(shelter.stop_s, shelter.handling_s_per_t, TYPICAL_LOAD_G)
            if drive != UNREACHABLE and max(leave + drive, shelter.ready_s) + unload <= due:
                units += short
        return units

    def _done_s(self, source: int) -> int:
        """About when all that is short would be there: a truck's arrival, all the loading, the mean way."""
        row = self.problem.sources[source]
        grams = self.lack.short * self.index.items[self.lack.subject].mass_g
        ways = [(self._drive_s(source, name), short) for name, short in self.short_at.items()]
        mean = sum(way * short for way, short in ways if way > 0) // self.lack.short
        loading = self.index.handling_s(row.stop_s, row.handling_s_per_t, grams // row.docks)
        return int(self.supply.truck_at[source]) + loading + mean

    def _drive_s(self, source: int, shelter: str) -> int:
        return int(self.supply.drives_s(self.lack.subject)[source, self.supply.shelter_number[shelter]])

    def _floor(self) -> Iterator[Limit]:
        rows = [row for row in self.problem.floors if row.item in self.items]
        if rows:
            relaxed = tuple(FloorChange(source=row.source, item=row.item, quantity=row.quantity) for row in rows)
            yield Limit("floor", relaxed, self._released)

    def _released(self, figures: Figures) -> Sequence[Changes]:
        """What was taken below each floor."""
        taken: dict[tuple[str, str, str], int] = defaultdict(int)
        for row in figures.execution.deliveries:
            lot = figures.index.lots[row.lot]
            taken[lot.source, lot.item, row.shelter] += row.quantity
        changes: list[Change] = []
        for floor in (row for row in self.problem.floors if row.item in self.items):
            held = sum(lot.quantity for lot in self.index.lots_at[floor.source, floor.item])
            bound = sum(
                units
                for (source, item, shelter), units in taken.items()
                if (source, item) == (floor.source, floor.item) and shelter not in floor.free_shelters
            )
            below = bound + floor.quantity - held
            if bound and below > 0:
                changes.append(FloorChange(source=floor.source, item=floor.item, quantity=below))
        return (tuple(changes),)

    def _reserved(self) -> Iterator[Limit]:
        rows = [row for row in self.problem.withheld if row.item in self.items and row.reserved]
        sources = self.index.sources
        relaxed = tuple(
            StockChange(source=row.source, item=row.item, quantity=row.reserved, reserved=True)
            for row in rows
            if row.source in sources
        )
        if relaxed:
            yield Limit("reserved", relaxed, lambda figures: self._freed(figures, relaxed))

    def _freed(self, figures: Figures, relaxed: tuple[StockChange, ...]) -> Sequence[Changes]:
        lots = self._put(figures, FREED)
        taken: dict[tuple[str, str], int] = defaultdict(int)
        for row in figures.execution.deliveries:
            if row.lot in lots:
                taken[lots[row.lot]] += row.quantity
        found = ((row, taken[row.source, row.item]) for row in relaxed)
        return (tuple(row.model_copy(update={"quantity": units}) for row, units in found if units),)

    def _put(self, figures: Figures, name: str) -> dict[str, tuple[str, str]]:
        """The source and item of each lot that changes have put there under this name."""
        lots = (lot for lot in figures.index.problem.lots if lot.id not in self.index.lots)
        return {lot.id: (lot.source, lot.item) for lot in lots if lot.name == name}

    def _terms(self) -> Iterator[Limit]:
        """What agreements ask: that their least call is met, how long goods may be loaded, where they may go."""
        rows = [row for row in self.problem.terms if self.index.lots[row.lots[0]].item in self.items]
        least = tuple(TermsChange(lots=row.lots, minimum=0) for row in rows if row.minimum)
        if least:
            yield Limit("terms", least, partial(self._called, relaxed=least))
        whole = tuple(
            TermsChange(lots=row.lots, minimum=0, anywhere=row.reach is not None, anytime=row.until_s is not None)
            for row in rows
        )
        if whole != least:
            yield Limit("terms", whole, partial(self._called, relaxed=whole))

    def _called(self, figures: Figures, *, relaxed: tuple[TermsChange, ...]) -> Sequence[Changes]:
        """Of those agreements from which anything comes, as much as is called."""
        units = drawn_from(figures.execution.deliveries)
        asked = {row.lots: row.minimum for row in self.problem.terms}
        called = ((row, sum(units[lot] for lot in row.lots)) for row in relaxed)
        changes = (
            row.model_copy(update={"minimum": min(asked[row.lots], drawn)})
            for row, drawn in called
            if drawn and (drawn < asked[row.lots] or row.anywhere or row.anytime)
        )
        return (tuple(changes),)

    def _road(self) -> Iterator[Limit]:
        """Ways to the shelters that no truck reaches, and to the stock that no truck leaves."""
        shelters = [self.index.shelters[name].location for name in self.short_at]
        held = {lot.source for lot in self.problem.lots if lot.item in self.items}
        stores = [source.location for source in self.problem.sources if source.id in held]
        cut = [place for place in dict.fromkeys((*shelters, *stores)) if self.index.locations[place].cut_by]
        if cut and self.problem.reopened:
            here = tuple(place for place in cut if place in shelters)
            whole = (RoadChange(locations=tuple(cut)),)
            yield Limit("road", whole, lambda _: [*([(RoadChange(locations=here),)] if here else []), whole])

    def _docks(self, code: str, action: Action) -> Iterator[Limit]:
        """Further docks wherever trucks have waited for one."""
        waited: dict[str, int] = defaultdict(int)
        for trip in self.figures.execution.trips:
            for stop in trip.stops:
                if stop.action == action:
                    waited[stop.place] += stop.leave_s - stop.arrive_s
        rows = self.problem.sources if action == Action.LOAD else self.problem.shelters
        held = {row.source for row in self.problem.lots if row.item in self.items}
        near = held if action == Action.LOAD else set(self.short_at)
        sites = (row.id for row in rows if row.id in near or waited[row.id])
        busy = sorted(sites, key=lambda name: (-waited[name], name))
        if busy:

            def more(places: Sequence[str], docks: int) -> Changes:
                return tuple(DocksChange(place=place, docks=docks) for place in places)

            first = [more(busy[:1], docks) for docks in range(1, MORE_DOCKS + 1)]
            rest = [more(busy[:count], MORE_DOCKS) for count in (2, 4, 8) if count < len(busy)]
            whole = more(busy, MORE_DOCKS)
            yield Limit(code, whole, lambda _: [*first, *rest, whole])

    def _time(self) -> Limit:
        lines = tuple(line.id for line in self.lines)
        return Limit("time", (TimeChange(later_s=DAY_S, lines=lines),), lambda figures: self._later(figures, lines))

    def _later(self, figures: Figures, lines: tuple[str, ...]) -> Sequence[Changes]:
        """The extensions at which something more counts as in time."""
        due = {line.id: self.index.lines[line.id].due_s for line in self.problem.kit}
        over = (row.arrive_s - due[row.line] for row in figures.execution.deliveries if row.line in lines)
        steps = sorted({-(-late // STEP_S) * STEP_S for late in over if 0 < late <= DAY_S})
        return [(TimeChange(later_s=step, lines=lines),) for step in steps or [DAY_S]]
