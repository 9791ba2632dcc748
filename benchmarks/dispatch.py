"""A whole plan: how soon the first, how soon the last, how near each goal is to its bound, against practice.

Problem files are solved as they are. ``--district`` seeds a demo district with its flood of 6,000 people in a database
of its own that is thrown away, and takes the snapshot as the product does. One JSON line per problem.
"""

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from optimize.intake.reading import read
from optimize.plan import Plan
from optimize.planner import solve
from optimize.practice import nearest_source
from optimize.problem import Problem
from optimize.progress import STANDARD_EFFORT, Event
from optimize.validate import validate


@dataclass(frozen=True)
class Case:
    """A problem, and the seconds that the snapshot of it took (None for a file)."""

    name: str
    problem: Problem
    snapshot_s: float | None = None


def demo_case(district: str) -> Case:
    """The demo incident of a seeded district, as the product asks it."""
    from app.kernel.server import running_server
    from app.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # as root, the database runs under an account of its own
        with running_server(Settings(data_dir=Path(folder) / "data")) as url:
            return asyncio.run(_asked(url, district))


async def _asked(url: str, district: str) -> Case:
    from app.dispatch.commands import find_incident
    from app.dispatch.snapshot import take
    from app.kernel.database import Database
    from app.kernel.migrate import migrate
    from seed import load

    await migrate(url)
    database = Database(url)
    try:
        await load.seed(database, district, progress=lambda _words: None)
        incident = await find_incident(database, await load.open_incident(database, district))
        start = time.monotonic()
        snapshot = await take(database, incident)
        return Case(district, snapshot.problem, round(time.monotonic() - start, 2))
    finally:
        await database.close()


def measure(case: Case, *, seed: int, effort: int, time_limit_s: float) -> dict[str, object]:
    """One run; ``click_to_plan_s`` is the snapshot (where there was one) and the run, validation aside."""
    first_s: list[float] = []

    def listen(event: Event) -> None:
        if event.kind == "incumbent" and event.stage == "plan" and not first_s:
            first_s.append(event.t_s)

    start, cpu = time.monotonic(), time.process_time()
    plan = solve(case.problem, seed=seed, effort=effort, time_limit=time_limit_s, progress=listen)
    run_s, cpu_s = time.monotonic() - start, time.process_time() - cpu
    return {
        "benchmark": "dispatch",
        "case": case.name,
        "people": sum(group.people for group in case.problem.groups),
        "snapshot_s": case.snapshot_s,
        "first_plan_s": first_s[0] if first_s else None,
        "click_to_plan_s": round((case.snapshot_s or 0.0) + run_s, 2),
        "cpu_s": round(cpu_s, 2),
        "ended": plan.ended.value,
        "stages_s": plan.timings.model_dump(exclude={"validation_s"}),
        "trips": len(plan.trips),
        "faults": len(validate(case.problem, plan)),
        "goals": {goal.key: {"value": goal.value, "bound": goal.bound, "gap": goal.gap} for goal in plan.objective},
        "against_practice": against_practice(case.problem, plan),
    }


def against_practice(problem: Problem, plan: Plan) -> dict[str, dict[str, float]]:
    """Each goal of the plan beside that of nearest-source practice, both executed."""
    practice = {goal.key: goal.value for goal in nearest_source(problem).objective}
    return {goal.key: {"ours": goal.value, "practice": practice[goal.key]} for goal in plan.objective}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problems", nargs="*", type=Path, help="problem files, as `yingcang problem` prints them")
    parser.add_argument("--district", action="append", default=[], choices=("kaizhou", "beibei"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--effort", type=int, default=STANDARD_EFFORT)
    parser.add_argument("--time-limit", type=float, default=20.0)
    options = parser.parse_args()
    if not options.problems and not options.district:
        parser.error("name problem files or a --district")
    cases = [Case(path.stem, read(path)) for path in options.problems]
    for case in (*cases, *(demo_case(district) for district in options.district)):
        row = measure(case, seed=options.seed, effort=options.effort, time_limit_s=options.time_limit)
        print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
