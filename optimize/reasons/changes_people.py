"""Changes of where people find a place and who comes to their rescue: places, cover at home, further teams, boats."""

from collections.abc import Sequence

from optimize.index import Index
from optimize.problem import BY_BOAT, Problem, Team
from optimize.reasons.advice import BoatsChange, CoverChange, PlacesChange, TeamChange
from optimize.reasons.rows import Updates, fresh, swapped, the
from optimize.reasons.words import MOST_NAMED, by_second, listed, skill_name


def add_places(problem: Problem, change: PlacesChange, name: str) -> Updates:
    row = the(problem.shelters, change.shelter)
    places, special = row.places + change.places, row.special_places + change.special
    return {"shelters": swapped(problem.shelters, row, places=places, special_places=special)}


def places_words(index: Index, change: PlacesChange) -> str:
    special = f"（其中特需 {change.special}）" if change.special else ""
    return f"{index.shelters[change.shelter].name}增加床位 {change.places}{special}"


def cut_cover(problem: Problem, change: CoverChange, name: str) -> Updates:
    row = the(problem.teams, change.team)
    return {"teams": swapped(problem.teams, row, home_cover=max(0, row.home_cover - change.people))}


def cover_words(index: Index, change: CoverChange) -> str:
    return f"经批准{index.teams[change.team].name}少留守 {change.people} 人"


def give_boats(problem: Problem, change: BoatsChange, name: str) -> Updates:
    return {"teams": swapped(problem.teams, the(problem.teams, change.team), profile=BY_BOAT)}


def boats_words(index: Index, changes: Sequence[BoatsChange]) -> str:
    return f"给{listed([index.teams[change.team].name for change in changes], '支队伍')}配备舟艇"


def add_team(problem: Problem, change: TeamChange, name: str) -> Updates:
    place = the(problem.locations, change.location)
    team = Team(
        id=fresh(name, problem.teams),
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


def teams_words(index: Index, changes: Sequence[TeamChange]) -> str:
    """``增援医疗救护队伍 2 支：20 分前到甲镇 2 人、乙镇 4 人``."""
    if len(changes) == 1:
        return _team_words(index, changes[0])
    places = (
        f"{index.locations[row.location].name} {row.people} 人（{by_second(row.ready_s)}）"
        for row in changes[:MOST_NAMED]
    )
    return f"增援{skill_name(index, changes[0].skill)}队伍 {len(changes)} 支：{'、'.join(places)}"


def _team_words(index: Index, change: TeamChange) -> str:
    where = index.locations[change.location].name
    return f"增援{skill_name(index, change.skill)}队伍 {change.people} 人，{by_second(change.ready_s)}到{where}"
