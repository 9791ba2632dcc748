"""Public benchmark files as models: ``read`` one, solve its model, tell the objective in the file's own convention."""

import re
from pathlib import Path

from optimize.routing.formats.classics import read_classic
from optimize.routing.formats.instance import ROUNDINGS, BadFile, Instance, text_of
from optimize.routing.formats.sdvrp import read_split
from optimize.routing.formats.vroom import read_vroom
from optimize.routing.formats.vrplib import read_vrplib
from optimize.routing.model import BadModel

FORMATS = ("vrplib", "vroom", "sdvrp")
ROUNDING_NAMES = tuple(row.name for row in ROUNDINGS)
_HEADERS = re.compile(r"^\s*(NAME|TYPE|DIMENSION|COMMENT)\s*:", re.MULTILINE | re.IGNORECASE)

__all__ = ["FORMATS", "ROUNDING_NAMES", "BadFile", "Instance", "read"]


def read(path: Path, kind: str, convention: str | None = None) -> Instance:
    """The instance in a file of format ``kind``; ``convention`` is a rounding, None the usual one. May raise BadFile.

    The classic texts (Solomon, Cordeau, Taillard, Li and Lim) are understood as vrplib and as vroom; a file with VRPLIB
    headers as sdvrp is one whose loads may be split.
    """
    text = text_of(path)
    if not text.strip():
        raise BadFile(str(path), "文件是空的", "请给出算例文件")
    try:
        return _read(path, text, kind, convention)
    except BadModel as error:
        raise BadFile(str(path), f"数据自相矛盾（{error}）", "请检查编号、货量和矩阵") from None


def _read(path: Path, text: str, kind: str, convention: str | None) -> Instance:
    if _HEADERS.search(text) and not text.lstrip().startswith("{"):
        return read_vrplib(text, convention, split=kind == "sdvrp")
    if kind == "sdvrp":
        return read_split(text, convention)
    if kind == "vroom":
        return read_vroom(text, convention)
    classic = read_classic(text, convention)
    if classic is None:
        raise BadFile(str(path), "没有 VRPLIB 的文件头（NAME、TYPE、DIMENSION…）", "请检查格式，或换 --format")
    return classic
