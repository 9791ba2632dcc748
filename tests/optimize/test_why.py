"""Why a line is as it is: the alternatives are executed, and what they change can be worked out by hand."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import pytest

from optimize.figures import Figures
from optimize.plan import Ended, Plan
from optimize.planner import solve
from optimize.problem import Problem, Rule, Source, Tier
from optimize.progress import Control
from optimize.reasons.advice import Alternative, Question, Why
from optimize.reasons.lacks import figures_of
from optimize.reasons.why import why
from optimize.replanning.replan import Answered, replan
from tests.optimize.instances import county_problem, random_problem
from tests.optimize.test_reasons import changed, plan_of, plentiful

Row = TypeVar("Row")


def two_depots() -> Problem:
    """Another depot, of a partner, where the first one stands, with as much of everything."""
    problem = plentiful()
    other = problem.sources[0].model_copy(update={"id": "d1", "name": "协议库", "tier": Tier.AGREEMENT})
    lots = tuple(lot.model_copy(update={"id": f"{lot.id}-1", "source": "d1"}) for lot in problem.lots)
    sources: tuple[Source, ...] = (*problem.sources, other)
    return problem.model_copy(update={"sources": sources, "lots": (*problem.lots, *lots)})


def asked(problem: Problem, plan: Plan, **question: str) -> Why:
    return why(problem, plan, Question.model_validate(question), Control(effort=100, seed=1))


def test_water_comes_from_the_channel_that_is_called_first() -> None:
    """50 people × (rank 5 − rank 3) more for the 20 and 30 persons' water."""
    problem = two_depots()
    plan = plan_of(problem)
    row = next(row for row in plan.deliveries if row.line == "water-1" and row.shelter == "s0")
    answer = asked(problem, plan, kind="delivery", subject=row.lot, target="s0")
    assert "由区级库供应" in answer.text
    assert any("区级储备" in ground for ground in answer.grounds)
    first = answer.alternatives[0]
    assert (first.choice, first.name) == ("d1", "协议库")
    assert [(goal.key, goal.after - goal.before) for goal in first.goals][:1] == [("channel_cost", 40.0)]


def test_without_another_store_the_goods_stay_away() -> None:
    problem = plentiful()
    plan = plan_of(problem)
    row = next(row for row in plan.deliveries if row.line == "water-1" and row.shelter == "s0")
    (only,) = asked(problem, plan, kind="delivery", subject=row.lot, target="s0").alternatives
    assert "没有别的库点补上" in only.text
    assert [(goal.key, goal.after) for goal in only.goals][:1] == [("life_critical_unmet", 100)]


def test_the_other_shelter_would_leave_a_group_without_a_place() -> None:
    """The first shelter has 20 places: where 20 people are, 30 do not go, and 20 do not go where 30 are."""
    problem = changed(plentiful(), "shelters", 1, places=30)
    plan = plan_of(problem)
    (other,) = asked(problem, plan, kind="assignment", subject="g0").alternatives
    assert "未安置" in other.text
    assert [(goal.key, goal.before, goal.after) for goal in other.goals][:1] == [("people_unplaced", 0, 20)]


def test_another_truck_that_is_ready_later_is_told_with_its_cost() -> None:
    """And what it would be like if neither of them went there."""
    problem = plentiful()
    late = problem.vehicles[0].model_copy(update={"id": "t1", "name": "远处货车", "ready_s": 4 * 3600})
    problem = problem.model_copy(update={"vehicles": (*problem.vehicles, late)})
    plan = plan_of(problem)
    trip = next(row for row in plan.trips if row.vehicle == "t0")
    answer = asked(problem, plan, kind="trip", subject=trip.id)
    assert "4.2米货车" in answer.text
    assert [row.choice for row in answer.alternatives] == ["t1", ""]
    later, nobody = answer.alternatives
    assert ("最后到达晚" in later.text, "没有别的车补上" in nobody.text) == (True, True)
    assert [rule.subject for rule in nobody.rules if rule.target == nobody.rules[0].target] == ["t0", "t1"]


def test_a_mission_without_its_team_lacks_its_people() -> None:
    plan = plan_of(plentiful())
    (none,) = asked(plentiful(), plan, kind="posting", subject="m0", target="n0").alternatives
    goals = {goal.key: (goal.before, goal.after) for goal in none.goals}
    assert goals["missions_unmet"] == (4, 16)


def test_what_has_left_is_not_adjusted() -> None:
    problem = plentiful()
    plan = plan_of(problem)
    later = replan(problem, Answered(problem, plan), now_s=3600 * 20)
    answer = asked(later, plan, kind="assignment", subject="g0")
    assert (answer.text, answer.alternatives) == ("已经出发，不再调整", ())


