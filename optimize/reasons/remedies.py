"""A changed problem: what a remedy names is done, everything else stays as it was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from optimize.frozen import Frozen
from optimize.packed import packed
from optimize.problem import UNREACHABLE, Lot, Problem, Team, TravelMatrix
from optimize.reasons.advice import (
    Change,
    CoverChange,
    DocksChange,
    FloorChange,
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

Row = TypeVar("Row", bound=Frozen)
ADDED, FREED = "增派", "释放"
"""What rows that a change has put there are called."""
Updates = dict[str, Any]
"""Fields of a problem with their new rows."""


def apply(problem: Problem, remedy: Remedy) -> Problem:
    """The problem once the remedy has been carried out."""
    return changed(problem, remedy.changes)


def changed(problem: Problem, changes: Sequence[Change]) -> Problem:
    """The problem with these changes; ``KeyError`` where one names what is not there."""
    for number, change in enumerate(changes):
        problem = problem.model_copy(update=_HOW[type(change)](problem, change, f"more-{number}"))
    return problem


def _stock(problem: Problem, change: StockChange, name: str) -> Updates:
    _the(problem.sources, change.source)
    lot = Lot(
        id=_fresh(name, problem.lots),
        name=FREED if change.reserved else ADDED,
        source=change.source,
        item=change.item,
        quantity=change.quantity,
        ready_s=change.ready_s,
    )
    rows = problem.withheld
    if change.reserved:
        rows = tuple(
            row.model_copy(update={"reserved": max(0, row.reserved - change.quantity)})
            if (row.source, row.item) == (change.source, change.item)
            else row
            for row in rows
        )
    return {"lots": (*problem.lots, lot), "withheld": rows}


def _floor(problem: Problem, change: FloorChange, name: str) -> Updates:
    rows = []
    for row in problem.floors:
        here = (row.source, row.item) == (change.source, change.item)
        kept = row.quantity - change.quantity if here else row.quantity
        if kept > 0:
            rows.append(row.model_copy(update={"quantity": kept}))
    return {"floors": tuple(rows)}


def _docks(problem: Problem, change: DocksChange, name: str) -> Updates:
    for field, rows in (("sources", problem.sources), ("shelters", problem.shelters)):
        for row in rows:
            if row.id == change.place:
                return {field: _swapped(rows, row, docks=row.docks + change.docks)}
    raise KeyError(change.place)


def _vehicles(problem: Problem, change: VehicleChange, name: str) -> Updates:
    like = _the(problem.vehicles, change.like)
    rows = list(problem.vehicles)
    for number in range(1, change.count + 1):
        more = {"location": change.location, "ready_s": change.ready_s, "name": f"{ADDED}{number}"}
        rows.append(like.model_copy(update={"id": _fresh(f"{name}-{number}", problem.vehicles), **more}))
    return {"vehicles": tuple(rows)}


def _places(problem: Problem, change: PlacesChange, name: str) -> Updates:
    row = _the(problem.shelters, change.shelter)
    places, special = row.places + change.places, row.special_places + change.special
    return {"shelters": _swapped(problem.shelters, row, places=places, special_places=special)}


def _road(problem: Problem, change: RoadChange, name: str) -> Updates:
    again = _Reopened(problem.reopened, frozenset(change.locations))
    places = tuple(
        row.model_copy(update={"cut_by": ()}) if row.id in again.locations else row for row in problem.locations
    )
    return {"travel": tuple(map(again.opened, problem.travel)), "locations": places}


@dataclass(frozen=True)
class _Reopened:
    """Ways to and from some locations as they are without closures."""

    matrices: tuple[TravelMatrix, ...]
    locations: frozenset[str]

    def opened(self, matrix: TravelMatrix) -> TravelMatrix:
        """The matrix with its missing ways to and from the locations filled in."""
        ways = self._ways(matrix.profile)
        seconds = [list(row) for row in matrix.seconds]
        metres = [list(row) for row in matrix.metres]
        for i, origin in enumerate(matrix.origins):
            for j, end in enumerate(matrix.destinations):
                if seconds[i][j] == UNREACHABLE and not self.locations.isdisjoint((origin, end)):
                    seconds[i][j], metres[i][j] = ways.get((origin, end), (UNREACHABLE, UNREACHABLE))
        return matrix.model_copy(update={"seconds": packed(seconds), "metres": packed(metres)})

    def _ways(self, profile: str) -> dict[tuple[str, str], tuple[int, int]]:
        return {
            (origin, end): (matrix.seconds[i][j], matrix.metres[i][j])
            for matrix in self.matrices
            if matrix.profile == profile
            for i, origin in enumerate(matrix.origins)
            for j, end in enumerate(matrix.destinations)
        }


def _time(problem: Problem, change: TimeChange, name: str) -> Updates:
    later = change.later_s
    kit = tuple(
        row.model_copy(update={"due_s": row.due_s + later}) if row.id in change.lines else row for row in problem.kit
    )
    missions = tuple(
        row.model_copy(update={"until_s": row.until_s + later}) if row.id in change.missions else row
        for row in problem.missions
    )
    place_by = problem.policy.place_by_s + (later if change.place else 0)
    return {
        "kit": kit,
        "missions": missions,
        "policy": problem.policy.model_copy(update={"place_by_s": place_by}),
        "horizon_s": max(problem.horizon_s, place_by, *(row.due_s for row in kit), *(m.until_s for m in missions)),
    }


def _cover(problem: Problem, change: CoverChange, name: str) -> Updates:
    row = _the(problem.teams, change.team)
    return {"teams": _swapped(problem.teams, row, home_cover=max(0, row.home_cover - change.people))}


def _team(problem: Problem, change: TeamChange, name: str) -> Updates:
    place = _the(problem.locations, change.location)
    team = Team(
        id=_fresh(name, problem.teams),
        name="增援队伍",
        level="any",
        township=place.township,
        location=place.id,
        on_duty=change.people,
        home_cover=0,
        skills=(change.skill,),
        response_s=0,
        assembly_s=change.ready_s,
    )
    return {"teams": (*problem.teams, team)}


def _terms(problem: Problem, change: TermsChange, name: str) -> Updates:
    lifted: dict[str, None] = {}
    if change.anywhere:
        lifted["reach"] = None
    if change.anytime:
        lifted["until_s"] = None
    row = next(row for row in problem.terms if row.lots == change.lots)
    return {"terms": _swapped(problem.terms, row, minimum=change.minimum, **lifted)}


def _rule(problem: Problem, change: RuleChange, name: str) -> Updates:
    rules = tuple(rule for rule in problem.adjustment.rules if rule != change.rule)
    return {"adjustment": problem.adjustment.model_copy(update={"rules": rules})}


_HOW: dict[type, Callable[[Problem, Any, str], Updates]] = {
    StockChange: _stock,
    FloorChange: _floor,
    DocksChange: _docks,
    VehicleChange: _vehicles,
    PlacesChange: _places,
    RoadChange: _road,
    TimeChange: _time,
    CoverChange: _cover,
    TeamChange: _team,
    TermsChange: _terms,
    RuleChange: _rule,
}


def _the(rows: Sequence[Any], ident: str) -> Any:
    for row in rows:
        if row.id == ident:
            return row
    raise KeyError(ident)


def _swapped(rows: Sequence[Row], row: Row, **update: object) -> tuple[Row, ...]:
    return tuple(other.model_copy(update=update) if other is row else other for other in rows)


def _fresh(name: str, rows: Sequence[Any]) -> str:
    """A name that no row has."""
    taken = {row.id for row in rows}
    while name in taken:
        name += "'"
    return name
