"""Reads of incidents."""

import math
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import EVERYWHERE, Actor, Scope
from app.divisions.models import Division
from app.incidents import facts, villages
from app.incidents.areas import read_areas
from app.incidents.district import District, point_of, read_district
from app.incidents.models import (
    AffectedVillage,
    ClosedSite,
    Closure,
    Incident,
    IncidentArea,
    IncidentState,
    LogEntry,
    MissionNeed,
    MissionRule,
)
from app.incidents.roadstate import links_of
from app.incidents.roadwords import named, state_words
from app.incidents.schemas import (
    AffectedOut,
    AreaOut,
    ClosedSiteOut,
    ClosureOut,
    IncidentList,
    IncidentOut,
    IncidentSummary,
    LogList,
    LogOut,
    NeedOut,
    PreviewInput,
    PreviewOut,
    RuleList,
    RuleOut,
    VillageInput,
)
from app.kernel import clock
from app.kernel.errors import NotFound, refuse_if
from app.kernel.ids import uuid7
from app.kernel.names import Named
from app.kernel.names import named as by_name
from app.kernel.paging import after_key, cut, decode_cursor, encode_cursor
from app.roads.queries import find_network
from app.sites.bases import read_bases
from gis.roads import RoadNetwork


async def list_incidents(
    session: AsyncSession,
    *,
    scope: Scope,
    district: str | None = None,
    state: IncidentState | None = None,
    after: str | None = None,
    limit: int = 100,
) -> IncidentList:
    """Newest first. An incident is the district's affair: whoever may read there reads it whole."""
    query = select(Incident).where(scope.within(col(Incident.district)))
    if district:
        query = query.where(Incident.district == district)
    if state:
        query = query.where(Incident.state == state)
    key = decode_cursor(after, [UUID]) if after else None
    rows = (await session.exec(after_key(query, [col(Incident.id)], key, limit=limit, descending=True))).all()
    shown, more = cut(rows, limit)
    following = encode_cursor([shown[-1].id]) if more else None
    return IncidentList(items=await _summaries(session, shown), next=following)


async def findable(session: AsyncSession, scope: Scope) -> list[Named]:
    """The incidents of the districts within the scope by name and number, with their state."""
    rows = await session.exec(
        select(Incident.id, Incident.name, Incident.number, Incident.state).where(scope.within(col(Incident.district)))
    )
    return by_name(rows)


async def _summaries(session: AsyncSession, incidents: Sequence[Incident]) -> list[IncidentSummary]:
    counts = await session.exec(
        select(AffectedVillage.incident_id, func.count(), func.coalesce(func.sum(col(AffectedVillage.people)), 0))
        .where(col(AffectedVillage.incident_id).in_([incident.id for incident in incidents]))
        .group_by(col(AffectedVillage.incident_id))
    )
    by_incident = {incident_id: (number, people) for incident_id, number, people in counts}
    names = (await read_bases(session, {incident.district for incident in incidents}, ())).divisions
    found = []
    for incident in incidents:
        number, people = by_incident.get(incident.id, (0, 0))
        name = names.get(incident.district, "")
        fields = incident.model_dump(include=set(IncidentSummary.model_fields))
        found.append(IncidentSummary(**fields, district_name=name, villages=number, people_to_place=people))
    return found


async def find_incident(session: AsyncSession, reference: str) -> UUID:
    """The id behind an id or a number such as ``SJ-500154-2026-00001``."""
    try:
        wanted = col(Incident.id) == UUID(reference)
    except ValueError:
        wanted = col(Incident.number) == reference
    found = (await session.exec(select(Incident.id).where(wanted))).one_or_none()
    if found is None:
        raise NotFound(f"没有编号为“{reference[:60]}”的事件；yingcang incidents 可列出全部事件")
    return found


async def districts_of(
    session: AsyncSession, incident_ids: Sequence[UUID], *, scope: Scope = EVERYWHERE
) -> dict[UUID, str]:
    """The district code of each of these incidents that exists within the scope."""
    query = select(Incident.id, Incident.district).where(
        col(Incident.id).in_(incident_ids), scope.within(col(Incident.district))
    )
    return dict((await session.exec(query)).all())


