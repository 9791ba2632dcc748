"""Goods, kit lines, vehicle classes and planning values that the test problems draw from."""

from datetime import UTC, datetime

from optimize.problem import AssemblyLimit, Item, KitLine, Policy, Tier

HOUR = 3600
ISSUED_AT = datetime(2026, 7, 16, 8, 0, tzinfo=UTC)

ITEMS = (
    Item(id="water", name="饮用水", unit="L", mass_g=1040, volume_cm3=1700, package=24, package_name="箱"),
    Item(id="food", name="方便食品", unit="餐", mass_g=300, volume_cm3=1500, package=20, package_name="箱"),
    Item(id="bed", name="折叠床", unit="张", mass_g=8500, volume_cm3=70_000, package=2, package_name="捆"),
    Item(id="tent", name="12㎡帐篷", unit="顶", mass_g=70_000, volume_cm3=250_000),
    Item(id="quilt", name="棉被", unit="床", mass_g=3000, volume_cm3=25_000, package=10, package_name="包"),
    Item(id="hygiene", name="卫生包", unit="份", mass_g=8100, volume_cm3=26_000),
    Item(id="toilet", name="简易厕所", unit="套", mass_g=70_000, volume_cm3=350_000),
    Item(id="light", name="场地照明灯", unit="台", mass_g=180_000, volume_cm3=1_000_000),
)

LINES = (
    KitLine(
        id="water-1", item="water", name="饮用水（首日）", units=3, people=1, due_s=6 * HOUR, weight=5,
        life_critical=True, first_day=True,
    ),
    KitLine(
        id="water-2", item="water", name="饮用水（次日起）", units=6, people=1, due_s=24 * HOUR, weight=3,
        life_critical=False, first_day=False,
    ),
    KitLine(
        id="food-1", item="food", name="方便食品（首日）", units=3, people=1, due_s=8 * HOUR, weight=4,
        life_critical=True, first_day=True,
    ),
    KitLine(
        id="bed-1", item="bed", name="折叠床", units=1, people=1, due_s=10 * HOUR, weight=2,
        life_critical=False, first_day=True,
    ),
    KitLine(
        id="tent-1", item="tent", name="帐篷", units=1, people=4, due_s=9 * HOUR, weight=4,
        life_critical=True, first_day=True, outdoor_only=True,
    ),
    KitLine(
        id="quilt-1", item="quilt", name="棉被", units=1, people=1, due_s=10 * HOUR, weight=3,
        life_critical=True, first_day=True,
    ),
    KitLine(
        id="hygiene-1", item="hygiene", name="卫生包", units=1, people=5, due_s=24 * HOUR, weight=1,
        life_critical=False, first_day=False,
    ),
    KitLine(
        id="toilet-1", item="toilet", name="简易厕所", units=1, people=50, due_s=10 * HOUR, weight=1,
        life_critical=False, first_day=True,
    ),
    KitLine(
        id="light-1", item="light", name="场地照明灯", units=1, people=200, due_s=10 * HOUR, weight=1,
        life_critical=False, first_day=True,
    ),
)  # fmt: skip

TRUCKS = (
    ("micro", "微型货车", 700_000, 4_500_000),
    ("truck_4m2", "4.2米货车", 1_800_000, 15_000_000),
    ("truck_6m8", "6.8米货车", 8_000_000, 38_000_000),
    ("truck_9m6", "9.6米货车", 15_000_000, 55_000_000),
)
BUSES = (("bus", "大客车", 45), ("minibus", "中客车", 19))
LIGHT_FLEETS = (
    ("boats", "assault_boat", "冲锋舟", "boat", 800_000, 2_000_000, 8),
    ("motorcycles", "motorcycle", "摩托车", "motorcycle", 40_000, 150_000, 0),
    ("drones", "cargo_drone", "载货无人机", "drone", 30_000, 150_000, 0),
)
"""Odd case, kind, name, profile, grams, cm³ and seats of what goes where trucks may not."""
SKILLS = (("guide", "转移引导"), ("water_rescue", "水上救援"), ("medical", "医疗救护"), ("road", "道路抢通"))
TIER_CYCLE = (Tier.DISTRICT, Tier.TOWNSHIP, Tier.VILLAGE, Tier.NEIGHBOUR, Tier.AGREEMENT, Tier.CAPACITY)


def default_policy() -> Policy:
    return Policy(
        walk_limit_s=2 * HOUR,
        place_by_s=6 * HOUR,
        board_s_per_person=3,
        people_stop_s=300,
        first_batch_s=6 * HOUR,
        basic_needs_s=10 * HOUR,
        vehicle_hour_fen=12_000,
        km_fen=300,
    )


def default_assembly() -> tuple[AssemblyLimit, ...]:
    return (
        AssemblyLimit(stage="response", level="any", limit_s=120),
        AssemblyLimit(stage="assembly", level="any", limit_s=300),
        AssemblyLimit(stage="on_scene", level="township", limit_s=1200),
        AssemblyLimit(stage="on_scene", level="any", limit_s=2400),
    )
