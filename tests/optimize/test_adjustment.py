"""Whatever is locked, banned or has left, the plan is valid, keeps the rules, and leaves alone what has happened."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimize.intake.reading import check
from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import About, Adjustment, Problem, Rule
from optimize.replanning.replan import Answered, replan
from optimize.validate import validate
from tests.optimize.instances import problems, random_problem

EFFORT = 5
HOUR = 3600

quick = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def drawn_rules(problem: Problem, seed: int, count: int) -> tuple[Rule, ...]:
    """Some locks and bans among things that there are."""
    draw = random.Random(seed)
    places = [location.id for location in problem.locations]
    sides = {
        About.GROUP: ([g.id for g in problem.groups], [s.id for s in problem.shelters]),
        About.SHELTER: ([s.id for s in problem.shelters], []),
        About.SOURCE: ([s.id for s in problem.sources], [s.id for s in problem.shelters]),
        About.LOT: ([lot.id for lot in problem.lots], [s.id for s in problem.shelters]),
        About.VEHICLE: (
            [v.id for v in problem.vehicles],
            [row.id for table in (problem.sources, problem.shelters, problem.groups) for row in table],
        ),
        About.WAY: (places, places),
        About.TEAM: ([t.id for t in problem.teams], [m.id for m in problem.missions]),
    }
    rules = []
    for _ in range(count):
        about = draw.choice([about for about, (subjects, _) in sides.items() if subjects])
        subjects, targets = sides[about]
        subject = draw.choice(subjects)
        others = [target for target in targets if target != subject]
        target = draw.choice(others) if others and draw.random() < 0.8 else None
        keep = target is not None and about not in (About.SHELTER, About.WAY) and draw.random() < 0.5
        rules.append(Rule(about=about, subject=subject, target=target, keep=keep))
    return tuple(rules)


def with_rules(problem: Problem, rules: tuple[Rule, ...]) -> Problem:
    return problem.model_copy(update={"adjustment": Adjustment(rules=rules)})


def assert_good(problem: Problem, plan: Plan) -> None:
    assert list(check(problem)) == []
    assert list(validate(problem, plan)) == []


@quick
@given(problems(), st.integers(0, 1000), st.integers(1, 6))
def test_plans_keep_every_rule(problem: Problem, seed: int, count: int) -> None:
    ruled = with_rules(problem, drawn_rules(problem, seed, count))
    assert_good(ruled, solve(ruled, effort=EFFORT))


@quick
@given(problems(), st.integers(0, 1000), st.integers(0, 4), st.integers(0, 8 * HOUR))
def test_what_has_left_stays_as_it_was(problem: Problem, seed: int, count: int, now_s: int) -> None:
    plan = solve(problem, effort=EFFORT)
    open_problem = replan(problem, Answered(problem, plan), now_s, drawn_rules(problem, seed, count))
    assert_good(open_problem, solve(open_problem, effort=EFFORT))


@pytest.mark.parametrize("seed", range(3))
def test_plans_may_be_planned_again_and_again(seed: int) -> None:
    problem = random_problem(seed, groups=8, shelters=4, vehicles=8)
    answered = Answered(problem, solve(problem, effort=EFFORT))
    for now_s in (HOUR, HOUR, 2 * HOUR, 5 * HOUR):
        again = replan(problem, answered, now_s)
        plan = solve(again, effort=EFFORT)
        assert_good(again, plan)
        answered = Answered(again, plan)
