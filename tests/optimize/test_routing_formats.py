"""Public formats: every dialect is read, valued in its own convention, solved, bounded; bad files say what is wrong."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimize.__main__ import main
from optimize.routing import Act, Model, solve
from optimize.routing.bound import lower_bound
from optimize.routing.check import check
from optimize.routing.formats import BadFile, Instance, read
from tests.optimize.routing_cases import CVRP, SOLOMON, SPLIT

EFFORT = 300


def solved(path: Path, text: str, kind: str, convention: str | None = None) -> tuple[Instance, float]:
    """The instance in a text and the objective found for it, after checks."""
    path.write_text(text)
    instance = read(path, kind, convention)
    found = solve(instance.model, effort=EFFORT)
    assert found.feasible and not check(instance.model, found.routes)
    objective = instance.objective(found.routes)
    bound = lower_bound(instance.model, time_limit=2) / instance.scale
    assert 0 < bound <= objective + 1e-6
    return instance, round(objective, 6)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.txt"


def test_capacities(path: Path) -> None:
    assert solved(path, CVRP, "vrplib")[1] == 80


@pytest.mark.parametrize(("convention", "objective"), [("none", 80), ("dimacs", 800), ("exact", 80_000)])
def test_roundings(path: Path, convention: str, objective: float) -> None:
    assert solved(path, CVRP, "vrplib", convention)[1] == objective


def test_a_length_limit_means_real_lengths(path: Path) -> None:
    text = CVRP.replace("CAPACITY : 10", "CAPACITY : 20\nDISTANCE : 60\nSERVICE_TIME : 5").replace("5 20 0", "5 20 1")
    instance, objective = solved(path, text, "vrplib")
    assert instance.rounding == "none"
    assert objective == pytest.approx(40 + 10 + 101**0.5 + 401**0.5, abs=1e-3)


LOWER = {
    "FULL_MATRIX": "0 3 4\n3 0 5\n4 5 0",
    "LOWER_ROW": "3\n4 5",
    "LOWER_DIAG_ROW": "0 3 0 4 5 0",
    "UPPER_ROW": "3 4\n5",
    "UPPER_DIAG_ROW": "0 3 4 0 5 0",
    "LOWER_COL": "3 4 5",
    "LOWER_DIAG_COL": "0 3 4 0 5 0",
    "UPPER_COL": "3 4 5",
    "UPPER_DIAG_COL": "0 3 0 4 5 0",
}


@pytest.mark.parametrize("form", LOWER)
def test_explicit_matrices(path: Path, form: str) -> None:
    text = f"""TYPE: CVRP
DIMENSION: 3
EDGE_WEIGHT_TYPE: EXPLICIT
EDGE_WEIGHT_FORMAT: {form}
CAPACITY: 9
EDGE_WEIGHT_SECTION
{LOWER[form]}
DEMAND_SECTION
1 0
2 1
3 1
DEPOT_SECTION
1
-1
EOF"""
    instance, objective = solved(path, text, "vrplib")
    assert instance.model.travel[0].distance.tolist() == [[0, 3, 4], [3, 0, 5], [4, 5, 0]]
    assert objective == 12


@pytest.mark.parametrize("kind", ["CEIL_2D", "FLOOR_2D", "MAN_2D", "MAX_2D", "ATT", "GEO", "EXACT_2D"])
def test_kinds_of_lengths(path: Path, kind: str) -> None:
    assert solved(path, CVRP.replace("EUC_2D", kind), "vrplib")[1] > 0


def test_windows_depots_fleets_and_reloads(path: Path) -> None:
    text = """NAME: mixed
