"""Is this plan an answer to this problem, and does it speak only of things that the problem knows?"""

import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable

from optimize.plan import SCHEMA_VERSION, Action, Plan, Stop, Trip
from optimize.problem import Problem
from optimize.validation.facts import Facts
from optimize.validation.report import Code, Report


def problem_hash(problem: Problem) -> str:
    """SHA-256 of the problem's canonical JSON: sorted keys, no spaces, UTF-8. Never all of it is in memory."""
    digest = hashlib.sha256()
    for number, name in enumerate(sorted(Problem.model_fields)):
        digest.update(f'{"," if number else "{"}"{name}":'.encode())
        if name in ("travel", "reopened"):
            for row, matrix in enumerate(getattr(problem, name)):
                digest.update(b"," if row else b"[")
                digest.update(_spelled(matrix.model_dump(mode="json")))
            digest.update(b"]" if getattr(problem, name) else b"[]")
        else:
            digest.update(_spelled(problem.model_dump(mode="json", include={name})[name]))
    digest.update(b"}")
    return digest.hexdigest()


def _spelled(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_identity(problem: Problem, plan: Plan, report: Report) -> None:
    report.equal(Code.SCHEMA, "plan", "方案格式版本", plan.schema_version, SCHEMA_VERSION)
    report.equal(Code.INCIDENT, "plan", "事件编号", plan.incident, problem.incident)
    report.equal(Code.INPUT_HASH, "plan", "输入指纹", plan.input_hash, problem_hash(problem))


def check_references(facts: Facts, report: Report) -> None:
    """Unknown names and repeated trip ids. Nothing else can be checked while there are any."""
    names = _Names(report)
    for assignment in facts.plan.assignments:
        where = f"assignment {assignment.group}"
        names.known(where, "安置组", assignment.group, facts.groups)
        names.known(where, "避难场所", assignment.shelter, facts.shelters)
    for delivery in facts.plan.deliveries:
        where = f"delivery {delivery.lot}→{delivery.shelter}"
        names.known(where, "批次", delivery.lot, facts.lots)
        names.known(where, "避难场所", delivery.shelter, facts.shelters)
        names.known(where, "保障定额行", delivery.line, facts.lines)
        names.known(where, "车次", delivery.trip, facts.trips)
    for posting in facts.plan.postings:
        where = f"posting {posting.team}→{posting.mission}"
        names.known(where, "任务", posting.mission, facts.missions)
        names.known(where, "队伍", posting.team, facts.teams)
    for need in facts.plan.needs:
        where = f"need {need.shelter}/{need.line}"
        names.known(where, "避难场所", need.shelter, facts.shelters)
        names.known(where, "保障定额行", need.line, facts.lines)
    for trip in facts.plan.trips:
        _check_trip(trip, facts, names)
    names.unique("trip", "车次编号", (trip.id for trip in facts.plan.trips))


class _Names:
    def __init__(self, report: Report) -> None:
        self._report = report

    def known(self, where: str, label: str, name: str, rows: Container[str]) -> None:
        if name not in rows:
            self._report.add(Code.UNKNOWN, where, f"{label}“{name}”不存在于输入中")

    def unique(self, where: str, label: str, names: Iterable[str]) -> None:
        for name, times in Counter(names).items():
            if times > 1:
                self._report.add(Code.DUPLICATE, f"{where} {name}", f"{label}“{name}”出现 {times} 次，应为 1 次")


def _check_trip(trip: Trip, facts: Facts, names: _Names) -> None:
    where = f"trip {trip.id}"
    names.known(where, "车辆", trip.vehicle, facts.vehicles)
    names.known(where, "地点", trip.from_location, facts.locations)
    for number, stop in enumerate(trip.stops):
        _check_stop(f"{where} stop {number}", stop, facts, names)


def _check_stop(where: str, stop: Stop, facts: Facts, names: _Names) -> None:
    places: dict[Action, tuple[str, Container[str]]] = {
        Action.LOAD: ("储备点", facts.sources),
        Action.BOARD: ("安置组", facts.groups),
        Action.UNLOAD: ("避难场所", facts.shelters),
        Action.ALIGHT: ("避难场所", facts.shelters),
    }
    names.known(where, "地点", stop.location, facts.locations)
    label, rows = places[stop.action]
    names.known(where, label, stop.place, rows)
    for cargo in stop.cargo:
        names.known(where, "批次", cargo.lot, facts.lots)
        names.known(where, "避难场所", cargo.shelter, facts.shelters)
    for passengers in stop.passengers:
        names.known(where, "安置组", passengers.group, facts.groups)
