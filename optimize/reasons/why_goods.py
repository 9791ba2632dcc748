"""Why goods come from this source and on this vehicle."""

from collections import Counter
from collections.abc import Collection, Iterator
from functools import partial

from optimize.figures import Figures
from optimize.goods.supply import NEVER
from optimize.index import Index
from optimize.plan import Action, Delivery, Trip
from optimize.problem import CHANNEL_RANK, UNREACHABLE, About, Rule, Source, Tier, Vehicle
from optimize.reasons.advice import Question
from optimize.reasons.shortage_goods import hours
from optimize.reasons.why_lines import OTHERS, Answer, Line, Lines, as_made
from optimize.replanning.resettle import people_again
from optimize.replanning.resume import Goods, Otherwise

TIERS = {
    Tier.VILLAGE: "村级储备",
    Tier.TOWNSHIP: "乡镇储备",
    Tier.DISTRICT: "区级储备",
    Tier.NEIGHBOUR: "邻区支援",
    Tier.AGREEMENT: "协议储备",
    Tier.CAPACITY: "产能储备",
}


def delivery(lines: Lines, question: Question) -> Line:
    """A lot for a shelter; the other choices are other sources of the item."""
    lot = lines.index.lots[question.subject]
    shelter, source = lines.index.shelters[question.target or ""], lines.index.sources[lot.source]
    rows = [row for row in lines.before.deliveries if (row.lot, row.shelter) == (lot.id, shelter.id)]
    if not rows:
        raise KeyError(question)
    item, units, last = lines.index.items[lot.item], sum(row.quantity for row in rows), max(r.arrive_s for r in rows)
    return Line(
        text=f"{shelter.name}的{item.name} {units} {item.unit}由{source.name}供应，{hours(last)}后送达",
        grounds=tuple(_grounds(lines, source, rows)),
        base=lines.again(lines.goods()),
        others=_other_sources(lines, source, rows),
    )


def _grounds(lines: Lines, source: Source, rows: list[Delivery]) -> Iterator[str]:
    lot, line = lines.index.lots[rows[0].lot], lines.index.lines[rows[0].line]
    item = lines.index.items[lot.item]
    drive = lines.index.seconds("truck", source.location, lines.index.shelters[rows[0].shelter].location)
    held = sum(row.quantity for row in lines.index.lots_at[source.id, item.id])
    yield f"{TIERS[source.tier]}（第 {CHANNEL_RANK[source.tier]} 级渠道），存 {item.name} {held} {item.unit}"
    if drive != UNREACHABLE:
        yield f"车程 {hours(drive)}，期限 {hours(line.due_s)}"
    if lot.expires_s is not None:
        yield f"该批次 {hours(lot.expires_s)}后到期，先到期先出"
    if lot.ready_s:
        yield f"{hours(lot.ready_s)}后可装车"
    if line.item != item.id:
        yield f"作{lines.index.items[line.item].name}的替代品"
    terms = next((row for row in lines.problem.terms if lot.id in row.lots), None)
    if terms and terms.minimum:
        called = sum(row.quantity for row in lines.before.deliveries if row.lot in terms.lots)
        yield f"协议每次至少调 {terms.minimum} {item.unit}，本方案共调 {called}"


def _other_sources(lines: Lines, source: Source, rows: list[Delivery]) -> Iterator[Answer]:
    """One after the other: the source that steps in, then the one that steps in for both, …"""
    item, shelter = lines.index.lots[rows[0].lot].item, rows[0].shelter
    needs = {(line.id, shelter) for line in lines.problem.kit if item in line.items}
    banned = [source.id]
    for _ in range(OTHERS):
        figures = _without(lines, banned, item, shelter)
        instead = _who_steps_in(figures, lines.figures, banned, needs)
        if instead is None:
            yield Answer("", "其他库点", f"若不由{source.name}供应，没有别的库点补上", as_made(figures))
            return
        row, brought = lines.index.sources[instead[0]], lines.index.items[instead[1]]
        what = "" if brought.id == item else f"{brought.name}替代"
        yield Answer(row.id, row.name, f"改由{row.name}供应{what}", as_made(figures))
        banned.append(row.id)


def _without(lines: Lines, sources: Collection[str], item: str, shelter: str) -> Figures:
    """The plan where no lot of the item goes from these sources to the shelter."""
    lots = [lot.id for lot in lines.problem.lots if lot.item == item and lot.source in sources]
    ruled = lines.ruled(*(Rule(about=About.LOT, subject=lot, target=shelter, keep=False) for lot in lots))
    return ruled.again(ruled.goods(), lambda row: row.shelter == shelter and row.lot in lots)


