"""Roads of an OpenStreetMap extract (``.osm.pbf``, ``.osm``)."""

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import osmium
from osmium.osm import NODE, WAY, Way

from gis.importing.damage import damage
from gis.importing.lines import Lines, LinesBuilder
from gis.importing.report import ImportReport, Step
from gis.importing.traits import direction, osm_traits
from gis.layers import Extent, LayerFault

_NOWHERE = float("nan")


def read_pbf(path: Path, report: ImportReport, within: Extent | None = None) -> Lines:
    """Every way that vehicles may use and that has a vertex ``within``.

    Positions of nodes wait in a file beside the run, so that memory grows with the roads kept and not with the extract.
    Ways meet at common nodes only: on the map, streets and the tunnels below them lie on top of each other.
    A node that the extract lacks has no position (NaN); clipping cuts the line there.
    """
    builder = LinesBuilder()
    with TemporaryDirectory(prefix="yingcang-osm-") as folder:
        ways = (
            osmium.FileProcessor(str(path), NODE | WAY)
            .with_locations(f"sparse_file_array,{Path(folder) / 'nodes'}")
            .with_filter(osmium.filter.EntityFilter(WAY))
            .with_filter(osmium.filter.KeyFilter("highway"))
        )
        try:
            for way in ways:
                if isinstance(way, Way):
                    _add(builder, way, report, within)
        except RuntimeError as error:
            raise LayerFault("file", damage(path, str(error))) from None
    return builder.build(numbered=True)


def _add(builder: LinesBuilder, way: Way, report: ImportReport, within: Extent | None) -> None:
    report.add(Step.READ, "OSM 道路（way）")
    tags = way.tags
    found = osm_traits(
        lambda key: tags.get(key) or "", lambda why, example: report.add(Step.DROPPED, why, example=example)
    )
    if found is None:
        return
    xy, refs = _course(way)
    if within is not None and not any(map(within.contains, xy[::2], xy[1::2])):
        report.add(Step.DROPPED, "范围以外的道路")
        return
    report.add(Step.DROPPED, "数据中缺少坐标的折点", sum(map(math.isnan, xy[::2])))
    traits, way_of_travel = found
    if direction(tags.get("oneway") or "") is None:  # ``reversible``: the hour decides
        report.add(Step.FOUND, "无法识别的单行方向，按双向处理", example=tags["oneway"])
    if traits.limit_kg is None and tags.get("maxweight"):
        report.add(Step.FOUND, "无法识别的限重，按不限重处理", example=tags["maxweight"])
    if way_of_travel < 0:
        refs.reverse()
        xy = [value for start in range(len(xy) - 2, -1, -2) for value in xy[start : start + 2]]
    builder.add(traits, xy, refs)


def _course(way: Way) -> tuple[list[float], list[int]]:
    """Positions (lon, lat, lon, …) and numbers of a way's nodes."""
    xy: list[float] = []
    refs: list[int] = []
    for node in way.nodes:
        located = node.location
        xy += (located.lon, located.lat) if located.valid() else (_NOWHERE, _NOWHERE)
        refs.append(node.ref)
    return xy, refs
