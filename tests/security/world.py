"""Two districts that have the same rows under other names, and in each the people who act there.

Whatever belongs to a place carries its mark, so that any answer can be searched for what it must not hold.
"""

import gzip
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.approvals import service as approvals
from app.approvals.models import ApprovalKind, ApprovalPolicy, ApprovalRequest
from app.auth import Actor, Person, Role, somebody
from app.auth.models import AccessToken, Account, Grant, SignIn, Stage
from app.auth.sessions import digest
from app.catalog.models import Item, Nature, StorageClass
from app.dispatch.models import DispatchPlan
from app.dispatch.report import build as report_of
from app.dispatch.states import PlanState
from app.divisions.models import Division, DivisionKind
from app.fleet import service as fleet
from app.fleet.schemas import VehicleCreate
from app.incidents import service as incidents
from app.incidents.models import Closure
from app.incidents.schemas import IncidentCreate
from app.inventory import service as inventory
from app.inventory.models import Reason
from app.inventory.schemas import HoldIn, HoldLineIn, IncomingLine, IssueIn, LotIn, OutgoingLine, ReceiptIn
from app.jobs import queue
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.ids import uuid7
from app.roads.service import LayerSource, import_roads
from app.shelters import service as shelters
from app.shelters.schemas import ShelterCreate
from app.sites.models import Bin, ReserveFloor, Site, SiteKind
from app.teams import service as teams
from app.teams.schemas import TeamCreate
from gis.roads import RoadClass, RoadLink, RoadNetwork
from optimize.intake.reading import canonical_json
from optimize.planner import solve
from tests.optimize.tiny import tiny_problem

OWN, FAR = "500991", "500992"
MARKS = {OWN: "OWNMARK", FAR: "FARMARK"}
ITEM = UUID(int=0x5_0000)
_FACT: dict[str, Any] = {"source": "测试", "as_of": date(2026, 1, 1)}
_WHEN = datetime(2026, 1, 2, tzinfo=UTC)
_EMPTY: dict[str, Any] = {"type": "FeatureCollection", "features": []}


@dataclass(frozen=True)
class Place:
    """One district's rows by what routes call them."""

    code: str
    mark: str
    township: str
    village: str
    depot: UUID
    point: UUID
    ids: dict[str, Any]


@dataclass(frozen=True)
class World:
    own: Place
    far: Place

    @property
    def hidden(self) -> tuple[str, ...]:
        """What nobody whose rights end with his own district may ever read."""
        far = self.far
        return (far.mark, far.code, *(str(one) for one in far.ids.values() if isinstance(one, UUID)))


def token_of(role: Role, place: str) -> str:
    return f"matrix-{role.value}-{place}"


async def build(database: Database) -> World:
    async with database.transaction() as session:
        goods: dict[str, Any] = {
            "nature": Nature.REUSABLE,
            "storage": StorageClass.GENERAL,
            "mass_g": 8500,
            "volume_cm3": 70_000,
        }
        session.add(Item(id=ITEM, code="BED", name="折叠床", unit="张", **goods))
        await session.flush()
        places = [await _place(session, code) for code in (OWN, FAR)]
        for place in places:
            for role in Role:
                await _seat(session, role, place.code, reads=place.code, writes=place.code)
        await _seat(session, Role.KEEPER, places[0].township, reads=places[0].township, writes=places[0].township)
    return World(*places)


async def _seat(session: AsyncSession, role: Role, place: str, *, reads: str, writes: str) -> Person:
    """A person with one grant, signed in under a token that the tests know."""
    mark = MARKS[place[:6]]
    code = f"{role.value}-{place}"
    person = Person(code=code, name=f"{mark}{role.label}{place}", division=place)
    session.add(person)
    await session.flush()
    session.add(Account(person_id=person.id, name=code, created_at=_WHEN))
    session.add(Grant(person_id=person.id, role=role, reads=reads, writes=writes, granted_at=_WHEN))
    session.add(
        SignIn(
            token_hash=digest(token_of(role, place)),
            person_id=person.id,
            stage=Stage.FULL,
            began_at=_WHEN,
            seen_at=datetime(2200, 1, 1, tzinfo=UTC),
            ends_at=datetime(2200, 1, 1, tzinfo=UTC),
        )
    )
    await session.flush()
    return person