TYPE: HFVRP
DIMENSION: 5
VEHICLES: 3
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0
2 100 0
3 0 10
4 100 10
5 100 20
DEMAND_SECTION
1 0
2 0
3 5
4 5
5 5
TIME_WINDOW_SECTION
1 0 1000
2 0 1000
3 0 100
4 0 100
5 50 100
SERVICE_TIME_SECTION
1 0
2 0
3 5
4 5
5 5
CAPACITY_SECTION
1 5
2 5
3 50
VEHICLES_DEPOT_SECTION
1 1
2 2
3 2
VEHICLES_FIXED_COST_SECTION
1 100
2 100
3 9000
VEHICLES_UNIT_DISTANCE_COST_SECTION
1 100
2 100
3 100
VEHICLES_RELOAD_DEPOT_SECTION
1 1
2 2
3 2
DEPOT_SECTION
1
2
-1
EOF"""
    instance, objective = solved(path, text, "vrplib")
    assert instance.rounding == "exact"
    assert objective == 20 + 20 + 40 + 2  # the second vehicle goes twice
    assert len(instance.model.vehicles) == 3


def test_sites_releases_groups_prizes_and_backhauls(path: Path) -> None:
    base = CVRP.replace("DEPOT_SECTION", "{}DEPOT_SECTION")
    allowed = "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 2 3\n2 4 5\n"
    text = base.replace("CAPACITY : 10", "CAPACITY : 20\nVEHICLES : 2")
    assert solved(path, text.format(allowed), "vrplib")[1] == 80
    groups = "MUTUALLY_EXCLUSIVE_GROUP_SECTION\n1 2 3\n2 4 5\n"
    assert solved(path, text.format(groups), "vrplib")[1] == 10 + 14 + 10
    prizes = "PRIZE_SECTION\n1 0\n2 1\n3 1\n4 50\n5 50\n"
    assert solved(path, text.format(prizes), "vrplib")[1] == 40 + 2
    releases = "RELEASE_TIME_SECTION\n1 0\n2 10\n3 20\n4 0\n5 0\n"
    assert solved(path, text.format(releases), "vrplib")[1] == 68
    back = "BACKHAUL_SECTION\n1 0\n2 0\n3 0\n4 0\n5 5\n"
    backhauls = text.replace("CVRP", "VRPB").replace("5 5\nD", "5 0\nD").replace("5 5\n{}", "5 0\n{}")
    instance, _ = solved(path, backhauls.format(back), "vrplib")
    assert instance.model.clients[3].pickup == (5,)


def test_open_routes_end_at_their_last_stop(path: Path) -> None:
    assert solved(path, CVRP.replace("TYPE : CVRP", "TYPE : OVRP"), "vrplib")[1] == 40


def test_one_vehicle_travels_alone(path: Path) -> None:
    text = CVRP.replace("TYPE : CVRP", "TYPE : TSP").replace("CAPACITY : 10\n", "")
    assert solved(path, text, "vrplib")[0].model.vehicles[0].count == 1


PAIRED = CVRP.split("DEMAND_SECTION")[0] + "{}DEPOT_SECTION\n1\n-1\nEOF\n"


def test_the_last_columns_are_loads_where_the_type_says_so(path: Path) -> None:
    head = "PICKUP_AND_DELIVERY_SECTION\n1 0 0 999 0 0 0\n"
    rows = head + "2 0 0 999 0 5 4\n3 0 0 999 0 0 6\n4 0 0 999 0 5 0\n5 0 0 999 0 1 0\n"
    instance, _ = solved(path, PAIRED.replace("CVRP", "VRPSPD").format(rows), "vrplib")
    loads = [(client.delivery, client.pickup) for client in instance.model.clients]
    assert loads == [((4,), (5,)), ((6,), ()), ((0,), (5,)), ((0,), (1,))] and not instance.model.shipments


@pytest.mark.parametrize("demands", ["", "DEMAND_SECTION\n1 0\n2 5\n3 -5\n4 3\n5 -3\n"])
def test_pairs_need_no_other_clients(path: Path, demands: str) -> None:
    rows = "1 0 0 999 0 0 0\n2 5 0 999 10 0 3\n3 -5 0 999 10 2 0\n4 3 0 999 10 0 5\n5 -3 0 999 10 4 0\n"
    text = PAIRED.replace("CVRP", "PDPTW").format(f"{demands}PICKUP_AND_DELIVERY_SECTION\n{rows}")
    instance, _ = solved(path, text, "vrplib")
    assert [shipment.load for shipment in instance.model.shipments] == [(5,), (3,)]


def test_sets_of_which_one_node_is_visited(path: Path) -> None:
    sets = "DEMAND_SECTION\n1 5\n2 5\nGVRP_SET_SECTION\n1 2 3 -1\n2 4 5 -1\n"
    text = PAIRED.replace("CVRP", "GVRP").replace("CAPACITY", "GVRP_SETS : 2\nCAPACITY").format(sets)
    assert solved(path, text, "vrplib")[1] == 34


def test_backhauls_as_a_list_of_nodes(path: Path) -> None:
    text = CVRP.replace("CVRP", "VRPB").replace("DEPOT_SECTION", "BACKHAUL_SECTION\n4\n5\n-1\nDEPOT_SECTION")
    instance, _ = solved(path, text, "vrplib")
    assert [client.pickup for client in instance.model.clients] == [(), (), (5,), (5,)]
    assert [client.delivery for client in instance.model.clients] == [(5,), (5,), (0,), (0,)]


def test_whole_matrices_stay_as_they_are(path: Path) -> None:
    text = """TYPE: VRPTW
