"""Planning again changes little where little has changed, and says what it changes."""

from collections import Counter

import numpy as np
import pytest

from benchmarks.replan import changed
from optimize.figures import MAXIMISED
from optimize.goods.supply import Supply
from optimize.index import Index
from optimize.intake.reading import BadProblem, parse
from optimize.people.shelters import NOWHERE, prepare
from optimize.people.ways import find_ways
from optimize.plan import Ended, Plan
from optimize.planner import solve
from optimize.problem import About, Adjustment, Arrival, Problem, Rule, TravelMatrix
from optimize.progress import Control
from optimize.replanning.difference import Change, difference
from optimize.replanning.replan import REST, Answered, departed, replan
from optimize.replanning.surplus import where_goods_are
from optimize.replanning.warm import Warm, known
from optimize.validate import validate
from tests.optimize.instances import random_problem
from tests.optimize.tiny import tiny_problem
from tests.optimize.tiny_plan import tiny_plan

HOUR = 3600
EFFORT = 10


def planned(seed: int) -> Answered:
    problem = random_problem(seed, groups=12, shelters=8, sources=6, vehicles=10, tight=0.7)
    return Answered(problem, solve(problem, effort=EFFORT))


def again(problem: Problem, earlier: Answered, now_s: int, *rules: Rule) -> Answered:
    question = replan(problem, earlier, now_s, rules)
    plan = solve(question, effort=EFFORT)
    assert validate(question, plan) == ()
    return Answered(question, plan)


def without_wish(answered: Answered) -> Plan:
    """The same question answered as if nothing had been planned before."""
    adjustment = answered.problem.adjustment.model_copy(update={"before": None})
    return solve(answered.problem.model_copy(update={"adjustment": adjustment}), effort=EFFORT)


def goal(plan: Plan, key: str) -> float:
    return next(row.value for row in plan.objective if row.key == key)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_new_changes_nothing(seed: int) -> None:
    earlier = planned(seed)
    for now_s in (0, HOUR):
        told = difference(earlier, again(earlier.problem, earlier, now_s))
        assert (told.people_resettled, told.units_moved, told.reposted) == (0, 0, ())
        assert told.trips == () and told.trips_kept == len(earlier.plan.trips)


@pytest.mark.parametrize("seed", range(3))
def test_a_draft_that_somebody_stopped_is_no_wish(seed: int) -> None:
    """Planned again with nothing new, no goal is worse for it, channels and cost neither."""
    problem = random_problem(seed, groups=12, shelters=8, sources=6, vehicles=10, tight=0.7)
    stopped = Answered(problem, solve(problem, effort=EFFORT, stop=lambda: True))
    assert stopped.plan.ended is Ended.CANCELLED
    after = again(problem, stopped, 0)
    assert worth(after.plan) <= worth(without_wish(after))
    assert worth(after.plan) < worth(stopped.plan)


def worth(plan: Plan) -> list[float]:
    """All goals in their order; less is better."""
    return [-row.value if row.key in MAXIMISED else row.value for row in plan.objective]


def test_a_plan_is_unfinished_only_if_it_was_stopped_and_is_a_draft() -> None:
    problem = random_problem(1)
    stopped = Answered(problem, solve(problem, effort=1, stop=lambda: True))
    done = Answered(problem, solve(problem, effort=1))
    questions = (replan(problem, stopped), replan(problem, stopped, HOUR), replan(problem, done))
    assert [question.adjustment.unfinished for question in questions] == [True, False, False]


@pytest.mark.slow
def test_an_answer_from_a_plan_moves_less_than_one_from_nothing() -> None:
    """In four districts together, as where it moves most it may bring more people in."""
    moved, kept = Counter[bool](), Counter[bool]()
    for seed in range(4):
        earlier = planned(seed)
        groups = tuple(group.model_copy(update={"people": group.people + 2}) for group in earlier.problem.groups)
        after = again(earlier.problem.model_copy(update={"groups": groups}), earlier, HOUR)
        fresh = without_wish(after)
        assert goal(after.plan, "people_unplaced") <= goal(fresh, "people_unplaced")
        for warm, told in (
            (True, difference(earlier, after)),
            (False, difference(earlier, Answered(after.problem, fresh))),
        ):
            moved[warm] += told.units_moved
            kept[warm] += told.trips_kept
    assert moved[True] <= 0.6 * moved[False] and kept[True] >= kept[False]


