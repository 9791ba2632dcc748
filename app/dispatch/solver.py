"""What runs in the solver's child process: a request in, a checked plan out."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from optimize import planner
from optimize.problem import Problem
from optimize.progress import Event
from optimize.validate import validate


def solve(payload: str, progress: Callable[[dict[str, Any]], None], stopped: Callable[[], bool]) -> str:
    """The plan as JSON. ``payload``: {problem (its JSON), effort, time_limit_s, seed}.

    A plan that the independent validator does not accept is an error, never an answer.
    """
    request = json.loads(payload)
    problem = Problem.model_validate_json(request["problem"])

    def forward(event: Event) -> None:
        progress(asdict(event))

    options = {"effort": request["effort"]} if request.get("effort") else {}
    plan = planner.solve(
        problem,
        **options,
        time_limit=request["time_limit_s"],
        seed=request["seed"],
        progress=forward,
        stop=stopped,
    )
    progress({"stage": "validation", "kind": "start"})
    violations = validate(problem, plan)
    if violations:
        listed = "；".join(violation.message for violation in violations[:5])
        raise RuntimeError(f"方案未通过独立校验（{len(violations)} 处）：{listed}")
    return plan.model_dump_json()
