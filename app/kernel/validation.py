"""Pydantic's findings in Chinese, each with a JSON pointer."""

from collections.abc import Mapping
from typing import Any

from app.kernel.errors import Fault

_WORDS = {
    "missing": "必填",
    "extra_forbidden": "不认识的字段",
    "json_invalid": "内容不是合法的 JSON",
    "string_type": "应为文字",
    "string_too_short": "至少 {min_length} 个字",
    "string_too_long": "最多 {max_length} 个字",
    "string_pattern_mismatch": "格式不符（{pattern}）",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为是或否",
    "bool_parsing": "应为是或否",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "enum": "应为下列之一：{expected}",
    "literal_error": "应为下列之一：{expected}",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "uuid_type": "应为 UUID",
    "uuid_parsing": "应为 UUID",
    "uuid_version": "应为第 {expected_version} 版 UUID",
    "date_type": "应为日期",
    "date_parsing": "应为日期（年-月-日）",
    "date_from_datetime_parsing": "应为日期（年-月-日）",
    "datetime_type": "应为时间",
    "datetime_parsing": "应为时间（如 2026-06-11T08:00:00+08:00）",
    "datetime_from_date_parsing": "应为时间（如 2026-06-11T08:00:00+08:00）",
    "timezone_aware": "时间须带时区（如 +08:00）",
    "union_tag_invalid": "类型不认识",
    "union_tag_not_found": "缺少类型",
}


def fault_of(error: Mapping[str, Any], body: Any = None) -> Fault:
    """One finding of pydantic about ``body`` as a fault; a validator's own Chinese message is kept as it is."""
    place = error["loc"]
    pointer = _pointer(place[1:], body) if place[:1] == ("body",) else _named(place)
    context = error.get("ctx") or {}
    if error["type"] in {"value_error", "assertion_error"}:
        return Fault(pointer, str(context.get("error") or error["msg"]))
    words = _WORDS.get(error["type"], "填写有误")
    try:
        return Fault(pointer, words.format(**context))
    except KeyError:
        return Fault(pointer, words)


def _pointer(place: tuple[Any, ...], body: Any) -> str:
    """JSON pointer into what was sent; the branch of a union, which pydantic names too, is no part of that."""
    parts = []
    for part in place[:-1]:
        if isinstance(body, Mapping) and part not in body:
            continue
        parts.append(part)
        body = body[part] if isinstance(body, Mapping | list) else None
    return "/" + "/".join(_escaped(part) for part in (*parts, *place[-1:]))


def _escaped(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _named(place: tuple[object, ...]) -> str:
    return "/".join(str(part) for part in place[1:])
