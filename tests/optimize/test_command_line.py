"""``python -m optimize``: statuses, files and words."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from optimize.__main__ import main
from optimize.plan import Plan
from tests.optimize.instances import random_problem
from tests.optimize.routing_cases import CVRP


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


@pytest.mark.parametrize("command", ["solve", "benchmark"])
@pytest.mark.parametrize("limit", ["nan", "-1", "inf", "0"])
def test_a_time_limit_is_a_positive_number(command: str, limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "x", "--time-limit", limit, *(["--format", "vrplib"] if command == "benchmark" else [])])
    assert "应为正数" in capsys.readouterr().err


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process group of its own, ended when the block ends."""
    arguments = [sys.executable, "-m", "optimize", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def instance_file(tmp_path: Path) -> Path:
    path = tmp_path / "case.vrp"
    path.write_text(CVRP)
    return path


def bounding(process: subprocess.Popen[str]) -> psutil.Process:
    """The process that works out bounds, once it is up."""
    for _ in range(1_000):
        if children := psutil.Process(process.pid).children():
            time.sleep(0.3)  # until it has begun its work
            return children[0]
        time.sleep(0.02)
    raise AssertionError("no process for bounds")


def test_the_first_interrupt_tells_the_best_result(instance_file: Path) -> None:
    with running("benchmark", str(instance_file), "--format", "vrplib", "--time-limit", "300") as process:
        bounding(process)
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
        out, err = process.communicate(timeout=60)
    assert json.loads(out)["objective"] == 80 and process.returncode == 0
    assert "正在停止" in err and "Traceback" not in err


def test_an_interrupted_solve_writes_its_plan(problem_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    limits = ("--effort", "1000000", "--time-limit", "300")
    with running("solve", str(problem_file), "--out", str(out), *limits) as process:
        assert process.stderr is not None
        process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0 and "Traceback" not in err
    assert main(["validate", str(problem_file), str(out)]) == 0


def test_the_process_for_bounds_ends_with_its_parent(instance_file: Path) -> None:
    with running("benchmark", str(instance_file), "--format", "vrplib", "--time-limit", "300") as process:
        child = bounding(process)
        process.kill()
        process.wait()
        _, alive = psutil.wait_procs([child], timeout=20)
        assert all(left.status() == psutil.STATUS_ZOMBIE for left in alive)


def test_a_second_interrupt_ends_at_once(tmp_path: Path) -> None:
    script = "import os, signal, optimize.ending as e\nwith e.soft_stop('x') as stop:\n"
    script += "  os.kill(os.getpid(), signal.SIGINT); assert stop()\n  os.kill(os.getpid(), signal.SIGINT); print('on')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGINT and (done.stdout, done.stderr) == ("", "x\n")
