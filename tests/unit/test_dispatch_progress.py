"""A run as its watcher sees it: one standing that later events refine."""

import io
import json
from typing import Any

from rich.console import Console

from app.dispatch.progress import ASKED, POINTS, Standing
from app.dispatch.watching import Watched, course
from optimize.figures import LEVELS


def told(standing: Standing, key: str, value: float, at_s: float = 1.0, bound: float | None = None) -> dict[str, Any]:
    kind = "incumbent" if bound is None else "bound"
    gap = None if bound is None else 0.5
    event = {
        "stage": "plan",
        "kind": kind,
        "key": key,
        "level": LEVELS[key],
        "incumbent": value,
        "bound": bound,
        "gap": gap,
    }
    return standing.take(event, at_s)


def goals(seen: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {goal["key"]: goal for goal in seen["goals"]}


def test_phases_follow_the_run() -> None:
    standing = Standing()
    phases = [standing.take({"stage": "snapshot"}, 0)["phase"], standing.take({"stage": "shelters"}, 1)["phase"]]
    phases += [told(standing, "people_unplaced", 5)["phase"]]
    phases += [standing.take({"stage": stage}, 2)["phase"] for stage in ("trips", "bounds", "shortages", "validation")]
    assert phases == ["snapshot", "first", "improve", "improve", "bounds", "check", "check"]


def test_figures_of_a_stage_are_no_goals() -> None:
    seen = Standing().take({"stage": "trips", "kind": "incumbent", "level": 3, "incumbent": 9, "key": None}, 1)
    assert (seen["stage"], seen["goals"]) == ("trips", [])


def test_values_keep_their_course_and_plans_are_counted() -> None:
    standing = Standing()
    for at_s, value in ((1.0, 30), (2.0, 30), (3.0, 10)):
        told(standing, "people_unplaced", value, at_s)
        seen = told(standing, "cost_fen", 500, at_s)
    assert goals(seen)["people_unplaced"]["points"] == [(1.0, 30), (3.0, 10)]
    assert goals(seen)["cost_fen"]["points"] == [(1.0, 500)]
    assert seen["plans"] == 3


def test_a_bound_is_kept_while_the_goals_before_it_get_no_worse() -> None:
    standing = Standing()
    told(standing, "people_unplaced", 10)
    told(standing, "missions_unmet", 0)
    told(standing, "cost_fen", 500)
    told(standing, "cost_fen", 500, bound=100)
    told(standing, "people_unplaced", 5)
    seen = told(standing, "cost_fen", 200)
    assert (goals(seen)["cost_fen"]["bound"], goals(seen)["cost_fen"]["gap"]) == (100, 0.5)
    seen = told(standing, "missions_unmet", 3)
    assert (goals(seen)["cost_fen"]["bound"], goals(seen)["cost_fen"]["gap"]) == (None, None)


def test_a_share_worsens_when_it_falls() -> None:
    standing = Standing()
    told(standing, "lowest_on_time_share", 0.5)
    told(standing, "cost_fen", 500, bound=100)
    told(standing, "lowest_on_time_share", 0.8)
    assert goals(told(standing, "cost_fen", 700))["cost_fen"]["bound"] == 100
    told(standing, "lowest_on_time_share", 0.7)
    assert goals(told(standing, "cost_fen", 700))["cost_fen"]["bound"] is None


def test_a_long_course_still_fits_into_a_notice() -> None:
    standing = Standing()
    keys = ["people_unplaced", "missions_unmet", "life_critical_unmet", "lowest_on_time_share"]
    keys += ["late_person_item_hours", "assembly_minutes_over", "channel_cost", "cost_fen"]
    for at_s in range(500):
        for key in keys:
            seen = told(standing, key, 10_000_000.5 - at_s, at_s, bound=1_234_567.8)
    assert all(len(goal["points"]) <= POINTS for goal in seen["goals"])
    first, last = goals(seen)["cost_fen"]["points"][0], goals(seen)["cost_fen"]["points"][-1]
    assert (first[0], last[0]) == (0, 499)
    assert len(json.dumps(seen, ensure_ascii=False).encode()) < 7_000


def test_the_first_plan_says_how_long_it_took_after_the_snapshot() -> None:
    written = io.StringIO()
    with Watched(Console(file=written, width=200)) as watched:
        watched({"stage": "snapshot"})
        watched(ASKED)
        for people in (30, 0):
            watched(
                {"stage": "plan", "kind": "incumbent", "key": "people_unplaced", "level": 1, "incumbent": people,
                 "bound": None}
            )  # fmt: skip
            watched({"stage": "trips", "kind": "incumbent", "key": None, "incumbent": 7})
    first, second = written.getvalue().splitlines()
    assert first.endswith("第 1 个方案（取数、路网之后 0.0 秒）：未安置人数 30")
    assert second.endswith("第 2 个方案：未安置人数 0")


def test_elsewhere_than_on_a_screen_every_plan_is_a_line_of_what_changed() -> None:
    written = io.StringIO()
    with Watched(Console(file=written, width=200)) as watched:
        for people, fen in ((30, 50_000), (0, 50_000)):
            for key, value in (("people_unplaced", people), ("cost_fen", fen)):
                watched(
                    {
                        "stage": "plan",
                        "kind": "incumbent",
                        "key": key,
                        "level": LEVELS[key],
                        "incumbent": value,
                        "bound": None,
                    }
                )
            watched({"stage": "trips", "kind": "incumbent", "key": None, "incumbent": 7})
    first, second = written.getvalue().splitlines()
    assert first.endswith("第 1 个方案：未安置人数 30，运输费用（元） 500")
    assert second.endswith("第 2 个方案：未安置人数 0")


def test_the_course_of_a_goal_is_drawn_with_blocks() -> None:
    assert course([(1, 30), (2, 0), (3, 15)]) == "█▁▅"
    assert course([(1, 7)]) == "▁"
