"""Goods that have left for a shelter and are too many there, while others lack them: whoever has no place yet goes
where they are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.figures import counted, needing, required
from optimize.goods.supply import NO_ARRIVAL, Supply
from optimize.people.shelters import NOWHERE, Choice, Placing
from optimize.problem import KitLine
from optimize.programs.linear import Reals
from optimize.rules import Flags

SERVED_MINUTES = 1_000.0
"""Minutes on the way that it is worth if a person, times the weight of the line, need not lack what is there."""


def where_goods_are(placing: Placing, supply: Supply, start: Choice) -> Choice:
    """The choice with groups that have no place sent where goods are too many that lack elsewhere, while there are
    any."""
    choice = start.copy()
    for _ in range(int((start == NOWHERE).sum())):
        served = _served(placing, supply, choice)
        score = np.where(_open(placing, choice) & (served > 0), placing.cost - SERVED_MINUTES * served, np.inf)
        if not np.isfinite(score).any():
            break
        group, shelter = np.unravel_index(int(score.argmin()), score.shape)
        choice[group] = shelter
    return choice


def _open(placing: Placing, choice: Choice) -> Flags:
    """Group × shelter: whether somebody without a place finds room there."""
    placed, shelters = np.flatnonzero(choice != NOWHERE), len(placing.places)
    room = placing.places - np.bincount(choice[placed], placing.people[placed], shelters)
    care = placing.special_places - np.bincount(choice[placed], placing.special[placed], shelters)
    fits = (placing.people[:, None] <= room) & (placing.special[:, None] <= care)
    return np.asarray(fits & (choice == NOWHERE)[:, None])


def _served(placing: Placing, supply: Supply, choice: Choice) -> Reals:
    """Group × shelter: persons, by the weight of the line, whom goods that are too many there would serve."""
    served = np.zeros(placing.cost.shape)
    for there in _short(placing, supply, choice):
        persons = np.array(there.too_many) * there.line.people // there.line.units
        served += there.line.weight * np.minimum(placing.people[:, None], persons)
    return served


@dataclass(frozen=True)
class _There:
    """A line that is short, and the units that are too many at each shelter."""

    line: KitLine
    too_many: list[int]


def _short(placing: Placing, supply: Supply, choice: Choice) -> Iterator[_There]:
    """The life-critical lines that lack for good, if goods for them are too many anywhere."""
    index = supply.index
    people = Counter(index.settled)
    for group, shelter in enumerate(choice.tolist()):
        if shelter != NOWHERE:
            people[index.problem.shelters[shelter].id] += int(placing.people[group])
    nowhere = int(placing.people[choice == NOWHERE].sum())
    lacking, found = Counter[str](), list[_There]()
    for line in index.problem.kit:
        lacking[line.item] += required(line, nowhere)
        too_many = []
        for shelter in index.problem.shelters:
            wanted = required(line, needing(line, shelter, people[shelter.id]))
            brought = sum(units for _, units in counted(line, index.arrived.get((shelter.id, line.id), ())))
            lacking[line.item] += max(0, wanted - brought)
            too_many.append(max(0, brought - wanted))
        if line.life_critical and any(too_many):
            found.append(_There(line, too_many))
    every = range(len(index.problem.shelters))
    settled = [number for number in every if people[index.problem.shelters[number].id]] or list(every)
    yield from (row for row in found if lacking[row.line.item] > _within_reach(supply, row.line.item, settled))


def _within_reach(supply: Supply, item: str, shelters: list[int]) -> int:
    """Units in stores from where they can still be brought to any of the shelters."""
    if item not in supply.pools_of:
        return 0
    leads = (supply.direct_arrivals_s(item)[:, shelters] != NO_ARRIVAL).any(axis=1)
    return int(supply.quantity[supply.pools_of[item]][leads].sum())
