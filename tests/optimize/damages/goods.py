"""Damage to stock and deliveries."""

from optimize.validate import Code
from tests.optimize.damages.registry import Json, damage


@damage(Code.LOT_OVERDRAWN)
def one_tent_more_than_the_store_has(problem: Json, plan: Json) -> None:
    problem["lots"][1]["quantity"] = 9


@damage(Code.FLOOR_BROKEN)
def floor_touched(problem: Json, plan: Json) -> None:
    problem["floors"][0]["quantity"] = 22


@damage(Code.FLOOR_BROKEN)
def floor_free_for_the_other_shelter_only(problem: Json, plan: Json) -> None:
    problem["floors"][0].update(quantity=82, free_shelters=["s1"])


@damage(Code.LOT_NOT_READY)
def loaded_before_it_is_made(problem: Json, plan: Json) -> None:
    problem["lots"][0]["ready_s"] = 601


@damage(Code.LOT_EXPIRED)
def expired_while_unloading(problem: Json, plan: Json) -> None:
    problem["lots"][0]["expires_s"] = 4464


@damage(Code.TERMS_MINIMUM)
def partner_called_for_less_than_the_least_call(problem: Json, plan: Json) -> None:
    problem["terms"].append({"lots": ["l0"], "minimum": 100})


@damage(Code.TERMS_ENDED)
def loaded_after_the_agreement_ended(problem: Json, plan: Json) -> None:
    problem["terms"].append({"lots": ["l0"], "until_s": 599})


@damage(Code.TERMS_REACH)
def sent_farther_than_agreed(problem: Json, plan: Json) -> None:
    problem["terms"].append({"lots": ["l0"], "reach": ["s0"]})


@damage(Code.LINE_ITEM)
def tents_counted_as_water(problem: Json, plan: Json) -> None:
    plan["deliveries"][1]["line"] = "water-1"


@damage(Code.OVER_DELIVERY)
def sent_what_has_arrived_already(problem: Json, plan: Json) -> None:
    problem["arrivals"].append({"shelter": "s0", "line": "tent-1", "quantity": 1, "arrive_s": 2793})


@damage(Code.OVER_DELIVERY)
def substitutes_for_more_than_anyone_needs(problem: Json, plan: Json) -> None:
    problem["lots"][1]["item"] = "water"
    problem["kit"][1].update(substitutes=[{"item": "water", "units": 1, "replaces": 2}])


@damage(Code.OVER_DELIVERY)
def more_than_anyone_needs(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["indoor_places"] = 4


@damage(Code.DELIVERY_UNCARRIED)
def delivery_that_nobody_brings(problem: Json, plan: Json) -> None:
    plan["deliveries"][0]["quantity"] = 40


@damage(Code.DELIVERY_UNCARRIED)
def unloaded_goods_credited_to_nobody(problem: Json, plan: Json) -> None:
    del plan["deliveries"][3]


@damage(Code.DELIVERY_UNCARRIED)
def delivered_before_unloading_ends(problem: Json, plan: Json) -> None:
    plan["deliveries"][0]["arrive_s"] = 2141