async def get_incident(session: AsyncSession, incident_id: UUID, *, scope: Scope) -> IncidentOut:
    incident = await _one(session, incident_id, scope)
    district = await read_district(session, incident.district, on=clock.today())
    affected = await _affected(session, incident_id)
    areas = await _areas(session, incident_id)
    closures = await _closures(session, incident_id)
    notes = [area.note for area in areas]
    network = await find_network(session, incident.district)
    if network is not None:
        notes += [f"“{row.reason}”没有影响任何道路，请核对位置" for row in closures if not links_of(network, row)]
    return IncidentOut(
        **(await _summaries(session, [incident]))[0].model_dump(),
        **incident.model_dump(
            include={"description", "opened_by", "opened_at", "closed_at", "needs_corrected", "road_conditions"}
        ),
        areas=[AreaOut.model_validate(area) for area in areas],
        affected=[_village(district, VillageInput(**row.model_dump(exclude={"incident_id"}))) for row in affected],
        closures=[_closure_out(row, network) for row in closures],
        closed_sites=await _closed_sites(session, incident_id),
        needs=[
            NeedOut.model_validate(need, from_attributes=True)
            for need in _needs(await _need_rows(session, incident_id), await _places(session, incident_id), district)
        ],
        warnings=villages.warnings_of(district, [(row.division, row.people) for row in affected], notes),
    )


def _closure_out(row: Closure, network: RoadNetwork | None) -> ClosureOut:
    return ClosureOut(**row.model_dump(), roads=named(network, row), state=state_words(row))


async def _one(session: AsyncSession, incident_id: UUID, scope: Scope) -> Incident:
    incident = await session.get(Incident, incident_id)
    if incident is None or not scope.covers(incident.district):
        raise NotFound("没有这起事件，可能已被删除")
    return incident


async def _areas(session: AsyncSession, incident_id: UUID) -> Sequence[IncidentArea]:
    query = select(IncidentArea).where(IncidentArea.incident_id == incident_id).order_by(col(IncidentArea.id))
    return (await session.exec(query)).all()


async def _affected(session: AsyncSession, incident_id: UUID) -> Sequence[AffectedVillage]:
    query = select(AffectedVillage).where(AffectedVillage.incident_id == incident_id)
    return (await session.exec(query.order_by(col(AffectedVillage.division)))).all()


async def _closures(session: AsyncSession, incident_id: UUID) -> Sequence[Closure]:
    query = select(Closure).where(Closure.incident_id == incident_id).order_by(col(Closure.id))
    return (await session.exec(query)).all()


async def _closed_sites(session: AsyncSession, incident_id: UUID) -> list[ClosedSiteOut]:
    query = select(ClosedSite).where(ClosedSite.incident_id == incident_id).order_by(col(ClosedSite.site_id))
    rows = (await session.exec(query)).all()
    bases = await read_bases(session, (), (row.site_id for row in rows))
    return [
        ClosedSiteOut(site_id=row.site_id, name=bases.site_name(row.site_id) or "", reason=row.reason) for row in rows
    ]


async def _need_rows(session: AsyncSession, incident_id: UUID) -> Sequence[MissionNeed]:
    query = select(MissionNeed).where(MissionNeed.incident_id == incident_id)
    order = (col(MissionNeed.severity).desc(), col(MissionNeed.name), col(MissionNeed.id))
    return (await session.exec(query.order_by(*order))).all()


async def _places(session: AsyncSession, incident_id: UUID) -> dict[str, Division]:
    """Divisions that the incident's villages and needs name, and the townships around them."""
    needs = select(MissionNeed.division).where(MissionNeed.incident_id == incident_id)
    moved = select(AffectedVillage.division).where(AffectedVillage.incident_id == incident_id)
    codes = {code for code in [*(await session.exec(needs)).all(), *(await session.exec(moved)).all()] if code}
    wanted = codes | {code[:9] for code in codes}
    rows = await session.exec(select(Division).where(col(Division.code).in_(wanted)))
    return {row.code: row for row in rows}


def _needs(rows: Sequence[MissionNeed], places: dict[str, Division], district: District) -> tuple[facts.NeedFacts, ...]:
    return tuple(_need(row, places.get(row.division or ""), district) for row in rows)


def _need(row: MissionNeed, place: Division | None, district: District) -> facts.NeedFacts:
    own = row.lon is not None
    return facts.NeedFacts(
        **row.model_dump(exclude={"incident_id", "rule_code", "lon", "lat"}),
        place=place.spoken if place else _beside(row, district) if own else "",
        lon=row.lon if own or place is None else place.lon,
        lat=row.lat if own or place is None else place.lat,
    )


