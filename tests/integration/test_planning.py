"""From the books to a stored plan: one look, one problem, one checked answer, found again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from app.auth import Actor, Person, somebody
from app.catalog.models import Item, Standard
from app.dispatch import queries
from app.dispatch.computing import Computed, compute
from app.dispatch.goals import GoalOrder, order_of
from app.dispatch.models import DispatchPlan
from app.dispatch.schemas import PlanOptions
from app.dispatch.snapshot import Snapshot, take
from app.divisions.models import Division
from app.fleet import service as fleet
from app.fleet.models import Vehicle, VehicleType
from app.incidents import service as incidents
from app.incidents.queries import find_incident
from app.incidents.schemas import IncidentCreate
from app.inventory import service as inventory
from app.inventory.models import Reason
from app.inventory.schemas import IncomingLine, LotIn, ReceiptIn
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.models import Setting
from app.shelters import service as shelters
from app.shelters.models import Shelter
from app.sites.models import Site, SiteKind
from optimize.planner import solve
from optimize.problem import Substitute
from optimize.validate import validate
from seed import load

VILLAGE = "500154001001"
QUICK = PlanOptions(effort=1, time_limit_s=60)


async def demo_incident(database: Database) -> UUID:
    number = await load.open_incident(database, "kaizhou")
    async with database.snapshot() as session:
        return await find_incident(session, number)


async def person(database: Database, code: str) -> Actor:
    async with database.snapshot() as session:
        return somebody((await session.exec(select(Person).where(Person.code == code))).one())


async def computed(database: Database, incident: UUID, progress: Callable[[dict[str, Any]], None]) -> Computed:
    return await compute(database, incident, options=QUICK, actor="duty", on_progress=progress, cancelled=lambda: False)


def total(snapshot: Snapshot, item_name: str) -> int:
    items = {item.id for item in snapshot.problem.items if item.name == item_name}
    return sum(lot.quantity for lot in snapshot.problem.lots if lot.item in items)


async def test_two_looks_at_the_same_books_are_one_problem(kaizhou: Database) -> None:
    incident = await demo_incident(kaizhou)
    first, second = await take(kaizhou, incident), await take(kaizhou, incident)
    assert first.canonical == second.canonical
    assert sum(group.people for group in first.problem.groups) == 6000


async def test_a_receipt_is_in_the_next_problem(kaizhou: Database) -> None:
    incident = await demo_incident(kaizhou)
    before = await take(kaizhou, incident)
    keeper = await person(kaizhou, "keeper")
    async with kaizhou.transaction() as session:
        depot = (await session.exec(select(Site).where(Site.kind == SiteKind.DISTRICT_DEPOT))).one()
        bed = (await session.exec(select(Item).where(Item.name == "折叠床"))).one()
        line = IncomingLine(lot=LotIn(item_id=bed.id, lot_no="TEST-1"), quantity=77)
        command = ReceiptIn(site_id=depot.id, reason=Reason.PURCHASE, lines=[line])
        await inventory.post(session, actor=keeper, command=command)
    after = await take(kaizhou, incident)
    assert total(after, "折叠床") == total(before, "折叠床") + 77
    assert after.input_hash != before.input_hash


async def test_a_substitute_of_the_catalogue_does_for_what_is_short(kaizhou: Database) -> None:
    incident = await demo_incident(kaizhou)
    problem = (await take(kaizhou, incident)).problem
    items = {item.name: item.id for item in problem.items}
    quilt, blanket = items["棉被"], items["毛毯"]
    (line,) = (line for line in problem.kit if line.item == quilt)
    assert line.substitutes == (Substitute(item=blanket, units=2, replaces=1),)
    blankets = {lot.id for lot in problem.lots if lot.item == blanket}
    without = tuple(lot for lot in problem.lots if lot.item != quilt)
    kept = {"lots": without, "terms": (), "kit": (line,), "missions": (), "arrivals": ()}
    asked = problem.model_copy(update=kept)
    plan = solve(asked, effort=1)
    assert validate(asked, plan) == ()
    assert {row.lot for row in plan.deliveries} and {row.lot for row in plan.deliveries} <= blankets
    assert 2 * sum(row.on_time + row.late for row in plan.needs) <= sum(row.quantity for row in plan.deliveries)


async def test_what_is_out_of_service_is_not_in_the_next_problem(kaizhou: Database) -> None:
    incident = await demo_incident(kaizhou)
    before = (await take(kaizhou, incident)).problem
    sysadmin = await person(kaizhou, "sysadmin")
    async with kaizhou.transaction() as session:
        truck = (await session.exec(select(Vehicle).where(Vehicle.type == VehicleType.TRUCK_9M6).limit(1))).one()
        shelter = (await session.exec(select(Shelter).limit(1))).one()
        await fleet.take_out_of_service(session, actor=sysadmin, vehicle_id=truck.id, reason="检修")
        await shelters.take_out_of_service(session, actor=sysadmin, shelter_id=shelter.id, reason="检修")
    after = (await take(kaizhou, incident)).problem
    assert {v.id for v in before.vehicles} - {v.id for v in after.vehicles} == {str(truck.id)}
    assert {s.id for s in before.shelters} - {s.id for s in after.shelters} == {str(shelter.id)}


@pytest.mark.slow
async def test_a_plan_is_checked_stored_and_found_again(kaizhou: Database) -> None:
    incident = await demo_incident(kaizhou)
    heard: list[dict[str, Any]] = []
    made = await computed(kaizhou, incident, heard.append)
    assert not made.found and {"shelters", "allocation", "trips", "missions"} <= {event["stage"] for event in heard}
    async with kaizhou.snapshot() as session:
        problem, plan = await queries.get_problem_and_plan(session, made.plan_id)
        report = await queries.get_report(session, made.plan_id)
        drawn = await queries.get_map(session, made.plan_id)
        roads = await queries.get_roads(session, made.plan_id)
    assert validate(problem, plan) == ()
    assert report.people.to_place == 6000 and report.number is not None
    driven = {trip["properties"]["id"]: trip["properties"] for trip in drawn.trips["features"]}
    assert {id: one["metres"] for id, one in driven.items()} == {trip.id: trip.metres for trip in plan.trips}
    assert all(one["roads"] for one in driven.values())
    assert {feature["properties"]["id"] for feature in drawn.shelters["features"]} == {
        row.shelter for row in report.assignments
    }
    assert roads.counted and len(roads.busiest) == 100 < roads.driven
    fullest = roads.busiest[0]
    assert fullest.share == pytest.approx((fullest.people + fullest.goods) / fullest.capacity)
    assert max(row.people for row in roads.busiest) > 0 < max(row.goods for row in roads.busiest)
    assert await computed(kaizhou, incident, heard.append) == Computed(made.plan_id, found=True)
    async with kaizhou.transaction() as session:  # as an older version would have written it
        await session.execute(sa.text("ALTER TABLE dispatch_plan DISABLE TRIGGER dispatch_plan_freeze"))
        await session.execute(sa.text("UPDATE dispatch_plan SET report = report - 'city_request'"))
        await session.execute(sa.text("ALTER TABLE dispatch_plan ENABLE TRIGGER dispatch_plan_freeze"))
    async with kaizhou.snapshot() as session:
        assert await queries.get_report(session, made.plan_id) == report
    with pytest.raises(DBAPIError, match="never changes"):
        async with kaizhou.transaction() as session:
            await session.execute(sa.update(DispatchPlan).values(report={}))
    with pytest.raises(DBAPIError, match="never deleted"):
        async with kaizhou.transaction() as session:
            await session.execute(sa.delete(DispatchPlan))


async def walking_times(database: Database, **special: int) -> list[int]:
    """Seconds on foot from the one affected village to each shelter that can be walked to."""
    duty = await person(database, "duty")
    async with database.transaction() as session:
        village = {"division": VILLAGE, "people": 50, **special}
        command = flood(villages=[village])
        incident = await incidents.open_incident(session, actor=duty, command=command)
    problem = (await take(database, incident.id)).problem
    rows = [row for matrix in problem.travel if matrix.profile == "foot" for row in matrix.seconds]
    return [seconds for row in rows for seconds in row if seconds >= 0]


async def test_people_with_elders_walk_at_two_thirds_of_the_pace(kaizhou: Database) -> None:
    brisk, slow = await walking_times(kaizhou), await walking_times(kaizhou, elderly=5)
    assert len(brisk) == len(slow) > 0
    assert all(abs(after - 1.5 * before) <= 2 for before, after in zip(brisk, slow, strict=True))


def flood(**changes: Any) -> IncidentCreate:
    now = clock.now()
    given = {
        "name": "测试洪涝",
        "kind": "flood",
        "level": "III",
        "district": "500154",
        "started_at": now,
        "plan_from": now,
    }
    return IncidentCreate(**(given | changes))


async def planned(database: Database, **changes: Any) -> tuple[Any, Any]:
    """Open an incident of our own, plan it, and read the report and the problem."""
    duty = await person(database, "duty")
    async with database.transaction() as session:
        incident = await incidents.open_incident(session, actor=duty, command=flood(**changes))
    made = await computed(database, incident.id, lambda event: None)
    async with database.snapshot() as session:
        problem, plan = await queries.get_problem_and_plan(session, made.plan_id)
        report = await queries.get_report(session, made.plan_id)
    assert validate(problem, plan) == ()
    return report, problem


async def test_an_empty_incident_has_an_empty_plan(kaizhou: Database) -> None:
    report, _ = await planned(kaizhou)
    assert report.people.to_place == 0 and report.trips == [] and report.shortages == []


async def test_without_vehicles_goods_are_short_and_say_so(kaizhou: Database) -> None:
    async with kaizhou.transaction() as session:
        await session.execute(sa.update(Vehicle).values(out_of_service=True, out_of_service_reason="演练"))
    report, problem = await planned(kaizhou, villages=[{"division": VILLAGE, "people": 100}])
    assert problem.vehicles == () and report.trips == []
    goods = [row for row in report.shortages if row.kind == "goods"]
    assert goods and all(row.cause.text and row.cause.remedy for row in goods)
    assert "vehicles" in {row.cause.code for row in goods}


async def test_a_village_without_a_road_is_named_as_such(kaizhou: Database) -> None:
    async with kaizhou.transaction() as session:
        await session.execute(sa.update(Division).where(col(Division.code) == VILLAGE).values(lon=109.9, lat=32.9))
    report, _ = await planned(kaizhou, villages=[{"division": VILLAGE, "people": 50}])
    (short,) = [row for row in report.shortages if row.kind == "place"]
    assert short.persons == 50 and short.cause.code == "road"


async def test_when_every_shelter_lies_in_the_hazard_area_that_is_the_cause(kaizhou: Database) -> None:
    ring = [[107.8, 30.7], [108.95, 30.7], [108.95, 31.75], [107.8, 31.75], [107.8, 30.7]]
    whole = {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    report, _ = await planned(kaizhou, areas=[whole], villages=[{"division": VILLAGE, "people": 50}])
    (short,) = [row for row in report.shortages if row.kind == "place"]
    assert short.persons == 50 and short.cause.code == "exposure"


async def test_the_clocks_are_the_incidents_own_districts(kaizhou: Database) -> None:
    async with kaizhou.transaction() as session:
        await load.load(session, "beibei")
        for district, hours in (("500154", 4), ("500109", 5)):
            own = (col(Standard.division) == district, col(Standard.metric) == "first_batch_h")
            await session.execute(sa.update(Standard).where(*own).values(threshold=hours))
    incident = UUID(await load.open_incident(kaizhou, "beibei"))
    assert (await take(kaizhou, incident)).problem.policy.first_batch_s == 5 * 3600


async def test_goals_may_be_put_in_another_order(kaizhou: Database) -> None:
    incident = await demo_incident(kaizhou)
    usual, fair = (
        await take(kaizhou, incident),
        await take(kaizhou, incident, goal_order=GoalOrder.FAIRNESS_BEFORE_TOTAL),
    )
    assert usual.input_hash != fair.input_hash
    options = QUICK.model_copy(update={"goal_order": GoalOrder.COST_BEFORE_CHANNELS})
    done = await compute(
        kaizhou, incident, options=options, actor="duty", on_progress=lambda _: None, cancelled=lambda: False
    )
    async with kaizhou.snapshot() as session:
        report = await queries.get_report(session, done.plan_id)
        problem, plan = await queries.get_problem_and_plan(session, done.plan_id)
    assert [(goal.level, goal.key) for goal in report.objective][-2:] == [(7, "cost_fen"), (8, "channel_cost")]
    assert order_of(problem.policy) is GoalOrder.COST_BEFORE_CHANNELS
    assert validate(problem, plan) == ()


async def test_who_stays_overnight_takes_a_night_place(kaizhou: Database) -> None:
    incident = await demo_incident(kaizhou)
    before = (await take(kaizhou, incident)).problem.shelters[0]
    async with kaizhou.transaction() as session:
        shelter = (await session.exec(select(Shelter).where(Shelter.id == UUID(before.id)))).one()
        shelter.night_capacity = 7
    after = (await take(kaizhou, incident)).problem.shelters[0]
    assert (after.id, after.places) == (before.id, 7)
    assert after.indoor_places <= 7 and after.special_places <= 7
    async with kaizhou.transaction() as session:
        session.add(Setting(key="dispatch_values", value={"horizon_h": 8}, updated_at=clock.now()))
    by_day = (await take(kaizhou, incident)).problem.shelters[0]
    assert by_day.places == before.places
