"""Roads of a GeoJSON, Shapefile or GeoPackage layer, in any projection."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from gis.datum import Pair, bd09_to_wgs84, gcj02_to_wgs84
from gis.importing.fields import FieldMapping, TraitsReader
from gis.importing.lines import Floats, Lines, LinesBuilder
from gis.importing.opening import OpenLayer, decoded, open_layer, readable
from gis.importing.report import ImportReport, Step
from gis.importing.traits import Traits
from gis.layers import LayerFault

_BATCH = 100_000  # GeoJSON is parsed anew for each
_KEY_DEGREES = 1e-6  # 0.1 m: vertices of one such cell are one node
_WGS84 = CRS.from_epsg(4326)
_DATUMS: Mapping[str, Callable[[Any, Any], Pair]] = {"gcj02": gcj02_to_wgs84, "bd09": bd09_to_wgs84}
DATUMS = ("wgs84", *_DATUMS)


@dataclass(frozen=True)
class VectorSource:
    """How to read a layer: its fields, the name of the layer in a file of many, the text encoding, the datum.

    ``datum`` says in which of the Chinese datums the degrees are; the projection is taken from the file.
    """

    mapping: FieldMapping = field(default_factory=FieldMapping)
    layer: str | None = None
    encoding: str | None = None
    datum: str = "wgs84"


def read_vector(path: Path, source: VectorSource, report: ImportReport) -> Lines:
    """Every line of the layer, batch by batch; anything that is no line is dropped and counted."""
    opened = open_layer(path, source.layer)

    def read(encoding: str | None, own: ImportReport) -> Lines:
        info = pyogrio.read_info(opened.where, layer=opened.layer, encoding=encoding, force_feature_count=True)
        if not info["features"]:
            raise LayerFault("file", f"图层「{opened.name}」是空的，没有任何要素")
        reader = TraitsReader(source.mapping.resolved(list(info["fields"])), own)
        collector = _Collector(reader, projection(info["crs"], source.datum, own))
        for geometries, rows in _batches(opened, encoding, reader.mapping):
            collector.add(geometries, rows)
        reader.require_known()
        return collector.lines()

    with readable(path):
        return decoded(opened, source.encoding, report, read)


def _batches(
    opened: OpenLayer, encoding: str | None, mapping: FieldMapping
) -> Iterator[tuple[NDArray[np.object_], list[dict[str, str]]]]:
    columns = sorted({column.removeprefix("!") for column in mapping.fields.values()})
    for start in count(0, _BATCH):
        meta, _, wkb, values = pyogrio.raw.read(
            opened.where,
            layer=opened.layer,
            encoding=encoding,
            columns=columns,
            force_2d=True,
            skip_features=start,
            max_features=_BATCH,
        )
        named = dict(zip(meta["fields"], values, strict=True))
        texts = {column: [_text(value) for value in own] for column, own in named.items()}
        rows = [{column: own[number] for column, own in texts.items()} for number in range(len(wkb))]
        yield shapely.from_wkb(wkb), rows
        if len(wkb) < _BATCH:
            return


def _text(value: Any) -> str:
    """A field's value as one would write it: no ``nan`` for nothing, no ``1.0`` for one."""
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def projection(crs: str | None, datum: str, report: ImportReport) -> Callable[[Floats], Floats]:
    """From the layer's coordinates to lon/lat in WGS84."""
    if datum not in DATUMS:
        raise LayerFault("datum", f"坐标系只能是 {'、'.join(DATUMS)}")
    own = CRS.from_user_input(crs) if crs else None
    if own is None:
        report.add(Step.FOUND, "图层没有坐标系说明，按经纬度（WGS84）读取")
    project = Transformer.from_crs(own, _WGS84, always_xy=True) if own and not own.is_geographic else None

    def to_wgs84(xy: Floats) -> Floats:
        lon, lat = project.transform(xy[:, 0], xy[:, 1]) if project else xy.T
        if datum in _DATUMS:
            lon, lat = _DATUMS[datum](lon, lat)
        return np.column_stack([lon, lat])

    return to_wgs84


class _Collector:
    """Turns features into lines. Where the layer numbers its junctions, only those join roads; elsewhere places do."""

    def __init__(self, reader: TraitsReader, to_wgs84: Callable[[Floats], Floats]) -> None:
        self.reader, self.to_wgs84 = reader, to_wgs84
        self.builder = LinesBuilder()
        self.junctions: dict[str, int] = {}
        self.bends = count(-1, -1)

    def add(self, geometries: NDArray[np.object_], rows: list[dict[str, str]]) -> None:
        report = self.reader.report
        report.add(Step.READ, "图层要素", len(rows))
        for geometry, row in zip(geometries, rows, strict=True):
            parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "LineString"] if geometry else []
            courses = [self.to_wgs84(shapely.get_coordinates(part)) for part in parts if not part.is_empty]
            if not courses:
                report.add(Step.DROPPED, "没有线形的要素")
            elif not all(np.isfinite(xy).all() for xy in courses):
                report.add(Step.DROPPED, "坐标无效的要素")
            elif (found := self.reader.read(row)) is not None:
                self._add_feature(courses, self.reader.nodes(row), *found)

    def _add_feature(self, courses: list[Floats], ends: tuple[str, str], traits: Traits, way: int) -> None:
        numbers = [[next(self.bends) for _ in xy] for xy in courses]
        for own, place, name in ((numbers[0], 0, ends[0]), (numbers[-1], -1, ends[1])):
            if name:
                own[place] = self.junctions.setdefault(name, len(self.junctions))
        turn = -1 if way < 0 else 1
        for xy, own in zip(courses, numbers, strict=True):
            self.builder.add(traits, xy[::turn].ravel().tolist(), own[::turn])

    def lines(self) -> Lines:
        lines = self.builder.build(numbered=self.reader.mapping.numbered)
        if lines.numbered:
            return lines.with_nodes(lines.node - lines.node.min(initial=0))
        cells = np.rint(lines.xy / _KEY_DEGREES).astype(np.int64)
        _, node = np.unique(cells, axis=0, return_inverse=True)
        return lines.with_nodes(node.reshape(-1).astype(np.int64))
