"""Which layer of a file is meant and in which encoding its words are."""

import codecs
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from gis.importing.damage import damage
from gis.importing.report import ImportReport, Step
from gis.layers import LayerFault

_PACKED = (".shp", ".gpkg", ".geojson", ".json")
_UTF8_NAME = 0x800  # flag of a zip member whose name is UTF-8; others come from Windows in GBK
_GUESSES = ("UTF-8", "GB18030")

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class OpenLayer:
    """``where`` and ``layer`` as GDAL takes them; ``name`` is what a person calls the layer."""

    where: str
    layer: str | None
    name: str


def open_layer(path: Path, layer: str | None) -> OpenLayer:
    """The layer of that name, or the only one of the file; a file of several is refused with their names."""
    with readable(path):
        layers = list(_layers(path))
    if not layers:
        raise LayerFault("file", f"「{path.name}」里没有地图图层，请核对是不是这个文件")
    named = [one for one in layers if layer in (None, one.name)]
    if len(named) == 1:
        return named[0]
    names = "、".join(one.name for one in layers)
    if layer is None:
        raise LayerFault("layer", f"「{path.name}」有 {len(layers)} 个图层：{names}；请用 --layer 指明要导入哪一个")
    raise LayerFault("layer", f"「{path.name}」没有图层「{layer}」，现有图层：{names}；请改正 --layer")


def decoded(
    opened: OpenLayer, encoding: str | None, report: ImportReport, read: Callable[[str | None, ImportReport], _Read]
) -> _Read:
    """What ``read`` makes of the layer in the encoding given, else the file's own, else the first that fits its words.

    ``read`` takes the encoding (None for the file's own) and the report to write to; it raises UnicodeDecodeError.
    """
    for guess in (_known(encoding),) if encoding else (None, *_GUESSES):
        own = ImportReport()
        try:
            if guess is None and pyogrio.read_info(opened.where, layer=opened.layer)["encoding"] != "UTF-8":
                continue  # nothing in the file says, and GDAL supposes Latin letters
            found = read(guess, own)
        except UnicodeDecodeError:
            continue
        if guess and not encoding:
            own.add(Step.FOUND, f"文件没有说明文字编码或说明有误，按 {guess} 读取；名称若有乱码，请用 --encoding 指明")
        report.include(own)
        return found
    tried = encoding or "、".join(_GUESSES)
    raise LayerFault("encoding", f"图层文字不是 {tried} 编码，请用 --encoding 指明（常见为 GBK、UTF-8）")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turns what the libraries say of a file that they cannot read into words for its giver."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's, in English; what matters becomes a fault or a line of the report
            yield
    except UnicodeDecodeError:
        raise
    except (DataSourceError, DataLayerError, FieldError, BadZipFile) as error:
        raise LayerFault("file", damage(path, str(error))) from None


def source(path: Path) -> str:
    """The path as GDAL opens it, compressed or not."""
    return f"/vsigzip/{path}" if path.suffix == ".gz" else str(path)


def _layers(path: Path) -> Iterator[OpenLayer]:
    """Every layer that has geometry: a GeoPackage of QGIS also holds tables of styles."""
    if path.suffix.lower() != ".zip":
        yield from _drawn(source(path), None)
        return
    with ZipFile(path) as pack:
        members = [member for member in pack.infolist() if _is_layer(member)]
    for member in members:
        shown = PurePosixPath(_name(member)).stem if member.filename.lower().endswith(".shp") else None
        yield from _drawn(f"/vsizip/{path.resolve()}/{member.filename}", shown)


def _drawn(where: str, shown: str | None) -> Iterator[OpenLayer]:
    for name, kind in pyogrio.list_layers(where).tolist():
        if kind is not None:
            yield OpenLayer(where, name, shown or name)


def _is_layer(member: ZipInfo) -> bool:
    return member.filename.lower().endswith(_PACKED) and not member.filename.startswith("__MACOSX/")


def _name(member: ZipInfo) -> str:
    """The member's name as it was typed: ``zipfile`` takes what is not UTF-8 for the letters of old DOS."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    return member.filename.encode("cp437", "replace").decode("gb18030", "replace")


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise LayerFault("encoding", f"没有文字编码「{encoding}」，常见为 GBK、GB18030、UTF-8") from None
