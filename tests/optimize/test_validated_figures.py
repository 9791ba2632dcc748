"""The validator's own figures, worked out by hand on variations of the tiny plan."""

from fractions import Fraction
from typing import Any

import pytest

from optimize.plan import Plan
from optimize.problem import Problem
from optimize.validate import validate
from optimize.validation.facts import Facts
from optimize.validation.goals import GOALS
from optimize.validation.outcomes import need_of
from tests.optimize.tiny import tiny_problem
from tests.optimize.tiny_plan import tiny_plan

HOUR = 3600


def value(key: str, problem: Problem, plan: Plan) -> Fraction:
    definition = next(definition for _, name, _, definition in GOALS if name == key)
    return definition(Facts(problem, plan))


def arriving(**hours: int) -> Plan:
    """The tiny plan with the deliveries of an item at other hours, at s1 two hours later."""
    rows = tuple(
        row.model_copy(update={"arrive_s": (hours[row.line[:5]] + 2 * (row.shelter == "s1")) * HOUR})
        if row.line[:5] in hours
        else row
        for row in tiny_plan().deliveries
    )
    return tiny_plan().model_copy(update={"deliveries": rows})


def changed(**values: Any) -> Plan:
    return tiny_plan().model_copy(update=values)


def test_persons_lack_from_the_deadline_until_their_goods_are_unloaded() -> None:
    """Water due at 6 h comes at 8 h to s0 (20 lack it, then 7) and at 10 h to s1 (30, then 10), weight 5, 72 h."""
    late = arriving(water=8)
    assert value("late_person_item_hours", tiny_problem(), late) == 5 * (20 * 2 + 7 * 64 + 30 * 4 + 10 * 62)
    assert value("life_critical_unmet", tiny_problem(), late) == 5 * 50


def test_goods_on_time_and_goods_after_the_horizon_stop_no_clock() -> None:
    never = arriving(water=80)
    assert value("late_person_item_hours", tiny_problem(), never) == 5 * 50 * 66
    assert value("late_person_item_hours", tiny_problem(), arriving(water=4)) == 5 * 17 * 66


def test_arrival_in_the_second_of_the_deadline_is_on_time() -> None:
    need = need_of(Facts(tiny_problem(), arriving(water=6)), "s0", tiny_problem().kit[0])
    assert (need.on_time, need.late, need.unmet, need.lacking_due) == (39, 0, 21, 7)


def test_late_units_count_apart_from_unmet_ones() -> None:
    need = need_of(Facts(tiny_problem(), arriving(water=8)), "s0", tiny_problem().kit[0])
    assert (need.on_time, need.late, need.unmet) == (0, 39, 21)
    assert (need.lacking_due, need.lacking_end) == (20, 7)


def test_the_lowest_share_is_that_of_the_shelter_with_the_most_need() -> None:
    assert value("lowest_on_time_share", tiny_problem(), arriving(water=8)) == Fraction(4 * 20, 4 * 20 + 5 * 30)


def test_a_shelter_without_a_road_hides_no_other() -> None:
    problem = tiny_problem().model_dump(mode="json")
    for key in ("seconds", "metres"):
        problem["travel"][0][key][0][2] = -1
    assert value("lowest_on_time_share", Problem.model_validate(problem), arriving(water=8)) == Fraction(80, 180)


def test_nobody_placed_means_a_share_of_one() -> None:
    assert value("lowest_on_time_share", tiny_problem(), changed(assignments=(), deliveries=())) == 1


@pytest.mark.parametrize(("place_by_s", "unplaced"), [(4780, 0), (4779, 30), (999, 50)])
def test_who_comes_late_has_no_place_in_time(place_by_s: int, unplaced: int) -> None:
    policy = tiny_problem().policy.model_copy(update={"place_by_s": place_by_s})
    problem = tiny_problem().model_copy(update={"policy": policy})
    assert value("people_unplaced", problem, tiny_plan()) == unplaced


def test_nobody_sent_counts_until_the_mission_ends_by_the_limit_of_any_level() -> None:
    assert value("assembly_minutes_over", tiny_problem(), changed(postings=())) == Fraction(4 * HOUR - 2400, 60)
    assert value("missions_unmet", tiny_problem(), changed(postings=())) == 8 * 2


def test_without_a_profile_no_minute_is_over() -> None:
    problem = tiny_problem().model_copy(update={"assembly": ()})
    assert value("assembly_minutes_over", problem, tiny_plan()) == 0


def test_channels_count_persons_by_the_rank_of_their_tier() -> None:
    assert value("channel_cost", tiny_problem(), tiny_plan()) == 3 * (13 + 20) + 3 * (20 + 20)


def test_every_trip_rounds_its_hours_and_its_way_up() -> None:
    assert value("cost_fen", tiny_problem(), tiny_plan()) == (12_884 + 4_800) + (15_934 + 9_600)


def test_a_team_may_go_out_again_once_it_is_home() -> None:
    problem_json, plan_json = tiny_problem().model_dump(mode="json"), tiny_plan().model_dump(mode="json")
    home_s = 4 * HOUR + 2000
    problem_json["missions"].append({**problem_json["missions"][0], "id": "n1", "from_s": home_s, "until_s": 9 * HOUR})
    again = {**plan_json["postings"][0], "mission": "n1"}
    for early, busy in ((0, False), (1, True)):
        depart_s = home_s - early
        plan_json["postings"] = [
            plan_json["postings"][0],
            {**again, "depart_s": depart_s, "arrive_s": depart_s + 2000},
        ]
        found = validate(Problem.model_validate(problem_json), Plan.model_validate(plan_json))
        assert ("team_busy" in {violation.code for violation in found}) is busy
