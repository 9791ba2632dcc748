"""Why goods are short or late: what is still there after the plan, and what holds each part of it back."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from optimize.figures import Demand, Figures
from optimize.plan import Cause, NeedOutcome, Shortage
from optimize.supply import NEVER, Supply

HOUR = 3600


@dataclass(frozen=True)
class Remainder:
    """Units of an item, as one shelter sees them after the plan: each part is what relaxing one thing would free."""

    sources: int
    on_hand: int
    reserved: int
    expired: int
    unusable: int
    sent: int
    in_time: int
    too_late: int
    below_floor: int
    cut_off: int
    no_truck: int

    def binding(self, *, late: bool) -> str:
        """The class whose relaxation alone frees most; stock where nothing is left anywhere."""
        if self.in_time:
            return "vehicles"
        if late:
            return "time"
        parts = {
            "time": self.too_late,
            "floor": self.below_floor,
            "road": self.cut_off,
            "vehicles": self.no_truck,
            "reserved": self.reserved,
        }
        code = max(parts, key=lambda name: parts[name])
        return code if parts[code] else "stock"

    def freed(self, code: str) -> int:
        return {
            "vehicles": self.in_time or self.no_truck,
            "time": self.too_late,
            "floor": self.below_floor,
            "road": self.cut_off,
            "reserved": self.reserved,
        }.get(code, 0)


class GoodsCauses:
    """Explains every line that is short or late somewhere."""

    def __init__(self, supply: Supply, figures: Figures) -> None:
        self.supply, self.figures, self.index = supply, figures, supply.index
        sent: dict[str, int] = defaultdict(int)
        for row in figures.execution.deliveries:
            sent[row.lot] += row.quantity
        self.left = np.array([p.quantity - sum(sent[lot.id] for lot in p.lots) for p in supply.pools], dtype=np.int64)
        self.spare = self._spare(sent)
        self.earliest = {item: supply.arrivals_s(item, self.index.items[item].mass_g) for item in supply.pools_of}

    def _spare(self, sent: dict[str, int]) -> dict[tuple[int, str], int]:
        """What floors still let go to shelters that they bind."""
        bound: dict[tuple[int, str], int] = defaultdict(int)
        for row in self.figures.execution.deliveries:
            lot = self.index.lots[row.lot]
            key = (self.supply.source_number[lot.source], lot.item)
            if key in self.supply.spare and self.supply.shelter_number[row.shelter] not in self.supply.spare[key][1]:
                bound[key] += row.quantity
        return {key: max(0, units - bound[key]) for key, (units, _) in self.supply.spare.items()}

    def rows(self) -> list[Shortage]:
        found = []
        for demand, outcome in zip(self.figures.demands, self.figures.needs, strict=True):
            still = demand.lacking_by(self.index.problem.horizon_s)
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
        return Cause(
            code=code,
            text=self._text(demand, quantity, rest, late=late),
            remedy=self._remedy(demand, quantity, code, rest, late=late),
        )

    def remainder(self, demand: Demand) -> Remainder:
        item, shelter = demand.line.item, self.supply.shelter_number[demand.shelter]
        rows = [row for row in self.index.problem.withheld if row.item == item]
        held = {row.source: row for row in rows}
        lots = [lot for lot in self.index.problem.lots if lot.item == item]
        usable: dict[str, int] = defaultdict(int)
        for lot in lots:
            usable[lot.source] += lot.quantity
        parts = dict.fromkeys(("in_time", "too_late", "below_floor", "cut_off", "no_truck"), 0)
        for position, pool in enumerate(self.supply.pools_of.get(item, ())):
            for name, units in self._split(int(pool), position, shelter, demand):
                parts[name] += units
        on_hand = sum(max(held[s].on_hand if s in held else 0, usable[s]) for s in {*usable, *held})
        return Remainder(
            sources=len({*usable, *held}),
            on_hand=on_hand,
            reserved=sum(row.reserved for row in rows),
            expired=sum(row.expired for row in rows),
            unusable=sum(row.unusable for row in rows),
            sent=sum(lot.quantity for lot in lots)
            - int(sum(self.left[row] for row in self.supply.pools_of.get(item, ()))),
            **parts,
        )

    def _split(self, pool: int, position: int, shelter: int, demand: Demand) -> list[tuple[str, int]]:
        """What is left of a pool, by what holds it back from this shelter."""
        source, left = self.supply.pools[pool].source, int(self.left[pool])
        if left == 0:
            return []
        if self.supply.truck_at[source] == NEVER:
            return [("no_truck", left)]
        if self.supply.drive_s[source, shelter] < 0:
            return [("cut_off", left)]
        free = left
        key = (source, demand.line.item)
        if key in self.spare and shelter not in self.supply.spare[key][1]:
            free = min(left, self.spare[key])
        in_time = self.earliest[demand.line.item][position, shelter] <= demand.line.due_s
        return [("in_time" if in_time else "too_late", free), ("below_floor", left - free)]

    def _text(self, demand: Demand, quantity: int, rest: Remainder, *, late: bool) -> str:
        item, line = self.index.items[demand.line.item], demand.line
        word = "迟到" if late else "缺"
        held = [
            f"{units} {label}"
            for units, label in (
                (rest.reserved, "已预留"),
                (rest.expired, "已过期"),
                (rest.unusable, "不可用"),
                (rest.below_floor, "属储备底线"),
                (rest.sent, "已随本方案调出"),
            )
            if units
        ]
        stock = f"{rest.sources} 处储备共 {rest.on_hand} {item.unit}" + (f"，其中 {'、'.join(held)}" if held else "")
        parts = [stock, f"余量中 {hours(line.due_s)} 内可达 {rest.in_time}"]
        if rest.too_late:
            parts.append(f"赶不上期限 {rest.too_late}")
        if rest.cut_off:
            parts.append(f"道路中断 {rest.cut_off}{self._closed(demand.shelter)}")
        if rest.no_truck:
            parts.append(f"无货车可到 {rest.no_truck}")
        return f"{item.name}{word} {quantity} {item.unit}：" + "；".join(parts)

    def _closed(self, shelter: str) -> str:
        place = self.index.locations[self.index.shelters[shelter].location]
        return f"（{'、'.join(place.cut_by)}，只有船艇、无人机可达）" if place.cut_by else ""

    def _remedy(self, demand: Demand, quantity: int, code: str, rest: Remainder, *, late: bool) -> str:
        item, shelter = self.index.items[demand.line.item], self.index.shelters[demand.shelter]
        units = min(quantity, rest.freed(code))
        amount = f"{item.name} {units} {item.unit}"
        steps = {
            "vehicles": f"增调货车或装卸力量，可送达{amount}",
            "time": f"前置储备或提前出库，可补{amount}",
            "floor": f"报批动用储备底线，可补{amount}",
            "road": f"抢通道路{self._closed(shelter.id)}，可补{amount}",
            "reserved": f"协调释放已预留物资，可补{amount}",
        }
        own = [steps[code]] if code in steps and units else []
        rest_units = quantity - units
        if rest_units:
            package = f"（{-(-rest_units // item.package)} {item.package_name}）" if item.package_name else ""
            deadline = "尽快" if late else f"{hours(demand.line.due_s)} 内"
            own.append(f"请求市级支援{item.name} {rest_units} {item.unit}{package}，{deadline}送达{shelter.name}")
        return "；".join(own)


def hours(seconds: int) -> str:
    """A deadline as people write it: 6 h, 7.5 h."""
    return f"{round(seconds / HOUR, 1):g} h"
