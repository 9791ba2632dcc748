"""One more and ten more, re-solved: known answers on the smallest problem."""

from optimize.problem import Problem
from optimize.progress import Control
from optimize.reasons.advice import Price
from optimize.reasons.prices import prices
from optimize.reasons.trials import Trials
from tests.optimize.test_reasons import changed, plan_of, plentiful


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