async def _actor(session: AsyncSession, code: str) -> Actor:
    return somebody((await session.exec(select(Person).where(Person.code == code))).one())


async def _place(session: AsyncSession, code: str) -> Place:
    mark, township, other = MARKS[code], f"{code}001", f"{code}002"
    village = f"{township}001"
    fact: dict[str, Any] = {"valid_from": date(2020, 1, 1), **_FACT}
    for kind, at, parent in (
        (DivisionKind.DISTRICT, code, None),
        (DivisionKind.TOWNSHIP, township, code),
        (DivisionKind.TOWNSHIP, other, code),
        (DivisionKind.VILLAGE, village, township),
        (DivisionKind.VILLAGE, f"{other}001", other),
    ):
        name = f"{mark}{kind.label}{at}"
        where: dict[str, Any] = {"lon": 108.0, "lat": 31.0, "population": 500}
        session.add(Division(code=at, name=name, kind=kind, parent=parent, **where, **fact))
        await session.flush()
    depot = await _site(session, code, f"{mark}D", SiteKind.DISTRICT_DEPOT)
    point = await _site(session, township, f"{mark}P", SiteKind.TOWNSHIP_POINT)
    await _site(session, other, f"{mark}Q", SiteKind.TOWNSHIP_POINT)
    keeper, duty = await _actor(session, "keeper"), await _actor(session, "duty")
    ids = await _stock(session, keeper, mark, depot)
    await _roads(session, code, mark)
    ids |= await _forces(session, keeper, mark, township)
    ids |= await _incident(session, duty, code, village)
    ids["plan_id"] = await _plan(session, code, ids["incident_id"])
    ids |= await _waiting(session, keeper, code, mark, depot)
    maker = (await session.exec(select(Person).where(Person.code == "sysadmin"))).one()
    token = AccessToken(
        name=f"{mark}系统", token_hash=digest(f"share-{code}"), subjects=["places"], reads=code, made_by=maker.id,
        made_at=clock.now(), expires_at=clock.now() + timedelta(days=30),
    )  # fmt: skip
    session.add(token)
    job = await queue.enqueue(session, "none", {}, requested_by="duty", division=code)
    clerk = await _seat(session, Role.KEEPER, other, reads=other, writes=other)
    grant = (await session.exec(select(Grant.id).where(Grant.person_id == clerk.id))).one()
    ids |= {"token_id": token.id, "job_id": job.id, "person_id": clerk.id, "grant_id": grant}
    return Place(code, mark, township, village, depot, point, ids)


async def _site(session: AsyncSession, division: str, code: str, kind: SiteKind) -> UUID:
    site = Site(code=code, name=f"{code}{kind.label}", kind=kind, division=division, lon=108.0, lat=31.0)
    session.add(site)
    await session.flush()
    session.add(Bin(id=site.id, site_id=site.id, code="-"))
    await session.flush()
    return site.id


async def _stock(session: AsyncSession, keeper: Actor, mark: str, depot: UUID) -> dict[str, Any]:
    batch = LotIn(item_id=ITEM, lot_no=f"{mark}-1")
    receipt = ReceiptIn(site_id=depot, reason=Reason.PURCHASE, lines=[IncomingLine(lot=batch, quantity=100)], note=mark)
    document = await inventory.post(session, actor=keeper, command=receipt)
    wanted = HoldIn(site_id=depot, reason=mark, lines=[HoldLineIn(item_id=ITEM, quantity=1)])
    held = await inventory.hold(session, actor=keeper, command=wanted)
    floor = ReserveFloor(site_id=depot, item_id=ITEM, quantity=1)
    session.add(floor)
    await session.flush()
    return {"site_id": depot, "document_id": document.id, "hold_id": held.id, "floor_id": floor.id}


async def _roads(session: AsyncSession, code: str, mark: str) -> None:
    layer = LayerSource(district=code, name=f"{mark}道路", synthetic=True, **_FACT)
    network = RoadNetwork(
        name=f"{mark}道路",
        source="测试",
        as_of=date(2026, 1, 1),
        lon=np.array([108.0, 108.02]),
        lat=np.full(2, 31.0),
        links=(RoadLink(f"L{code}", f"{mark}路", 0, 1, 1900, RoadClass.CLASS_3),),
    )
    await import_roads(session, layer=layer, network=network)


