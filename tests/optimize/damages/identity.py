"""Damage to the paper itself: versions, hash, names."""

from optimize.validate import Code
from tests.optimize.damages.registry import TRUCK, Json, damage, second_trip


@damage(Code.SCHEMA)
def written_in_another_version(problem: Json, plan: Json) -> None:
    plan["schema_version"] = 99


@damage(Code.INCIDENT)
def written_for_another_incident(problem: Json, plan: Json) -> None:
    plan["incident"] = "incident-other"


@damage(Code.INPUT_HASH)
def made_from_other_inputs(problem: Json, plan: Json) -> None:
    plan["input_hash"] = "0" * 64


@damage(Code.UNKNOWN)
def delivery_from_an_unknown_lot(problem: Json, plan: Json) -> None:
    plan["deliveries"][0]["lot"] = "l9"


@damage(Code.UNKNOWN)
def stop_at_an_unknown_place(problem: Json, plan: Json) -> None:
    plan["trips"][TRUCK]["stops"][1]["place"] = "s9"


@damage(Code.UNKNOWN)
def posting_of_an_unknown_team(problem: Json, plan: Json) -> None:
    plan["postings"][0]["team"] = "m9"


@damage(Code.DUPLICATE)
def two_trips_of_one_number(problem: Json, plan: Json) -> None:
    second_trip(plan, after_s=9000)["id"] = "k0"
