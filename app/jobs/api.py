"""Jobs over HTTP: look, and ask to stop."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.auth import Act, Actor, Forbidden, Subject, acting_anyone
from app.jobs import queue
from app.jobs.models import Job, JobState
from app.kernel.database import Session
from app.kernel.errors import NotFound

router = APIRouter(tags=["任务"])

Anyone = Annotated[Actor, acting_anyone()]


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
async def get_job(job_id: UUID, session: Session, actor: Anyone) -> JobRead:
    """By who asked for it, and by whoever may read the plans that it is about."""
    return JobRead.model_validate(await _visible(session, actor, job_id))


@router.post("/jobs/{job_id}/cancel")
async def cancel_job(job_id: UUID, session: Session, actor: Anyone) -> JobRead:
    """Ask the job to stop; asking again while it stops is harmless. By who asked for it, or could have."""
    if not _concerns(actor, await _visible(session, actor, job_id), Act.DRAFT):
        raise Forbidden("只有提交人或有权编制方案的人员可以取消这个任务。")
    return JobRead.model_validate(await queue.cancel(session, job_id))


async def _visible(session: Session, actor: Actor, job_id: UUID) -> Job:
    job = await queue.read(session, job_id)
    if not _concerns(actor, job, Act.READ):
        raise NotFound("没有这个任务。")
    return job


def _concerns(actor: Actor, job: Job, act: Act) -> bool:
    mine = job.requested_by == actor.code
    return mine or (job.division is not None and actor.reach(Subject.PLANS, act).covers(job.division))
