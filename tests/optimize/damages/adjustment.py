"""Damage to what was no longer open: fixed rows, the second from which the rest may start, locks and bans."""

from typing import Any

from optimize.validate import Code
from tests.optimize.damages.registry import TRUCK, Json, damage


def _rule(problem: Json, about: str, subject: str, target: str | None = None, *, keep: bool = False) -> None:
    rules = problem["adjustment"]["rules"]
    rules.append({"about": about, "subject": subject, "target": target, "keep": keep})


def _fix(problem: Json, table: str, row: Any) -> None:
    problem["adjustment"]["fixed"][table].append(row)


@damage(Code.FIXED_CHANGED)
def departed_truck_that_carries_less_than_it_left_with(problem: Json, plan: Json) -> None:
    _fix(problem, "trips", {**plan["trips"][TRUCK], "peak_g": 0})


@damage(Code.FIXED_CHANGED)
def group_on_its_way_elsewhere(problem: Json, plan: Json) -> None:
    _fix(problem, "assignments", {**plan["assignments"][0], "shelter": "s1"})


@damage(Code.FIXED_CHANGED)
def team_called_back(problem: Json, plan: Json) -> None:
    _fix(problem, "postings", {**plan["postings"][0], "people": 5})


@damage(Code.FIXED_CHANGED)
def delivery_promised_later(problem: Json, plan: Json) -> None:
    _fix(problem, "deliveries", {**plan["deliveries"][0], "arrive_s": 2792})


@damage(Code.BEFORE_NOW)
def truck_that_left_before_now(problem: Json, plan: Json) -> None:
    problem["adjustment"]["now_s"] = 601


@damage(Code.BEFORE_NOW)
def team_that_left_before_now(problem: Json, plan: Json) -> None:
    problem["adjustment"]["now_s"] = 421


@damage(Code.GROUP_ARRIVAL)
def walk_that_began_before_now(problem: Json, plan: Json) -> None:
    problem["adjustment"]["now_s"] = 1


@damage(Code.RULE_GROUP)
def group_locked_to_another_shelter(problem: Json, plan: Json) -> None:
    _rule(problem, "group", "g0", "s1", keep=True)


@damage(Code.RULE_GROUP)
def group_banned_from_its_shelter(problem: Json, plan: Json) -> None:
    _rule(problem, "group", "g0", "s0")


@damage(Code.RULE_SHELTER)
def people_in_a_shelter_that_takes_nobody(problem: Json, plan: Json) -> None:
    _rule(problem, "shelter", "s0")


@damage(Code.RULE_SOURCE)
def goods_from_a_banned_source(problem: Json, plan: Json) -> None:
    _rule(problem, "source", "d0")


@damage(Code.RULE_LOT)
def lot_outside_its_lock(problem: Json, plan: Json) -> None:
    _rule(problem, "lot", "l0", "s0", keep=True)


@damage(Code.RULE_VEHICLE)
def truck_banned_from_a_shelter(problem: Json, plan: Json) -> None:
    _rule(problem, "vehicle", "t0", "s1")


@damage(Code.RULE_VEHICLE)
def bus_banned_from_a_group(problem: Json, plan: Json) -> None:
    _rule(problem, "vehicle", "b0", "g1")


@damage(Code.RULE_VEHICLE)
def truck_locked_to_one_shelter(problem: Json, plan: Json) -> None:
    _rule(problem, "vehicle", "t0", "s0", keep=True)


@damage(Code.RULE_WAY)
def truck_over_a_banned_way(problem: Json, plan: Json) -> None:
    _rule(problem, "way", "at-s0", "at-s1")


@damage(Code.RULE_TEAM)
def team_banned_from_all_missions(problem: Json, plan: Json) -> None:
    _rule(problem, "team", "m0")
