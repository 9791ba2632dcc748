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

    def of(self, level: TeamLevel) -> list[ReadyTeam]:
        return [team for team in self.teams if team.level == level]


@dataclass(frozen=True)
class Metric:
    """``name`` is shown where no standard names the metric."""

    name: str
    unit: str
    count: Callable[[Forces], int]


METRICS: dict[str, Metric] = {
    "teams": Metric("应急队伍", "支", lambda forces: len(forces.teams)),
    "district_teams": Metric("区级综合队伍", "支", lambda forces: len(forces.of(TeamLevel.DISTRICT))),
    "department_teams": Metric("部门队伍", "支", lambda forces: len(forces.of(TeamLevel.DEPARTMENT))),
    "township_teams": Metric("乡镇（街道）队伍", "支", lambda forces: len(forces.of(TeamLevel.TOWNSHIP))),
    "village_teams": Metric("村（社区）队伍", "支", lambda forces: len(forces.of(TeamLevel.VILLAGE))),
    "social_teams": Metric("社会队伍", "支", lambda forces: len(forces.of(TeamLevel.SOCIAL))),
    "team_people": Metric("队伍在册人数", "人", lambda forces: sum(team.people for team in forces.teams)),
    "township_team_people": Metric(
        "乡镇（街道）队伍在册人数", "人", lambda forces: sum(team.people for team in forces.of(TeamLevel.TOWNSHIP))
    ),
    "people_on_duty": Metric("队伍在岗人数", "人", lambda forces: sum(team.on_duty for team in forces.teams)),
    "shelters": Metric("避难场所", "处", lambda forces: len(forces.shelters)),
    "shelter_places": Metric("避难场所位置", "人", lambda forces: sum(shelter.places for shelter in forces.shelters)),
    "indoor_places": Metric("室内床位", "人", lambda forces: sum(shelter.indoor_places for shelter in forces.shelters)),
}