def _who_steps_in(
    after: Figures, before: Figures, banned: Collection[str], needs: Collection[tuple[str, str]]
) -> tuple[str, str] | None:
    """The source that sends more for the lines than before, and the item of which it does, the most units first."""
    more: Counter[tuple[str, str]] = Counter()
    for figures, sign in ((after, 1), (before, -1)):
        for row in figures.execution.deliveries:
            lot = figures.index.lots[row.lot]
            if (row.line, row.shelter) in needs and lot.source not in banned:
                more[lot.source, lot.item] += sign * row.quantity
    best = max(more, key=lambda way: (more[way], way), default=None)
    return best if best is not None and more[best] > 0 else None


def trip(lines: Lines, question: Question) -> Line:
    """A journey; the other choices are other vehicles for it."""
    row = next((row for row in lines.before.trips if row.id == question.subject), None)
    if row is None:
        raise KeyError(question)
    vehicle, goods = lines.index.vehicles[row.vehicle], lines.goods()
    rides = row.stops[0].action == Action.BOARD
    others = _without_bus(lines, row, vehicle) if rides else _other_trucks(lines, goods, row, vehicle)
    return Line(
        text=f"{row.id} 由{vehicle.name}承担，{hours(row.start_s)}后出发，{hours(row.end_s)}后结束",
        grounds=tuple(_vehicle_grounds(lines, row, vehicle)),
        base=lines.again(goods),
        others=others,
    )


def _vehicle_grounds(lines: Lines, row: Trip, vehicle: Vehicle) -> Iterator[str]:
    if vehicle.seats and row.stops[0].action == Action.BOARD:
        aboard = sum(party.people for stop in row.stops if stop.action == Action.BOARD for party in stop.passengers)
        yield f"座位 {vehicle.seats}，乘 {aboard} 人"
    elif vehicle.capacity_g and vehicle.capacity_cm3:
        full = max(row.peak_g / vehicle.capacity_g, row.peak_cm3 / vehicle.capacity_cm3)
        size = f"{vehicle.capacity_g / 1e6:g} 吨、{vehicle.capacity_cm3 / 1e6:g} 立方米"
        yield f"载量 {size}，本趟装载 {full:.0%}"
    first = row.stops[0]
    yield f"{hours(vehicle.ready_s)}后可用，从{lines.index.locations[row.from_location].name}出发"
    yield f"{hours(first.arrive_s)}到{lines.index.locations[first.location].name}"


def _other_trucks(lines: Lines, goods: Goods, row: Trip, vehicle: Vehicle) -> Iterator[Answer]:
    """Trucks that could carry this load, those that are at the first stop soonest first; one per kind, then any."""
    fitting = [
        other
        for other in lines.problem.vehicles
        if other.id != vehicle.id
        and other.profile == vehicle.profile
        and other.capacity_g >= row.peak_g
        and other.capacity_cm3 >= row.peak_cm3
    ]
    ordered = sorted(fitting, key=lambda other: (_at_first_stop_s(lines, row, other), other.id))
    firsts = list({other.kind: other for other in reversed(ordered)}.values())
    for other in [*sorted(firsts, key=ordered.index), *(o for o in ordered if o not in firsts)][:OTHERS]:
        swapped = partial(lines.again, goods, otherwise=Otherwise(swaps={row.id: other.id}))
        yield Answer(other.id, other.name, f"改派{other.name}", swapped)
    if not fitting:
        yield Answer(
            "", "其他货车", f"没有别的货车装得下，若不派{vehicle.name}", partial(_carried_otherwise, lines, goods, row)
        )


def _carried_otherwise(lines: Lines, goods: Goods, row: Trip) -> Figures:
    return lines.again(goods, lambda delivery: delivery.trip == row.id)


def _at_first_stop_s(lines: Lines, row: Trip, vehicle: Vehicle) -> int:
    """When it could be there if it had to do it next before this trip starts."""
    last = max(
        (t for t in lines.before.trips if t.vehicle == vehicle.id and t.end_s <= row.start_s),
        key=lambda t: t.end_s,
        default=None,
    )
    free, at = (last.end_s, last.stops[-1].location) if last else (vehicle.ready_s, vehicle.location)
    drive = lines.index.seconds(vehicle.profile, at, row.stops[0].location)
    return NEVER if drive == UNREACHABLE else free + drive


def _without_bus(lines: Lines, row: Trip, vehicle: Vehicle) -> Iterator[Answer]:
    def figures() -> Figures:
        left = tuple(other for other in lines.problem.vehicles if other.id != vehicle.id)
        index = Index(lines.problem.model_copy(update={"vehicles": left}))
        people = people_again(index.open(), lines.before, lines.control)
        return lines.again(lines.goods(people))

    yield Answer("", "不用这辆车", f"若不用{vehicle.name}，由其余客车接送", figures)
