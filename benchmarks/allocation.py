"""Allocation of 300 stores × 65 shelters × 15 items in four exact levels, against plain HiGHS.

Ours prices every arc and stays on the optimal face of each level (``optimize.programs.sifting``); plain HiGHS
gets the same program whole, with one objective row per level. Prints one JSON line.
"""

import argparse
import json
import resource
import time

import numpy as np

from benchmarks.districts import Size, city
from optimize.goods import leximin
from optimize.goods.leximin import Allocation, Channels, find_arcs
from optimize.goods.supply import Supply, needs_of
from optimize.index import Index
from optimize.programs.linear import Reals
from optimize.programs.sifting import Certificate
from optimize.progress import Control

LEVELS = ("unmet", "worst_served", "late", "cost")
FLEET = 1.0


def instance(seed: int, stores: int, shelters: int, items: int) -> Allocation:
    """The program of a short, badly served district in which every store holds every item."""
    size = Size(stores=stores, shelters=shelters, items=items, people=300 * shelters, stock=0.9, assortment=1.0)
    supply = Supply(Index(city(seed, 1, size)))
    drawn = np.random.default_rng(seed).integers(100, 500, shelters)
    people = {row.id: int(count) for row, count in zip(supply.index.problem.shelters, drawn, strict=True)}
    needs = needs_of(supply.index, people)
    arrivals = {item.id: supply.arrivals_s(item.id) for item in supply.index.problem.items}
    return Allocation(supply, needs, find_arcs(supply, needs, arrivals), FLEET)


def ours(program: Allocation, levels: list[Reals]) -> tuple[Reals, list[Certificate]]:
    """Values by sifting, and what proves them."""
    sifting, certificates = program.sifted(), []
    for cost in levels:
        answer = sifting.settle(cost, Control())
        assert answer.proven and sifting.certificate
        certificates.append(sifting.certificate)
    return np.array([cost @ answer.x for cost in levels]), certificates


def costs(program: Allocation) -> list[Reals]:
    return [cost for _, cost in program.levels(Channels.LAST)]


def plain(program: Allocation, levels: list[Reals]) -> Reals:
    """Every arc in the solver, and a row for each level that holds the value reached."""
    scales = [float(np.abs(cost).max()) or 1.0 for cost in levels]
    rows = program.program.add_rows(len(levels), -np.inf, np.inf)
    for row, cost, scale in zip(rows, levels, scales, strict=True):
        columns = np.flatnonzero(cost)
        program.program.put(row, columns, cost[columns] / scale)
    values = []
    for row, cost, scale in zip(rows, levels, scales, strict=True):
        answer = program.program.solve(cost / scale, Control())
        values.append(answer.value * scale)
        program.program.set_row(int(row), -np.inf, answer.value)
    return np.array(values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stores", type=int, default=300)
    parser.add_argument("--shelters", type=int, default=65)
    parser.add_argument("--items", type=int, default=15)
    parser.add_argument("--alone", action="store_true", help="without plain HiGHS, for sizes that it does not finish")
    options = parser.parse_args()
    leximin.ARC_LIMIT = 10**9
    sizes = options.seed, options.stores, options.shelters, options.items

    start = time.process_time()
    program = instance(*sizes)
    built = time.process_time()
    values, certificates = ours(program, costs(program))
    ours_s = time.process_time() - built
    line = {
        "benchmark": "allocation",
        "arcs": len(program.arcs.pool),
        "rows": program.program.rows,
        "build_s": round(built - start, 2),
        "ours_s": round(ours_s, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "values": dict(zip(LEVELS, values.tolist(), strict=True)),
        "certificate": {
            name: {"least_reduced_cost": c.least_reduced, "priced": c.priced, "in_solver": c.core, "rounds": c.rounds}
            for name, c in zip(LEVELS, certificates, strict=True)
        },
    }
    if not options.alone:
        program = instance(*sizes)
        start = time.process_time()
        reference = plain(program, costs(program))
        plain_s = time.process_time() - start
        difference = np.abs(reference - values) / np.maximum(1.0, np.abs(reference))
        line |= {
            "plain_s": round(plain_s, 2),
            "ratio": round(plain_s / ours_s, 1),
            "largest_relative_difference": float(difference.max()),
        }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
