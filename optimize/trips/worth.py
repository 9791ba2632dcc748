"""What a further call at each store would be worth: goods that later channels bring, and the stock that could stand in.

Asked over and over for the same shelters while little changes, so sums are kept until the shelter's goods change, and
brought up to date store by store when only stock does.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from optimize.programs.linear import Reals, Whole

Carried = tuple[int, int, int, int, float]
"""(latest second, rank of the channel, item, units, persons served) of goods on their way to a shelter."""
Wanted = tuple[tuple[int, int], ...]
"""Shelters, each with how many of its latest seconds have passed by."""


@dataclass
class _Gain:
    """Per rank and item, units to be had and what one is worth; per store what follows, as of a change of stock."""

    units: Reals
    worth: Reals
    of_store: Reals
    seen: int = 0


class Worth:
    """``stock`` is store × item."""

    def __init__(self, stock: Reals, rank: Whole) -> None:
        self._stock = stock
        self._ranks, self._row = np.unique(rank, return_inverse=True)
        self._changed: list[int] = []
        """Stores, in the order in which their stock has changed."""
        self._goods: dict[int, list[Carried]] = {}
        self._latest: dict[int, list[int]] = {}
        self._gains: dict[Wanted, _Gain] = {}
        self._asked: dict[int, set[Wanted]] = defaultdict(set)

    def take(self, store: int, item: int, units: int) -> None:
        self._stock[store, item] -= units
        self._changed.append(store)

    def change(self, shelter: int) -> None:
        """Other goods are on their way there now."""
        self._goods.pop(shelter, None)
        for wanted in self._asked.pop(shelter, ()):
            self._gains.pop(wanted, None)

    def gain(self, goals: Mapping[int, int], carried: Callable[[int], Iterable[Carried]]) -> Reals:
        """Per store, the channel cost that it could save at most for shelters that are left at these seconds.

        ``carried`` tells what is on its way to a shelter, if that is not known; it is not kept.
        """
        for shelter in goals:
            if shelter not in self._goods:
                self._goods[shelter] = sorted(carried(shelter))
                self._latest[shelter] = [latest_s for latest_s, *_ in self._goods[shelter]]
        wanted = tuple((shelter, bisect_left(self._latest[shelter], done_s)) for shelter, done_s in goals.items())
        known = self._gains.get(wanted)
        if known is None:
            known = self._gains[wanted] = self._summed(wanted)
            for shelter in goals:
                self._asked[shelter].add(wanted)
        elif known.seen < len(self._changed):
            stores = np.array(sorted(set(self._changed[known.seen :])))
            known.of_store[stores] = self._of(known, stores)
            known.seen = len(self._changed)
        return known.of_store

    def _summed(self, wanted: Wanted) -> _Gain:
        size = len(self._ranks), self._stock.shape[1]
        units, persons, cost = np.zeros(size), np.zeros(size), np.zeros(size)
        place = {rank: row for row, rank in enumerate(self._ranks.tolist())}
        for shelter, passed in wanted:
            for _, rank, item, count, served in self._goods[shelter][passed:]:
                row = place[rank]
                units[row, item] += count
                persons[row, item] += served
                cost[row, item] += served * rank
        units, persons, cost = _beyond(units), _beyond(persons), _beyond(cost)
        saved = cost - self._ranks[:, None] * persons
        gain = _Gain(units, saved / np.maximum(units, 1), np.zeros(0), len(self._changed))
        gain.of_store = self._of(gain, np.arange(len(self._row)))
        return gain

    def _of(self, gain: _Gain, stores: Whole) -> Reals:
        row = self._row[stores]
        return np.asarray((np.minimum(self._stock[stores], gain.units[row]) * gain.worth[row]).sum(axis=1))


def _beyond(table: Reals) -> Reals:
    """Per row, the sum of all rows after it."""
    found = np.zeros_like(table)
    found[:-1] = table[:0:-1].cumsum(axis=0)[::-1]
    return found
