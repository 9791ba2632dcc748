"""Lines cut at their junctions → a road network with lengths, stable link ids and a report on its parts."""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np
import shapely
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gis.importing.lines import Floats, Ints, Lines
from gis.importing.report import ImportReport, Step, position
from gis.importing.traits import Traits
from gis.roads import RoadLink, RoadNetwork

_GEOD = Geod(ellps="WGS84")
_DIGITS = 6  # 0.1 m
_DEGREE_M = 111_000.0


@dataclass(frozen=True)
class Provenance:
    """What a layer is called, who made it and of which day it is; ``prefix`` begins every link id."""

    name: str
    source: str
    as_of: date
    prefix: str = ""


def without_small_parts(lines: Lines, least_km: float, report: ImportReport) -> Lines:
    """The lines without those parts that nothing joins to the largest one and that are shorter than ``least_km``."""
    if not len(lines):
        return lines
    metres = lengths_m(lines)
    part = _components(lines, directed=False)
    total = np.bincount(part, weights=metres)
    main = int(total.argmax())
    small = (total < least_km * 1000) & (np.arange(len(total)) != main)
    for number in np.argsort(-total, kind="stable").tolist():
        if number == main:
            continue
        example = f"{total[number] / 1000:.1f} 公里，{position(*_first(lines, part == number))}"
        if small[number]:
            report.add(Step.DROPPED, f"与主网不连通且不足 {least_km:g} 公里的部分", example=example)
        else:
            report.add(Step.FOUND, "与主网不连通的部分（已保留）", example=example)
    return lines.keep(~small[part])


def _first(lines: Lines, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[float, float]:
    lon, lat = lines.xy[lines.first[chosen][0]].tolist()
    return lon, lat


def report_traps(lines: Lines, report: ImportReport) -> None:
    """Count the lines that one-way rules let nobody reach and leave again."""
    if not len(lines):
        return
    part = _components(lines, directed=True)
    if (part < 0).all():
        return
    main = int(np.bincount(part[part >= 0]).argmax())
    reached = _components(lines, directed=False)
    inner = reached == reached[part == main][0]
    trapped = np.flatnonzero(inner & (part != main)).tolist()
    for line in trapped:
        report.add(Step.FOUND, "因单行规定只能进或只能出的路段", example=lines.traits_of(line).name)


def _components(lines: Lines, *, directed: bool) -> Ints:
    """Connected (strongly, if ``directed``) part of each line; -1 for a line between two parts."""
    nodes, ends = np.unique(np.concatenate([lines.node[lines.first], lines.node[lines.last]]), return_inverse=True)
    tail, head = ends[: len(lines)], ends[len(lines) :]
    both = ~lines.flag("oneway")
    rows, columns = np.concatenate([tail, head[both]]), np.concatenate([head, tail[both]])
    graph = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(nodes), len(nodes)))
    _, label = connected_components(graph, directed=directed, connection="strong" if directed else "weak")
    return np.where(label[tail] == label[head], label[tail], -1).astype(np.int64)


def lengths_m(lines: Lines) -> Floats:
    """Length of every line on the ellipsoid."""
    lon, lat = lines.xy.T
    _, _, steps = _GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    inside = lines.line_of[:-1] == lines.line_of[1:]
    metres: Floats = np.zeros(len(lines))
    np.add.at(metres, lines.line_of[:-1][inside], np.asarray(steps)[inside])
    return metres


def build_network(lines: Lines, simplify_m: float, provenance: Provenance, report: ImportReport) -> RoadNetwork:
    """The network; drawn lines lose the bends below ``simplify_m``, lengths are those of the whole line."""
    metres = np.maximum(np.rint(lengths_m(lines)), 1).astype(np.int64).tolist() if len(lines) else []
    nodes, first = np.unique(lines.node[np.concatenate([lines.first, lines.last])], return_index=True)
    ends = np.concatenate([lines.first, lines.last])
    xy = np.round(lines.xy[ends[first]], _DIGITS)
    start, end = (np.searchsorted(nodes, lines.node[side]).tolist() for side in (lines.first, lines.last))
    drawn = shapely.simplify(lines.drawn(), simplify_m / _DEGREE_M) if len(lines) else np.zeros(0, dtype=object)
    kept = int(shapely.get_num_coordinates(drawn).sum())
    report.add(Step.CHANGED, "图形简化掉的折点", len(lines.xy) - kept)
    used: dict[str, int] = {}
    links = tuple(
        _link(
            _identity(lines, line, provenance, used),
            lines.traits_of(line),
            drawn[line],
            start=start[line],
            end=end[line],
            length_m=metres[line],
        )
        for line in range(len(lines))
    )
    _summary(links, len(nodes), report)
    return RoadNetwork(provenance.name, provenance.source, provenance.as_of, xy[:, 0], xy[:, 1], links)


def _link(identity: str, traits: Traits, drawn: shapely.LineString, *, start: int, end: int, length_m: int) -> RoadLink:
    course = np.round(shapely.get_coordinates(drawn), _DIGITS).tolist()
    return RoadLink(
        identity,
        traits.name,
        start,
        end,
        length_m,
        traits.road_class,
        traits.oneway,
        traits.bridge,
        line=tuple((lon, lat) for lon, lat in course) if len(course) > 2 else None,
        tunnel=traits.tunnel,
        limit_kg=traits.limit_kg,
    )


def _identity(lines: Lines, line: int, provenance: Provenance, used: dict[str, int]) -> str:
    """An id made from the course of the line: a road that did not move keeps its id when its layer comes again."""
    course = np.rint(lines.xy[lines.offsets[line] : lines.offsets[line + 1]] * 1e5).astype(np.int64)
    traits = lines.traits_of(line)
    forward, backward = course.tobytes(), course[::-1].tobytes()
    mark = b">" if traits.oneway else b""
    digest = blake2b((forward if traits.oneway else min(forward, backward)) + mark, digest_size=6).hexdigest()
    again = used[digest] = used.get(digest, 0) + 1
    return f"{provenance.prefix}{digest}" + (f".{again}" if again > 1 else "")


def _summary(links: tuple[RoadLink, ...], nodes: int, report: ImportReport) -> None:
    report.add(Step.RESULT, "路段", len(links))
    report.add(Step.RESULT, "路口和端点", nodes)
    report.add(Step.RESULT, "总长（公里）", round(sum(link.length_m for link in links) / 1000))
    for told, count in (
        ("单行路段", sum(link.oneway for link in links)),
        ("桥梁", sum(link.bridge for link in links)),
        ("隧道", sum(link.tunnel for link in links)),
        ("限重路段", sum(link.limit_kg is not None for link in links)),
    ):
        report.add(Step.RESULT, told, count)
