"""What is wrong with a file that no library can read, in words on which its giver can act."""

import glob
import gzip
import json
import zlib
from io import BufferedIOBase
from pathlib import Path

_HEAD = 512
_MARKS = (
    (".pbf", "OSM PBF 数据", b"OSMHeader"),
    (".shp", "Shapefile 数据", b"\x00\x00\x27\x0a"),
    (".gpkg", "GeoPackage 数据", b"SQLite format 3\x00"),
    (".zip", "zip 压缩包", b"PK"),
)
"""What the first bytes of a file must hold, by its suffix."""
_SAID = 160
_AGAIN = "请重新下载或导出后再导入"
_OTHER = "请核对选的是不是这个文件，或重新下载、导出"


def damage(path: Path, said: str) -> str:
    """One sentence: the file, what it is or lacks, what to do; ``said``, the library's words, if no more is known."""
    try:
        found = _found(path)
    except (OSError, EOFError, zlib.error):
        found = f"压缩包不完整或已损坏，{_AGAIN}"
    return f"「{path.name}」{found or f'内容不完整或已损坏，{_AGAIN}（{_short(said)}）'}"


def _found(path: Path) -> str | None:
    with _unpacked(path) as file:
        head = file.read(_HEAD)
    if not head.strip():
        return f"是空文件，{_AGAIN}"
    if head.lstrip().lower().startswith((b"<!doctype", b"<html")):
        return f"是网页而不是地图数据（下载地址可能要登录或已失效），{_AGAIN}"
    suffixes = [suffix.lower() for suffix in path.suffixes]
    for suffix, name, mark in _MARKS:
        if suffix in suffixes and mark not in head:
            return f"不是 {name}，{_OTHER}"
    if ".shp" in suffixes:
        return _beside(path)
    if ".geojson" in suffixes or ".json" in suffixes:
        return _geojson(path)
    return None


def _unpacked(path: Path) -> BufferedIOBase:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _beside(path: Path) -> str | None:
    beside = {other.suffix.lower() for other in path.parent.glob(f"{glob.escape(path.stem)}.*")}
    missing = "、".join(suffix for suffix in (".shx", ".dbf") if suffix not in beside)
    several = "Shapefile 由几个同名文件组成，请放在同一文件夹或打成 zip 一起导入"
    return f"缺少同名的 {missing} 文件：{several}" if missing else None


def _geojson(path: Path) -> str | None:
    with _unpacked(path) as file:
        content = file.read()
    try:
        value = json.loads(content.decode("utf-8-sig", "replace"))
    except json.JSONDecodeError as error:
        return f"第 {error.lineno} 行第 {error.colno} 个字符处不是合法的 JSON，文件可能没有传完，{_AGAIN}"
    if not isinstance(value, dict) or value.get("type") not in ("FeatureCollection", "Feature"):
        return "是 JSON，但不是 GeoJSON 要素集合（FeatureCollection），请从地图软件导出 GeoJSON 后再导入"
    return None


def _short(said: str) -> str:
    line = said.splitlines()[0] if said else "原因不明"
    return line if len(line) <= _SAID else f"{line[:_SAID]}…"
