"""One more and ten more, re-solved: known answers on the smallest problem."""

from optimize.problem import Problem, Terms
from optimize.progress import Control
from optimize.reasons.advice import Price
from optimize.reasons.prices import prices
from optimize.reasons.trials import Trials
from tests.optimize.test_reasons import changed, plan_of, plentiful
from tests.optimize.test_substitutes import quilts
from tests.optimize.test_terms import agreed

WEIGHT = 5
"""Of every line of the smallest problem."""


def prices_of(problem: Problem) -> dict[str, Price]:
    return {row.kind: row for row in prices(Trials(problem, plan_of(problem), Control(effort=100)))}


def test_where_nothing_is_short_nothing_has_a_price() -> None:
    assert prices_of(plentiful()) == {}


def test_three_litres_are_one_person_less_without_water() -> None:
    """Weight 5 a person; 90 L are there for 50 people who need 3 L each. Ten more are shared by
    two shelters in proportion, to the litre: two persons or three."""
    found = prices_of(changed(plentiful(), "lots", 0, quantity=90))
    one, ten = found["item"].steps
    lack = [step.goals[0] for step in (ten,)]
    assert (one.amount, ten.amount) == (1, 10)
    assert [goal.key for goal in lack] == ["life_critical_unmet"]
    assert lack[0].before - lack[0].after in (10, 15)
    assert found["vehicle"].steps[0].goals == ()
    assert "生命保障类" in ten.text


def test_a_place_is_worth_nothing_until_a_whole_group_fits() -> None:
    found = prices_of(changed(plentiful(), "shelters", 1, places=20))["place"]
    one, ten = found.steps
    assert one.goals == ()
    assert [(goal.key, goal.before, goal.after) for goal in ten.goals] == [("people_unplaced", 30, 0)]


def needless(row: Price) -> bool:
    return not any(step.goals for step in row.steps)


def test_more_from_an_agreement_comes_under_its_terms() -> None:
    """60 L are wanted and 30 are there. The partner's 20 are all called; ten more do for the last four persons."""
    problem = changed(agreed(30), "lots", 1, quantity=20).model_copy(update={"withheld": ()})
    row = prices_of(problem)["channel"]
    assert row.name == "协议企业多供应饮用水 1 L"
    (goal, *_) = row.steps[1].goals
    assert (goal.key, goal.before - goal.after) == ("life_critical_unmet", 4 * WEIGHT)
    elsewhere = problem.model_copy(update={"terms": (Terms(lots=("l9",), reach=()),)})
    assert needless(prices_of(elsewhere)["channel"])


def test_what_does_for_an_item_has_a_price_too() -> None:
    """20 quilts are wanted, 10 are there and 10 towel quilts, two for one: ten more are five persons."""
    found = prices_of(quilts(stock=10, towels=10))
    row = found["substitute"]
    assert row.name == "在区级库增加毛巾被 1 条（可替代棉被）"
    assert row.steps[0].goals == ()
    (goal, *_) = row.steps[1].goals
    assert goal.before - goal.after == 5 * WEIGHT
    (own, *_) = found["item"].steps[1].goals
    assert (own.after, own.before) == (0, goal.before)