def _beside(row: MissionNeed, district: District) -> str:
    """A point as people tell it: by the village next to it."""
    assert row.lon is not None
    assert row.lat is not None
    lon, lat, narrowing = row.lon, row.lat, math.cos(math.radians(row.lat))
    villages = [(village, point) for village in district.villages.values() if (point := point_of(village))]
    if not villages:
        return f"坐标 {lon:.4f}, {lat:.4f}"
    nearest, _ = min(villages, key=lambda found: math.hypot((found[1][0] - lon) * narrowing, found[1][1] - lat))
    return f"{nearest.spoken}附近"


def _village(district: District, row: VillageInput) -> AffectedOut:
    village = district.villages.get(row.division)
    return AffectedOut(
        **row.model_dump(exclude={"people"}),
        people=row.people or 0,
        name=village.spoken if village else row.division,
        township=district.township_name(row.division),
        lon=village.lon if village else None,
        lat=village.lat if village else None,
        population=village.population if village else None,
    )


async def preview(session: AsyncSession, command: PreviewInput, *, actor: Actor) -> PreviewOut:
    """Which villages some areas hit, with their people, before anything is stored."""
    actor.require(command.district)
    district = await read_district(session, command.district, on=clock.today())
    areas, faults = read_areas([(area.name, area.geometry) for area in command.areas], district.extent)
    refuse_if(faults)
    hit = villages.within(district, areas, command.people_percent)
    moved = [(row.division, row.people or 0) for row in hit]
    return PreviewOut(
        areas=[AreaOut(id=uuid7(), name=area.name, geometry=area.geometry, note=area.note) for area in areas],
        villages=[_village(district, row) for row in hit],
        people=sum(people for _, people in moved),
        warnings=villages.warnings_of(district, moved, [area.note for area in areas]),
    )


async def list_log(
    session: AsyncSession, incident_id: UUID, *, scope: Scope, after: str | None = None, limit: int = 100
) -> LogList:
    """The duty log, newest first."""
    await _one(session, incident_id, scope)
    query = select(LogEntry).where(LogEntry.incident_id == incident_id)
    key = decode_cursor(after, [UUID]) if after else None
    rows = (await session.exec(after_key(query, [col(LogEntry.id)], key, limit=limit, descending=True))).all()
    shown, more = cut(rows, limit)
    following = encode_cursor([shown[-1].id]) if more else None
    return LogList(items=[LogOut.model_validate(row) for row in shown], next=following)


async def list_rules(session: AsyncSession) -> RuleList:
    rows = await session.exec(select(MissionRule).order_by(col(MissionRule.code)))
    return RuleList(items=[RuleOut.model_validate(row) for row in rows])


async def load_incident(session: AsyncSession, incident_id: UUID, *, scope: Scope = EVERYWHERE) -> facts.IncidentFacts:
    """Everything of one incident as frozen values, in a fixed order."""
    incident = await _one(session, incident_id, scope)
    places = await _places(session, incident_id)
    district = await read_district(session, incident.district, on=clock.today())
    closed = await _closed_sites(session, incident_id)
    return facts.IncidentFacts(
        **incident.model_dump(include=set(facts.IncidentFacts.__dataclass_fields__)),
        district_name=district.name,
        areas=tuple(facts.AreaFacts(area.name, area.geometry) for area in await _areas(session, incident_id)),
        villages=tuple(_village_facts(row, places) for row in await _affected(session, incident_id)),
        closures=tuple(_closure_facts(row) for row in await _closures(session, incident_id)),
        closed_sites=tuple(facts.ClosedSiteFacts(row.site_id, row.reason) for row in closed),
        needs=_needs(await _need_rows(session, incident_id), places, district),
    )


def _closure_facts(row: Closure) -> facts.ClosureFacts:
    return facts.ClosureFacts(**row.model_dump(include=set(facts.ClosureFacts.__dataclass_fields__)))


def _village_facts(row: AffectedVillage, places: dict[str, Division]) -> facts.VillageFacts:
    village, township = places[row.division], places.get(row.division[:9])
    return facts.VillageFacts(
        division=row.division,
        name=village.spoken,
        township=row.division[:9],
        township_name=township.name if township else "",
        lon=village.lon,
        lat=village.lat,
        population=village.population,
        people=row.people,
        special=min(row.people, row.elderly + row.disabled + row.infants + row.patients),
    )
