"""The kernel's small pure parts."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.kernel.errors import Invalid, VersionMismatch
from app.kernel.ids import uuid7
from app.kernel.locking import in_order
from app.kernel.paging import cut, decode_cursor, encode_cursor
from app.kernel.validation import fault_of
from app.kernel.versions import require


def test_uuid7_sorts_by_creation_and_has_its_version() -> None:
    made = [uuid7() for _ in range(1000)]
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
    assert len(set(made)) == 1000


def test_a_cursor_brings_back_its_key() -> None:
    key = (datetime(2026, 6, 11, 8, tzinfo=UTC), UUID(int=7))
    assert decode_cursor(encode_cursor(key), (datetime.fromisoformat, UUID)) == key


@pytest.mark.parametrize("cursor", ["", "x", "bm90IGpzb24", encode_cursor([1]), "é"])
def test_a_damaged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid, match="翻页位置无效"):
        decode_cursor(cursor, (datetime.fromisoformat, UUID))


def test_a_page_says_whether_more_follow() -> None:
    assert cut([1, 2, 3], 2) == ([1, 2], True)
    assert cut([1, 2], 2) == ([1, 2], False)


def test_locks_are_taken_once_and_in_one_order() -> None:
    assert in_order([("b", 1), ("a", 2), ("b", 1)]) == [("a", 2), ("b", 1)]


def test_a_change_of_an_older_version_is_refused() -> None:
    require(3, 3)
    with pytest.raises(VersionMismatch):
        require(4, 3)


@pytest.mark.parametrize(
    ("error", "pointer", "detail"),
    [
        ({"type": "missing", "loc": ("body", "lines", 0, "quantity"), "msg": ""}, "/lines/0/quantity", "必填"),
        ({"type": "missing", "loc": ("body",), "msg": ""}, "/", "必填"),
        ({"type": "greater_than", "loc": ("query", "limit"), "msg": "", "ctx": {"gt": 0}}, "limit", "应大于 0"),
        (
            {"type": "value_error", "loc": ("body", "a"), "msg": "Value error, 不行", "ctx": {"error": "不行"}},
            "/a",
            "不行",
        ),
        ({"type": "from the future", "loc": ("body", "a"), "msg": "?"}, "/a", "填写有误"),
    ],
)
def test_findings_are_told_in_chinese_with_their_place(error: dict[str, object], pointer: str, detail: str) -> None:
    fault = fault_of(error)
    assert (fault.pointer, fault.detail) == (pointer, detail)
