"""The best plan of ``tiny_problem``, worked out by hand.

Group g0 (20) walks to s0, group g1 (30) rides to s1. 150 L of water are wanted, 120 are in store, 20 must stay: 33
persons get theirs, 13 at s0 and 20 at s1, because 36/46 is the highest lowest share (12 and 21 give 28/36). All ten
tents go out. One truck serves both shelters. The team can spare 6 of 8 people and comes 1220 s over its limit.
"""

from optimize.plan import (
    Action,
    Assignment,
    Cargo,
    Cause,
    Delivery,
    Ended,
    Goal,
    NeedOutcome,
    Passengers,
    People,
    Plan,
    Posting,
    Shortage,
    Stop,
    Targets,
    Trip,
)
from optimize.validate import problem_hash
from tests.optimize.tiny import tiny_problem


def _truck() -> Trip:
    s0 = (Cargo(lot="l0", shelter="s0", quantity=39), Cargo(lot="l1", shelter="s0", quantity=5))
    s1 = (Cargo(lot="l0", shelter="s1", quantity=60), Cargo(lot="l1", shelter="s1", quantity=5))
    return Trip(
        id="k0", vehicle="t0", from_location="at-d0", start_s=600, end_s=4465, metres=16_000, peak_g=802_960,
        peak_cm3=2_668_300,
        stops=(
            Stop(
                action=Action.LOAD, place="d0", location="at-d0", arrive_s=600, start_s=600, leave_s=1141,
                cargo=s0 + s1,
            ),
            Stop(
                action=Action.UNLOAD, place="s0", location="at-s0", arrive_s=2141, start_s=2141, leave_s=2793, cargo=s0
            ),
            Stop(
                action=Action.UNLOAD, place="s1", location="at-s1", arrive_s=3793, start_s=3793, leave_s=4465, cargo=s1
            ),
        ),
    )  # fmt: skip


def _bus() -> Trip:
    everyone = (Passengers(group="g1", people=30),)
    return Trip(
        id="k1", vehicle="b0", from_location="at-d0", start_s=0, end_s=4780, metres=32_000, peak_g=0, peak_cm3=0,
        stops=(
            Stop(
                action=Action.BOARD, place="g1", location="at-g1", arrive_s=3000, start_s=3000, leave_s=3390,
                passengers=everyone,
            ),
            Stop(
                action=Action.ALIGHT, place="s1", location="at-s1", arrive_s=4390, start_s=4390, leave_s=4780,
                passengers=everyone,
            ),
        ),
    )  # fmt: skip


def _deliveries() -> tuple[Delivery, ...]:
    return (
        Delivery(lot="l0", shelter="s0", line="water-1", quantity=39, trip="k0", arrive_s=2793),
        Delivery(lot="l1", shelter="s0", line="tent-1", quantity=5, trip="k0", arrive_s=2793),
        Delivery(lot="l0", shelter="s1", line="water-1", quantity=60, trip="k0", arrive_s=4465),
        Delivery(lot="l1", shelter="s1", line="tent-1", quantity=5, trip="k0", arrive_s=4465),
    )


def _needs() -> tuple[NeedOutcome, ...]:
    return (
        NeedOutcome(shelter="s0", line="water-1", item="water", required=60, on_time=39, late=0, unmet=21),
        NeedOutcome(shelter="s0", line="tent-1", item="tent", required=5, on_time=5, late=0, unmet=0),
        NeedOutcome(shelter="s1", line="water-1", item="water", required=90, on_time=60, late=0, unmet=30),
        NeedOutcome(shelter="s1", line="tent-1", item="tent", required=5, on_time=5, late=0, unmet=0),
    )


def _objective() -> tuple[Goal, ...]:
    rows: tuple[tuple[int, str, float], ...] = (
        (1, "people_unplaced", 0),
        (2, "missions_unmet", 4),
        (3, "life_critical_unmet", 85),
        (4, "lowest_on_time_share", 0.7826),
        (5, "late_person_item_hours", 5610.0),
        (5, "assembly_minutes_over", 20.3),
        (6, "channel_cost", 219.0),
    )
    proven = tuple(
        Goal(level=level, key=key, name=key, value=value, bound=value, gap=0.0, maximise=level == 4)
        for level, key, value in rows
    )
    return (*proven, Goal(level=7, key="cost_fen", name="cost_fen", value=43_218, bound=None, gap=None))


def _shortages() -> tuple[Shortage, ...]:
    stock = Cause(code="stock", text="饮用水缺 51：库存 120，其中底线 20", remedy="请求市级支援饮用水 51 L")
    team = Cause(code="team", text="队伍最多派出 6 人", remedy="请求区级队伍增援 2 人")
    far = Cause(code="distance", text="最近队伍到场需 41 分钟", remedy="前置队伍")
    water = {"kind": "goods", "subject": "water-1", "item": "water", "item_name": "饮用水", "late": False}
    place = {"subject": "n0", "item": None, "item_name": "", "site": "at-g1", "site_name": "远村"}
    return (
        Shortage.model_validate(
            {**water, "site": "s0", "site_name": "避难所s0", "quantity": 21, "persons": 7, "cause": stock}
        ),
        Shortage.model_validate(
            {**water, "site": "s1", "site_name": "避难所s1", "quantity": 30, "persons": 10, "cause": stock}
        ),
        Shortage.model_validate(
            {**place, "kind": "mission", "quantity": 2, "persons": 2, "late": False, "cause": team}
        ),
        Shortage.model_validate({**place, "kind": "profile", "quantity": 21, "persons": 0, "late": True, "cause": far}),
    )


def tiny_plan() -> Plan:
    return Plan(
        incident="incident-tiny",
        input_hash=problem_hash(tiny_problem()),
        seed=0,
        effort=100,
        ended=Ended.EFFORT,
        solver="by hand",
        people=People(to_place=50, placed=50, unplaced=0),
        targets=Targets(first_batch_h=0.78, basic_needs_h=None),
        assignments=(
            Assignment(group="g0", shelter="s0", people=20, mode="foot", travel_s=1000, arrive_s=1000),
            Assignment(group="g1", shelter="s1", people=30, mode="bus", travel_s=1000, arrive_s=4780),
        ),
        deliveries=_deliveries(),
        trips=(_truck(), _bus()),
        postings=(Posting(mission="n0", team="m0", people=6, depart_s=420, arrive_s=2420, within_profile=False),),
        needs=_needs(),
        objective=_objective(),
        shortages=_shortages(),
    )
