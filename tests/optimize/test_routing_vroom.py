"""VROOM's JSON: what its fields mean, in which order goals count, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from optimize.__main__ import main
from optimize.plan import Ended
from optimize.routing import Act, Routes, solve
from optimize.routing.bound import lower_bound
from optimize.routing.check import check
from optimize.routing.formats import BadFile, Instance, read

EFFORT = 300


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.json"


def solved(path: Path, text: str) -> tuple[Instance, float]:
    """The instance in a text and the objective found for it, after checks."""
    path.write_text(text)
    instance = read(path, "vroom")
    found = solve(instance.model, effort=EFFORT)
    assert found.feasible and not check(instance.model, found.routes)
    assert lower_bound(instance.model, time_limit=1) <= found.cost
    return instance, round(instance.objective(found.routes), 6)


MATRIX = {"car": {"durations": [[0, 100, 10], [100, 0, 100], [10, 100, 0]]}}
HOME = {"id": 1, "start_index": 0, "end_index": 0}


def vroom(*vehicles: dict[str, Any], jobs: list[dict[str, Any]], **parts: Any) -> str:
    rows = [{**HOME, "id": number, **vehicle} for number, vehicle in enumerate(vehicles)]
    return json.dumps({"vehicles": rows, "jobs": jobs, "matrices": MATRIX, **parts})


def near(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": number, "location_index": 2, **fields}


def test_vroom_puts_the_sum_of_priorities_first(path: Path) -> None:
    jobs = [{"id": 1, "location_index": 1, "priority": 1}, *(near(number, service=50) for number in (2, 3, 4))]
    text = vroom({"time_window": [0, 210]}, jobs=jobs)
    assert solved(path, text)[1] == 200
    jobs[2]["priority"] = jobs[3]["priority"] = 1  # two with priority 1 are more than one
    assert solved(path, vroom({"time_window": [0, 210]}, jobs=jobs))[1] == 20


def test_vroom_priorities_leave_rules_kept(path: Path) -> None:
    jobs = [near(number, delivery=[number % 4 + 1], priority=number % 101) for number in range(60)]
    instance, _ = solved(path, vroom({"capacity": [30]}, {"capacity": [7]}, jobs=jobs))
    assert len({client.prize for client in instance.model.clients}) == 60


def test_vroom_service_by_type_of_vehicle(path: Path) -> None:
    jobs = [near(1, service=900, service_per_type={"bike": 20})]
    vehicles = [{"type": kind, "time_window": [0, 45]} for kind in ("car", "bike")]
    instance, objective = solved(path, vroom(*vehicles, jobs=jobs))
    assert objective == 20 and [client.stop.service for client in instance.model.clients] == [20, 900]
    alone, _ = solved(path, vroom(vehicles[1], jobs=jobs))
    assert [client.stop.service for client in alone.model.clients] == [20]


def test_vroom_setup_begins_within_the_window(path: Path) -> None:
    text = vroom({"time_window": [0, 500]}, jobs=[near(1, setup=100, service=10, time_windows=[[50, 60]])])
    (client,) = solved(path, text)[0].model.clients
    assert (client.stop.latest, client.stop.service) == (60, 110)
    both, _ = solved(path, vroom({}, jobs=[near(1, setup=100), near(2, setup=100)]))
    assert both.model.stop_time == (0, 0, 100)


def test_vroom_limits_of_driving(path: Path) -> None:
    text = vroom({"max_travel_time": 199}, {"max_travel_time": 200, "costs": {"fixed": 9}}, jobs=[near(1)])
    assert solved(path, text)[1] == 20
    far = vroom(
        {"max_travel_time": 199},
        {"max_travel_time": 200, "costs": {"fixed": 9}},
        jobs=[{**near(1), "location_index": 1}],
    )
    assert solved(path, far)[1] == 209
    point = {"start": [108.4, 31.2], "end": [108.4, 31.2]}
    data = {"vehicles": [{"id": 1, **point, "max_distance": 2500}], "jobs": [{"id": 1, "location": [108.41, 31.2]}]}
    assert solved(path, json.dumps(data))[1] > 0


def test_vroom_steps_are_where_the_search_begins(path: Path) -> None:
    steps = [{"type": "start"}, {"type": "pickup", "id": 7}, {"type": "job", "id": 1}, {"type": "delivery", "id": 7}]
    ends = {"pickup": {"id": 7, "location_index": 1}, "delivery": {"id": 7, "location_index": 0}}
    text = vroom({"steps": steps}, jobs=[near(1)], shipments=[ends])
    instance, objective = solved(path, text)
    assert [step.act for step in instance.routes[0].steps] == [Act.PICKUP, Act.CLIENT, Act.DELIVERY]
    found = solve(instance.model, effort=1, start=Routes(instance.routes, 0, False, Ended.EFFORT))
    assert found.cost == 100 * objective == 21_000


@pytest.mark.parametrize("jobs", [{}, {"jobs": []}])
def test_vroom_without_tasks_costs_nothing(
    path: Path, capsys: pytest.CaptureFixture[str], jobs: dict[str, list[int]]
) -> None:
    path.write_text(json.dumps({"vehicles": [HOME], "matrices": MATRIX, **jobs}))
    assert main(["benchmark", str(path), "--format", "vroom", "--time-limit", "1"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["objective"], row["bound"], row["valid"]) == (0, 0, True)


WINDOWS = [[0, 9], [20, 30]]
SHIPMENT = {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 2}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (vroom({"colour": 1}, jobs=[]), "colour：不认识"),
        (vroom({}, jobs=[near(1, profit=1)]), r"jobs\[0\].profit"),
        (vroom({}, jobs=[], options={}), "options"),
        (vroom({"breaks": [{"id": 1}]}, jobs=[]), "breaks.*休息"),
        (vroom({"costs": {"per_task_hour": 9}}, jobs=[]), "per_task_hour"),
        (vroom({"costs": {"per_mile": 9}}, jobs=[]), "per_mile"),
        (vroom({"capacity": None}, jobs=[]), "null"),
        (vroom({"speed_factor": 0}, jobs=[]), "speed_factor"),
        (vroom({"max_distance": 9}, jobs=[near(1)]), "里程矩阵"),
        (vroom({"max_travel_time": 9, "costs": {"per_hour": 0}}, jobs=[near(1)]), "不成比例"),
        (vroom({"max_tasks": 1}, jobs=[], shipments=[SHIPMENT]), "max_tasks"),
        (vroom({"steps": [{"type": "job", "id": 8}]}, jobs=[]), "job 8"),
        (vroom({}, jobs=[near(1, priority=101)]), "0–100"),
        (vroom({}, jobs=[near(1, service=1.5)]), "整数"),
        (vroom({}, jobs=[near(1), near(1)]), "两次"),
        (vroom({}, jobs=[near(1, setup=1, time_windows=WINDOWS), near(2, setup=1)]), "setup"),
        (
            vroom({}, jobs=[], shipments=[{**SHIPMENT, "pickup": {**SHIPMENT["pickup"], "time_windows": WINDOWS}}]),
            "时间窗",
        ),
        (vroom({}, jobs=[]).replace("100", "NaN"), "有限"),
        (vroom({}, jobs=[]).replace("100", "1e999"), "有限"),
        ('{"vehicles": [{"id": 1, "start_index": 0}]}', "没有矩阵"),
        ('{"vehicles": [{"id": 1}]}', "没有起点"),
    ],
)
def test_vroom_refuses_what_it_cannot_state(path: Path, text: str, words: str) -> None:
    path.write_text(text)
    with pytest.raises(BadFile, match=words):
        read(path, "vroom")
