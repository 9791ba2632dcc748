"""Sets of places that a fractional solution enters too seldom for what they weigh."""

from dataclasses import dataclass

import numpy as np

from optimize.routing.relaxation import Reals, Relaxation

VIOLATED = 0.02
MOST = 200
"""Cuts of one round, each from another beginning: the worst sets alone would be much the same set."""


@dataclass(frozen=True)
class Cut:
    """The nodes of a set are entered from outside at least ``entries`` times."""

    nodes: tuple[int, ...]
    entries: float


def violated(relaxed: Relaxation, between: Reals, visits: Reals) -> list[Cut]:
    """Cuts that the solution violates most. Sets grow from every unit at once, always by the unit that is tied to them
    most; ``between`` is the flow from node to node, ``visits`` that into each node.
    """
    count = len(relaxed.units)
    member = np.zeros((count, relaxed.nodes))
    for number, unit in enumerate(relaxed.units):
        member[number, list(unit)] = 1.0
    flow = member @ between @ member.T
    ties = flow + flow.T
    entering = member @ visits
    inside = np.eye(count, dtype=bool)
    weight, sums = relaxed.weights.copy(), entering - np.diag(flow)
    pull = ties.copy()
    largest = np.array([kind.capacity for kind in relaxed.kinds]).max(axis=0)
    worst: dict[int, tuple[float, float, tuple[int, ...]]] = {}
    alive = np.arange(count)
    for _ in range(count):
        entries = needed(weight, largest)
        lacking = entries - sums
        for row in np.flatnonzero(lacking > VIOLATED).tolist():
            seed = int(alive[row])
            if lacking[row] > worst.get(seed, (0.0,))[0] + VIOLATED:
                worst[seed] = float(lacking[row]), float(entries[row]), tuple(np.flatnonzero(inside[row]).tolist())
        reach = np.where(inside, -1.0, pull)
        chosen = reach.argmax(axis=1)
        go = reach[np.arange(len(alive)), chosen] > 1e-6
        if not go.any():
            break
        alive, inside, weight, sums, pull = alive[go], inside[go], weight[go], sums[go], pull[go]
        chosen = chosen[go]
        rows = np.arange(len(alive))
        sums = sums + entering[chosen] - flow[chosen, chosen] - pull[rows, chosen]
        inside[rows, chosen] = True
        weight = weight + relaxed.weights[chosen]
        pull = pull + ties[chosen]
    distinct = {units: (lacks, entries) for lacks, entries, units in worst.values()}
    best = sorted(distinct.items(), key=lambda row: (-row[1][0], row[0]))[:MOST]
    return [Cut(_nodes(relaxed, units), entries) for units, (_, entries) in best]


def needed(weight: Reals, largest: Reals) -> Reals:
    """How many trips a weight fills at least; something is always one."""
    with np.errstate(divide="ignore"):
        full = np.where(weight > 0, weight / np.maximum(largest, 1e-9), 0.0)
    entries: Reals = np.maximum(1.0, np.ceil(full - 1e-9).max(axis=1, initial=1.0))
    return entries


def _nodes(relaxed: Relaxation, units: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(node for unit in units for node in relaxed.units[unit]))
