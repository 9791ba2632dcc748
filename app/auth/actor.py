"""The acting person of a command, named by the header X-Actor."""

from typing import Annotated

from fastapi import Depends, Header
from sqlmodel import select

from app.auth.models import Person
from app.kernel.database import Session
from app.kernel.errors import Problem


class ActorMissing(Problem):
    status, kind, title = 401, "actor-missing", "没有选择操作人"


class ActorUnknown(Problem):
    status, kind, title = 403, "actor-unknown", "操作人不存在"


async def actor(
    session: Session,
    x_actor: Annotated[str | None, Header(description="操作人编码，如 keeper、duty")] = None,
) -> Person:
    """The person who acts; reads need none."""
    if not x_actor:
        raise ActorMissing("请先在页面顶部选择操作人（请求头 X-Actor）。")
    person = (await session.exec(select(Person).where(Person.code == x_actor))).one_or_none()
    if person is None:
        raise ActorUnknown(f"没有编码为“{x_actor[:40]}”的操作人。")
    return person


Actor = Annotated[Person, Depends(actor)]
