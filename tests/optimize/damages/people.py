"""Damage to the placing of people."""

from optimize.validate import Code
from tests.optimize.damages.registry import BUS, Json, damage, road


@damage(Code.GROUP_TWICE)
def person_counted_twice(problem: Json, plan: Json) -> None:
    plan["assignments"].append(plan["assignments"][0])


@damage(Code.GROUP_PEOPLE)
def group_split(problem: Json, plan: Json) -> None:
    plan["assignments"][0]["people"] = 19


@damage(Code.SHELTER_EXPOSED)
def shelter_in_the_flood(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["exposed_to"] = ["洪水淹没区"]


@damage(Code.SHELTER_FULL)
def one_place_too_few(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["places"] = 19


@damage(Code.SPECIAL_FULL)
def one_special_place_too_few(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["special_places"] = 1


@damage(Code.MODE)
def group_that_flies(problem: Json, plan: Json) -> None:
    plan["assignments"][0]["mode"] = "drone"


@damage(Code.NO_WAY)
def walk_without_a_path(problem: Json, plan: Json) -> None:
    road(problem, "foot", "at-g0", "at-s0", -1)


@damage(Code.WAY_TIME)
def walk_told_shorter(problem: Json, plan: Json) -> None:
    plan["assignments"][0]["travel_s"] = 999


@damage(Code.WALK_LIMIT)
def walk_too_long(problem: Json, plan: Json) -> None:
    problem["policy"]["walk_limit_s"] = 999


@damage(Code.GROUP_ARRIVAL)
def walkers_arrive_before_the_shelter_opens(problem: Json, plan: Json) -> None:
    problem["shelters"][0]["ready_s"] = 1001


@damage(Code.GROUP_ARRIVAL)
def riders_arrive_before_their_bus(problem: Json, plan: Json) -> None:
    plan["assignments"][1]["arrive_s"] = 4390


@damage(Code.GROUP_LATE)
def arrival_after_the_horizon(problem: Json, plan: Json) -> None:
    problem["horizon_s"] = 4779


@damage(Code.NOT_CARRIED)
def one_person_left_behind(problem: Json, plan: Json) -> None:
    for stop in plan["trips"][BUS]["stops"]:
        stop["passengers"][0]["people"] = 29


@damage(Code.NOT_CARRIED)
def bus_that_never_came(problem: Json, plan: Json) -> None:
    del plan["trips"][BUS]


@damage(Code.NOT_CARRIED)
def walkers_on_the_bus(problem: Json, plan: Json) -> None:
    for stop in plan["trips"][BUS]["stops"]:
        stop["passengers"].append({"group": "g0", "people": 1})


@damage(Code.CARRIED_ASTRAY)
def set_down_at_another_shelter(problem: Json, plan: Json) -> None:
    plan["trips"][BUS]["stops"][1].update(place="s0", location="at-s0")
