"""Our plan against nearest-source practice on scarce districts, ten seeds. Prints one JSON line.

Both are executed plans of the same problem, checked by the validator and measured by the same figures.
"""

import argparse
import json
import statistics
import time

from benchmarks.districts import Size, city
from optimize.plan import Plan
from optimize.planner import solve
from optimize.practice import nearest_source
from optimize.validate import validate

SIZE = Size(villages=300, stores=300, shelters=65, hit=40, vehicles=60, teams=40, missions=25, stock=1.15)
RATIOS = {"unmet": "life_critical_unmet", "lateness": "late_person_item_hours", "cost": "cost_fen"}


def values(plan: Plan) -> dict[str, float]:
    return {goal.key: goal.value for goal in plan.objective}


def compare(seed: int, size: Size, time_limit_s: float) -> dict[str, float | bool]:
    """Ours divided by practice, and the worst served shelters of both."""
    problem = city(seed, 1, size)
    practice, ours = nearest_source(problem), solve(problem, seed=seed, time_limit=time_limit_s)
    before, after = values(practice), values(ours)
    row: dict[str, float | bool] = {
        name: round(after[key] / before[key], 4) if before[key] else 0.0 for name, key in RATIOS.items()
    }
    return row | {
        "worst_served": after["lowest_on_time_share"],
        "worst_served_by_practice": before["lowest_on_time_share"],
        "valid": not validate(problem, ours) and not validate(problem, practice),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--stock", type=float, default=SIZE.stock, help="stock as a share of the need")
    parser.add_argument("--time-limit", type=float, default=20.0)
    options = parser.parse_args()
    start = time.monotonic()
    rows = [compare(seed, SIZE.scaled(stock=options.stock), options.time_limit) for seed in range(1, options.seeds + 1)]
    left_out = [row for row in rows if row["worst_served_by_practice"] == 0]
    line = {
        "benchmark": "practice",
        "seeds": len(rows),
        "wall_s": round(time.monotonic() - start, 1),
        "all_valid": all(row["valid"] for row in rows),
        "largest": {name: max(row[name] for row in rows) for name in RATIOS},
        "median": {name: statistics.median(float(row[name]) for row in rows) for name in RATIOS},
        "least_worst_served_where_practice_gives_0": min((row["worst_served"] for row in left_out), default=None),
        "rows": rows,
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
