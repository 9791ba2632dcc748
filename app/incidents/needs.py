"""Mission needs of an incident: proposed by the rules, corrected by hand."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.incidents.access import closed_spots, unreachable
from app.incidents.district import District, point_of
from app.incidents.models import AffectedVillage, Closure, Incident, MissionNeed, MissionRule, NeedOrigin
from app.incidents.roadstate import HORIZON, Window, in_force, road_state
from app.incidents.rules import MovedVillage, ProposedNeed, Situation, Spot, propose
from app.incidents.schemas import NeedInput
from app.kernel import clock
from app.kernel.errors import Fault
from app.roads.queries import find_network
from app.sites.bases import point_faults
from app.sites.facts import giving_sites
from app.sites.models import SiteKind
from gis.snapping import Place


async def propose_needs(session: AsyncSession, incident: Incident, district: District) -> None:
    """Replace the needs that came from rules by what the rules say now; those written by hand stay."""
    situation = await _situation(session, incident, district)
    rules = (await session.exec(select(MissionRule).order_by(col(MissionRule.code)))).all()
    await session.exec(
        delete(MissionNeed).where(
            col(MissionNeed.incident_id) == incident.id, col(MissionNeed.origin) == NeedOrigin.RULE
        )
    )
    session.add_all(_row(incident, need) for need in propose(rules, situation))
    await session.flush()


def _row(incident: Incident, need: ProposedNeed) -> MissionNeed:
    return MissionNeed(
        incident_id=incident.id,
        name=need.name,
        division=need.spot.division,
        lon=need.spot.lon,
        lat=need.spot.lat,
        skill=need.skill,
        people=need.people,
        from_s=need.from_s,
        until_s=need.until_s,
        severity=need.severity,
        origin=NeedOrigin.RULE,
        rule_code=need.rule,
    )


async def _situation(session: AsyncSession, incident: Incident, district: District) -> Situation:
    affected = (
        await session.exec(
            select(AffectedVillage)
            .where(AffectedVillage.incident_id == incident.id)
            .order_by(col(AffectedVillage.division))
        )
    ).all()
    moved = [_moved(row, district) for row in affected]
    network = await find_network(session, incident.district)
    if network is None:
        return Situation(incident.kind, moved)
    closures = (
        await session.exec(select(Closure).where(Closure.incident_id == incident.id).order_by(col(Closure.id)))
    ).all()
    window = Window(incident.plan_from, incident.plan_from + HORIZON)
    state = road_state(network, closures, window)
    anchors = await _anchors(session, incident.district)
    cut_off = unreachable(network, state, anchors, _places(affected, district)) if anchors else frozenset()
    return Situation(
        incident.kind,
        moved,
        [village.spot for village in moved if village.spot.division in cut_off],
        closed_spots(network, in_force(closures, window), state, anchors),
    )


def _moved(row: AffectedVillage, district: District) -> MovedVillage:
    village = district.villages.get(row.division)
    township = district.townships.get(row.division[:9])
    spot = Spot(village.spoken if village else row.division, row.division)
    whole = Spot(township.name, township.code) if township else spot
    return MovedVillage(spot, whole, row.people, row.patients)


def _places(affected: Sequence[AffectedVillage], district: District) -> list[Place]:
    found = []
    for row in affected:
        village = district.villages.get(row.division)
        if village is not None and (point := point_of(village)) is not None:
            found.append(Place(village.code, village.spoken, *point))
    return found


async def _anchors(session: AsyncSession, district: str) -> list[Place]:
    """District depots: whoever cannot be reached from any of them is cut off."""
    sites = (await giving_sites(session, district, clock.today())).sites
    return [
        Place(str(site.id), site.name, site.lon, site.lat) for site in sites if site.kind == SiteKind.DISTRICT_DEPOT
    ]


def need_faults(needs: Sequence[NeedInput], district: District) -> list[Fault]:
    """Every need stands somewhere in the district and ends after it begins."""
    faults = []
    known = district.villages.keys() | district.townships.keys() | {district.code}
    for number, need in enumerate(needs):
        under = f"/needs/{number}"
        if need.division is not None and need.division not in known:
            faults.append(Fault(f"{under}/division", f"{district.name}没有代码为“{need.division}”的区划"))
        if need.division is None and need.lon is None and need.lat is None:
            faults.append(Fault(f"{under}/division", "请选择地点，或填写经纬度"))
        if need.until_s <= need.from_s:
            faults.append(Fault(f"{under}/until_s", "最晚时间须晚于最早时间"))
        faults += point_faults(need.lon, need.lat, under)
    return faults


async def replace_needs(session: AsyncSession, incident: Incident, needs: Sequence[NeedInput]) -> None:
    """The corrected list; a row that is exactly as a rule proposed it keeps its origin."""
    current = (await session.exec(select(MissionNeed).where(MissionNeed.incident_id == incident.id))).all()
    proposed = {_content(row): row for row in current if row.origin == NeedOrigin.RULE}
    kept = {proposed[key].id for need in needs if (key := _content(need)) in proposed}
    for row in current:
        if row.id not in kept:
            await session.delete(row)
    session.add_all(
        MissionNeed(incident_id=incident.id, origin=NeedOrigin.MANUAL, **need.model_dump())
        for need in needs
        if _content(need) not in proposed
    )
    await session.flush()


def _content(need: MissionNeed | NeedInput) -> tuple[object, ...]:
    return (
        need.name,
        need.division,
        need.lon,
        need.lat,
        need.skill,
        need.people,
        need.from_s,
        need.until_s,
        need.severity,
    )
