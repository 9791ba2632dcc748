"""Changes of what carries goods and people, and by when: vehicles, docks, roads, deadlines, rules."""

from dataclasses import dataclass

from optimize.index import Index
from optimize.packed import packed
from optimize.problem import UNREACHABLE, Problem, TravelMatrix
from optimize.reasons.advice import DocksChange, RoadChange, RuleChange, TimeChange, VehicleChange
from optimize.reasons.rows import ADDED, Updates, fresh, swapped, the
from optimize.reasons.shortage_goods import hours
from optimize.reasons.words import listed, rule_words, source_name

CRAFT = {"boat": ("艘", "船"), "drone": ("架", "无人机")}
"""How profiles that are no cars are counted and called."""


def add_docks(problem: Problem, change: DocksChange, name: str) -> Updates:
    for field, rows in (("sources", problem.sources), ("shelters", problem.shelters)):
        for row in rows:
            if row.id == change.place:
                return {field: swapped(rows, row, docks=row.docks + change.docks)}
    raise KeyError(change.place)


def docks_words(index: Index, change: DocksChange) -> str:
    if change.place in index.sources:
        return f"{source_name(index, change.place)}增加 {change.docks} 个装车位（含装卸人员）"
    return f"{index.shelters[change.place].name}增加 {change.docks} 个卸车位（含装卸人员）"


def add_vehicles(problem: Problem, change: VehicleChange, name: str) -> Updates:
    like = the(problem.vehicles, change.like)
    rows = list(problem.vehicles)
    for number in range(1, change.count + 1):
        more = {"location": change.location, "ready_s": change.ready_s, "name": f"{ADDED}{number}"}
        rows.append(like.model_copy(update={"id": fresh(f"{name}-{number}", problem.vehicles), **more}))
    return {"vehicles": tuple(rows)}


def vehicles_words(index: Index, change: VehicleChange) -> str:
    like = index.vehicles[change.like]
    counted, noun = CRAFT.get(like.profile, ("辆", "车"))
    return f"增派 {change.count} {counted}与{like.name}同型的{noun}（基地{index.locations[change.location].name}）"


def open_road(problem: Problem, change: RoadChange, name: str) -> Updates:
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
        """The matrix with the ways to and from the locations where they were missing, or longer around the closures."""
        ways = self._ways(matrix.profile)
        seconds = [list(row) for row in matrix.seconds]
        metres = [list(row) for row in matrix.metres]
        for i, origin in enumerate(matrix.origins):
            for j, end in enumerate(matrix.destinations):
                way = None if self.locations.isdisjoint((origin, end)) else ways.get((origin, end))
                if way and way[0] != UNREACHABLE and not UNREACHABLE < seconds[i][j] <= way[0]:
                    seconds[i][j], metres[i][j] = way
        return matrix.model_copy(update={"seconds": packed(seconds), "metres": packed(metres)})

    def _ways(self, profile: str) -> dict[tuple[str, str], tuple[int, int]]:
        return {
            (origin, end): (matrix.seconds[i][j], matrix.metres[i][j])
            for matrix in self.matrices
            if matrix.profile == profile
            for i, origin in enumerate(matrix.origins)
            for j, end in enumerate(matrix.destinations)
        }


def road_words(index: Index, change: RoadChange) -> str:
    links = dict.fromkeys(link for place in change.locations for link in index.locations[place].cut_by)
    places = [index.locations[place].name for place in change.locations]
    return f"抢通{'、'.join(links) or '道路'}（通往{listed(places, '处')}）"


def extend_time(problem: Problem, change: TimeChange, name: str) -> Updates:
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


def time_words(index: Index, change: TimeChange) -> str:
    what = "安置时限" if change.place else "任务时段" if change.missions else "送达期限"
    return f"{what}延长 {hours(change.later_s)}"


def lift_rule(problem: Problem, change: RuleChange, name: str) -> Updates:
    rules = tuple(rule for rule in problem.adjustment.rules if rule != change.rule)
    return {"adjustment": problem.adjustment.model_copy(update={"rules": rules})}


def lifted_words(index: Index, change: RuleChange) -> str:
    return f"撤销{rule_words(index, change.rule)}"
