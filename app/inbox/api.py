"""One's own inbox."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, func, select

from app.auth import Actor
from app.auth.actor import acting_anyone
from app.inbox.models import Kind, Message
from app.inbox.service import mark_read
from app.kernel.database import Session
from app.kernel.paging import After, Limit, Page, after_key, cut, decode_cursor, encode_cursor

router = APIRouter(prefix="/inbox", tags=["消息"])

Reader = Annotated[Actor, acting_anyone()]


class MessageOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID = Field(title="编号")
    kind: Kind = Field(title="类别")
    title: str = Field(title="标题")
    text: str = Field(title="内容")
    link: str = Field(title="链接")
    created_at: datetime = Field(title="时间")
    read_at: datetime | None = Field(title="已读时间")


class Inbox(Page[MessageOut]):
    unread: int = Field(title="未读条数")


class ReadIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    messages: list[UUID] | None = Field(default=None, title="消息", description="不填为全部", max_length=200)


class Unread(BaseModel):
    unread: int = Field(title="未读条数")


@router.get("", summary="我的消息")
async def list_inbox(
    session: Session, actor: Reader, *, unread_only: bool = False, after: After = None, limit: Limit = 30
) -> Inbox:
    """Newest first."""
    query = select(Message).where(Message.person_id == actor.id)
    if unread_only:
        query = query.where(col(Message.read_at).is_(None))
    key = decode_cursor(after, [UUID]) if after else None
    rows = (await session.exec(after_key(query, [col(Message.id)], key, limit=limit, descending=True))).all()
    shown, more = cut(rows, limit)
    return Inbox(
        items=[MessageOut.model_validate(row) for row in shown],
        next=encode_cursor([shown[-1].id]) if more else None,
        unread=await _unread(session, actor.id),
    )


@router.post("/read", summary="标为已读")
async def read_messages(session: Session, actor: Reader, command: ReadIn) -> Unread:
    await mark_read(session, person_id=actor.id, messages=command.messages)
    return Unread(unread=await _unread(session, actor.id))


async def _unread(session: Session, person_id: UUID) -> int:
    query = select(func.count()).where(Message.person_id == person_id, col(Message.read_at).is_(None))
    return (await session.exec(query)).one()
