"""Where lines meet: clipping, cutting at junctions, joining ends that just miss, dropping doubles."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.importing.lines import Bools, Floats, Lines
from gis.importing.report import ImportReport, Step, position
from gis.plane import plane_of
from gis.roads import RoadClass

TOUCH_M = 0.5
"""An end so near to another road touches it, unless the layer numbers its junctions."""


def clip(lines: Lines, area: BaseGeometry | None, report: ImportReport) -> Lines:
    """The segments with a known position and at least one end in the area (all, without an area).

    Segments are kept whole, so that no road ends where there is no node.
    """
    known: Bools = np.asarray(np.isfinite(lines.xy).all(axis=1))
    inside: Bools = known.copy()
    if area is not None:
        shapely.prepare(area)
        inside[known] = shapely.intersects_xy(area, *lines.xy[known].T)
    moves = _moves(lines) & known[:-1] & known[1:]
    chosen = moves & (inside[:-1] | inside[1:])
    report.add(Step.DROPPED, "范围以外的路线折段", int(moves.sum() - chosen.sum()))
    return _runs(lines, chosen, np.zeros(len(lines.node), dtype=bool))


def split(lines: Lines) -> Lines:
    """Lines cut wherever two of them, or a line and itself, share a vertex; zero-length steps vanish."""
    _, inverse, times = np.unique(lines.node, return_inverse=True, return_counts=True)
    return _runs(lines, _moves(lines), times[inverse] > 1)


def _moves(lines: Lines) -> Bools:
    """Whether vertices i and i + 1 are a segment: of one line, and not the same node twice."""
    line_of = lines.line_of
    moves: Bools = (line_of[:-1] == line_of[1:]) & (lines.node[:-1] != lines.node[1:])
    return moves


def _runs(lines: Lines, chosen: Bools, stop: Bools) -> Lines:
    """The unbroken runs of chosen segments (i joins vertices i and i + 1), cut at the vertices of ``stop``."""
    if not len(chosen):
        return lines.keep(np.zeros(len(lines), dtype=bool))
    line_of = lines.line_of
    goes_on = chosen[:-1] & chosen[1:] & (line_of[:-2] == line_of[2:]) & ~stop[1:-1]
    first = np.flatnonzero(chosen & ~np.concatenate([[False], goes_on]))
    last = np.flatnonzero(chosen & ~np.concatenate([goes_on, [False]])) + 1
    return lines.cut(first, last)


def without_doubles(lines: Lines, report: ImportReport) -> Lines:
    """One line of those that run through the same vertices; the first stays, and a two-way one before a one-way one."""
    oneway = lines.flag("oneway")
    seen: set[bytes] = set()
    keep = np.ones(len(lines), dtype=bool)
    for line in np.argsort(oneway, kind="stable").tolist():
        course = lines.node[lines.offsets[line] : lines.offsets[line + 1]]
        there, back = course.tobytes(), course[::-1].tobytes()
        if there in seen:
            keep[line] = False
            report.add(Step.DROPPED, "重复的路线", example=lines.traits_of(line).name)
            continue
        seen.add(there)
        if not oneway[line]:
            seen.add(back)
    return lines.keep(keep)


@dataclass(frozen=True)
class _Insertion:
    """A new vertex of a line, ``along`` metres from its start."""

    along: float
    node: int
    xy: tuple[float, float]


class Joiner:
    """Finds ends that lie on or near another line, and crossings without a common vertex, and joins them."""

    def __init__(self, lines: Lines, report: ImportReport) -> None:
        self.lines, self.report = lines, report
        self.touch_m = 0.0 if lines.numbered else TOUCH_M
        plane = plane_of(lines.xy[:, 0], lines.xy[:, 1])
        self.flat: Floats = np.column_stack(plane.to_metres(lines.xy[:, 0], lines.xy[:, 1]))
        self.drawn = lines.drawn(self.flat)
        self.tree = shapely.STRtree(self.drawn)
        self.length = shapely.length(self.drawn)
        self.off_ground = lines.flag("off_ground")
        self.fast = np.array([one.road_class is RoadClass.EXPRESSWAY for one in lines.traits])[lines.trait]
        self.insertions: dict[int, list[_Insertion]] = defaultdict(list)
        self.same: dict[int, int] = {}

    def join_ends(self, gap_m: float) -> None:
        """Join each dead end to the nearest line within ``gap_m``, and every end to what it touches.

        An expressway is not joined to other roads over a gap, nor the end of a bridge or tunnel, which may lie above or
        below them; the middle of a bridge or tunnel is joined to nothing.
        """
        ends = np.concatenate([self.lines.first, self.lines.last])
        owners = np.tile(np.arange(len(self.lines)), 2)
        _, place, inverse, times = np.unique(
            self.lines.node[ends], return_index=True, return_inverse=True, return_counts=True
        )
        dead = times[inverse] == 1
        reach = np.where(dead & (self.length[owners] > 2 * gap_m), max(gap_m, self.touch_m), self.touch_m)
        place = place[reach[place] > 0]
        points = shapely.points(self.flat[ends[place]])
        which, target = self.tree.query(points, predicate="dwithin", distance=reach[place])
        away = shapely.distance(points[which], self.drawn[target])
        done: set[int] = set()
        for pair in np.lexsort((target, away, which)).tolist():
            end = int(place[which[pair]])
            if end in done or not self._may_join(int(ends[end]), int(owners[end]), int(target[pair]), away[pair]):
                continue
            done.add(end)
            self._join(int(ends[end]), int(target[pair]), float(away[pair]), gap_m)

    def _may_join(self, vertex: int, owner: int, target: int, away: float) -> bool:
        node = self.lines.node
        ends = node[self.lines.offsets[target]], node[self.lines.offsets[target + 1] - 1]
        if owner == target or node[vertex] in ends:
            return False
        return away <= self.touch_m or bool(self.fast[owner] == self.fast[target] and not self.off_ground[owner])

    def _join(self, vertex: int, target: int, away: float, gap_m: float) -> None:
        near = max(gap_m, TOUCH_M)
        along = float(shapely.line_locate_point(self.drawn[target], shapely.Point(self.flat[vertex])))
        node = int(self.lines.node[vertex])
        at_start, at_end = along <= near, self.length[target] - along <= near
        if at_start or at_end:
            own_end = self.lines.offsets[target] if at_start else self.lines.offsets[target + 1] - 1
            self._unite(node, int(self.lines.node[own_end]))
        elif self.off_ground[target]:
            return
        else:
            self.insertions[target].append(_Insertion(along, node, tuple(self.lines.xy[vertex].tolist())))
        where = position(*self.lines.xy[vertex].tolist())
        self.report.add(Step.CHANGED, "接上的断头或缺口" if away > 0.01 else "补上节点的丁字路口", example=where)

    def _unite(self, one: int, other: int) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self.same[max(one, other)] = min(one, other)

    def root(self, node: int) -> int:
        while node in self.same:
            node = self.same[node]
        return node

    def crossings(self, join: bool) -> None:
        """Two roads on the ground that cross without a common vertex: joined, or only reported."""
        first, second = self.tree.query(self.drawn, predicate="crosses")
        level = ~self.off_ground & ~self.fast
        chosen = (first < second) & level[first] & level[second]
        node = int(self.lines.node.max(initial=0)) + 1
        for one, other in zip(first[chosen].tolist(), second[chosen].tolist(), strict=True):
            met = shapely.get_parts(shapely.intersection(self.drawn[one], self.drawn[other]))
            for point in (part for part in met if part.geom_type == "Point"):
                ratio = [self._at(line, point) for line in (one, other)]
                if min(min(a, self.length[line] - a) for a, line in zip(ratio, (one, other), strict=True)) < TOUCH_M:
                    continue
                lonlat = self._lonlat(one, ratio[0])
                if join:
                    for line, along in zip((one, other), ratio, strict=True):
                        self.insertions[line].append(_Insertion(along, node, lonlat))
                    node += 1
                told = "补上节点的平面交叉" if join else "相交但没有公共节点，未连通（确为平交的请加 --join-crossings）"
                self.report.add(Step.CHANGED if join else Step.FOUND, told, example=position(*lonlat))

    def _at(self, line: int, point: BaseGeometry) -> float:
        return float(shapely.line_locate_point(self.drawn[line], point))

    def _lonlat(self, line: int, along: float) -> tuple[float, float]:
        """Position on a line ``along`` metres from its start, between the vertices around it."""
        start, stop = self.lines.offsets[line], self.lines.offsets[line + 1]
        steps = np.hypot(*np.diff(self.flat[start:stop], axis=0).T)
        at = np.concatenate([[0.0], np.cumsum(steps)])
        lon, lat = (np.interp(along, at, self.lines.xy[start:stop, axis]) for axis in (0, 1))
        return float(lon), float(lat)

    def joined(self) -> Lines:
        """The lines with everything found so far, to be split again."""
        lines = self.lines
        if self.insertions:
            lines = self._with_insertions()
        if self.same:
            old, inverse = np.unique(lines.node, return_inverse=True)
            new = np.array([self.root(node) for node in old.tolist()], dtype=np.int64)
            lines = lines.with_nodes(new[inverse])
        return lines

    def _with_insertions(self) -> Lines:
        places, nodes, positions = [], [], []
        for line, found in sorted(self.insertions.items()):
            start, stop = int(self.lines.offsets[line]), int(self.lines.offsets[line + 1])
            steps = np.hypot(*np.diff(self.flat[start:stop], axis=0).T)
            at = np.cumsum(steps)
            for one in sorted(found, key=lambda own: own.along):
                after = min(int(np.searchsorted(at, one.along)), len(at) - 1)
                places.append(start + after + 1)
                nodes.append(one.node)
                positions.append(one.xy)
        offsets = self.lines.offsets + np.searchsorted(np.array(places), self.lines.offsets, side="left")
        return Lines(
            np.insert(self.lines.xy, places, np.array(positions), axis=0),
            np.insert(self.lines.node, places, nodes),
            offsets,
            self.lines.trait,
            self.lines.traits,
            self.lines.numbered,
        )
