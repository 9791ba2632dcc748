"""Villages become groups, kits become dated lines."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.models import NeedBasis, Season
from app.dispatch.needs import KitNeed, groups_of, kit_lines, season_of, shares

WATER = KitNeed(
    item="water",
    name="饮用水",
    basis=NeedBasis.PER_DAY,
    units=3,
    people=1,
    first_day_units=None,
    first_day_people=None,
    essential=True,
    life_critical=True,
    weight=5,
    outdoor_only=False,
)


@given(people=st.integers(1, 5000), special=st.integers(0, 6000), size=st.integers(1, 500))
def test_groups_keep_every_person_and_stay_small(people: int, special: int, size: int) -> None:
    groups = groups_of("v", name="某村", township="t", location="l", people=people, special=special, group_people=size)
    assert sum(group.people for group in groups) == people
    assert sum(group.special for group in groups) == min(special, people)
    assert all(group.people <= size and group.special <= group.people for group in groups)
    assert len({group.id for group in groups}) == len(groups)


def test_a_small_village_stays_whole() -> None:
    (group,) = groups_of("v", name="某村", township="t", location="l", people=300, special=9, group_people=300)
    assert (group.id, group.name, group.people) == ("v", "某村", 300)


def test_daily_goods_are_due_day_one_and_the_rest_later() -> None:
    first, rest = kit_lines([WATER], days=3, first_due_s=36_000, later_due_s=86_400)
    assert (first.units, first.people, first.due_s, first.first_day) == (3, 1, 36_000, True)
    assert (rest.units, rest.people, rest.due_s, rest.first_day) == (6, 1, 86_400, False)


def test_a_first_day_ratio_leaves_the_difference_for_later() -> None:
    toilets = replace(WATER, basis=NeedBasis.DURABLE, units=1, people=20, first_day_units=1, first_day_people=50)
    first, rest = kit_lines([toilets], days=3, first_due_s=1, later_due_s=2)
    assert (first.units, first.people) == (1, 50)
    assert (rest.units, rest.people) == (3, 100)


def test_durables_come_once() -> None:
    (line,) = kit_lines(
        [replace(WATER, basis=NeedBasis.DURABLE, units=1, people=4)], days=3, first_due_s=1, later_due_s=2
    )
    assert (line.units, line.people, line.first_day) == (1, 4, True)


def test_what_is_not_essential_waits() -> None:
    (line,) = kit_lines([replace(WATER, essential=False)], days=3, first_due_s=1, later_due_s=2)
    assert (line.units, line.due_s, line.first_day) == (9, 2, False)


@pytest.mark.parametrize(("month", "season"), [(1, Season.WINTER), (3, Season.WINTER), (7, Season.SUMMER)])
def test_seasons(month: int, season: Season) -> None:
    assert season_of(date(2026, month, 15)) is season


@given(total=st.integers(0, 10_000), parts=st.integers(1, 50))
def test_shares_differ_by_one_at_most(total: int, parts: int) -> None:
    pieces = shares(total, parts)
    assert sum(pieces) == total and max(pieces) - min(pieces) <= 1
