"""What lies in the stores on the demo date. All synthetic.

Usable, unexpired and unpromised goods cover exactly the persons a tier is stocked for; what is expired, held, damaged
or reserved comes on top, so that it is seen to exist and not to count.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import numpy as np

from seed.generator.goods import ItemRecord, item, kit_quantities
from seed.generator.records import FloorRecord, HoldRecord, LotRecord, SiteRecord, StockLine
from seed.generator.scene import Scene
from seed.generator.shares import split
from seed.generator.sites import SiteSet

POINT_PERSONS = 200
"""Target of a township point in a hazard-prone or remote township (示例目标 outside 北碚)."""

STALE_POINT = 6
"""At every sixth of them food and water were not rotated in time, so that the gap page has something to say."""

OTHER_POINT_PERSONS = 60
ROOM_STOCK = {"quilt": 10, "water": 60, "food": 90, "first_aid": 1, "sandbag": 100, "life_jacket": 4}
ROOM_FLOOR = {"water": 24}
DEPOT_EQUIPMENT = {"blanket": 400, "tarpaulin": 300, "life_jacket": 600, "sandbag": 20_000, "generator": 24}
FLOOR_SHARE = 0.5
FLOOR_ITEMS = ("quilt", "towel_quilt", "water", "food")

_DEPOT_BIN = {
    "tent": "A-01",
    "bed": "A-02",
    "quilt": "B-01",
    "mattress": "B-01",
    "coat": "B-02",
    "towel_quilt": "B-02",
    "blanket": "B-02",
    "water": "C-01",
    "food": "C-02",
}
_QUARANTINE_BIN = "Q-01"


@dataclass(frozen=True)
class Stocks:
    lines: tuple[StockLine, ...]
    holds: tuple[HoldRecord, ...]
    floors: tuple[FloorRecord, ...]


def build_stocks(scene: Scene, sites: SiteSet, depot_persons: int) -> Stocks:
    batches = Batches(scene.profile.code, scene.demo_date, scene.rng)
    lines, holds = _depot(sites.depot, batches, depot_persons)
    floors: list[FloorRecord] = []
    full_points = count(1)
    for site in sites.sites:
        if site.kind == "township_point":
            needed = scene.land.needs_point(site.division)
            stale = needed and next(full_points) % STALE_POINT == 0
            stocked, kept = _point(site, batches, POINT_PERSONS if needed else OTHER_POINT_PERSONS, stale=stale)
            lines += stocked
            floors += kept
        elif site.kind == "village_room":
            lines += [StockLine(site.code, "", batches.current(code), n) for code, n in ROOM_STOCK.items()]
            floors += [FloorRecord(site.code, code, n, "村内自救底线") for code, n in ROOM_FLOOR.items()]
    return Stocks(tuple(lines), tuple(holds), tuple(floors))


class Batches:
    """Lots of an item by age; the same batch is the same lot wherever it lies."""

    def __init__(self, district: str, demo_date: date, rng: np.random.Generator) -> None:
        self.district = district
        self.demo_date = demo_date
        self.rng = rng
        self._made: dict[tuple[str, str], LotRecord] = {}

    def current(self, code: str) -> LotRecord:
        """Bought lately: a tenth to a third of its life is over."""
        return self._batch(code, "A", 0.10, 0.33)

    def older(self, code: str) -> LotRecord:
        """In the second half of its life."""
        return self._batch(code, "B", 0.50, 0.70)

    def near_expiry(self, code: str) -> LotRecord:
        """Expires within three months: to be used first or rotated."""
        life = item(code).shelf_life_days
        left = min(80, life // 5)
        return self._batch(code, "C", 1 - left / life, 1 - left / life / 2)

    def expired(self, code: str) -> LotRecord:
        """Past its date by some weeks."""
        return self._batch(code, "X", 1.02, 1.10)

    def _batch(self, code: str, letter: str, low: float, high: float) -> LotRecord:
        if (code, letter) not in self._made:
            goods: ItemRecord = item(code)
            age = int(goods.shelf_life_days * self.rng.uniform(low, high)) + 1
            made = self.demo_date - timedelta(days=age)
            self._made[code, letter] = LotRecord(
                item=code,
                lot_no=f"{self.district[-3:]}-{made:%y%m}-{letter}",
                made_on=made,
                expires_on=made + timedelta(days=goods.shelf_life_days),
            )
        return self._made[code, letter]


def _depot(site: SiteRecord, batches: Batches, persons: int) -> tuple[list[StockLine], list[HoldRecord]]:
    """Lots of three ages that add up to the kit for ``persons``; held, damaged, expired and promised goods beyond."""
    lines: list[StockLine] = []
    holds: list[HoldRecord] = []
    for code, need in (kit_quantities(persons) | DEPOT_EQUIPMENT).items():
        bin_code = _DEPOT_BIN.get(code, "D-01")
        promised = need // 40
        fresh, older, near = split(need, [0.55, 0.33, 0.12])
        for lot, quantity in (
            (batches.current(code), fresh + promised),
            (batches.older(code), older),
            (batches.near_expiry(code), near),
        ):
            if quantity:
                lines.append(StockLine(site.code, bin_code, lot, quantity))
        if promised:
            reason = "已调拨待运：冬春救助（合成）"
            holds.append(HoldRecord(site.code, bin_code, batches.current(code), promised, reason))
        lines += _unfit(site, batches, code, bin_code, need)
    return lines, holds


def _unfit(site: SiteRecord, batches: Batches, code: str, bin_code: str, need: int) -> list[StockLine]:
    """What lies there and may not be used."""
    goods = item(code)
    quarantine = StockLine(site.code, _QUARANTINE_BIN, batches.current(code), need // 30, "quarantine")
    expired = StockLine(site.code, bin_code, batches.expired(code), need // 25)
    broken = StockLine(site.code, _QUARANTINE_BIN, batches.older(code), need // 50, "repair")
    unfit = [quarantine, expired] if goods.nature == "consumable" else [quarantine, broken]
    return [line for line in unfit if line.quantity]


def _point(
    site: SiteRecord, batches: Batches, persons: int, *, stale: bool
) -> tuple[list[StockLine], list[FloorRecord]]:
    """The kit for ``persons``, a quarter of it older; if ``stale``, that quarter of food and water is expired."""
    lines, floors = [], []
    for code, need in kit_quantities(persons).items():
        food = item(code).storage == "food"
        bin_code = "02" if food else "01"
        older = need // 4
        lines.append(StockLine(site.code, bin_code, batches.current(code), need - older))
        if older:
            lot = batches.expired(code) if stale and food else batches.older(code)
            lines.append(StockLine(site.code, bin_code, lot, older))
        if code in FLOOR_ITEMS:
            reason = "街镇储备底线，须经审批动用"
            floors.append(FloorRecord(site.code, code, int(need * FLOOR_SHARE), reason))
    return lines, floors
