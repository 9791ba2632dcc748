"""Whatever is missing altogether, there is a valid plan with shortages and causes, never an error."""

from typing import Any

import pytest

from optimize import planner
from optimize.validate import validate
from tests.optimize.tiny import tiny_problem

NO_GOODS: dict[str, Any] = {"sources": (), "lots": (), "floors": (), "withheld": ()}
MISSING: dict[str, dict[str, Any]] = {
    "sources": NO_GOODS,
    "lots": {"lots": (), "floors": ()},
    "groups": {"groups": ()},
    "shelters": {"shelters": (), "floors": ()},
    "vehicles": {"vehicles": ()},
    "teams": {"teams": ()},
    "missions": {"missions": ()},
    "kit": {"kit": ()},
    "roads": {"travel": ()},
    "everything": NO_GOODS
    | dict.fromkeys(("groups", "shelters", "vehicles", "teams", "missions", "kit", "items", "travel"), ()),
}


@pytest.mark.parametrize("missing", list(MISSING))
def test_a_plan_for_what_is_there(missing: str) -> None:
    problem = tiny_problem().model_copy(update=MISSING[missing])
    plan = planner.solve(problem, effort=5)
    assert validate(problem, plan) == ()
    assert all(row.cause.text and row.cause.remedy for row in plan.shortages)
