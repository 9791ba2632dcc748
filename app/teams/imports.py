"""Taking over whole rosters at once."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.teams.models import Skill, Team, TeamSkill


async def add_teams(session: AsyncSession, teams: Sequence[tuple[Team, Sequence[Skill]]]) -> None:
    session.add_all([team for team, _ in teams])
    await session.flush()
    session.add_all([TeamSkill(team_id=team.id, skill=skill) for team, skills in teams for skill in skills])
    await session.flush()
