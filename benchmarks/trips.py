"""The trip engine on public instances: mean gap to the best known, per family and in all, as one JSON line.

The folder holds ``bks.json``: rows with family, file, bks, and what the instance is. Seconds are processor seconds of
one process (other work on the machine does not count), unless ``--wall``. With ``--ortools``, OR-Tools' routing gets
the same models and the same seconds in a process of its own; families that it can't state (reloads, shared loads) are
left out of the comparison.
"""

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.trips_rival import solve_with_ortools, states
from optimize.routing import Routes, solve
from optimize.routing.check import check
from optimize.routing.formats import Instance, read

FAMILIES = {
    "cvrp": "vrplib",
    "vrptw_solomon": "vrplib",
    "vrptw_gh200": "vrplib",
    "mdvrp": "vroom",
    "hfvrp_x": "vrplib",
    "hvrp_taillard": "vroom",
    "mtvrptwr": "vrplib",
    "sitedep_vrptw": "vrplib",
}
"""The families of the goal, with their formats; others can be asked for."""
MORE = {"gvrp": "vrplib", "mdvrptw": "vrplib", "pdptw_lilim": "vroom", "sdvrp_split": "sdvrp"}
MOST_STOPS = 303
Json = dict[str, Any]


def main() -> None:
    options = _options()
    formats = {**FAMILIES, **MORE}
    rows = [row for row in json.loads((options.folder / "bks.json").read_text()) if row["family"] in options.families]
    results: list[Json] = []
    fitting: Counter[str] = Counter()
    for row in rows:
        instance = read(options.folder / row["file"], formats[row["family"]])
        stops = len(instance.model.clients) + 2 * len(instance.model.shipments)
        if not row["bks"] or stops > options.most_stops:
            continue
        fitting[row["family"]] += 1
        if fitting[row["family"]] % options.every == 0:
            results.append(_measure(row, instance, options))
            print(json.dumps(results[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    print(json.dumps(_summary(results, options), ensure_ascii=False))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--families", type=lambda text: text.split(","), default=list(FAMILIES))
    parser.add_argument("--most-stops", type=int, default=MOST_STOPS)
    parser.add_argument(
        "--every",
        metavar="N",
        type=int,
        default=1,
        help="measure the last of each N instances of a family, as a sample",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wall", action="store_true", help="seconds by the clock instead of the processor's")
    parser.add_argument("--ortools", action="store_true", help="also measure OR-Tools' routing")
    return parser.parse_args()


def _measure(row: Json, instance: Instance, options: argparse.Namespace) -> Json:
    clock = time.monotonic if options.wall else time.process_time
    found = solve(instance.model, seed=options.seed, effort=None, time_limit=options.seconds, clock=clock)
    known = row.get("bks_meta", {}).get("solved_with_vehicles") if instance.model.fewest_vehicles else None
    result = {"family": row["family"], "name": row["name"], "best_known": row["bks"], "iterations": found.iterations}
    result |= {f"ours_{key}": value for key, value in _judged(instance, found, row["bks"], known).items()}
    if options.ortools and states(instance.model):
        rival = _in_a_child(instance, options)
        judged = {"gap": None, "valid": False} if rival is None else _judged(instance, rival, row["bks"], known)
        result |= {f"ortools_{key}": value for key, value in judged.items()}
    return result


def _judged(instance: Instance, found: Routes, best: float, known: int | None) -> Json:
    """The gap in percent. Where vehicles come first, one more than known counts as its share of the fleet."""
    objective = instance.objective(found.routes)
    gap = 100 * (objective / best - 1)
    if known is not None and found.vehicles != known:
        gap = 100 * (found.vehicles / known - 1)
    valid = found.feasible and not check(instance.model, found.routes)
    return {"objective": round(objective, 2), "gap": round(gap, 3), "valid": valid, "vehicles": found.vehicles}


def _in_a_child(instance: Instance, options: argparse.Namespace) -> Routes | None:
    """OR-Tools and the engine's libraries don't share one process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(solve_with_ortools, instance.model, options.seconds, options.wall).result()


def _summary(results: list[Json], options: argparse.Namespace) -> Json:
    families: dict[str, list[Json]] = defaultdict(list)
    for result in results:
        families[result["family"]].append(result)
    compared = [result for result in results if result.get("ortools_gap") is not None]
    line: Json = {
        "benchmark": "trips",
        "seconds": options.seconds,
        "clock": "wall" if options.wall else "processor",
        "instances": len(results),
        "valid": all(result["ours_valid"] for result in results),
        "mean_gap_percent": round(fmean(result["ours_gap"] for result in results), 3) if results else None,
        "families": {name: round(fmean(row["ours_gap"] for row in rows), 3) for name, rows in families.items()},
    }
    if compared:
        ours, theirs = (fmean(result[key] for result in compared) for key in ("ours_gap", "ortools_gap"))
        line["compared"] = len(compared)
        line["ours_gap_there"], line["ortools_gap_there"] = round(ours, 3), round(theirs, 3)
        line["ratio"] = round(ours / theirs, 3) if theirs > 0 else None
        line["ortools_without_answer"] = sum("ortools_gap" in r and r["ortools_gap"] is None for r in results)
    return line


if __name__ == "__main__":
    main()
