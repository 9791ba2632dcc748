"""Closures close what they touch, for as long as they hold."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.incidents.models import ClosureKind
from app.incidents.roadstate import links_of, read_closure, road_state
from tests.small_district import BRIDGE, roads, square

NOW = datetime(2026, 7, 16, tzinfo=UTC)
NETWORK = roads()


@dataclass(frozen=True)
class Shut:
    kind: ClosureKind = ClosureKind.LINK
    link_id: str | None = BRIDGE
    geometry: dict[str, Any] | None = None
    speed_percent: int = 0
    until: datetime | None = None


def test_a_link_is_blocked_or_slowed() -> None:
    assert road_state(NETWORK, [Shut()], NOW).blocked == {BRIDGE}
    assert road_state(NETWORK, [Shut(speed_percent=40)], NOW).slowed == {BRIDGE: 0.4}


def test_blocked_wins_over_slowed_and_the_slower_over_the_slow() -> None:
    state = road_state(NETWORK, [Shut(speed_percent=40), Shut(speed_percent=70), Shut()], NOW)
    assert state.blocked == {BRIDGE} and state.slowed == {BRIDGE: 0.4}


def test_what_has_ended_is_open() -> None:
    assert not road_state(NETWORK, [Shut(until=NOW)], NOW).blocked
    assert road_state(NETWORK, [Shut(until=NOW + timedelta(hours=1))], NOW).blocked


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
    _, (fault,) = read_closure("", kind, link, geometry, NETWORK)
    assert fault.pointer == pointer and words in fault.detail


def test_without_a_road_layer_links_cannot_be_closed_but_areas_can() -> None:
    _, (fault,) = read_closure("", ClosureKind.LINK, BRIDGE, None, None)
    assert "道路图层" in fault.detail
    read, faults = read_closure("", ClosureKind.POLYGON, None, square(108, 108.1), None)
    assert not faults and read.geometry
