"""Lots that would expire on the way stay; reserve floors hold until they are released by name."""

from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import Floor, Lot, Problem
from optimize.validate import validate
from tests.optimize.tiny import tiny_problem


def stocked(*lots: Lot, floors: tuple[Floor, ...] = ()) -> Problem:
    """Only g0 (20 people, 60 L wanted) and s0, a thousand seconds from the depot."""
    problem = tiny_problem()
    return problem.model_copy(
        update={
            "groups": problem.groups[:1],
            "shelters": problem.shelters[:1],
            "kit": problem.kit[:1],
            "lots": lots,
            "floors": floors,
            "withheld": (),
        }
    )


def water(ident: str, quantity: int, expires_s: int | None = None) -> Lot:
    return Lot(id=ident, source="d0", item="water", quantity=quantity, expires_s=expires_s)


def sent(problem: Problem) -> dict[str, int]:
    plan: Plan = solve(problem, effort=20)
    assert validate(problem, plan) == ()
    units: dict[str, int] = {}
    for row in plan.deliveries:
        units[row.lot] = units.get(row.lot, 0) + row.quantity
    return units


def test_a_lot_that_would_expire_before_it_is_unloaded_stays() -> None:
    unloaded_s = 600 + 300 + 19 + 1000 + 300 + 57  # ready, stop and loading of 62.4 kg, the way, stop and unloading
    assert sent(stocked(water("old", 60, unloaded_s))) == {"old": 60}
    assert sent(stocked(water("old", 60, unloaded_s - 1))) == {}
    assert sent(stocked(water("old", 60, unloaded_s - 1), water("new", 60))) == {"new": 60}


def test_of_lots_that_outlive_the_horizon_the_first_to_expire_goes() -> None:
    assert sent(stocked(water("late", 60, 400_000), water("soon", 40, 300_000))) == {"soon": 40, "late": 20}


def test_a_floor_stays_until_it_is_released_by_name() -> None:
    held = stocked(water("l0", 60), floors=(Floor(source="d0", item="water", quantity=45),))
    assert sent(held) == {"l0": 15}
    free = held.model_copy(update={"floors": (held.floors[0].model_copy(update={"free_shelters": ("s0",)}),)})
    assert sent(free) == {"l0": 60}
    assert sent(held.model_copy(update={"floors": ()})) == {"l0": 60}
