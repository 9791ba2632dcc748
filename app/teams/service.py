"""Commands on teams and the assembly profile."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.kernel.constraints import explain
from app.kernel.errors import Fault, NotFound
from app.kernel.events import publish
from app.kernel.locking import for_update
from app.sites.bases import base_faults
from app.sites.registers import Register
from app.teams.models import AssemblyProfile, Team, TeamSkill
from app.teams.schemas import TeamCreate, TeamUpdate

explain({"uq_team_code": "已有相同编号的队伍，请换一个编号。"})


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


async def _set_lists(session: AsyncSession, team_id: UUID, lists: dict[str, Any]) -> None:
    if "skills" in lists:
        await session.exec(delete(TeamSkill).where(col(TeamSkill.team_id) == team_id))
        session.add_all(TeamSkill(team_id=team_id, skill=skill) for skill in sorted(set(lists["skills"])))
        await session.flush()


TEAMS = Register(
    Team,
    called="队伍",
    missing="没有这支队伍，可能已被删除",
    event="team",
    site_field="base_site_id",
    nullable=frozenset({"base_site_id", "lon", "lat", "ready_checked_on"}),
    faults=_faults,
    lists=frozenset({"skills"}),
    set_lists=_set_lists,
)


async def add_team(session: AsyncSession, *, actor: Actor, command: TeamCreate) -> Team:
    return await TEAMS.add(session, actor=actor, values=command.model_dump())


async def update_team(session: AsyncSession, *, actor: Actor, team_id: UUID, seen: int, command: TeamUpdate) -> Team:
    return await TEAMS.update(session, actor=actor, row_id=team_id, seen=seen, command=command)


async def take_out_of_service(session: AsyncSession, *, actor: Actor, team_id: UUID, reason: str) -> Team:
    return await TEAMS.take_out(session, actor=actor, row_id=team_id, reason=reason)


async def return_to_service(session: AsyncSession, *, actor: Actor, team_id: UUID) -> Team:
    return await TEAMS.put_back(session, actor=actor, row_id=team_id)


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
