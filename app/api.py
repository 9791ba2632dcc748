"""The router of routers: each room's API under /api/v1."""

from fastapi import APIRouter

from app.auth.api import router as auth
from app.jobs.api import router as jobs
from app.kernel.stream import router as events

router = APIRouter(prefix="/api/v1")
for room in (auth, jobs, events):
    router.include_router(room)
