"""Reads of teams and the assembly profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Scope
from app.kernel.clock import SHANGHAI
from app.kernel.errors import NotFound
from app.kernel.names import Named, named
from app.sites.bases import Bases, read_bases
from app.teams.models import AssemblyProfile, AssemblyStage, Skill, Stage, Team, TeamLevel, TeamSkill
from app.teams.schemas import AssemblyProfileOut, AssemblyStageOut, TeamList, TeamOut


@dataclass(frozen=True)
class ReadyTeam:
    """A team in service with a place and somebody on duty; ``lon``/``lat`` are its own or its base's."""

    id: UUID
    name: str
    level: TeamLevel
    division: str
    base_site_id: UUID | None
    lon: float | None
    lat: float | None
    people: int
    on_duty: int
    home_cover: int
    response_s: int
    assembly_s: int
    skills: tuple[Skill, ...]


@dataclass(frozen=True)
class StageLimit:
    """``level`` is a team level, or ``any``."""

    stage: Stage
    level: str
    limit_s: int


@dataclass(frozen=True)
class ActiveProfile:
    code: str
    name: str
    note: str
    limits: tuple[StageLimit, ...]

    def limit(self, stage: Stage, level: str) -> int | None:
        """The limit of a stage for a level: its own row before the row for any level; None = no limit."""
        of_stage = {row.level: row.limit_s for row in self.limits if row.stage == stage}
        return of_stage.get(level, of_stage.get("any"))


def _within(scope: Scope) -> ColumnElement[bool]:
    """By where it belongs, or by the single site it stands at."""
    return scope.within(col(Team.division), col(Team.base_site_id))


async def list_teams(
    session: AsyncSession,
    *,
    scope: Scope,
    division: str | None = None,
    level: TeamLevel | None = None,
    skill: Skill | None = None,
    out_of_service: bool | None = None,
    search: str = "",
    limit: int = 1000,
    offset: int = 0,
) -> TeamList:
    query = (
        select(Team).where(_within(scope)).order_by(col(Team.division), col(Team.code)).offset(offset).limit(limit + 1)
    )
    if division:
        query = query.where(col(Team.division).startswith(division, autoescape=True))
    if level:
        query = query.where(Team.level == level)
    if out_of_service is not None:
        query = query.where(Team.out_of_service == out_of_service)
    if skill:
        query = query.where(col(Team.id).in_(select(TeamSkill.team_id).where(TeamSkill.skill == skill)))
    if search:
        query = query.where(
            or_(*(column.icontains(search, autoescape=True) for column in (col(Team.name), col(Team.code))))
        )
    teams = (await session.exec(query)).all()
    following = str(offset + limit) if len(teams) > limit else None
    return TeamList(items=await _described(session, teams[:limit]), next=following)


async def findable(session: AsyncSession, scope: Scope) -> list[Named]:
    """The teams within the scope by name, with their level."""
    rows = await session.exec(select(Team.id, Team.name, Team.code, Team.level).where(_within(scope)))
    return named(rows)


async def get_team(session: AsyncSession, team_id: UUID, *, scope: Scope) -> TeamOut:
    team = (await session.exec(select(Team).where(Team.id == team_id, _within(scope)))).one_or_none()
    if team is None:
        raise NotFound("没有这支队伍，可能已被删除")
    return (await _described(session, [team]))[0]


async def _described(session: AsyncSession, teams: Sequence[Team]) -> list[TeamOut]:
    bases = await read_bases(session, (team.division for team in teams), (team.base_site_id for team in teams))
    skills = await _skills(session, [team.id for team in teams])
    return [_out(team, bases, skills.get(team.id, [])) for team in teams]


def _out(team: Team, bases: Bases, skills: list[Skill]) -> TeamOut:
    lon, lat = bases.position(team.base_site_id, team.lon, team.lat)
    return TeamOut(
        **team.model_dump(exclude={"lon", "lat"}),
        lon=lon,
        lat=lat,
        skills=skills,
        division_name=bases.divisions.get(team.division, ""),
        base_name=bases.site_name(team.base_site_id),
    )


async def _skills(session: AsyncSession, teams: list[UUID]) -> dict[UUID, list[Skill]]:
    order = list(Skill)
    found: dict[UUID, list[Skill]] = {}
    rows = await session.exec(select(TeamSkill).where(col(TeamSkill.team_id).in_(teams)))
    for row in sorted(rows, key=lambda row: order.index(row.skill)):
        found.setdefault(row.team_id, []).append(row.skill)
    return found


async def ready_teams(session: AsyncSession, district: str) -> tuple[ReadyTeam, ...]:
    """Teams of the district that are in service, by code. One without a position has ``lon`` None."""
    query = select(Team).where(col(Team.division).startswith(district), col(Team.out_of_service).is_(False))
    teams = (await session.exec(query.order_by(col(Team.code)))).all()
    described = await _described(session, teams)
    fields = ReadyTeam.__dataclass_fields__.keys() - {"skills"}
    return tuple(
        ReadyTeam(**out.model_dump(include=set(fields)), skills=tuple(sorted(out.skills))) for out in described
    )


async def list_assembly_profiles(session: AsyncSession) -> list[AssemblyProfileOut]:
    profiles = await session.exec(select(AssemblyProfile).order_by(col(AssemblyProfile.code)))
    stages = await session.exec(select(AssemblyStage).order_by(col(AssemblyStage.position)))
    by_profile: dict[str, list[AssemblyStageOut]] = {}
    for stage in stages:
        by_profile.setdefault(stage.profile_code, []).append(AssemblyStageOut.model_validate(stage))
    return [AssemblyProfileOut(**profile.model_dump(), stages=by_profile.get(profile.code, [])) for profile in profiles]


async def active_profile(session: AsyncSession) -> ActiveProfile | None:
    """The assembly profile in force, or None when none is active."""
    for profile in await list_assembly_profiles(session):
        if profile.active:
            limits = tuple(StageLimit(row.stage, row.level or "any", row.limit_s) for row in profile.stages)
            return ActiveProfile(profile.code, profile.name, profile.note, limits)
    return None


async def oldest_check(session: AsyncSession, district: str) -> datetime | None:
    """Midnight of the oldest readiness check among the teams in service: how far back their figures may reach."""
    query = select(func.min(Team.ready_checked_on)).where(
        col(Team.division).startswith(district), col(Team.out_of_service).is_(False)
    )
    day = (await session.exec(query)).one()
    return datetime.combine(day, time(), SHANGHAI) if day else None
