"""What is counted of teams and shelters: one function per metric of a standard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.shelters.queries import UsableShelter
from app.teams.models import TeamLevel
from app.teams.queries import ReadyTeam


@dataclass(frozen=True)
class Forces:
    """Teams in service and usable shelters of a district."""

    teams: Sequence[ReadyTeam]
    shelters: Sequence[UsableShelter]
    depot_area_m2: int = 0

    def of(self, level: TeamLevel) -> list[ReadyTeam]:
        return [team for team in self.teams if team.level == level]


@dataclass(frozen=True)
class Metric:
    """``name`` is shown where no standard names the metric; ``always``: shown even without a target."""

    name: str
    unit: str
    count: Callable[[Forces], int]
    always: bool = False


def _teams(level: TeamLevel) -> Callable[[Forces], int]:
    return lambda forces: len(forces.of(level))


def _people(level: TeamLevel) -> Callable[[Forces], int]:
    return lambda forces: sum(team.people for team in forces.of(level))


def _roster(forces: Forces) -> int:
    return sum(team.people for team in forces.teams)


def _on_duty(forces: Forces) -> int:
    return sum(team.on_duty for team in forces.teams)


def _places(forces: Forces) -> int:
    return sum(shelter.places(overnight=True) for shelter in forces.shelters)


def _indoor_places(forces: Forces) -> int:
    return sum(shelter.indoor_places for shelter in forces.shelters)


METRICS: dict[str, Metric] = {
    "teams": Metric("应急队伍", "支", lambda forces: len(forces.teams), always=True),
    "district_teams": Metric("区级综合队伍", "支", _teams(TeamLevel.DISTRICT)),
    "department_teams": Metric("部门队伍", "支", _teams(TeamLevel.DEPARTMENT)),
    "township_teams": Metric("乡镇（街道）队伍", "支", _teams(TeamLevel.TOWNSHIP)),
    "village_teams": Metric("村（社区）队伍", "支", _teams(TeamLevel.VILLAGE)),
    "social_teams": Metric("社会队伍", "支", _teams(TeamLevel.SOCIAL)),
    "team_people": Metric("队伍在册人数", "人", _roster, always=True),
    "district_team_people": Metric("区级综合队伍在册人数", "人", _people(TeamLevel.DISTRICT)),
    "township_team_people": Metric("乡镇（街道）队伍在册人数", "人", _people(TeamLevel.TOWNSHIP)),
    "people_on_duty": Metric("队伍在岗人数", "人", _on_duty, always=True),
    "shelters": Metric("避难场所", "处", lambda forces: len(forces.shelters), always=True),
    "shelter_places": Metric("避难场所位置", "人", _places, always=True),
    "indoor_places": Metric("室内床位", "人", _indoor_places, always=True),
    "depot_area_m2": Metric("区级库面积", "m²", lambda forces: forces.depot_area_m2),
}
