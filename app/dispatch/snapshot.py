"""One consistent look at everything → the frozen problem. Reads in one REPEATABLE READ transaction, then computes."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.catalog import queries as catalog
from app.dispatch import queries
from app.dispatch.adjustments.report import adjustment_report
from app.dispatch.adjustments.schemas import PlanAdjustment
from app.dispatch.assembly import assemble
from app.dispatch.facts import Facts
from app.dispatch.goals import ORDERS, GoalOrder
from app.dispatch.needs import season_of
from app.dispatch.travel import Terrain
from app.dispatch.values import DispatchValues
from app.fleet import queries as fleet
from app.incidents import queries as incidents
from app.incidents.facts import IncidentFacts
from app.incidents.lastways import last_ways
from app.incidents.roadstate import Window, road_state
from app.incidents.roadwords import road_words
from app.incidents.together import together
from app.inventory import queries as inventory
from app.kernel.clock import SHANGHAI
from app.kernel.database import Database
from app.kernel.errors import Invalid
from app.kernel.models import Setting
from app.roads import queries as roads
from app.shelters import queries as shelters
from app.sites import facts as sites
from app.sites.models import SiteKind
from app.teams import queries as teams
from gis.roads import RoadNetwork
from gis.snapping import Place
from optimize.intake.reading import canonical_json
from optimize.plan import Plan
from optimize.problem import InputAge, Problem
from optimize.replanning.replan import Answered
from optimize.several import Booked, left_over

FIRST_BATCH = "first_batch_h"
BASIC_NEEDS = "basic_needs_h"
VALUES_SETTING = "dispatch_values"


@dataclass(frozen=True)
class Earlier:
    """The plan that another is made from."""

    id: UUID
    number: str
    answered: Answered


@dataclass(frozen=True)
class Snapshot:
    """The problem, its canonical JSON and hash, the ground it was taken from, and how long that took (s).

    ``behind`` are the numbers of other incidents' plans that come first: what they take is not in the problem.
    """

    problem: Problem
    canonical: bytes
    input_hash: str
    terrain: Terrain
    snapshot_s: float
    matrix_s: float
    behind: tuple[str, ...] = ()
    earlier: Earlier | None = None

    def adjustment(self, plan: Plan) -> PlanAdjustment | None:
        """What its report says about the plan that this one was made from."""
        if self.earlier is None:
            return None
        after = Answered(self.problem, plan)
        return adjustment_report(self.earlier.id, self.earlier.number, self.earlier.answered, after)


async def take(
    database: Database,
    incident_id: UUID,
    *,
    behind: Sequence[UUID] = (),
    beside: Sequence[UUID] = (),
    goal_order: GoalOrder = GoalOrder.USUAL,
) -> Snapshot:
    """The problem of an incident, and of others ``beside`` it, as everything stands now, with the pool that the plans
    before it leave."""
    began = time.monotonic()
    async with database.snapshot() as session:
        facts = await gather(session, incident_id, beside)
        numbers = await queries.plan_numbers(session, behind)
        booked = [Booked(*await queries.get_problem_and_plan(session, plan_id)) for plan_id in behind]
    gathered = time.monotonic()
    problem, travel = await asyncio.to_thread(assemble, facts)
    policy = problem.policy.model_copy(update={"goal_order": ORDERS[goal_order]})
    problem = left_over(problem, booked).model_copy(update={"policy": policy})
    canonical = await asyncio.to_thread(canonical_json, problem)
    done = time.monotonic()
    return Snapshot(
        problem,
        canonical,
        hashlib.sha256(canonical).hexdigest(),
        travel.terrain,
        round(gathered - began, 3),
        round(done - gathered, 3),
        numbers,
    )


async def gather(session: AsyncSession, incident_id: UUID, beside: Sequence[UUID] = ()) -> Facts:
    """Read everything; every list in a stable order."""
    incident = together([await incidents.load_incident(session, row) for row in (incident_id, *beside)])
    day = incident.plan_from.astimezone(SHANGHAI).date()
    kits = await catalog.list_kits(session, at=day, season=season_of(day))
    if not kits:
        raise Invalid(f"{day} 没有有效的{season_of(day).label}保障定额，请先在目录中建立定额")
    values = await _values(session)
    network = await roads.load_network(session, incident.district)
    window = Window(incident.plan_from, incident.plan_from + timedelta(hours=values.horizon_h))
    giving = await sites.giving_sites(session, incident.district, day)
    depots = [site for site in giving.sites if site.kind == SiteKind.DISTRICT_DEPOT]
    anchors = [Place(str(depot.id), depot.name, depot.lon, depot.lat) for depot in depots]
    return Facts(
        incident=incident,
        values=values,
        first_batch_h=await _target_h(session, incident.district, FIRST_BATCH, default=6.0),
        basic_needs_h=await _target_h(session, incident.district, BASIC_NEEDS, default=10.0),
        items=tuple(await catalog.list_items(session)),
        kit=kits[0],
        substitutes=tuple(await catalog.list_substitutes(session)),
        giving=giving,
        stock=tuple(await inventory.available_for_plan(session, day)),
        floors=tuple(await inventory.floors_for_plan(session)),
        shelters=await shelters.usable_shelters(session, incident.district),
        vehicles=await fleet.ready_vehicles(session, incident.district),
        teams=await teams.ready_teams(session, incident.district),
        profile=await teams.active_profile(session),
        network=network,
        waters=await roads.load_waters(session, incident.district),
        closures=road_state(network, incident.closures, window),
        closed_roads=road_words(network, incident.closures, window)
        + await asyncio.to_thread(last_ways, network, incident.villages, incident.closures, window, anchors),
        depot=f"site:{depots[0].id}" if depots else "",
        ages=_ages(incident, network, await inventory.last_recorded(session, incident.district)),
    )


async def _values(session: AsyncSession) -> DispatchValues:
    setting = await session.get(Setting, VALUES_SETTING)
    return DispatchValues.model_validate(setting.value if setting else {})


async def _target_h(session: AsyncSession, district: str, metric: str, default: float) -> float:
    """The threshold of the district's own standard, else of one for all, else the planning value."""
    standards = {row.division: row for row in await catalog.list_standards(session, metric=metric)}
    found = standards.get(district) or standards.get(None)
    return float(found.threshold) if found else default


def _ages(incident: IncidentFacts, network: RoadNetwork, counted: datetime | None) -> tuple[InputAge, ...]:
    reported = max((closure.reported_at for closure in incident.closures), default=None)
    layer = datetime.combine(network.as_of, datetime.min.time(), SHANGHAI)
    return (
        InputAge(name="库存最近记账", at=counted),
        InputAge(name="最近路况报告", at=reported),
        InputAge(name="道路图层", at=layer),
    )
