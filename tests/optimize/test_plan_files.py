"""Problem and plan files: what ``solve`` writes, ``validate`` accepts and the published schemas describe."""

import json
from pathlib import Path
from typing import Any

import pytest

from optimize.__main__ import main
from optimize.plan import Plan
from tests.optimize.instances import random_problem, tiny_problem
from tests.optimize.tiny_plan import tiny_plan


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(tiny_problem().model_dump_json(), encoding="utf-8")
    return path


def write(path: Path, plan: Plan) -> Path:
    path.write_text(plan.model_dump_json(), encoding="utf-8")
    return path


def test_a_good_plan_file_passes(problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(problem_file), str(write(tmp_path / "plan.json", tiny_plan()))]) == 0
    assert "校核通过" in capsys.readouterr().out


def test_a_damaged_plan_file_fails_and_names_the_damage(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write(tmp_path / "plan.json", tiny_plan().model_copy(update={"assignments": tiny_plan().assignments[:1]}))
    assert main(["validate", str(problem_file), str(plan)]) == 1
    assert "group_not_carried" in capsys.readouterr().out


def test_what_solve_writes_validate_accepts(tmp_path: Path) -> None:
    problem, plan = tmp_path / "问题 一.json", tmp_path / "方案 一.json"
    problem.write_text(random_problem(7).model_dump_json(), encoding="utf-8")
    assert main(["solve", str(problem), "--out", str(plan), "--effort", "5"]) == 0
    assert main(["validate", str(problem), str(plan)]) == 0


def fields(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The properties of an object, references followed."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    properties: dict[str, dict[str, Any]] = node.get("properties", {})
    return properties


def undescribed(schema: dict[str, Any], node: dict[str, Any], value: Any, path: str = "$") -> list[str]:
    """Paths of a document that its schema does not know."""
    if isinstance(value, list):
        items = node.get("items", {})
        return [
            row for number, inner in enumerate(value) for row in undescribed(schema, items, inner, f"{path}[{number}]")
        ]
    if not isinstance(value, dict):
        return []
    known = fields(schema, node)
    missing = [f"{path}.{key}" for key in value if key not in known]
    return missing + [
        row
        for key, inner in value.items()
        if key in known
        for row in undescribed(schema, known[key], inner, f"{path}.{key}")
    ]


@pytest.mark.parametrize("which", ["problem", "plan"])
def test_the_published_schema_describes_every_field(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", which]) == 0
    schema = json.loads(capsys.readouterr().out)
    document = (tiny_problem() if which == "problem" else tiny_plan()).model_dump(mode="json")
    assert undescribed(schema, schema, document) == []
    assert set(schema["required"]) <= document.keys()