def test_what_is_no_line_is_an_error() -> None:
    with pytest.raises(KeyError):
        asked(plentiful(), plan_of(plentiful()), kind="trip", subject="T9999")


def kept(problem: Problem, plan: Plan, alternative: Alternative) -> tuple[dict[str, float], Figures]:
    """What the answer said of all goals, and the plan that adjusting by the rules gives."""
    now_s, rules = problem.adjustment.now_s, problem.adjustment.rules

    def adjusted(more: tuple[Rule, ...]) -> Figures:
        asked = replan(problem, Answered(problem, plan), now_s, (*rules, *more))
        return figures_of(asked, solve(asked, effort=plan.effort, seed=plan.seed, time_limit=600))

    base = min(figures_of(problem, plan), adjusted(()), key=Figures.key)
    said = base.values | {goal.key: goal.after for goal in alternative.goals}
    assert {goal.key: goal.before for goal in alternative.goals}.items() <= base.values.items()
    return said, adjusted(alternative.rules)


def questions(plan: Plan, number: int) -> list[dict[str, str]]:
    """So many of each kind, from both ends of the plan; trips with people and with goods."""

    def some(rows: Sequence[Row]) -> Sequence[Row]:
        return rows if len(rows) <= number else (*rows[: number // 2], *rows[number // 2 - number :])

    return [
        *({"kind": "assignment", "subject": row.group} for row in some(plan.assignments)),
        *({"kind": "delivery", "subject": row.lot, "target": row.shelter} for row in some(plan.deliveries)),
        *({"kind": "trip", "subject": row.id} for row in some(plan.trips)),
        *({"kind": "posting", "subject": row.team, "target": row.mission} for row in some(plan.postings)),
    ]


def assert_kept(problem: Problem, plan: Plan) -> None:
    """Who asks for an alternative gets what was said of it."""
    told = 0
    for question in questions(plan, 1):
        answer = asked(problem, plan, **question)
        assert answer.complete
        for alternative in answer.alternatives:
            said, got = kept(problem, plan, alternative)
            assert said == got.values
            told += 1
    assert told


@pytest.mark.parametrize(("seed", "tight"), [(3, 1.2), (11, 1.2), (5, 2.5)])
def test_what_was_said_is_what_one_gets(seed: int, tight: float) -> None:
    problem = random_problem(seed, tight=tight)
    assert_kept(problem, solve(problem, effort=5))


def test_of_a_plan_that_was_stopped_one_gets_no_less_than_was_said() -> None:
    """There adjusting searches on."""
    problem = random_problem(11, tight=1.2)
    plan = solve(problem, effort=5).model_copy(update={"ended": Ended.CANCELLED})
    for alternative in asked(problem, plan, kind="assignment", subject=plan.assignments[0].group).alternatives:
        said, got = kept(problem, plan, alternative)
        assert ranked(got.values) <= ranked(said)


def ranked(values: Mapping[str, float]) -> list[float]:
    """Smaller is better, the first that differs decides."""
    return [-value if key == "lowest_on_time_share" else value for key, value in values.items()]


def county() -> Problem:
    """A county where there is enough of everything: seats, places and stock."""
    problem = county_problem()
    vehicles = tuple(row.model_copy(update={"seats": 4 * row.seats, "ready_s": 0}) for row in problem.vehicles)
    shelters = tuple(
        row.model_copy(update={"places": 3 * row.places, "special_places": 3 * row.special_places + 20})
        for row in problem.shelters
    )
    lots = tuple(row.model_copy(update={"quantity": 3 * row.quantity}) for row in problem.lots)
    return problem.model_copy(update={"vehicles": vehicles, "shelters": shelters, "lots": lots})


@pytest.mark.slow
def test_what_was_said_is_what_one_gets_in_a_county() -> None:
    problem = county()
    assert_kept(problem, solve(problem, effort=1))


@pytest.mark.slow
def test_those_who_move_take_their_goods_along() -> None:
    """Where nothing is short, nothing is because a few go elsewhere."""
    problem = county()
    plan = solve(problem, effort=1)
    assert not any(row.unmet or row.late for row in plan.needs)
    answers = [asked(problem, plan, kind="assignment", subject=group) for group in ("g15", "g60", "g105")]
    told = [row for answer in answers for row in answer.alternatives]
    assert len(told) == 9
    assert not {"life_critical_unmet", "lowest_on_time_share"} & {goal.key for row in told for goal in row.goals}
