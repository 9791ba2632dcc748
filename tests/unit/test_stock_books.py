"""The pure parts of stock: effects, allocation order, books and package words."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.packages import Package, in_packages, levels
from app.inventory.allocation import Candidate, allocate
from app.inventory.books import Books, LotFacts, Step, Taking, lowest_since, net_changes, settle, take
from app.inventory.effects import EFFECTS, NUMBER_PREFIX, End, Key, effect_of, is_bounded, movements
from app.inventory.models import Condition, DocumentKind, Owner, Reason
from app.sites.models import VIRTUAL_SITES, SiteKind

HERE, THERE, ITEM = UUID(int=1), UUID(int=2), UUID(int=3)


def key(lot: int, *, site: UUID = HERE, bin_: UUID | None = None, owner: Owner = Owner.DISTRICT) -> Key:
    return Key(site, bin_ or site, ITEM, UUID(int=100 + lot), owner, Condition.USABLE)


def candidate(lot: int, free: int, expires: date | None = None, made: date | None = None, bin_: str = "-") -> Candidate:
    return Candidate(key(lot), free, expires, made, bin_)


def books(*stocks: tuple[Key, int], expires: dict[UUID, date] | None = None) -> Books:
    dates = expires or {}
    return Books(
        on=date(2026, 11, 22),
        on_hand=dict(stocks),
        reserved={},
        lots={one.lot: LotFacts(ITEM, f"L{one.lot.int}", one.owner, None, dates.get(one.lot)) for one, _ in stocks},
        bins={HERE: "-", THERE: "-"},
        packages={},
        units={ITEM: "张"},
    )


def taking(quantity: int, **options: object) -> Taking:
    given_ = {"line": 1, "site": HERE, "item": ITEM, "lot": None, "bin": None, "condition": Condition.USABLE}
    return Taking(**{**given_, "quantity": quantity, "serviceable": True, "to_site": THERE, **options})


def test_every_kind_has_reasons_and_a_number() -> None:
    assert set(EFFECTS) == set(NUMBER_PREFIX) == set(DocumentKind)
    assert all(EFFECTS.values())
    assert {reason for reasons in EFFECTS.values() for reason in reasons} == set(Reason)


def test_every_effect_touches_the_site_of_its_document() -> None:
    for reasons in EFFECTS.values():
        for effect in reasons.values():
            assert End.HERE in (effect.source, effect.target)


def test_what_goes_to_people_is_serviceable_and_what_is_scrapped_need_not_be() -> None:
    issue, disposal = (
        effect_of(DocumentKind.ISSUE, Reason.DISTRIBUTION),
        effect_of(DocumentKind.DISPOSAL, Reason.EXPIRED),
    )
    assert issue and issue.serviceable
    assert disposal and not disposal.serviceable
    assert effect_of(DocumentKind.RECEIPT, Reason.DISTRIBUTION) is None


def test_a_transfer_passes_transit_and_leaves_nothing_there() -> None:
    entries = movements(1, 5, key(1), key(1, site=THERE), through_transit=True)
    changes = net_changes([Step(*entry) for entry in entries])
    assert changes == {key(1): -5, key(1, site=VIRTUAL_SITES[SiteKind.TRANSIT]): 0, key(1, site=THERE): 5}


def test_only_the_world_outside_may_owe_goods() -> None:
    owing = {kind for kind, site in VIRTUAL_SITES.items() if not is_bounded(key(1, site=site))}
    assert owing == {SiteKind.SUPPLIER, SiteKind.DONOR, SiteKind.UPPER_LEVEL, SiteKind.LOSS}


def test_first_expiry_goes_first_and_undated_goods_last() -> None:
    stocks = [candidate(1, 10), candidate(2, 10, date(2030, 1, 1)), candidate(3, 10, date(2028, 1, 1))]
    assert allocate(25, stocks) == [(key(3), 10), (key(2), 10), (key(1), 5)]


def test_whole_packages_go_before_a_package_is_broken() -> None:
    stocks = [candidate(1, 30, bin_="A"), candidate(2, 25, bin_="B")]
    assert allocate(45, stocks, package=20) == [(key(1), 25), (key(2), 20)]
    assert allocate(5, stocks, package=20) == [(key(1), 5)]
    assert allocate(40, stocks, package=20) == [(key(1), 20), (key(2), 20)]


def test_equal_goods_go_by_bin_then_age() -> None:
    stocks = [
        candidate(1, 10, bin_="B"),
        candidate(2, 10, made=date(2024, 1, 1), bin_="A"),
        candidate(3, 10, made=date(2023, 1, 1), bin_="A"),
    ]
    assert [pick for pick, _ in allocate(30, stocks)] == [key(3), key(2), key(1)]


@given(
    quantity=st.integers(1, 300),
    package=st.integers(1, 30),
    stocks=st.lists(st.tuples(st.integers(0, 80), st.sampled_from([None, 2027, 2028])), max_size=6),
)
def test_allocation_takes_exactly_and_breaks_at_most_one_package(
    quantity: int, package: int, stocks: list[tuple[int, int | None]]
) -> None:
    candidates = [candidate(lot, free, date(year, 1, 1) if year else None) for lot, (free, year) in enumerate(stocks)]
    free = {one.key: one.free for one in candidates}
    picks = dict(allocate(quantity, candidates, package=package))
    assert sum(picks.values()) == min(quantity, sum(free.values()))
    assert all(0 < units <= free[pick] for pick, units in picks.items())
    broken = sum(1 for pick, units in picks.items() if free[pick] % package < units % package)
    assert broken <= 1
    taken_years = [one.expires_on or date.max for one in candidates if one.key in picks]
    left_years = [one.expires_on or date.max for one in candidates if picks.get(one.key, 0) < one.free]
    assert not taken_years or not left_years or max(taken_years) <= min(left_years)


def test_lines_of_one_document_share_what_is_there() -> None:
    steps, faults = take(books((key(1), 10)), [taking(6), taking(6, line=2)])
    assert [(step.line, step.quantity) for step in steps] == [(1, 6)]
    assert [(fault.pointer, fault.detail) for fault in faults] == [
        ("/lines/1/quantity", "可用 4 张，不足 6 张（在库 4）")
    ]


def test_expired_goods_and_the_citys_are_not_taken_unasked() -> None:
    mine, citys, gone = key(1), key(2, owner=Owner.CITY), key(3)
    store = books((mine, 5), (citys, 5), (gone, 5), expires={gone.lot: date(2026, 11, 21)})
    steps, faults = take(store, [taking(6)])
    assert not steps
    assert faults[0].detail == "可用 5 张，不足 6 张（在库 10，已过期 5）"
    named, _ = take(store, [taking(5, lot=citys.lot)])
    assert [step.source for step in named] == [citys]


def test_goods_are_good_through_the_printed_day() -> None:
    store = books((key(1), 5), expires={key(1).lot: date(2026, 11, 22)})
    assert store.serviceable(key(1))


def test_a_step_that_stays_reserves() -> None:
    store = books((key(1), 10))
    steps, faults = take(store, [taking(6, to_site=HERE), taking(6, to_site=HERE, line=2)])
    assert [step.quantity for step in steps] == [6]
    assert len(faults) == 1


def test_settling_names_what_is_missing() -> None:
    store = books((key(1), 10))
    faults = settle(store, [Step(1, 11, key(1), key(1, site=THERE))])
    assert [fault.detail for fault in faults] == ["批号 L101 只余 10 张 可动用，不足 11 张"]


@pytest.mark.parametrize(
    ("on_hand", "later", "lowest"),
    [(10, [], 10), (10, [10], 0), (10, [-5, 10], 0), (10, [20, -10], 0), (3, [-7], 3)],
)
def test_the_lowest_balance_since_a_moment(on_hand: int, later: list[int], lowest: int) -> None:
    assert lowest_since(on_hand, later) == lowest


def test_packages_in_words() -> None:
    two = levels([("包", 10), ("箱", 4)])
    assert two == (Package("包", 10), Package("箱", 40))
    assert in_packages(145, "床", two) == "3 箱 × 40 + 2 包 × 10 + 5 = 145 床"
    assert in_packages(240, "床", levels([("箱", 20)])) == "12 箱 × 20 = 240 床"
    assert in_packages(7, "床", two) == "7 床"
    assert in_packages(0, "床", two) == "0 床"
    assert in_packages(-20, "床", two) == "−(2 包 × 10) = -20 床"
