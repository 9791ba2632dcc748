"""Whoever is given a role, or loses one, learns of it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Person, places
from app.auth.models import Grant
from app.inbox.models import Kind
from app.inbox.service import Notice, tell

PAGE = "/account"
"""Shows what one may do where."""


async def tell_of_grant(session: AsyncSession, person: Person, grant: Grant) -> None:
    names = await places.names_of(session, [grant])
    act = names.site(grant.site_id) if grant.site_id else None if grant.writes is None else names.division(grant.writes)
    title = f"您的角色“{grant.role.label}”已终止" if grant.ended_at else f"您现在是{grant.role.label}"
    text = f"查看：{names.division(grant.reads)}" + (f"；办理：{act}" if act else "")
    await tell(session, [person], Notice(Kind.ACCOUNT, title, PAGE, text))
