"""The router of routers: each room's API under /api/v1."""

from fastapi import APIRouter

from app.approvals.api import router as approvals
from app.audit.api import router as audit
from app.auth import granting, places
from app.auth.actor import open_to_all
from app.auth.api import router as auth
from app.auth.hearing import router as events
from app.catalog.api import router as catalog
from app.dispatch.advice.api import router as advice
from app.dispatch.api import router as dispatch
from app.divisions.api import router as divisions
from app.divisions.queries import division_names
from app.exchange.api import router as exchange
from app.fleet.api import router as fleet
from app.inbox.api import router as inbox
from app.inbox.grants import tell_of_grant
from app.incidents.api import router as incidents
from app.inventory.api import router as inventory
from app.jobs.api import router as jobs
from app.kernel.health import router as health
from app.papers.api import router as papers
from app.planning.api import router as planning
from app.roads.api import router as roads
from app.search.api import router as search
from app.shelters.api import router as shelters
from app.sites.api import router as sites
from app.sites.queries import site_names
from app.teams.api import router as teams

router = APIRouter(prefix="/api/v1")
for room in (
    audit,
    inbox,
    search,
    auth,
    divisions,
    catalog,
    sites,
    inventory,
    teams,
    shelters,
    fleet,
    incidents,
    dispatch,
    advice,
    approvals,
    exchange,
    papers,
    planning,
    roads,
    jobs,
    events,
):
    router.include_router(room)

places.named_by(division_names, site_names)
granting.told_by(tell_of_grant)
router.include_router(health, dependencies=[open_to_all()])
