"""What a plan is worth: people, needs, targets and the value of each goal, from the rows of the plan alone.

Definitions are those of ``problem`` and ``plan``. Levels, in strict order: 1 people without a safe place, 2 missions
unmet, 3 life-critical need not met on time, 4 lowest on-time share, 5 lateness and minutes over the assembly profile,
6 channel order, 7 transport cost.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from optimize.index import Index
from optimize.plan import Assignment, Delivery, Goal, NeedOutcome, People, Posting, Targets, Trip
from optimize.problem import (
    BY_BOAT,
    BY_ROAD,
    CHANNEL_RANK,
    GOALS,
    UNREACHABLE,
    Arrival,
    KitLine,
    MissionNeed,
    Shelter,
    Team,
)

SHARE_DIGITS = 4
NAMES = {
    "people_unplaced": "未安置人数",
    "missions_unmet": "救援任务缺员（人×紧急度）",
    "life_critical_unmet": "生命保障类未按时满足（加权人·件）",
    "lowest_on_time_share": "最差避难场所按时保障率",
    "late_person_item_hours": "迟到（加权人·件·小时）",
    "assembly_minutes_over": "集结超时（分钟）",
    "channel_cost": "储备渠道次序（人·件×级次）",
    "cost_fen": "运输费用（分）",
}
LEVELS = dict(zip(GOALS, (1, 2, 3, 4, 5, 5, 6, 7), strict=True))
MAXIMISED = frozenset({"lowest_on_time_share"})


def needing(line: KitLine, shelter: Shelter, people: int) -> int:
    """Persons of a shelter who need a line."""
    return max(0, people - shelter.indoor_places) if line.outdoor_only else people


def required(line: KitLine, persons: int) -> int:
    """Units of a line for so many persons."""
    return -(-persons * line.units // line.people)


def lacking(line: KitLine, persons: int, units: int) -> int:
    """Persons who lack a line when so many units are there."""
    return max(0, persons - units * line.people // line.units)


def rate(line: KitLine, item: str) -> Fraction:
    """Units of the line for which one of an item counts, rounding aside; 0 for what is not for this line."""
    if item == line.item:
        return Fraction(1)
    return next((Fraction(row.replaces, row.units) for row in line.substitutes if row.item == item), Fraction(0))


def persons_per(line: KitLine, item: str) -> Fraction:
    """Persons whom a unit of an item serves."""
    return Fraction(line.people, line.units) * rate(line, item)


def counted(line: KitLine, rows: Iterable[tuple[int, str, int]]) -> list[tuple[int, int]]:
    """(second, units of the line), in any order, of (second, item, units) that come for it."""
    if not line.substitutes:
        return [(second, units) for second, _, units in rows]
    found, there, before = [], Counter[str](), 0
    for second, item, units in sorted(rows):
        there[item] += units
        now = worth(line, there)
        found.append((second, now - before))
        before = now
    return found


def worth(line: KitLine, there: Mapping[str, int]) -> int:
    """Units of the line for which all that has come of each item counts."""
    others = sum(there.get(row.item, 0) * row.replaces // row.units for row in line.substitutes)
    return there.get(line.item, 0) + others


@dataclass(frozen=True)
class Demand:
    """A line at a shelter, and the units that arrive for it as running totals over time."""

    shelter: str
    line: KitLine
    persons: int
    required: int
    times: tuple[int, ...]
    totals: tuple[int, ...]

    def units_by(self, second: int) -> int:
        count = bisect_right(self.times, second)
        return self.totals[count - 1] if count else 0

    @property
    def units(self) -> int:
        return self.totals[-1] if self.totals else 0

    @property
    def complete_s(self) -> int | None:
        """When the last required unit is there; 0 if none is required, None if never."""
        if self.required == 0:
            return 0
        return next((t for t, total in zip(self.times, self.totals, strict=True) if total >= self.required), None)

    def lacking_by(self, second: int) -> int:
        return lacking(self.line, self.persons, self.units_by(second))

    def late_person_s(self, horizon_s: int) -> int:
        """∫ persons lacking dt from due to horizon, in person-seconds."""
        if horizon_s <= self.line.due_s:
            return 0
        steps = [t for t in self.times if self.line.due_s < t < horizon_s]
        edges = [self.line.due_s, *dict.fromkeys(steps), horizon_s]
        return sum(self.lacking_by(a) * (b - a) for a, b in pairwise(edges))


@dataclass(frozen=True)
class Execution:
    """What a plan does, in the rows that its figures are computed from."""

    assignments: Sequence[Assignment] = ()
    deliveries: Sequence[Delivery] = ()
    trips: Sequence[Trip] = ()
    postings: Sequence[Posting] = ()


def executed(index: Index, execution: Execution) -> "Figures":
    """What is decided measured together with what is fixed."""
    fixed = fixed_part(index)
    together = Execution(
        (*fixed.assignments, *execution.assignments),
        (*fixed.deliveries, *execution.deliveries),
        (*fixed.trips, *execution.trips),
        (*fixed.postings, *execution.postings),
    )
    return Figures(index.whole, together)


def fixed_part(index: Index) -> Execution:
    """What a plan would do if nothing more were decided."""
    fixed = index.problem.adjustment.fixed
    return Execution(fixed.assignments, fixed.deliveries, fixed.trips, fixed.postings)


@dataclass
class Figures:
    """Everything that is measured of one execution, each figure computed when first asked for."""

    index: Index
    execution: Execution
    people_at: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        totals: dict[str, int] = defaultdict(int)
        for row in self.execution.assignments:
            totals[row.shelter] += row.people
        self.people_at = {s.id: totals[s.id] for s in self.index.problem.shelters if totals[s.id]}

    @property
    def brought(self) -> tuple[Delivery | Arrival, ...]:
        """Everything that comes to shelters."""
        return (*self.execution.deliveries, *self.index.problem.arrivals)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """Every line that somebody needs, by shelter and kit order."""
        arrived: dict[tuple[str, str], list[tuple[int, str, int]]] = defaultdict(list)
        for row in self.brought:
            arrived[row.shelter, row.line].append((row.arrive_s, self.index.item_of(row), row.quantity))
        found = []
        for shelter_id, people in self.people_at.items():
            for line in self.index.problem.kit:
                persons = needing(line, self.index.shelters[shelter_id], people)
                if persons:
                    found.append(self._demand(shelter_id, line, persons, arrived[shelter_id, line.id]))
        return tuple(found)

    @staticmethod
    def _demand(shelter: str, line: KitLine, persons: int, arrived: Iterable[tuple[int, str, int]]) -> Demand:
        times, totals, total = [], [], 0
        for second, quantity in sorted(counted(line, arrived)):
            total += quantity
            times.append(second)
            totals.append(total)
        return Demand(shelter, line, persons, required(line, persons), tuple(times), tuple(totals))

    @cached_property
    def needs(self) -> tuple[NeedOutcome, ...]:
        return tuple(self._outcome(demand) for demand in self.demands)

    @staticmethod
    def _outcome(demand: Demand) -> NeedOutcome:
        on_time = min(demand.required, demand.units_by(demand.line.due_s))
        late = min(demand.required, demand.units) - on_time
        return NeedOutcome(
            shelter=demand.shelter,
            line=demand.line.id,
            item=demand.line.item,
            required=demand.required,
            on_time=on_time,
            late=late,
            unmet=demand.required - on_time - late,
        )

    @cached_property
    def people(self) -> People:
        to_place = sum(group.people for group in self.index.problem.groups)
        limit = self.index.problem.policy.place_by_s
        placed = sum(row.people for row in self.execution.assignments if row.arrive_s <= limit)
        return People(to_place=to_place, placed=placed, unplaced=to_place - placed)

    @cached_property
    def targets(self) -> Targets:
        return Targets(first_batch_h=self._first_batch_h(), basic_needs_h=self._basic_needs_h())

    def _first_batch_h(self) -> float | None:
        first: dict[str, int] = {}
        for row in self.brought:
            if self.index.lines[row.line].life_critical:
                township = self.index.shelters[row.shelter].township
                first[township] = min(row.arrive_s, first.get(township, row.arrive_s))
        townships = {self.index.shelters[shelter].township for shelter in self.people_at}
        if townships - first.keys() or (self.people.to_place and not townships):
            return None
        return round(max((first[township] for township in townships), default=0) / 3600, 2)

    def _basic_needs_h(self) -> float | None:
        if self.people.unplaced:
            return None
        ends = [demand.complete_s for demand in self.demands if demand.line.first_day]
        if any(end is None for end in ends):
            return None
        if not ends:
            return 0.0
        return round((max(end or 0 for end in ends) - self.index.problem.started_s) / 3600, 2)

    @cached_property
    def values(self) -> dict[str, float]:
        """The value of each goal, in the order of the run."""
        values = {
            "people_unplaced": self.people.unplaced,
            "missions_unmet": self._missions_unmet(),
            "life_critical_unmet": self._life_critical_unmet(),
            "lowest_on_time_share": self._lowest_share(),
            "late_person_item_hours": self._late_hours(),
            "assembly_minutes_over": self._minutes_over(),
            "channel_cost": self._channel_cost(),
            "cost_fen": self._cost_fen(),
        }
        return {key: values[key] for key in self.index.problem.policy.goals}

    def key(self) -> tuple[float, ...]:
        """The values as something to minimise lexicographically."""
        return tuple(-value if name in MAXIMISED else value for name, value in self.values.items())

    def _missions_unmet(self) -> int:
        missing = self.missing_people()
        return sum(mission.severity * missing[mission.id] for mission in self.index.problem.missions)

    def missing_people(self) -> dict[str, int]:
        """People that each mission lacks."""
        sent: dict[str, int] = defaultdict(int)
        for row in self.execution.postings:
            if row.arrive_s < self.index.missions[row.mission].until_s:
                sent[row.mission] += row.people
        return {m.id: max(0, m.people - sent[m.id]) for m in self.index.problem.missions}

    def _life_critical_unmet(self) -> int:
        critical = (demand for demand in self.demands if demand.line.life_critical)
        return sum(demand.line.weight * demand.lacking_by(demand.line.due_s) for demand in critical)

    def shares(self) -> dict[str, float]:
        """On-time share of life-critical need, per shelter that goods can reach."""
        met: dict[str, int] = defaultdict(int)
        whole: dict[str, int] = defaultdict(int)
        for demand in self.demands:
            if demand.line.life_critical:
                whole[demand.shelter] += demand.line.weight * demand.persons
                lack = demand.lacking_by(demand.line.due_s)
                met[demand.shelter] += demand.line.weight * (demand.persons - lack)
        return {s: met[s] / whole[s] for s in whole if self._supplied(s)}

    def _supplied(self, shelter: str) -> bool:
        index, goal = self.index, self.index.shelters[shelter].location
        return any(index.seconds(by, s.location, goal) >= 0 for by in index.carrying for s in index.problem.sources)

    def _lowest_share(self) -> float:
        return round(min(self.shares().values(), default=1.0), SHARE_DIGITS)

    def _late_hours(self) -> float:
        horizon = self.index.problem.horizon_s
        return round(sum(d.line.weight * d.late_person_s(horizon) for d in self.demands) / 3600, 1)

    def seconds_over(self) -> dict[str, int]:
        """Seconds by which the first arrival at each mission exceeds the on-scene limit."""
        first: dict[str, Posting] = {}
        for row in self.execution.postings:
            known = first.get(row.mission)
            if known is None or (row.arrive_s, row.team) < (known.arrive_s, known.team):
                first[row.mission] = row
        return {m.id: self._over(m, first.get(m.id)) for m in self.index.problem.missions}

    def _over(self, mission: MissionNeed, posting: Posting | None) -> int:
        team = self.index.teams[posting.team] if posting else None
        limit = on_scene_limit_s(self.index, team)
        if limit is None:
            return 0
        arrive = posting.arrive_s if posting else mission.until_s
        return max(0, arrive - mission.from_s - limit)

    def _minutes_over(self) -> float:
        return round(sum(self.seconds_over().values()) / 60, 1)

    def _channel_cost(self) -> float:
        return round(sum(self.ranked(row) for row in self.execution.deliveries), 1)

    def ranked(self, row: Delivery) -> float:
        """What one delivery adds to the channel cost."""
        line = self.index.lines[row.line]
        tier = self.index.sources[self.index.lots[row.lot].source].tier
        share = rate(line, self.index.item_of(row))
        return row.quantity * share.numerator * line.people / (line.units * share.denominator) * CHANNEL_RANK[tier]

    def _cost_fen(self) -> int:
        policy = self.index.problem.policy
        return sum(
            -(-(trip.end_s - trip.start_s) * policy.vehicle_hour_fen // 3600) + -(-trip.metres * policy.km_fen // 1000)
            for trip in self.execution.trips
        )


def on_scene_limit_s(index: Index, team: Team | None) -> int | None:
    """The on-scene limit of a team's level, else of any level; None where the profile has none."""
    limits = {row.level: row.limit_s for row in index.problem.assembly if row.stage == "on_scene"}
    return limits.get(team.level, limits.get("any")) if team else limits.get("any")


