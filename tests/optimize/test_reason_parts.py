"""Rows of one lack that different things hold back are told apart; agreements and substitutes are among the causes."""

from optimize.problem import Floor, Problem
from optimize.progress import Control
from optimize.reasons.advice import FloorChange, Question, Reason, StockChange, TermsChange
from optimize.reasons.lacks import figures_of, find_lacks, short, short_in_all
from optimize.reasons.relaxing import reasons
from optimize.reasons.remedies import apply
from optimize.reasons.why import why
from tests.optimize.test_reasons import WATER, changed, codes, cut_off, plan_of, reason_of
from tests.optimize.test_substitutes import quilts
from tests.optimize.test_terms import agreed


def two_causes() -> Problem:
    """80 L for the 60 L of the first shelter, but no road to the second, which lacks its 90 L."""
    return changed(cut_off(), "lots", 0, quantity=40)


def water_of(problem: Problem) -> Reason:
    return reason_of(problem, "goods", WATER)


def test_each_group_of_rows_has_its_own_causes() -> None:
    whole = water_of(two_causes())
    assert [row.site for row in whole.lack.rows] == ["s0", "s1"]
    assert {"stock", "road+stock"} >= {remedy.code for remedy in whole.remedies}
    near, far = sorted(whole.parts, key=lambda part: part.lack.sites)
    assert (near.lack.sites, codes(near)) == (("s0",), {"stock"})
    assert near.remedies[0].changes == (StockChange(source="d0", item="water", quantity=20),)
    assert far.lack.sites == ("s1",)
    assert "road" in {part for remedy in far.remedies for part in remedy.code.split("+")}


def test_one_thing_for_all_rows_has_no_parts() -> None:
    assert water_of(changed(cut_off(), "lots", 0, quantity=1000)).parts == ()


def test_what_becomes_short_elsewhere_instead_is_not_forgotten() -> None:
    """60 L for s0 and 90 L for s1 of 100 L: 50 are short; told of one row, the units of another are not a gain."""
    problem = changed(changed(cut_off(), "lots", 0, quantity=40), "locations", 0, cut_by=())
    figures = figures_of(problem, plan_of(problem))
    (lack,) = [row for row in find_lacks(figures) if row.name == WATER]
    first = lack.model_copy(update={"rows": lack.rows[:1], "elsewhere": lack.short - lack.rows[0].short})
    worse = first.model_copy(update={"elsewhere": first.elsewhere - 10})
    assert short(first, figures) == short_in_all(first, figures) == first.short
    assert short(worse, figures) == first.short + 10


def test_a_least_call_that_is_too_large_is_named_with_what_would_do() -> None:
    """60 L are wanted, 50 L are there; the partner wants to be called for 61 L at least."""
    problem = agreed(50, minimum=61).model_copy(update={"withheld": ()})
    reason = water_of(problem)
    assert codes(reason) == {"terms", "stock"}
    best = next(remedy for remedy in reason.remedies if remedy.code == "terms")
    assert best.changes == (TermsChange(lots=("l9",), minimum=10),)
    assert best.text == "与协议企业商定饮用水最低调用量由 61 降为 10 L（或按 61 L整批调用，余量留存）：缺 0"
    assert [row.cause.code for row in plan_of(problem).shortages if row.kind == "goods"] == ["terms"]
    assert not [row for row in plan_of(apply(problem, best)).shortages if row.kind == "goods"]


def test_an_agreement_for_other_places_is_widened() -> None:
    reason = water_of(agreed(0, reach=()))
    (change,) = next(remedy for remedy in reason.remedies if remedy.code == "terms").changes
    assert change == TermsChange(lots=("l9",), minimum=0, anywhere=True)


def test_no_remedy_counts_on_less_than_the_least_call() -> None:
    """A quarter of the trucks more would carry water that nobody delivers in such small amounts."""
    problem = agreed(50, minimum=61).model_copy(update={"withheld": ()})
    assert all(remedy.code in ("terms", "stock") for remedy in water_of(problem).remedies)


def test_the_floor_of_a_substitute_is_a_cause() -> None:
    """20 quilts are wanted, 10 are there; two towel quilts do for one, and 30 of them are kept."""
    kept = (Floor(source="d0", item="towel", quantity=30),)
    problem = quilts(stock=10, towels=30).model_copy(update={"floors": kept})
    reason = reason_of(problem, "goods", "棉被")
    assert "floor" in codes(reason)
    best = next(remedy for remedy in reason.remedies if remedy.code == "floor")
    assert (best.changes, best.after) == ((FloorChange(source="d0", item="towel", quantity=20),), 0)
    assert [row.cause.code for row in plan_of(problem).shortages if row.kind == "goods"] == ["floor"]


def test_what_does_for_an_item_steps_in_for_it() -> None:
    problem = quilts(stock=20, towels=60)
    partner = problem.sources[0].model_copy(update={"id": "d1", "name": "邻库"})
    lots = (problem.lots[0], problem.lots[1].model_copy(update={"source": "d1"}))
    problem = problem.model_copy(update={"sources": (*problem.sources, partner), "lots": lots})
    plan = plan_of(problem)
    answer = why(problem, plan, Question(kind="delivery", subject="q", target="s0"), Control(effort=100))
    assert answer.alternatives[0].text.startswith("改由邻库供应毛巾被替代")


def test_a_lack_whose_parts_were_not_looked_into_is_left() -> None:
    problem = two_causes()
    plan = plan_of(problem)
    found = reasons(problem, plan, Control(effort=5))
    assert found.reasons
    assert found.left == len(find_lacks(figures_of(problem, plan)))
