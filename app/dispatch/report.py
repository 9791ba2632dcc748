"""Problem and plan → report with names: pure, shared by terminal, API and papers."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.dispatch.adjustments.schemas import PlanAdjustment
from app.dispatch.schemas import (
    CargoLine,
    CauseOut,
    CityRequest,
    InputAgeOut,
    PlanAssignment,
    PlanGoal,
    PlanMission,
    PlanNeed,
    PlanPeople,
    PlanReport,
    PlanShortage,
    PlanStop,
    PlanTargets,
    PlanTimings,
    PlanTrip,
    SubstituteQuantity,
    TierQuantity,
)
from app.fleet.models import VehicleProfile
from optimize.figures import afloat, rate
from optimize.index import Index
from optimize.plan import Action, Cargo, Ended, Plan, Posting, Shortage, Stop, Trip
from optimize.problem import Item, MissionNeed, Problem, Tier

MODE_LABELS = {"foot": "步行"} | {profile.value: profile.label for profile in VehicleProfile}
ACTION_LABELS = {Action.LOAD: "装货", Action.UNLOAD: "卸货", Action.BOARD: "上客", Action.ALIGHT: "下客"}
TIER_LABELS = {
    Tier.VILLAGE: "村级",
    Tier.TOWNSHIP: "乡镇",
    Tier.DISTRICT: "区级",
    Tier.NEIGHBOUR: "邻区",
    Tier.AGREEMENT: "协议",
    Tier.CAPACITY: "产能",
}
ENDED_LABELS = {
    Ended.PROVEN: "已证明最优",
    Ended.EFFORT: "达到设定计算量",
    Ended.WALL: "达到时限",
    Ended.CANCELLED: "人工停止",
}
SHORTAGE_LABELS = {"place": "安置", "goods": "物资", "mission": "队伍", "profile": "集结"}
SHORTAGE_UNITS = {"place": "人", "mission": "人", "profile": "分钟"}


def package_text(quantity: int, item: Item) -> str:
    """``12 箱 × 20 = 240 床``; loose units are added after the whole packages."""
    whole, loose = divmod(quantity, item.package)
    if item.package == 1 or not whole:
        return f"{quantity:,} {item.unit}"
    rest = f" + {loose:,} {item.unit}" if loose else ""
    return f"{whole:,} {item.package_name} × {item.package:,}{rest} = {quantity:,} {item.unit}"


class Names:
    """Names of everything a plan refers to by id, and the rows that were not open."""

    def __init__(self, problem: Problem) -> None:
        self.index = Index(problem)
        self.fixed = problem.adjustment.fixed
        self.items = {item.id: item for item in problem.items}
        self.lots = {lot.id: lot for lot in problem.lots}
        self.sources = {source.id: source for source in problem.sources}
        self.groups = {group.id: group for group in problem.groups}
        self.shelters = {shelter.id: shelter for shelter in problem.shelters}
        self.vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
        self.teams = {team.id: team for team in problem.teams}
        self.lines = {line.id: line for line in problem.kit}
        self.locations = {location.id: location for location in problem.locations}
        self.places = {
            place.id: place.name for places in (problem.sources, problem.shelters, problem.groups) for place in places
        }


def assignments(plan: Plan, names: Names) -> list[PlanAssignment]:
    rows = []
    for row in plan.assignments:
        group = names.groups[row.group]
        rows.append(
            PlanAssignment(
                group=row.group,
                group_name=group.name,
                village=group.village,
                township=group.township,
                shelter=row.shelter,
                shelter_name=names.shelters[row.shelter].name,
                people=row.people,
                special=group.special,
                mode=row.mode,
                mode_label=MODE_LABELS.get(row.mode, row.mode),
                travel_s=row.travel_s,
                arrive_s=row.arrive_s,
                fixed=row in names.fixed.assignments,
            )
        )
    return rows


def needs(plan: Plan, problem: Problem, names: Names) -> list[PlanNeed]:
    """Per item over all shelters and days, with the tiers that the delivered units come from; of what did for the item
    as many units as it counted for."""
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for need in plan.needs:
        totals[need.item].update(required=need.required, on_time=need.on_time, late=need.late, unmet=need.unmet)
    tiers, others = _tiers(plan, names), _substitutes(plan, names)
    return [
        PlanNeed(
            item=item.id,
            item_name=item.name,
            unit=item.unit,
            required=totals[item.id]["required"],
            on_time=totals[item.id]["on_time"],
            late=totals[item.id]["late"],
            unmet=totals[item.id]["unmet"],
            tiers=[
                TierQuantity(tier=tier, tier_label=TIER_LABELS[tier], quantity=tiers[item.id][tier])
                for tier in Tier
                if tiers[item.id][tier]
            ],
            substitutes=[
                SubstituteQuantity(item=other, item_name=known.name, unit=known.unit, quantity=quantity)
                for other, quantity in sorted(others[item.id].items())
                for known in (names.items[other],)
            ],
        )
        for item in problem.items
        if item.id in totals
    ]


def _tiers(plan: Plan, names: Names) -> dict[str, Counter[Tier]]:
    """By needed item, the units that came from each tier, in the unit of the need."""
    tiers: defaultdict[str, Counter[Tier]] = defaultdict(Counter)
    there: Counter[tuple[str, str, str]] = Counter()
    for row in sorted(plan.deliveries, key=lambda row: row.arrive_s):
        lot, line = names.lots[row.lot], names.lines[row.line]
        share, key = rate(line, lot.item), (row.shelter, row.line, lot.item)
        counts = int((there[key] + row.quantity) * share) - int(there[key] * share)
        there[key] += row.quantity
        tiers[line.item][names.sources[lot.source].tier] += counts
    return tiers


def _substitutes(plan: Plan, names: Names) -> dict[str, Counter[str]]:
    """By needed item, the units sent of each other item that did for it."""
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in plan.deliveries:
        item, needed = names.lots[row.lot].item, names.lines[row.line].item
        if item != needed:
            others[needed][item] += row.quantity
    return others


def cargo_lines(cargo: Iterable[Cargo], names: Names) -> list[CargoLine]:
    lines = []
    for piece in cargo:
        item = names.items[names.lots[piece.lot].item]
        lines.append(
            CargoLine(
                item=item.id,
                item_name=item.name,
                unit=item.unit,
                lot=piece.lot,
                lot_no=names.lots[piece.lot].name,
                shelter=piece.shelter,
                quantity=piece.quantity,
                package_text=package_text(piece.quantity, item),
            )
        )
    return lines


def stop_row(stop: Stop, names: Names) -> PlanStop:
    return PlanStop(
        action=stop.action,
        action_label=ACTION_LABELS[stop.action],
        place=stop.place,
        place_name=names.places.get(stop.place, stop.place),
        arrive_s=stop.arrive_s,
        leave_s=stop.leave_s,
        people=sum(passengers.people for passengers in stop.passengers),
        lines=cargo_lines(stop.cargo, names),
    )


def trip_row(trip: Trip, names: Names) -> PlanTrip:
    vehicle = names.vehicles[trip.vehicle]
    stops = [stop_row(stop, names) for stop in trip.stops]
    return PlanTrip(
        id=trip.id,
        vehicle=trip.vehicle,
        vehicle_name=vehicle.name,
        kind=vehicle.kind,
        start_s=trip.start_s,
        end_s=trip.end_s,
        metres=trip.metres,
        peak_kg=trip.peak_g / 1000,
        peak_m3=trip.peak_cm3 / 1_000_000,
        people=sum(stop.people for stop in stops if stop.action == Action.ALIGHT),
        stops=stops,
        fixed=trip in names.fixed.trips,
    )


def missions(plan: Plan, problem: Problem, names: Names) -> list[PlanMission]:
    """One row per posting, and one per need that nobody answers."""
    answers: defaultdict[str, list[Posting | None]] = defaultdict(list)
    for posting in sorted(plan.postings, key=lambda posting: posting.arrive_s):
        answers[posting.mission].append(posting)
    return [_mission(need, posting, names) for need in problem.missions for posting in answers[need.id] or [None]]


def _mission(need: MissionNeed, posting: Posting | None, names: Names) -> PlanMission:
    return PlanMission(
        mission=need.id,
        name=need.name,
        place_name=names.locations[need.location].name,
        skill_name=need.skill_name,
        required=need.people,
        from_s=need.from_s,
        team=posting and posting.team,
        team_name=posting and names.teams[posting.team].name,
        people=posting.people if posting else 0,
        depart_s=posting and posting.depart_s,
        arrive_s=posting and posting.arrive_s,
        within_profile=posting is not None and posting.within_profile,
        by_boat=posting is not None and afloat(names.index, names.teams[posting.team], need),
        fixed=posting in names.fixed.postings,
    )


def shortage_row(row: Shortage, names: Names) -> PlanShortage:
    return PlanShortage(
        kind=row.kind,
        kind_label=SHORTAGE_LABELS[row.kind],
        item=row.item,
        item_name=row.item_name,
        site=row.site,
        site_name=row.site_name,
        quantity=row.quantity,
        unit=names.items[row.item].unit if row.item else SHORTAGE_UNITS[row.kind],
        persons=row.persons,
        late=row.late,
        cause=CauseOut(**row.cause.model_dump()),
    )


def city_request(rows: list[PlanNeed], names: Names) -> list[CityRequest]:
    """Whole packages of everything that stays unmet."""
    requests = []
    for row in rows:
        if row.unmet:
            item = names.items[row.item]
            quantity = math.ceil(row.unmet / item.package) * item.package
            requests.append(
                CityRequest(
                    item=item.id,
                    item_name=item.name,
                    unit=item.unit,
                    quantity=quantity,
                    package_text=package_text(quantity, item),
                )
            )
    return requests


def shown(goal: PlanGoal) -> PlanGoal:
    """The goal as people read it: money in yuan."""
    if goal.key != "cost_fen":
        return goal
    bound = None if goal.bound is None else goal.bound / 100
    return goal.model_copy(update={"name": "运输费用（元）", "value": goal.value / 100, "bound": bound})


def build(
    problem: Problem,
    plan: Plan,
    *,
    incident_id: UUID,
    plan_id: UUID | None = None,
    number: str | None = None,
    created_at: datetime | None = None,
    snapshot_s: float = 0.0,
    matrix_s: float = 0.0,
    behind: Sequence[str] = (),
    beside: Sequence[UUID] = (),
    adjustment: PlanAdjustment | None = None,
) -> PlanReport:
    """The report of one checked plan."""
    names = Names(problem)
    need_rows = needs(plan, problem, names)
    timings = plan.timings
    return PlanReport(
        id=plan_id,
        number=number,
        incident_id=incident_id,
        incident_name=problem.name,
        district=problem.district,
        issued_at=problem.issued_at,
        started_at=problem.issued_at + timedelta(seconds=problem.started_s),
        created_at=created_at,
        ended=plan.ended,
        ended_label=ENDED_LABELS[plan.ended],
        input_hash=plan.input_hash,
        seed=plan.seed,
        effort=plan.effort,
        solver=plan.solver,
        people=PlanPeople(**plan.people.model_dump()),
        needs=need_rows,
        targets=PlanTargets(
            first_batch_h=plan.targets.first_batch_h,
            first_batch_target_h=round(problem.policy.first_batch_s / 3600, 2),
            basic_needs_h=plan.targets.basic_needs_h,
            basic_needs_target_h=round(problem.policy.basic_needs_s / 3600, 2),
        ),
        objective=[PlanGoal(**goal.model_dump()) for goal in plan.objective],
        assignments=assignments(plan, names),
        trips=[trip_row(trip, names) for trip in plan.trips],
        missions=missions(plan, problem, names),
        shortages=[shortage_row(row, names) for row in plan.shortages],
        city_request=city_request(need_rows, names),
        behind=list(behind),
        beside=list(beside),
        adjustment=adjustment,
        closed_roads=list(problem.closed_roads),
        ages=[InputAgeOut(name=age.name, at=age.at) for age in problem.ages],
        timings=PlanTimings(
            snapshot_s=snapshot_s,
            matrix_s=matrix_s,
            shelters_s=timings.shelters_s,
            allocation_s=timings.allocation_s,
            trips_s=timings.trips_s,
            missions_s=timings.missions_s,
            total_s=round(snapshot_s + matrix_s + timings.total_s, 3),
        ),
    )
