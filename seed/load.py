"""Writing a demo district through the rooms' own commands. Idempotent: what is there is left alone."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import shapely.geometry
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.catalog import imports as catalog
from app.divisions import imports as division_lists
from app.fleet import imports as fleet
from app.incidents import service as incidents
from app.incidents.models import ClosureKind, Incident, IncidentKind, IncidentLevel, IncidentState
from app.incidents.schemas import AreaInput, ClosureInput, IncidentCreate, VillageInput
from app.inventory import service as inventory
from app.inventory.models import Condition, Owner
from app.inventory.schemas import HoldIn, HoldLineIn, IncomingLine, LotIn
from app.kernel import clock
from app.kernel.console import tell
from app.kernel.database import Database
from app.kernel.errors import Conflict
from app.kernel.models import Setting
from app.roads import service as roads
from app.roads.models import LayerKind
from app.shelters import imports as shelters
from app.sites import imports as sites
from app.teams import imports as teams
from gis.render import OUTLINE_NOTE
from seed import generator, persons, rows
from seed.generator.records import DistrictSeed, IncidentRecord, StockLine
from seed.profiles import GENERATED_AS_OF, PROFILES, SYNTHETIC

Say = Callable[[str], None]

DEMO_DATE = "demo_date"
_TARGET_PERSONS = 6000
_BOOKS_OPENED_BEFORE = timedelta(days=30)


def _silent(_words: str) -> None:
    pass


async def seed(database: Database, district: str, *, stock: str = "published", progress: Say = tell) -> None:
    """Body of ``yingcang seed``: ``stock`` is published (as the plan says) or target (6,000 persons)."""
    persons = _TARGET_PERSONS if stock == "target" else None
    await seed_district(database, district, stock_persons=persons, progress=progress)


async def seed_district(
    database: Database, district: str, *, stock_persons: int | None = None, progress: Say = _silent
) -> None:
    """Write a demo district in one transaction, or find it there."""
    async with database.transaction() as session:
        await load(session, district, stock_persons=stock_persons, progress=progress)


async def open_incident(database: Database, district: str) -> str:
    """Id of the district's demo incident; opened unless it is open already."""
    async with database.transaction() as session:
        known = await _known_incident(session, district)
        if known is None:
            known = await _open_demo_incident(session, generator.district(district, await demo_date(session)))
        return str(known)


async def load(
    session: AsyncSession, district: str, *, stock_persons: int | None = None, progress: Say = _silent
) -> None:
    """Everything about a demo district, its incident included, unless the district is there."""
    made_key = f"seed/{district}"
    if (known := await session.get(Setting, made_key)) is not None:
        _require_same(PROFILES[district].name, known.value["stock_persons"], stock_persons)
        progress(f"{PROFILES[district].name}示范数据已有，未作改动")
        return
    progress("生成示范数据")
    made = generator.district(district, await demo_date(session), stock_persons)
    for words, write in _STEPS:
        progress(words)
        await write(session, made)
    stocked = stock_persons or PROFILES[district].stock_persons
    session.add(Setting(key=made_key, value={"stock_persons": stocked}, updated_at=clock.now()))
    progress("建立洪水事件")
    await _open_demo_incident(session, made)
    detail = f"{made.name}示范数据（合成），按 {stocked} 人备货，含建账人和值班员"
    await audit.record(session, audit.by_machine("seed", subject_id=made.code, detail=detail))


def _require_same(name: str, stocked: int, wanted: int | None) -> None:
    """Another stock level than the one that was seeded would be shown as if it had been followed."""
    if wanted is not None and wanted != stocked:
        raise Conflict(
            f"{name}示范数据已按 {stocked} 人备货，不能改为 {wanted} 人；请用 YINGCANG_DATA_DIR 指定另一个数据文件夹。"
        )


async def demo_date(session: AsyncSession) -> date:
    """The day that expiry and count dates hang on: today at the first seed, the same ever after."""
    stored = await session.get(Setting, DEMO_DATE)
    if stored is None:
        stored = Setting(key=DEMO_DATE, value=clock.today().isoformat(), updated_at=clock.now())
        session.add(stored)
        await session.flush()
    return date.fromisoformat(stored.value)


async def _catalogue(session: AsyncSession, made: DistrictSeed) -> None:
    """Divisions and targets of the district; items, kits and thresholds once for all districts."""
    await division_lists.add_divisions(session, rows.divisions(made))
    if not await catalog.item_ids(session):
        items, packages, substitutes = rows.items()
        await catalog.add_items(session, items=items, packages=packages, substitutes=substitutes)
        kits, lines = rows.kits()
        await catalog.add_kits(session, kits=kits, lines=lines)
        await sites.add_thresholds(session, floors=(), minimums=rows.minimums())
    await catalog.add_standards(session, rows.standards(made))


