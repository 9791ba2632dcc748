"""Whether the server and its database answer: for watchdogs and whoever waits for a start."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import text

from app.kernel.database import Session

router = APIRouter(tags=["状态"])


class Health(BaseModel):
    ok: bool = Field(title="正常")


@router.get("/health")
async def health(session: Session) -> Health:
    """503 while the database does not answer."""
    await session.execute(text("SELECT 1"))
    return Health(ok=True)
