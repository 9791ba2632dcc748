"""``python -m optimize``: statuses, files and words."""

import json
from pathlib import Path

import pytest

from optimize.__main__ import main
from optimize.plan import Plan
from tests.optimize.instances import random_problem


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(random_problem(3).model_dump_json(), encoding="utf-8")
    return path


def test_a_solved_plan_is_accepted_and_a_changed_one_is_not(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.json"
    assert main(["solve", str(problem_file), "--out", str(out), "--effort", "5"]) == 0
    assert "plan" in capsys.readouterr().err
    assert main(["validate", str(problem_file), str(out)]) == 0
    plan = json.loads(out.read_text(encoding="utf-8"))
    plan["people"]["placed"] += 1
    plan["trips"][0]["metres"] += 1
    out.write_text(json.dumps(plan), encoding="utf-8")
    capsys.readouterr()
    assert main(["validate", str(problem_file), str(out)]) == 1
    told = capsys.readouterr().out
    assert "people_figure" in told
    assert "trip_metres" in told


def test_without_out_the_plan_goes_to_the_screen(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", str(problem_file), "--effort", "5", "--seed", "7"]) == 0
    plan = Plan.model_validate_json(capsys.readouterr().out)
    assert (plan.effort, plan.seed) == (5, 7)


@pytest.mark.parametrize("which", ["problem", "plan"])
def test_schemas_are_json(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", which]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_a_bad_problem_ends_with_words_and_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"lots": 3}', encoding="utf-8")
    assert main(["solve", str(path)]) == 2
    told = capsys.readouterr().err
    assert "$.lots" in told
    assert "Traceback" not in told


def test_a_plan_that_is_no_plan_is_refused(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"
    path.write_text("{}", encoding="utf-8")
    assert main(["validate", str(problem_file), str(path)]) == 1
    assert main(["validate", str(problem_file), str(tmp_path / "none.json")]) == 2
    assert "方案" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(problem_file: Path, tmp_path: Path) -> None:
    assert main(["solve", str(problem_file), "--effort", "1", "--out", str(tmp_path)]) == 2
