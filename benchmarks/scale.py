"""How planning grows: one district, the same with all its villages hit, and several districts with one pool.

Each case is drawn, solved and validated in a process of its own, so that its peak memory is its own. Prints one JSON
line with seconds, memory, goals and gaps of each case and the exponent of growth over districts.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time

from benchmarks.districts import Size, city
from optimize.planner import solve
from optimize.progress import Event
from optimize.validate import validate

CASES: dict[str, tuple[int, Size]] = {
    "district": (1, Size()),
    "big": (1, Size(hit=535, people=80_000, stock=1.3)),
    "two": (2, Size()),
    "five": (5, Size()),
    "ten": (10, Size()),
}


def measure(case: str, seed: int, time_limit_s: float) -> dict[str, object]:
    """One case in this process."""
    districts, size = CASES[case]
    problem = city(seed, districts, size)
    drawn_mb = _peak_mb()
    first_s: list[float] = []

    def listen(event: Event) -> None:
        if event.kind == "incumbent" and event.stage == "plan" and not first_s:
            first_s.append(event.t_s)

    start, cpu = time.monotonic(), time.process_time()
    plan = solve(problem, seed=seed, time_limit=time_limit_s, progress=listen)
    seconds, cpu_s, peak_mb = time.monotonic() - start, time.process_time() - cpu, _peak_mb()
    return {
        "case": case,
        "groups": len(problem.groups),
        "people": sum(group.people for group in problem.groups),
        "stores": len(problem.sources),
        "shelters": len(problem.shelters),
        "first_plan_s": first_s[0] if first_s else None,
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


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def apart(case: str, seed: int, time_limit_s: float) -> dict[str, object]:
    """One case in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "--inside", case, "--seed", str(seed)]
    command += ["--time-limit", str(time_limit_s)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, object] = json.loads(done.stdout)
    return row


def growth(rows: list[dict[str, object]], key: str) -> float | None:
    """The exponent of ``key`` over districts, between the fewest and the most."""
    points = sorted((CASES[str(row["case"])][0], float(str(row[key]))) for row in rows if row["case"] != "big")
    if len(points) < 2 or not points[0][1]:
        return None
    (few, low), (many, high) = points[0], points[-1]
    return round(math.log(high / low) / math.log(many / few), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="district,big,ten", help=f"some of {', '.join(CASES)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=600.0)
    parser.add_argument("--inside", help="run this one case here")
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measure(options.inside, options.seed, options.time_limit)))
        return
    rows = [apart(case, options.seed, options.time_limit) for case in options.cases.split(",")]
    exponents = {key: growth(rows, key) for key in ("cpu_s", "peak_mb")}
    print(json.dumps({"benchmark": "scale", "growth_exponent": exponents, "cases": rows}))


if __name__ == "__main__":
    main()
