"""The validator accepts a good plan, and finds and names every kind of damage to it."""

import ast
from pathlib import Path

import pytest

import optimize.validate
import optimize.validation
from optimize.plan import Plan
from optimize.problem import Problem
from optimize.validate import Code, Violation, problem_hash, validate
from tests.optimize.damages import DAMAGES, Damage
from tests.optimize.tiny import tiny_problem
from tests.optimize.tiny_plan import tiny_plan


def damaged(damage: Damage) -> tuple[Violation, ...]:
    problem_json, plan_json = tiny_problem().model_dump(mode="json"), tiny_plan().model_dump(mode="json")
    known_hash = plan_json["input_hash"]
    damage(problem_json, plan_json)
    problem = Problem.model_validate(problem_json)
    if plan_json["input_hash"] == known_hash:
        plan_json["input_hash"] = problem_hash(problem)
    return validate(problem, Plan.model_validate(plan_json))


def test_the_hand_made_plan_has_no_violation() -> None:
    assert validate(tiny_problem(), tiny_plan()) == ()


@pytest.mark.parametrize(("code", "damage"), DAMAGES, ids=lambda value: getattr(value, "__name__", ""))
def test_damage_is_found_and_named(code: Code, damage: Damage) -> None:
    found = damaged(damage)
    assert code in {violation.code for violation in found}
    assert all(violation.where and violation.message for violation in found)


def test_every_code_has_its_damage() -> None:
    assert {code for code, _ in DAMAGES} == set(Code)


def test_messages_say_what_is_and_what_should_be() -> None:
    def one_tent_more(problem: dict[str, list[dict[str, int]]], _: object) -> None:
        problem["lots"][1]["quantity"] = 9

    assert damaged(one_tent_more) == (
        Violation("lot_overdrawn", "lot l1", "区级库批次 l1 调出量（顶）：方案为 10，不得超过 9"),
    )


def test_unknown_names_stop_further_checks() -> None:
    plan = tiny_plan().model_copy(update={"trips": ()})
    assert {violation.code for violation in validate(tiny_problem(), plan)} == {"unknown_reference"}


def test_the_validator_imports_only_the_contracts() -> None:
    allowed = {"optimize.plan", "optimize.problem", "optimize.validate"}
    files = [Path(optimize.validate.__file__), *Path(optimize.validation.__file__).parent.glob("*.py")]
    found = {
        node.module
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("optimize")
    }
    assert {name for name in found if not name.startswith("optimize.validation")} <= allowed
