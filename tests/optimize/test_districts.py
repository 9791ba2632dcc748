"""Districts of a city: planned apart, helped over the border, and no unit promised twice."""

from collections import Counter

from optimize.districts import Answer, exchange, solve_city
from optimize.intake.reading import parse
from optimize.planner import solve
from optimize.problem import Problem, Terms, Tier
from optimize.sweep import Serial
from optimize.validate import validate
from tests.optimize.instances import random_problem
from tests.optimize.test_substitutes import quilts


def district(name: str, tight: float) -> Problem:
    """A small district whose ids bear its name; its stores are where those of every other district can be reached."""
    drawn = random_problem(11, groups=4, shelters=2, sources=2, items=3, vehicles=4, teams=1, missions=1, tight=tight)
    text = drawn.model_dump_json()
    for kind in ("d0", "d1", "l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8"):
        text = text.replace(f'"{kind}"', f'"{name}-{kind}"')
    return Problem.model_validate_json(text)


def city() -> list[Problem]:
    return [district("poor", 4.0), district("rich", 0.4), district("poorer", 6.0)]


def test_neighbours_help_and_every_plan_is_valid() -> None:
    alone = solve_city([city()[0]], Serial(), seed=3)[0]
    poor, _, poorer = answers = solve_city(city(), Serial(), seed=3)
    for answer in answers:
        parse(answer.problem.model_dump_json())
        assert validate(answer.problem, answer.plan) == ()
    assert sum(row.unmet for row in poor.plan.needs) < sum(row.unmet for row in alone.plan.needs)
    assert any(source.tier is Tier.NEIGHBOUR for source in poorer.problem.sources)


def test_no_unit_is_promised_twice() -> None:
    problems = city()
    alone = [Answer(problem, solve_city([problem], Serial())[0].plan) for problem in problems]
    taken = Counter(row.lot for answer in alone for row in answer.plan.deliveries for _ in range(row.quantity))
    held = {lot.id: lot.quantity for problem in problems for lot in problem.lots}
    own = [{lot.id for lot in problem.lots} for problem in problems]
    promised: Counter[str] = Counter()
    for mine, problem in zip(own, exchange(alone), strict=True):
        for lot in problem.lots:
            if lot.id not in mine:
                promised[lot.id] += lot.quantity
    assert promised
    assert all(taken[lot] + units <= held[lot] for lot, units in promised.items())


def test_a_district_that_lacks_nothing_is_left_alone() -> None:
    problem = district("rich", 0.4)
    answer = solve_city([problem], Serial())[0]
    assert answer.problem is problem


def renamed(problem: Problem, name: str) -> Problem:
    """The same with a store and lots of its own name, at the same place."""
    text = problem.model_dump_json()
    for kind in ("d0", "q", "t"):
        text = text.replace(f'"{kind}"', f'"{name}-{kind}"')
    return Problem.model_validate_json(text)


def test_substitutes_help_over_the_border_and_agreements_do_not() -> None:
    """20 quilts are wanted next door, where 5 are; here 30 towel quilts are left, two of which do for one."""
    poor, rich = renamed(quilts(stock=5, towels=1), "poor"), renamed(quilts(stock=20, towels=30), "rich")
    agreed = rich.model_copy(update={"terms": (Terms(lots=("rich-t",)),)})
    for neighbour, towels in ((rich, 30), (agreed, 0)):
        alone = [Answer(problem, solve(problem, effort=5)) for problem in (poor, neighbour)]
        helped = exchange(alone)[0]
        assert sum(lot.quantity for lot in helped.lots if lot.id == "rich-t") == towels
