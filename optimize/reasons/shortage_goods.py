"""Why goods are short or late: what is still there after the plan, and what holds each part of it back."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.figures import Demand, Figures, lacking, rate
from optimize.goods.supply import NEVER, NO_ARRIVAL, Supply
from optimize.index import Table
from optimize.plan import Action, Cause, Delivery, NeedOutcome, Shortage
from optimize.problem import KitLine
from optimize.programs.linear import Whole
from optimize.rules import Flags

HOUR = 3600
UNFREEABLE = frozenset({"stock", "expiry"})
"""Causes that only goods from elsewhere remove."""
FREEING = ("time", "floor", "rule", "terms", "road", "vehicles", "reserved", "expiry")
"""Causes beside full docks and trucks, the first of equals."""
BUSY = 0.9
"""Share of its time from which on a dock counts as full."""


@dataclass(frozen=True)
class Stock:
    """All that the district holds of an item, and what of it nobody may take."""

    sources: int
    on_hand: int
    reserved: int
    expired: int
    unusable: int


@dataclass(frozen=True)
class Remainder:
    """What is left of an item after the plan as one shelter sees it, in units of the line: each part is what relaxing
    one thing would free."""

    sent: int = 0
    in_time: int = 0
    too_late: int = 0
    expiring: int = 0
    barred: int = 0
    agreed: int = 0
    below_floor: int = 0
    cut_off: int = 0
    no_truck: int = 0
    reserved: int = 0
    docks_full: bool = False

    def binding(self, *, late: bool) -> str:
        """The class whose relaxation alone frees most; stock where nothing is left anywhere."""
        if self.in_time:
            return "loading" if self.docks_full else "vehicles"
        if late:
            return "time"
        parts = {code: self.freed(code) for code in FREEING}
        code = max(parts, key=lambda name: parts[name])
        return code if parts[code] else "stock"

    def freed(self, code: str) -> int:
        return {
            "loading": self.in_time,
            "vehicles": self.in_time or self.no_truck,
            "time": self.too_late,
            "floor": self.below_floor,
            "rule": self.barred,
            "terms": self.agreed,
            "road": self.cut_off,
            "reserved": self.reserved,
            "expiry": self.expiring,
        }.get(code, 0)


class Docks:
    """How busy docks are until a deadline, from the stops of the plan."""

    def __init__(self, figures: Figures) -> None:
        problem = figures.index.problem
        self.index = figures.index
        self.sources = [source.id for source in problem.sources]
        self.stops: dict[tuple[Action, str], list[tuple[int, int]]] = defaultdict(list)
        for trip in figures.execution.trips:
            for stop in trip.stops:
                self.stops[stop.action, stop.place].append((stop.start_s, stop.leave_s))

    def full(self, shelter: str, sources: set[int], due_s: int) -> bool:
        """Whether the shelter's docks, or those of every source that still has goods, have no time left."""
        site = self.index.shelters[shelter]
        busy_s = self._busy(Action.UNLOAD, shelter, due_s) + self._busy(Action.ALIGHT, shelter, due_s)
        if busy_s >= BUSY * site.docks * max(1, due_s - site.ready_s):
            return True
        docks = {self.sources[row]: self.index.sources[self.sources[row]].docks for row in sources}
        return bool(docks) and all(
            self._busy(Action.LOAD, name, due_s) >= BUSY * count * due_s for name, count in docks.items()
        )

    def _busy(self, action: Action, place: str, due_s: int) -> int:
        return sum(min(leave, due_s) - min(start, due_s) for start, leave in self.stops[action, place])


