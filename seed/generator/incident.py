"""The demo incident: a flood that relocates exactly 6,000 people from named villages. A made-up case.

Villages: those nearest to the district's rivers, at most one and a half kilometres away, an equal number on each river
that has them. Roads: two bridges that leave every hit village a way out, one mountain road that cuts some other
villages off, and the main roads in the flooded strip at half speed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import shapely
from shapely.geometry.base import BaseGeometry

from gis.hazard import block, links_hit
from gis.isolation import isolated
from gis.layers import to_geojson
from gis.roads import TRUCK, RoadClass, RoadLink
from gis.snapping import Place, Snap, snap
from seed.generator.landscape import Landscape
from seed.generator.records import AffectedRecord, ClosedLink, IncidentRecord
from seed.generator.reference import River
from seed.generator.scene import Scene
from seed.generator.shares import split
from seed.generator.villages import Village

PEOPLE = 6000
_VILLAGES = 22
_REACH_M = 1500.0
_STRIP_M = 700.0
_ALONG_M = 1800.0
_AT_LEAST = 60
_SPECIAL = {"elderly": 0.04, "disabled": 0.012, "infants": 0.015, "patients": 0.005}
_BRIDGES, _SLOWED = 2, 6
_CUT_OFF = range(2, 15)

SHANGHAI = ZoneInfo("Asia/Shanghai")
STARTED, PLANNED = time(5, 0), time(7, 0)


@dataclass(frozen=True)
class Strip:
    """The flooded strip of one river, on the plane."""

    river: str
    flat: BaseGeometry


def build_incident(scene: Scene) -> IncidentRecord:
    """The disaster began early on the day before the demo date; the plan counts from two hours later."""
    day = scene.demo_date - timedelta(days=1)
    started, planned = (datetime.combine(day, at, SHANGHAI).astimezone(UTC) for at in (STARTED, PLANNED))
    hit = _hit_villages(scene.land)
    strips = _strips(hit)
    rivers = "、".join(strip.river for strip in strips)
    unflatten = scene.reference.plane.unflatten
    return IncidentRecord(
        name=f"{scene.profile.name}{rivers}洪涝（演示）",
        kind="flood",
        level="II",
        started_at=started,
        plan_from=planned,
        description=f"合成情景：{rivers}水位上涨，沿岸 {len(hit)} 个村（社区）需转移 {PEOPLE} 人。",
        areas=tuple((f"{strip.river}沿岸淹没区（合成）", to_geojson(unflatten(strip.flat))) for strip in strips),
        villages=tuple(_affected([village for village, _ in hit])),
        closures=tuple(_closures(scene.land, [village for village, _ in hit], strips)),
    )


def _hit_villages(land: Landscape) -> list[tuple[Village, River]]:
    """Villages by distance to their nearest river, taken from the rivers in turn."""
    rivers = [river for river in land.reference.rivers if river.name in land.reference.profile.incident_rivers]
    queues: dict[str, list[tuple[float, str, Village, River]]] = {river.name: [] for river in rivers}
    for village in land.villages:
        point = shapely.Point(village.x, village.y)
        near = min(rivers, key=lambda river: float(point.distance(river.flat)))
        away = float(point.distance(near.flat))
        if away <= _REACH_M:
            queues[near.name].append((away, village.name.code, village, near))
    ordered = [sorted(queue, key=lambda row: row[:2]) for queue in queues.values()]
    turns = [queue[turn] for turn in range(_VILLAGES) for queue in ordered if turn < len(queue)]
    return sorted(((row[2], row[3]) for row in turns[:_VILLAGES]), key=lambda pair: pair[0].name.code)


def _strips(hit: Sequence[tuple[Village, River]]) -> list[Strip]:
    """The river near its hit villages, 700 m to each side."""
    strips = []
    for name in dict.fromkeys(river.name for _, river in hit):
        own = [(village, river) for village, river in hit if river.name == name]
        near = shapely.union_all([shapely.Point(village.x, village.y).buffer(_ALONG_M) for village, _ in own])
        strip = shapely.intersection(own[0][1].flat, near).buffer(_STRIP_M)
        strips.append(Strip(name, shapely.simplify(strip, 30.0)))
    return strips


def _affected(villages: Sequence[Village]) -> list[AffectedRecord]:
    """Exactly ``PEOPLE``, in proportion to the villages' populations."""
    people = split(PEOPLE, [float(village.population) for village in villages], at_least=_AT_LEAST)
    return [
        AffectedRecord(village.name.code, count, **{kind: int(count * share) for kind, share in _SPECIAL.items()})
        for village, count in zip(villages, people, strict=True)
    ]


def _closures(land: Landscape, hit: Sequence[Village], strips: Sequence[Strip]) -> list[ClosedLink]:
    network, seat = land.roads.network, land.reference.seat
    places = [Place(village.name.code, village.name.name, village.lon, village.lat) for village in land.villages]
    snaps = snap(network, [Place(seat.code, seat.name, seat.lon, seat.lat), *places]).require()
    judge = _Judge(land, snaps, frozenset(village.name.code for village in hit))
    closed: list[str] = []
    for link in network.links:
        on_main_road = link.bridge and link.road_class in (RoadClass.CLASS_2, RoadClass.CLASS_3)
        if len(closed) < _BRIDGES and on_main_road and not judge.cut_off([*closed, link.id]):
            closed.append(link.id)
    slide = next(
        (link.id for link in network.links if _mountain_road(link) and judge.cuts_only_others([*closed, link.id])), None
    )
    water = land.reference.plane.unflatten(shapely.union_all([strip.flat for strip in strips]))
    wet = [network.links[network.index[link]] for link in links_hit(network, water)]
    slowed = [link.id for link in wet if _main_road(link) and link.id not in closed][:: max(1, len(wet) // 40)]
    rows = [ClosedLink(link, f"{network.links[network.index[link]].name}桥面过水，封闭") for link in closed]
    rows += [ClosedLink(slide, "山体滑坡，道路中断")] if slide else []
    return rows + [ClosedLink(link, "路面积水，限速通行", 50) for link in slowed[:_SLOWED]]


def _main_road(link: RoadLink) -> bool:
    return not link.bridge and link.road_class in (RoadClass.CLASS_2, RoadClass.CLASS_3)


def _mountain_road(link: RoadLink) -> bool:
    return not link.bridge and link.road_class is RoadClass.CLASS_4 and "—" in link.name


@dataclass(frozen=True)
class _Judge:
    """Who is cut off from the district seat when some links are closed."""

    land: Landscape
    snaps: Mapping[str, Snap]
    hit: frozenset[str]

    def cut_off(self, links: Sequence[str]) -> frozenset[str]:
        home = self.snaps[self.land.reference.seat.code]
        found = isolated(self.land.roads.network, TRUCK, block(links), [home], list(self.snaps.values()))
        return frozenset(isolation.place for isolation in found)

    def cuts_only_others(self, links: Sequence[str]) -> bool:
        """A few villages, none of them to be relocated."""
        cut = self.cut_off(links)
        return len(cut) in _CUT_OFF and not cut & self.hit