@pytest.mark.parametrize(
    ("seed", "vehicles", "tight"), [(1, 10, 0.7), (2, 10, 0.7), (3, 10, 0.7), (1, 10, 1.0), (1, 4, 0.7)]
)
def test_an_answer_from_a_plan_is_no_worse_for_people(seed: int, vehicles: int, tight: float) -> None:
    """Some groups are larger than was known, others smaller: places, missions and what is life-critical come first."""
    problem = random_problem(seed, groups=12, shelters=8, sources=6, vehicles=vehicles, tight=tight)
    earlier = Answered(problem, solve(problem, effort=EFFORT))
    groups = tuple(
        group.model_copy(update={"people": max(1, round(group.people * (1.08 if number % 2 else 0.92)))})
        for number, group in enumerate(problem.groups)
    )
    after = again(problem.model_copy(update={"groups": groups}), earlier, HOUR)
    fresh = without_wish(after)
    first = ("people_unplaced", "missions_unmet", "life_critical_unmet")
    assert [goal(after.plan, key) for key in first] <= [goal(fresh, key) for key in first]


@pytest.mark.parametrize("seed", [4, 8, 12, 24, 35])
def test_an_answer_from_a_plan_is_no_worse_down_to_the_lowest_share(seed: int) -> None:
    """Where goods lack for good, some groups have changed by 8 %, and three links are closed."""
    problem = random_problem(seed, groups=8 + seed % 5, shelters=4 + seed % 3, vehicles=6 + seed % 4)
    earlier = Answered(problem, solve(problem, effort=EFFORT))
    after = again(changed(problem, earlier.plan, seed), earlier, HOUR)
    fresh = without_wish(after)
    warm, cold = ([-row.value if row.maximise else row.value for row in plan.objective] for plan in (after.plan, fresh))
    assert warm[:4] <= cold[:4]


@pytest.mark.parametrize("seed", range(4))
def test_a_closed_shelter_moves_few_others(seed: int) -> None:
    earlier = planned(seed)
    closed = Counter(row.shelter for row in earlier.plan.assignments).most_common(1)[0][0]
    after = again(earlier.problem, earlier, 0, Rule(about=About.SHELTER, subject=closed, keep=False))
    fresh = without_wish(after)
    told, otherwise = (difference(earlier, Answered(after.problem, plan)) for plan in (after.plan, fresh))
    assert all(row.after == 0 for row in told.redirected if row.shelter == closed)
    assert after.plan.people.unplaced <= fresh.people.unplaced
    assert told.people_resettled <= otherwise.people_resettled


@pytest.mark.parametrize("target", ["d0", "s1"])
def test_a_truck_leaves_its_round_where_it_is_no_longer_let(target: str) -> None:
    """Its goods go with another truck."""
    problem, plan = tiny_problem(), tiny_plan()
    other = problem.vehicles[0].model_copy(update={"id": "t1"})
    known = problem.model_copy(update={"vehicles": (*problem.vehicles, other)})
    ban = Rule(about=About.VEHICLE, subject="t0", target=target, keep=False)
    after = again(known, Answered(problem, plan), 0, ban)
    assert sum(row.quantity for row in after.plan.deliveries) >= sum(row.quantity for row in plan.deliveries)


def test_a_smaller_truck_takes_no_more_than_it_holds() -> None:
    problem = tiny_problem()
    truck = problem.vehicles[0].model_copy(update={"capacity_cm3": 1_000_000})
    small = problem.model_copy(update={"vehicles": (truck, *problem.vehicles[1:])})
    assert again(small, Answered(problem, tiny_plan()), 0).plan.trips


@pytest.mark.parametrize("fewer", [{"places": 35}, {"special_places": 1}])
def test_nobody_keeps_a_place_that_is_gone(fewer: dict[str, int]) -> None:
    """20 people (2 of them in need of care) and 30 (1) shared a shelter that has room for only one group today."""
    problem = tiny_problem()
    groups = (problem.groups[0], problem.groups[1].model_copy(update={"special": 1}))
    shelter = problem.shelters[1].model_copy(update={"places": 60, "special_places": 3})
    known = problem.model_copy(update={"groups": groups, "shelters": (shelter,)})
    earlier = Answered(known, solve(known, effort=EFFORT))
    assert earlier.plan.people.placed == 50
    after = again(known.model_copy(update={"shelters": (shelter.model_copy(update=fewer),)}), earlier, 0)
    assert after.plan.people.placed == 30


