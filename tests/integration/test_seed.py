"""The demo district in the database: whole, provable, found again."""

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from app.divisions.models import Division
from app.fleet.models import Vehicle
from app.incidents.models import AffectedVillage, Incident, IncidentState
from app.inventory.models import Balance, Document, Lot
from app.kernel.database import Database
from app.kernel.errors import Conflict
from app.kernel.models import Setting
from app.roads import queries as roads
from app.shelters.models import Shelter
from app.sites.models import Site, SiteKind
from app.teams.models import Team
from seed import load


async def count(database: Database, table: type) -> int:
    async with database.snapshot() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def test_kaizhou_is_whole(kaizhou: Database) -> None:
    assert await count(kaizhou, Division) == 1 + 40 + 535
    assert await count(kaizhou, Shelter) == 200
    assert await count(kaizhou, Team) == 46
    async with kaizhou.snapshot() as session:
        network = await roads.load_network(session, "500154")
        kinds = dict((await session.exec(select(Site.kind, func.count()).group_by(col(Site.kind)))).all())
    assert len(network.links) > 1000
    assert kinds[SiteKind.SHELTER] == 200
    assert kinds[SiteKind.TOWNSHIP_POINT] == 40


async def test_everything_made_up_is_marked(kaizhou: Database) -> None:
    async with kaizhou.snapshot() as session:
        for table in (Shelter, Team, Vehicle, Lot):
            unmarked = select(func.count()).select_from(table).where(col(table.synthetic).is_(False))
            assert (await session.exec(unmarked)).one() == 0, table
        sources = (await session.exec(select(Division.source).where(Division.source == ""))).all()
    assert sources == []


async def test_stock_came_in_by_opening_documents(kaizhou: Database) -> None:
    async with kaizhou.snapshot() as session:
        kinds = (await session.exec(select(Document.kind).distinct())).all()
        negative = select(func.count()).select_from(Balance).where(col(Balance.bounded), Balance.quantity < 0)
        assert (await session.exec(negative)).one() == 0
    assert list(kinds) == ["opening"]


async def test_the_demo_incident_relocates_6000(kaizhou: Database) -> None:
    async with kaizhou.snapshot() as session:
        [incident] = (await session.exec(select(Incident))).all()
        people = (await session.exec(select(func.sum(AffectedVillage.people)))).one()
    assert incident.district == "500154"
    assert people == 6000


async def test_a_second_run_changes_nothing(kaizhou: Database) -> None:
    before = [await count(kaizhou, table) for table in (Division, Document, Incident, Setting, Lot)]
    words: list[str] = []
    await load.seed_district(kaizhou, "kaizhou", progress=words.append)
    incident = await load.open_incident(kaizhou, "kaizhou")
    assert await load.open_incident(kaizhou, "kaizhou") == incident
    assert [await count(kaizhou, table) for table in (Division, Document, Incident, Setting, Lot)] == before
    assert words == ["开州区示范数据已有，未作改动"]


async def test_a_closed_demo_incident_is_opened_anew_on_the_same_demo_date(kaizhou: Database) -> None:
    first = await load.open_incident(kaizhou, "kaizhou")
    async with kaizhou.transaction() as session:
        [incident] = (await session.exec(select(Incident))).all()
        incident.state, incident.closed_at = IncidentState.CLOSED, incident.opened_at
        session.add(incident)
    second = await load.open_incident(kaizhou, "kaizhou")
    assert second != first
    async with kaizhou.snapshot() as session:
        starts = (await session.exec(select(Incident.started_at))).all()
    assert len(set(starts)) == 1


async def test_the_other_district_fits_beside_it(kaizhou: Database) -> None:
    await load.seed(kaizhou, "beibei", stock="target")
    assert await count(kaizhou, Shelter) == 265
    async with kaizhou.snapshot() as session:
        stored = await session.get(Setting, "seed/beibei")
    assert stored is not None
    assert stored.value == {"stock_persons": 6000}


async def test_another_stock_level_is_refused_once_seeded(kaizhou: Database) -> None:
    await load.seed(kaizhou, "beibei")
    await load.seed(kaizhou, "beibei")
    with pytest.raises(Conflict, match=r"3000 人备货.*YINGCANG_DATA_DIR"):
        await load.seed(kaizhou, "beibei", stock="target")
