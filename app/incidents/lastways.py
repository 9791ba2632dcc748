"""Villages whose way out closes while a plan runs: until then they can still be reached by road."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.incidents.access import unreachable
from app.incidents.facts import VillageFacts
from app.incidents.roadstate import RoadClosure, Window, in_force, road_state
from app.incidents.roadwords import clock_words, shown
from gis.network import Closures
from gis.roads import RoadNetwork
from gis.snapping import Place

_NAMED = 5


def last_ways(
    network: RoadNetwork,
    villages: Sequence[VillageFacts],
    closures: Iterable[RoadClosure],
    window: Window,
    anchors: Sequence[Place],
) -> tuple[str, ...]:
    """One line per moment within the window at which roads close and cut villages off that nothing cuts off before.

    A plan takes those villages for cut off from the beginning: the line tells whoever could still fetch them.
    """
    closures = tuple(closures)
    later = sorted({one.since for one in in_force(closures, window) if one.since > window.start})
    places = [
        Place(row.division, row.name, row.lon, row.lat)
        for row in villages
        if row.lon is not None and row.lat is not None
    ]
    if not later or not places or not anchors:
        return ()
    known = unreachable(network, _state(network, closures, window.start), anchors, places)
    lines = []
    for moment in later:
        cut = unreachable(network, _state(network, closures, moment), anchors, places)
        if newly := [place.name for place in places if place.id in cut - known]:
            lines.append(_words(newly, clock_words(moment, window)))
        known |= cut
    return tuple(lines)


def _state(network: RoadNetwork, closures: Iterable[RoadClosure], at: datetime) -> Closures:
    return road_state(network, closures, Window(at, at + timedelta.resolution))


def _words(names: Sequence[str], clock: str) -> str:
    who = shown(names, "个村（社区）", _NAMED)
    return f"{who}：{clock} 起道路中断，此前车辆仍可到达；本方案按一直中断计算，请研究抢在此前转移"
