"""All fields of the contract drawn at once; then the district changes and is planned again: always a valid plan."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.intake.reading import check
from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import DockUse, Problem, Shelter, Vehicle
from optimize.replanning.replan import Answered, replan
from tests.optimize.instances import problems
from tests.optimize.test_adjustment import drawn_rules
from tests.optimize.test_arrivals import with_arrivals
from tests.optimize.test_goal_order import hold, legal_orders, ordered
from tests.optimize.test_planner_properties import quick, timeless, violations
from tests.optimize.test_substitutes import with_substitutes
from tests.optimize.test_terms import with_terms

HOUR = 3600


def with_docks_taken(problem: Problem, draw: random.Random) -> Problem:
    """One dock of some places is somebody else's for a while."""
    places = [*(row.id for row in problem.sources), *(row.id for row in problem.shelters)]
    begin = [(place, draw.randint(0, 5 * HOUR)) for place in places if draw.random() < 0.4]
    uses = tuple(DockUse(place=place, start_s=s, leave_s=s + draw.randint(1, 5 * HOUR)) for place, s in begin)
    return problem.model_copy(update={"dock_uses": uses})


def with_seats(problem: Problem, draw: random.Random) -> Problem:
    """Some trucks take people as well."""
    rows = (row.model_copy(update={"seats": row.seats or draw.choice((0, 6))}) for row in problem.vehicles)
    return problem.model_copy(update={"vehicles": tuple(rows)})


def later(problem: Problem, draw: random.Random) -> Problem:
    """Groups have grown, places, vehicles and room in them have gone."""
    groups = tuple(g.model_copy(update={"people": g.people + draw.randint(0, 8), "special": 0}) for g in problem.groups)
    return problem.model_copy(
        update={
            "groups": groups,
            "shelters": tuple(_smaller_shelters(problem.shelters, draw)),
            "vehicles": tuple(_fewer_vehicles(problem.vehicles, draw)),
        }
    )


def _smaller_shelters(rows: Sequence[Shelter], draw: random.Random) -> Sequence[Shelter]:
    return [row.model_copy(update={"places": max(0, row.places - draw.choice((0, 30)))}) for row in rows]


def _fewer_vehicles(rows: Sequence[Vehicle], draw: random.Random) -> Sequence[Vehicle]:
    left = [row for row in rows if draw.random() < 0.9]
    return [row.model_copy(update={"capacity_g": row.capacity_g // draw.randint(1, 3)}) for row in left]


def planned(problem: Problem, effort: int) -> Plan:
    assert list(check(problem)) == []
    plan = solve(problem, effort=effort)
    assert violations(problem, plan) == []
    return plan


@pytest.mark.slow
@settings(quick, max_examples=25)
@given(problems(largest=4), st.sampled_from(((), *legal_orders())), st.integers(0, 2 * HOUR))
def test_plans_are_valid_first_and_again(problem: Problem, order: tuple[str, ...], now_s: int) -> None:
    draw = random.Random(problem.incident)
    drawn = with_substitutes(ordered(problem, order), draw)
    problem = with_docks_taken(with_seats(with_terms(with_arrivals(drawn)), draw), draw)
    first = planned(problem, 5)
    assert timeless(planned(problem, 5)) == timeless(first)
    changed = later(problem, draw)
    rules = drawn_rules(changed, now_s, draw.randint(0, 4))
    question = replan(changed, Answered(problem, first), now_s, rules)
    planned(question, 5)
    adjustment = question.adjustment.model_copy(update={"before": None})
    anew = question.model_copy(update={"adjustment": adjustment})
    some, more = planned(anew, 1), planned(anew, 20)
    hold(some, more)
    hold(more, some)
