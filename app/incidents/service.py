"""Commands on incidents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app import inbox
from app.auth import Act, Actor, Right, Subject
from app.incidents import needs, villages
from app.incidents.areas import ReadArea, read_areas
from app.incidents.district import District, read_district
from app.incidents.models import (
    AffectedVillage,
    ClosedSite,
    Closure,
    ClosureKind,
    Incident,
    IncidentArea,
    IncidentState,
    LogEntry,
    LogKind,
    MissionRule,
)
from app.incidents.roadstate import read_closure
from app.incidents.roadwords import state_words
from app.incidents.schemas import (
    ClosedSiteInput,
    ClosureInput,
    IncidentCreate,
    IncidentUpdate,
    NeedInput,
    RuleCreate,
    RuleUpdate,
    VillageInput,
)
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, NotFound, refuse_if
from app.kernel.events import publish
from app.kernel.numbers import next_number
from app.kernel.versions import require
from app.roads.queries import find_network
from app.sites.bases import null_faults, read_bases

explain({"pk_mission_rule": "已有相同编号的任务规则，请换一个编号。"})

_LOCK = {"key_share": True}
_YEARS = range(2000, 2100)


async def open_incident(session: AsyncSession, *, actor: Actor, command: IncidentCreate) -> Incident:
    """Open an incident with its areas, villages and closures, and propose its mission needs."""
    actor.require(command.district)
    opened_at = clock.now()
    plan_from = command.plan_from or max(opened_at, command.started_at)
    district = await read_district(session, command.district, on=clock.today())
    faults = time_faults(command.started_at, plan_from)
    areas, found = read_areas([(area.name, area.geometry) for area in command.areas], district.extent)
    faults += found
    moved, found = _moved(district, command.villages, areas, command.people_percent)
    faults += found + await _site_faults(session, command.closed_sites)
    closures, found = await _read_closures(
        session, district, command.closures, actor=actor, plan_from=plan_from, under="/closures"
    )
    refuse_if(faults + found)
    incident = Incident(
        **command.model_dump(
            include={"name", "kind", "level", "started_at", "district", "exercise", "description", "road_conditions"}
        ),
        number=await next_number(
            session, site_code=district.code, kind="incident", prefix="YL" if command.exercise else "SJ"
        ),
        plan_from=plan_from,
        opened_by=actor.code,
        opened_at=opened_at,
    )
    session.add(incident)
    await session.flush()
    _add_areas(session, incident, areas)
    _add_villages(session, incident, moved)
    _add_closed_sites(session, incident, command.closed_sites)
    _add_closures(session, incident, closures)
    _log(session, incident, actor, f"开设事件“{incident.name}”，转移 {sum(row.people or 0 for row in moved)} 人")
    await _tell(session, incident)
    await _alert(session, incident, actor)
    await needs.propose_needs(session, incident, district)
    return incident


async def update_incident(
    session: AsyncSession, *, actor: Actor, incident_id: UUID, seen: int, command: IncidentUpdate
) -> Incident:
    incident = await _open_locked(session, actor, incident_id)
    require(incident.version, seen)
    changes = command.model_dump(exclude_unset=True, exclude={"areas", "villages", "closed_sites", "people_percent"})
    refuse_if(null_faults(command.model_dump(exclude_unset=True), frozenset({"road_conditions"})))
    district = await read_district(session, incident.district, on=clock.today())
    merged = incident.model_dump(include={"started_at", "plan_from"}) | changes
    faults = time_faults(merged["started_at"], merged["plan_from"])
    areas, found = read_areas([(area.name, area.geometry) for area in command.areas or ()], district.extent)
    faults += found
    moved, found = _moved(district, command.villages or (), (), command.people_percent)
    refuse_if(faults + found + await _site_faults(session, command.closed_sites or ()))
    incident.sqlmodel_update(changes)
    if command.areas is not None:
        await _clear(session, IncidentArea, incident)
        _add_areas(session, incident, areas)
    if command.villages is not None:
        await _clear(session, AffectedVillage, incident)
        _add_villages(session, incident, moved)
    if command.closed_sites is not None:
        await _clear(session, ClosedSite, incident)
        _add_closed_sites(session, incident, command.closed_sites)
    return await _changed(session, incident, actor, "修改事件信息", district)


async def add_closure(session: AsyncSession, *, actor: Actor, incident_id: UUID, command: ClosureInput) -> Incident:
    incident = await _open_locked(session, actor, incident_id)
    district = await read_district(session, incident.district, on=clock.today())
    closures, faults = await _read_closures(session, district, [command], actor=actor, plan_from=incident.plan_from)
    refuse_if(faults)
    _add_closures(session, incident, closures)
    await session.flush()
    return await _changed(session, incident, actor, f"道路{state_words(command)}：{command.reason}", district)


async def remove_closure(session: AsyncSession, *, actor: Actor, incident_id: UUID, closure_id: UUID) -> Incident:
    incident = await _open_locked(session, actor, incident_id)
    closure = await session.get(Closure, closure_id)
    if closure is None or closure.incident_id != incident.id:
        raise NotFound("没有这条道路中断记录，可能已被删除")
    await session.delete(closure)
    await session.flush()
    district = await read_district(session, incident.district, on=clock.today())
    return await _changed(session, incident, actor, f"道路恢复：{closure.reason}", district)


async def correct_needs(
    session: AsyncSession, *, actor: Actor, incident_id: UUID, seen: int, corrected: Sequence[NeedInput]
) -> Incident:
    """Replace the mission needs by hand; from now on the rules leave them alone."""
    incident = await _open_locked(session, actor, incident_id)
    require(incident.version, seen)
    district = await read_district(session, incident.district, on=clock.today())
    refuse_if(needs.need_faults(corrected, district))
    await needs.replace_needs(session, incident, corrected)
    incident.needs_corrected = True
    return await _changed(session, incident, actor, f"人工修改救援任务需求，共 {len(corrected)} 条", district)


async def propose_needs(session: AsyncSession, *, actor: Actor, incident_id: UUID) -> Incident:
    """Ask the rules again; needs written by hand stay."""
    incident = await _open_locked(session, actor, incident_id)
    incident.needs_corrected = False
    district = await read_district(session, incident.district, on=clock.today())
    return await _changed(session, incident, actor, "按规则重新生成救援任务需求", district)


async def close_incident(session: AsyncSession, *, actor: Actor, incident_id: UUID, note: str) -> Incident:
    incident = await _open_locked(session, actor, incident_id)
    incident.state, incident.closed_at = IncidentState.CLOSED, clock.now()
    incident.version += 1
    _log(session, incident, actor, f"结束事件。{note}".strip())
    await _tell(session, incident)
    return incident


async def add_log_entry(session: AsyncSession, *, actor: Actor, incident_id: UUID, text: str) -> LogEntry:
    await _at(session, actor, incident_id)
    entry = LogEntry(incident_id=incident_id, at=clock.now(), actor=actor.code, kind=LogKind.NOTE, text=text)
    session.add(entry)
    await session.flush()
    return entry


async def log_event(session: AsyncSession, *, actor: Actor, incident_id: UUID, text: str) -> None:
    """A line in the log of what another room did about an open incident; the caller asks for the right."""
    incident = await session.get(Incident, incident_id, with_for_update=_LOCK)
    if incident is None or incident.state == IncidentState.CLOSED:
        raise Conflict("事件已结束或已被删除")
    _log(session, incident, actor, text)
    await _tell(session, incident)


async def add_rule(session: AsyncSession, *, actor: Actor, command: RuleCreate) -> MissionRule:
    refuse_if(window_faults(command.from_s, command.until_s))
    rule = MissionRule(**command.model_dump())
    session.add(rule)
    await session.flush()
    return rule


def window_faults(from_s: int, until_s: int) -> list[Fault]:
    return [Fault("/until_s", "最晚时间须晚于最早时间")] if until_s <= from_s else []


async def update_rule(session: AsyncSession, *, actor: Actor, code: str, seen: int, command: RuleUpdate) -> MissionRule:
    rule = await session.get(MissionRule, code, with_for_update=_LOCK)
    if rule is None:
        raise NotFound(f"没有编号为“{code}”的任务规则")
    require(rule.version, seen)
    changes = command.model_dump(exclude_unset=True)
    refuse_if(null_faults(changes, frozenset()))
    rule.sqlmodel_update(changes)
    refuse_if(window_faults(rule.from_s, rule.until_s))
    rule.version += 1
    await session.flush()
    return rule


def time_faults(started_at: datetime, plan_from: datetime) -> list[Fault]:
    faults = year_faults("/started_at", started_at) + year_faults("/plan_from", plan_from)
    if plan_from < started_at:
        faults.append(Fault("/plan_from", "方案起算时刻不能早于灾害发生时间"))
    return faults


def year_faults(pointer: str, moment: datetime | None) -> list[Fault]:
    """A mistyped year is refused before anything is computed with it."""
    if moment is None or moment.year in _YEARS:
        return []
    return [Fault(pointer, f"{moment.year} 年不合理，请核对（应在 {_YEARS[0]}–{_YEARS[-1]} 年）")]


def _moved(
    district: District, picked: Sequence[VillageInput] | None, areas: Sequence[ReadArea], percent: int
) -> tuple[list[VillageInput], list[Fault]]:
    """Villages as picked; when none were sent, those inside the areas."""
    if picked is None:
        return villages.within(district, areas, percent), []
    return villages.pick(district, picked, percent)


async def _site_faults(session: AsyncSession, closed: Sequence[ClosedSiteInput]) -> list[Fault]:
    known = (await read_bases(session, (), (row.site_id for row in closed))).sites
    faults, seen = [], set()
    for number, row in enumerate(closed):
        if row.site_id not in known:
            faults.append(Fault(f"/closed_sites/{number}/site_id", "没有这个站点，请从列表中选择"))
        elif row.site_id in seen:
            faults.append(Fault(f"/closed_sites/{number}/site_id", "站点重复填写，请合并为一行"))
        seen.add(row.site_id)
    return faults


async def _read_closures(
    session: AsyncSession,
    district: District,
    closures: Sequence[ClosureInput],
    *,
    actor: Actor,
    plan_from: datetime,
    under: str | None = None,
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Checked values of closure rows. ``under``: the list's pointer, or None when the body is one closure.

    A closure whose start nobody knows holds from the plan's second 0.
    """
    network = await find_network(session, district.code) if closures else None
    now = clock.now()
    rows, faults = [], []
    for number, row in enumerate(closures):
        pointer = "" if under is None else f"{under}/{number}"
        read, found = read_closure(pointer, row, network)
        since = row.since or min(now, plan_from)
        found += year_faults(f"{pointer}/since", since) + year_faults(f"{pointer}/until", row.until)
        if row.until is not None and row.until <= since:
            found.append(Fault(f"{pointer}/until", "预计恢复时间须晚于开始时间"))
        faults += found
        values = row.model_dump() | {"geometry": read.geometry, "since": since}
        if row.kind != ClosureKind.LINK:
            values["link_id"] = None
        rows.append(values | {"reported_by": actor.code, "reported_at": now})
    return rows, faults


