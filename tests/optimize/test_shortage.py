"""Each shortage names what binds, with figures and a remedy."""

import pytest

from optimize.plan import Plan, Shortage
from optimize.planner import solve
from optimize.problem import About, Adjustment, Problem, Rule, Terms
from tests.optimize.instances import random_problem, tiny_problem


def plan_of(problem: Problem) -> Plan:
    return solve(problem, effort=5)


def causes(problem: Problem, kind: str) -> set[str]:
    return {row.cause.code for row in plan_of(problem).shortages if row.kind == kind}


@pytest.mark.parametrize(
    ("case", "kind", "code"),
    [
        ("no_stock", "goods", "stock"),
        ("no_vehicles", "goods", "vehicles"),
        ("no_buses", "place", "vehicles"),
        ("few_places", "place", "places"),
        ("all_exposed", "place", "exposure"),
        ("closed_floor", "goods", "floor"),
        ("expired_on_arrival", "goods", "expiry"),
        ("cut_off_village", "place", "road"),
        ("withheld", "goods", "reserved"),
        ("far_mission", "mission", "road"),
        ("no_skill", "mission", "skill"),
    ],
)
def test_the_binding_cause_is_found(case: str, kind: str, code: str) -> None:
    assert code in {code for seed in (3, 7) for code in causes(random_problem(seed, items=8, odd=(case,)), kind)}


def banned(about: About, subject: str) -> Adjustment:
    return Adjustment(rules=(Rule(about=about, subject=subject, keep=False),))


@pytest.mark.parametrize(
    ("code", "kind", "subject", "update"),
    [
        ("rule", "goods", "tent-1", {"adjustment": banned(About.LOT, "l1")}),
        ("rule", "place", "g0", {"adjustment": banned(About.GROUP, "g0")}),
        ("rule", "mission", "n0", {"adjustment": banned(About.TEAM, "m0")}),
        ("terms", "goods", "tent-1", {"terms": (Terms(lots=("l1",), reach=()),)}),
        ("terms", "goods", "tent-1", {"terms": (Terms(lots=("l1",), until_s=1),)}),
        ("terms", "goods", "tent-1", {"terms": (Terms(lots=("l1",), minimum=11),)}),
    ],
)
def test_what_people_have_ruled_or_agreed_is_told_as_the_cause(
    code: str, kind: str, subject: str, update: dict[str, object]
) -> None:
    rows = plan_of(tiny_problem().model_copy(update=update)).shortages
    assert {row.cause.code for row in rows if (row.kind, row.subject) == (kind, subject)} == {code}


def test_words_carry_the_figures() -> None:
    first, row = (s for s in plan_of(tiny_problem()).shortages if s.kind == "goods")
    assert (first.cause.code, row.cause.code) == ("floor", "stock")
    assert "150 L" in row.cause.text
    assert "20 已预留" in row.cause.text
    assert "10 已过期" in row.cause.text
    assert "请求市级支援" in row.cause.remedy


def test_no_more_is_promised_than_is_there() -> None:
    """The floor keeps 20 L; all shelters together are promised no more than that."""
    rows: list[Shortage] = [s for s in plan_of(tiny_problem()).shortages if s.kind == "goods"]
    promised = [row.cause.remedy.split("可补饮用水 ")[1].split(" ")[0] for row in rows if "可补" in row.cause.remedy]
    assert sum(int(units) for units in promised) <= 20
    assert len(rows) == 2
