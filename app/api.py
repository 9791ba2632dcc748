"""The router of routers: each room's API under /api/v1."""

from fastapi import APIRouter

from app.auth.api import router as auth
from app.dispatch.api import router as dispatch
from app.fleet.api import router as fleet
from app.incidents.api import router as incidents
from app.jobs.api import router as jobs
from app.kernel.stream import router as events
from app.papers.api import router as papers
from app.roads.api import router as roads
from app.shelters.api import router as shelters
from app.teams.api import router as teams

router = APIRouter(prefix="/api/v1")
for room in (auth, teams, shelters, fleet, incidents, dispatch, papers, roads, jobs, events):
    router.include_router(room)
