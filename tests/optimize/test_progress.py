"""Limits, cuts and events of a run."""

from optimize.plan import Ended
from optimize.planner import solve
from optimize.progress import Control, Event
from tests.optimize.instances import random_problem


def test_a_cut_of_a_stage_is_a_cut_of_the_run_but_does_not_end_it() -> None:
    run = Control(deadline=float("inf"))
    stage = Control(deadline=0.0, parent=run)
    assert stage.stopped()
    assert not run.stopped()
    assert (stage.cut, run.cut, run.cut_below) == (Ended.WALL, None, Ended.WALL)


def test_work_grows_with_effort() -> None:
    assert [Control(effort=effort).scaled(40) for effort in (1, 50, 100, 200)] == [1, 20, 40, 80]


def test_events_tell_a_start_improving_plans_and_an_end() -> None:
    seen: list[Event] = []
    solve(random_problem(5, groups=8, shelters=4), effort=20, progress=seen.append)
    plans = [event for event in seen if event.stage == "plan"]
    assert (plans[0].kind, plans[-1].kind) == ("start", "end")
    first_level = [e.incumbent for e in plans if e.kind == "incumbent" and e.level == 1 and e.incumbent is not None]
    assert first_level == sorted(first_level, reverse=True)
    assert [e.t_s for e in seen] == sorted(e.t_s for e in seen)


def test_figures_with_a_key_are_those_of_the_plan_and_end_as_its_goals() -> None:
    told: dict[str, tuple[float | None, float | None]] = {}

    def take(event: Event) -> None:
        if event.key:
            told[event.key] = event.incumbent, event.bound

    plan = solve(random_problem(5, groups=8, shelters=4), effort=20, progress=take)
    assert told == {goal.key: (goal.value, goal.bound) for goal in plan.objective}
