"""Which villages the assembly profile covers: the nearest team on scene in time, stage by stage. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.teams.models import Stage
from app.teams.queries import ActiveProfile, ReadyTeam
from gis.network import UNREACHABLE


@dataclass(frozen=True)
class VillageCover:
    """The team that is first on scene (None: none can drive there) and the stages whose limit it keeps."""

    village: str
    team: ReadyTeam | None
    arrive_s: int | None
    kept: frozenset[Stage]

    def covered(self, stages: frozenset[Stage]) -> bool:
        return stages <= self.kept


def cover(
    profile: ActiveProfile, teams: Sequence[ReadyTeam], villages: Sequence[str], travel_s: Sequence[Sequence[int]]
) -> list[VillageCover]:
    """``travel_s[i][j]``: seconds from team i to village j, -1 where no open road leads."""
    found = []
    for column, village in enumerate(villages):
        arrivals = [
            (team.response_s + team.assembly_s + travel_s[row][column], row)
            for row, team in enumerate(teams)
            if travel_s[row][column] != UNREACHABLE and team.on_duty > 0
        ]
        if not arrivals:
            found.append(VillageCover(village, None, None, frozenset()))
            continue
        arrive_s, row = min(arrivals)
        found.append(VillageCover(village, teams[row], arrive_s, stages_kept(profile, teams[row], arrive_s)))
    return found


def stages_kept(profile: ActiveProfile, team: ReadyTeam, arrive_s: int) -> frozenset[Stage]:
    """Stages whose limit the team keeps; a stage without a limit is kept."""
    times = {Stage.RESPONSE: team.response_s, Stage.ASSEMBLY: team.assembly_s, Stage.ON_SCENE: arrive_s}
    limits = {stage: profile.limit(stage, team.level) for stage in times}
    return frozenset(stage for stage, time in times.items() if (limit := limits[stage]) is None or time <= limit)
