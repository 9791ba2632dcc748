"""Persons supported is the largest number for which every essential line is enough."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.planning.gap import NOTHING, Ratio, Stock, stock_gap, summed, whole_duration, whole_packages

TENT, BED, WATER = (UUID(int=number) for number in (1, 2, 3))
KIT = [
    Ratio(TENT, "帐篷", "顶", 1, 4, indoor_replaces=True),
    Ratio(BED, "折叠床", "张", 1, 1),
    Ratio(WATER, "饮用水", "L", 9, 1),
]


def stocks(tents: int, beds: int, litres: int) -> dict[UUID, Stock]:
    return {TENT: Stock(tents), BED: Stock(beds), WATER: Stock(litres)}


def test_the_scarcest_line_sets_the_number() -> None:
    gap = stock_gap(KIT, stocks(50, 180, 1899), target=200, indoor_places=0)
    assert (gap.persons, gap.gap) == (180, 20)
    assert [line.ratio.name for line in gap.limiting] == ["折叠床"]
    assert [line.lacking for line in gap.lines] == [0, 20, 0]


def test_a_litre_too_little_is_a_person_less() -> None:
    assert stock_gap(KIT, stocks(50, 200, 1799), target=200, indoor_places=0).persons == 199


def test_indoor_places_stand_in_for_tents_only() -> None:
    gap = stock_gap(KIT, stocks(10, 100, 900), target=200, indoor_places=60)
    assert gap.persons == 100
    assert [line.lacking for line in gap.lines] == [25, 100, 900]


def test_nothing_supports_nobody() -> None:
    gap = stock_gap(KIT, {}, target=200, indoor_places=0)
    assert gap.persons == 0 and len(gap.limiting) == 3
    assert stock_gap([], {}, target=200, indoor_places=50).persons == 0


def test_a_target_that_is_met_asks_for_nothing() -> None:
    gap = stock_gap(KIT, stocks(50, 200, 1800), target=200, indoor_places=0)
    assert gap.gap == 0 and not any(line.lacking for line in gap.lines)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 4000), st.integers(0, 300), st.integers(1, 400))
def test_the_number_is_covered_and_one_more_is_not(
    tents: int, beds: int, litres: int, indoor: int, target: int
) -> None:
    held = stocks(tents, beds, litres)
    gap = stock_gap(KIT, held, target=target, indoor_places=indoor)

    def covered(persons: int) -> bool:
        return all(ratio.required(persons, indoor) <= held[ratio.item].usable for ratio in KIT)

    assert covered(gap.persons) and not covered(gap.persons + 1)
    filled = {line.ratio.item: Stock(line.stock.usable + line.lacking) for line in gap.lines}
    assert stock_gap(KIT, filled, target=target, indoor_places=indoor).persons >= target


def test_ratios_over_the_whole_kit() -> None:
    assert whole_duration(units=3, people=1, per_day=True, days=3, first_day=None) == (9, 1)
    assert whole_duration(units=1, people=20, per_day=False, days=3, first_day=(1, 50)) == (1, 20)
    assert whole_duration(units=3, people=1, per_day=True, days=3, first_day=(1, 1)) == (7, 1)


def test_stocks_of_several_sites_add_up() -> None:
    total = summed([(BED, Stock(3, floor=1)), (BED, Stock(4, reserved=2)), (TENT, NOTHING)])
    assert total == {BED: Stock(7, floor=1, reserved=2), TENT: NOTHING}


def test_one_buys_whole_packages() -> None:
    assert [whole_packages(pieces, 20) for pieces in (0, 1, 20, 21)] == [0, 20, 20, 40]
