"""Reading a problem file: either a consistent problem, or all its faults at once, in Chinese, each with its remedy.

What a plan can answer with shortages (no stock, no vehicles, a village without a road) is no fault.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from optimize.intake.adjustment import check_adjustment
from optimize.intake.faults import Fault
from optimize.packed import Rows
from optimize.problem import BY_BOAT, BY_ROAD, GOALS, SCHEMA_VERSION, UNREACHABLE, Problem, TravelMatrix

__all__ = ["BadProblem", "Fault", "canonical_json", "check", "input_hash", "parse", "read"]

MOST_FAULTS = 200
LARGEST = 10**12
Row = Any  # a frozen row of the problem that has an id


class BadProblem(ValueError):
    """The problem cannot be read; ``faults`` names everything that is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def canonical_json(problem: Problem) -> bytes:
    """The one spelling of a problem: sorted keys, no spaces, UTF-8."""
    tables = {name: _listed(map(_matrix_spelled, getattr(problem, name))) for name in ("travel", "reopened")}
    return _object(problem, tables).encode()


def _matrix_spelled(matrix: TravelMatrix) -> str:
    """Row by row: as plain lists the numbers of all tables would take ten times their memory."""
    tables = {name: _listed(_numbers(row) for row in getattr(matrix, name)) for name in ("seconds", "metres")}
    return _object(matrix, tables)


def _object(of: BaseModel, spelled: dict[str, str]) -> str:
    """An object of which some entries are spelled already."""
    rest = of.model_dump(mode="json", exclude=set(spelled))
    entries = spelled | {name: _spelled(value) for name, value in rest.items()}
    return "{" + ",".join(f'"{name}":{entries[name]}' for name in sorted(entries)) + "}"


def _listed(spelled: Iterable[str]) -> str:
    return "[" + ",".join(spelled) + "]"


def _numbers(row: Sequence[int]) -> str:
    """As ``_spelled``, three times as fast."""
    return to_json(list(row)).decode()


