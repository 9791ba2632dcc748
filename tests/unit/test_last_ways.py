"""Villages whose road closes within a plan are named with the hour until which they can be reached."""

from dataclasses import replace
from datetime import timedelta

from app.incidents.facts import VillageFacts
from app.incidents.lastways import last_ways
from gis.snapping import Place
from tests.small_district import LATITUDE, VILLAGES
from tests.unit.test_road_state import DAY, NETWORK, NOW, Shut

DEPOT = [Place("depot", "区级库", 108.00, LATITUDE)]
MOVED = [
    VillageFacts(code, name, code[:9], "", lon, LATITUDE, people, people, 0)
    for name, (code, lon, people) in VILLAGES.items()
]
HOUR = timedelta(hours=1)


def told(*closures: Shut) -> tuple[str, ...]:
    return last_ways(NETWORK, MOVED, closures, DAY, DEPOT)


def test_villages_that_are_cut_off_later_are_told_with_the_hour() -> None:
    assert told(Shut(since=NOW + 4 * HOUR)) == (
        "丙村、丁村：12:00 起道路中断，此前车辆仍可到达；本方案按一直中断计算，请研究抢在此前转移",
    )


def test_each_village_is_told_once_at_the_first_hour() -> None:
    first, second = told(Shut(link_id="L3", since=NOW + 2 * HOUR), Shut(since=NOW + 5 * HOUR))
    assert first.startswith("丁村：10:00 起") and second.startswith("丙村：13:00 起")


def test_nothing_is_told_of_villages_that_are_cut_off_already_or_never() -> None:
    assert told(Shut(), Shut(since=NOW + 4 * HOUR)) == ()
    assert told(Shut(since=NOW + 4 * HOUR, speed_percent=50)) == ()
    assert told(Shut(since=NOW + 4 * HOUR, limit_kg=20_000)) == ()
    assert told(Shut(until=NOW + HOUR)) == told(Shut(since=DAY.end)) == ()


def test_a_village_whose_place_is_not_known_is_left_out() -> None:
    unplaced = [replace(row, lon=None) for row in MOVED]
    assert last_ways(NETWORK, unplaced, [Shut(since=NOW + HOUR)], DAY, DEPOT) == ()
