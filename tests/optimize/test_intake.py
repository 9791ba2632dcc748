"""A problem file is either read or refused with every fault at once, in Chinese, with path and remedy."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from optimize.intake.reading import BadProblem, input_hash, parse, read
from optimize.validate import problem_hash
from tests.optimize.instances import random_problem, tiny_problem

Data = dict[str, Any]


def tiny() -> Data:
    data: Data = json.loads(tiny_problem().model_dump_json())
    return data


def refused(data: Data) -> list[str]:
    with pytest.raises(BadProblem) as caught:
        parse(json.dumps(data))
    assert all(fault.remedy and fault.message for fault in caught.value.faults)
    return [fault.field for fault in caught.value.faults]


def test_a_written_problem_reads_back() -> None:
    problem = random_problem(3)
    assert parse(problem.model_dump_json()) == problem


def test_both_sides_know_a_problem_by_the_same_hash() -> None:
    problem = random_problem(3)
    assert input_hash(problem) == problem_hash(problem)
    assert input_hash(problem) != input_hash(problem.model_copy(update={"horizon_s": problem.horizon_s + 1}))


def negative_quantity(data: Data) -> None:
    data["lots"][0]["quantity"] = -3


def words_for_a_number(data: Data) -> None:
    data["lots"][0]["quantity"] = "many"


def unknown_source(data: Data) -> None:
    data["lots"][0]["source"] = "nowhere"


def unknown_item(data: Data) -> None:
    data["kit"][0]["item"] = "gold"


def unknown_location(data: Data) -> None:
    data["shelters"][1]["location"] = "moon"


def unknown_free_shelter(data: Data) -> None:
    data["floors"][0]["free_shelters"] = ["nowhere"]


def repeated_id(data: Data) -> None:
    data["groups"][1]["id"] = data["groups"][0]["id"]


def ragged_matrix(data: Data) -> None:
    data["travel"][0]["seconds"].pop()


def words_for_seconds(data: Data) -> None:
    data["travel"][0]["seconds"][0][1] = "far"


def broken_seconds(data: Data) -> None:
    data["travel"][0]["seconds"][0][1] = 90.5


def endless_way(data: Data) -> None:
    data["travel"][0]["seconds"][0][1] = 2**31


def row_that_is_no_list(data: Data) -> None:
    data["travel"][0]["metres"][1] = 7


def one_way_only_in_one_table(data: Data) -> None:
    data["travel"][0]["seconds"][0][1] = -1


def strange_matrix_place(data: Data) -> None:
    data["travel"][0]["origins"][0] = "moon"


def more_special_than_people(data: Data) -> None:
    data["groups"][0]["special"] = 10_000


def mission_that_ends_before_it_starts(data: Data) -> None:
    data["missions"][0]["from_s"] = 10**6


def stage_that_nobody_knows(data: Data) -> None:
    data["assembly"][2]["stage"] = "onscene"


def strange_reopened_place(data: Data) -> None:
    data["reopened"] = [{**data["travel"][0], "origins": ["moon", *data["travel"][0]["origins"][1:]]}]


def missing_horizon(data: Data) -> None:
    del data["horizon_s"]


def unknown_entry(data: Data) -> None:
    data["colour"] = "red"


def astronomic_number(data: Data) -> None:
    data["groups"][0]["people"] = 10**30


def newer_schema(data: Data) -> None:
    data["schema_version"] = 99


@pytest.mark.parametrize(
    ("damage", "field"),
    [
        (negative_quantity, "$.lots[0].quantity"),
        (words_for_a_number, "$.lots[0].quantity"),
        (unknown_source, "$.lots[0].source"),
        (unknown_item, "$.kit[0].item"),
        (unknown_location, "$.shelters[1].location"),
        (unknown_free_shelter, "$.floors[0].free_shelters"),
        (repeated_id, "$.groups[1].id"),
        (ragged_matrix, "$.travel[0].seconds"),
        (words_for_seconds, "$.travel[0].seconds[0][1]"),
        (broken_seconds, "$.travel[0].seconds[0][1]"),
        (endless_way, "$.travel[0].seconds[0][1]"),
        (row_that_is_no_list, "$.travel[0].metres[1]"),
        (one_way_only_in_one_table, "$.travel[0]"),
        (strange_matrix_place, "$.travel[0].origins[0]"),
        (more_special_than_people, "$.groups[0].special"),
        (mission_that_ends_before_it_starts, "$.missions[0].until_s"),
        (stage_that_nobody_knows, "$.assembly[2].stage"),
        (strange_reopened_place, "$.reopened[0].origins[0]"),
        (missing_horizon, "$.horizon_s"),
        (unknown_entry, "$.colour"),
        (astronomic_number, "$.groups[0].people"),
        (newer_schema, "$.schema_version"),
    ],
)
def test_each_fault_is_named_by_its_path(damage: Callable[[Data], None], field: str) -> None:
    data = tiny()
    damage(data)
    assert refused(data) == [field]


def test_all_faults_are_named_at_once() -> None:
    data = tiny()
    unknown_source(data)
    repeated_id(data)
    more_special_than_people(data)
    ragged_matrix(data)
    assert refused(data) == ["$.groups[1].id", "$.lots[0].source", "$.groups[0].special", "$.travel[0].seconds"]


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "nonsense", "[]", "3", "null", '"text"', "[" * 100_000])
def test_text_that_is_no_problem_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadProblem) as caught:
        parse(text)
    assert caught.value.faults


def test_files_that_cannot_be_read_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "gbk.json").write_bytes("需要".encode("gbk"))
    for name in ("gbk.json", "missing.json", "."):
        with pytest.raises(BadProblem, match="："):
            read(tmp_path / name)