class GoodsCauses:
    """Explains every line that is short or late somewhere."""

    def __init__(self, supply: Supply, figures: Figures) -> None:
        self.supply, self.figures, self.index = supply, figures, supply.index
        sent: dict[str, int] = defaultdict(int)
        for row in self._decided():
            sent[row.lot] += row.quantity
        self.left = np.array([p.quantity - sum(sent[lot.id] for lot in p.lots) for p in supply.pools], dtype=np.int64)
        self._floors: dict[str, list[tuple[int, int, frozenset[int]]]] = defaultdict(list)
        """Source, units that the floor still lets go, and the shelters that it does not bind; by item."""
        for (source, item), units in self._spare(sent).items():
            self._floors[item].append((source, units, supply.spare[source, item][1]))
        self.uncalled = self._uncalled(sent)
        self.docks = Docks(figures)
        self._stocks: dict[str, Stock] = {}
        self._claimed: dict[tuple[str, str], int] = defaultdict(int)
        self._earliest: dict[str, Table] = {}
        self._kept_away: dict[str, Flags] = {}

    def _earliest_s(self, item: str) -> Table:
        """Pool × shelter, for the few items that are short."""
        if item not in self._earliest:
            self._earliest[item] = self.supply.earliest_s(item)
        return self._earliest[item]

    def _decided(self) -> Iterator[Delivery]:
        """Deliveries that are no fixed ones: the supply no longer holds what these carry."""
        return (row for row in self.figures.execution.deliveries if row.trip not in self.index.fixed_trips)

    def _spare(self, sent: dict[str, int]) -> dict[tuple[int, str], int]:
        """What floors still let go to shelters that they bind."""
        bound: dict[tuple[int, str], int] = defaultdict(int)
        for row in self._decided():
            lot = self.index.lots[row.lot]
            key = (self.supply.source_number[lot.source], lot.item)
            if key in self.supply.spare and self.supply.shelter_number[row.shelter] not in self.supply.spare[key][1]:
                bound[key] += row.quantity
        return {key: max(0, units - bound[key]) for key, (units, _) in self.supply.spare.items()}

    def _uncalled(self, sent: dict[str, int]) -> Flags:
        """Pool: under terms whose least call was too large, so that nothing was drawn."""
        problem = self.index.problem
        drawn = {lot for lot, units in sent.items() if units}
        called = drawn | {row.lot for row in problem.adjustment.fixed.deliveries}
        small = {lot for row in problem.terms if row.minimum and called.isdisjoint(row.lots) for lot in row.lots}
        return np.array([pool.lots[0].id in small for pool in self.supply.pools], dtype=bool)

    def rows(self) -> list[Shortage]:
        found = []
        for demand, outcome in zip(self.figures.demands, self.figures.needs, strict=True):
            still = lacking(demand.line, demand.persons, demand.units)
            if outcome.unmet:
                found.append(self._row(demand, outcome, outcome.unmet, still, late=False))
            if outcome.late:
                waiting = demand.lacking_by(demand.line.due_s) - still
                found.append(self._row(demand, outcome, outcome.late, waiting, late=True))
        return found

    def _row(self, demand: Demand, outcome: NeedOutcome, quantity: int, persons: int, *, late: bool) -> Shortage:
        item, shelter = self.index.items[outcome.item], self.index.shelters[outcome.shelter]
        return Shortage(
            kind="goods",
            subject=outcome.line,
            item=item.id,
            item_name=item.name,
            site=shelter.id,
            site_name=shelter.name,
            quantity=quantity,
            persons=persons,
            late=late,
            cause=self._cause(demand, quantity, late=late),
        )

    def _cause(self, demand: Demand, quantity: int, *, late: bool) -> Cause:
        rest = self.remainder(demand)
        code = rest.binding(late=late)
        units = self._claim(demand.line.item, code, rest, quantity)
        return Cause(
            code=code if 2 * units >= quantity or code in UNFREEABLE or late else "stock",
            text=self._text(demand, quantity, rest, late=late),
            remedy=self._remedy(demand, quantity, code, units, late=late),
        )

    def _claim(self, item: str, code: str, rest: Remainder, quantity: int) -> int:
        """Units that relaxing this cause gives here; what one shelter is promised no other is."""
        if code in UNFREEABLE:
            return 0
        units = min(quantity, max(0, rest.freed(code) - self._claimed[item, code]))
        self._claimed[item, code] += units
        return units

    def remainder(self, demand: Demand) -> Remainder:
        """What is left of the line's item and of what does for it, by what holds it back from this shelter."""
        found = Counter[str]()
        for item in demand.line.items:
            share = rate(demand.line, item)
            for name, units in vars(self._remainder(demand, item)).items():
                found[name] += int(units * share)
        docks_full = found.pop("docks_full") > 0
        return Remainder(**found, docks_full=docks_full)

    def _remainder(self, demand: Demand, item: str) -> Remainder:
        shelter = self.supply.shelter_number[demand.shelter]
        pools = self.supply.pools_of.get(item, np.zeros(0, dtype=np.int64))
        source, left = self.supply.source_of[pools], self.left[pools]
        no_truck = self.supply.at_s(item)[source] == NEVER
        cut_off = ~no_truck & (self.supply.drive_s(pools, np.array(shelter)) < 0)
        free = np.minimum(left, self._let_go(item, shelter)[source])
        agreed = ~no_truck & ~cut_off & self._agreed(item)[:, shelter]
        barred = ~no_truck & ~cut_off & ~agreed & ~self.supply.allowed[pools, shelter]
        reached = ~no_truck & ~cut_off & ~agreed & ~barred
        arrive = self._earliest_s(item)[:, shelter] if len(pools) else pools
        timely, expiring = reached & (arrive <= demand.line.due_s), reached & (arrive == NO_ARRIVAL)
        waiting = {int(s) for s in source[timely & (free > 0)]}
        return Remainder(
            sent=int((self.supply.quantity[pools] - left).sum()),
            in_time=int(free[timely].sum()),
            too_late=int(free[reached & ~timely & ~expiring].sum()),
            expiring=int(left[expiring].sum()),
            barred=int(left[barred].sum()),
            agreed=int(left[agreed].sum()),
            below_floor=int((left - free)[reached & ~expiring].sum()),
            cut_off=int(left[cut_off].sum()),
            no_truck=int(left[no_truck].sum()),
            reserved=self._stock(item).reserved,
            docks_full=self.docks.full(demand.shelter, waiting, demand.line.due_s),
        )

    def _agreed(self, item: str) -> Flags:
        """Pool × shelter: what agreements keep away: it is too far, loading would begin too late, too little is
        wanted."""
        if item not in self._kept_away:
            supply, problem = self.supply, self.index.problem
            pools = supply.pools_of.get(item, np.zeros(0, dtype=np.int64))
            begin = np.maximum(supply.ready_s[pools], supply.at_s(item)[supply.source_of[pools]])
            ended = begin > supply.load_until_s[pools]
            lots, shelters = [supply.pools[row].lots[0].id for row in pools], [row.id for row in problem.shelters]
            self._kept_away[item] = (ended | self.uncalled[pools])[:, None] | ~self.index.rules.reaching(lots, shelters)
        return self._kept_away[item]

    def _let_go(self, item: str, shelter: int) -> Whole:
        """Units that each source may still give this shelter as far as floors are concerned."""
        free = np.full(len(self.index.problem.sources), NEVER, dtype=np.int64)
        for source, units, unbound in self._floors[item]:
            if shelter not in unbound:
                free[source] = units
        return free

    def _stock(self, item: str) -> Stock:
        if item not in self._stocks:
            rows = {row.source: row for row in self.index.problem.withheld if row.item == item}
            usable: dict[str, int] = defaultdict(int)
            for lot in self.index.problem.lots:
                if lot.item == item:
                    usable[lot.source] += lot.quantity
            places = {*usable, *rows}
            self._stocks[item] = Stock(
                sources=len(places),
                on_hand=sum(max(rows[s].on_hand if s in rows else 0, usable[s]) for s in places),
                reserved=sum(row.reserved for row in rows.values()),
                expired=sum(row.expired for row in rows.values()),
                unusable=sum(row.unusable for row in rows.values()),
            )
        return self._stocks[item]

    def _text(self, demand: Demand, quantity: int, rest: Remainder, *, late: bool) -> str:
        item, line, own = self.index.items[demand.line.item], demand.line, self._stock(demand.line.item)
        word = "迟到" if late else "缺"
        held = [
            f"{units} {label}"
            for units, label in (
                (own.reserved, "已预留"),
                (own.expired, "已过期"),
                (own.unusable, "不可用"),
                (rest.below_floor, "属储备底线"),
                (rest.sent, "已随本方案调出"),
            )
            if units
        ]
        stock = f"{own.sources} 处储备共 {own.on_hand} {item.unit}" if own.on_hand else "各级储备均无此品目"
        others = list(self._others(line))
        parts = [*others, stock + (f"，其中 {'、'.join(held)}" if held else "")]
        if not own.on_hand and not others:
            return f"{item.name}{word} {quantity} {item.unit}：{stock}"
        parts.append(f"余量中 {hours(line.due_s)}内可达 {rest.in_time}")
        if rest.too_late:
            parts.append(f"赶不上期限 {rest.too_late}")
        if rest.expiring:
            parts.append(f"送达前过期 {rest.expiring}")
        if rest.barred:
            parts.append(f"因锁定或禁用不能调来 {rest.barred}")
        if rest.agreed:
            parts.append(f"因协议约定（最低调用量、供货时间、范围）不能调来 {rest.agreed}")
        if rest.cut_off:
            parts.append(f"道路中断 {rest.cut_off}{self._closed(demand.shelter)}")
        if rest.in_time:
            parts.append("装卸能力已用满" if rest.docks_full else "货车运力已用完")
        if rest.no_truck:
            parts.append(f"无货车可到 {rest.no_truck}")
        return f"{item.name}{word} {quantity} {item.unit}：" + "；".join(parts)

    def _others(self, line: KitLine) -> Iterator[str]:
        """Substitutes with stock, which the figures have counted in."""
        names = []
        for row in line.substitutes:
            item, held = self.index.items[row.item], self._stock(row.item).on_hand
            if held:
                left = int(self.left[self.supply.pools_of.get(row.item, np.zeros(0, dtype=np.int64))].sum())
                names.append(
                    f"{item.name} {held} {item.unit}（{row.units} {item.unit}抵 {row.replaces}"
                    f" {self.index.items[line.item].unit}，本方案后余 {left}）"
                )
        if names:
            yield f"已计入可替代的{'、'.join(names)}"

    def _closed(self, shelter: str) -> str:
        place = self.index.locations[self.index.shelters[shelter].location]
        return f"（{'、'.join(place.cut_by)}）" if place.cut_by else ""

    def _remedy(self, demand: Demand, quantity: int, code: str, units: int, *, late: bool) -> str:
        item, shelter = self.index.items[demand.line.item], self.index.shelters[demand.shelter]
        amount = f"{item.name} {units} {item.unit}"
        steps = {
            "vehicles": f"增调货车，可送达{amount}",
            "loading": f"增加装卸力量或装卸位，可送达{amount}",
            "time": f"前置储备或提前出库，可补{amount}",
            "floor": f"报批动用储备底线，可补{amount}",
            "rule": f"解除锁定或禁用，可补{amount}",
            "terms": f"与协议方另行商定，可补{amount}",
            "road": f"抢通道路{self._closed(shelter.id)}，可补{amount}",
            "reserved": f"协调释放已预留物资，可补{amount}",
        }
        own = [steps[code]] if code in steps and units else []
        rest_units = quantity - units
        if rest_units:
            package = f"（{-(-rest_units // item.package)} {item.package_name}）" if item.package_name else ""
            deadline = "尽快" if late else f"{hours(demand.line.due_s)}内"
            own.append(f"请求市级支援{item.name} {rest_units} {item.unit}{package}，{deadline}送达{shelter.name}")
        return "；".join(own)


def hours(seconds: int) -> str:
    """A time as people write it: 6 小时, 7.5 小时."""
    return f"{round(seconds / HOUR, 1):g} 小时"
