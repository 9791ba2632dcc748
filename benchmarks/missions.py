"""52 teams and 25 missions in three levels: people missing, lateness, travel. Prints one JSON line.

Missions overlap, so that teams go from one to another; with ``--times 12`` they are so few that people are missing.
A level is proven when its value is its bound; travel counts a minute more for each posting.
"""

import argparse
import json
import time

from benchmarks.districts import Size, city
from optimize.index import Index
from optimize.missions.assignment import assign
from optimize.problem import Problem
from optimize.progress import Control, Event


def instance(seed: int, teams: int, missions: int, times: int = 4) -> Problem:
    """Missions that begin at once and ask for ``times`` the people of ordinary ones, more than most teams have."""
    problem = city(seed, 1, Size(teams=teams, missions=missions, stores=60, shelters=40))
    harder = tuple(row.model_copy(update={"people": times * row.people, "from_s": 0}) for row in problem.missions)
    return problem.model_copy(update={"missions": harder})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--teams", type=int, default=52)
    parser.add_argument("--missions", type=int, default=25)
    parser.add_argument("--times", type=int, default=4, help="how many times the people of ordinary missions")
    options = parser.parse_args()
    problem = instance(options.seed, options.teams, options.missions, options.times)
    index, levels = Index(problem), dict[str, dict[str, float | None]]()

    def listen(event: Event) -> None:
        if event.kind == "end" and event.level:
            name = ("missing", "late_s", "travel_s")[event.level - 1]
            levels[name] = {"value": event.incumbent, "bound": event.bound}

    start, cpu = time.monotonic(), time.process_time()
    result = assign(problem, index, Control(progress=listen))
    line = {
        "benchmark": "missions",
        "teams": len(problem.teams),
        "missions": len(problem.missions),
        "wall_s": round(time.monotonic() - start, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "levels": levels,
        "people_missing": sum(result.unmet.values()),
        "bound_missing": result.bound_unmet,
        "minutes_over": result.minutes_over,
        "minutes_bound": result.minutes_bound,
        "proven": result.proven and all(level["value"] == level["bound"] for level in levels.values()),
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
