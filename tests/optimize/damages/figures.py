"""Damage to the plan's own figures and shortages."""

from optimize.validate import Code
from tests.optimize.damages.registry import Json, damage


@damage(Code.PEOPLE)
def people_to_place_off_by_one(problem: Json, plan: Json) -> None:
    plan["people"]["to_place"] = 51


@damage(Code.PEOPLE)
def late_group_called_placed(problem: Json, plan: Json) -> None:
    problem["policy"]["place_by_s"] = 4779


@damage(Code.NEED_MISSING)
def need_not_listed(problem: Json, plan: Json) -> None:
    del plan["needs"][1]


@damage(Code.NEED_INVENTED)
def need_listed_twice(problem: Json, plan: Json) -> None:
    plan["needs"].append(plan["needs"][0])


@damage(Code.NEED)
def unmet_off_by_one(problem: Json, plan: Json) -> None:
    plan["needs"][0]["unmet"] = 20


@damage(Code.NEED)
def late_goods_called_on_time(problem: Json, plan: Json) -> None:
    problem["kit"][0]["due_s"] = 4464


@damage(Code.TARGET)
def first_batch_told_earlier(problem: Json, plan: Json) -> None:
    plan["targets"]["first_batch_h"] = 0.77


@damage(Code.TARGET)
def basic_needs_called_met(problem: Json, plan: Json) -> None:
    plan["targets"]["basic_needs_h"] = 2.2


@damage(Code.GOAL_ROWS)
def level_left_out(problem: Json, plan: Json) -> None:
    del plan["objective"][2]


@damage(Code.GOAL_ROWS)
def fairness_minimised(problem: Json, plan: Json) -> None:
    plan["objective"][3]["maximise"] = False


@damage(Code.GOAL)
def life_critical_off_by_one(problem: Json, plan: Json) -> None:
    plan["objective"][2]["value"] = 84


@damage(Code.GOAL)
def fairness_off_in_the_last_digit(problem: Json, plan: Json) -> None:
    plan["objective"][3]["value"] = 0.7827


@damage(Code.GOAL)
def lateness_off_in_the_last_digit(problem: Json, plan: Json) -> None:
    plan["objective"][4]["value"] = 5609.9


@damage(Code.GOAL)
def minutes_over_rounded_down(problem: Json, plan: Json) -> None:
    plan["objective"][5]["value"] = 20.2


@damage(Code.GOAL)
def cost_one_fen_less(problem: Json, plan: Json) -> None:
    plan["objective"][7]["value"] -= 1


@damage(Code.BOUND)
def bound_above_a_minimised_value(problem: Json, plan: Json) -> None:
    plan["objective"][2].update(bound=86, gap=1 / 86)


@damage(Code.BOUND)
def bound_below_a_maximised_value(problem: Json, plan: Json) -> None:
    plan["objective"][3].update(bound=0.7, gap=0.0826 / 0.7826)


@damage(Code.GAP)
def gap_told_smaller(problem: Json, plan: Json) -> None:
    plan["objective"][2]["bound"] = 50


@damage(Code.GAP)
def gap_without_a_bound(problem: Json, plan: Json) -> None:
    plan["objective"][7]["gap"] = 0.0


@damage(Code.PROVEN)
def proven_in_spite_of_a_gap(problem: Json, plan: Json) -> None:
    plan["ended"] = "proven"
    plan["objective"][2].update(bound=68, gap=0.2)


@damage(Code.SHORTAGE_MISSING)
def shortage_hushed_up(problem: Json, plan: Json) -> None:
    del plan["shortages"][0]


@damage(Code.SHORTAGE_MISSING)
def late_first_arrival_hushed_up(problem: Json, plan: Json) -> None:
    del plan["shortages"][3]


@damage(Code.SHORTAGE_INVENTED)
def shortage_of_what_is_there(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["subject"] = "tent-1"


@damage(Code.SHORTAGE)
def shortage_quantity_off_by_one(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["quantity"] = 22


@damage(Code.SHORTAGE)
def shortage_persons_off_by_one(problem: Json, plan: Json) -> None:
    plan["shortages"][1]["persons"] = 9


@damage(Code.SHORTAGE)
def shortage_told_twice(problem: Json, plan: Json) -> None:
    plan["shortages"].append(plan["shortages"][2])


@damage(Code.SHORTAGE_WORDS)
def shortage_of_another_item(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["item"] = "tent"


@damage(Code.CAUSE)
def shortage_without_a_cause(problem: Json, plan: Json) -> None:
    plan["shortages"][0]["cause"]["text"] = " "
