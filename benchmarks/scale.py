"""How planning grows: one district, the same with all its villages hit, and several districts with one pool.

Each case is drawn, solved and validated in a process of its own, so that its peak memory is its own. Prints one JSON
line with seconds, memory, goals and gaps of each case, and how processor seconds and memory grow over districts: as a
table and as the exponent that fits it best, for runs of the same ``--effort`` that ended by it, not at the wall.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from statistics import linear_regression

from benchmarks.districts import Size, city
from optimize.plan import Ended
from optimize.planner import solve
from optimize.progress import STANDARD_EFFORT, Event
from optimize.validate import validate

CASES: dict[str, tuple[int, Size]] = {
    "district": (1, Size()),
    "big": (1, Size(hit=535, people=80_000, stock=1.3)),
    "two": (2, Size()),
    "five": (5, Size()),
    "ten": (10, Size()),
}

STOP_AFTER_CPU_S = 5.0
"""A second run is told to stop so long after its first plan."""
HOUR_S = 3600.0


def measure(case: str, seed: int, effort: int, time_limit_s: float) -> dict[str, object]:
    """One case in this process."""
    districts, size = CASES[case]
    problem = city(seed, districts, size)
    drawn_mb = _peak_mb()
    watch = Watch()
    start = time.monotonic()
    plan = solve(problem, seed=seed, effort=effort, time_limit=time_limit_s, progress=watch.listen, stop=watch.asked)
    seconds, cpu_s, peak_mb = time.monotonic() - start, watch.cpu_s(), _peak_mb()
    stopped = Watch(stop_after_cpu_s=STOP_AFTER_CPU_S)
    cancelled = solve(problem, seed=seed, time_limit=HOUR_S, progress=stopped.listen, stop=stopped.asked)
    answered_cpu_s = stopped.answered_cpu_s()
    return {
        "case": case,
        "groups": len(problem.groups),
        "people": sum(group.people for group in problem.groups),
        "stores": len(problem.sources),
        "shelters": len(problem.shelters),
        "first_plan_s": watch.first_s,
        "first_plan_cpu_s": watch.first_cpu_s,
        "longest_unasked_cpu_s": [round(watch.longest_cpu_s, 1), watch.longest_in],
        "soft_stop": [cancelled.ended.value, answered_cpu_s],
        "wall_s": round(seconds, 1),
        "cpu_s": round(cpu_s, 1),
        "ended": plan.ended.value,
        "stages_s": plan.timings.model_dump(exclude={"validation_s", "total_s"}),
        "problem_mb": drawn_mb,
        "peak_mb": peak_mb,
        "trips": len(plan.trips),
        "faults": len(validate(problem, plan)),
        "goals": {goal.key: [goal.value, goal.bound, goal.gap] for goal in plan.objective},
    }


class Watch:
    """Processor seconds of a run: until the first plan, between two looks at the stop after it, and to answer a stop.

    Time before the first plan does not count: until then there is nothing to give.
    """

    def __init__(self, stop_after_cpu_s: float = math.inf) -> None:
        self.started, self.stop_after_cpu_s = time.process_time(), stop_after_cpu_s
        self.first_s: float | None = None
        self.first_cpu_s: float | None = None
        self.stage, self.longest_cpu_s, self.longest_in = "", 0.0, ""
        self.last_cpu_s = 0.0
        self.stop_cpu_s: float | None = None

    def cpu_s(self) -> float:
        return time.process_time() - self.started

    def listen(self, event: Event) -> None:
        self.stage = event.stage
        if event.kind == "incumbent" and event.stage == "plan" and self.first_cpu_s is None:
            self.first_s, self.first_cpu_s = event.t_s, round(self.cpu_s(), 1)
            self.last_cpu_s = self.cpu_s()

    def asked(self) -> bool:
        """Whether to stop; asked by the run as often as it can."""
        now = self.cpu_s()
        if self.first_cpu_s is None:
            return False
        if now - self.last_cpu_s > self.longest_cpu_s:
            self.longest_cpu_s, self.longest_in = now - self.last_cpu_s, self.stage
        self.last_cpu_s = now
        if self.stop_cpu_s is None and now - self.first_cpu_s >= self.stop_after_cpu_s:
            self.stop_cpu_s = self.first_cpu_s + self.stop_after_cpu_s
        return self.stop_cpu_s is not None

    def answered_cpu_s(self) -> float | None:
        """From the moment at which the stop was due until now, when the plan is there."""
        return None if self.stop_cpu_s is None else round(self.cpu_s() - self.stop_cpu_s, 1)


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def apart(case: str, seed: int, effort: int, time_limit_s: float) -> dict[str, object]:
    """One case in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "--inside", case, "--seed", str(seed)]
    command += ["--effort", str(effort), "--time-limit", str(time_limit_s)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, object] = json.loads(done.stdout)
    return row


def growth(rows: list[dict[str, object]], key: str) -> dict[str, object]:
    """``key`` over districts, and the exponent of the power that fits it best (least squares of the logarithms)."""
    kept = [row for row in rows if row["case"] != "big" and row["ended"] != Ended.WALL.value]
    table = dict(sorted((CASES[str(row["case"])][0], float(str(row[key]))) for row in kept))
    logs = [(math.log(districts), math.log(value)) for districts, value in table.items() if value > 0]
    exponent = round(linear_regression(*zip(*logs, strict=True)).slope, 2) if len(logs) > 1 else None
    return {"by_districts": table, "exponent": exponent}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="district,two,five,ten,big", help=f"some of {', '.join(CASES)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--effort", type=int, default=STANDARD_EFFORT)
    parser.add_argument("--time-limit", type=float, default=600.0)
    parser.add_argument("--inside", help="run this one case here")
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measure(options.inside, options.seed, options.effort, options.time_limit)))
        return
    rows = [apart(case, options.seed, options.effort, options.time_limit) for case in options.cases.split(",")]
    grown = {key: growth(rows, key) for key in ("first_plan_cpu_s", "cpu_s", "peak_mb")}
    print(json.dumps({"benchmark": "scale", "effort": options.effort, "growth": grown, "cases": rows}))


if __name__ == "__main__":
    main()
