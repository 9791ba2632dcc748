"""Why this vehicle makes this trip."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from optimize.figures import Figures
from optimize.plan import Action, Trip
from optimize.problem import About, Rule, Vehicle
from optimize.reasons.advice import Question
from optimize.reasons.shortage_goods import HOUR, hours
from optimize.reasons.why_lines import OTHERS, Answer, Chain, Line, Lines
from optimize.reasons.words import listed


def trip(lines: Lines, question: Question) -> Line:
    """A journey; the other choices are other vehicles for what it brings."""
    row = next((row for row in lines.before.trips if row.id == question.subject), None)
    if row is None:
        raise KeyError(question)
    vehicle = lines.index.vehicles[row.vehicle]
    return Line(
        text=f"{row.id} 由{vehicle.name}承担，{hours(row.start_s)}后出发，{hours(row.end_s)}后结束",
        grounds=tuple(_grounds(lines, row, vehicle)),
        others=_others(lines, row, vehicle),
    )


def _grounds(lines: Lines, row: Trip, vehicle: Vehicle) -> Iterator[str]:
    if _rides(row):
        aboard = sum(party.people for stop in row.stops if stop.action == Action.BOARD for party in stop.passengers)
        yield f"座位 {vehicle.seats}，乘 {aboard} 人"
    elif vehicle.capacity_g and vehicle.capacity_cm3:
        full = max(row.peak_g / vehicle.capacity_g, row.peak_cm3 / vehicle.capacity_cm3)
        size = f"{vehicle.capacity_g / 1e6:g} 吨、{vehicle.capacity_cm3 / 1e6:g} 立方米"
        yield f"载量 {size}，本趟装载 {full:.0%}"
    first = row.stops[0]
    yield f"{hours(vehicle.ready_s)}后可用，从{lines.index.locations[row.from_location].name}出发"
    yield f"{hours(first.arrive_s)}到{lines.index.locations[first.location].name}"


def _rides(row: Trip) -> bool:
    return row.stops[0].action == Action.BOARD


def _others(lines: Lines, row: Trip, vehicle: Vehicle) -> Iterator[Answer]:
    """Another vehicle for what it brings, one after the other; and the plan without the vehicle, if it does more."""
    chain = _Riders(lines, row).chain() if _rides(row) else _Cargo(lines, row).chain()
    busy = sum(other.vehicle == vehicle.id for other in lines.before.trips) > 1
    yield from chain.answers(lines, vehicle.id, OTHERS - busy)
    if busy:
        whole = replace(
            chain,
            rules=lambda out: tuple(Rule(about=About.VEHICLE, subject=one, keep=False) for one in out),
            words=lambda figures, more, out: f"全程不用{vehicle.name}；" + chain.words(figures, more, out),
            wish=lambda _: f"不用{vehicle.name}",
        )
        yield from whole.answers(lines, vehicle.id, 1)


def _span(seconds: int) -> str:
    return hours(seconds) if seconds >= HOUR else f"{-(-seconds // 60)} 分"


class _Brought(ABC):
    """What a trip brings, and who brings it when in some figures."""

    verb: str
    nobody: str

    def __init__(self, lines: Lines, row: Trip) -> None:
        self.lines, self.row, self.index = lines, row, lines.index
        self.places: dict[str, str] = {}
        """Where the vehicle is not to go, with names."""

    @abstractmethod
    def shares(self, figures: Figures) -> Counter[str]:
        """How much of it each vehicle brings."""

    @abstractmethod
    def last_s(self, figures: Figures) -> int:
        """When the last of it is there."""

    def named(self, vehicles: Sequence[str]) -> str:
        return listed([self.index.vehicles[vehicle].name for vehicle in vehicles])

    def words(self, figures: Figures, more: Sequence[str], out: Sequence[str]) -> str:
        who = f"改由{self.named(more)}{self.verb}" if more else f"若不由{self.named(out)}{self.verb}，{self.nobody}"
        before, after = self.last_s(self.lines.base), self.last_s(figures)
        if not after or before == after:
            return who
        return f"{who}，最后到达{'晚' if after > before else '早'} {_span(abs(after - before))}（{hours(after)}后）"

    def rules(self, out: Collection[str]) -> tuple[Rule, ...]:
        pairs = [(vehicle, place) for vehicle in out for place in self.places]
        return tuple(Rule(about=About.VEHICLE, subject=one, target=place, keep=False) for one, place in pairs)

    def chain(self) -> Chain:
        where = listed(list(self.places.values()))
        return Chain(
            name="其他车辆",
            names=lambda vehicle: self.index.vehicles[vehicle].name,
            shares=self.shares,
            rules=self.rules,
            words=self.words,
            wish=lambda out: f"{self.named(out)}不去{where}",
        )


class _Cargo(_Brought):
    """Goods of kit lines for the shelters where it unloads."""

    verb, nobody = "运送", "没有别的车补上"

    def __init__(self, lines: Lines, row: Trip) -> None:
        super().__init__(lines, row)
        self.needs = {(d.shelter, d.line) for d in lines.before.deliveries if d.trip == row.id}
        stops = [stop.place for stop in row.stops if stop.action == Action.UNLOAD]
        self.places = {place: self.index.shelters[place].name for place in stops}

    def shares(self, figures: Figures) -> Counter[str]:
        vehicle_of = {trip.id: trip.vehicle for trip in figures.execution.trips}
        found: Counter[str] = Counter()
        for row in figures.execution.deliveries:
            if (row.shelter, row.line) in self.needs:
                found[vehicle_of[row.trip]] += row.quantity
        return found

    def last_s(self, figures: Figures) -> int:
        rows = figures.execution.deliveries
        return max((row.arrive_s for row in rows if (row.shelter, row.line) in self.needs), default=0)


class _Riders(_Brought):
    """People of the groups that it picks up."""

    verb, nobody = "接送", "没有别的车接得上"

    def __init__(self, lines: Lines, row: Trip) -> None:
        super().__init__(lines, row)
        stops = [stop.place for stop in row.stops if stop.action == Action.BOARD]
        self.places = {place: self.index.groups[place].name for place in stops}

    def shares(self, figures: Figures) -> Counter[str]:
        found: Counter[str] = Counter()
        for row in figures.execution.trips:
            for stop in row.stops:
                if stop.action == Action.BOARD and stop.place in self.places:
                    found[row.vehicle] += sum(party.people for party in stop.passengers)
        return found

    def last_s(self, figures: Figures) -> int:
        rows = figures.execution.assignments
        return max((row.arrive_s for row in rows if row.group in self.places), default=0)
