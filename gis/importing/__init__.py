"""Import of real road layers: OSM extracts, GeoJSON, Shapefile and GeoPackage become a ``RoadNetwork`` and a report."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
from shapely.geometry.base import BaseGeometry

from gis.importing.building import Provenance, build_network, report_traps, without_small_parts
from gis.importing.chains import merge_chains
from gis.importing.fields import FieldMapping
from gis.importing.lines import Lines
from gis.importing.noding import Joiner, clip, split, without_doubles
from gis.importing.pbf import read_pbf
from gis.importing.report import ImportReport, Step
from gis.importing.vector import DATUMS, VectorSource, read_vector
from gis.importing.waters import read_waters
from gis.layers import Extent, LayerFault, check_position
from gis.roads import RoadNetwork

__all__ = [
    "DATUMS",
    "FieldMapping",
    "Format",
    "ImportReport",
    "Imported",
    "Options",
    "Provenance",
    "Step",
    "VectorSource",
    "import_network",
    "read_waters",
]


class Format(StrEnum):
    PBF = "pbf"
    GEOJSON = "geojson"
    SHAPEFILE = "shapefile"
    GEOPACKAGE = "geopackage"


_SUFFIXES = {
    ".pbf": Format.PBF,
    ".osm": Format.PBF,
    ".geojson": Format.GEOJSON,
    ".json": Format.GEOJSON,
    ".shp": Format.SHAPEFILE,
    ".gpkg": Format.GEOPACKAGE,
    ".zip": Format.SHAPEFILE,
}


@dataclass(frozen=True)
class Options:
    """What to keep and how far to mend. ``area`` (WGS84) clips; ``within`` refuses coordinates that lie elsewhere.

    ``gap_m``: dead ends so near to another road are joined to it. ``least_part_km``: shorter parts without connection
    to the largest are dropped. ``simplify_m``: bends below it are not drawn.
    """

    area: BaseGeometry | None = None
    within: Extent | None = None
    gap_m: float = 2.0
    join_crossings: bool = False
    least_part_km: float = 1.0
    simplify_m: float = 2.0
    vector: VectorSource = field(default_factory=VectorSource)


@dataclass(frozen=True)
class Imported:
    network: RoadNetwork
    report: ImportReport


def format_of(path: Path) -> Format:
    """By the file's name; ``.gz`` around it does not matter."""
    name = path.with_suffix("") if path.suffix == ".gz" else path
    if name.suffix.lower() not in _SUFFIXES:
        raise LayerFault("format", f"看不出「{path.name}」的格式，请用 --format 指明：{'、'.join(Format)}")
    return _SUFFIXES[name.suffix.lower()]


def import_network(
    path: Path, provenance: Provenance, options: Options | None = None, kind: Format | None = None
) -> Imported:
    """Read, clip, join, and build. Anything that its giver must mend is a ``LayerFault``."""
    options = options or Options()
    if not path.is_file():
        raise LayerFault("file", f"没有文件「{path}」")
    report = ImportReport()
    lines = clip(_read(path, kind or format_of(path), options, report), options.area, report)
    if not len(lines):
        told = "；".join(map(str, [*report.of(Step.READ), *report.of(Step.DROPPED)]))
        raise LayerFault("file", f"没有读到可通行车辆的道路（{told}）；请检查范围、图层和字段")
    _check_extent(lines, options.within)
    lines = _joined(split(lines), options, report)
    lines = without_small_parts(lines, options.least_part_km, report)
    lines = merge_chains(lines, report)
    report_traps(lines, report)
    return Imported(build_network(lines, options.simplify_m, provenance, report), report)


def _read(path: Path, kind: Format, options: Options, report: ImportReport) -> Lines:
    if kind is not Format.PBF:
        return read_vector(path, options.vector, report)
    if options.area is None:
        return read_pbf(path, report)
    return read_pbf(path, report, Extent("范围", *options.area.bounds))


def _check_extent(lines: Lines, within: Extent | None) -> None:
    if within is None:
        return
    outside = (lines.xy < [within.west, within.south]) | (lines.xy > [within.east, within.north])
    if outside.any():
        lon, lat = lines.xy[int(np.flatnonzero(outside.any(axis=1))[0])].tolist()
        check_position("file", lon, lat, within)


def _joined(lines: Lines, options: Options, report: ImportReport) -> Lines:
    """Doubles dropped, then ends and crossings joined, then cut again at the new junctions."""
    lines = without_doubles(lines, report)
    joiner = Joiner(lines, report)
    joiner.join_ends(options.gap_m)
    joiner.crossings(options.join_crossings)
    return without_doubles(split(joiner.joined()), report)