@pytest.mark.parametrize("banned", [None, "d0", "d2"])
def test_goods_follow_people_whose_shelter_is_closed(banned: str | None) -> None:
    """On the trips that they were to come with, if they may still come from there; no trip calls anywhere twice."""
    problem = random_problem(2, groups=3, shelters=3, vehicles=3)
    earlier = Answered(problem, solve(problem, effort=EFFORT))
    rules = [Rule(about=About.SHELTER, subject="s2", keep=False)]
    if banned:
        rules.append(Rule(about=About.SOURCE, subject=banned, target="s1", keep=False))
    after = again(problem, earlier, 0, *rules).plan
    assert {row.shelter for row in earlier.plan.assignments} == {"s0", "s2"}
    assert {row.shelter for row in after.assignments} == {row.shelter for row in after.deliveries} == {"s0", "s1"}
    for trip in after.trips:
        calls = [(stop.action, stop.place) for stop in trip.stops]
        assert len(calls) == len(set(calls))


@pytest.mark.parametrize(("stock", "shelter"), [((), 1), (("l0",), NOWHERE)])
def test_who_has_no_place_yet_goes_where_goods_are_too_many(stock: tuple[str, ...], shelter: int) -> None:
    """Water for 20 is on its way to the far shelter, where nobody is: that counts if there is none in stock."""
    problem = tiny_problem()
    coming = Arrival(shelter="s1", line="water-1", quantity=60, arrive_s=HOUR)
    lots = tuple(lot for lot in problem.lots if lot.id in stock)
    known = problem.model_copy(update={"groups": problem.groups[:1], "arrivals": (coming,), "lots": lots})
    index = Index(known)
    found = where_goods_are(prepare(find_ways(index)), Supply(index), np.array([NOWHERE]))
    assert found.tolist() == [shelter]


def test_who_has_not_left_becomes_a_group_of_its_own() -> None:
    problem = tiny_problem()
    plan = tiny_plan()
    left = departed(Answered(problem, plan), 1)
    assert {(row.group, row.people) for row in left.assignments} == {("g0", 20), ("g1", 30)}
    grown = tuple(group.model_copy(update={"people": group.people + 4}) for group in problem.groups)
    question = replan(problem.model_copy(update={"groups": grown}), Answered(problem, plan), 1)
    people = {group.id: group.people for group in question.groups}
    assert people == {"g0": 20, f"g0{REST}1": 4, "g1": 30, f"g1{REST}1": 4}
    once_more = replan(problem.model_copy(update={"groups": grown}), Answered(question, solve(question)), 2)
    assert sum(group.people for group in once_more.groups) == 58


def test_who_has_not_left_goes_where_the_others_went() -> None:
    """Though another shelter is nearer, to which nothing else goes."""
    problem = tiny_problem()
    near = problem.shelters[1].model_copy(update={"id": "s2", "location": "at-g1"})
    road = TravelMatrix(
        profile="truck", origins=("at-d0",), destinations=("at-g1",), seconds=((3000,),), metres=((24_000,),)
    )
    grown = problem.groups[1].model_copy(update={"people": 34})
    known_now = problem.model_copy(
        update={
            "groups": (problem.groups[0], grown),
            "shelters": (*problem.shelters, near),
            "travel": (*problem.travel, road),
        }
    )
    question = replan(known_now, Answered(problem, tiny_plan()), 1)
    assert question.adjustment.before is not None
    ways = find_ways(Index(question).open())
    warm = Warm(ways, Supply(ways.index), known(ways.index, question.adjustment.before), Control(effort=EFFORT))
    settled = warm.settled(prepare(ways))
    assert {(move.group, move.shelter) for move in settled.moves} == {(f"g1{REST}1", "s1")}


def test_what_has_left_is_known_even_if_it_is_gone() -> None:
    problem, plan = tiny_problem(), tiny_plan()
    bare = problem.model_copy(update={"lots": (), "vehicles": (), "teams": (), "missions": (), "floors": ()})
    after = again(bare, Answered(problem, plan), 700)
    assert {trip.id for trip in after.plan.trips} == {"k0", "k1"}
    assert [row.team for row in after.plan.postings] == ["m0"]
    assert {lot.id: lot.quantity for lot in after.problem.lots} == {"l0": 99, "l1": 10}


