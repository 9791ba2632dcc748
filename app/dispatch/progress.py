"""How a run stands: the planner's events folded into what somebody sees who watches, whenever he starts to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from optimize.figures import MAXIMISED, NAMES, gap_of

POINTS = 20
"""Values that the course of one goal keeps; all goals together have to fit into one notice of the database."""
ASKED = {"stage": "plan", "kind": "start"}
"""Told when everything has been read; the solver tells it again when it begins."""
PHASES = {"snapshot": "snapshot", "bounds": "bounds", "shortages": "check", "validation": "check"}
"""The phase of each stage before and after the search."""


@dataclass
class GoalStanding:
    """One goal of the best plan so far. ``points`` are (seconds, value) wherever the value changed."""

    key: str
    level: int
    value: float
    bound: float | None = None
    gap: float | None = None
    points: list[tuple[float, float]] = field(default_factory=list)

    def worsens(self, value: float) -> bool:
        return value < self.value if self.key in MAXIMISED else value > self.value

    def move(self, value: float, at_s: float) -> None:
        if not self.points or self.points[-1][1] != value:
            self.points.append((round(at_s, 1), value))
        if len(self.points) > POINTS:
            self.points[1:-1] = self.points[2:-1:2]
        self.value = value

    def told(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "level": self.level,
            "name": NAMES[self.key],
            "maximise": self.key in MAXIMISED,
            "value": self.value,
            "bound": self.bound,
            "gap": self.gap,
            "points": self.points,
        }


@dataclass
class Standing:
    """``phase`` is snapshot, first (no plan yet), improve, bounds or check; ``stage`` what is being worked on in it."""

    phase: str = "snapshot"
    stage: str = "snapshot"
    plans: int = 0
    goals: dict[str, GoalStanding] = field(default_factory=dict)

    def take(self, event: Mapping[str, Any], at_s: float) -> dict[str, Any]:
        """How the run stands after this event, which came so many seconds after its start."""
        if event.get("key"):
            self._goal(event, at_s)
        elif event["stage"] != "plan" or event["kind"] == "start":
            self.stage = event["stage"]
        self.phase = PHASES.get(self.stage) or ("improve" if self.goals else "first")
        return {
            "phase": self.phase,
            "stage": self.stage,
            "t_s": round(at_s, 1),
            "plans": self.plans,
            "goals": [goal.told() for goal in self.goals.values()],
        }

    def _goal(self, event: Mapping[str, Any], at_s: float) -> None:
        key, value = event["key"], event["incumbent"]
        goal = self.goals.setdefault(key, GoalStanding(key, event["level"], value))
        if goal.worsens(value):
            self._forget_bounds_after(key)
        goal.move(value, at_s)
        if event["kind"] == "incumbent":
            self.plans += next(iter(self.goals)) == key
            goal.gap = gap_of(value, goal.bound)
        elif event["bound"] is not None:
            goal.bound, goal.gap = event["bound"], event["gap"]

    def _forget_bounds_after(self, key: str) -> None:
        """A bound holds for plans that are no worse on the goals before; now this one is worse on one of them."""
        order = list(self.goals)
        for later in order[order.index(key) + 1 :]:
            self.goals[later].bound = self.goals[later].gap = None
