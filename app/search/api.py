"""Finding anything by name, number or pinyin."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.auth import Actor
from app.auth.actor import acting_anyone
from app.kernel.database import Session
from app.search import queries
from app.search.queries import Found

router = APIRouter(tags=["查找"])


class HitOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: Found = Field(title="类别")
    id: str = Field(title="编号")
    name: str = Field(title="名称")
    code: str = Field(title="编码")
    where: str = Field(title="位置或类别")


class Hits(BaseModel):
    items: list[HitOut] = Field(title="结果")


@router.get("/search", summary="查找")
async def find(
    session: Session,
    actor: Annotated[Actor, acting_anyone()],
    text: Annotated[
        str, Query(title="文字", description="名称、编码、单号，或拼音（首字母）", min_length=1, max_length=60)
    ],
    limit: Annotated[int, Query(title="条数", ge=1, le=50)] = 20,
) -> Hits:
    wanted = text.strip()
    hits = await queries.search(session, actor=actor, wanted=wanted, limit=limit) if wanted else []
    return Hits(items=[HitOut.model_validate(hit) for hit in hits])
