"""A problem small enough to be solved with pencil and paper."""

import math
from collections.abc import Sequence

from optimize.problem import (
    Floor,
    Group,
    Location,
    Lot,
    MissionNeed,
    Problem,
    Shelter,
    Source,
    Team,
    Tier,
    TravelMatrix,
    Vehicle,
    Withheld,
)
from tests.optimize.goods import HOUR, ISSUED_AT, ITEMS, LINES, default_assembly, default_policy


def tiny_problem() -> Problem:
    """Two groups, two shelters, one depot, one truck, one bus: every figure can be checked by hand.

    On a line (metres): depot 0, shelter s0 at 8000, group g0 at 8800, shelter s1 at 16000, group g1 at 24000.
    """
    at = {"at-d0": 0, "at-s0": 8000, "at-g0": 8800, "at-s1": 16000, "at-g1": 24000, "at-m0": 4000}

    def matrix(profile: str, speed: float, origins: Sequence[str], destinations: Sequence[str]) -> TravelMatrix:
        metres = tuple(tuple(abs(at[a] - at[b]) for b in destinations) for a in origins)
        return TravelMatrix(
            profile=profile, origins=tuple(origins), destinations=tuple(destinations), metres=metres,
            seconds=tuple(tuple(math.ceil(m / speed) for m in row) for row in metres),
        )  # fmt: skip

    def shelter(ident: str, places: int, indoor: int, docks: int) -> Shelter:
        return Shelter(
            id=ident, name=f"避难所{ident}", township="甲镇", location=f"at-{ident}", places=places,
            indoor_places=indoor, special_places=2, ready_s=0, docks=docks, stop_s=300, handling_s_per_t=900,
        )  # fmt: skip

    def group(ident: str, people: int, special: int) -> Group:
        return Group(
            id=ident, name=f"{ident}组", village=f"{ident}村", township="甲镇", location=f"at-{ident}",
            people=people, special=special,
        )  # fmt: skip

    names = {
        "at-d0": "区级库",
        "at-s0": "避难所一",
        "at-g0": "近村",
        "at-s1": "避难所二",
        "at-g1": "远村",
        "at-m0": "队部",
    }
    roads = ("at-d0", "at-s0", "at-s1")
    people_roads = ("at-g0", "at-g1", "at-s0", "at-s1", "at-d0")
    return Problem(
        incident="incident-tiny",
        name="最小算例",
        district="示例区",
        issued_at=ISSUED_AT,
        started_s=-HOUR,
        horizon_s=72 * HOUR,
        policy=default_policy(),
        locations=tuple(Location(id=i, name=n, township="甲镇") for i, n in names.items()),
        travel=(
            matrix("truck", 8, roads, roads),
            matrix("bus", 8, people_roads, people_roads),
            matrix("foot", 0.8, ("at-g0", "at-g1"), ("at-s0", "at-s1")),
            matrix("light", 10, ("at-m0",), ("at-g1",)),
        ),
        groups=(group("g0", 20, 2), group("g1", 30, 0)),
        shelters=(shelter("s0", 20, 0, 1), shelter("s1", 40, 10, 2)),
        items=(ITEMS[0], ITEMS[3]),
        kit=(LINES[0], LINES[4]),
        sources=(
            Source(
                id="d0", name="区级库", tier=Tier.DISTRICT, township="甲镇", location="at-d0", docks=1, stop_s=300,
                handling_s_per_t=300,
            ),
        ),
        lots=(
            Lot(id="l0", source="d0", item="water", quantity=120, expires_s=30 * HOUR),
            Lot(id="l1", source="d0", item="tent", quantity=10),
        ),
        floors=(Floor(source="d0", item="water", quantity=20),),
        withheld=(Withheld(source="d0", item="water", on_hand=150, reserved=20, expired=10),),
        vehicles=(
            Vehicle(
                id="t0", name="4.2米货车", kind="truck_4m2", profile="truck", location="at-d0", ready_s=600,
                capacity_g=1_800_000, capacity_cm3=15_000_000, seats=0,
            ),
            Vehicle(
                id="b0", name="大客车", kind="bus", profile="bus", location="at-d0", ready_s=0, capacity_g=0,
                capacity_cm3=0, seats=45,
            ),
        ),
        teams=(
            Team(
                id="m0", name="镇应急队", level="township", township="甲镇", location="at-m0", on_duty=10, home_cover=4,
                skills=("guide",), response_s=120, assembly_s=300,
            ),
        ),
        missions=(
            MissionNeed(
                id="n0", name="转移引导", location="at-g1", skill="guide", skill_name="转移引导", people=8, from_s=0,
                until_s=4 * HOUR, severity=2,
            ),
        ),
        assembly=default_assembly(),
    )  # fmt: skip