def afloat(index: Index, team: Team, mission: MissionNeed) -> bool:
    """Whether the team's way leads over water: it has boats, and there is no road or a slower one."""
    by_boat, by_road = (index.seconds(profile, team.location, mission.location) for profile in (BY_BOAT, BY_ROAD))
    return team.profile == BY_BOAT and by_boat != UNREACHABLE and not UNREACHABLE < by_road <= by_boat


def gap_of(value: float, bound: float | None) -> float | None:
    """|value − bound| / max(|value|, |bound|), 0 where both are equal."""
    if bound is None:
        return None
    largest = max(abs(value), abs(bound))
    return 0.0 if largest == 0 else round(abs(value - bound) / largest, 6)


def levels(order: Iterable[str]) -> dict[str, int]:
    """The level of each goal: usual ones in the usual order, else positions."""
    keys = tuple(order)
    return LEVELS if keys == GOALS else {key: position for position, key in enumerate(keys, start=1)}


def goals(values: Mapping[str, float], bounds: Mapping[str, float | None]) -> tuple[Goal, ...]:
    """The rows of the objective, in the order of the values."""
    level = levels(values)
    return tuple(
        Goal(
            level=level[key],
            key=key,
            name=NAMES[key],
            value=value,
            bound=bounds.get(key),
            gap=gap_of(value, bounds.get(key)),
            maximise=key in MAXIMISED,
        )
        for key, value in values.items()
    )
