"""Jobs over HTTP: look, and ask to stop."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.jobs import queue
from app.jobs.models import JobState
from app.kernel.database import Session

router = APIRouter(tags=["任务"])


class JobRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID = Field(title="编号")
    kind: str = Field(title="类型")
    state: JobState = Field(title="状态")
    progress: dict[str, Any] | None = Field(title="进度", description="stage、fraction（0–1）、text 等")
    attempts: int = Field(title="尝试次数")
    cancel_requested: bool = Field(title="已请求取消")
    error: str | None = Field(title="失败原因")
    result: dict[str, Any] | None = Field(title="结果")
    requested_by: str = Field(title="提交人")
    created_at: datetime = Field(title="提交时间")
    started_at: datetime | None = Field(title="开始时间")
    finished_at: datetime | None = Field(title="结束时间")


@router.get("/jobs/{job_id}")
async def get_job(job_id: UUID, session: Session) -> JobRead:
    return JobRead.model_validate(await queue.read(session, job_id))


@router.post("/jobs/{job_id}/cancel")
async def cancel_job(job_id: UUID, session: Session) -> JobRead:
    """Ask the job to stop; asking again while it stops is harmless."""
    return JobRead.model_validate(await queue.cancel(session, job_id))