async def _maps(session: AsyncSession, made: DistrictSeed) -> None:
    def source(name: str, words: str, as_of: date, synthetic: bool) -> roads.LayerSource:
        return roads.LayerSource(made.code, f"{made.name}{name}", words, as_of, synthetic)

    layer = source("示意路网", SYNTHETIC, GENERATED_AS_OF, True)
    await roads.import_roads(session, layer=layer, network=made.network)
    river = made.rivers[0]
    await roads.import_features(
        session,
        kind=LayerKind.RIVERS,
        layer=source("河流", river.source, river.as_of, False),
        features=[(one.name, one.line) for one in made.rivers],
    )
    await roads.import_features(
        session,
        kind=LayerKind.OUTLINE,
        layer=source("示意轮廓", OUTLINE_NOTE, GENERATED_AS_OF, True),
        features=[(made.name, shapely.geometry.shape(made.outline))],
    )


async def _sites(session: AsyncSession, made: DistrictSeed) -> None:
    stores, bins = rows.sites(made)
    await sites.add_sites(session, sites=stores, bins=bins)
    partners, agreements, capacities = rows.partners(made)
    await sites.add_partners(session, partners=partners, agreements=agreements, capacities=capacities)
    await sites.add_thresholds(session, floors=rows.floors(made), minimums=())


async def _stock(session: AsyncSession, made: DistrictSeed) -> None:
    """Opening balances as documents, one per site, then what is promised already."""
    keeper = await persons.acting(session, made.key, "depot")
    by_site: dict[str, list[StockLine]] = defaultdict(list)
    for line in made.stock:
        by_site[line.site].append(line)
    opened = datetime.combine(made.demo_date, time(1), UTC) - _BOOKS_OPENED_BEFORE
    openings = [
        inventory.Opening(rows.identity("site", site), [_incoming(line) for line in lines])
        for site, lines in by_site.items()
    ]
    documents = await inventory.post_openings(
        session, actor=keeper, openings=openings, occurred_at=opened, note=f"期初建账（{SYNTHETIC}）", synthetic=True
    )
    assert len(documents) == len(by_site)
    promised: dict[tuple[str, str], list[HoldLineIn]] = defaultdict(list)
    for held in made.holds:
        wanted = HoldLineIn(item_id=rows.identity("item", held.lot.item), quantity=held.quantity)
        promised[held.site, held.reason].append(wanted)
    for (site, reason), wants in promised.items():
        command = HoldIn(site_id=rows.identity("site", site), reason=reason, lines=wants)
        await inventory.hold(session, actor=keeper, command=command)


def _incoming(line: StockLine) -> IncomingLine:
    return IncomingLine(
        lot=LotIn(
            item_id=rows.identity("item", line.lot.item),
            lot_no=line.lot.lot_no,
            owner=rows.member(Owner, line.lot.owner),
            made_on=line.lot.made_on,
            expires_on=line.lot.expires_on,
            source=SYNTHETIC,
        ),
        bin_id=rows.bin_identity(line.site, line.bin),
        condition=rows.member(Condition, line.condition),
        quantity=line.quantity,
    )


async def _forces(session: AsyncSession, made: DistrictSeed) -> None:
    await teams.add_teams(session, rows.teams(made))
    await shelters.add_shelters(session, rows.shelters(made))
    await fleet.add_vehicles(session, rows.vehicles(made))


_STEPS: tuple[tuple[str, Callable[[AsyncSession, DistrictSeed], Awaitable[None]]], ...] = (
    ("写入区划、品目、保障定额和目标", _catalogue),
    ("写入道路、河流和示意轮廓", _maps),
    ("写入库点、协议企业和储备底线", _sites),
    ("登记期初库存", _stock),
    ("写入队伍、避难场所和车辆", _forces),
)


def _incident_key(district: str) -> str:
    return f"demo_incident/{district}"


async def _known_incident(session: AsyncSession, district: str) -> UUID | None:
    """The incident that the seed opened, while it is open."""
    stored = await session.get(Setting, _incident_key(district))
    incident = await session.get(Incident, UUID(stored.value)) if stored else None
    return incident.id if incident and incident.state == IncidentState.OPEN else None


async def _open_demo_incident(session: AsyncSession, made: DistrictSeed) -> UUID:
    duty = await persons.acting(session, made.key, "duty")
    opened = await incidents.open_incident(session, actor=duty, command=_command(made.code, made.incident))
    key = _incident_key(made.key)
    await session.merge(Setting(key=key, value=str(opened.id), updated_at=clock.now()))
    return opened.id


def _command(district: str, record: IncidentRecord) -> IncidentCreate:
    return IncidentCreate(
        name=record.name,
        kind=rows.member(IncidentKind, record.kind),
        level=rows.member(IncidentLevel, record.level),
        started_at=record.started_at,
        plan_from=record.plan_from,
        district=district,
        description=record.description,
        areas=[AreaInput(name=name, geometry=geometry) for name, geometry in record.areas],
        villages=[
            VillageInput(
                division=row.village,
                people=row.people,
                elderly=row.elderly,
                disabled=row.disabled,
                infants=row.infants,
                patients=row.patients,
            )
            for row in record.villages
        ],
        closures=[
            ClosureInput(
                kind=ClosureKind.LINK,
                link_id=row.link,
                speed_percent=row.speed_percent,
                since=record.started_at,
                reason=row.reason,
            )
            for row in record.closures
        ],
    )
