"""Which villages the assembly profile covers: the nearest team on scene in time, stage by stage."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.divisions.models import Division
from app.planning.schemas import Coverage, StageCoverage, UncoveredVillage
from app.teams.models import Stage, TeamLevel
from app.teams.queries import ActiveProfile, ReadyTeam
from gis.network import OPEN, UNREACHABLE, matrix
from gis.roads import TEAM, RoadNetwork
from gis.snapping import Place, snap

_SHOWN = 50


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


def coverage_of(
    profile: ActiveProfile,
    teams: Sequence[ReadyTeam],
    villages: Sequence[Division],
    divisions: Sequence[Division],
    network: RoadNetwork,
) -> Coverage:
    covers = cover(profile, teams, [village.code for village in villages], travel_s(network, teams, villages))
    stages = frozenset(row.stage for row in profile.limits)
    names = {row.code: row.name for row in divisions}
    weak = sorted((one for one in covers if not one.covered(stages)), key=_weakest_first)
    return Coverage(
        profile=profile.name,
        note=profile.note,
        villages=len(covers),
        covered=sum(one.covered(stages) for one in covers),
        stages=[_stage(profile, stage, covers) for stage in Stage if stage in stages],
        uncovered=[_uncovered(one, names) for one in weak[:_SHOWN]],
    )


def _weakest_first(one: VillageCover) -> tuple[bool, int, str]:
    """Villages that nobody reaches, then those reached last."""
    return one.arrive_s is not None, -(one.arrive_s or 0), one.village


def travel_s(network: RoadNetwork, teams: Sequence[ReadyTeam], villages: Sequence[Division]) -> list[list[int]]:
    """Seconds from every team to every village on open roads; -1 without a way, a place or a road near it."""
    from_places = [
        Place(str(team.id), team.name, team.lon, team.lat)
        for team in teams
        if team.lon is not None and team.lat is not None
    ]
    to_places = [
        Place(village.code, village.name, village.lon, village.lat)
        for village in villages
        if village.lon is not None and village.lat is not None
    ]
    starts, ends = snap(network, from_places).snaps, snap(network, to_places).snaps
    found = matrix(network, TEAM, OPEN, list(starts.values()), list(ends.values()))
    row = {name: number for number, name in enumerate(found.origins)}
    column = {name: number for number, name in enumerate(found.destinations)}
    seconds = found.seconds.tolist()
    return [
        [
            seconds[row[str(team.id)]][column[village.code]] if str(team.id) in row and village.code in column else -1
            for village in villages
        ]
        for team in teams
    ]


def _stage(profile: ActiveProfile, stage: Stage, covers: Sequence[VillageCover]) -> StageCoverage:
    names: dict[str, str] = {level.value: f"{level.label} " for level in TeamLevel}
    limits = "、".join(
        f"{names.get(row.level, '')}≤ {row.limit_s // 60} 分钟" for row in profile.limits if row.stage == stage
    )
    return StageCoverage(
        stage=stage.value, label=stage.label, limits=limits, covered=sum(stage in one.kept for one in covers)
    )


def _uncovered(one: VillageCover, names: dict[str, str]) -> UncoveredVillage:
    return UncoveredVillage(
        division=one.village,
        name=names[one.village],
        township=names.get(one.village[:9], ""),
        team=one.team.name if one.team else None,
        arrive_s=one.arrive_s,
    )
