"""What more of one thing would bring: one more and ten more of it, each planned again from the plan.

Candidates are taken where something is short: the item itself and what may do for it, at the best own store; what
neighbours, agreements and production supply of them; vehicles, places and hours. Each step is re-solved: what a first
unit is worth says little of ten. Told are the goals of need (1 and 3 to 5): a search for cheaper trips would hide what
one more crate does to cost.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from optimize.figures import Figures
from optimize.goods.supply import Supply, trucks
from optimize.people.ways import buses
from optimize.reasons.advice import (
    Change,
    GoalChange,
    Lack,
    PlacesChange,
    Price,
    Step,
    StockChange,
    TimeChange,
    VehicleChange,
)
from optimize.reasons.lacks import GOODS, PLACE, find_lacks
from optimize.reasons.limits import vehicle_limits
from optimize.reasons.limits_goods import GoodsLimits
from optimize.reasons.limits_people import least_places
from optimize.reasons.remedies import changed, changes_words
from optimize.reasons.trials import Trials
from optimize.reasons.why_lines import goal_changes
from optimize.reasons.words import goals_words

AMOUNTS = (1, 10)
HOURS = (1, 10)
ITEMS = 3
"""Items whose price is asked: those of which most persons lack."""
HOUR_S = 3600
GOODS_GOALS = frozenset({"life_critical_unmet", "lowest_on_time_share", "late_person_item_hours"})
PLACE_GOALS = frozenset({"people_unplaced"})


@dataclass(frozen=True)
class _Candidate:
    """A thing of which there could be more; ``of`` makes the change for so many, ``note`` goes with its name."""

    kind: str
    lack: Lack
    of: Callable[[int], Change]
    note: str = ""


def prices(trials: Trials) -> tuple[Price, ...]:
    """What more of each candidate would bring, as far as the effort goes."""
    asked = _Prices(trials)
    return tuple(asked.price(candidate) for candidate in asked.candidates() if not trials.over)


class _Prices:
    """The candidates of one plan, and the figures to compare with."""

    def __init__(self, trials: Trials) -> None:
        self.trials, self.index, self.problem = trials, trials.index, trials.problem
        lacks = find_lacks(trials.figures)
        goods = [lack for lack in lacks if lack.kind == GOODS]
        self.goods = sorted(goods, key=lambda lack: -self._persons(lack))[:ITEMS]
        self.place = next((lack for lack in lacks if lack.kind == PLACE), None)
        self._bases: dict[Lack, Figures] = {}

    def _persons(self, lack: Lack) -> float:
        """Persons who lack the item, each line counted."""
        return sum(
            (row.required - row.on_time) * self.index.lines[row.line].people / self.index.lines[row.line].units
            for row in self.trials.figures.needs
            if row.item == lack.subject
        )

    def candidates(self) -> Iterator[_Candidate]:
        """Items at the best store, vehicles, places and hours, for what is short."""
        supply = Supply(self.index)
        for lack in self.goods:
            yield from self._supplies(lack, GoodsLimits(lack, self.trials.figures, supply))
        if self.goods:
            for limit in vehicle_limits(self.problem, trucks(self.index), lambda row: row.capacity_cm3):
                yield _Candidate("vehicle", self.goods[0], _more(limit.relaxed[0]))
            lines = tuple(line.id for lack in self.goods for line in self.index.lines_of[lack.subject])
            yield _Candidate("hour", self.goods[0], _later(TimeChange(later_s=HOUR_S, lines=lines)))
        if self.place:
            for change in least_places(self.trials.figures, self.place)[:1]:
                yield _Candidate("place", self.place, _more(change))
            for limit in vehicle_limits(self.problem, buses(self.index), lambda row: row.seats)[:1]:
                yield _Candidate("vehicle", self.place, _more(limit.relaxed[0]))
            yield _Candidate("hour", self.place, _later(TimeChange(later_s=HOUR_S, place=True)))

    def _supplies(self, lack: Lack, limits: GoodsLimits) -> Iterator[_Candidate]:
        """The item, its substitutes, and further of both through the channels that are not the district's own."""
        source = limits.best_source()
        if source:
            yield _Candidate("item", lack, _more(StockChange(source=source, item=lack.subject, quantity=1)))
            for item in limits.substitutes():
                change = StockChange(source=source, item=item, quantity=1)
                yield _Candidate("substitute", lack, _more(change), note=f"（可替代{lack.name}）")
        for lot in limits.channel_lots():
            change = StockChange(source=lot.source, item=lot.item, quantity=1, lot=lot.id)
            note = f"（可替代{lack.name}）" if lot.item != lack.subject else ""
            yield _Candidate("channel", lack, _more(change), note=note)

    def price(self, candidate: _Candidate) -> Price:
        base = self._base(candidate.lack)
        amounts = HOURS if candidate.kind == "hour" else AMOUNTS
        steps = []
        for amount in amounts:
            problem = changed(self.problem, (candidate.of(amount),))
            goals = self._told(candidate.lack, base, self.trials.again(candidate.lack, problem))
            steps.append(Step(amount=amount, goals=goals, text=goals_words(goals)))
        one = candidate.of(1)
        name = changes_words(self.index, (one,)) + candidate.note
        return Price(kind=candidate.kind, name=name, change=one, steps=tuple(steps))

    def _base(self, lack: Lack) -> Figures:
        """The plan taken up again without a change, so that only the change tells."""
        if lack not in self._bases:
            self._bases[lack] = self.trials.again(lack, self.problem)
        return self._bases[lack]

    def _told(self, lack: Lack, before: Figures, after: Figures) -> tuple[GoalChange, ...]:
        keys = PLACE_GOALS if lack.kind == PLACE else GOODS_GOALS
        return tuple(row for row in goal_changes(before, after) if row.key in keys)


def _more(change: Change) -> Callable[[int], Change]:
    """So many units, vehicles or places like those of the change."""
    if isinstance(change, StockChange):
        return lambda amount: change.model_copy(update={"quantity": amount})
    if isinstance(change, VehicleChange):
        return lambda amount: change.model_copy(update={"count": amount})
    if isinstance(change, PlacesChange):
        return lambda amount: change.model_copy(update={"places": amount, "special": min(change.special, amount)})
    raise TypeError(change)


def _later(change: TimeChange) -> Callable[[int], Change]:
    return lambda hours: change.model_copy(update={"later_s": hours * HOUR_S})
