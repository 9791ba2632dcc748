"""Closures close what they touch, for as long as they hold."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.incidents.models import ClosureKind, RoadStructure
from app.incidents.roadstate import Window, links_of, read_closure, road_state
from app.incidents.roadwords import road_words
from app.roads.models import RoadClass
from tests.small_district import BRIDGE, roads, square

NOW = datetime(2026, 7, 16, tzinfo=UTC)
DAY = Window(NOW, NOW + timedelta(days=1))
NETWORK = roads()


@dataclass(frozen=True)
class Shut:
    kind: ClosureKind = ClosureKind.LINK
    link_id: str | None = BRIDGE
    geometry: dict[str, Any] | None = None
    speed_percent: int = 0
    since: datetime = NOW
    until: datetime | None = None
    structure: RoadStructure | None = None
    road_class: RoadClass | None = None
    limit_kg: int | None = None
    reason: str = "塌方"


def test_a_link_is_blocked_or_slowed() -> None:
    assert road_state(NETWORK, [Shut()], DAY).blocked == {BRIDGE}
    assert road_state(NETWORK, [Shut(speed_percent=40)], DAY).slowed == {BRIDGE: 0.4}


def test_blocked_wins_over_slowed_and_the_slower_over_the_slow() -> None:
    state = road_state(NETWORK, [Shut(speed_percent=40), Shut(speed_percent=70), Shut()], DAY)
    assert state.blocked == {BRIDGE} and state.slowed == {BRIDGE: 0.4}


def test_a_closure_counts_for_the_whole_window_once_it_holds_at_any_moment_of_it() -> None:
    hour = timedelta(hours=1)
    assert not road_state(NETWORK, [Shut(since=NOW - hour, until=NOW)], DAY).blocked
    assert road_state(NETWORK, [Shut(until=NOW + hour)], DAY).blocked
    assert road_state(NETWORK, [Shut(since=DAY.end - hour)], DAY).blocked
    assert not road_state(NETWORK, [Shut(since=DAY.end)], DAY).blocked


def test_a_weight_limit_keeps_out_the_heavy_and_may_slow_the_rest() -> None:
    state = road_state(NETWORK, [Shut(limit_kg=3500), Shut(limit_kg=500, speed_percent=50)], DAY)
    assert (state.blocked, state.limited, state.slowed) == (frozenset(), {BRIDGE: 500}, {BRIDGE: 0.5})
    assert state.barred(12_000) == {BRIDGE} and not state.barred(300)


def test_bridges_tunnels_and_classes_of_an_area_or_the_district() -> None:
    area = square(108.0, 108.06)
    assert links_of(NETWORK, Shut(ClosureKind.POLYGON, None, area, structure=RoadStructure.BRIDGE)) == (BRIDGE,)
    assert links_of(NETWORK, Shut(ClosureKind.DISTRICT, None, structure=RoadStructure.BRIDGE)) == (BRIDGE,)
    assert links_of(NETWORK, Shut(ClosureKind.DISTRICT, None, structure=RoadStructure.TUNNEL)) == ()
    assert links_of(NETWORK, Shut(ClosureKind.DISTRICT, None, road_class=RoadClass.CLASS_3)) == tuple(NETWORK.index)
    assert links_of(NETWORK, Shut(ClosureKind.DISTRICT, None, road_class=RoadClass.VILLAGE)) == ()
    assert links_of(NETWORK, Shut(ClosureKind.DISTRICT, None, speed_percent=50)) == tuple(NETWORK.index)


def test_a_plan_says_which_roads_open_or_close_within_it() -> None:
    noon, late = NOW + timedelta(hours=4), DAY.end + timedelta(days=3)
    name = NETWORK.links[NETWORK.index[BRIDGE]].name
    assert road_words(NETWORK, [Shut(until=late)], DAY) == (name,)
    assert road_words(NETWORK, [Shut(until=noon)], DAY) == (f"{name}（中断，12:00 恢复，本方案按全程中断计算）",)
    later = Shut(since=noon, until=noon + timedelta(hours=14), limit_kg=500)
    assert road_words(NETWORK, [later], DAY) == (
        f"{name}（限重 500 千克，12:00 起、7 月 17 日 02:00 恢复，本方案按全程限行计算）",
    )
    assert road_words(NETWORK, [Shut(since=DAY.end)], DAY) == ()


def test_a_plan_names_roads_that_should_be_open_again_but_that_nobody_has_reported_open() -> None:
    name = NETWORK.links[NETWORK.index[BRIDGE]].name
    over = Shut(since=NOW - timedelta(hours=12), until=NOW - timedelta(hours=1))
    assert not road_state(NETWORK, [over], DAY).blocked
    assert road_words(NETWORK, [over], DAY) == (f"{name}（原中断，预计 07:00 已恢复，本方案按已通行计算，请先核实）",)


def test_a_drawn_area_hits_the_links_inside() -> None:
    drawn = Shut(ClosureKind.POLYGON, None, square(108.01, 108.03))
    assert links_of(NETWORK, drawn) == ("L1", BRIDGE)


def test_a_link_that_the_layer_lost_closes_nothing() -> None:
    assert links_of(NETWORK, Shut(link_id="L99")) == ()


@pytest.mark.parametrize(
    ("kind", "link", "geometry", "pointer", "words"),
    [
        (ClosureKind.LINK, None, None, "/link_id", "请选择"),
        (ClosureKind.LINK, "L99", None, "/link_id", "没有路段 L99"),
        (ClosureKind.LINE, None, None, "/geometry", "画出"),
        (ClosureKind.LINE, None, square(108, 108.1), "/geometry", "需要一条线"),
        (ClosureKind.POLYGON, None, {"type": "Point", "coordinates": [108, 31]}, "/geometry", "需要一个面"),
        (ClosureKind.POLYGON, None, square(31, 31.1, 108, 108.1), "/geometry", "填反"),
    ],
)
def test_bad_closures_name_field_and_remedy(
    kind: ClosureKind, link: str | None, geometry: dict[str, Any] | None, pointer: str, words: str
) -> None:
    _, (fault,) = read_closure("", Shut(kind, link, geometry), NETWORK)
    assert fault.pointer == pointer and words in fault.detail


@pytest.mark.parametrize(
    ("closure", "pointer", "words"),
    [
        (Shut(structure=RoadStructure.BRIDGE), "/structure", "请清除此项"),
        (Shut(road_class=RoadClass.CLASS_4), "/road_class", "请清除此项"),
        (Shut(ClosureKind.DISTRICT, None), "/kind", "不能中断全区所有道路"),
    ],
)
def test_senseless_narrowing_is_refused(closure: Shut, pointer: str, words: str) -> None:
    _, (fault,) = read_closure("", closure, NETWORK)
    assert fault.pointer == pointer and words in fault.detail


def test_without_a_road_layer_links_cannot_be_closed_but_areas_can() -> None:
    _, (fault,) = read_closure("", Shut(), None)
    assert "道路图层" in fault.detail
    read, faults = read_closure("", Shut(ClosureKind.POLYGON, None, square(108, 108.1)), None)
    assert not faults and read.geometry
