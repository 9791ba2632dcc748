"""A changed problem: what a remedy names is done, everything else stays as it was; and the same in words.

One table tells of each kind of change both how it is made and how it is said.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from optimize.index import Index
from optimize.problem import Problem
from optimize.reasons import changes_goods as goods
from optimize.reasons import changes_means as means
from optimize.reasons import changes_people as people
from optimize.reasons.advice import (
    BoatsChange,
    Change,
    CoverChange,
    DocksChange,
    FloorChange,
    Lack,
    PlacesChange,
    Remedy,
    RoadChange,
    RuleChange,
    StockChange,
    TeamChange,
    TermsChange,
    TimeChange,
    VehicleChange,
)
from optimize.reasons.rows import Updates
from optimize.reasons.words import MOST_NAMED, still_words


class Kind(NamedTuple):
    """``made``: fields of a problem once a change is made, what is new in it under a name; ``words``: what all changes
    of the kind in one remedy ask somebody to do."""

    made: Callable[[Problem, Any, str], Updates]
    words: Callable[[Index, Sequence[Any]], str]


def _each(words: Callable[[Index, Any], str]) -> Callable[[Index, Sequence[Any]], str]:
    """The first of them one by one, and how many there are."""

    def all_of(index: Index, changes: Sequence[Any]) -> str:
        told = "，".join(words(index, change) for change in changes[:MOST_NAMED])
        return told + (f"等 {len(changes)} 处" if len(changes) > MOST_NAMED else "")

    return all_of


KINDS: dict[type, Kind] = {
    StockChange: Kind(goods.add_stock, _each(goods.stock_words)),
    FloorChange: Kind(goods.release_floor, _each(goods.floor_words)),
    TermsChange: Kind(goods.ease_terms, _each(goods.terms_words)),
    DocksChange: Kind(means.add_docks, _each(means.docks_words)),
    VehicleChange: Kind(means.add_vehicles, _each(means.vehicles_words)),
    RoadChange: Kind(means.open_road, _each(means.road_words)),
    TimeChange: Kind(means.extend_time, _each(means.time_words)),
    RuleChange: Kind(means.lift_rule, _each(means.lifted_words)),
    PlacesChange: Kind(people.add_places, _each(people.places_words)),
    CoverChange: Kind(people.cut_cover, _each(people.cover_words)),
    BoatsChange: Kind(people.give_boats, people.boats_words),
    TeamChange: Kind(people.add_team, people.teams_words),
}


def apply(problem: Problem, remedy: Remedy) -> Problem:
    """The problem once the remedy has been carried out."""
    return changed(problem, remedy.changes)


def changed(problem: Problem, changes: Sequence[Change]) -> Problem:
    """The problem with these changes; ``KeyError`` where one names what is not there."""
    for number, change in enumerate(changes):
        problem = problem.model_copy(update=KINDS[type(change)].made(problem, change, f"more-{number}"))
    return problem


def remedy_words(index: Index, lack: Lack, changes: Sequence[Change], after: int) -> str:
    """What to do and what it brings: ``在区级库增加折叠床 40 张：缺 0``."""
    return f"{changes_words(index, changes)}：{still_words(lack, after)}"


def changes_words(index: Index, changes: Sequence[Change]) -> str:
    """What changes ask somebody to do, those of a kind in one phrase."""
    by_kind: dict[type, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(type(change), []).append(change)
    return "；".join(KINDS[kind].words(index, rows) for kind, rows in by_kind.items())
