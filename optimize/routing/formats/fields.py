"""The fields that a VROOM file may have. Nothing is passed over in silence: a field is read, or the file is refused."""

import json
from collections.abc import Iterable
from typing import Any

from optimize.routing.formats.instance import BadFile, finite
from optimize.routing.model import NEVER

Json = dict[str, Any]
_STEP = "id description location location_index setup service setup_per_type service_per_type time_windows"
FIELDS = {
    "": "jobs shipments vehicles matrices matrix",
    "jobs": f"{_STEP} amount delivery pickup skills priority",
    "shipments": "pickup delivery amount skills priority",
    "pickup": _STEP,
    "delivery": _STEP,
    "vehicles": "id description profile start start_index end end_index capacity costs skills type time_window breaks"
    " speed_factor max_tasks max_travel_time max_distance steps",
    "costs": "fixed per_hour per_task_hour per_km",
    "steps": "type id description",
}
_FIXED_TIME = ("到达时刻不能固定在路线里", "请改写成任务的 time_windows")
REFUSED = {
    "breaks": (
        "休息可以在任意一段路上，本引擎的停留必须在某个地点，表达不准",
        "请把车辆按休息前后拆成两辆（各有 time_window）",
    ),
    "per_task_hour": ("作业时间的费用不能与行驶费用分开计", "请删去，按 per_hour、per_km 计费"),
    **dict.fromkeys(("service_at", "service_after", "service_before"), _FIXED_TIME),
}
"""Fields of VROOM that would change the answer and that the engine can't state exactly."""


def parse(text: str) -> Json:
    """The JSON object of a text, all of whose numbers are finite and whose fields are known."""
    try:
        data: Json = json.loads(text, parse_float=finite, parse_constant=finite)
    except json.JSONDecodeError as error:
        raise BadFile(f"第 {error.lineno} 行第 {error.colno} 列", "不是正确的 JSON", "请改正该处") from None
    except ValueError as error:
        raise BadFile("文件", f"有不是有限数的值（{str(error).split()[0]}）", "请改为普通的数") from None
    _check("", data, "")
    for kind in ("jobs", "shipments", "vehicles"):
        for number, row in enumerate(listed(data, kind)):
            where = f"{kind}[{number}]"
            _check(kind, row, where)
            for part in ("pickup", "delivery") if kind == "shipments" else ():
                _check(part, row.get(part, {}), f"{where}.{part}")
            if kind == "vehicles":
                _check("costs", row.get("costs", {}), f"{where}.costs")
                for place, step in enumerate(listed(row, "steps")):
                    _check("steps", step, f"{where}.steps[{place}]")
    for key, rows in _numbered(data).items():
        _distinct(key, rows)
    return data


def _check(kind: str, row: object, where: str) -> None:
    if not isinstance(row, dict):
        raise BadFile(where or "文件", "应是一个对象（花括号）", "请对照 VROOM 的接口说明改正")
    for name, value in row.items():
        path = f"{where}.{name}" if where else name
        if value is None:
            raise BadFile(path, "是 null", "请填上值，或删去该字段")
        if name in REFUSED and value:
            raise BadFile(path, *REFUSED[name])
        if name not in FIELDS[kind].split() and name not in REFUSED:
            raise BadFile(path, "不认识这一字段", "请删去，或写进 description")


def listed(row: Json, key: str) -> list[Any]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise BadFile(key, "应是一个列表（方括号）", "请对照 VROOM 的接口说明改正")
    return value


def _numbered(data: Json) -> dict[str, list[Json]]:
    """Rows whose ids must differ."""
    steps = {end: [row.get(end, {}) for row in listed(data, "shipments")] for end in ("pickup", "delivery")}
    return {"jobs": listed(data, "jobs"), "vehicles": listed(data, "vehicles"), **steps}


def _distinct(kind: str, rows: Iterable[Json]) -> None:
    seen: set[int] = set()
    for row in rows:
        number = whole(row, "id", kind)
        if number in seen:
            raise BadFile(kind, f"编号 {number} 用了两次", "请改成不同的编号")
        seen.add(number)


def whole(row: Json, key: str, where: str, default: int | None = None, most: int = NEVER) -> int:
    """A whole number from 0; a missing one is ``default``, if there is one."""
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value) or not 0 <= value <= most:
        what = "应是不小于 0 的整数" if most == NEVER else f"应是 0–{most} 的整数"
        raise BadFile(f"{where}.{key}" + (f"（编号 {row['id']}）" if "id" in row else ""), what, "请改正该字段")
    return int(value)


def real(row: Json, key: str, where: str, default: float) -> float:
    """A number from 0."""
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadFile(f"{where}.{key}", "应是不小于 0 的数", "请改正该字段")
    return float(value)