def _add_closures(session: AsyncSession, incident: Incident, rows: Sequence[dict[str, Any]]) -> None:
    session.add_all(Closure(incident_id=incident.id, **row) for row in rows)


def _add_areas(session: AsyncSession, incident: Incident, areas: Sequence[ReadArea]) -> None:
    session.add_all(
        IncidentArea(incident_id=incident.id, name=area.name, geometry=area.geometry, note=area.note) for area in areas
    )


def _add_villages(session: AsyncSession, incident: Incident, moved: Sequence[VillageInput]) -> None:
    session.add_all(AffectedVillage(incident_id=incident.id, **row.model_dump()) for row in moved)


def _add_closed_sites(session: AsyncSession, incident: Incident, closed: Sequence[ClosedSiteInput]) -> None:
    session.add_all(ClosedSite(incident_id=incident.id, **row.model_dump()) for row in closed)


async def _clear(
    session: AsyncSession, table: type[IncidentArea | AffectedVillage | ClosedSite], incident: Incident
) -> None:
    await session.exec(delete(table).where(col(table.incident_id) == incident.id))


def _log(session: AsyncSession, incident: Incident, actor: Actor, text: str) -> None:
    session.add(LogEntry(incident_id=incident.id, at=clock.now(), actor=actor.code, kind=LogKind.EVENT, text=text))


