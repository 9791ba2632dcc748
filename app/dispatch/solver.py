"""What runs in the solver's child process: a request in, a checked plan out; or what there is to say about a plan."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from optimize import planner
from optimize.plan import Plan
from optimize.problem import Problem
from optimize.progress import Control, Event
from optimize.reasons.advice import Question, Reasons
from optimize.reasons.proof import prove
from optimize.reasons.relaxing import first_reasons
from optimize.reasons.why import why as find_why
from optimize.validate import validate

BACKGROUND = 10
"""Niceness of what takes minutes and nobody waits for, so that pages and plans get the processor first."""


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


def reasons(payload: str, progress: Callable[[dict[str, Any]], None], stopped: Callable[[], bool]) -> str:
    """Causes, remedies and prices as JSON. ``payload``: {problem, plan (their JSON), seed, time_limit_s}."""
    problem, plan, control = _resumed(payload, progress, stopped)
    return first_reasons(problem, plan, control).model_dump_json()


def proof(payload: str, progress: Callable[[dict[str, Any]], None], stopped: Callable[[], bool]) -> str:
    """The reasons with remedies planned from nothing as well. ``payload``: as for ``reasons``, and their JSON."""
    os.nice(BACKGROUND)
    problem, plan, control = _resumed(payload, progress, stopped)
    found = Reasons.model_validate_json(json.loads(payload)["reasons"])
    return prove(problem, plan, found, control).model_dump_json()


def why(payload: str, progress: Callable[[dict[str, Any]], None], stopped: Callable[[], bool]) -> str:
    """Why a line is as it is, as JSON. ``payload``: as for ``reasons``, and the question."""
    problem, plan, control = _resumed(payload, progress, stopped)
    return find_why(problem, plan, Question.model_validate(json.loads(payload)["question"]), control).model_dump_json()


def _resumed(
    payload: str, progress: Callable[[dict[str, Any]], None], stopped: Callable[[], bool]
) -> tuple[Problem, Plan, Control]:
    """The plan taken up again, with a control that tells how far it is: events count from 0 to their bound."""
    request = json.loads(payload)

    def forward(event: Event) -> None:
        if event.stage in (reasons.__name__, why.__name__):
            done = event.incumbent / event.bound if event.incumbent is not None and event.bound else None
            progress({"stage": event.stage, "kind": event.kind, "fraction": done})

    control = Control(
        seed=request["seed"],
        deadline=time.monotonic() + request["time_limit_s"],
        stop=stopped,
        progress=forward,
    )
    return Problem.model_validate_json(request["problem"]), Plan.model_validate_json(request["plan"]), control
