"""One report for terminal, page and papers, from a plan that was worked out by hand."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console

from app.dispatch.recheck import missing
from app.dispatch.report import Names, build, package_text, shortage_row, shown
from app.dispatch.schemas import CargoLine, PlanReport
from app.dispatch.standing import Carried, Standing
from app.dispatch.states import PlanState
from app.dispatch.terminal import print_report
from app.papers.content import CONTENT
from app.papers.kinds import PaperKind
from app.papers.service import print_paper
from app.papers.signing import mark, state_text
from optimize.plan import Cause, Shortage
from optimize.planner import solve
from optimize.problem import Item
from tests.optimize.test_substitutes import quilts
from tests.optimize.tiny import tiny_problem
from tests.optimize.tiny_plan import tiny_plan

AT = datetime(2026, 7, 16, 3, tzinfo=UTC)
APPROVED = {"approved_by": "approver", "approved_by_name": "王五", "approved_at": AT}
ISSUED = {
    "state": PlanState.ISSUED,
    "issued_by": "duty",
    "issued_by_name": "张三",
    "issued_at": AT,
    "carried": (Carried(UUID(int=8), "FA-1"),),
}


@pytest.fixture(scope="module")
def report() -> PlanReport:
    return build(tiny_problem(), tiny_plan(), incident_id=UUID(int=7), number="FA-T-2026-00001")


def standing(**changed: Any) -> Standing:
    """A draft, unless ``changed``."""
    signed = dict.fromkeys(
        ("approved_by", "approved_by_name", "approved_at", "issued_by", "issued_by_name", "issued_at")
    )
    draft = Standing(
        plan_id=UUID(int=8),
        number="FA-1",
        state=PlanState.DRAFT,
        district="500154",
        incidents=(UUID(int=7),),
        exercise=False,
        author="duty",
        author_name="张三",
        created_at=AT,
        carried=(),
        hindrance="",
        **signed,
    )
    return replace(draft, **changed)


def test_people_and_goods_add_up(report: PlanReport) -> None:
    assert sum(row.people for row in report.assignments) == report.people.placed == 50
    water = next(row for row in report.needs if row.unit == "L")
    assert (water.required, water.on_time + water.late + water.unmet) == (150, 150)
    assert sum(tier.quantity for tier in water.tiers) == water.on_time + water.late


def test_the_city_is_asked_for_what_stays_unmet(report: PlanReport) -> None:
    unmet = {row.item: row.unmet for row in report.needs if row.unmet}
    assert {row.item for row in report.city_request} == set(unmet)
    assert all(row.quantity >= unmet[row.item] for row in report.city_request)


def test_money_is_shown_in_yuan(report: PlanReport) -> None:
    cost = next(goal for goal in report.objective if goal.key == "cost_fen")
    assert (shown(cost).name, shown(cost).value) == ("运输费用（元）", cost.value / 100)


def test_a_shortage_has_the_unit_of_what_is_short(report: PlanReport) -> None:
    units = {row.item: row.unit for row in report.needs}
    goods = [row for row in report.shortages if row.kind == "goods"]
    assert goods and all(row.item and row.unit == units[row.item] for row in goods)


@pytest.mark.parametrize(("kind", "unit"), [("place", "人"), ("mission", "人"), ("profile", "分钟")])
def test_people_and_delays_are_short_in_units_of_their_own(kind: str, unit: str) -> None:
    cause = Cause(code="c", text="因", remedy="法")
    place = {"item": None, "item_name": "", "site": "s", "site_name": ""}
    row = Shortage.model_validate(
        {"kind": kind, "subject": "x", "quantity": 3, "persons": 0, "late": False, "cause": cause} | place
    )
    assert shortage_row(row, Names(tiny_problem())).unit == unit


def test_trips_name_their_places_and_loads(report: PlanReport) -> None:
    truck = next(row for row in report.trips if row.peak_kg)
    assert [stop.action_label for stop in truck.stops] == ["装货", "卸货", "卸货"]
    loaded = sum(line.quantity for line in truck.stops[0].lines)
    assert loaded == sum(line.quantity for stop in truck.stops[1:] for line in stop.lines)
    assert all(stop.place_name and stop.place_name != stop.place for stop in truck.stops)


def test_packages() -> None:
    quilt = Item(id="q", name="棉被", unit="床", mass_g=1, volume_cm3=1, package=20, package_name="箱")
    assert package_text(245, quilt) == "12 箱 × 20 + 5 床 = 245 床"
    assert package_text(7, quilt) == "7 床"


def test_the_terminal_shows_every_table(report: PlanReport) -> None:
    shown = io.StringIO()
    print_report(report, Console(file=shown, width=200))
    for heading in ("安置", "物资", "车次", "队伍", "缺口", "指标", "用时", "向市级申请"):
        assert heading in shown.getvalue()
    assert "50 / 50 人" in shown.getvalue()


def test_the_paper_tells_what_comes_in_time_from_what_does_not(report: PlanReport) -> None:
    row = report.city_request[0].model_copy(update={"source_name": "区级库", "ready_s": 0, "checked": True})
    rows = [row.model_copy(update={"quantity": 952, "verified": True}), row.model_copy(update={"quantity": 448})]
    (table,) = CONTENT[PaperKind.CITY_REQUEST](report.model_copy(update={"city_request": rows}))
    told = [(line[1].split()[0], line[table["columns"].index("到库后")]) for line in table["rows"]]
    assert told == [("952", "可按时送达"), ("448", "赶不上时限")]


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_prints(report: PlanReport, kind: PaperKind) -> None:
    assert CONTENT[kind](report)
    pdf = print_paper(report, kind, standing())
    assert pdf.startswith(b"%PDF-") and len(pdf) > 5_000


@pytest.mark.parametrize(
    ("changed", "across", "said"),
    [
        ({}, "草案 未批准", "草案，未经批准"),
        ({"state": PlanState.SUBMITTED}, "草案 未批准", "待批准，未经批准"),
        ({"state": PlanState.REFUSED, "exercise": True}, "演练 已退回 未批准", "已退回，未经批准"),
        ({"state": PlanState.APPROVED, **APPROVED}, "已批准 未下达", "王五 2026-07-16 11:00 批准，尚未下达"),
        ({**ISSUED, **APPROVED}, "", "王五 2026-07-16 11:00 批准，张三 2026-07-16 11:00 下达"),
        (ISSUED, "", "不须他人批准"),
        ({**ISSUED, "carried": (Carried(UUID(int=9), "FA-2"),)}, "已改用其他方案", "已改用FA-2"),
    ],
)
def test_a_paper_says_whether_it_is_to_be_acted_on(changed: dict[str, Any], across: str, said: str) -> None:
    stands = standing(**changed)
    assert mark(stands) == across
    assert said in state_text(stands)


def test_goods_that_are_gone_are_named_once(report: PlanReport) -> None:
    """Two loads of one lot count together; what has left and what partners give is not looked for."""
    line = CargoLine(
        item="BED", item_name="折叠床", unit="张", lot="L1@D", lot_no="L1", shelter="s", quantity=30, package_text=""
    )
    partner = line.model_copy(update={"lot": "agreement:1"})
    stop = (
        report.trips[0].stops[0].model_copy(update={"action": "load", "place_name": "区级库", "lines": [line, partner]})
    )
    trip = report.trips[0].model_copy(update={"stops": [stop], "fixed": False})
    gone = trip.model_copy(update={"fixed": True})
    assert missing([trip, trip, gone], {"L1@D": 60}) == []
    assert missing([trip, trip, gone], {"L1@D": 59}) == ["区级库的折叠床（批号 L1）：方案要装 60 张，现可用 59"]
    assert missing([trip], {}) == ["区级库的折叠床（批号 L1）：方案要装 30 张，现可用 0"]


def test_user_text_on_paper_is_never_markup(report: PlanReport) -> None:
    hostile = report.model_copy(update={"incident_name": '#read("/etc/passwd") *x* $y$ @z'})
    assert print_paper(hostile, PaperKind.PLAN, standing(author_name="#x")).startswith(b"%PDF-")


def test_what_does_for_an_item_is_told_with_it() -> None:
    """14 quilts, and 12 towel quilts that do for six: 20 quilts from the district depot."""
    problem = quilts(stock=14, towels=30)
    plan = solve(problem, effort=10)
    (quilt,) = build(problem, plan, incident_id=UUID(int=7)).needs
    assert (quilt.required, quilt.on_time, [tier.quantity for tier in quilt.tiers]) == (20, 20, [20])
    assert [(row.item_name, row.unit, row.quantity) for row in quilt.substitutes] == [("毛巾被", "条", 12)]