def test_differences_are_named() -> None:
    problem, plan = tiny_problem(), tiny_plan()
    trip = plan.trips[0].model_copy(update={"id": "k7", "start_s": 700})
    less = tuple(row for row in plan.deliveries if row.shelter != "s0")
    changed = plan.model_copy(
        update={"trips": (trip,), "assignments": plan.assignments[:1], "deliveries": less, "postings": ()}
    )
    told = difference(Answered(problem, plan), Answered(problem, changed))
    assert [(row.group, row.people, row.before, row.after) for row in told.resettled] == [("g1", 30, "s1", None)]
    assert {(row.item, row.source, row.shelter): (row.before, row.after) for row in told.redirected} == {
        ("water", "d0", "s0"): (39, 0),
        ("tent", "d0", "s0"): (5, 0),
    }
    assert {(row.change, row.vehicle, row.before, row.after) for row in told.trips} == {
        (Change.MOVED, "t0", "k0", "k7"),
        (Change.DROPPED, "b0", "k1", None),
    }
    assert [(row.team, row.mission, row.before, row.after) for row in told.reposted] == [("m0", "n0", 6, 0)]
    assert (told.units_moved, told.people_resettled, told.trips_kept) == (44, 0, 0)


def test_what_fewer_people_no_longer_need_has_not_moved() -> None:
    """Of 20 people at the first shelter 10 are left: 30 l of water and 2 tents fewer. Nothing goes anywhere."""
    problem, plan = tiny_problem(), tiny_plan()
    half = problem.groups[0].model_copy(update={"people": 10})
    fewer = problem.model_copy(update={"groups": (half, *problem.groups[1:])})
    nothing = plan.model_copy(update={"deliveries": ()})
    told = difference(Answered(problem, plan), Answered(fewer, nothing))
    assert told.units_spared == 30 + 2
    assert told.units_moved == sum(row.quantity for row in plan.deliveries) - told.units_spared


def faults(problem: Problem) -> set[str]:
    with pytest.raises(BadProblem) as bad:
        parse(problem.model_dump_json())
    return {fault.field.removeprefix("$.adjustment.") for fault in bad.value.faults}


def test_rules_about_nothing_are_refused() -> None:
    rules = (
        Rule(about=About.GROUP, subject="g9", target="s0", keep=True),
        Rule(about=About.LOT, subject="l0", target="n0", keep=False),
        Rule(about=About.SHELTER, subject="s0", target="s1", keep=False),
        Rule(about=About.WAY, subject="at-s0", target="at-s1", keep=True),
        Rule(about=About.TEAM, subject="m0", keep=True),
        Rule(about=About.WAY, subject="at-s0", target="at-s0", keep=False),
    )
    assert faults(tiny_problem().model_copy(update={"adjustment": Adjustment(rules=rules)})) == {
        "rules[0].subject", "rules[1].target", "rules[2].target", "rules[3].keep", "rules[4].target",
        "rules[5].target",
    }  # fmt: skip


def test_fixed_rows_that_cannot_have_happened_are_refused() -> None:
    problem, plan = tiny_problem(), tiny_plan()
    good = departed(Answered(problem, plan), 700)
    assert parse(problem.model_copy(update={"adjustment": Adjustment(now_s=700, fixed=good)}).model_dump_json())
    later = good.trips[0].model_copy(update={"start_s": 9999})
    fewer = good.assignments[0].model_copy(update={"people": 19})
    damages: dict[str, dict[str, object]] = {
        "assignments[0].people": {"assignments": (fewer, *good.assignments[1:])},
        "assignments": {"trips": good.trips[:1]},
        "deliveries": {"deliveries": good.deliveries[1:]},
        "trips[0]": {"trips": (later, *good.trips[1:])},
        "postings[0].team": {"postings": (good.postings[0].model_copy(update={"team": "m7"}),)},
    }  # fmt: skip
    for field, damage in damages.items():
        fixed = good.model_copy(update=damage)
        broken = problem.model_copy(update={"adjustment": Adjustment(now_s=700, fixed=fixed)})
        assert f"fixed.{field}" in faults(broken), field
