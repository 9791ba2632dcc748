"""Where no truck gets: the demo district with the roads around one shelter closed."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from app.dispatch.assembly import assemble
from app.dispatch.courses import calls_of, courses_of
from app.dispatch.facts import Facts
from app.dispatch.mapping import plan_map
from app.dispatch.report import build
from app.dispatch.snapshot import gather
from app.dispatch.traffic import plan_roads
from app.dispatch.travel import Terrain
from app.incidents.facts import NeedFacts
from app.incidents.models import NeedOrigin
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.ids import uuid7
from app.teams.models import Skill
from gis.hazard import block
from gis.network import OPEN, Closures
from optimize.plan import Plan
from optimize.planner import solve
from optimize.problem import BY_BOAT, Problem
from optimize.validate import validate
from tests.integration.test_planning import demo_incident

SHELTER = "云枫中心小学避难场所"
AROUND_M = 2_500.0


async def gathered(database: Database) -> Facts:
    incident = await demo_incident(database)
    async with database.snapshot() as session:
        return await gather(session, incident)


def cut_off(facts: Facts) -> Facts:
    """The same look with every road into the shelter's neighbourhood blocked, and only its own people to be moved."""
    net = facts.network
    shelter = next(row for row in facts.shelters if row.name == SHELTER)
    assert shelter.lon is not None and shelter.lat is not None
    centre = np.array(net.plane.to_metres(shelter.lon, shelter.lat))

    def near(lon: float | None, lat: float | None) -> bool:
        if lon is None or lat is None:
            return False
        return bool(np.hypot(*(np.array(net.plane.to_metres(lon, lat)) - centre)) < AROUND_M)

    inside = np.hypot(*(net.nodes_m - centre).T) < AROUND_M
    crossing = [link.id for link, ends in zip(net.links, net.ends, strict=True) if inside[ends[0]] != inside[ends[1]]]
    villages = tuple(row for row in facts.incident.villages if near(row.lon, row.lat))
    closures = Closures(facts.closures.blocked) | block(crossing)
    return replace(facts, closures=closures, incident=replace(facts.incident, villages=villages, needs=()))


def units_by_profile(problem: Problem, plan: Plan, shelter: str) -> dict[str, int]:
    """Units unloaded at a shelter, by the profile of the vehicle."""
    profile = {row.id: row.profile for row in problem.vehicles}
    vehicle = {trip.id: profile[trip.vehicle] for trip in plan.trips}
    units: dict[str, int] = {}
    for row in plan.deliveries:
        if row.shelter == shelter:
            units[vehicle[row.trip]] = units.get(vehicle[row.trip], 0) + row.quantity
    return units


@pytest.mark.slow
async def test_boats_serve_a_shelter_that_no_road_reaches(kaizhou: Database) -> None:
    problem, travel = assemble(cut_off(await gathered(kaizhou)))
    shelter = next(row for row in problem.shelters if row.name == SHELTER)
    assert {row.profile for row in problem.vehicles} == {"truck", "bus", "boat", "motorcycle", "drone"}
    assert travel.cut_by[shelter.location]
    plan = solve(problem, effort=5, time_limit=60)
    assert validate(problem, plan) == ()
    arrived = [row for row in plan.assignments if row.shelter == shelter.id]
    assert arrived
    assert {row.mode for row in arrived} == {"boat"}
    units = units_by_profile(problem, plan, shelter.id)
    assert units["boat"] > 1000
    assert units.keys() <= {"boat", "drone", "motorcycle"}
    report = build(problem, plan, incident_id=UUID(plan.incident), created_at=clock.now(), snapshot_s=0, matrix_s=0)
    assert {row.mode_label for row in report.assignments} == {"船艇"}
    courses = courses_of(problem, plan, travel.terrain)
    drawn = plan_map(problem, report, courses, calls_of(problem, plan, travel.terrain), travel.terrain.places)
    assert len(drawn.trips["features"]) == len(plan.trips)
    on_land = {row.id for row in problem.vehicles if row.profile in {"truck", "bus"}}
    roads = plan_roads(courses, travel.terrain.ways["truck"].network)
    assert (roads.driven > 0) == any(trip.vehicle in on_land for trip in plan.trips)
    assert not any(row.people for row in roads.busiest)


async def test_what_carries_little_stays_at_home_while_trucks_reach_every_shelter(kaizhou: Database) -> None:
    facts = replace(await gathered(kaizhou), closures=OPEN)
    problem, _ = assemble(facts)
    assert {row.profile for row in problem.vehicles} == {"truck", "bus", "boat"}


def rescue_wanted(facts: Facts) -> Facts:
    """The cut-off villages ask for guides; whoever can be there within the day may come."""
    needs = tuple(
        NeedFacts(
            id=uuid7(), name=f"{village.name}转移引导", place=village.name, division=village.division,
            lon=village.lon, lat=village.lat, skill=Skill.TRANSPORT, people=4, from_s=0, until_s=86_400, severity=2,
            origin=NeedOrigin.MANUAL,
        )
        for village in facts.incident.villages
    )  # fmt: skip
    return replace(facts, incident=replace(facts.incident, needs=needs))


def called(facts: Facts) -> tuple[Problem, Plan, Terrain]:
    """The teams alone."""
    problem, travel = assemble(facts)
    question = problem.model_copy(update={"groups": (), "kit": ()})
    plan = solve(question, effort=5)
    assert validate(question, plan) == ()
    return question, plan, travel.terrain


async def test_teams_with_boats_come_where_no_road_leads(kaizhou: Database) -> None:
    facts = rescue_wanted(cut_off(await gathered(kaizhou)))
    problem, plan, terrain = called(facts)
    skilled = {str(team.id) for team in facts.teams if Skill.WATER_RESCUE in team.skills}
    assert {team.id for team in problem.teams if team.profile == BY_BOAT} == skilled
    assert plan.postings and {row.team for row in plan.postings} <= skilled
    report = build(problem, plan, incident_id=UUID(plan.incident), created_at=clock.now(), snapshot_s=0, matrix_s=0)
    assert all((row.team_words or "").endswith("（乘舟）") for row in report.missions)
    assert not any(row.kind == "mission" for row in plan.shortages)
    calls = calls_of(problem, plan, terrain)
    for call in calls:
        parts = [way.seconds for way in (call.by_road, call.by_water) if way]
        assert call.by_water
        assert call.posting.arrive_s - call.posting.depart_s == facts.values.boat_put_in_min * 60 + sum(parts)
    drawn = plan_map(problem, report, [], calls, terrain.places)
    assert {row["properties"]["way"] for row in drawn.calls["features"]} == {"team", "water"}


async def test_putting_in_counts_and_boats_that_nobody_has_are_asked_for(kaizhou: Database) -> None:
    facts = rescue_wanted(cut_off(await gathered(kaizhou)))
    values = facts.values.model_copy(update={"boat_put_in_min": facts.values.boat_put_in_min + 20})
    soon, late = (
        min(row.arrive_s for row in called(one)[1].postings) for one in (facts, replace(facts, values=values))
    )
    assert late == soon + 20 * 60
    teams = tuple(replace(team, skills=(Skill.TRANSPORT,)) for team in facts.teams)
    _, plan, _ = called(replace(facts, teams=teams))
    assert plan.postings == ()
    assert {row.cause.code for row in plan.shortages if row.kind == "mission"} == {"boats"}
    _, dry, _ = called(replace(facts, teams=teams, waters=()))
    assert {row.cause.code for row in dry.shortages if row.kind == "mission"} == {"road"}
