"""Teams with boats of their own: they reach what no road reaches, and where nobody has boats the plan says so."""

import pytest

from optimize.figures import afloat
from optimize.index import Index
from optimize.intake.reading import BadProblem, parse
from optimize.plan import Plan, Shortage
from optimize.planner import solve
from optimize.problem import BY_BOAT, BY_ROAD, Problem, TravelMatrix
from optimize.progress import Control
from optimize.reasons.advice import BoatsChange, Reason
from optimize.reasons.relaxing import reasons
from optimize.reasons.remedies import apply
from optimize.reasons.shortage_goods import hours
from optimize.validate import Code, validate
from tests.optimize.tiny import tiny_problem

CALLED_S, ROAD_S, WATER_S = 420, 2000, 1500


def island(profile: str = BY_ROAD, *, water_s: int = WATER_S, road_s: int = -1) -> Problem:
    """The smallest problem where the village of the mission is cut off; its team goes by ``profile``."""
    problem = tiny_problem()
    ways = {BY_ROAD: road_s, BY_BOAT: water_s}
    travel = [matrix for matrix in problem.travel if matrix.profile != BY_ROAD]
    travel += [
        TravelMatrix(
            profile=name, origins=("at-m0",), destinations=("at-g1",), seconds=((way,),), metres=((max(way, -1),),)
        )
        for name, way in ways.items()
    ]
    (team,), (mission,) = problem.teams, problem.missions
    places = tuple(
        row.model_copy(update={"cut_by": ("断桥",)}) if row.id == "at-g1" and road_s < 0 else row
        for row in problem.locations
    )
    changes = {
        "travel": tuple(travel),
        "locations": places,
        "teams": (team.model_copy(update={"profile": profile}),),
        "missions": (mission.model_copy(update={"people": 6}),),
    }
    return problem.model_copy(update=changes)


def planned(problem: Problem) -> Plan:
    plan = solve(problem, effort=5)
    assert validate(problem, plan) == ()
    return plan


def missing(plan: Plan) -> Shortage:
    return next(row for row in plan.shortages if row.kind == "mission")


def test_a_team_with_boats_reaches_what_no_road_reaches() -> None:
    plan = planned(island(BY_BOAT))
    (posting,) = plan.postings
    assert (posting.depart_s, posting.arrive_s, posting.people) == (CALLED_S, CALLED_S + WATER_S, 6)
    late = next(row for row in plan.shortages if row.kind == "profile")
    assert "路程 25 分（乘舟）" in late.cause.text


@pytest.mark.parametrize(
    ("road_s", "water_s", "by_boat"), [(-1, 9, True), (10, 9, True), (9, 9, False), (-1, -1, False)]
)
def test_a_way_leads_over_water_where_no_road_is_as_quick(road_s: int, water_s: int, by_boat: bool) -> None:
    for profile, expected in ((BY_BOAT, by_boat), (BY_ROAD, False)):
        index = Index(island(profile, road_s=road_s, water_s=water_s))
        assert afloat(index, index.teams["m0"], index.missions["n0"]) is expected


def test_one_without_boats_does_not_and_the_cause_says_what_it_lacks() -> None:
    plan = planned(island())
    cause = missing(plan).cause
    assert plan.postings == ()
    assert cause.code == "boats"
    assert (
        cause.text == "转移引导缺转移引导 6 人：1 支队伍到现场道路中断（断桥），只有乘舟可达，能到水边的 1 支均无舟艇"
    )
    ready = hours(CALLED_S + WATER_S)
    assert cause.remedy == f"给镇应急队配备舟艇（{ready}后可到），或请求市级增援有舟艇的转移引导队伍 6 人，4 小时前到达"


def test_where_no_water_leads_boats_are_no_remedy() -> None:
    on_land, afloat = (missing(planned(island(profile, water_s=-1))).cause for profile in (BY_ROAD, BY_BOAT))
    assert on_land.code == afloat.code == "road"
    assert "只有船艇、直升机可达" in on_land.text
    assert "水路也不通" in afloat.text and "船艇" not in afloat.remedy


def test_boats_are_found_as_a_cause_and_keep_their_word_as_a_remedy() -> None:
    problem = island()
    plan = planned(problem)
    found: list[Reason] = [
        row for row in reasons(problem, plan, Control(effort=100)).reasons if row.lack.kind == "mission"
    ]
    assert "boats" in {cause.code for cause in found[0].causes}
    remedy = next(row for row in found[0].remedies if row.code == "boats")
    assert remedy.changes == (BoatsChange(team="m0"),)
    assert remedy.text == "给镇应急队配备舟艇：缺 0"
    assert planned(apply(problem, remedy)).postings[0].arrive_s == CALLED_S + WATER_S


def test_nobody_is_told_to_buy_boats_where_the_road_is_as_quick() -> None:
    problem = island(water_s=ROAD_S, road_s=ROAD_S)
    found = reasons(problem, planned(problem), Control(effort=100)).reasons
    assert "boats" not in {cause.code for row in found for cause in row.causes}


def test_nobody_arrives_sooner_than_road_and_water_together_allow() -> None:
    problem = island(BY_BOAT)
    plan = planned(problem)
    (row,) = plan.postings
    early = plan.model_copy(update={"postings": (row.model_copy(update={"arrive_s": row.arrive_s - 1}),)})
    assert Code.TEAM_TIME in {fault.code for fault in validate(problem, early)}
    assert Code.TEAM_WAY in {fault.code for fault in validate(island(BY_ROAD), plan)}


def test_a_team_whose_ways_nobody_laid_is_refused() -> None:
    with pytest.raises(BadProblem) as caught:
        parse(island("raft").model_dump_json())
    (fault,) = caught.value.faults
    assert fault.field == "$.teams[0].profile"
    assert "raft" in fault.message