def team(mark: str, division: str) -> dict[str, Any]:
    return {"code": f"{mark}-T", "name": f"{mark}队", "level": "township", "division": division,
            "lon": 108.0, "lat": 31.0, "people": 10, "on_duty": 5}  # fmt: skip


def shelter(mark: str, division: str) -> dict[str, Any]:
    return {"code": f"{mark}-S", "name": f"{mark}小学", "division": division, "lon": 108.0, "lat": 31.0,
            "shelter_class": "short", "grade": "township", "indoor_places": 10, "outdoor_places": 10,
            "usable_area_m2": 100, "day_capacity": 20, "night_capacity": 10}  # fmt: skip


def vehicle(mark: str, division: str) -> dict[str, Any]:
    return {"code": f"{mark}-V", "name": f"{mark}车", "type": "truck_4m2", "division": division,
            "lon": 108.0, "lat": 31.0}  # fmt: skip


def incident(code: str, village: str) -> dict[str, Any]:
    return {"name": f"{MARKS[code]}洪水", "kind": "flood", "level": "III", "started_at": _WHEN.isoformat(),
            "plan_from": _WHEN.isoformat(), "district": code, "villages": [{"division": village, "people": 10}],
            "closures": [{"kind": "link", "link_id": f"L{code}", "reason": MARKS[code]}]}  # fmt: skip


async def _forces(session: AsyncSession, actor: Actor, mark: str, township: str) -> dict[str, Any]:
    made = (
        await teams.add_team(session, actor=actor, command=TeamCreate(**team(mark, township))),
        await shelters.add_shelter(session, actor=actor, command=ShelterCreate(**shelter(mark, township))),
        await fleet.add_vehicle(session, actor=actor, command=VehicleCreate(**vehicle(mark, township))),
    )
    return dict(zip(("team_id", "shelter_id", "vehicle_id"), (one.id for one in made), strict=True))


async def _incident(session: AsyncSession, duty: Actor, code: str, village: str) -> dict[str, Any]:
    command = IncidentCreate.model_validate(incident(code, village))
    opened = await incidents.open_incident(session, actor=duty, command=command)
    closure = (await session.exec(select(Closure.id).where(Closure.incident_id == opened.id))).one()
    return {"incident_id": opened.id, "closure_id": closure}


async def _plan(session: AsyncSession, code: str, incident_id: UUID) -> UUID:
    """The plan of the smallest problem; what it says is nobody's, whose it is says its incident."""
    problem = tiny_problem().model_copy(update={"issued_at": _WHEN})
    plan = solve(problem, effort=1)
    layers = ("groups", "shelters", "sources", "trips", "missions")
    row = DispatchPlan(
        number=f"FA-{MARKS[code]}", incident_id=incident_id, state=PlanState.DRAFT, input_hash=plan.input_hash, seed=1,
        effort=1, time_limit_s=20, ended=plan.ended, problem=gzip.compress(canonical_json(problem)),
        plan=plan.model_dump(mode="json"), map=dict.fromkeys(layers, _EMPTY), actor="duty", created_at=clock.now(),
        report=report_of(problem, plan, incident_id=incident_id).model_dump(mode="json"),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row.id


async def _waiting(session: AsyncSession, keeper: Actor, code: str, mark: str, depot: UUID) -> dict[str, Any]:
    """An issue that waits, by the policy of the depot."""
    policy = ApprovalPolicy(
        id=uuid7(), site_id=depot, kind=ApprovalKind.ISSUE, required=True, set_by="security", set_at=clock.now()
    )
    session.add(policy)
    await session.flush()
    line = OutgoingLine(item_id=ITEM, quantity=1)
    issue = IssueIn(site_id=depot, reason=Reason.DISTRIBUTION, lines=[line], note=mark)
    document = await approvals.post_or_submit(session, actor=keeper, command=issue)
    request = (await session.exec(select(ApprovalRequest.id).where(ApprovalRequest.document_id == document.id))).one()
    return {"policy_id": policy.id, "request_id": request}
