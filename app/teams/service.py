"""Commands on teams and the assembly profile."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, NotFound, refuse_if
from app.kernel.events import publish
from app.kernel.locking import for_update
from app.kernel.versions import require
from app.sites.bases import base_faults, null_faults
from app.teams.models import AssemblyProfile, Skill, Team, TeamSkill
from app.teams.schemas import TeamCreate, TeamUpdate

explain({"uq_team_code": "已有相同编号的队伍，请换一个编号。"})

_LOCK = {"key_share": True}
_NULLABLE = frozenset({"base_site_id", "lon", "lat", "ready_checked_on"})


def people_faults(values: dict[str, Any]) -> list[Fault]:
    """Who can be on duty or stay at home, given the roster."""
    faults = []
    if values["on_duty"] > values["people"]:
        faults.append(Fault("/on_duty", f"在岗 {values['on_duty']} 人多于在册 {values['people']} 人"))
    if values["home_cover"] > values["people"]:
        faults.append(Fault("/home_cover", f"留守 {values['home_cover']} 人多于在册 {values['people']} 人"))
    return faults


async def _faults(session: AsyncSession, values: dict[str, Any]) -> list[Fault]:
    placed = {name: values[name] for name in ("division", "lon", "lat")}
    return people_faults(values) + await base_faults(
        session, **placed, site_id=values["base_site_id"], site_field="base_site_id"
    )


async def add_team(session: AsyncSession, *, actor: Actor, command: TeamCreate) -> Team:
    values = command.model_dump(exclude={"skills"})
    _require(actor, values)
    refuse_if(await _faults(session, values))
    team = Team(**values)
    session.add(team)
    await session.flush()
    await _set_skills(session, team.id, command.skills)
    return await _told(session, team)


async def update_team(session: AsyncSession, *, actor: Actor, team_id: UUID, seen: int, command: TeamUpdate) -> Team:
    team = await _locked(session, actor, team_id)
    require(team.version, seen)
    changes = command.model_dump(exclude_unset=True)
    refuse_if(null_faults(changes, _NULLABLE))
    skills = changes.pop("skills", None)
    _require(actor, team.model_dump() | changes)
    refuse_if(await _faults(session, team.model_dump() | changes))
    team.sqlmodel_update(changes)
    if skills is not None:
        await _set_skills(session, team.id, skills)
    return await _changed(session, team)


async def take_out_of_service(session: AsyncSession, *, actor: Actor, team_id: UUID, reason: str) -> Team:
    team = await _locked(session, actor, team_id)
    if team.out_of_service:
        raise Conflict(f"队伍“{team.name}”已经停用：{team.out_of_service_reason}")
    team.out_of_service, team.out_of_service_reason = True, reason
    return await _changed(session, team)


async def return_to_service(session: AsyncSession, *, actor: Actor, team_id: UUID) -> Team:
    team = await _locked(session, actor, team_id)
    if not team.out_of_service:
        raise Conflict(f"队伍“{team.name}”没有停用")
    team.out_of_service, team.out_of_service_reason = False, ""
    return await _changed(session, team)


def _require(actor: Actor, values: Mapping[str, Any]) -> None:
    """The place where it is, and the place where a change would put it."""
    actor.require(values["division"], values["base_site_id"])


async def _locked(session: AsyncSession, actor: Actor, team_id: UUID) -> Team:
    team = await session.get(Team, team_id, with_for_update=_LOCK)
    if team is None:
        raise NotFound("没有这支队伍，可能已被删除")
    _require(actor, team.model_dump())
    return team


async def _told(session: AsyncSession, team: Team) -> Team:
    await session.flush()
    told = {"id": str(team.id), "version": team.version}
    await publish(session, "team", told, places=[(team.division, team.base_site_id)])
    return team


async def _changed(session: AsyncSession, team: Team) -> Team:
    team.version += 1
    return await _told(session, team)


async def _set_skills(session: AsyncSession, team_id: UUID, skills: list[Skill]) -> None:
    await session.exec(delete(TeamSkill).where(col(TeamSkill.team_id) == team_id))
    session.add_all(TeamSkill(team_id=team_id, skill=skill) for skill in sorted(set(skills)))
    await session.flush()


async def activate_profile(session: AsyncSession, *, actor: Actor, code: str) -> None:
    """Make one profile the active one; the partial unique index keeps it the only one."""
    query = for_update(select(AssemblyProfile), col(AssemblyProfile.code))
    profiles = {profile.code: profile for profile in (await session.exec(query)).all()}
    if code not in profiles:
        raise NotFound(f"没有编号为“{code}”的集结机制")
    for profile in profiles.values():
        if profile.active and profile.code != code:
            profile.active, profile.version = False, profile.version + 1
    await session.flush()
    if not profiles[code].active:
        profiles[code].active, profiles[code].version = True, profiles[code].version + 1
    await session.flush()
    await publish(session, "assembly_profile", {"id": code})
