"""Locks and bans of every kind are kept by every stage, feedback included, and the same seed gives the same plan."""

import random
from collections.abc import Sequence

import pytest

from optimize.plan import Timings
from optimize.planner import solve
from optimize.problem import About, Adjustment, Problem, Rule, Terms
from optimize.validate import validate
from tests.optimize.instances import ODD_CASES, random_problem


def drawn(seed: int) -> Problem:
    """A district with one to three trucks, an agreement, and up to a dozen rules."""
    draw = random.Random(seed)
    tight, odd = draw.choice((0.7, 1.2)), draw.sample(ODD_CASES, 2)
    problem = random_problem(
        seed, groups=10, shelters=5, sources=5, items=6, vehicles=14, tight=tight, odd=odd, side_m=30_000
    )
    trucks = [vehicle for vehicle in problem.vehicles if vehicle.capacity_g][: draw.randint(1, 3)]
    buses = [vehicle for vehicle in problem.vehicles if vehicle.seats and not vehicle.capacity_g]
    reach = draw.choice((None, tuple(row.id for row in problem.shelters[:2])))
    terms = tuple(
        Terms(lots=(lot.id,), minimum=draw.randint(1, 200), until_s=draw.choice((None, 7200, 20_000)), reach=reach)
        for lot in problem.lots[:1]
    )
    rules = dict.fromkeys(rule for _ in range(12) for rule in _rule(problem, draw))
    return problem.model_copy(
        update={"vehicles": (*trucks, *buses), "terms": terms, "adjustment": Adjustment(rules=tuple(rules))}
    )


def _rule(problem: Problem, draw: random.Random) -> Sequence[Rule]:
    about = draw.choice(list(About))
    shelters, sources = [row.id for row in problem.shelters], [row.id for row in problem.sources]
    pairs: dict[About, tuple[list[str], list[str]]] = {
        About.GROUP: ([row.id for row in problem.groups], shelters),
        About.SOURCE: (sources, shelters),
        About.LOT: ([row.id for row in problem.lots], shelters),
        About.VEHICLE: ([row.id for row in problem.vehicles], draw.choice((sources, shelters))),
        About.WAY: ([row.location for row in problem.sources], [row.location for row in problem.shelters]),
        About.TEAM: ([row.id for row in problem.teams], [row.id for row in problem.missions]),
    }
    if about is About.SHELTER:
        return [Rule(about=about, subject=draw.choice(shelters), keep=False)]
    subjects, targets = pairs[about]
    if not subjects or not targets:
        return []
    keep = about is not About.WAY and draw.random() < 0.4
    return [Rule(about=about, subject=draw.choice(subjects), target=draw.choice(targets), keep=keep)]


@pytest.mark.parametrize("seed", range(8))
def test_every_stage_keeps_every_rule(seed: int) -> None:
    problem = drawn(seed)
    plan = solve(problem, effort=5, time_limit=120, seed=1)
    assert validate(problem, plan) == ()
    if seed < 2:
        again = solve(problem, effort=5, time_limit=120, seed=1)
        assert plan.model_copy(update={"timings": Timings()}) == again.model_copy(update={"timings": Timings()})