def _spelled(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def input_hash(problem: Problem) -> str:
    """SHA-256 of the problem's canonical JSON: equal problems, equal hashes."""
    return hashlib.sha256(canonical_json(problem)).hexdigest()


def read(path: Path) -> Problem:
    """The problem in a file; ``BadProblem`` if there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadProblem([Fault(str(path), f"文件不能读取（{error.strerror}）", "请检查路径和权限")]) from error
    except UnicodeDecodeError as error:
        raise BadProblem([Fault(str(path), "文件不是 UTF-8 编码", "请另存为 UTF-8")]) from error
    return parse(text)


def parse(text: str) -> Problem:
    """The problem in a JSON text; ``BadProblem`` names every fault at once."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列" if isinstance(error, json.JSONDecodeError) else "$"
        raise BadProblem([Fault(where, "不是合法的 JSON", "请检查逗号、引号和括号")]) from error
    huge = list(_too_large("$", data))
    if huge:
        raise BadProblem(huge[:MOST_FAULTS])
    try:
        problem = Problem.model_validate(data)
    except ValidationError as error:
        raise BadProblem(_type_faults(error)) from error
    faults = list(check(problem))
    if faults:
        raise BadProblem(faults[:MOST_FAULTS])
    return problem


def _too_large(field: str, data: Any) -> Iterator[Fault]:
    """Numbers that no quantity, mass or second of a district comes near."""
    if isinstance(data, int | float) and not abs(data) <= LARGEST:
        yield Fault(field, f"数值 {data} 超出范围", f"绝对值应不大于 {LARGEST}")
    elif isinstance(data, list):
        for number, part in enumerate(data):
            yield from _too_large(f"{field}[{number}]", part)
    elif isinstance(data, dict):
        for name, part in data.items():
            yield from _too_large(f"{field}.{name}", part)


def check(problem: Problem) -> Iterator[Fault]:
    """Contradictions within a well-typed problem."""
    if problem.schema_version != SCHEMA_VERSION:
        message = f"格式版本为 {problem.schema_version}，本程序只读版本 {SCHEMA_VERSION}"
        yield Fault("$.schema_version", message, "请用当前版本重新导出")
    yield from _duplicates(problem)
    yield from _references(problem)
    yield from _figures(problem)
    yield from check_adjustment(problem)
    known = {row.id for row in problem.locations}
    for table in ("travel", "reopened"):
        for number, matrix in enumerate(getattr(problem, table)):
            yield from _matrix(f"$.{table}[{number}]", matrix, known)


def _type_faults(error: ValidationError) -> list[Fault]:
    """The faults that pydantic found, in Chinese."""
    found = []
    for row in error.errors(include_url=False)[:MOST_FAULTS]:
        message, remedy = _WORDS.get(row["type"], ("取值不合要求", "请按格式说明填写"))
        limits = {name: value for name, value in (row.get("ctx") or {}).items() if name in _LIMITS}
        limit = "，".join(f"{_LIMITS[name]} {value}" for name, value in limits.items())
        found.append(Fault(_path(row["loc"]), f"{message}{_given(row)}", f"{remedy}{f'（{limit}）' if limit else ''}"))
    return found


_LIMITS = {"gt": "应大于", "ge": "应不小于", "lt": "应小于", "le": "应不大于"}
_WORDS = {
    "missing": ("缺少该项", "请补填"),
    "extra_forbidden": ("不认识该项", "请删除或改正名称"),
    "int_type": ("应为整数", "请填写整数"),
    "int_parsing": ("应为整数", "请填写整数"),
    "int_from_float": ("应为整数", "请填写不带小数的数"),
    "string_type": ("应为文字", "请加引号填写"),
    "bool_type": ("应为是/否", "请填写 true 或 false"),
    "bool_parsing": ("应为是/否", "请填写 true 或 false"),
    "greater_than": ("数值过小", "请改正数值"),
    "greater_than_equal": ("数值过小", "请改正数值"),
    "less_than_equal": ("数值过大", "请改正数值"),
    "enum": ("取值不在可选范围", "请从可选值中选取"),
    "tuple_type": ("应为列表", "请用方括号列出"),
    "model_type": ("应为对象", "请用花括号填写各项"),
    "model_attributes_type": ("应为对象", "请用花括号填写各项"),
    "datetime_from_date_parsing": ("不是有效时间", "请按 2026-07-16T08:00:00Z 填写"),
    "datetime_parsing": ("不是有效时间", "请按 2026-07-16T08:00:00Z 填写"),
    "datetime_type": ("不是有效时间", "请按 2026-07-16T08:00:00Z 填写"),
}


def _given(row: Any) -> str:
    value = row.get("input")
    return f"，现为 {value!r}" if isinstance(value, int | float | str) and len(str(value)) <= 40 else ""


def _path(parts: Iterable[int | str]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


_TABLES = ("locations", "groups", "shelters", "items", "kit", "sources", "lots", "vehicles", "teams", "missions")


def _duplicates(problem: Problem) -> Iterator[Fault]:
    for table in _TABLES:
        rows: tuple[Row, ...] = getattr(problem, table)
        times = Counter(row.id for row in rows)
        for number, row in enumerate(rows):
            if times[row.id] > 1 and row is not next(first for first in rows if first.id == row.id):
                yield Fault(f"$.{table}[{number}].id", f"编号“{row.id}”重复", "请使每个编号只出现一次")
    for table in ("floors", "withheld"):
        pairs = Counter((row.source, row.item) for row in getattr(problem, table))
        for (source, item), count in pairs.items():
            if count > 1:
                yield Fault(f"$.{table}", f"储备点“{source}”品目“{item}”出现 {count} 次", "请合并为一行")


_LINKS: tuple[tuple[str, str, str], ...] = (
    ("groups", "location", "locations"),
    ("shelters", "location", "locations"),
    ("sources", "location", "locations"),
    ("vehicles", "location", "locations"),
    ("teams", "location", "locations"),
    ("missions", "location", "locations"),
    ("kit", "item", "items"),
    ("lots", "item", "items"),
    ("lots", "source", "sources"),
    ("floors", "item", "items"),
    ("floors", "source", "sources"),
    ("floors", "free_shelters", "shelters"),
    ("arrivals", "shelter", "shelters"),
    ("arrivals", "line", "kit"),
    ("withheld", "item", "items"),
    ("withheld", "source", "sources"),
)
_NAMES = {
    "locations": "地点",
    "items": "品目",
    "sources": "储备点",
    "shelters": "避难场所",
    "kit": "保障定额行",
}


def _references(problem: Problem) -> Iterator[Fault]:
    known = {table: {row.id for row in getattr(problem, table)} for table in _NAMES}
    for table, field, target in _LINKS:
        for number, row in enumerate(getattr(problem, table)):
            value = getattr(row, field)
            for name in (value,) if isinstance(value, str) else value:
                if name not in known[target]:
                    remedy = f"请在 {target} 中补上，或改正编号"
                    yield Fault(f"$.{table}[{number}].{field}", f"{_NAMES[target]}“{name}”不存在", remedy)


def _figures(problem: Problem) -> Iterator[Fault]:
    for number, group in enumerate(problem.groups):
        if group.special > group.people:
            message = f"特殊需求 {group.special} 人多于总人数 {group.people}"
            yield Fault(f"$.groups[{number}].special", message, "请核对人数")
    yield from _substitutes(problem)
    yield from _terms(problem)
    yield from _goal_order(problem.policy.goal_order)
    for number, vehicle in enumerate(problem.vehicles):
        if vehicle.profile == "foot":
            message = f"车辆“{vehicle.name}”的通行类别为 foot，那是步行"
            yield Fault(f"$.vehicles[{number}].profile", message, "请改为 truck、bus、boat 等车船类别")
    known = {BY_ROAD, *(matrix.profile for matrix in problem.travel)}
    for number, team in enumerate(problem.teams):
        if team.profile not in known and team.on_duty:
            message = f"队伍“{team.name}”的通行类别 {team.profile} 没有行程表"
            remedy = f"请改为 {BY_ROAD}（走公路）或 {BY_BOAT}（自带舟艇），或在 travel 中补上该类别"
            yield Fault(f"$.teams[{number}].profile", message, remedy)
    for number, mission in enumerate(problem.missions):
        if mission.until_s <= mission.from_s:
            message = f"结束时刻 {mission.until_s} 不晚于开始时刻 {mission.from_s}"
            yield Fault(f"$.missions[{number}].until_s", message, "请核对任务时段")
    yield from _assembly(problem)
    yield from _dock_uses(problem)


STAGES = ("response", "assembly", "on_scene")


def _assembly(problem: Problem) -> Iterator[Fault]:
    """Stages that there are, each with one limit per level."""
    times = Counter((row.stage, row.level) for row in problem.assembly)
    for number, row in enumerate(problem.assembly):
        field = f"$.assembly[{number}]"
        if row.stage not in STAGES:
            yield Fault(f"{field}.stage", f"集结阶段“{row.stage}”不存在", f"请填写 {'、'.join(STAGES)} 之一")
        if times[row.stage, row.level] > 1:
            message = f"阶段“{row.stage}”层级“{row.level}”出现 {times[row.stage, row.level]} 次"
            yield Fault(field, message, "每个阶段每个层级只能有一个时限")


_BEFORE = (
    *(("people_unplaced", key) for key in GOALS[1:]),
    ("missions_unmet", "assembly_minutes_over"),
    *((need, last) for need in GOALS[2:5] for last in GOALS[6:]),
)
"""Pairs of goals of which the first always comes before the second."""


def _goal_order(order: tuple[str, ...]) -> Iterator[Fault]:
    field = "$.policy.goal_order"
    if order and sorted(order) != sorted(GOALS):
        yield Fault(field, "目标次序应列出全部目标，每个一次", f"请按需要排列：{'、'.join(GOALS)}；不改次序则留空")
        return
    for first, second in _BEFORE if order else ():
        if order.index(first) > order.index(second):
            yield Fault(field, f"“{first}”必须排在“{second}”之前", "请调整目标次序")


def _substitutes(problem: Problem) -> Iterator[Fault]:
    """Substitutes are known items other than the line's own, each named once; nothing else comes for a line."""
    items = {item.id for item in problem.items}
    for number, line in enumerate(problem.kit):
        times = Counter(row.item for row in line.substitutes)
        for name, count in times.items():
            field = f"$.kit[{number}].substitutes"
            if name not in items:
                yield Fault(field, f"品目“{name}”不存在", "请在 items 中补上，或改正编号")
            if name == line.item:
                yield Fault(field, f"品目“{name}”是本行自己的品目，不能替代自己", "请删除该行替代品")
            if count > 1:
                yield Fault(field, f"替代品“{name}”出现 {count} 次", "请合并为一行")
    items_of = {line.id: line.items for line in problem.kit}
    for number, arrival in enumerate(problem.arrivals):
        if arrival.item and arrival.item not in items_of.get(arrival.line, (arrival.item,)):
            message = f"品目“{arrival.item}”不能用于“{arrival.line}”"
            yield Fault(f"$.arrivals[{number}].item", message, "请改为该行的品目或其替代品")


def _terms(problem: Problem) -> Iterator[Fault]:
    """Terms name known lots and shelters, and no lot is under two of them."""
    lots, shelters = {lot.id for lot in problem.lots}, {shelter.id for shelter in problem.shelters}
    times = Counter(lot for terms in problem.terms for lot in terms.lots)
    for number, terms in enumerate(problem.terms):
        field = f"$.terms[{number}]"
        if not terms.lots:
            yield Fault(f"{field}.lots", "没有列出批次", "请列出受约束的批次，或删除该行")
        for lot in terms.lots:
            if lot not in lots:
                yield Fault(f"{field}.lots", f"批次“{lot}”不存在", "请在 lots 中补上，或改正编号")
            if times[lot] > 1:
                yield Fault(f"{field}.lots", f"批次“{lot}”出现在 {times[lot]} 处约定中", "每个批次只能受一项约定约束")
        for shelter in terms.reach or ():
            if shelter not in shelters:
                yield Fault(f"{field}.reach", f"避难场所“{shelter}”不存在", "请在 shelters 中补上，或改正编号")


def _dock_uses(problem: Problem) -> Iterator[Fault]:
    """Uses by others name known places, end after they begin, and are never more at once than there are docks."""
    docks = {row.id: row.docks for row in problem.sources} | {row.id: row.docks for row in problem.shelters}
    changes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, use in enumerate(problem.dock_uses):
        field = f"$.dock_uses[{number}]"
        if use.place not in docks:
            yield Fault(f"{field}.place", f"储备点或避难场所“{use.place}”不存在", "请改正编号或删除该行")
        if use.leave_s <= use.start_s:
            yield Fault(f"{field}.leave_s", f"离开时刻 {use.leave_s} 不晚于开始时刻 {use.start_s}", "请核对占用时段")
        changes[use.place] += [(use.start_s, 1), (use.leave_s, -1)]
    for place, steps in changes.items():
        busy = max(accumulate(change for _, change in sorted(steps)))
        if busy > docks.get(place, busy):
            message = f"“{place}”同时被占用 {busy} 个装卸位，只有 {docks[place]} 个"
            yield Fault("$.dock_uses", message, "请核对占用时段")


def _matrix(field: str, matrix: TravelMatrix, known: set[str]) -> Iterator[Fault]:
    shape = (len(matrix.origins), len(matrix.destinations))
    for side in ("origins", "destinations"):
        for number, name in enumerate(getattr(matrix, side)):
            if name not in known:
                yield Fault(f"{field}.{side}[{number}]", f"地点“{name}”不存在", "请在 locations 中补上，或改正编号")
    for table in ("seconds", "metres"):
        rows: Rows = getattr(matrix, table)
        if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
            yield Fault(f"{field}.{table}", f"行列数与起讫点不符，应为 {shape[0]} 行 {shape[1]} 列", "请重新导出行程表")
            return
        if any(min(row, default=0) < UNREACHABLE for row in rows):
            yield Fault(f"{field}.{table}", "含有小于 -1 的数", "不通填 -1，其余填非负整数")
    pairs = zip(matrix.seconds, matrix.metres, strict=True)
    if any((s < 0) != (m < 0) for row_s, row_m in pairs for s, m in zip(row_s, row_m, strict=True)):
        yield Fault(field, "用时与里程是否可通不一致", "两表在不通处都应为 -1")