DIMENSION: 2
EDGE_WEIGHT_TYPE: EXPLICIT
CAPACITY: 9
EDGE_WEIGHT_SECTION
0 7
8 0
TIME_WINDOW_SECTION
1 0 {end}
2 0 9
DEMAND_SECTION
1 0
2 1
EOF"""
    assert solved(path, text.format(end=99), "vrplib")[1] == 15
    assert solved(path, text.format(end=99.5), "vrplib")[1] == 150


@pytest.mark.parametrize("kind", ["vrplib", "vroom"])
def test_solomon(path: Path, kind: str) -> None:
    instance, objective = solved(path, SOLOMON, kind)
    assert objective == 60 and not instance.model.fewest_vehicles


def test_many_customers_put_vehicles_first(path: Path) -> None:
    rows = "\n".join(f"{n} {n % 20} {n // 20} 1 0 900 0" for n in range(1, 201))
    head = SOLOMON.split("    0      0")[0]
    path.write_text(f"{head}0 0 0 0 0 900 0\n{rows}\n")
    assert read(path, "vrplib").model.fewest_vehicles


def test_several_depots_after_cordeau(path: Path) -> None:
    text = "2 1 2 2\n0 9\n0 9\n1 0 10 0 5 1 2 1 2\n2 100 10 0 5 1 2 1 2\n3 0 0 0 0 0 0\n4 100 0 0 0 0 0\n"
    instance, objective = solved(path, text, "vroom")
    assert objective == 40 and len(instance.model.depots) == 2


def test_sites_after_cordeau(path: Path) -> None:
    text = "3 1 2 2\n0 9\n0 9\n0 0 0 0 0 0 0\n1 0 10 0 5 1 1 1\n2 0 20 0 5 1 1 2\n"
    assert solved(path, text, "vroom")[1] == 60


def test_fleets_after_taillard(path: Path) -> None:
    text = "//comments\n2 2 999999.0 0.0 1 1\n2 5 10.0 1.0\n1 10 15.0 1.5\n0 0\n0 10 5\n0 20 5\n"
    assert solved(path, text, "vroom")[1] == 15 + 60


def test_pickups_and_deliveries_after_li_and_lim(path: Path) -> None:
    text = "2 10 1\n0 0 0 0 0 500 0 0 0\n1 0 10 5 0 500 5 0 2\n2 0 20 -5 0 500 5 1 0\n"
    instance, objective = solved(path, text, "vroom")
    assert objective == 40 and len(instance.model.shipments) == 1 and instance.model.fewest_vehicles


@pytest.mark.parametrize("text", [SPLIT, CVRP.replace("CAPACITY : 10", "CAPACITY : 8")])
def test_split_deliveries(path: Path, text: str) -> None:
    instance, objective = solved(path, text, "sdvrp")
    assert all(client.units > 1 for client in instance.model.clients)
    assert objective == (40 if text == SPLIT else 112)  # four undivided loads cost 120


VROOM: dict[str, Any] = {
    "vehicles": [
        {"id": 1, "start_index": 0, "end_index": 0, "capacity": [4], "skills": [1], "time_window": [0, 9000]},
        {"id": 2, "start_index": 0, "capacity": [4], "costs": {"fixed": 100, "per_hour": 3600}, "speed_factor": 2.0},
    ],
    "jobs": [
        {"id": 1, "location_index": 1, "delivery": [3], "service": 60, "skills": [1]},
        {"id": 2, "location_index": 2, "pickup": [1], "time_windows": [[0, 500], [900, 1000]]},
    ],
    "shipments": [
        {"amount": [2], "pickup": {"id": 5, "location_index": 3}, "delivery": {"id": 6, "location_index": 0}}
    ],
    "matrices": {
        "car": {"durations": [[0, 100, 200, 300], [100, 0, 100, 300], [200, 100, 0, 100], [300, 300, 100, 0]]}
    },
}


def test_vroom(path: Path) -> None:
    instance, objective = solved(path, json.dumps(VROOM), "vroom")
    assert objective == 100 + 100 + 100 + 300
    assert [vehicle.skills for vehicle in instance.model.vehicles] == [{"1"}, set()]
    assert [client.group for client in instance.model.clients] == [None, 2, 2]


def test_vroom_leaves_out_what_nobody_can_do(path: Path) -> None:
    never = {"id": 4, "location_index": 1, "time_windows": [[0, 10], [20, 30]]}
    jobs = [*VROOM["jobs"], {"id": 3, "location_index": 1, "skills": [9]}, never]
    path.write_text(json.dumps({**VROOM, "jobs": jobs}))
    instance = read(path, "vroom")
    found = solve(instance.model, effort=EFFORT)
    served = {instance.model.clients[s.number].name for r in found.routes for s in r.steps if s.act == Act.CLIENT}
    assert not check(instance.model, found.routes) and served == {"1", "2"}


def test_vroom_by_coordinates(path: Path) -> None:
    data = {
        "vehicles": [{"id": 1, "start": [108.4, 31.2], "end": [108.4, 31.2]}],
        "jobs": [{"id": 1, "location": [108.41, 31.2]}],
    }
    instance, objective = solved(path, json.dumps(data), "vroom")
    assert 2 * 900 / 13.9 < objective < 2 * 1_000 / 13.9
    assert isinstance(instance.model, Model) and np.isfinite(instance.lengths[0]).all()


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("vrplib", "", "空"),
        ("vrplib", "hello world", "VRPLIB"),
        ("vrplib", CVRP.replace("2 0 10\n", "", 1), "缺节点 2"),
        ("vrplib", CVRP.replace("3 0 20", "3 x 20"), "第 9 行"),
        ("vrplib", CVRP.replace("DIMENSION : 5", "DIMENSION : five"), "DIMENSION"),
        ("vrplib", CVRP.replace("DEPOT_SECTION\n1", "DEPOT_SECTION\n9"), "DEPOT"),
        ("vrplib", CVRP.replace("EUC_2D", "XRAY2"), "EDGE_WEIGHT_TYPE"),
        ("vrplib", CVRP.replace("DEPOT_SECTION", "MYSTERY_SECTION\n1 2\nDEPOT_SECTION"), "MYSTERY"),
        ("vrplib", CVRP.replace("4 5\n5 5", "4 -5\n5 5"), "负"),
        ("vrplib", CVRP.replace("TYPE : CVRP", "TYPE : MLP"), "问题类型 MLP"),
        ("vrplib", CVRP.replace("CAPACITY", "SALESMEN : 3\nCAPACITY"), "SALESMEN"),
        ("vrplib", CVRP.replace("CAPACITY", "VEHICLES : 0\nCAPACITY"), "正整数"),
        ("vrplib", CVRP.replace("3 0 20", "3 nan 20"), "第 9 行"),
        ("vrplib", CVRP.replace("3 0 20", "3 1e999 20"), "第 9 行"),
        ("vrplib", CVRP.replace("3 0 20", "2 0 20"), "两行"),
        ("vrplib", CVRP.replace("3 0 20", "3 0 20 7"), "2 个坐标"),
        ("vrplib", CVRP.replace("DEPOT_", "RELEASE_TIME_SECTION\n1 4\n2 0\n3 0\n4 0\n5 0\nDEPOT_"), "单个客户"),
        ("vrplib", SOLOMON.replace("    1 ", " nan ", 1), "第 11 行"),
        ("vrplib", SOLOMON.rstrip() + " 7", "7 个数"),
        ("sdvrp", "3 4\n1 inf", "第 2 行"),
        ("sdvrp", "3 4\n1 2", "应有"),
        ("sdvrp", "3 a", "第 1 行"),
        ("vroom", '{"vehicles": [', "JSON"),
        ("vroom", '{"jobs": []}', "车辆"),
        ("vroom", json.dumps({**VROOM, "jobs": [{"id": 1, "location_index": 9}]}), "矩阵"),
        ("vroom", json.dumps({**VROOM, "vehicles": [{"id": 1, "breaks": [{"id": 1}]}]}), "breaks"),
        ("vroom", "1 4 2 2\n0 9\n0 9\n", "周期"),
        ("vroom", "2 1 1 1\n0 9\n1 0 10 0 5 1 1 1\n2 0 0 0 0 0 0\n3 0 0 0 0 0 0\n", "第 5 行.*多余"),
    ],
)
def test_bad_files_say_what_is_wrong(path: Path, kind: str, text: str, words: str) -> None:
    path.write_text(text)
    with pytest.raises(BadFile, match=words):
        read(path, kind)


def test_the_command_prints_one_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(CVRP)
    arguments = ["benchmark", str(path), "--format", "vrplib", "--time-limit", "2", "--seed", "3"]
    assert main(arguments) == 0
    (line,) = capsys.readouterr().out.splitlines()
    row = json.loads(line)
    assert row["objective"] == 80 and 0 < row["bound"] <= 80 and row["valid"] is True and row["wall_s"] < 4


@pytest.mark.filterwarnings("error")
def test_what_nobody_can_carry_has_no_bound(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(CVRP.replace("CAPACITY : 10", "CAPACITY : 0"))
    assert main(["benchmark", str(path), "--format", "vrplib", "--time-limit", "0.5"]) == 1
    row = json.loads(capsys.readouterr().out)
    assert row["valid"] is False and row["bound"] is None
    lower_bound(read(path, "vrplib").model, time_limit=0.5)


def test_the_command_refuses_bad_files(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", str(path), "--format", "vrplib"]) == 2
    assert "不能读取" in capsys.readouterr().err