async def _tell(session: AsyncSession, incident: Incident) -> None:
    await session.flush()
    told = {"id": str(incident.id), "version": incident.version}
    await publish(session, "incident", told, places=[(incident.district, None)])


async def _alert(session: AsyncSession, incident: Incident, actor: Actor) -> None:
    """Whoever runs or approves plans in the district learns of the incident at once."""
    notice = inbox.Notice(inbox.Kind.INCIDENT, f"新事件：{incident.name}", f"/incidents/{incident.id}", incident.number)
    rights = (Right(Subject.INCIDENTS, Act.POST), Right(Subject.PLANS, Act.APPROVE))
    await inbox.tell_holders(session, rights, notice, division=incident.district, but=[actor.code])


async def _at(session: AsyncSession, actor: Actor, incident_id: UUID, **locking: Any) -> Incident:
    """The incident, in a district of the actor's."""
    incident = await session.get(Incident, incident_id, **locking)
    missing = NotFound("没有这起事件，可能已被删除")
    if incident is None:
        raise missing
    actor.require(incident.district, missing=missing)
    return incident


async def _open_locked(session: AsyncSession, actor: Actor, incident_id: UUID) -> Incident:
    incident = await _at(session, actor, incident_id, with_for_update=_LOCK)
    if incident.state == IncidentState.CLOSED:
        raise Conflict(f"事件“{incident.name}”已结束，不能再修改")
    return incident


async def _changed(session: AsyncSession, incident: Incident, actor: Actor, text: str, district: District) -> Incident:
    """A new version with a line in the log; the rules follow unless somebody corrected the needs."""
    incident.version += 1
    _log(session, incident, actor, text)
    await _tell(session, incident)
    if not incident.needs_corrected:
        await needs.propose_needs(session, incident, district)
    return incident
