"""Other items that do for a line's own: counted by their ratio, taken where the own is short or late, not too many."""

import random

import pytest

from optimize.intake.reading import check
from optimize.plan import Plan
from optimize.planner import solve
from optimize.practice import nearest_source
from optimize.problem import Arrival, Item, Lot, Problem, Substitute
from optimize.replanning.replan import Answered, replan
from optimize.validate import Code, problem_hash, validate
from tests.optimize.goods import HOUR
from tests.optimize.instances import ODD_CASES, random_problem
from tests.optimize.tiny import tiny_problem

RATIOS = ((1, 1), (2, 1), (1, 3), (3, 2))


def quilts(*, stock: int, towels: int, ratio: tuple[int, int] = (2, 1), at_s: int = 0) -> Problem:
    """One quilt each for the 20 people of g0 at s0, where towel quilts may do for quilts."""
    problem = tiny_problem()
    quilt = Item(id="quilt", name="棉被", unit="床", mass_g=3000, volume_cm3=20_000)
    towel = Item(id="towel", name="毛巾被", unit="条", mass_g=1000, volume_cm3=5000)
    line = problem.kit[0].model_copy(
        update={
            "id": "quilt-1",
            "item": "quilt",
            "name": "棉被",
            "units": 1,
            "people": 1,
            "substitutes": (Substitute(item="towel", units=ratio[0], replaces=ratio[1]),),
        }
    )
    lots = (Lot(id="q", source="d0", item="quilt", quantity=stock, ready_s=at_s),) if stock else ()
    return problem.model_copy(
        update={
            "groups": problem.groups[:1],
            "shelters": problem.shelters[:1],
            "items": (quilt, towel),
            "kit": (line,),
            "lots": (*lots, Lot(id="t", source="d0", item="towel", quantity=towels)),
            "floors": (),
            "withheld": (),
        }
    )


def solved(problem: Problem) -> Plan:
    plan = solve(problem, effort=20)
    assert list(validate(problem, plan)) == []
    return plan


def sent(plan: Plan) -> dict[str, int]:
    units: dict[str, int] = {}
    for row in plan.deliveries:
        units[row.lot] = units.get(row.lot, 0) + row.quantity
    return units


def value(plan: Plan, key: str) -> float:
    return next(goal.value for goal in plan.objective if goal.key == key)


def test_two_towel_quilts_do_for_each_quilt_that_is_short() -> None:
    plan = solved(quilts(stock=14, towels=30))
    assert sent(plan) == {"q": 14, "t": 12}
    assert [(row.required, row.on_time, row.unmet) for row in plan.needs] == [(20, 20, 0)]
    assert value(plan, "channel_cost") == 20 * 3
    assert not [row for row in plan.shortages if row.kind == "goods"]


def test_the_own_item_comes_first() -> None:
    assert sent(solved(quilts(stock=20, towels=60))) == {"q": 20}


def test_a_substitute_in_time_is_better_than_the_own_item_late() -> None:
    plan = solved(quilts(stock=20, towels=30, at_s=6 * HOUR))
    assert sent(plan) == {"q": 5, "t": 30}
    assert [(row.on_time, row.late) for row in plan.needs] == [(15, 5)]


def test_half_a_quilt_is_none() -> None:
    plan = solved(quilts(stock=14, towels=5))
    assert sent(plan) == {"q": 14, "t": 4}
    assert [(row.on_time, row.unmet) for row in plan.needs] == [(16, 4)]
    texts = [row.cause.text for row in plan.shortages if row.kind == "goods"]
    assert "已计入可替代的毛巾被 5 条" in "".join(texts)


def test_the_last_unit_may_bring_more_than_is_wanted() -> None:
    plan = solved(quilts(stock=0, towels=9, ratio=(1, 3)))
    assert sent(plan) == {"t": 7}
    assert [(row.required, row.on_time) for row in plan.needs] == [(20, 20)]


def arriving(problem: Problem, quantity: int, item: str | None) -> Problem:
    row = Arrival(shelter="s0", line="quilt-1", quantity=quantity, arrive_s=0, item=item)
    return problem.model_copy(update={"arrivals": (row,)})


def test_towel_quilts_that_are_there_already_count_for_half() -> None:
    """Nine do for four of 20 quilts; with 14 own and three more, twelve do for the other six."""
    plan = solved(arriving(quilts(stock=14, towels=30), 9, "towel"))
    assert sent(plan) == {"q": 14, "t": 3}
    assert [(row.required, row.on_time) for row in plan.needs] == [(20, 20)]


def test_nothing_else_is_there_for_a_line() -> None:
    (fault,) = check(arriving(quilts(stock=14, towels=30), 9, "rug"))
    assert fault.field == "$.arrivals[0].item"


def test_the_practice_asks_for_what_does_as_well() -> None:
    problem = quilts(stock=14, towels=30)
    plan = nearest_source(problem)
    assert list(validate(problem, plan)) == []
    assert sent(plan) == {"q": 14, "t": 12}


def with_substitutes(problem: Problem, draw: random.Random) -> Problem:
    """Up to two other items for each line, at any ratio."""
    kit = []
    for line in problem.kit:
        others = [item.id for item in problem.items if item.id != line.item]
        chosen = draw.sample(others, min(draw.choice((0, 1, 2)), len(others)))
        rows = [Substitute(item=item, units=u, replaces=r) for item in chosen for u, r in (draw.choice(RATIOS),)]
        kit.append(line.model_copy(update={"substitutes": tuple(rows)}))
    return problem.model_copy(update={"kit": tuple(kit)})


@pytest.mark.parametrize("seed", range(24))
def test_plans_with_substitutes_are_valid_and_no_better_than_their_bounds(seed: int) -> None:
    odd = [ODD_CASES[seed % len(ODD_CASES)]]
    drawn = random_problem(seed, groups=6, shelters=4, sources=4, items=6, vehicles=6, tight=1.6, odd=odd)
    problem = with_substitutes(drawn, random.Random(seed))
    plan = solved(problem)  # the validator holds every bound against its value
    later = replan(problem, Answered(problem, plan), now_s=7200)
    assert list(check(later)) == []
    solved(later)


def codes(problem: Problem, plan: Plan) -> set[str]:
    return {row.code for row in validate(problem, plan.model_copy(update={"input_hash": problem_hash(problem)}))}


def test_the_validator_counts_substitutes_by_their_ratio() -> None:
    problem = quilts(stock=14, towels=30)
    plan = solved(problem)
    (line,) = problem.kit

    def with_line(**changes: object) -> Problem:
        return problem.model_copy(update={"kit": (line.model_copy(update=changes),)})

    assert Code.LINE_ITEM in codes(with_line(substitutes=()), plan)
    as_many = (Substitute(item="towel", units=1, replaces=1),)
    assert Code.OVER_DELIVERY in codes(with_line(substitutes=as_many), plan)
    fewer = (Substitute(item="towel", units=3, replaces=1),)
    assert Code.NEED in codes(with_line(substitutes=fewer), plan)


def test_substitutes_that_cannot_be_are_refused() -> None:
    problem = quilts(stock=14, towels=30)
    rows = tuple(Substitute(item=name, units=1, replaces=1) for name in ("quilt", "towel", "towel", "rug"))
    line = problem.kit[0].model_copy(update={"substitutes": rows})
    faults = list(check(problem.model_copy(update={"kit": (line,)})))
    assert [fault.message for fault in faults] == [
        "品目“quilt”是本行自己的品目，不能替代自己",
        "替代品“towel”出现 2 次",
        "品目“rug”不存在",
    ]
