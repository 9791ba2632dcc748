"""A VRPLIB text taken apart: headers and sections of numbers, each row with its line for messages."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from optimize.routing.formats.euclid import between
from optimize.routing.formats.instance import BadFile, Reals, finite

HEADER = re.compile(r"^\s*([A-Za-z_][A-Za-z_0-9]*)\s*:\s*(.*?)\s*$")
SECTION = re.compile(r"^\s*([A-Za-z_]+?)(?:_SECTION)?\s*:?\s*$")
Row = list[float]
ROW_REMEDY = "请对照 VRPLIB 格式改正该行"


@dataclass
class Sections:
    """``headers`` by name in capitals; ``sections`` without the ending _SECTION; ``lines`` where each begins."""

    headers: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[Row]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def fail(self, name: str, what: str, remedy: str = ROW_REMEDY) -> BadFile:
        """The error for one section or header."""
        line = f"（第 {self.lines[name]} 行起）" if name in self.lines else ""
        return BadFile(f"{name}{line}", what, remedy)

    def number(self, name: str) -> float | None:
        """A header as a number; None where there is none."""
        if name not in self.headers:
            return None
        try:
            return finite(self.headers[name])
        except ValueError:
            raise self.fail(name, f"“{self.headers[name]}”不是数", "请改为一个数") from None

    def whole(self, name: str) -> int | None:
        """A header as a positive whole number; None where there is none."""
        value = self.number(name)
        if value is not None and (value < 1 or value != int(value)):
            raise self.fail(name, f"“{self.headers[name]}”不是正整数", "请改为正整数")
        return None if value is None else int(value)

    def by_number(self, name: str, count: int, what: str) -> list[Row]:
        """The rows of a section in the order of the numbers 1…count in their first column, which is dropped."""
        found: list[Row | None] = [None] * count
        for row in self.sections[name]:
            number = int(row[0])
            if not 1 <= number <= count or number != row[0]:
                raise self.fail(name, f"{what}编号 {row[0]:g} 不是 1–{count} 的整数")
            if found[number - 1] is not None:
                raise self.fail(name, f"{what} {number} 有两行", "请只留一行")
            found[number - 1] = row[1:]
        missing = [number for number, row in enumerate(found, start=1) if row is None]
        if missing:
            raise self.fail(name, f"缺{what} {missing[0]} 的行（共缺 {len(missing)} 行）", "请补齐各行")
        return [row for row in found if row is not None]

    def column(self, name: str, count: int, what: str, default: float) -> Reals:
        """One figure per node or vehicle: from the section, else the header of that name, else the default."""
        if name not in self.sections:
            value = self.number(name)
            return np.full(count, default if value is None else value)
        rows = self.by_number(name, count, what)
        if any(len(row) != 1 for row in rows):
            raise self.fail(name, "每行应有编号和一个数值")
        return np.array([row[0] for row in rows], float)


def take_apart(text: str) -> Sections:
    """Headers, then sections, until EOF."""
    parts, current = Sections(), None
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if not bare:
            continue
        if bare.upper() in ("EOF", "-1"):
            current = None if bare.upper() == "EOF" else current
            continue
        header, section = HEADER.match(line), SECTION.match(line)
        if header and header[2]:
            current, name = None, header[1].upper()
            if name in parts.headers and name != "COMMENT":
                raise BadFile(f"第 {number} 行", f"{name} 写了两次", "请只留一处")
            parts.headers[name] = header[2].strip("\"' ")
            parts.lines[name] = number
        elif section:
            current = section[1].upper()
            if current in parts.sections:
                raise BadFile(f"第 {number} 行", f"{current} 段写了两次", "请合成一段")
            parts.sections[current] = []
            parts.lines[current] = number
        elif current is None:
            raise BadFile(f"第 {number} 行", f"“{bare[:40]}”不属于任何段", ROW_REMEDY)
        else:
            parts.sections[current].append(_numbers(bare, number))
    return parts


def _numbers(line: str, number: int) -> Row:
    try:
        return [finite(word) for word in line.replace(",", " ").split()]
    except ValueError:
        raise BadFile(f"第 {number} 行", f"“{line[:40]}”里有不是数的内容", ROW_REMEDY) from None


def edge_weights(parts: Sections, nodes: int) -> Reals:
    """Lengths between all nodes, as the file gives them or as its type computes them; not yet rounded."""
    kind = parts.headers.get("EDGE_WEIGHT_TYPE", "EUC_2D").upper()
    if kind == "EXPLICIT":
        return _explicit(parts, nodes)
    if "NODE_COORD" not in parts.sections:
        raise parts.fail("NODE_COORD_SECTION", "没有坐标，无法计算距离", "请加坐标段，或给出 EXPLICIT 距离矩阵")
    rows = parts.by_number("NODE_COORD", nodes, "节点")
    axes = 3 if kind.endswith("3D") else 2
    if any(len(row) != axes for row in rows):
        raise parts.fail("NODE_COORD", f"每行应有编号和 {axes} 个坐标")
    lengths = between(kind, np.array(rows, float))
    if lengths is None:
        raise parts.fail("EDGE_WEIGHT_TYPE", f"不认识距离类型 {kind}", "可用 EUC_2D、EXPLICIT 等 TSPLIB 类型")
    return lengths


Triangle = Callable[[int], tuple[np.ndarray, np.ndarray]]


def _triangle(lower: bool, diagonal: bool, by_column: bool) -> Triangle:
    """Positions in the order in which the file lists a triangle."""

    def positions(nodes: int) -> tuple[np.ndarray, np.ndarray]:
        shift = 0 if diagonal else 1
        if lower != by_column:
            rows, columns = np.tril_indices(nodes, -shift)
        else:
            rows, columns = np.triu_indices(nodes, shift)
        return rows, columns

    return positions


FORMATS: dict[str, Triangle] = {
    f"{half}{'_DIAG' if diagonal else ''}_{order}": _triangle(half == "LOWER", diagonal, order == "COL")
    for half in ("LOWER", "UPPER")
    for diagonal in (False, True)
    for order in ("ROW", "COL")
}
"""A triangle by columns of the one half lists the same as a triangle by rows of the other: matrices are symmetric."""


def _explicit(parts: Sections, nodes: int) -> Reals:
    values = np.array([value for row in parts.sections.get("EDGE_WEIGHT", []) for value in row], float)
    kind = parts.headers.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX").upper()
    if kind == "FULL_MATRIX":
        if len(values) != nodes * nodes:
            raise parts.fail("EDGE_WEIGHT", f"应有 {nodes * nodes} 个数，实有 {len(values)} 个", "请补齐或删去多余的数")
        return values.reshape(nodes, nodes)
    if kind not in FORMATS:
        raise parts.fail("EDGE_WEIGHT_FORMAT", f"不认识矩阵格式 {kind}", f"可用 FULL_MATRIX、{'、'.join(FORMATS)}")
    rows, columns = FORMATS[kind](nodes)
    if len(values) != len(rows):
        raise parts.fail("EDGE_WEIGHT", f"应有 {len(rows)} 个数，实有 {len(values)} 个", "请补齐或删去多余的数")
    lengths = np.zeros((nodes, nodes))
    lengths[rows, columns] = values
    lengths[columns, rows] = values
    return lengths
