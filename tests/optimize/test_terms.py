"""Least calls, ends and radius of agreements: small cases with known answers, and plans that keep them all."""

import random
from typing import Any

import pytest
from hypothesis import given

from optimize.intake.reading import check
from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import Lot, Problem, Source, Terms, Tier
from optimize.replanning.replan import Answered, replan
from optimize.validate import validate
from tests.optimize.instances import problems
from tests.optimize.test_planner_properties import quick, violations
from tests.optimize.tiny import tiny_problem


def agreed(depot: int, **terms: Any) -> Problem:
    """60 L wanted at s0; so much in the depot, 300 L from a partner who stands beside it."""
    problem = tiny_problem()
    partner = Source(
        id="p0", name="协议企业", tier=Tier.AGREEMENT, township="甲镇", location="at-d0", docks=1, stop_s=300,
        handling_s_per_t=300,
    )  # fmt: skip
    own = (Lot(id="l0", source="d0", item="water", quantity=depot),) if depot else ()
    return problem.model_copy(
        update={
            "sources": (*problem.sources, partner),
            "lots": (*own, Lot(id="l9", source="p0", item="water", quantity=300)),
            "groups": problem.groups[:1],
            "shelters": problem.shelters[:1],
            "kit": problem.kit[:1],
            "floors": (),
            "terms": (Terms(lots=("l9",), **terms),),
        }
    )


def drawn(problem: Problem) -> dict[str, int]:
    assert list(check(problem)) == []
    plan = solve(problem, effort=20)
    assert validate(problem, plan) == ()
    units: dict[str, int] = {}
    for row in plan.deliveries:
        units[row.lot] = units.get(row.lot, 0) + row.quantity
    return units


def test_a_partner_is_called_for_the_least_call_rather_than_for_less() -> None:
    assert drawn(agreed(50)) == {"l0": 50, "l9": 10}
    assert drawn(agreed(50, minimum=40)) == {"l0": 20, "l9": 40}


def test_a_partner_is_not_called_for_more_than_is_needed() -> None:
    assert drawn(agreed(50, minimum=61)) == {"l0": 50}
    assert drawn(agreed(0, minimum=61)) == {}


def test_planning_again_calls_no_partner_for_less_than_the_least_call() -> None:
    problem = agreed(0, minimum=40)
    before = Answered(problem, solve(problem, effort=20))
    fewer = problem.model_copy(update={"groups": (problem.groups[0].model_copy(update={"people": 12}),)})
    assert drawn(replan(fewer, before)) == {}


def test_what_is_not_needed_is_not_called() -> None:
    assert drawn(agreed(80, minimum=40)) == {"l0": 60}


def test_loading_begins_before_the_agreement_ends() -> None:
    assert drawn(agreed(0, until_s=600)) == {"l9": 60}
    assert drawn(agreed(0, until_s=599)) == {}


def test_an_agreement_serves_its_radius_only() -> None:
    assert drawn(agreed(0, reach=("s0",))) == {"l9": 60}
    assert drawn(agreed(0, reach=())) == {}


def with_terms(problem: Problem) -> Problem:
    """A third of the lots under drawn terms."""
    draw, rows = random.Random(problem.incident), []
    shelters = [shelter.id for shelter in problem.shelters]
    for lot in problem.lots:
        if draw.random() < 0.35:
            rows.append(
                Terms(
                    lots=(lot.id,),
                    minimum=draw.choice((0, lot.quantity // 2, lot.quantity)),
                    until_s=draw.choice((None, 3600 * draw.randint(1, 12))),
                    reach=draw.choice((None, tuple(draw.sample(shelters, draw.randint(0, len(shelters)))))),
                )
            )
    return problem.model_copy(update={"terms": tuple(rows)})


@quick
@given(problems(largest=4))
def test_every_plan_keeps_the_terms(problem: Problem) -> None:
    problem = with_terms(problem)
    assert list(check(problem)) == []
    plan: Plan = solve(problem, effort=10)
    assert violations(problem, plan) == []


@pytest.mark.parametrize(
    "terms",
    [
        {"lots": ()},
        {"lots": ("unknown",)},
        {"lots": ("l9", "l9")},
        {"lots": ("l9",), "reach": ("nowhere",)},
    ],
)
def test_terms_that_contradict_the_tables_are_refused(terms: dict[str, Any]) -> None:
    problem = agreed(10).model_copy(update={"terms": (Terms(**terms),)})
    faults = list(check(problem))
    assert faults
    assert all(fault.field.startswith("$.terms[0]") for fault in faults)
